"""What the looks of the bars mean, below a picture: in a page's words, or in the fewer that a slide has room for."""

from __future__ import annotations

from collections.abc import Iterable

from snippets._engine.pages.markup import attributes
from snippets._engine.picture.kinds import KINDS, Kind, swatch


def legend(kinds: Iterable[Kind], *, short: bool = False) -> str:
    """A list of these kinds of bars, each with a small bar before its words; nothing where there are none.

    In a ``short`` one the bars grow with the letters, as slides need it.
    """
    head = attributes(class_="tl sw", viewBox="0 0 26 12" if short else None, width=26, height=12, aria_hidden="true")
    items = "".join(
        f"<li><svg{head}>{swatch(kind)}</svg> {KINDS[kind].short if short else KINDS[kind].words}</li>"
        for kind in kinds
    )
    return f'<ul class="plain legend">{items}</ul>' if items else ""

"""What the looks of the bars mean, below a picture: in a page's words, or in the fewer that a slide has room for."""

from __future__ import annotations

from collections.abc import Iterable

from snippets._engine.pages.markup import Markup, el
from snippets._engine.picture.kinds import KINDS, swatch


def legend(kinds: Iterable[str], *, short: bool = False) -> Markup:
    """A list of these kinds of bars, each with a small bar before its words; nothing where there are none.

    In a ``short`` one the bars grow with the letters, as slides need it.
    """
    box = "0 0 26 12" if short else None
    items = [
        el(
            "li",
            el("svg", Markup(swatch(kind)), class_="tl sw", viewBox=box, width=26, height=12, aria_hidden="true"),
            f" {KINDS[kind].short if short else KINDS[kind].words}",
        )
        for kind in kinds
    ]
    return el("ul", *items, class_="plain legend") if items else Markup()

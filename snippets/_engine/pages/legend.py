"""What bars and marks mean, beside a picture: in a page's words, or in the fewer that a slide has room for."""

from __future__ import annotations

from collections.abc import Iterable

from snippets._engine.pages.markup import Markup, el
from snippets._engine.picture import marks


def legend(key: Iterable[str], *, short: bool = False) -> Markup:
    """A list of these kinds of bars and marks, each drawn small before its words; nothing where there are none.

    In a ``short`` one they grow with the letters, as slides need it.
    """
    items = [_item(name, said, short) for name in key if (said := marks.words(name, short=short))]
    return el("ul", *items, class_="plain legend") if items else Markup()


def _item(name: str, said: str, short: bool) -> Markup:
    drawn, box, width, height = marks.sample(name)
    look = el("svg", Markup(drawn), class_="tl sw", viewBox=box, width=width, height=height, aria_hidden="true")  # noqa: S704
    return el("li", look, f" {said}")

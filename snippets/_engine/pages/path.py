"""Where an example stands in the text, and which ones come before and after it there: for its permanent page.

The path is that of the navigation, and on each page the order in which it shows its examples.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from snippets._engine.examples import asked, reading
from snippets._engine.examples.catalogue import ROOT
from snippets._engine.pages import address, executed
from snippets._engine.pages.build import Build
from snippets._engine.pages.call import page_call
from snippets._engine.pages.markup import Markup, code, el, fragment, words
from snippets._engine.words.english import capital

_HEADING = re.compile(r"^##+ +(?P<said>.*?)(?: *\{ *#(?P<id>[\w-]+) *\})?$")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an example is shown: the page's name in ``docs/``, and the last heading above it, with its id."""

    id: str
    page: str
    heading: str
    anchor: str


@page_call
def place(build: Build, example_id: str) -> Markup:
    """Where an example belongs, with a link to the text that explains it, and what is seen by who has this mistake."""
    example, whole = build.find(example_id), address.card(build.find(example_id))
    page = whole.removeprefix("site:").partition("/")[0]
    topic, section = el("a", address.heading(page), href=f"site:{page}/"), None
    if (here := _place(example_id, page)) and here.anchor:
        section = fragment(": ", el("a", words(here.heading), href=f"site:{page}/#{here.anchor}"))
    said = words(capital(example.symptom)) if example.symptom else None
    symptom = el("p", el("b", "Symptom"), " ", said, class_="symptom") if said else None
    return fragment(el("p", "From ", topic, section, ". ", el("a", "Read why", href=whole), class_="from"), symptom)


@page_call
def onward(build: Build, example_id: str) -> Markup:
    """Links to the examples before and after this one on the path, by their ids: a page shows no more of others."""
    before, after = around(example_id)
    links = [
        el("a", said, code(other), href=f"site:s/{other}/", rel=rel)
        for other, said, rel in ((before, "Previous example: ", "prev"), (after, "Next example: ", "next"))
        if other
    ]
    return el("nav", *links, class_="onward", aria_label="Examples before and after") if links else Markup()


@asked.asked
def around(example_id: str) -> tuple[str | None, str | None]:
    """The ids of the examples before and after one, None where there is none."""
    ids = list(_places())
    if example_id not in ids:
        return None, None
    at = ids.index(example_id)
    return ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None


@asked.asked
def _place(example_id: str, page: str) -> Place | None:
    return next((one for one in _places().get(example_id, ()) if one.page == page), None)


def _places() -> dict[str, list[Place]]:
    return _along(tuple((name, _text(name)) for name in address.names()))


def _text(name: str) -> str:
    try:
        return reading.text(ROOT / "docs" / f"{name}.md")
    except OSError:
        return ""


@lru_cache(4)
def _along(pages: tuple[tuple[str, str], ...]) -> dict[str, list[Place]]:
    """Every example that these pages show, by its id, in their order, with its places."""
    found: dict[str, list[Place]] = {}
    for name, markdown in pages:
        for one in on_page(name, markdown):
            found.setdefault(one.id, []).append(one)
    return found


def on_page(name: str, markdown: str) -> Iterator[Place]:
    """The places of the examples that a page shows, in order."""
    said, anchor, lines = "", "", set(executed.blocks(markdown))
    for line in markdown.splitlines():
        if heading := _HEADING.match(line):
            said, anchor = heading["said"], heading["id"] or ""
        elif line in lines:
            yield from (Place(example_id, name, said, anchor) for example_id in executed.SHOWN.findall(line))

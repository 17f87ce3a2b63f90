"""What stands at the end of a page from which parts have moved to others: their old addresses, which lead on.

``anchors.txt`` lists every anchor that a page of ``docs/`` ever had, like ``tasks/#await``. It only grows. Behind that
of a section that has moved stands where to, like ``tasks/#cancel -> cancelling/``; for examples that is known.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from snippets._engine.examples import asked
from snippets._engine.examples.catalogue import ROOT, SNIPPETS, CatalogueError, Example
from snippets._engine.pages import address, executed
from snippets._engine.pages.build import Build
from snippets._engine.pages.call import page_call
from snippets._engine.pages.markup import Markup, el, fragment, spaced, words

ANCHORS = SNIPPETS / "anchors.txt"

#: What it is called where something is wrong in it, and a line of it.
LISTED = "snippets/anchors.txt"
_LINE = re.compile(r"[^#]+/#(?P<anchor>[^\s>]+)(?: -> (?P<place>[^\s#]+)/)?")
#: A heading with an anchor of its own, as a page of ``docs/`` is written.
_HEADING = re.compile(r"^#{2,} +(?P<title>.*?) +\{ *#(?P<id>[\w-]+) *\}$", re.MULTILINE)

#: Leads on whoever comes by an old address, which may end in ``@`` and a step; without it that is one more click.
_LEAD = Markup("""<script>
try { const [name, step] = decodeURIComponent(location.hash.slice(1)).split("@"), old = document.getElementById(name);
  const link = old?.closest(".moved li")?.querySelector("a");
  if (link) location.replace((old.dataset.to || link.href) + (step ? "@" + step : "")); } catch {}
</script>""")


@page_call
def moved(build: Build, page: str) -> Markup:
    """The anchors that this page of ``docs/`` once had and now another has, each with a link to it, as HTML."""
    entries = [*_sections(page), *_examples(build, page)]
    title = el("p", "Moved from this page", class_="cap")
    return fragment(title, el("ul", *entries, class_="moved", data_search_exclude=True), _LEAD)


def _sections(page: str) -> Iterator[Markup]:
    for anchor, place in _anchors(page).items():
        if place and anchor not in _headings(page):
            old = f"{LISTED}: {page}/#{anchor} leads to {place}/"
            try:
                title = _headings(place).get(anchor)
            except CatalogueError as error:
                raise CatalogueError(f"{old}, but {error}") from None
            if title is None:
                way = f"write the page that has it, or give a heading there the anchor {{ #{anchor} }}"
                raise CatalogueError(f"{old}, but #{anchor} is not on docs/{place}.md; {way}")
            link = el("a", words(title), href=f"site:{place}/#{anchor}", id=anchor)
            yield el("li", link, f", in {address.heading(place)}")


def _examples(build: Build, page: str) -> Iterator[Markup]:
    shown, anchors = executed.shown(_markdown(page)), _anchors(page)
    for example in build.examples:
        if example.id in anchors and example.id not in shown:
            yield _example(example, anchors)


def _example(example: Example, anchors: Collection[str]) -> Markup:
    """One link, at which also the anchors of its programs stand."""
    place = address.page(example)
    programs = [f"{example.id}-{variant.key}" for variant in example.variants]
    old = (el("span", id=name, data_to=f"site:{place}/#{name}") for name in programs if name in anchors)
    link = el("a", words(example.title), href=address.card(example), id=example.id)
    return el("li", spaced(*old, link), f", in {address.heading(place)}")


def _anchors(page: str) -> dict[str, str]:
    """The anchors that a page ever had, as they are listed, each with the page that has it now, where that is said."""
    found = {}
    for line in asked.text(ANCHORS).splitlines():
        if line.startswith(f"{page}/"):
            listed = _LINE.fullmatch(line)
            if listed is None:
                like = f"{page}/#its-anchor, or {page}/#its-anchor -> other-page/"
                raise CatalogueError(f"{LISTED}: the line “{line}” is none like {like}")
            found[listed["anchor"]] = listed["place"] or ""
    return found


def _headings(page: str) -> dict[str, str]:
    return {found["id"]: found["title"] for found in _HEADING.finditer(_markdown(page))}


def _markdown(page: str) -> str:
    try:
        return asked.text(ROOT / "docs" / f"{page}.md")
    except (OSError, UnicodeDecodeError):
        asked.spoil()  # a page that comes is no other answer to what was asked
        raise CatalogueError(f"there is no page docs/{page}.md") from None

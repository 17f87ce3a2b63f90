"""The door for the search, which reads a page while that is rendered, and gets what ``pages/search.py`` makes of it."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING, Any

from mkdocs.plugins import event_priority

from snippets._engine import mkdocs_site
from snippets._engine.pages import build, executed, search

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

#: Under which name the page's content waits until the search has read.
_WHOLE = "content before the search"


@event_priority(100)
def before(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: object) -> None:
    """Have the search read less, and count it as the page's kind deserves."""
    said = page.meta.setdefault("search", {})
    if said.get("exclude"):
        return
    said.setdefault("boost", search.boost(page.file.src_uri, bool(executed.shown(page.markdown or ""))))
    context[_WHOLE] = page.content
    page.content = search.read(build.current(), page.content or "")


@event_priority(-100)
def after(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: object) -> None:
    """Give the page its content back, and what the search has noted of it the words that are not shown."""
    if _WHOLE not in context:
        return
    page.content = context.pop(_WHOLE)
    entries: list[dict[str, Any]] = mkdocs_site.searching(config).search_index.entries
    for entry in reversed(entries):
        place, _, anchor = entry["location"].partition("#")
        if place != page.url:
            break
        entry["text"] = search.by_sentence(entry["text"])
        if not anchor and (taught := page.meta["search"].get("words")):
            entry["taught"] = str(taught)
        entry["also"] = _also(page, anchor, unescape(entry["title"]))


def _also(page: Page, anchor: str, title: str) -> str:
    """By what else a section is found, where an example's anchor is its id."""
    now = build.current()
    if not anchor:
        return unescape(str(page.meta.get("description", "")))
    if any(example.id == anchor for example in now.examples):
        return search.also(now, anchor)
    return search.same(title)

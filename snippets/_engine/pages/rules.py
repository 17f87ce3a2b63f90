"""All rules on one page: what to remember of each example, by the page that shows it."""

from __future__ import annotations

from collections.abc import Sequence

from snippets._engine.examples.catalogue import CatalogueError, Example
from snippets._engine.pages import address, lesson
from snippets._engine.pages.build import Build
from snippets._engine.pages.call import page_call
from snippets._engine.pages.markup import Markup, el, fragment


@page_call
def rules(build: Build) -> Markup:
    """The rule of every example that has one, by page, in the order of the navigation and of each page, as HTML."""
    return of(build.examples)


def of(examples: Sequence[Example]) -> Markup:
    """The rules of these examples; a page without any is left out."""
    found = [one for one in examples if one.rule]
    pages = address.in_order(map(address.page, found))
    return el(
        "div",
        *(_on_page(name, [one for one in found if address.page(one) == name]) for name in pages),
        class_="by-rule",
    )


def _on_page(name: str, examples: Sequence[Example]) -> Markup:
    link = el("a", address.heading(name), href=f"site:{name}/")
    return el("section", fragment(el("h3", link, id=name), lesson.listed(_sorted(name, examples))))


def _sorted(page: str, examples: Sequence[Example]) -> list[Example]:
    """These examples in the order in which their page shows them; what it does not show comes last."""
    try:
        shown = lesson.shown_on(page)
    except CatalogueError:
        shown = []
    return sorted(examples, key=lambda one: shown.index(one.id) if one.id in shown else len(shown))

"""All rules on one page: what to remember of each example, by topic."""

from __future__ import annotations

from collections.abc import Sequence

from snippets._engine.examples.catalogue import CatalogueError, Example
from snippets._engine.pages import address, lesson
from snippets._engine.pages.build import Build
from snippets._engine.pages.call import page_call
from snippets._engine.pages.markup import Markup, el, fragment


@page_call
def rules(build: Build) -> Markup:
    """The rule of every example that has one, by topic, in the order of the navigation and of each page, as HTML."""
    return of(build.examples)


def of(examples: Sequence[Example]) -> Markup:
    """The rules of these examples; a topic without any is left out."""
    found = [one for one in examples if one.rule]
    topics = address.in_order(one.topic for one in found)
    return el("div", *(_topic(name, [one for one in found if one.topic == name]) for name in topics), class_="by-rule")


def _topic(name: str, examples: Sequence[Example]) -> Markup:
    link = el("a", address.heading(name), href=f"site:{name}/")
    return el("section", fragment(el("h3", link, id=name), lesson.listed(_as_on_page(name, examples))))


def _as_on_page(topic: str, examples: Sequence[Example]) -> list[Example]:
    """These examples in the order in which their topic's page shows them; what it does not show comes last."""
    try:
        shown = lesson.shown_on(topic)
    except CatalogueError:
        shown = []
    return sorted(examples, key=lambda one: shown.index(one.id) if one.id in shown else len(shown))

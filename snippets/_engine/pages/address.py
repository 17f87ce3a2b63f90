"""Where the site is published, and where its repository is: as ``SITE_URL`` and ``REPOSITORY_URL`` say.

The site has a placeholder in ``mkdocs.yml`` for builds that are not told.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import lru_cache

from snippets._engine.examples import asked, reading
from snippets._engine.examples.catalogue import ROOT, Example
from snippets._engine.pages import executed
from snippets._engine.words.english import capital

#: A page of ``docs/`` itself in the navigation: its words there, and its name.
_IN_NAV = re.compile(r"^ *- (.*?): ([a-z-]+)\.md$", re.MULTILINE)
#: A part of it that holds pages, below a tab.
_PART = re.compile(r"^ {6}- (.*?):\n((?: {10}- .*\n)+)", re.MULTILINE)
_DEFAULT = re.compile(r'^site_url: !ENV \[SITE_URL, "([^"]+)"\]', re.MULTILINE)


@asked.asked
def site() -> str:
    """The site's root, with a slash at its end. Raises LookupError where mkdocs.yml names none."""
    named = os.environ.get("SITE_URL") or next(iter(_DEFAULT.findall(reading.text(ROOT / "mkdocs.yml"))), None)
    if named is None:
        raise LookupError('mkdocs.yml: no line `site_url: !ENV [SITE_URL, "https://..."]`')
    return named.rstrip("/") + "/"


def permanent(example_id: str) -> str:
    """The whole address of an example's permanent page."""
    return f"{site()}s/{example_id}/"


@asked.asked
def _pages() -> list[tuple[str, str]]:
    """Pages in the order of the navigation, each as its name, which may be a topic's, and what it is called there."""
    return [(name, title.strip("\"'")) for title, name in _IN_NAV.findall(reading.text(ROOT / "mkdocs.yml"))]


@asked.asked
def names() -> list[str]:
    """The names of the pages of ``docs/`` itself that one reads one after the other: all in the navigation but home."""
    return [name for name, _ in _pages() if name != "index"]


@asked.asked
def parts() -> list[tuple[str, list[tuple[str, str]]]]:
    """The parts of the navigation that hold pages: what each is called, and its pages as ``_pages`` has them."""
    found = _PART.findall(reading.text(ROOT / "mkdocs.yml"))
    return [(name, [(page, title) for title, page in _IN_NAV.findall(inside)]) for name, inside in found]


def card(example: Example) -> str:
    """Where an example stands in the text, as a page names it: ``generated.finished`` makes it fit that page."""
    return f"site:{page(example)}/#{example.id}"


def page(example: Example) -> str:
    """The page of ``docs/`` that shows an example: that of its topic, unless another one does and that does not."""
    return _page(example.id, example.topic)


@asked.asked
def _page(example_id: str, topic: str) -> str:
    if example_id in _shown_on(topic):
        return topic
    return next((name for name in names() if example_id in _shown_on(name)), topic)


def _shown_on(name: str) -> frozenset[str]:
    try:
        return _shown(reading.text(ROOT / "docs" / f"{name}.md"))
    except (OSError, UnicodeDecodeError):  # a topic without a page, or with one that is left out
        return frozenset()


@lru_cache(256)
def _shown(markdown: str) -> frozenset[str]:
    return frozenset(executed.shown(markdown))


def in_order(topics: Iterable[str]) -> list[str]:
    """Topics, each once, in the order of their pages in the navigation; what has no page there comes last."""
    known = names()
    return sorted({*topics}, key=lambda topic: (known.index(topic) if topic in known else len(known), topic))


def heading(topic: str) -> str:
    """What a topic is called: as its page in the navigation, where it has one."""
    return dict(_pages()).get(topic, capital(topic))


@asked.asked
def known() -> bool:
    """Whether this build was told where the site is published, so that its citations lead somewhere."""
    return bool(os.environ.get("SITE_URL"))


@asked.asked
def repository() -> str | None:
    """Where the sources can be cloned from, if this build was told."""
    return os.environ.get("REPOSITORY_URL") or None

"""What a page that teaches says of itself: how long it takes to read, and what to remember of the examples it shows.

Both are read off the page: its Markdown, and the labels and programs of the examples that its blocks show.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from snippets._engine.examples import asked
from snippets._engine.examples.catalogue import ROOT, CatalogueError, Example
from snippets._engine.pages import address, executed
from snippets._engine.pages.build import Build
from snippets._engine.pages.call import page_call
from snippets._engine.pages.markup import Markup, el, spaced, words
from snippets._engine.words.english import counted

#: So many words of prose are read in a minute, and so many lines of programs, which are studied, with what they print.
WORDS, LINES = 200, 15

_BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
#: What of Markdown is not read: its front matter, tags, and where links lead.
_UNREAD = re.compile(r"\A---\n.*?\n---\n|<[^>]*>|\]\([^)]*\)|\{ *#[^}]*\}", re.DOTALL)


@page_call
def minutes(build: Build, page: str) -> Markup:
    """How long this page of ``docs/``, like ``first-steps``, takes to read, in a sentence of HTML."""
    return el("p", el("b", "Time"), f" About {counted(takes(build, page), 'minute')} to read.")


def takes(build: Build, page: str) -> int:
    """How many minutes this page of ``docs/`` takes to read. An id that is none is the page's own to complain of."""
    shown = [build.find(example_id) for example_id in known(build, page)]
    lines = sum(_lines(example) for example in shown)
    return max(1, round(_words(_markdown(page)) / WORDS + lines / LINES))


@page_call
def remember(build: Build, page: str) -> Markup:
    """The rules of the examples that this page of ``docs/`` shows, in their order there, as HTML."""
    return listed(build.find(example_id) for example_id in shown_on(page))


def shown_on(page: str) -> list[str]:
    """The ids of the examples that a page of ``docs/`` shows, in order. Raises CatalogueError where there is none."""
    return executed.shown(_markdown(page))


def known(build: Build, page: str) -> list[str]:
    """Those of them that there are, each once."""
    ids = {example.id for example in build.examples}
    return [example_id for example_id in dict.fromkeys(shown_on(page)) if example_id in ids]


def listed(examples: Iterable[Example]) -> Markup:
    """The rules of those of these examples that have one, each with a link to its example."""
    return el("ul", *(_rule(one) for one in examples if one.rule), class_="plain rules")


def _rule(example: Example) -> Markup:
    link = el("a", words(example.title), href=address.card(example))
    return el("li", spaced(el("span", words(example.rule or "")), link))


def _markdown(page: str) -> str:
    """A page of ``docs/`` as it is written. Raises CatalogueError where there is none of that name."""
    try:
        return asked.text(ROOT / "docs" / f"{page}.md")
    except (OSError, UnicodeDecodeError):
        asked.spoil()  # a page that comes is no other answer to what was asked
        raise CatalogueError(f"there is no page docs/{page}.md") from None


def _words(markdown: str) -> int:
    """How many words of prose a page has."""
    return len(re.findall(r"\w\S*", _UNREAD.sub(" ", _BLOCK.sub(" ", markdown))))


def _lines(example: Example) -> int:
    """How many lines there are to read in the programs of an example: those that stand in none before."""
    read = 0
    known: set[str] = set()
    for variant in example.variants:
        lines = variant.source.splitlines()
        read += sum(1 for line in lines if line.strip() and line not in known)
        known.update(lines)
    return read

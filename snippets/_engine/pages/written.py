"""What an author can get wrong in a page of ``docs/``, and Markdown and MkDocs do not say: a line each.

Nothing is raised: of a page's head what is wrong is left out, and the rest of the page comes as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, MutableMapping
from typing import Any

from snippets._engine.examples.catalogue import ROOT, CatalogueError, nearest
from snippets._engine.pages import address, executed, feed, llms
from snippets._engine.pages.build import Build

#: What a page's head may say, and in ``search``, each with its type and that in words.
_HEAD: dict[str, tuple[type | tuple[type, ...], str]] = {
    "title": (str, "text, in quotes where YAML would take it for something else"),
    "description": (str, "text, in quotes where YAML would take it for something else"),
    "hide": (list, "a list, like [toc]"),
    "template": (str, "a file in docs/overrides"),
    "search": (dict, "a table, like {words: create_task}"),
}
_SEARCH: dict[str, tuple[type | tuple[type, ...], str]] = {
    "words": (str, "words with a space between each two"),
    "exclude": (bool, "true or false"),
    "boost": ((int, float), "a number"),
}

#: An address that a page writes, and a question with its answer.
_PLACE = re.compile(r"\bsite:([^\s\"')>#?]*)")
_FOLD = re.compile(r"<details\b[^>]*>(.*?)</details>", re.DOTALL)
_SUMMARY = re.compile(r"<summary>(.*?)</summary>", re.DOTALL)
#: An example within a paragraph, where Markdown takes it apart.
_IN_PARAGRAPH = re.compile(r"<p>[^<]*(?:<(?!/p>|article)[^>]*>[^<]*)*<article class=\"ex[^>]* data-example=\"(\w+)\"")
#: What is made when all pages are there, and so is not among the sources.
_LATER = (feed.FILE, llms.FILE)


def head(build: Build, name: str, meta: MutableMapping[str, Any], markdown: str) -> None:
    """Complain of what a page's head says and nothing heeds, and take it out of ``meta``."""
    if markdown.startswith("---\n"):
        way = "it has to be YAML between two lines of ---; a text with a colon in it goes in quotes"
        build.complain(f"docs/{name}: its head cannot be read; {way}")
    for said in _mended(meta, _HEAD):
        build.complain(f"docs/{name}: {said}")
    for said in _mended(meta.get("search", {}), _SEARCH):
        build.complain(f"docs/{name}: in search, {said}")
    template = meta.get("template")
    if template and not (ROOT / "docs" / "overrides" / template).is_file():
        del meta["template"]
        build.complain(f"docs/{name}: there is no template docs/overrides/{template}")


def _mended(table: MutableMapping[str, Any], known: dict[str, tuple[Any, str]]) -> Iterator[str]:
    """Take out of a table what is not known or of another type; a line for each."""
    for key, value in list(table.items()):
        if key in known and isinstance(value, known[key][0]):
            continue
        del table[key]
        if key in known:
            yield f"{key} must be {known[key][1]}, not {value!r}"
        else:
            yield f"unknown key {str(key)!r}{nearest(str(key), list(known))}"


def wrong(build: Build, name: str, markdown: str, html: str, known: Callable[[str], bool]) -> Iterator[str]:
    """What is wrong with the page of this name; ``known`` says whether the site has a place, given like ``tasks/``."""
    prose = "\n".join(_prose(markdown))
    for example_id in dict.fromkeys(_IN_PARAGRAPH.findall(html)):
        way = 'its block begins with ```python exec="on" html="on" and has an empty line before and after it'
        yield f"docs/{name}: show({example_id!r}) stands within a paragraph; {way}"
    for place in dict.fromkeys(_PLACE.findall(prose)):
        if place and place not in _LATER and not known(place):
            yield f"docs/{name}: site:{place} leads nowhere; a page is site:its-name/, an example site:s/its_id/"
    yield from _folds(name, prose)
    yield from _elsewhere(build, name, markdown)


def _prose(markdown: str) -> Iterator[str]:
    """The lines of a page without the code in them; a block of it is a line."""
    fence = ""
    for line in markdown.splitlines():
        mark = executed.FENCE.match(line)
        if mark and not fence:
            fence = mark["fence"]
            yield "(code)"
        elif mark and mark["fence"] == fence and not mark["options"].strip():
            fence = ""
        elif not fence:
            yield re.sub(r"`[^`]*`", "``", line)


def _folds(name: str, prose: str) -> Iterator[str]:
    """Of what opens on a click: that it has a line to click on, an end, and, of a question, an answer."""
    if prose.count("<details") != prose.count("</details>"):
        yield f"docs/{name}: {prose.count('<details')} times <details>, {prose.count('</details>')} times </details>"
        return
    for inside in _FOLD.findall(prose):
        summary = _SUMMARY.search(inside)
        if summary is None:
            yield f"docs/{name}: <details> without a <summary>: {' '.join(inside.split())[:40]}"
        elif not _SUMMARY.sub("", inside).strip():
            yield f"docs/{name}: nothing opens below “{' '.join(summary[1].split())}”"


def _elsewhere(build: Build, name: str, markdown: str) -> Iterator[str]:
    """Examples that another page shows as well: links could lead to one of the two only."""
    here = name.removesuffix(".md")
    if here not in address.names():
        return
    for example_id in executed.shown(markdown):
        try:
            there = address.page(build.find(example_id))
        except CatalogueError:  # which is complained of where it is to be shown
            continue
        if there != here and f'show("{example_id}"' in markdown:
            yield f"docs/{name}: {example_id} is shown on docs/{there}.md already; link to site:{there}/#{example_id}"

"""What the search of the site reads of a page: its prose, and of each example the title and what is said of it.

Programs, outputs and pictures are left out: whoever searches for a word is better served by where it is explained, and
each hit is a line. What finds an example and is not shown with it stands in a field of its own.
"""

from __future__ import annotations

import re
from functools import cache

from snippets._engine.examples import python_names
from snippets._engine.pages import finding
from snippets._engine.pages.build import Build
from snippets._engine.pages.gallery import heard
from snippets._engine.pages.markup import Markup, el, words

#: An example on a page, with its id; and in it, its heading.
_EXAMPLE = re.compile(r'<article class="ex[^"]*"[^>]*? data-example="(\w+)"[^>]*>(.*?)</article>', re.DOTALL)
_HEADING = re.compile(r"<h([2-6]) [^>]*>.*?</h\1>", re.DOTALL)
#: What tells nothing in a line of its own: blocks of code, and pictures.
_NO_PROSE = re.compile(r"<(pre|svg)\b.*?</\1>", re.DOTALL)
#: What is read as a paragraph, which it is not: a hit shows one.
_LINE = re.compile(r"<(/?)(?:tr|dt|dd|summary|figcaption)\b[^>]*>")
#: A paragraph as the search has noted it, and in it the end of a sentence; what stands in code is none.
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_END = re.compile(r"(<code>.*?</code>)|(?<=[^.][.?!:])(\)?) +(?=[A-Z<“(])", re.DOTALL)
#: Pages on which nothing is taught, by their sources: what they mention is found elsewhere first.
_LISTS = ("s/", "claims.", "reference.", "status.", "rules.", "v/", "changelog.", "talks/", "reading.")
TEACHES, LISTS, OTHERS = 2, 0.2, 1


def read(build: Build, html: str) -> str:
    """A page's HTML as the search is to read it."""
    prose = _NO_PROSE.sub("", _EXAMPLE.sub(lambda found: _example(build, *found.groups()), html))
    return _LINE.sub(r"<\1p>", prose)


def _example(build: Build, example_id: str, inside: str) -> Markup:
    """An example as its heading and what is said of it, or nothing where its heading stands elsewhere."""
    heading = _HEADING.search(inside)
    if heading is None or f'id="{example_id}"' not in heading[0]:
        return Markup("")
    example = build.find(example_id)
    said = (example.symptom, example.idea)
    return el("article", Markup(heading[0]), *(el("p", words(one)) for one in said if one))  # noqa: S704


def by_sentence(text: str) -> str:
    """A text as the search has noted it, each sentence a paragraph: a hit shows the one in which the word stands."""
    return _PARAGRAPH.sub(lambda found: _END.sub(lambda end: end[1] or f"{end[2]}</p><p>", found[0]), text)


def also(build: Build, example_id: str) -> str:
    """By what else an example is found: names of Python in its programs, what Python says in them, other words."""

    def made() -> dict[str, bytes]:
        shown = build.example(example_id)
        said = (heard(one) for one in shown.results if one.variant.flaw)
        symptom = shown.example.symptom or ""
        text = " ".join((*sorted(python_names.of(shown.example)), *filter(None, said), symptom, same(symptom)))
        return {"also": text.encode()}

    return build.piece(f"search for {example_id}", made)["also"].decode()


def same(text: str) -> str:
    """What others say for the words of a text."""
    return " ".join(others for word, others in _same() if word.search(text))


@cache
def _same() -> list[tuple[re.Pattern[str], str]]:
    groups = (line.partition(": ") for line in finding.SAME.strip().splitlines())
    return [(re.compile(rf"\b{re.escape(word.rstrip('s'))}", re.IGNORECASE), others) for word, _, others in groups]


def boost(place: str, teaches: bool) -> float:
    """How much what is found on a page counts; ``teaches`` where it shows examples one by one."""
    return LISTS if place.startswith(_LISTS) else TEACHES if teaches else OTHERS

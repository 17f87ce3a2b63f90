"""The mistakes by what their victims see: for somebody with a broken program who looks for the cause.

How a program ends, and what Python says while it runs, is measured; the words of a symptom are its label's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from snippets._engine.examples.catalogue import Example
from snippets._engine.pages import address
from snippets._engine.pages.build import Build
from snippets._engine.pages.call import page_call
from snippets._engine.pages.gallery import heard, short
from snippets._engine.pages.markup import Markup, code, el, fragment, plain, words
from snippets._engine.pages.pieces import row, search, sift, table
from snippets._engine.pages.result import Result
from snippets._engine.words.english import capital

#: The headings of the page, in order, each with its id.
HANGS, ENDLESS, RAISES, SAYS, SILENT = (
    ("hangs", "It hangs"),
    ("endless", "It goes on for ever"),
    ("raises", "It ends with an exception"),
    ("complains", "It ends, and Python complains"),
    ("silent", "It ends without a word, and something is missing, late or wrong"),
)
GROUPS = (HANGS, ENDLESS, RAISES, SAYS, SILENT)

#: The line of an exception or warning, up to what differs from run to run.
_SAID = re.compile(
    r"(?m)^[ |+]*(?:\S+:\d+: )?((?:[\w.]*(?:Error|Exception|Warning|Group)\b|Task was|Task exc|Future exc)[^\n]*)"
)
#: Lines that look like messages and tell nothing.
_NO_MESSAGE = ("Enable tracemalloc", "(most recent call last)")
#: What a message says of this program alone.
_OWN = re.compile(r"coroutine '[^']*'|\(\d+ sub-exceptions?\)|<[^>]*>?")


@page_call
def mistakes(build: Build) -> Markup:
    """Every mistake under the heading of what is seen of it, below a field to look for words in, as HTML."""
    return _mistakes(flawed(build))


def flawed(build: Build) -> list[Result]:
    """Of each example that shows a mistake the first of its programs that has it."""
    found = []
    for shown in build.results:
        first = next((one for one in shown.results if set(one.variant.flaw) - {"fragment"}), None)
        if first is not None and shown.example.symptom:
            found.append(first)
    return found


def group_of(result: Result) -> tuple[str, str]:
    """The heading under which a run belongs, by how it ended and what it left on stderr."""
    outcome, stopped = result.record.outcome, result.variant.stop
    if outcome.still or (outcome.kind == "never yields" and not (stopped and stopped.lines)):
        return HANGS
    if outcome.endless or outcome.kind == "stopped":
        return ENDLESS
    if outcome.broke:
        return RAISES
    return SAYS if any(piece.stream == "stderr" for piece in result.record.output) else SILENT


def _mistakes(found: Sequence[Result]) -> Markup:
    field = search("symptom", "Symptom, or a line of the error")
    parts = [sift("mistake", len(found), field, data_what="mistakes")]
    for name, heading in GROUPS:
        rows = [_row(one) for one in found if group_of(one) == (name, heading)]
        if rows:
            shown = el("h2", heading, id=name), el("ol", *rows, class_="plain all mistakes")
            parts.append(el("section", *shown, class_="by-topic"))
    return fragment(*parts)


def _row(result: Result) -> Markup:
    example = result.example
    place = el("a", words(example.title), href=address.card(example))
    symptom = el("h3", words(capital(example.symptom or "")))
    short_idea = el("p", place, ". ", words(short(example.idea)), class_="short")
    return el(
        "li", el("div", symptom, short_idea), el("div", result.verdict.html(), class_="ran"),
        data_example=example.id, data_heard=heard(result) or None,
    )  # fmt: skip


@page_call
def messages(build: Build) -> Markup:
    """What Python says, word for word but for what is of one program alone, and which mistakes make it say so."""
    return _messages(flawed(build))


def said(stderr: str) -> list[str]:
    """The messages in what was written to stderr, without what only this program has in them."""
    found = (_OWN.sub(_general, line).strip() for line in _SAID.findall(stderr))
    return list(dict.fromkeys(line for line in found if not any(no in line for no in _NO_MESSAGE)))


def _general(found: re.Match[str]) -> str:
    return "coroutine …" if found[0].startswith("coroutine") else "…" if found[0].startswith("<") else ""


def _messages(found: Sequence[Result]) -> Markup:
    by_message: dict[str, list[Example]] = {}
    for result in found:
        for message in said(result.record.stderr):
            by_message.setdefault(message, []).append(result.example)
    rows = (_message(message, examples) for message, examples in sorted(by_message.items()))
    return table("used", ("Python says", "Mistakes that make it say so"), rows)


def _message(message: str, examples: Sequence[Example]) -> Markup:
    links = (el("a", e.id, href=address.card(e), title=plain(words(e.title))) for e in examples)
    return row(code(message), Markup(", ").join(links))

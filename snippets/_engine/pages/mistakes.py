"""The mistakes by what their victims see: for somebody with a broken program who looks for the cause.

How a program ends, and what Python says while it runs, is measured; the words of a symptom are its label's, and so is
what is seen where a run ends without a word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from snippets._engine.examples.catalogue import Example
from snippets._engine.pages import address, finding
from snippets._engine.pages.build import Build
from snippets._engine.pages.call import page_call
from snippets._engine.pages.gallery import heard, short
from snippets._engine.pages.markup import Markup, code, el, fragment, words
from snippets._engine.pages.pieces import row, search, sift, table
from snippets._engine.pages.result import Result
from snippets._engine.words.english import capital

#: The headings of the page, in order, each with its id. A section holds ten mistakes at most.
HANGS, ENDLESS, LATE, REFUSED, RAISES, SAYS, MISSING, WRONG, MORE, ELSEWHERE = (
    ("hangs", "It hangs"),
    ("endless", "It goes on forever"),
    ("late", "It freezes for a while, or something comes late"),
    ("refused", "It ends with RuntimeError or TypeError"),
    ("raises", "It ends with another exception, or is killed"),
    ("complains", "It ends, and Python complains"),
    ("missing", "It ends without a word, and something is missing"),
    ("wrong", "It ends without a word, and the order or a value is wrong"),
    ("more", "Something piles up, or goes on when it should not"),
    ("elsewhere", "It ends differently on another Python"),
)
GROUPS = (HANGS, ENDLESS, LATE, REFUSED, RAISES, SAYS, MISSING, WRONG, MORE, ELSEWHERE)
#: Where a run shows nothing by itself, the label says what is seen.
BY_LABEL = {"missing": MISSING, "wrong": WRONG, "late": LATE, "more": MORE}
#: Exceptions by which Python refuses a call, rather than tells that it went wrong.
REFUSALS = ("RuntimeError", "TypeError")
#: An id that a section had before it was divided.
FORMER = {MISSING: "silent"}

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
    """The heading under which a run belongs: by how it ended and what it left on stderr, else as its label says."""
    outcome, stopped = result.record.outcome, result.variant.stop
    if outcome.still or (outcome.kind == "never yields" and not (stopped and stopped.lines)):
        return HANGS
    if outcome.endless or outcome.kind == "stopped":
        return ENDLESS
    if len(result.variant.outcomes) > 1:
        return ELSEWHERE
    if outcome.broke:
        return REFUSED if outcome.name in REFUSALS else RAISES
    if any(piece.stream == "stderr" for piece in result.record.output):
        return SAYS
    return BY_LABEL[result.example.seen or "missing"]


def _mistakes(found: Sequence[Result]) -> Markup:
    grouped = {group: [one for one in found if group_of(one) == group] for group in GROUPS}
    shown = {group: results for group, results in grouped.items() if results}
    field = search("symptom", "What you see, or what Python says", "my program hangs")
    return fragment(
        sift("mistake", len(found), field, data_what="mistakes", **finding.words()),
        el("p", "Nothing here matches ", el("q"), ". All mistakes are listed below by symptom, and after them by ",
           el("a", "what Python says", href="#messages"), ".", class_="none", role="status", hidden=True),
        _contents(shown),
        el(
            "section", el("h2", "Best matches"), el("ol", class_="plain all mistakes"),
            class_="by-topic best", hidden=True,
        ),
        *(_section(group, results) for group, results in shown.items()),
    )  # fmt: skip


def _contents(shown: Mapping[tuple[str, str], Sequence[Result]]) -> Markup:
    """Links to the sections, each with the number of its mistakes, and to what Python says."""
    links = (
        el("li", el("a", heading, href=f"#{name}"), " ", el("span", str(len(results))))
        for (name, heading), results in shown.items()
    )
    said = el("li", el("a", "What Python says, word for word", href="#messages"))
    return el("nav", el("ul", *links, said, class_="plain"), class_="sections", aria_label="Symptoms")


def _section(group: tuple[str, str], results: Sequence[Result]) -> Markup:
    name, heading = group
    former = el("span", id=FORMER[group]) if group in FORMER else None
    listed = el("ol", *map(_row, results), class_="plain all mistakes")
    return el("section", former, el("h2", heading, id=name), listed, class_="by-topic")


def _row(result: Result) -> Markup:
    example = result.example
    symptom = el("h3", el("a", words(capital(example.symptom or "")), href=address.card(example)))
    short_idea = el("p", el("b", words(example.title), "."), " ", words(short(example.idea)), class_="short")
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
    missing = el("p", "None of these messages matches.", class_="no-message", hidden=True)
    return fragment(
        el("div", table("used", ("Python says", "Mistakes that cause it"), rows), class_="messages"), missing
    )


def _message(message: str, examples: Sequence[Example]) -> Markup:
    links = (el("a", words(e.title), href=address.card(e)) for e in examples)
    return row(code(message), Markup("; ").join(links))

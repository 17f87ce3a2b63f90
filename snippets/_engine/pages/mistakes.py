"""The mistakes by what their victims see: for somebody with a broken program who looks for the cause.

How a program ends, and what Python says while it runs, is measured; the words of a symptom are its label's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from snippets._engine.examples.catalogue import Example
from snippets._engine.pages.build import Build
from snippets._engine.pages.call import page_call
from snippets._engine.pages.gallery import heard, short
from snippets._engine.pages.markup import attributes, code, escape, plain, words
from snippets._engine.pages.result import Result
from snippets._engine.words.english import capital, counted

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
def mistakes(build: Build) -> str:
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


def _mistakes(found: Sequence[Result]) -> str:
    parts = [_form(found)]
    for name, heading in GROUPS:
        rows = "".join(_row(one) for one in found if group_of(one) == (name, heading))
        if rows:
            head = f"<h2{attributes(id=name)}>{heading}</h2>"
            parts.append(f'<section class="by-topic">{head}<ol class="plain all mistakes">{rows}</ol></section>')
    return "".join(parts) + "\n"


def _row(result: Result) -> str:
    example = result.example
    place = attributes(href=f"site:{example.topic}/#{example.id}")
    found = attributes(data_example=example.id, data_heard=heard(result) or None)
    return (
        f"<li{found}><div><h3>{capital(words(example.symptom or ''))}</h3>"
        f'<p class="short"><a{place}>{words(example.title)}</a>. {words(short(example.idea))}</p></div>'
        f'<div class="ran">{result.verdict.html()}</div></li>'
    )


def _form(found: Sequence[Result]) -> str:
    return (
        '<form class="sift" role="search" aria-label="Which mistakes to show" autocomplete="off" hidden '
        'data-what="mistakes"><p><label for="sift-symptom">Symptom, or a line of the error</label>'
        '<input type="search" id="sift-symptom" name="symptom" spellcheck="false"></p><p class="found">'
        f'<output class="count">{counted(len(found), "mistake")}</output> '
        '<button type="reset">Show all</button></p></form>'
    )


@page_call
def messages(build: Build) -> str:
    """What Python says, word for word but for what is of one program alone, and which mistakes make it say so."""
    return _messages(flawed(build))


def said(stderr: str) -> list[str]:
    """The messages in what was written to stderr, without what only this program has in them."""
    found = (_OWN.sub(_general, line).strip() for line in _SAID.findall(stderr))
    return list(dict.fromkeys(line for line in found if not any(no in line for no in _NO_MESSAGE)))


def _general(found: re.Match[str]) -> str:
    return "coroutine …" if found[0].startswith("coroutine") else "…" if found[0].startswith("<") else ""


def _messages(found: Sequence[Result]) -> str:
    by_message: dict[str, list[Example]] = {}
    for result in found:
        stderr = "".join(piece.text for piece in result.record.output if piece.stream == "stderr")
        for message in said(stderr):
            by_message.setdefault(message, []).append(result.example)
    rows = " ".join(_message(message, examples) for message, examples in sorted(by_message.items()))
    heads = '<th scope="col">Python says</th> <th scope="col">Mistakes that make it say so</th>'
    return f'<table class="used"><thead><tr>{heads}</tr></thead> <tbody>{rows}</tbody></table>\n'


def _message(message: str, examples: Sequence[Example]) -> str:
    links = ", ".join(
        f"<a{attributes(href=f'site:{one.topic}/#{one.id}', title=plain(words(one.title)))}>{escape(one.id)}</a>"
        for one in examples
    )
    return f'<tr><th scope="row">{code(message)}</th> <td>{links}</td></tr>'

"""The mistakes by what their victims see: for somebody with a broken program who looks for the cause.

How a program ends, and what Python says while it runs, is measured; the words of a symptom are its label's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from snippets._engine.examples.catalogue import Example
from snippets._engine.pages.gallery import entry, short
from snippets._engine.pages.home import guarded, told_examples
from snippets._engine.pages.markup import attributes, code, escape, plain, words
from snippets._engine.pages.result import Told
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

Mistake = tuple[Example, Told]


def mistakes() -> str:
    """Every mistake under the heading of what is seen of it, below a field to look for words in, as HTML."""
    return guarded("mistakes", lambda: _mistakes(flawed()))


def flawed() -> list[Mistake]:
    """Each example that shows a mistake, with the first of its programs that has it."""
    found = []
    for example, told in told_examples():
        first = next((one for one in told if set(one.variant.flaw) - {"fragment"}), None)
        if first is not None and example.symptom:
            found.append((example, first))
    return found


def group_of(told: Told) -> tuple[str, str]:
    """The heading under which a run belongs, by how it ended and what it left on stderr."""
    outcome = told.record.outcome
    stopped = told.variant.stop
    if outcome.still or (outcome.kind == "never yields" and not (stopped and stopped.lines)):
        return HANGS
    if outcome.endless or outcome.kind == "stopped":
        return ENDLESS
    if outcome.broke:
        return RAISES
    return SAYS if any(piece.stream == "stderr" for piece in told.record.output) else SILENT


def _mistakes(found: Sequence[Mistake]) -> str:
    parts = [_form(found)]
    for name, heading in GROUPS:
        rows = "".join(_row(*one) for one in found if group_of(one[1]) == (name, heading))
        if rows:
            head = f"<h2{attributes(id=name)}>{heading}</h2>"
            parts.append(f'<section class="by-topic">{head}<ol class="plain all mistakes">{rows}</ol></section>')
    return "".join(parts) + "\n"


def _row(example: Example, told: Told) -> str:
    place = attributes(href=f"site:{example.topic}/#{example.id}")
    heard = entry(example, [told]).heard
    found = attributes(data_example=example.id, data_heard=heard or None)
    return (
        f"<li{found}><div><h3>{capital(words(example.symptom or ''))}</h3>"
        f'<p class="short"><a{place}>{words(example.title)}</a>. {words(short(example.idea))}</p></div>'
        f'<div class="ran">{told.verdict.html()}</div></li>'
    )


def _form(found: Sequence[Mistake]) -> str:
    return (
        '<form class="sift" role="search" aria-label="Which mistakes to show" autocomplete="off" hidden '
        'data-what="mistakes"><p><label for="sift-symptom">Symptom, or a line of the error</label>'
        '<input type="search" id="sift-symptom" name="symptom" spellcheck="false"></p><p class="found">'
        f'<output class="count">{counted(len(found), "mistake")}</output> '
        '<button type="reset">Show all</button></p></form>'
    )


def messages() -> str:
    """What Python says, word for word but for what is of one program alone, and which mistakes make it say so."""
    return guarded("messages", lambda: _messages(flawed()))


def said(stderr: str) -> list[str]:
    """The messages in what was written to stderr, without what only this program has in them."""
    found = (_OWN.sub(_general, line).strip() for line in _SAID.findall(stderr))
    return list(dict.fromkeys(line for line in found if not any(no in line for no in _NO_MESSAGE)))


def _general(found: re.Match[str]) -> str:
    return "coroutine …" if found[0].startswith("coroutine") else "…" if found[0].startswith("<") else ""


def _messages(found: Sequence[Mistake]) -> str:
    by_message: dict[str, list[Example]] = {}
    for example, told in found:
        stderr = "".join(piece.text for piece in told.record.output if piece.stream == "stderr")
        for message in said(stderr):
            by_message.setdefault(message, []).append(example)
    rows = " ".join(_message(message, examples) for message, examples in sorted(by_message.items()))
    heads = '<th scope="col">Python says</th> <th scope="col">Mistakes that make it say so</th>'
    return f'<table class="used"><thead><tr>{heads}</tr></thead> <tbody>{rows}</tbody></table>\n'


def _message(message: str, examples: Sequence[Example]) -> str:
    links = ", ".join(
        f"<a{attributes(href=f'site:{one.topic}/#{one.id}', title=plain(words(one.title)))}>{escape(one.id)}</a>"
        for one in examples
    )
    return f'<tr><th scope="row">{code(message)}</th> <td>{links}</td></tr>'

"""The two clocks held against each other, as HTML: a program's times on both, what the virtual one refuses and charges.

All runs are of this build, or from the cache of the very same run; one on the real clock takes as long as its program
says.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Any

from snippets._engine.examples.catalogue import SNIPPETS, CatalogueError, Variant
from snippets._engine.pages import output
from snippets._engine.pages.build import Build
from snippets._engine.pages.call import page_call
from snippets._engine.pages.markup import attributes, code, escape, icon, to_html
from snippets._engine.record import printed
from snippets._engine.record.printed import Line
from snippets._engine.record.record import Record
from snippets._engine.recorder import clock, lines
from snippets._engine.run import runner
from snippets._engine.words import two_clocks as words
from snippets._engine.words.two_clocks import Pair, later

#: Lengths of sleep for which is shown how late they end, in words and in seconds.
ASLEEP_S = {"a millisecond": 0.001, "a tenth of a second": 0.1, "a second": 1.0, "an hour": 3600.0}


@page_call
def two_clocks(build: Build, target: str) -> str:
    """What ``EXAMPLE/VARIANT`` prints on the virtual clock and on the real one, line by line, as a table in HTML.

    Where both print the same, each line stands there once, with both times and their difference; else side by side,
    and the lines that differ are marked.
    """
    return _two_clocks(build.variant(target))


@page_call
def refusal(build: Build, target: str) -> str:
    """What the recorder says when ``EXAMPLE/VARIANT``, which needs the real clock, is run on the virtual one, as HTML.

    Where it is not refused a warning is logged, which fails a strict build, and stands in a box on the page.
    """
    return _refusal(build.variant(target))


@page_call
def costs(build: Build) -> str:
    """What the virtual clock starts from and what moves it, as a table in HTML, read from the clock itself."""
    start = datetime.fromtimestamp(clock.EPOCH_NS / 1e9, UTC)
    charged = {
        "a callback of the loop, or a task\N{RIGHT SINGLE QUOTATION MARK}s step": clock.CALLBACK_NS,
        f"a line of the program, of which up to {lines.MOST:,} count in a step": clock.LINE_NS,
        "a look at the clock, also by the loop": clock.READ_NS,
    }
    rows = [("when the program begins", f"{start.day} {start:%B %Y, %H:%M} UTC")]
    rows += [(what, f"+ {nanoseconds / 1000:g} \N{MICRO SIGN}s") for what, nanoseconds in charged.items()]
    rows.append(("when nothing is ready", "on to the next timer, and a little farther"))
    rows += [(f"so much farther, after {said}", _late(length)) for said, length in ASLEEP_S.items()]
    body = " ".join(f'<tr><th scope="row">{what}</th> <td>{moves}</td></tr>' for what, moves in rows)
    return (
        f'<figure class="clocks"><table class="costs"><tbody>{body}</tbody></table>'
        "<figcaption>Where the virtual clock starts, and what moves it. "
        "On Python 3.11 lines are not seen, and cost nothing.</figcaption></figure>\n"
    )


@page_call
def suites(build: Build) -> str:
    """How many of CPython's own tests of asyncio ran on each clock as they do plainly, as a table in HTML.

    Read from ``snippets/suites.json``, which is measured by ``python -m tests.suites`` and held to by the tests.
    """
    measured: dict[str, dict[str, dict[str, Any]]] = json.loads((SNIPPETS / "suites.json").read_text(encoding="utf-8"))
    rows, why = [], ""
    for version, modules in measured.items():
        virtual, real = (sum(module[name] for module in modules.values()) for name in ("virtual", "real"))
        rows.append(f'<th scope="row">{version}</th> <td>{virtual:,}</td> <td>{real:,}</td>')
        refused: Counter[str] = Counter()
        for module in modules.values():
            refused.update({reason: len(tests) for reason, tests in module["refused"].items()})
        why = f"on {version}: " + ", ".join(f"{reason}, {count:,} times" for reason, count in refused.most_common())
    table = _table(("CPython", "on the virtual clock", "on the real clock"), rows, "suites")
    said = (
        f"CPython\N{RIGHT SINGLE QUOTATION MARK}s tests of asyncio, {len(modules)} modules. Each of those counted came "
        f"out as it does in plain Python. What the virtual clock refused, {why}."
    )
    return f'<figure class="clocks">{table}<figcaption>{said}</figcaption></figure>\n'


def _late(slept_s: float) -> str:
    """How late the virtual clock wakes a loop that has slept for so long."""
    slept = round(slept_s * 1e9)
    return f"+ {clock.lateness(slept, slept // clock.SLACK_PART) / 1e6:.2f}".rstrip("0").rstrip(".") + " ms"


def begin(build: Build, target: str) -> None:
    """Begin both runs of ``EXAMPLE/VARIANT`` in the background; a wrong target is told of where it is shown."""
    with contextlib.suppress(CatalogueError):
        variant = build.variant(target)
        runner.start([variant], "real")
        runner.start([variant], "virtual")


def _two_clocks(variant: Variant) -> str:
    virtual, real = runner.result(variant, "virtual"), runner.result(variant, "real")
    if virtual.outcome.kind == "refused":
        raise CatalogueError(f"two_clocks({variant.id!r}): the virtual clock refuses it; show that with refusal()")
    alike = virtual.text == real.text
    pairs = list(zip_longest(printed.lines(virtual), printed.lines(real)))
    table = _alike(pairs[: output.WINDOW_LINES]) if alike else _apart(pairs[: output.WINDOW_LINES])
    # What does not fit scrolls in a box of its own, which must be reachable by keyboard.
    box = attributes(class_="scroll", tabindex=0, role="region", aria_label=f"{variant.id} on both clocks")
    shown = f"<div{box}>{table}</div>" if pairs else ""
    printed_and_ended = f"{words.printed(pairs, alike, output.WINDOW_LINES)} {words.ended(virtual, real)}"
    said = f"{_ran(variant, virtual)} {to_html(printed_and_ended)}"
    return f'<figure class="clocks">{shown}<figcaption>{said}</figcaption></figure>\n'


def _alike(pairs: Sequence[Pair]) -> str:
    """Lines that are the same on both clocks, with both times, and how much later the real one is."""
    rows = [
        f'<th scope="row">{_text(virtual)}</th> {_time(virtual)} {_time(real)} <td>{later(virtual, real)}</td>'
        for virtual, real in pairs
        if virtual and real
    ]
    return _table(("Python prints", "virtual clock", "real clock", "later by"), rows, "alike")


def _apart(pairs: Sequence[Pair]) -> str:
    """The lines of each clock with their times, and a sign at those that are not the same."""
    mark = f'{icon("differs")}<span class="vh">not the same</span>'
    rows = [
        f'<td class="mark">{"" if _text(virtual) == _text(real) else mark}</td> '
        f"<td>{_text(virtual)}</td> {_time(virtual)} <td>{_text(real)}</td> {_time(real)}"
        for virtual, real in pairs
    ]
    heads = ('<span class="vh">Differs</span>', "on the virtual clock", "at", "on the real clock", "at")
    return _table(heads, rows, "apart")


def _table(heads: Sequence[str], rows: Sequence[str], css: str) -> str:
    # Material would put a table without a class into boxes of its own.
    # Spaces between the cells: not seen, but what reads the text alone does not glue words together.
    head = " ".join(f'<th scope="col">{name}</th>' for name in heads)
    body = " ".join(f"<tr>{row}</tr>" for row in rows)
    return f"<table{attributes(class_=css)}><thead><tr>{head}</tr></thead> <tbody>{body}</tbody></table>"


def _text(line: Line | None) -> str:
    return code(line.text.rstrip()) if line else ""


def _time(line: Line | None) -> str:
    return f'<td class="t">{line.seconds:.3f} s</td>' if line else '<td class="t"></td>'


def _ran(variant: Variant, record: Record) -> str:
    where = attributes(href=f"site:s/{variant.example}/")
    return f"<a{where}>{code(variant.id)}</a>, run on both clocks for this page, on Python {record.python}."


def _refusal(variant: Variant) -> str:
    record = runner.result(variant, "virtual")
    if record.outcome.kind != "refused":
        raise CatalogueError(f"refusal({variant.id!r}): the virtual clock does not refuse it, it {record.outcome}")
    where = attributes(href=f"site:s/{variant.example}/")
    said = f"<a{where}>{code(variant.id)}</a>, run on the virtual clock for this page.{_line_of(variant, record)}"
    return f'<figure class="clocks"><pre>{escape(record.verdict[0])}</pre><figcaption>{said}</figcaption></figure>\n'


def _line_of(variant: Variant, record: Record) -> str:
    """The line of the program that the refusal speaks of."""
    found = re.search(r" in line (\d+),", record.verdict[0])
    if not found:
        return ""
    return f" Line {found[1]} reads {code(variant.source.splitlines()[int(found[1]) - 1].strip())}."

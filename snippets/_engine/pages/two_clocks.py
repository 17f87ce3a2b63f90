"""The two clocks held against each other, as HTML: a program's times on both, what the virtual one refuses and charges.

All runs are of this build, or from the cache of the very same run; one on the real clock takes as long as its program
says.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Any

from snippets._engine.examples import asked
from snippets._engine.examples.catalogue import SNIPPETS, CatalogueError, Variant
from snippets._engine.pages import output
from snippets._engine.pages.build import Build
from snippets._engine.pages.call import page_call
from snippets._engine.pages.markup import Markup, code, el, fragment, icon, spaced, to_html
from snippets._engine.pages.pieces import row, table, tbody
from snippets._engine.record import printed
from snippets._engine.record.printed import Line
from snippets._engine.record.record import Clock, Record
from snippets._engine.recorder import clock, lines
from snippets._engine.words import two_clocks as words
from snippets._engine.words.two_clocks import Pair, later

#: Lengths of sleep for which is shown how late they end, in words and in seconds.
ASLEEP_S = {"a millisecond": 0.001, "a tenth of a second": 0.1, "a second": 1.0, "an hour": 3600.0}


#: What runs a variant on a clock.
Run = Callable[[Variant, Clock], Record]


@page_call
def two_clocks(build: Build, target: str) -> Markup:
    """What ``EXAMPLE/VARIANT`` prints on the virtual clock and on the real one, line by line, as a table in HTML.

    Where both print the same, each line stands there once, with both times and their difference; else side by side,
    and the lines that differ are marked.
    """
    return _two_clocks(build.variant(target), build.run)


@page_call
def refusal(build: Build, target: str) -> Markup:
    """What the recorder says when ``EXAMPLE/VARIANT``, which needs the real clock, is run on the virtual one, as HTML.

    Where it is not refused a warning is logged, which fails a strict build, and stands in a box on the page.
    """
    return _refusal(build.variant(target), build.run)


@page_call
def costs(build: Build) -> Markup:
    """What the virtual clock starts from and what moves it, as a table in HTML, read from the clock itself."""
    start = datetime.fromtimestamp(clock.EPOCH_NS / 1e9, UTC)
    charged = {
        "a callback of the loop, or a task\N{RIGHT SINGLE QUOTATION MARK}s step": clock.CALLBACK_NS,
        f"a line of the program, of which up to {lines.MOST:,} count in a step": clock.LINE_NS,
        "a reading of the clock, also by the loop": clock.READ_NS,
    }
    rows = [("when the program begins", f"{start.day} {start:%B %Y, %H:%M} UTC")]
    rows += [(what, f"+ {nanoseconds / 1000:g} \N{MICRO SIGN}s") for what, nanoseconds in charged.items()]
    rows.append(("when nothing is ready", "to the next timer, and a little beyond"))
    rows += [(f"how far beyond it, after {said}", _late(length)) for said, length in ASLEEP_S.items()]
    said = "Where the virtual clock starts, and what moves it. On Python 3.11 lines are not seen, and cost nothing."
    return _figure(el("table", tbody(row(what, moves) for what, moves in rows), class_="costs"), said)


@page_call
def suites(build: Build) -> Markup:
    """How many of CPython's own tests of asyncio ran on each clock as they do plainly, as a table in HTML.

    Read from ``snippets/suites.json``, which is measured by ``python -m tests.suites`` and held to by the tests.
    """
    measured: dict[str, dict[str, dict[str, Any]]] = json.loads(asked.text(SNIPPETS / "suites.json"))
    rows, why = [], ""
    for version, modules in measured.items():
        virtual, real = (sum(module[name] for module in modules.values()) for name in ("virtual", "real"))
        rows.append(row(version, f"{virtual:,}", f"{real:,}"))
        refused: Counter[str] = Counter()
        for module in modules.values():
            refused.update({reason: len(tests) for reason, tests in module["refused"].items()})
        why = f"on {version}: " + ", ".join(f"{reason}, {count:,} times" for reason, count in refused.most_common())
    found = table("suites", ("CPython", "on the virtual clock", "on the real clock"), rows)
    said = (
        f"CPython\N{RIGHT SINGLE QUOTATION MARK}s tests of asyncio, {len(modules)} modules. Each of those counted came "
        f"out as it does in plain Python. What the virtual clock refused, {why}."
    )
    return _figure(found, said)


def _figure(shown: Markup | None, *said: str) -> Markup:
    return el("figure", shown, el("figcaption", *said), class_="clocks")


def _late(slept_s: float) -> str:
    """How late the virtual clock wakes a loop that has slept for so long."""
    slept = round(slept_s * 1e9)
    return f"+ {clock.lateness(slept, slept // clock.SLACK_PART) / 1e6:.2f}".rstrip("0").rstrip(".") + " ms"


def begin(build: Build, target: str) -> None:
    """Begin both runs of ``EXAMPLE/VARIANT`` in the background; a wrong target is told of where it is shown."""
    with contextlib.suppress(CatalogueError):
        variant = build.variant(target)
        build.pool.start([variant], "real")
        build.pool.start([variant], "virtual")


def _two_clocks(variant: Variant, run: Run) -> Markup:
    virtual, real = run(variant, "virtual"), run(variant, "real")
    if virtual.outcome.kind == "refused":
        raise CatalogueError(f"two_clocks({variant.id!r}): the virtual clock refuses it; show that with refusal()")
    alike = virtual.text == real.text
    pairs = list(zip_longest(printed.lines(virtual), printed.lines(real)))
    found = _alike(pairs[: output.WINDOW_LINES]) if alike else _apart(pairs[: output.WINDOW_LINES])
    # What does not fit scrolls in a box of its own, which must be reachable by keyboard.
    box = el("div", found, class_="scroll", tabindex=0, role="region", aria_label=f"{variant.id} on both clocks")
    told = f"{words.printed(pairs, alike, output.WINDOW_LINES)} {words.ended(virtual, real)}"
    said = spaced(_ran(variant, virtual), to_html(told))
    return _figure(box if pairs else None, said)


def _alike(pairs: Sequence[Pair]) -> Markup:
    """Lines that are the same on both clocks, with both times, and how much later the real one is."""
    rows = (
        el("tr", spaced(
            el("th", _text(virtual), scope="row"), _time(virtual), _time(real), el("td", later(virtual, real)),
        ))
        for virtual, real in pairs
        if virtual and real
    )  # fmt: skip
    return table("alike", ("Python prints", "virtual clock", "real clock", "later by"), rows)


def _apart(pairs: Sequence[Pair]) -> Markup:
    """The lines of each clock with their times, and a sign at those that are not the same."""
    mark = fragment(icon("differs"), el("span", "not the same", class_="vh"))
    rows = (
        el("tr", spaced(
            el("td", None if _text(virtual) == _text(real) else mark, class_="mark"),
            el("td", _text(virtual)), _time(virtual), el("td", _text(real)), _time(real),
        ))
        for virtual, real in pairs
    )  # fmt: skip
    heads = el("span", "Differs", class_="vh"), "on the virtual clock", "at", "on the real clock", "at"
    return table("apart", heads, rows)


def _text(line: Line | None) -> Markup:
    return code(line.text.rstrip()) if line else Markup()


def _time(line: Line | None) -> Markup:
    return el("td", f"{line.seconds:.3f} s" if line else None, class_="t")


def _ran(variant: Variant, record: Record) -> Markup:
    return fragment(_link(variant), f", run on both clocks for this page, on Python {record.python}.")


def _link(variant: Variant) -> Markup:
    return el("a", code(variant.id), href=f"site:s/{variant.example}/")


def _refusal(variant: Variant, run: Run) -> Markup:
    record = run(variant, "virtual")
    if record.outcome.kind != "refused":
        raise CatalogueError(f"refusal({variant.id!r}): the virtual clock does not refuse it, it {record.outcome}")
    said = _link(variant), ", run on the virtual clock for this page.", _line_of(variant, record)
    return _figure(el("pre", record.verdict[0]), *said)


def _line_of(variant: Variant, record: Record) -> Markup:
    """The line of the program that the refusal speaks of."""
    found = re.search(r" in line (\d+),", record.verdict[0])
    if not found:
        return Markup()
    return fragment(f" Line {found[1]} reads ", code(variant.source.splitlines()[int(found[1]) - 1].strip()), ".")

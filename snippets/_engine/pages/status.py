"""The status page: what each variant is declared to do, what it did in this build, on what, how long, and when."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Sequence

from snippets._engine.examples.asked import asked
from snippets._engine.examples.catalogue import PYTHONS, Variant, by_number
from snippets._engine.pages import verdict as verdicts
from snippets._engine.pages.build import Build
from snippets._engine.pages.call import page_call
from snippets._engine.pages.markup import Markup, Verdict, code, el, fragment, icon, spaced, to_html, words
from snippets._engine.pages.pieces import pairs
from snippets._engine.pages.result import ExampleResult, Result
from snippets._engine.record.times import seconds
from snippets._engine.words.ending import does
from snippets._engine.words.english import counted, listed
from snippets._engine.words.marks import to_plain

#: The columns of the table, in order.
COLUMNS = ("Program", "Declared", "Measured", "Clock", "Seconds", "Python", "Run on", "Does so on")


@page_call
def status(build: Build) -> Markup:
    """How all variants are doing in this build: in numbers, by Python, and one by one, as HTML."""
    return of(build.results)


def of(examples: Sequence[ExampleResult]) -> Markup:
    """How the variants of these examples are doing."""
    results = [one for example in examples for one in example.results]
    return fragment(_totals(examples, results), _signs(results), _measured(results), _table(examples))


def _totals(examples: Sequence[ExampleResult], results: Sequence[Result]) -> Markup:
    """This build in numbers, and the machine it ran on."""
    ran = [one for one in results if one.ran]
    right = [one for one in results if as_declared(one)]
    pythons = sorted({one.record.python for one in ran}, key=by_number)
    days = sorted({one.day for one in ran if one.day})
    facts = {
        "programs": f"{len(results)}, in {counted(len(examples), 'example')}",
        "run in this build": f"{len(ran)} of {len(results)}",
        "as declared": f"{len(right)} of {len(ran)}",
        "Python": listed(pythons),
        "machine": machine(),
        "run on": " to ".join(dict.fromkeys((days[0], days[-1]))) if days else "",
    }
    return el("dl", *pairs((name, value) for name, value in facts.items() if value), class_="facts totals")


@asked
def machine() -> str:
    """The system that the programs ran on, in words: ``Linux on x86_64, glibc 2.36``."""
    system = {"Darwin": "macOS"}.get(platform.system(), platform.system())
    library = " ".join(filter(None, platform.libc_ver()))
    return ", ".join(filter(None, (f"{system} on {platform.machine()}", library)))


def _signs(results: Sequence[Result]) -> Markup:
    """How often each verdict was given."""
    counts = Counter(one.verdict.sign for one in results)
    items = (
        el("li", Verdict(sign.kind, sign.sign, f"{sign.words}: {counts[name]}").html("span"))
        for name, sign in ((name, verdicts.sign(name)) for name in verdicts.SIGNS)
        if counts[name]
    )
    return el("ul", *items, class_="plain signs", aria_label="How often each verdict was given")


def _measured(results: Sequence[Result]) -> Markup:
    """On each Python: how many programs are meant for it, and of how many it was measured that they hold there."""
    facts, lacking = [], []
    for python in PYTHONS:
        meant = [one for one in results if one.variant.runs_on(python)]
        held = [one for one in meant if python in one.held]
        lacking += [f"{one.variant.id} on {python}" for one in meant if one not in held]
        facts.append((python, f"{len(held)} of {len(meant)}"))
    cap = "On each Python, of the programs meant for it: how many were measured to end and print as declared"
    missing = el("p", f"Not measured: {listed(lacking)}.", class_="cap") if lacking else None
    return fragment(el("p", cap, class_="cap"), el("dl", *pairs(facts), class_="facts held"), missing)


def _table(examples: Sequence[ExampleResult]) -> Markup:
    """Every variant, below the title of its example. Its roles are said: narrow screens lay the rows out as blocks."""
    heads = spaced(*(el("th", name, scope="col", role="columnheader") for name in COLUMNS))
    return el(
        "table", spaced(el("thead", el("tr", heads, role="row"), role="rowgroup"), *map(_example, examples)),
        class_="status", role="table", aria_label="Every program", data_search_exclude=True,
    )  # fmt: skip


def _example(shown: ExampleResult) -> Markup:
    """An example's part of the table: its title, then a row a variant."""
    title = el("a", words(shown.example.title), href=f"site:s/{shown.example.id}/")
    head = el("th", title, scope="rowgroup", role="rowheader", colspan=len(COLUMNS))
    return el("tbody", spaced(el("tr", head, role="row", class_="of"), *map(_row, shown.results)), role="rowgroup")


def _row(result: Result) -> Markup:
    variant, record = result.variant, result.record
    cells = (
        declared(variant),
        _done(result),
        record.clock,
        seconds(record.seconds, record.clock) if result.ran else "not run",
        record.python or "none",
        result.day or "not run",
        held_on(result.held),
    )
    link = el("a", variant.key, href=f"site:s/{variant.example}/#{variant.example}-{variant.key}")
    role = el("span", words(variant.title), class_="role") if variant.title else None
    head = el("th", spaced(link, role), scope="row", role="rowheader")
    shown = (el("td", cell, role="cell", data_label=name) for name, cell in zip(COLUMNS[1:], cells, strict=True))
    return el("tr", spaced(head, *shown), role="row", data_program=variant.id)


def declared(variant: Variant) -> Markup:
    """What the label says of how the variant ends, on each Python, as HTML."""
    if len(variant.outcomes) == 1:
        return to_html(does(variant.outcomes[0][1]))
    return Markup("; ").join(spaced(code(str(where)), to_html(does(said))) for where, said in variant.outcomes)


def _done(result: Result) -> Markup:
    """What the variant did: its verdict, which names the outcome, and what is not as declared."""
    outcome, verdict = does(result.record.outcome), result.verdict
    if outcome.partition(" ")[0] not in to_plain(verdict.words):  # it tells what is printed, and not how it ends
        verdict = Verdict(verdict.kind, verdict.sign, f"{outcome}; {verdict.words}")
    wrong = (el("span", icon("warning"), " ", line, class_="wrong") for line in result.problems)
    return fragment(verdict.html("span"), *wrong)


def held_on(pythons: list[str]) -> str:
    """Pythons in few words: ``3.11 to 3.15`` where none between is missing."""
    between = PYTHONS[PYTHONS.index(pythons[0]) : PYTHONS.index(pythons[-1]) + 1] if pythons else ()
    if len(pythons) > 2 and len(between) == len(pythons):
        return f"{pythons[0]} to {pythons[-1]}"
    return listed(pythons) or "not measured"


def as_declared(result: Result) -> bool:
    """Whether the variant's run in this build ended and printed as its label and its golden say."""
    return result.ran and not result.problems

"""The status page: what each variant is declared to do, what it did in this build, on what, how long, and when."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Sequence

from snippets._engine.examples.catalogue import PYTHONS, Variant
from snippets._engine.pages import verdict as verdicts
from snippets._engine.pages.build import Build
from snippets._engine.pages.call import page_call
from snippets._engine.pages.markup import Verdict, attributes, code, escape, icon, to_html, words
from snippets._engine.pages.result import ExampleResult, Result
from snippets._engine.record.times import seconds
from snippets._engine.words.ending import does
from snippets._engine.words.english import counted, listed
from snippets._engine.words.marks import to_plain

#: The columns of the table, in order.
COLUMNS = ("Program", "Declared", "Measured", "Clock", "Seconds", "Python", "Run on", "Does so on")


@page_call
def status(build: Build) -> str:
    """How all variants are doing in this build: in numbers, by Python, and one by one, as HTML."""
    return of(build.results)


def of(examples: Sequence[ExampleResult]) -> str:
    """How the variants of these examples are doing."""
    results = [one for example in examples for one in example.results]
    return "".join((_totals(examples, results), _signs(results), _measured(results), _table(examples))) + "\n"


def _totals(examples: Sequence[ExampleResult], results: Sequence[Result]) -> str:
    """This build in numbers, and the machine it ran on."""
    ran = [one for one in results if one.ran]
    right = [one for one in results if as_declared(one)]
    pythons = sorted({one.record.python for one in ran}, key=_numbers)
    days = sorted({one.day for one in ran if one.day})
    facts = {
        "programs": f"{len(results)}, in {counted(len(examples), 'example')}",
        "run in this build": f"{len(ran)} of {len(results)}",
        "as declared": f"{len(right)} of {len(ran)}",
        "Python": listed(pythons),
        "machine": machine(),
        "run on": " to ".join(dict.fromkeys((days[0], days[-1]))) if days else "",
    }
    rows = "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in facts.items() if value)
    return f'<dl class="facts totals">{rows}</dl>'


def machine() -> str:
    """The system that the programs ran on, in words: ``Linux on x86_64, glibc 2.36``."""
    system = {"Darwin": "macOS"}.get(platform.system(), platform.system())
    library = " ".join(filter(None, platform.libc_ver()))
    return ", ".join(filter(None, (f"{system} on {platform.machine()}", library)))


def _signs(results: Sequence[Result]) -> str:
    """How often each verdict was given."""
    counts = Counter(one.verdict.sign for one in results)
    items = "".join(
        f"<li>{Verdict(sign.kind, sign.sign, f'{sign.words}: {counts[name]}').html('span')}</li>"
        for name, sign in ((name, verdicts.sign(name)) for name in verdicts.SIGNS)
        if counts[name]
    )
    return f'<ul class="plain signs" aria-label="How often each verdict was given">{items}</ul>'


def _measured(results: Sequence[Result]) -> str:
    """On each Python: how many programs are meant for it, and of how many it was measured that they hold there."""
    rows, lacking = "", []
    for python in PYTHONS:
        meant = [one for one in results if one.variant.runs_on(python)]
        held = [one for one in meant if python in one.held]
        lacking += [f"{one.variant.id} on {python}" for one in meant if one not in held]
        rows += f"<div><dt>{python}</dt><dd>{len(held)} of {len(meant)}</dd></div>"
    cap = "On each Python, of the programs meant for it: how many were measured to end and print as declared"
    missing = f'<p class="cap">Not measured: {escape(listed(lacking))}.</p>' if lacking else ""
    return f'<p class="cap">{cap}</p><dl class="facts held">{rows}</dl>{missing}'


def _table(examples: Sequence[ExampleResult]) -> str:
    """Every variant, below the title of its example. Its roles are said: narrow screens lay the rows out as blocks."""
    heads = " ".join(f'<th scope="col" role="columnheader">{name}</th>' for name in COLUMNS)
    bodies = " ".join(map(_example, examples))
    head = f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
    return f'<table class="status" role="table" aria-label="Every program" data-search-exclude>{head} {bodies}</table>'


def _example(shown: ExampleResult) -> str:
    """An example's part of the table: its title, then a row a variant."""
    example = shown.example
    title = f"<a{attributes(href=f'site:s/{example.id}/')}>{words(example.title)}</a>"
    head = f'<tr role="row" class="of"><th scope="rowgroup" role="rowheader" colspan="{len(COLUMNS)}">{title}</th></tr>'
    rows = " ".join(map(_row, shown.results))
    return f'<tbody role="rowgroup">{head} {rows}</tbody>'


def _row(result: Result) -> str:
    variant, record = result.variant, result.record
    link = attributes(href=f"site:s/{variant.example}/#{variant.example}-{variant.key}")
    cells = (
        declared(variant),
        _done(result),
        record.clock,
        seconds(record.seconds, record.clock) if result.ran else "not run",
        record.python or "none",
        result.day or "not run",
        held_on(result.held),
    )
    role = f' <span class="role">{words(variant.title)}</span>' if variant.title else ""
    name = f"<a{link}>{escape(variant.key)}</a>{role}"
    shown = " ".join(
        f'<td role="cell"{attributes(data_label=label)}>{cell}</td>'
        for label, cell in zip(COLUMNS[1:], cells, strict=True)
    )
    found = attributes(role="row", data_program=variant.id)
    return f'<tr{found}><th scope="row" role="rowheader">{name}</th> {shown}</tr>'


def declared(variant: Variant) -> str:
    """What the label says of how the variant ends, on each Python, as HTML."""
    if len(variant.outcomes) == 1:
        return to_html(does(variant.outcomes[0][1]))
    return "; ".join(f"{code(str(where))} {to_html(does(said))}" for where, said in variant.outcomes)


def _done(result: Result) -> str:
    """What the variant did: its verdict, which names the outcome, and what is not as declared."""
    outcome, verdict = does(result.record.outcome), result.verdict
    if outcome.partition(" ")[0] not in to_plain(verdict.words):  # it tells what is printed, and not how it ends
        verdict = Verdict(verdict.kind, verdict.sign, f"{outcome}; {verdict.words}")
    wrong = "".join(f'<span class="wrong">{icon("warning")} {escape(line)}</span>' for line in result.problems)
    return verdict.html("span") + wrong


def held_on(pythons: list[str]) -> str:
    """Pythons in few words: ``3.11 to 3.15`` where none between is missing."""
    between = PYTHONS[PYTHONS.index(pythons[0]) : PYTHONS.index(pythons[-1]) + 1] if pythons else ()
    if len(pythons) > 2 and len(between) == len(pythons):
        return f"{pythons[0]} to {pythons[-1]}"
    return listed(pythons) or "not measured"


def as_declared(result: Result) -> bool:
    """Whether the variant's run in this build ended and printed as its label and its golden say."""
    return result.ran and not result.problems


def _numbers(python: str) -> list[int]:
    return [int(part) for part in python.split(".") if part.isdigit()]

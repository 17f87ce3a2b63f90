"""Runs variants as a reader's browser does, but in Node, and holds each against its golden and a native run.

    python -m tests.browser.variants            # every variant: prints a table, and what is not as it must be
    python -m tests.browser.variants --write    # and writes which cannot be run, and why

A third of them begin from no image of the memory, as the first run on a page does.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from snippets._engine.browser import installed, pack
from snippets._engine.examples import golden
from snippets._engine.examples.catalogue import Variant, minor
from snippets._engine.record.record import Record
from snippets._engine.run import pythons
from tests.programs import VARIANTS, of_example

#: So much of the processor's time each may use: it is a crowded machine's that is measured.
MOST_CPU_S = 100
#: One of so many begins from no image.
PLAIN = 3
#: A callback of asyncio.shield() that Python 3.14.2 schedules, and later ones do not.
OTHER_CALLBACK = "shield.<locals>._clear_awaited_by_callback"


@dataclass(frozen=True)
class Ran:
    """What one variant left, or what went wrong; ``why`` it was ended, where it was."""

    variant: Variant
    record: Record | None
    why: str
    fault: str

    @property
    def refused(self) -> str:
        """What it does that no browser can, in the refusal's words; empty where it was not refused."""
        return self.why if self.record is not None and self.record.outcome.kind == "refused" else ""


def meant(variants: Iterable[Variant] = VARIANTS) -> list[Variant]:
    """Those that are meant for the Python that runs in the browser."""
    version = installed.about()["python"]
    return [variant for variant in variants if variant.runs_on(version)]


def run(variants: Sequence[Variant]) -> list[Ran]:
    """Run them, each in an interpreter of its own."""
    found = in_node([job(variant, number) for number, variant in enumerate(variants)])
    return [ran(variant, found[variant.id]) for variant in variants]


def in_node(jobs: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """What ``every_variant.mjs`` makes of these jobs, by their ids."""
    script = Path(__file__).with_name("every_variant.mjs")
    # Another place's time must not be seen: programs on pages are recorded in UTC.
    environment = pythons.environment() | {"TZ": "America/New_York"}
    command = ["node", str(script), str(pack.archives())]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as given:
        given.writelines(json.dumps(job) + "\n" for job in jobs)
        given.seek(0)
        done = subprocess.run(command, stdin=given, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return {(one := json.loads(line))["id"]: one for line in done.stdout.splitlines()}


def job(variant: Variant, number: int) -> dict[str, Any]:
    """What ``every_variant.mjs`` is told of a variant, with its number among all."""
    stop = variant.stop
    label: dict[str, Any] = {"mask": variant.mask}
    limits: dict[str, Any] = {"most_cpu": MOST_CPU_S}
    if stop:
        label["stop"] = {"lines": stop.lines, "seconds": stop.seconds}
        limits |= {"stop_lines": stop.lines, "stop_seconds": stop.seconds}
    about = {"id": variant.id, "name": variant.file.name, "source": variant.source}
    return {**about, **limits, "label": label, "plain": number % PLAIN == 0}


def ran(variant: Variant, result: dict[str, Any]) -> Ran:
    """What a variant left, from what ``every_variant.mjs`` says."""
    given = result.get("record")
    record = Record.from_json(json.dumps(given)) if given else None
    return Ran(variant, record, result.get("why") or "", result.get("fault") or "")


@dataclass
class Table:
    """What was found of all: counts, and in which variants something is not as it must be."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    #: Where events differ from a native run's, and why that may be.
    other: list[str] = field(default_factory=list)
    native: str = ""

    def __str__(self) -> str:
        count, native = self.counts, f"as on {self.native}" if self.native else "no native run of this Python"
        rows = [
            f"{count['variants']:>5} variants in CPython {installed.about()['python']} for the browser",
            f"{count['goldens']:>5} print their golden",
            f"{count['refused']:>5} are refused",
            f"{count['other']:>5} need the real clock, and print something else",
            f"{count['native']:>5} leave the record of a native run but for events: {native}",
            f"{count['events']:>5} and the same events; others:",
        ]
        return "\n".join([*rows, *(f"      {one}" for one in self.other), *(f"WRONG {one}" for one in self.faults)])


def judge(runs: Iterable[Ran]) -> Table:
    """Hold each run against what is known of its variant."""
    table = Table()
    here = pythons.at_hand().get(minor(installed.about()["python"]))
    table.native = here.version if here else ""
    for one in runs:
        variant, record, count = one.variant, one.record, table.counts
        count["variants"] += 1
        if record is None:
            table.faults.append(f"{variant.id}: {one.fault}")
            continue
        differences = golden.differences(variant, record)
        if variant.clock == "real":
            count["refused" if one.refused else "other"] += 1
            if not (one.refused or differences):
                table.faults.append(f"{variant.id} needs no real clock here")
            continue
        table.faults += differences
        count["goldens"] += not differences
        if here is not None and not differences:
            _compare(one, of_example(variant, here), table)
    return table


#: Of a record what is no event. Names of threads of asyncio itself and versions are no part of it.
ALIKE = ("outcome", "exit", "tasks", "verdict", "stuck", "near_ties", "raised", "faults", "dropped")


def _compare(one: Ran, native: Record, table: Table) -> None:
    assert one.record is not None
    other = [name for name in ALIKE if getattr(one.record, name) != getattr(native, name)]
    table.counts["native"] += not other
    if other:
        table.faults.append(f"{one.variant.id}: natively another {', '.join(other)}")
    if one.record.events == native.events:
        table.counts["events"] += 1
    elif why := _excuse(one.record, native):
        table.other.append(f"{one.variant.id}: {why}")
    else:
        pairs = zip(one.record.events, native.events, strict=False)
        first = next(((own, its) for own, its in pairs if own != its), "their number")
        table.faults.append(f"{one.variant.id}: natively other events: {first}")


def _excuse(own: Record, native: Record) -> str:
    """Why events may be others: another asyncio, or a set, whose order addresses decide."""
    if own.python != native.python and OTHER_CALLBACK in repr(own.events):
        return f"asyncio.shield() of {own.python} schedules a callback that that of {native.python} does not"
    return "tasks of a set in another order" if _kinds(own) == _kinds(native) else ""


def _kinds(record: Record) -> Counter[str]:
    return Counter(type(event).__name__ for event in record.events)


def unable(runs: Iterable[Ran]) -> dict[str, dict[str, str]]:
    """Which were refused, as ``refused.json`` has it."""
    return {one.variant.id: {"sha256": one.variant.sha256, "why": one.refused} for one in runs if one.refused}


def main() -> int:
    """Run all. Returns 1 where something is not as it must be."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.variants", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write which variants cannot be run, and why")
    options = parser.parse_args()
    if installed.lacking():
        print(installed.lacking(), file=sys.stderr)
        return 1
    runs = run(meant())
    table = judge(runs)
    print(table)
    if options.write:
        installed.REFUSED.write_text(json.dumps(unable(runs), indent=1) + "\n", encoding="utf-8")
    return bool(table.faults)


if __name__ == "__main__":
    sys.exit(main())

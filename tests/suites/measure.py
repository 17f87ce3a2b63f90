"""Runs the driver plainly and recorded, and holds the results of every single test against each other."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

from snippets._engine.record.record import Clock, Stop
from snippets._engine.run import pythons
from snippets._engine.run.job import Job
from snippets._engine.run.plain import plain
from snippets._engine.run.pythons import Python
from snippets._engine.run.runner import record

DRIVER = Path(__file__).with_name("driver.py")
PACKAGE = "test.test_asyncio"
#: The modules that any change of the recorder is held against; all others are about transports and protocols.
CORE = (
    "test_base_events", "test_eager_task_factory", "test_futures", "test_locks", "test_queues", "test_runners",
    "test_streams", "test_taskgroups", "test_tasks", "test_timeouts", "test_waitfor",
)  # fmt: skip
#: Long modules are run in parts, so that none meets the limits that every program has.
PARTS = {"test_tasks": 3}
#: So many tests of one part may be refused; of one with more, what was not tried by then is left to the real clock.
MOST_REFUSED = 50
#: Seconds after which a run on the real clock is stopped.
LONG_ENOUGH = 600


@dataclass
class Measured:
    """What one module did: how many of its tests ran on each clock and came out as plainly, and what else was seen.

    ``refused``: the tests that the virtual clock refuses, by reason. ``unlike``: those that came out otherwise, with
    clock and both results. ``unsettled``: those on which two plain runs disagreed. ``faults``: hooks that failed.
    ``untried``: how many were not tried on the virtual clock, after so many that it refused.
    """

    virtual: int = 0
    real: int = 0
    refused: dict[str, list[str]] = field(default_factory=dict)
    unlike: list[str] = field(default_factory=list)
    unsettled: list[str] = field(default_factory=list)
    faults: int = 0
    untried: int = 0

    def add(self, other: Measured) -> None:
        """Take in what another part of the same module did."""
        self.virtual += other.virtual
        self.real += other.real
        for reason, tests in other.refused.items():
            self.refused.setdefault(reason, []).extend(tests)
        self.unlike += other.unlike
        self.unsettled += other.unsettled
        self.faults += other.faults
        self.untried += other.untried

    @property
    def all_refused(self) -> set[str]:
        """Every test that the virtual clock refuses."""
        return {test for tests in self.refused.values() for test in tests}


Results = dict[str, str]


class Part:
    """One part of a module's tests on one Python."""

    def __init__(self, python: Python, module: str, part: int = 0, parts: int = 1) -> None:
        self.python, self.module, self.part, self.parts = python, module, part, parts
        self.measured = Measured()

    def _run(
        self, make: Callable[[Path], tuple[str, str | None]], left_out: Collection[str], only: Collection[str] | None
    ) -> tuple[Results, str | None]:
        """What became of each test, and why the run did not come to its end, if so."""
        plan = {
            "module": f"{PACKAGE}.{self.module}",
            "part": [self.part, self.parts],
            "left_out": sorted(map(self._long, left_out)),
            "only": None if only is None else sorted(map(self._long, only)),
        }
        with tempfile.TemporaryDirectory(prefix="suite-") as folder:
            program = Path(folder) / "suite.py"
            shutil.copy(DRIVER, program)
            program.with_name("plan.json").write_text(json.dumps(plan), encoding="utf-8")
            text, why = make(program)
        told = [json.loads(line) for line in text.splitlines() if line.startswith('{"id": ')]
        return {self._short(one["id"]): one["result"] for one in told}, why

    def _long(self, test: str) -> str:
        return test if "(" in test else f"{PACKAGE}.{self.module}.{test}"

    def _short(self, test: str) -> str:
        return test.removeprefix(f"{PACKAGE}.{self.module}.")

    def plainly(self, only: Collection[str] | None = None) -> Results:
        """Plain Python, nothing patched."""

        def make(program: Path) -> tuple[str, str | None]:
            written, status = plain(Job(program, self.python))
            return written.decode("utf-8", "replace"), None if status == 0 else f"ended with {status}"

        return self._run(make, (), only)[0]

    def recorded(
        self, clock: Clock, left_out: Collection[str] = (), only: Collection[str] | None = None
    ) -> tuple[Results, str | None]:
        """Under the recorder; and why it did not come to its end, if so."""

        def make(program: Path) -> tuple[str, str | None]:
            run = record(Job(program, self.python, clock, Stop(seconds=LONG_ENOUGH) if clock == "real" else None))
            self.measured.faults += run.faults
            text = "".join(piece.text for piece in run.output if piece.stream == "stdout")
            return text, None if run.outcome == "finishes" else " ".join([run.outcome, *run.verdict[:1]])

        return self._run(make, left_out, only)

    def virtually(self, known: Collection[str], only: Collection[str] | None = None) -> Results:
        """On the virtual clock: a test that it refuses ends the run, which is begun again without that test.

        ``known`` are left out from the beginning.
        """
        results: Results = {}
        for _ in range(MOST_REFUSED):
            found, why = self.recorded("virtual", {*known, *results, *self.measured.all_refused}, only)
            results |= {test: result for test, result in found.items() if result != "begun"}
            refused = [test for test, result in found.items() if result == "begun"]
            if why is None or not refused or not why.startswith("refused"):
                break
            reason = re.sub(r"refused: | in line \d+|, which .*", "", why.removeprefix("refused "))
            self.measured.refused.setdefault(reason, []).append(refused[-1])
        return results

    def compare(self, known: dict[str, list[str]], everything: bool) -> Measured:
        """Plain against recorded. ``known`` are refused on the virtual clock, and taken to be so.

        On the real clock run those that are refused, or ``everything``.
        """
        known_here = {test for tests in known.values() for test in tests}
        expected = self.plainly()
        for reason, tests in known.items():
            if here := [test for test in tests if test in expected]:
                self.measured.refused[reason] = here
        virtual = self.virtually(known_here)
        refused = self.measured.all_refused
        if len(refused - known_here) >= MOST_REFUSED:
            untried = set(expected) - set(virtual) - refused
            self.measured.untried, refused = len(untried), refused | untried
        on_real = set(expected) if everything else refused
        real = self.recorded("real", only=on_real)[0] if on_real else {}
        self.measured.virtual = self._same(
            {test: result for test, result in expected.items() if test not in refused},
            virtual,
            "virtual",
            lambda only: self.virtually((), only),
        )
        self.measured.real = self._same(
            {test: result for test, result in expected.items() if test in on_real},
            real,
            "real",
            lambda only: self.recorded("real", only=only)[0],
        )
        return self.measured

    def _same(self, expected: Results, found: Results, clock: Clock, again: Callable[[set[str]], Results]) -> int:
        """How many ran and came out as plainly. Those that did not are run again, twice, both ways.

        On a busy machine a test that measures time may fail, plainly as well as recorded.
        """
        differing = {test for test in {*expected, *found} if expected.get(test) != found.get(test)}
        ran = {test for test, result in expected.items() if result != "skipped"}
        settled = len(ran - differing)
        for _ in range(2):
            if not differing:
                return settled
            plainly, recorded = self.plainly(differing), again(differing)
            unsettled = {test for test in differing if plainly.get(test) != expected.get(test)}
            self.measured.unsettled += sorted(unsettled)
            alike = {test for test in differing - unsettled if plainly.get(test) == recorded.get(test)}
            settled += len(alike & ran)
            found, differing = found | recorded, differing - unsettled - alike
        self.measured.unlike += sorted(
            f"{clock} clock: {test}: plainly {expected.get(test)}, recorded {found.get(test)}" for test in differing
        )
        return settled


def parts(python: Python, module: str) -> list[Part]:
    """All parts of a module's tests."""
    count = PARTS.get(module, 1)
    return [Part(python, module, part, count) for part in range(count)]


def with_suites() -> list[Python]:
    """The Pythons at hand that ship the tests of asyncio, lowest first."""
    return [
        python for python in pythons.at_hand().values() if (Path(python.library) / "test" / "test_asyncio").is_dir()
    ]


def modules(python: Python) -> list[str]:
    """All modules of the tests of asyncio that a Python ships."""
    return sorted(path.stem for path in (Path(python.library) / "test" / "test_asyncio").glob("test_*.py"))

"""The runs of every variant on every Python, plain and recorded: begun with the session, each made once for all."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from snippets._engine.examples import golden, measured
from snippets._engine.examples.catalogue import Variant
from snippets._engine.record.record import Record
from snippets._engine.run import agree
from snippets._engine.run.job import Job
from snippets._engine.run.pythons import Python
from snippets._engine.run.runner import record
from tests.background import ROOM, SIDE_BY_SIDE, patiently
from tests.programs import PYTHONS, VARIANTS, of_example

PAIRS = [
    pytest.param(variant, python, id=f"{variant.id}-{python.minor}")
    for variant in VARIANTS
    for python in PYTHONS
    if variant.runs_on(python.version)
]


def pair(item: pytest.Function) -> tuple[Variant, Python]:
    """The pair that a test is about."""
    given = item.callspec.params
    return cast(Variant, given["variant"]), cast(Python, given["python"])


@dataclass(frozen=True)
class Compared:
    """How plain Python differed from the golden; whether it was not even run, as the comparison is kept."""

    difference: str | None
    kept: bool = False


#: A program that sleeps longer than this is not run plainly by default, if ``measured.json`` knows it: in seconds.
LONG_S = 0.3


class PlainRuns:
    """Plain runs of variants on the real clock: begun together, and repeated alone where one differs.

    Unless ``thorough``, what sleeps for long is taken from ``measured.json``, if the program is the same.
    """

    def __init__(self, pairs: list[tuple[Variant, Python]], thorough: bool) -> None:
        self._thorough = thorough
        self._pool = ThreadPoolExecutor(SIDE_BY_SIDE)
        self._begun: dict[tuple[str, Path], Future[Compared]] = {
            (variant.id, python.path): self._pool.submit(self._beside, variant, python) for variant, python in pairs
        }

    @staticmethod
    def _compare(variant: Variant, python: Python) -> Compared:
        known = golden.of(variant, python.version)
        if known is None:
            return Compared("there is no golden")
        outcome = variant.outcome(python.version)
        return Compared(agree.disagreement(known.text, outcome, Job.of(variant, python), variant.unordered))

    def _beside(self, variant: Variant, python: Python) -> Compared:
        if not self._thorough and self._is_kept(variant, python):
            return Compared(None, kept=True)
        with ROOM.shared():
            return self._compare(variant, python)

    @staticmethod
    def _is_kept(variant: Variant, python: Python) -> bool:
        if python.minor not in measured.pythons_of(variant):
            return False
        return variant.outcome(python.version).still or of_example(variant, python).seconds > LONG_S

    def of(self, variant: Variant, python: Python) -> Compared:
        """The comparison, as it came the first time."""
        return self._begun[variant.id, python.path].result()

    def alone(self, variant: Variant, python: Python) -> str | None:
        """How plain Python differs from the golden when run again alone, twice; None where it then agrees."""
        with ROOM.alone():
            found = [self._compare(variant, python).difference for _ in range(2)]
        return None if None in found else found[0]

    def close(self) -> None:
        """Let what has not begun be."""
        self._pool.shutdown(cancel_futures=True)


class Recordings:
    """Recorded runs of variants, begun together; one that is not as declared is made again when the others are done."""

    def __init__(self, pairs: list[tuple[Variant, Python]]) -> None:
        self._pool = ThreadPoolExecutor(2, initializer=patiently)
        self._begun: dict[tuple[str, Path], Future[Record]] = {
            (variant.id, python.path): self._pool.submit(self._beside, variant, python) for variant, python in pairs
        }

    @staticmethod
    def _beside(variant: Variant, python: Python) -> Record:
        with ROOM.shared():
            return of_example(variant, python)

    def of(self, variant: Variant, python: Python) -> Record:
        """The run, as it came the first time."""
        return self._begun[variant.id, python.path].result()

    def differences(self, variant: Variant, python: Python) -> list[str]:
        """What is not as declared or as recorded, also when run again alone, twice; nothing where all is well."""
        found = golden.differences(variant, self.of(variant, python))
        for _ in range(2):
            if not found:
                break
            with ROOM.alone():
                found = golden.differences(variant, record(Job.of(variant, python)))
        return found

    def close(self) -> None:
        """Let what has not begun be."""
        self._pool.shutdown(cancel_futures=True)

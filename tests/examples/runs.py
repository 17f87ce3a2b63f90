"""The runs of every variant on every Python, plain and recorded: begun with the session, each made once for all."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from snippets._engine.examples import catalogue, golden, measured
from snippets._engine.examples.catalogue import Variant
from snippets._engine.record.record import Record
from snippets._engine.run import agree, pythons
from snippets._engine.run.job import Job
from snippets._engine.run.pythons import Python
from snippets._engine.run.runner import record
from tests.background import ROOM, SIDE_BY_SIDE, patiently
from tests.programs import of_example

PAIRS = [
    pytest.param(variant, python, id=f"{variant.id}-{python.minor}")
    for example in catalogue.load()
    for variant in example.variants
    for python in pythons.at_hand().values()
    if variant.runs_on(python.version)
]


@dataclass
class Compared:
    """How many pairs of variant and Python agreed, which only when run alone, and which are kept from another day."""

    pairs: set[tuple[str, str]] = field(default_factory=set)
    kept: set[tuple[str, str]] = field(default_factory=set)
    only_alone: list[str] = field(default_factory=list)


COMPARED = Compared()
#: A program that sleeps longer than this is not run plainly by default, if ``measured.json`` knows it: in seconds.
LONG_S = 0.3


class PlainRuns:
    """Plain runs of variants on the real clock: begun together, and repeated alone where one differs.

    Unless ``thorough``, what sleeps for long is taken from ``measured.json``, if the program is the same.
    """

    def __init__(self, pairs: list[tuple[Variant, Python]], thorough: bool) -> None:
        self._thorough = thorough
        self._pool = ThreadPoolExecutor(SIDE_BY_SIDE)
        self._begun: dict[tuple[str, Path], Future[str | None]] = {
            (variant.id, python.path): self._pool.submit(self._beside, variant, python) for variant, python in pairs
        }

    @staticmethod
    def _compare(variant: Variant, python: Python) -> str | None:
        known = golden.of(variant, python.version)
        if known is None:
            return "there is no golden"
        outcome = variant.outcome(python.version)
        return agree.disagreement(known.text, outcome, Job.of(variant, python), variant.unordered)

    def _beside(self, variant: Variant, python: Python) -> str | None:
        if not self._thorough and self._is_kept(variant, python):
            COMPARED.kept.add((variant.id, python.version))
            return None
        with ROOM.shared():
            return self._compare(variant, python)

    @staticmethod
    def _is_kept(variant: Variant, python: Python) -> bool:
        if python.minor not in measured.pythons_of(variant):
            return False
        return variant.outcome(python.version).still or of_example(variant, python).seconds > LONG_S

    def difference(self, variant: Variant, python: Python) -> str | None:
        """How plain Python differs from the golden, also when run again alone, twice; None where it agrees."""
        found = self._begun[variant.id, python.path].result()
        if found is None:
            return None
        with ROOM.alone():
            for _ in range(2):
                if self._compare(variant, python) is None:
                    COMPARED.only_alone.append(f"{variant.id} on {python.version}: {found}")
                    return None
        return found

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

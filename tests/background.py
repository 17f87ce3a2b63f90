"""Runs that are made beside the tests: of every variant on every Python, plain and recorded, each once for all."""

from __future__ import annotations

import functools
import os
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from snippets._engine.examples import catalogue
from snippets._engine.examples.catalogue import Variant
from snippets._engine.record.record import Record
from snippets._engine.run import golden, pythons
from snippets._engine.run.pythons import Python
from snippets._engine.run.runner import Job, record

#: Plain runs at once: they wait more than they compute, but a crowded machine delays timers.
SIDE_BY_SIDE = 4

PAIRS = [
    pytest.param(variant, python, id=f"{variant.id}-{python.minor}")
    for example in catalogue.load()
    for variant in example.variants
    for python in pythons.at_hand().values()
    if variant.runs_on(python.version)
]


def newer() -> list[Any]:
    """The Pythons at hand that tell which lines ran, for ``parametrize``; where there is none the test is skipped."""
    none = pytest.param(
        None, id="none", marks=pytest.mark.skip(reason="needs Python 3.12 or later, and none is at hand")
    )
    return [python for python in pythons.at_hand().values() if python.minor != "3.11"] or [none]


def patiently() -> None:
    """Let the tests in front go first: this thread, and what it starts, is content with what they leave.

    Nothing for plain runs: Linux gives a process that gives way five times the slack when it sleeps.
    """
    with suppress(OSError):  # where threads have no priority of their own
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 19)


class Room:
    """Where runs are made side by side in the background, and now and then one with the room to itself."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside = self._waiting = 0

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Beside others, but not while somebody wants to be alone."""
        with self._changed:
            self._changed.wait_for(lambda: not self._waiting)
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """When those that are inside have ended; nobody begins before this is over."""
        with self._changed:
            self._waiting += 1
            self._changed.wait_for(lambda: not self._inside)
        try:
            yield
        finally:
            with self._changed:
                self._waiting -= 1
                self._changed.notify_all()


#: For all runs that go on behind the tests: real time is short where many share two cores.
ROOM = Room()


@functools.cache
def recorded(job: Job) -> Record:
    """What a run leaves, made once for all tests: for those that do not ask whether it is the same every time."""
    return record(job)


@functools.cache
def as_known(variant: Variant, python: Python) -> Record:
    """The run of a variant, made once for all tests; as in a build, one that is not as known is made again alone.

    So a busy machine may delay a program on the real clock without a test that takes it for another program.
    """
    job = Job.of(variant, python)
    made = recorded(job)
    for _ in range(2):
        if variant.clock == "virtual" or not golden.differences(variant, made):
            break
        with ROOM.alone():
            made = record(job)
    return made


@dataclass
class Compared:
    """How many pairs of variant and Python agreed, and which only when run alone."""

    pairs: set[tuple[str, str]] = field(default_factory=set)
    only_alone: list[str] = field(default_factory=list)


COMPARED = Compared()


class PlainRuns:
    """Plain runs of variants on the real clock: begun together, and repeated alone where one differs."""

    def __init__(self, pairs: list[tuple[Variant, Python]]) -> None:
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
        return golden.disagreement(known.text, outcome, Job.of(variant, python), variant.unordered)

    def _beside(self, variant: Variant, python: Python) -> str | None:
        with ROOM.shared():
            return self._compare(variant, python)

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
        self._begun: dict[Job, Future[Record]] = {
            job: self._pool.submit(self._beside, job) for job in (Job.of(variant, python) for variant, python in pairs)
        }

    @staticmethod
    def _beside(job: Job) -> Record:
        with ROOM.shared():
            return recorded(job)

    def of(self, variant: Variant, python: Python) -> Record:
        """The run, as it came the first time."""
        return self._begun[Job.of(variant, python)].result()

    def differences(self, variant: Variant, python: Python) -> list[str]:
        """What is not as declared or as recorded, also when run again alone, twice; nothing where all is well."""
        job = Job.of(variant, python)
        found = golden.differences(variant, self._begun[job].result())
        for _ in range(2):
            if not found:
                break
            with ROOM.alone():
                found = golden.differences(variant, record(job))
        return found

    def close(self) -> None:
        """Let what has not begun be."""
        self._pool.shutdown(cancel_futures=True)

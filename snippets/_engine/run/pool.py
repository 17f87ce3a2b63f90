"""Runs the variants of examples: as many side by side as there are cores, each once, and from the cache where it can.

A pool knows of no other; a build of the site has one of its own.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path

from snippets._engine.examples.catalogue import Variant
from snippets._engine.record.record import Clock
from snippets._engine.run import cache, runner
from snippets._engine.run.cache import Kept
from snippets._engine.run.job import REAL_S, Job, NoPython, RunnerError
from snippets._engine.run.pythons import suitable
from snippets._engine.run.runner import NotRecordedError


class SavedError(RunnerError):
    """The program or its label was saved while it ran."""


class Pool:
    """The runs that were asked for, begun or over. Nothing is begun before the first is asked for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._runs: dict[str, Future[Kept]] = {}
        #: The run of each variant, by its id, that was asked for last.
        self._last: dict[str, Future[Kept]] = {}

    @cached_property
    def _computing(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="runs")

    @cached_property
    def _waiting(self) -> ThreadPoolExecutor:
        """Programs on the real clock wait more than they compute, and so need not wait for each other."""
        return ThreadPoolExecutor((os.cpu_count() or 1) + 4, thread_name_prefix="real runs")

    def start(self, variants: Iterable[Variant], clock: Clock | None = None) -> None:
        """Begin the runs of all these variants that are not kept; ``clock`` is another than the label's.

        Returns at once.
        """
        for variant in variants:
            try:
                if self.digest(variant, clock) is None:
                    self._future(variant, clock)
            except (RunnerError, OSError):  # said by whoever asks for the result
                continue

    def result(self, variant: Variant, clock: Clock | None = None) -> Kept:
        """What a variant leaves when it is run as its label says, from a run, or from the cache of the very same run.

        ``clock`` is another than the label's. One whose recorder could not begin is tried once more, alone. Raises
        RunnerError where it cannot be run, NoPython where a newer Python is needed than any at hand.
        """
        try:
            return self._future(variant, clock).result()
        except NotRecordedError:
            return self.again(variant, clock)

    def digest(self, variant: Variant, clock: Clock | None = None) -> str | None:
        """What tells the result from any other, None while it is not known. Raises NoPython."""
        key = _job(variant, clock)[0]
        run = self._runs.get(key)
        if run is None:
            return cache.digest(key)
        return run.result().digest if run.done() and not run.cancelled() and not run.exception() else None

    def over(self, variant: Variant, timeout_s: float = 0.0) -> bool:
        """Whether the run that was begun of a variant is over, or is within so many seconds; so too if none was."""
        run = self._last.get(variant.id)
        return run is None or bool(wait([run], timeout_s).done)

    def again(self, variant: Variant, clock: Clock | None = None) -> Kept:
        """The same once more, when all runs that were begun are over: one on the real clock may have been too crowded.

        What it leaves takes the place of what is in the cache. Raises RunnerError, and then does so whenever it is
        asked.
        """
        key, job = _job(variant, clock)
        wait(list(self._runs.values()), timeout=REAL_S)
        made: Future[Kept] = Future()
        try:
            made.set_result(_run(key, job, variant, clock))
        except SavedError:
            raise
        except RunnerError as error:
            made.set_exception(RunnerError(f"{error}; tried twice"))
        with self._lock:
            self._runs[key] = made
        return made.result()

    def close(self) -> None:
        """Begin no more runs; those under way come to their end."""
        for pool in (self._computing, self._waiting):
            pool.shutdown(wait=False, cancel_futures=True)

    def _future(self, variant: Variant, clock: Clock | None) -> Future[Kept]:
        key, job = _job(variant, clock)
        with self._lock:
            run = self._runs.get(key)
            if run is None:
                pool = self._waiting if job.clock == "real" else self._computing
                run = self._runs[key] = pool.submit(_take_or_run, key, job, variant, clock)
                run.add_done_callback(partial(self._forget_if_saved, key))
            self._last[variant.id] = run
            return run

    def _forget_if_saved(self, key: str, run: Future[Kept]) -> None:
        """Should the program be again what it was, it is to be run again."""
        if not run.cancelled() and isinstance(run.exception(), SavedError):
            self._runs.pop(key, None)


def _take_or_run(key: str, job: Job, variant: Variant, clock: Clock | None) -> Kept:
    return cache.take(key) or _run(key, job, variant, clock)


def _run(key: str, job: Job, variant: Variant, clock: Clock | None) -> Kept:
    """Run it and keep what it leaves, unless that may be of another program than the key. Raises RunnerError."""
    before = _stamps(variant)

    def check() -> None:
        try:
            if _job(variant, clock)[0] == key:
                return
        except (RunnerError, OSError):
            pass
        raise SavedError(f"{variant.id} was saved while it ran, or its label: what it did is not kept")

    def look(*_: object) -> None:
        if _stamps(variant) != before:
            check()

    record = runner.record(job, on_wait=look, one_of_many=True)
    check()
    return cache.keep(key, record)


def _stamps(variant: Variant) -> list[tuple[int, int] | None]:
    """When the program and its label were written, and their lengths; None for one that is gone."""
    return [_stamp(file) for file in (variant.file, variant.file.with_name("example.toml"))]


def _stamp(file: Path) -> tuple[int, int] | None:
    try:
        stat = file.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size


def _job(variant: Variant, clock: Clock | None = None) -> tuple[str, Job]:
    """The run that a label asks for, and its key in the cache."""
    python = suitable(variant)
    if python is None:
        raise NoPython(f"{variant.id} needs Python {variant.python}, and none is at hand")
    job = Job.of(variant, python)
    if clock is not None:
        job = replace(job, clock=clock)
    # Where the program lies does not matter: its text names no folder.
    how = replace(job, file=Path(job.file.name))
    return cache.key(job.file, variant.file.with_name("example.toml"), python, how), job

"""Runs programs for tests, each recorded in a child process: small ones that a test writes, and those of examples."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import pytest

from snippets._engine.examples import catalogue, golden
from snippets._engine.examples.catalogue import Variant
from snippets._engine.record.record import Record
from snippets._engine.run import cache, pythons
from snippets._engine.run.job import Job
from snippets._engine.run.pool import Pool
from snippets._engine.run.pythons import Python
from snippets._engine.run.runner import record
from tests import asked
from tests.background import ROOM

#: The examples, and all their variants: read once, as every session needs them to collect its tests.
EXAMPLES = catalogue.load()
VARIANTS = [variant for example in EXAMPLES for variant in example.variants]

NEWEST = list(pythons.at_hand().values())[-1]
#: Those at hand that tests are tried on: the running one; thoroughly all, see conftest.py.
PYTHONS = list(pythons.at_hand().values()) if asked.thorough else [Python.running()]


def _each(given: list[Python], lacking: str = "") -> pytest.MarkDecorator:
    none = pytest.param(None, id="none", marks=pytest.mark.skip(reason=lacking))
    return pytest.mark.parametrize("python", [pytest.param(python, id=python.minor) for python in given] or [none])


#: Runs a test on each Python at hand, or on each that tells which lines ran.
each_python = _each(PYTHONS)
each_with_lines = _each(
    [python for python in dict.fromkeys((*PYTHONS, NEWEST)) if python.minor != "3.11"],
    "needs Python 3.12 or later, and none is at hand",
)


def job(folder: Path, source: str, python: Python | None = None, *, name: str = "program", **how: Any) -> Job:
    """The program written into a folder, and how it is to be run: on the running Python, unless another is given."""
    file = folder / f"{name}.py"
    file.write_text(source, encoding="utf-8")
    return Job(file, python or Python.running(), **how)


def run(folder: Path, source: str, python: Python | None = None, **how: Any) -> Record:
    """What the run of a program leaves, which the recorder has understood; ``how`` is what ``job`` and ``Job`` take."""
    made = record(job(folder, source, python, **how), one_of_many=True)
    assert made.faults == 0
    return made


def with_main(body: str) -> str:
    """The text of a program whose ``main`` stands in this body; the body begins in line 2."""
    return f"import asyncio\n{body}\nasyncio.run(main())\n"


@functools.cache
def recorded(job: Job) -> Record:
    """What a run leaves, made once for all tests: for those that do not ask whether it is the same every time.

    It is kept with the session's other runs, for all processes that share the tests.
    """
    name = cache.key(job.file, job.file, job.python, job)
    return (cache.take(name) or cache.keep(name, record(job, one_of_many=True))).record


#: Runs of examples as a build of the site makes them; where the session has built it, they are there.
_BUILDS = Pool()


@functools.cache
def of_example(variant: Variant, python: Python) -> Record:
    """What the run of a variant leaves, made once for all tests; on the Python that suits it also for the site."""
    return _BUILDS.result(variant).record if python == pythons.suitable(variant) else recorded(Job.of(variant, python))


def by_id(example_id: str, key: str | None = None) -> Variant:
    """A variant of an example: the one that is named, or the one that the example is about."""
    return catalogue.find(example_id).variant(key)


def as_known(variant: Variant, python: Python | None = None) -> Record:
    """The run of a variant, made once for all tests: on a Python that suits it, unless another is given.

    As in a build, one that is not as known is made again alone: so a busy machine may delay a program on the real clock
    without a test that takes it for another program.
    """
    python = python or pythons.suitable(variant)
    if python is None:
        pytest.skip(f"needs Python {variant.python}")
    return _as_known(variant, python)


@functools.cache
def _as_known(variant: Variant, python: Python) -> Record:
    made = of_example(variant, python)
    for _ in range(2):
        if variant.clock == "virtual" or not golden.differences(variant, made):
            break
        with ROOM.alone():
            made = record(Job.of(variant, python))
    return made

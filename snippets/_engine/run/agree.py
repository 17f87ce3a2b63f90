"""Whether a recorded run agrees with a plain one, before it becomes a golden, and on each Python with its label."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from snippets._engine.examples import checks
from snippets._engine.examples.catalogue import Example, Variant, minor
from snippets._engine.examples.golden import differences, first_difference
from snippets._engine.examples.measured import entry, keep
from snippets._engine.record.outcome import Outcome
from snippets._engine.record.record import Record
from snippets._engine.record.text import Places, decode, lines_of, normalise
from snippets._engine.run.job import Job, RunnerError
from snippets._engine.run.plain import plain
from snippets._engine.run.process import side_by_side
from snippets._engine.run.pythons import Python
from snippets._engine.run.runner import record

#: A plain run of a deadlocked program must stay silent and alive for so many seconds after its last line.
SILENT_S = 2.0


def disagreement(text: str, outcome: Outcome, job: Job, unordered: bool = False) -> str | None:
    """How a plain run on the real clock, nothing patched, differs from this text and outcome; None where it agrees.

    A program that never ends is stopped once it has printed as much; one that is deadlocked or hangs must then stay
    silent and alive for two seconds.
    """
    places = Places(str(Path(job.program).parent), job.python.library)
    expected, lines = outcome.exit_status, len(lines_of(text))
    silent = SILENT_S if outcome.still else 0.0

    def normal(data: bytes) -> str:
        return "".join(normalise(decode([("stdout", data)]), places, job.mask))

    def enough(data: bytes) -> bool:
        return data.count(b"\n") >= lines and len(lines_of(normal(data))) >= lines

    written, status = plain(job, enough if expected is None else None, silent)
    printed = lines_of(normal(written))
    if expected is None and status is None and not silent:
        printed = printed[:lines]
    number, said = first_difference(printed, lines_of(text), unordered)
    if said:
        return f"line {number}: plain Python printed {said[0]}, the recorded run {said[1]}"
    ended = status if status is None or status >= 0 else 128 - status
    if ended != expected:
        return f"plain Python ended with {ended}, the recorded run with {expected}"
    return None


def make(variant: Variant, job: Job) -> tuple[Record, list[str]]:
    """Record a variant and compare with plain Python: the record, and why it must not become a golden.

    Raises RunnerError where it cannot be run.
    """
    run = record(job)
    declared = variant.outcome(run.python)
    problems = checks.problems(variant)
    if problems:
        return run, problems
    if run.outcome != declared:
        why = f": {run.verdict[0]}" if run.verdict else ""
        problems.append(f"declared {declared!r} on Python {minor(run.python)}, but {run.outcome}{why}")
    else:
        problems += _unlike_plain(variant, job, run)
    return run, problems


def _unlike_plain(variant: Variant, job: Job, run: Record) -> list[str]:
    for _ in range(3):  # a busy machine can delay a timer
        difference = disagreement(run.text, run.outcome, job, variant.unordered)
        if difference is None:
            return []
    return [f"plain and recorded disagree on Python {minor(run.python)}: {difference}"]


def measure(example: Example, at_hand: Sequence[Python]) -> list[str]:
    """Run every variant on every Python that it is meant for, recorded and plain; write what held.

    Held has what is as declared, prints its golden, and does the same plainly on the real clock. Returns what did not,
    a line each.
    """
    kept = {variant.key: entry(variant) for variant in example.variants}
    jobs = [(v, python) for v in example.variants for python in at_hand if v.runs_on(python.version)]
    problems = []
    with side_by_side(2) as pool:
        for (variant, python), found in zip(jobs, pool.map(lambda job: _problems(*job), jobs), strict=True):
            held = kept[variant.key]["held"]
            if found:
                held.pop(minor(python.version), None)
                problems += [f"Python {python.version}: {problem}" for problem in found]
            else:
                held[minor(python.version)] = python.version
    keep(example, kept)
    return problems


def _problems(variant: Variant, python: Python) -> list[str]:
    job = Job.of(variant, python)
    try:
        run = record(job)
        return differences(variant, run) or [f"{variant.id}: {said}" for said in _unlike_plain(variant, job, run)]
    except RunnerError as error:
        return [str(error)]

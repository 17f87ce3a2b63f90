"""Waking up late, and the timers of which it is luck which comes first: told where it is so, and nowhere else."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from snippets._engine.record.record import Record
from snippets._engine.recorder import clock, ties
from snippets._engine.recorder.ties import Deadline, Wake
from snippets._engine.run import agree
from snippets._engine.run.job import Job
from snippets._engine.run.pythons import Python
from snippets._engine.run.runner import record
from tests import programs
from tests.background import ROOM, SIDE_BY_SIDE
from tests.programs import PYTHONS, each_python, recorded
from tests.recorder.test_recorder import Comparisons

HERE = Path(__file__).parent / "ties"
SCRIPTS = sorted(HERE.glob("*.py"))

#: Who meets whom by luck in these programs; in the others of the folder nobody does, and plain Python prints the same.
MEET = {
    "blocked": [("main()", "tick()")],
    "blocked_and_slept": [("other()", "blocks()")],
    "callbacks": [("print", "sorted")],
    "near_const": [("s(0.5)", "s(0.501)")],
    "steps_of_a_third": [("main()", "thirds()")],
    "ten_1002": [("one()", "ten()")],
    "three_and_two_in_5": [("main()", "twice()")],
    "tick_01_in_1": [("main()", "tick(0.1)")],
    "tick_02_in_1": [("main()", "tick(0.2)")],
    "tick_05_in_2": [("main()", "tick(0.5)")],
    "timeout_deadline": [("time-out of main()", "main()")],
    "timeout_race": [("time-out of main()", "main()")],
    "timer_cancelled_in_the_race": [("main()", "print")],
    "two_beats": [("beat(0.3, 4)", "beat(0.2, 5)")],
}
#: Up to Python 3.11 wait_for() makes a task of what it waits for.
MEET_311 = {"timeout_race": [("time-out of main()", "op()")]}


def told(run: Record) -> list[tuple[str, str]]:
    return [(one, two) for _, one, two in run.near_ties]


@each_python
@pytest.mark.parametrize(
    "script",
    [pytest.param(one, id=one.stem, marks=pytest.mark.thorough if n % 3 else ()) for n, one in enumerate(SCRIPTS)],
)
def test_who_meets_by_luck_is_told_and_nobody_else(script: Path, python: Python) -> None:
    run = recorded(Job(script, python))
    met = (MEET | MEET_311 if python.minor == "3.11" else MEET).get(script.stem, [])
    assert (told(run), run.faults) == (met, 0)
    assert all(0 < seconds <= run.seconds for seconds, _, _ in run.near_ties)
    assert Record.from_json(run.to_json()) == run
    if python == Python.running():
        assert record(Job(script, python)).to_json() == run.to_json()


def test_the_real_clock_tells_of_no_near_ties() -> None:
    assert record(Job(HERE / "tick_02_in_1.py", Python.running(), "real")).near_ties == ()


# ------------------------------------------------------------------------------------------------------- the model

#: Milliseconds late: asked, the fastest, the least and the greatest median of runs on an idle machine.
MEASURED = [
    (1, 0.08, 0.09, 0.16), (5, 0.11, 0.23, 0.32), (10, 0.14, 0.29, 0.33), (50, 0.25, 0.32, 0.36),
    (100, 0.28, 0.36, 0.41), (200, 0.38, 0.44, 0.51), (500, 0.68, 0.78, 0.80), (1000, 1.23, 1.27, 1.32),
    (2000, 2.23, 2.25, 2.5),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "least", "low", "high"), MEASURED)
def test_the_model_is_as_late_as_was_measured(asked: int, least: float, low: float, high: float) -> None:
    slept = asked * 1_000_000
    # A sleep takes two callbacks and a few readings of the clock.
    late = clock.lateness(slept, slept // clock.SLACK_PART) + 2 * clock.CALLBACK_NS + 4 * clock.READ_NS
    assert low - 0.01 <= late / 1e6 <= high + 0.01
    assert ties.fastest(slept) / 1e6 <= min(least + 0.005, low)
    # The slowest is not what was measured: there is room for more, however long the sleep.
    assert ties.slowest(slept) / 1e6 > high + 0.5


def test_the_system_is_late_by_a_tenth_of_a_second_at_most() -> None:
    hours = 3_600 * 10**9
    assert clock.lateness(hours, hours // clock.SLACK_PART) == 100_000_000 + clock.WAKE_NS


def test_what_the_program_reads_is_late(tmp_path: Path) -> None:
    source = """import asyncio, time
async def main():
    loop = asyncio.get_running_loop()
    for seconds in (0.001, 0.1, 1):
        began = loop.time()
        await asyncio.sleep(seconds)
        print(f"{1000 * (loop.time() - began - seconds):.1f}")
    began = time.monotonic()
    time.sleep(0.5)
    print(f"{1000 * (time.monotonic() - began - 0.5):.1f}")
asyncio.run(main())
"""
    assert programs.run(tmp_path, source).text == "0.1\n0.4\n1.3\n0.3\n"


# -------------------------------------------------------------------------------------------- chains of wake-ups


def test_the_last_common_wake_up_is_found() -> None:
    chance = random.Random(1)
    wakes = [Wake()]
    for _ in range(600):
        wakes.append(Wake(chance.choice(wakes[-20:])))

    def back(wake: Wake) -> list[Wake]:
        return [wake] if wake.before is wake else [wake, *back(wake.before)]

    for _ in range(300):
        one, two = chance.choice(wakes), chance.choice(wakes)
        behind = set(back(two))
        assert ties.common(one, two) is next(wake for wake in back(one) if wake in behind)


def test_only_what_is_not_common_keeps_two_apart() -> None:
    root = Wake()
    first = Wake(root, -10, 100)
    one, two = Wake(first, -20, 200), Wake(first, -30, 300)
    assert ties.apart(Deadline(5_000, 50, first), Deadline(6_000, 40, first)) == (1_000, 1_000)
    # ``two`` goes back to one wake-up more, which can have been 30 earlier or 300 later.
    assert ties.apart(Deadline(5_000, 4_000, first), Deadline(6_000, 50, two)) == (970, 1_300)
    assert ties.apart(Deadline(5_000, 4_000, one), Deadline(6_000, 100, two)) == (770, 1_320)


def test_what_was_set_later_for_as_long_is_never_due_before() -> None:
    root = Wake()
    one, two = Wake(root, -10, 5_000), Wake(root, -10, 5_000)
    least, most = ties.apart(Deadline(10_000, 9_000, one), Deadline(10_500, 9_000, two))
    assert (least, most) == (0, 5_510)


# ---------------------------------------------------------------------------------- the grid, held against plain runs

TICKER = """import asyncio

async def tick(every):
    n = 0
    while True:
        n += 1
        print("tick", n)
        await asyncio.sleep(every)

async def main():
    task = asyncio.create_task(tick({every}))
    await asyncio.sleep({whole})
    print("done")

asyncio.run(main())
"""
TIME_OUT = """import asyncio

async def work(step, times):
    for n in range(times):
        await asyncio.sleep(step)
        print("step", n)

async def main():
    try:
        await asyncio.wait_for(work({every}, {times}), {whole})
        print("in time")
    except TimeoutError:
        print("too late")

asyncio.run(main())
"""
DEADLINE = """import asyncio

async def tick(every):
    loop = asyncio.get_running_loop()
    following = loop.time()
    while True:
        following += every
        await asyncio.sleep(following - loop.time())
        print("tick")

async def main():
    task = asyncio.create_task(tick({every}))
    await asyncio.sleep({whole})
    print("done")

asyncio.run(main())
"""


@dataclass(frozen=True)
class Cell:
    """One program of the grid; ``far``: no machine would print anything else, so that no near tie is to be told."""

    name: str
    text: str
    far: bool = False


GRID = [
    *(
        Cell(f"tick_{every:g}_{whole:g}", TICKER.format(every=every, whole=whole), far)
        for every, whole, far in (
            (0.01, 0.1, False), (0.05, 1, True), (0.1, 1, False), (0.2, 1, False), (0.2, 3, True), (0.25, 1, False),
            (0.5, 2, False), (1, 3, True),
        )
    ),
    *(
        Cell(f"time_out_{every:g}_{times}", TIME_OUT.format(every=every, times=times, whole=1), far)
        for every, times, far in ((0.1, 10, False), (0.25, 4, False), (0.5, 2, False), (0.3, 3, True), (0.4, 3, True))
    ),
    *(
        Cell(f"deadline_{every:g}_{whole:g}", DEADLINE.format(every=every, whole=whole), far)
        for every, whole, far in ((0.1, 0.95, True), (0.1, 1.05, True), (0.1, 1.001, False))
    ),
]  # fmt: skip


class Grid:
    """Each of the grid on each Python: recorded, and three times plain, a few side by side; mostly they wait."""

    def __init__(self, folder: Path) -> None:
        self.jobs = {
            (cell, python.minor): programs.job(folder, cell.text, python, name=cell.name)
            for cell in GRID
            for python in PYTHONS
        }
        self._pool = ThreadPoolExecutor(SIDE_BY_SIDE)
        self._agreed = {at: self._pool.submit(self._beside, job) for at, job in self.jobs.items()}

    def agreed(self, at: tuple[Cell, str]) -> int:
        """How many of the three plain runs printed what the recorded one does."""
        return self._agreed[at].result()

    def _beside(self, job: Job) -> int:
        with ROOM.shared():
            return agreed(job)

    def close(self) -> None:
        """Let what has not begun be."""
        self._pool.shutdown(cancel_futures=True)


def agreed(job: Job) -> int:
    run = recorded(job)
    return sum(agree.disagreement(run.text, run.outcome, job) is None for _ in range(3))


@pytest.mark.thorough
def test_the_grid_is_equal_or_told(grid: Grid) -> None:
    """Three plain runs of each print what the recorded one does, or a near tie is told of; and of the far ones none."""
    differing = {at for at in grid.jobs if grid.agreed(at) < 3}
    runs = {at: recorded(job) for at, job in grid.jobs.items()}
    # A busy machine can delay a timer: who differed without being told of is tried again alone.
    silent = []
    for at in differing:
        with ROOM.alone():
            if not runs[at].near_ties and not agreed(grid.jobs[at]):
                silent.append(f"{at[0].name} on {at[1]}")
    loud = [f"{cell.name} on {minor}" for (cell, minor), run in runs.items() if cell.far and run.near_ties]
    assert (silent, loud) == ([], [])
    told_of = {cell.name for (cell, _), run in runs.items() if run.near_ties}
    print(f"{len(runs)} runs; {len(differing)} differed; told of in {len(told_of)} programs")


@pytest.mark.thorough
@each_python
@pytest.mark.parametrize("script", [s for s in SCRIPTS if s.stem not in MEET], ids=lambda script: script.stem)
def test_where_nobody_meets_by_luck_plain_python_prints_the_same(
    script: Path, python: Python, comparisons: Comparisons
) -> None:
    assert comparisons.of(script, python).difference is None


@pytest.mark.parametrize("reads", [clock.VirtualClock.read, clock.VirtualClock.wall], ids=["monotonic", "time of day"])
def test_what_was_read_before_the_first_wake_up_counts_from_the_beginning(reads: Callable[[Any], int]) -> None:
    """Before the recorder looks for ties, Python may have read the clock while it started."""
    moves = clock.VirtualClock()
    reads(moves)
    early = moves.recent[0][0]
    moves.recent.clear()  # found among all that were read, not only the last
    if reads is clock.VirtualClock.wall:
        moves.readings.clear()
    looks = ties.Ties(moves, SimpleNamespace(), SimpleNamespace(), lambda: None)  # type: ignore[arg-type]
    one = looks._deadline((early + 1_000_000_000) / 1e9, None, False)
    assert (one.delay, one.since) == (1_000_000_000, moves.wake)
    assert ties.apart(one, one) == (0, 0)

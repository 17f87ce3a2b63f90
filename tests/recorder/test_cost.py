"""What the recorder costs a large program, counted in calls; and that a full record leaves out nothing it must tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from snippets._engine.run.pythons import Python
from tests import programs
from tests.programs import each_python

#: Counts the calls of the recorder's functions.
COUNTING = """
import asyncio, sys

calls = 0

def count(frame, event, argument):
    global calls
    calls += event == "call" and "/recorder/" in frame.f_code.co_filename
"""
#: How many one step takes, and one task from its creation to its end.
COUNTED = (
    COUNTING
    + """
async def steps(how_many):
    for _ in range(how_many):
        await asyncio.sleep(0)

async def tasks(how_many):
    await asyncio.gather(*(asyncio.sleep(0.01) for _ in range(how_many)))

async def counted(what):
    global calls
    calls = 0
    sys.setprofile(count)
    await what(100)
    sys.setprofile(None)
    return calls // 100

async def main():
    told = asyncio.create_task(steps(20_000))
    print(await counted(steps), await counted(tasks))
    await told
    print(await counted(steps), await counted(tasks))

asyncio.run(main())
"""
)
#: How many the creation of a task takes where nobody else lives, and where many are ready; a step where no timer is
#: set, and where many are; and a new lock, of which no task knows the name, where many tasks live.
AMONG_MANY = (
    COUNTING
    + """
def creates():
    global calls
    calls = 0
    sys.setprofile(count)
    task = asyncio.create_task(asyncio.sleep(0))
    sys.setprofile(None)
    print(calls)
    return task

async def steps():
    global calls
    calls = 0
    sys.setprofile(count)
    await asyncio.sleep(0)
    sys.setprofile(None)
    print(calls)

async def main():
    tasks = [creates()]
    tasks += [asyncio.create_task(asyncio.sleep(0)) for _ in range(500)]
    tasks += [creates()]
    await asyncio.gather(*tasks)
    await steps()
    tasks = [asyncio.create_task(asyncio.sleep(1)) for _ in range(500)]
    await asyncio.sleep(0)
    await steps()
    locks = [asyncio.Lock()]
    await locks[0].acquire()
    await steps()

asyncio.run(main())
"""
)
#: No more calls than these, once the record is full.
A_STEP, A_TASK = 16, 60


@each_python
def test_once_the_record_is_full_a_step_costs_few_calls(tmp_path: Path, python: Python) -> None:
    run = programs.run(tmp_path, COUNTED, python)
    before, after = ([int(count) for count in line.split()] for line in run.text.splitlines())
    assert run.dropped > 0
    assert after[0] <= A_STEP < before[0]
    assert after[1] <= A_TASK < before[1]


@each_python
def test_many_tasks_and_timers_make_no_step_dearer(tmp_path: Path, python: Python) -> None:
    run = programs.run(tmp_path, AMONG_MANY, python)
    alone, among_many, plain, timers, lock = map(int, run.text.split())
    assert among_many < alone + 20
    assert plain < timers < 600  # of the first twenty it is told whose they are
    assert lock < 4_000  # and in so many tasks its name is looked for


@pytest.mark.parametrize("clock", ["virtual", "real"])
def test_what_a_full_record_still_tells(tmp_path: Path, clock: str) -> None:
    """The end of each task that was told of, who prints, the outcome, and who waits for whom."""
    run = programs.run(
        tmp_path,
        """
import asyncio

async def steps(how_many):
    for _ in range(how_many):
        await asyncio.sleep(0)

async def late():
    print("late")

async def main():
    told = asyncio.create_task(steps(20_000), name="told")
    print("begun")
    await told
    await asyncio.create_task(late(), name="untold")
    raise LookupError

asyncio.run(main())
""",
        clock=clock,
    )
    assert (run.outcome, run.exit, run.dropped > 0) == ("raises LookupError", 1, True)
    ends = [(task.name, str(task.ended)) for task in run.tasks]
    assert ends == [("Task-1", "raised LookupError"), ("told", "returned")]
    assert [(piece.text, piece.task) for piece in run.output if piece.stream == "stdout"] == [
        ("begun\n", "Task-1"),
        ("late\n", "untold"),
    ]

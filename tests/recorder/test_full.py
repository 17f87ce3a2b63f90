"""A record that is full: the program goes on as before, and the recorder costs it little, which is counted in calls."""

from __future__ import annotations

from pathlib import Path

import pytest

from snippets._engine.run.pythons import Python
from tests import programs
from tests.programs import each_python

#: Counts the calls of the recorder's hooks that one step takes, and one task from its creation to its end.
COUNTED = """
import asyncio, sys

calls = 0

def count(frame, event, argument):
    global calls
    calls += event == "call" and "/recorder/" in frame.f_code.co_filename

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
#: No more calls than these, once the record is full.
A_STEP, A_TASK = 30, 110


@each_python
def test_once_the_record_is_full_a_step_costs_few_calls(tmp_path: Path, python: Python) -> None:
    run = programs.run(tmp_path, COUNTED, python)
    before, after = ([int(count) for count in line.split()] for line in run.text.splitlines())
    assert run.dropped > 0
    assert after[0] <= A_STEP < before[0]
    assert after[1] <= A_TASK < before[1]


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

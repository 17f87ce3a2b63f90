"""The record is complete: who made, woke, cancelled whom and where, who waits for what, what locks and queues hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from snippets._engine.examples.catalogue import load
from snippets._engine.record.events import TYPES, End, Wait, fields
from snippets._engine.record.record import Record
from snippets._engine.run import pythons
from snippets._engine.run.pythons import Python
from tests.programs import each_python, each_with_lines, of_example, run


def events(made: Record, kind: str) -> list[tuple[Any, ...]]:
    """The events of a kind without kind and time."""
    return [tuple(fields(event)[2:]) for event in made.events if event.kind == kind]


LOCK = """import asyncio

async def worker(number, lock):
    async with lock:
        await asyncio.sleep(1)

async def main():
    lock = asyncio.Lock()
    await asyncio.gather(*(worker(n, lock) for n in range(2)))

asyncio.run(main())
"""


@each_python
def test_a_lock_its_holder_and_who_hands_it_on(tmp_path: Path, python: Python) -> None:
    made = run(tmp_path, LOCK, python)
    assert events(made, "object") == [(1, "Lock", "lock", None, 8, "lock")]
    # Taken by worker 0; let go by it at its end, and taken by worker 1 in its next step.
    assert events(made, "state") == [(1, 2, [1]), (1, 2, [0]), (1, 3, [1]), (1, 3, [0])]
    waits = [(*wait[:6], *wait[7:9]) for wait in events(made, "wait")]
    assert waits == [
        (1, "gather: Task-2, Task-3", "main", 9, None, [2, 3], "gather", 2),
        (2, "sleep(1)", "worker", 5, None, [], "sleep", 0),
        (3, "lock.acquire()", "worker", 4, 1, [2], "lock.acquire", 1),
        (3, "sleep(1)", "worker", 5, None, [], "sleep", 0),
    ]
    assert (3, 2, 4) in events(made, "ready")  # worker 1 was made ready by worker 0, leaving its block


@each_with_lines
def test_each_step_knows_the_lines_it_ran(tmp_path: Path, python: Python) -> None:
    made = run(tmp_path, LOCK, python)
    lines = {task: [] for task in (1, 2, 3)}  # type: ignore[var-annotated]
    for event in made.events:
        if isinstance(event, Wait | End):
            lines[event.task].append(event.ran)
    assert lines[2] == [[4, 5], [4]]
    assert lines[3] == [[4], [5], [4]]
    assert events(made, "lines")[0][0][0] == 1  # the import, before the loop


@each_python
def test_the_ready_queue_and_the_timers_at_each_step(tmp_path: Path, python: Python) -> None:
    made = run(
        tmp_path,
        """import asyncio

async def say(word, delay):
    await asyncio.sleep(delay)

async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(9, print, "never")
    await asyncio.gather(say("a", 2), say("b", 1))

asyncio.run(main())
""",
        python,
    )
    steps = [
        (task, ready, [(round(when), who) for when, who in timers]) for task, ready, timers in events(made, "step")
    ]
    assert steps == [
        (1, [], []),
        (2, [3], [(9, "print")]),
        (3, [], [(2, 2), (9, "print")]),
        (3, [], [(2, 2), (9, "print")]),
        (2, [], [(9, "print")]),
        (1, [], [(9, "print")]),
    ]
    calls = [name for name, *_ in events(made, "call")]
    assert calls[:2] == [3, "gather.<locals>._done_callback"]  # the timer of b; then gather hears of b's end


@each_python
def test_who_cancels_whom_and_where(tmp_path: Path, python: Python) -> None:
    made = run(
        tmp_path,
        """import asyncio

async def waits():
    await asyncio.sleep(10)

async def main():
    sleeper = asyncio.create_task(waits())
    await asyncio.sleep(0)
    sleeper.cancel()
    fresh = asyncio.create_task(waits())
    fresh.cancel()
    await asyncio.wait([sleeper, fresh])
    try:
        async with asyncio.timeout(1):
            await asyncio.sleep(10)
    except TimeoutError:
        pass

asyncio.run(main())
""",
        python,
    )
    # A task that has not begun is not made ready by its cancellation: the line is then not known.
    assert events(made, "cancel") == [(2, 1, 9), (3, 1, None), (1, None, None)]
    assert events(made, "uncancel") == [(1,)]  # by the timeout, when it has raised TimeoutError
    assert [task.ended for task in made.tasks] == ["returned", "cancelled", "cancelled"]


@each_python
def test_which_line_of_a_slow_callback_took_how_long(tmp_path: Path, python: Python) -> None:
    text = """import asyncio, time

def blocks():
    for _ in range(3):
        time.sleep(0.1)

async def main():
    await asyncio.sleep(1)
    blocks(); time.sleep(0.02)
    time.sleep(0.06)
    end = time.monotonic() + 0.5
    while time.monotonic() < end: pass
    await asyncio.sleep(1)
    for _ in range(20): time.sleep(0.003); await asyncio.sleep(0)
    asyncio.get_running_loop().call_soon(time.sleep, 2)
    await asyncio.sleep(3)

asyncio.run(main())
"""
    made = run(tmp_path, text, python)
    slow = [(task, round(seconds, 2), line) for task, seconds, line in events(made, "slow")]
    assert slow == [(1, 0.3, 5), (1, 0.06, 10), (1, 0.5, 12), (None, 2.0, None)]
    assert [event.kind for event in made.events if event.kind in ("step", "slow", "wait")][2:7] == [
        "step", "slow", "slow", "slow", "wait",
    ]  # fmt: skip
    assert run(tmp_path, text, python).to_json() == made.to_json()


HELD = "async with thing: await asyncio.sleep(0)"
PUT_AND_GOT = "await thing.put(1); await asyncio.sleep(0); await thing.get()"


@each_python
@pytest.mark.parametrize(
    ("make", "use", "name", "limit", "states"),
    [
        ("asyncio.Semaphore(2)", "async with thing: pass", "Semaphore", None, [[1], [2]]),
        (
            "asyncio.BoundedSemaphore(1)",
            "async with thing: await asyncio.sleep(0)",
            "BoundedSemaphore",
            None,
            [[0], [1]],
        ),
        ("asyncio.Event()", "thing.set(); await asyncio.sleep(0); thing.clear()", "Event", None, [[1], [0]]),
        (
            "asyncio.Queue(3)",
            "await thing.put(1); await asyncio.sleep(0); await thing.get()",
            "Queue",
            3,
            [[1, 1], [0, 1]],
        ),
        ("asyncio.LifoQueue()", "thing.put_nowait(1)", "LifoQueue", None, [[1, 1]]),
        ("asyncio.Condition()", HELD, "Condition", None, [[1], [0]]),
        ("asyncio.Barrier(1)", "await thing.wait()", "Barrier", 1, []),
    ],
)
def test_levels(
    tmp_path: Path, python: Python, make: str, use: str, name: str, limit: int | None, states: list[Any]
) -> None:
    body = f"thing = {make}\n    {use}\n    await asyncio.sleep(0)"
    made = run(tmp_path, f"import asyncio\nasync def main():\n    {body}\nasyncio.run(main())\n", python)
    assert made.outcome == "finishes"
    found = [state for _, _, state, *_ in events(made, "state")]
    if "pass" in use:  # taken and given back within one step: nothing to see from outside
        assert found == []
    else:
        assert found == states
    if found:
        assert [event[:5] for event in events(made, "object")] == [(1, name, "thing", limit, 3)]


CIRCLE = """import asyncio

async def worker(first, second):
    async with first:
        await asyncio.sleep(1)
        async with second:
            print("both")

async def main():
    a, b = asyncio.Lock(), asyncio.Lock()
    await asyncio.gather(worker(a, b), worker(b, a))

asyncio.run(main())
"""


@each_python
def test_a_deadlock_shows_its_circle(tmp_path: Path, python: Python) -> None:
    made = run(tmp_path, CIRCLE, python)
    assert made.outcome == "deadlocks"
    assert [(task.task, task.on, task.line, task.waits_for) for task in made.stuck] == [
        (1, "gather: Task-2, Task-3", 11, (2, 3)),
        (2, "second.acquire()", 6, (3,)),
        (3, "second.acquire()", 6, (2,)),
    ]
    assert made.verdict[-1] == "  in a circle: Task-2 waits for Task-3 waits for Task-2"


@each_with_lines
def test_eager_tasks_are_in_the_record(tmp_path: Path, python: Python) -> None:
    made = run(
        tmp_path,
        """import asyncio

async def quick():
    print("quick")

async def slow():
    print("slow")
    await asyncio.sleep(1)

async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    one, two = asyncio.create_task(quick()), asyncio.create_task(slow())
    print("main")
    await two

asyncio.run(main())
""",
        python,
    )
    assert made.text == "quick\nslow\nmain\n"
    assert [(task.label, task.parent, task.line, task.ended) for task in made.tasks] == [
        ("main()", None, 16, "returned"),
        ("quick()", "Task-1", 12, "returned"),
        ("slow()", "Task-1", 12, "returned"),
    ]
    assert [piece.task for piece in made.output] == ["Task-2", "Task-3", "Task-1"]


@pytest.mark.thorough
def test_memory_and_events_stay_bounded(tmp_path: Path) -> None:
    made = run(
        tmp_path,
        """import asyncio

async def main():
    for _ in range(200):
        await asyncio.gather(*(asyncio.sleep(0) for _ in range(1000)))
    print("done")

asyncio.run(main())
""",
    )
    assert (made.outcome, made.text) == ("finishes", "done\n")
    assert made.dropped > 100_000
    assert len(made.events) <= 20_001
    assert len(made.to_json()) < 2_000_000


def test_records_of_the_examples_are_small() -> None:
    sizes = []
    for example in load():
        for variant in example.variants:
            python = pythons.suitable(variant)
            if python is not None:
                sizes.append(len(of_example(variant, python).to_json()))
    assert sorted(sizes)[len(sizes) // 2] < 6_000


def test_a_record_comes_back_from_its_json_as_it_was(tmp_path: Path) -> None:
    for text in (LOCK, CIRCLE):
        made = run(tmp_path, text)
        again = Record.from_json(made.to_json())
        assert again == made and again.to_json() == made.to_json()
        assert [type(event) for event in again.events] == [TYPES[event.kind] for event in made.events]

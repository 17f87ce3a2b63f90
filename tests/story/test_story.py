"""What the record tells of tasks: who created, woke and cancelled whom, what is waited for, who holds what."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from snippets._engine.record.events import fields
from snippets._engine.record.record import Record, Stop
from snippets._engine.run.pythons import Python
from tests.programs import each_with_lines, run, with_main

EAGER = "    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)\n"


def events(made: Record, kind: str) -> list[tuple[object, ...]]:
    """The events of this kind, without kind and time."""
    return [tuple(fields(event)[2:]) for event in made.events if event.kind == kind]


def kinds(made: Record) -> str:
    """The order of what the tasks did, like ``step 1, task 2, eager 2``."""
    told = ("task", "eager", "step", "ready", "cancel", "wait", "end")
    return ", ".join(f"{event.kind} {fields(event)[2]}" for event in made.events if event.kind in told)


@each_with_lines
def test_an_eager_task_acts_in_its_own_name(tmp_path: Path, python: Python) -> None:
    source = f"""
async def holder(lock):
    await lock.acquire()
    print("have it")
    await asyncio.sleep(5)
async def main():
{EAGER}    lock = asyncio.Lock()
    task = asyncio.create_task(holder(lock))
    await lock.acquire()
"""
    made = run(tmp_path, with_main(source), python)
    assert [(task.label, task.parent, task.line) for task in made.tasks] == [
        ("main()", None, 13),
        ("holder(lock)", "Task-1", 10),
    ]
    assert events(made, "state") == [(1, 2, [1])]
    assert [(wait[0], wait[1], wait[5]) for wait in events(made, "wait")] == [
        (2, "sleep(5)", []),
        (1, "lock.acquire()", [2]),
    ]
    assert [wait[6] for wait in events(made, "wait")] == [[4, 5, 6], [8, 9, 10, 11]]
    assert not any("circle" in line for line in made.verdict)


@each_with_lines
def test_eager_tasks_nest(tmp_path: Path, python: Python) -> None:
    source = f"""
async def leaf(event):
    event.set()
    await asyncio.sleep(1)
async def middle(event, task):
    task.cancel()
    await asyncio.create_task(leaf(event))
async def waits(event):
    await event.wait()
async def main():
    event = asyncio.Event()
    waiter, sleeper = asyncio.create_task(waits(event)), asyncio.create_task(asyncio.sleep(9))
    await asyncio.sleep(1)
{EAGER}    await asyncio.create_task(middle(event, sleeper))
"""
    made = run(tmp_path, with_main(source), python)
    assert [(task.label, task.parent and made.tasks[int(task.parent[5:]) - 1].label) for task in made.tasks[:4]] == [
        ("main()", None),
        ("waits(event)", "main()"),
        ("sleep(9)", "main()"),
        ("middle(event, task)", "main()"),
    ]
    leaf = made.tasks[4]
    assert (leaf.label, leaf.line) == ("leaf(event)", 8)
    assert (3, 4, 7) in events(made, "cancel")
    assert (2, 5, 4) in events(made, "ready")
    story = "task 4, eager 4, cancel 3, ready 3, task 5, eager 5, ready 2, wait 5, wait 4, wait 1"
    assert story in kinds(made)


def test_a_callback_is_no_step(tmp_path: Path) -> None:
    """Not ``task.cancel`` that is called later, not a done-callback, not one that is given a future."""
    source = """
def done(task):
    print("done")
def poke(future):
    print("poked")
async def victim():
    await asyncio.sleep(10)
async def main():
    loop, task = asyncio.get_running_loop(), asyncio.create_task(victim())
    loop.call_soon(poke, task)
    loop.call_later(1, task.cancel)
    task.add_done_callback(done)
    await asyncio.wait([task])
"""
    made = run(tmp_path, with_main(source))
    names = [call[0] for call in events(made, "call")][:3]
    assert names == ["poke", "Task.cancel", "done"]
    assert events(made, "cancel") == [(2, None, None)]
    assert (
        kinds(made)
        == "task 1, step 1, task 2, wait 1, step 2, wait 2, cancel 2, ready 2, step 2, end 2, ready 1, step 1, end 1"
    )


def test_who_passes_a_cancellation_on_was_asked_first(tmp_path: Path) -> None:
    source = """
async def inner():
    await asyncio.sleep(10)
async def outer():
    await asyncio.create_task(inner())
async def main():
    task = asyncio.create_task(outer())
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.wait([task])
"""
    made = run(tmp_path, with_main(source))
    assert events(made, "cancel") == [(2, 1, 10), (3, 1, 10)]


@pytest.mark.parametrize(
    ("before", "awaited", "on", "tasks"),
    [
        ("", "asyncio.Event().wait()", "Event.wait()", []),
        ("thing = asyncio.Barrier(2)", "thing.wait()", "thing.wait()", []),
        ("task = asyncio.create_task(never())", "asyncio.shield(task)", "shield: Task-2", [2]),
        ("task = asyncio.create_task(never())", "asyncio.wait([task])", "wait: Task-2", [2]),
        ("", "asyncio.gather(never(), never())", "gather: Task-2, Task-3", [2, 3]),
        ("lock = asyncio.Lock(); cond = asyncio.Condition(lock); await lock.acquire()", "lock.acquire()",
         "lock.acquire()", [1]),
        ("cond = asyncio.Condition(); await cond.acquire()", "cond.acquire()", "cond.acquire()", [1]),
        ("await asyncio.gather((lock := asyncio.Lock()).acquire())", "lock.acquire()", "lock.acquire()", []),
        ("", "anext(numbers(), None)", "Event.wait()", []),
    ],
)  # fmt: skip
def test_what_is_waited_for(tmp_path: Path, before: str, awaited: str, on: str, tasks: list[int]) -> None:
    source = f"""
async def never():
    await asyncio.Event().wait()
async def numbers():
    yield await asyncio.Event().wait()
async def main():
    {before or "pass"}
    await {awaited}
"""
    made = run(tmp_path, with_main(source))
    assert (made.outcome, made.stuck[0].on, list(made.stuck[0].waits_for)) == ("deadlocks", on, tasks)


def test_a_lock_that_a_dataclass_makes_is_followed_and_the_circle_told(tmp_path: Path) -> None:
    source = """
from dataclasses import dataclass, field
@dataclass
class Account:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
async def move(source, target):
    async with source.lock:
        await asyncio.sleep(1)
        async with target.lock:
            pass
async def main():
    one, other = Account(), Account()
    await asyncio.gather(move(one, other), move(other, one))
"""
    made = run(tmp_path, with_main(source))
    assert made.verdict[-1] == "  in a circle: Task-2 waits for Task-3 waits for Task-2"


def test_a_circle_is_found_through_any_child(tmp_path: Path) -> None:
    source = """
async def idle():
    await asyncio.Event().wait()
async def wants(lock):
    async with lock:
        pass
async def main():
    lock = asyncio.Lock()
    async with lock:
        await asyncio.gather(idle(), wants(lock))
"""
    made = run(tmp_path, with_main(source))
    assert made.verdict[-1] == "  in a circle: Task-1 waits for Task-3 waits for Task-1"


def test_the_ends_of_tasks_are_told_beyond_the_limit(tmp_path: Path) -> None:
    source = """
async def main():
    for _ in range(30_000):
        await asyncio.sleep(0)
"""
    made = run(tmp_path, with_main(source))
    assert [task.ended for task in made.tasks] == ["returned"]
    assert made.dropped > 5_000


def test_a_record_is_json_whatever_a_task_is_called_and_however_long_it_sleeps(tmp_path: Path) -> None:
    source = """
async def main():
    asyncio.current_task().set_name("bad\\ud800\\n")
    print("hello")
    asyncio.create_task(asyncio.sleep(0))
    await asyncio.sleep(float("inf"))
"""
    made = run(tmp_path, with_main(source))
    data = json.loads(made.to_json().encode("utf-8"), parse_constant=pytest.fail)
    assert data["tasks"][0]["name"] == data["output"][0][2] == data["stuck"][0]["name"] == "bad\\ud800\\n"


def test_the_last_name_of_a_task_counts(tmp_path: Path) -> None:
    source = """
async def child():
    await asyncio.Event().wait()
async def main():
    print("hello")
    task = asyncio.create_task(child())
    asyncio.current_task().set_name("boss")
    await task
"""
    made = run(tmp_path, with_main(source))
    assert [(task.name, task.parent) for task in made.tasks] == [("boss", None), ("Task-2", "boss")]
    assert made.output[0].task == "boss"


def test_a_program_that_we_stop_from_outside_tells_where_its_tasks_stood(tmp_path: Path) -> None:
    source = """
import signal
async def main():
    print("waits")
    signal.signal(signal.SIGUSR1, print)
    await asyncio.Event().wait()
"""
    made = run(tmp_path, with_main(source), clock="real", stop=Stop(seconds=1.5))
    assert (made.outcome, made.stuck[0].on, made.stuck[0].line) == ("hangs", "Event.wait()", 7)
    assert made.seconds == 1.5


def test_the_real_clock_begins_with_the_program(tmp_path: Path) -> None:
    """What takes a tenth of a second is our own start, with all of asyncio to be read; a line takes no time at all."""
    made = run(tmp_path, "print('first')\nasync def main(): pass", clock="real")
    assert made.output[0].seconds < 0.05


def test_of_many_tasks_the_first_are_named_and_all_are_counted(tmp_path: Path) -> None:
    source = """
async def stands():
    await asyncio.Event().wait()
async def main():
    await asyncio.gather(*(stands() for _ in range(70)))
"""
    made = run(tmp_path, with_main(source))
    ((on, tasks, sort, count),) = [(w[1], w[5], w[7], w[8]) for w in events(made, "wait") if w[0] == 1]
    assert (str(on).split(":")[0], tasks, sort, count) == ("gather", list(range(2, 22)), "gather", 70)
    assert (len(made.stuck[0].waits_for), made.stuck[0].awaited) == (20, 70)


def test_a_wait_says_of_what_sort_it_is_whatever_things_are_called(tmp_path: Path) -> None:
    source = """
class Inbox(asyncio.Queue):
    pass
async def takes(inbox):
    await inbox.get()
async def main():
    inbox = Inbox()
    task = asyncio.create_task(takes(inbox), name="sleep(5)")
    await asyncio.sleep(0)
    inbox.put_nowait(1)
    await task
    await asyncio.get_running_loop().create_future()
"""
    made = run(tmp_path, with_main(source))
    assert [(w[0], w[1], w[7]) for w in events(made, "wait")] == [
        (1, "sleep(0)", "sleep"),
        (2, "inbox.get()", "queue.get"),
        (1, "sleep(5)", "task"),
        (1, "a future", "future"),
    ]
    assert [(thing[1], thing[5]) for thing in events(made, "object")] == [("Inbox", "queue")]


def test_the_record_says_where_its_limit_was_met(tmp_path: Path) -> None:
    source = """
async def main():
    for _ in range(30_000):
        await asyncio.sleep(0.001)
"""
    made = run(tmp_path, with_main(source))
    (cut,) = [event for event in made.events if event.kind == "cut"]
    assert 0 < cut.seconds < made.seconds
    assert {event.kind for event in made.events[made.events.index(cut) + 1 :]} == {"end"}

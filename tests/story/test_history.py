"""What the one fold over a run's events tells of each task: when it ran, was ready and waited, and for what."""

from __future__ import annotations

from pathlib import Path

import pytest

from snippets._engine.story.history import History, Running, Suspended, TaskHistory
from tests.programs import run, with_main

HANDS_OVER = """async def waits(lock):
    async with lock:
        await asyncio.sleep(1)
async def main():
    lock = asyncio.Lock()
    one, two = (asyncio.create_task(waits(lock)) for _ in range(2))
    await asyncio.sleep(0)
    one.cancel()
    await asyncio.wait([one, two])"""
THROWS_AWAY = """async def waits(future):
    await future
def begins():
    return asyncio.create_task(waits(asyncio.get_running_loop().create_future()))
async def main():
    begins()
    await asyncio.sleep(1)
    import gc
    gc.collect()
    await asyncio.sleep(1)"""


def life(task: TaskHistory) -> list[str]:
    """What the task did, span by span, with the seconds at which each began."""
    told = []
    for span in task.spans:
        kind = "runs" if isinstance(span, Running) else f"waits for {span.wait.on}" if span.wait else "is new"
        told.append(f"{kind} from {span.start.seconds:.0f} s")
    return told


@pytest.fixture
def handed_over(tmp_path: Path) -> History:
    return History(run(tmp_path, with_main(HANDS_OVER)))


def test_a_task_runs_and_waits_by_turns(handed_over: History) -> None:
    assert life(handed_over.tasks[3]) == [
        "is new from 0 s",
        "runs from 0 s",
        "waits for lock.acquire() from 0 s",
        "runs from 0 s",
        "waits for sleep(1) from 0 s",
        "runs from 1 s",
    ]
    for task in handed_over.tasks.values():
        for one, other in zip(task.spans, task.spans[1:], strict=False):
            assert one.stop == other.start and type(one) is not type(other)


def test_a_wait_is_over_before_its_task_has_its_turn(handed_over: History) -> None:
    acquires = handed_over.tasks[3].waits[0]
    assert acquires.ready is not None and acquires.stop is not None
    (woke,) = [woke for woke in handed_over.wakes if woke.at == acquires.ready]
    assert (woke.by, woke.task) == (2, 3), "whoever let go of the lock has made it ready"
    assert acquires.start < acquires.ready < acquires.stop


def test_who_holds_a_lock_lets_go_of_it_where_the_next_takes_it(handed_over: History) -> None:
    (first,), (second,) = handed_over.tasks[2].holds, handed_over.tasks[3].holds
    assert first.stop is not None and first.start < first.stop <= second.start
    assert second.stop is not None and round(second.stop.seconds - second.start.seconds) == 1


def test_a_request_to_end_arrives_at_the_wait_that_it_tears_a_task_out_of(handed_over: History) -> None:
    task = handed_over.tasks[2]
    (call,), (fate, *_) = task.cancels, [fate for fate in task.fates if fate.arrived]
    assert (call.by, call.line, task.ended) == (1, 9, "cancelled")
    assert fate.place > call.at.place and fate.line == 4
    waiting = task.wait_at(call.at.place)
    assert waiting is not None and waiting.on == "sleep(1)"


def test_who_is_waited_for_is_known_for_as_long_as_that_lasts(handed_over: History) -> None:
    (waited,) = handed_over.waited_for[3]
    assert waited.wait is not None and waited.wait.kind == "wait"
    assert waited.at(waited.start.place + 1) and waited.stop is not None and not waited.at(waited.stop.place)


@pytest.mark.parametrize("logs", ["", "import logging\nlogging.basicConfig()\n"], ids=["plainly", "in a log"])
def test_a_task_that_python_throws_away_is_destroyed_where_that_is_said(tmp_path: Path, logs: str) -> None:
    history = History(run(tmp_path, with_main(logs + THROWS_AWAY)))
    lost = history.tasks[2]
    assert lost.ended is None and lost.destroyed is not None and lost.destroyed.seconds < 1.5
    assert isinstance(lost.spans[-1], Suspended) and lost.spans[-1].stop is None

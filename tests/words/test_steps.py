"""The player's frames and the story in words: what happened, who acts next, and sentences that are right."""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from snippets._engine.examples.catalogue import Variant
from snippets._engine.record.events import End, Lines, Wait
from snippets._engine.record.names import shown_names
from snippets._engine.record.record import Record, Stop
from snippets._engine.run.job import Job
from snippets._engine.run.pythons import Python, suitable
from snippets._engine.run.runner import record
from snippets._engine.story.moments import Moment
from snippets._engine.story.ready_queue import MOST_TOLD
from snippets._engine.story.story import Story
from snippets._engine.story.walk import MOST
from snippets._engine.words import summary
from snippets._engine.words.marks import to_plain
from snippets._engine.words.player import frames, to_js
from snippets._engine.words.teller import tell
from tests import asked
from tests.examples.runs import Recordings
from tests.programs import VARIANTS, as_known, by_id, recorded, run, with_main

HERE = Path(__file__).parents[1] / "recorder"
#: Every variant on the first Python that can run it; by default every second.
RUNS = [
    pytest.param(variant, python, id=variant.id, marks=pytest.mark.thorough if place % 2 else ())
    for place, variant in enumerate(VARIANTS)
    if (python := suitable(variant)) is not None
]
#: One of them is not in UTF-8.
SCRIPTS = [file for file in sorted((HERE / "scripts").glob("*.py")) if file.stem != "source_in_latin_1"]
#: Up to Python 3.12 what as_completed() awaits is a function inside another, and cannot say what came.
AS_COMPLETED = (
    "as_completed() has something for it. It prints “1” and suspends in line 5 until nap(2) has ended."
    if sys.version_info >= (3, 13)
    else "its wait in as_completed() is over. It prints “1” and suspends in line 5 until the next of what it was given"
)
NO_LINES = pytest.mark.skipif(sys.version_info < (3, 12), reason="Python 3.11 does not tell which lines ran")

Frames = dict[str, Any]


def program(tmp_path: Path, body: str, **how: Any) -> list[str]:
    """The sentences of a small program; its explanations are behind them."""
    source = with_main(body)
    return words(frames(tell(Story(run(tmp_path, source, **how), source)), "t", "e/v"))


def words(data: Frames) -> list[str]:
    """The sentence of each frame as plain text, with its explanation behind it."""
    names = dict(data["tasks"])
    return [to_plain(" ".join(filter(None, (frame["s"], frame.get("y")))), names) for frame in data["f"]]


def sentences(data: Frames) -> list[str]:
    """The sentence of each frame as plain text."""
    return [to_plain(frame["s"], dict(data["tasks"])) for frame in data["f"]]


def printed(data: Frames) -> str:
    """What all frames add to the output, without our own marks."""
    return "".join(piece[0] for frame in data["f"] for piece in frame.get("o", ()) if piece[2:] != ["x"])


def example(name: str) -> Story:
    """The run of a variant on this Python."""
    variant = by_id(*name.split("/"))
    return Story(as_known(variant, Python.running()), variant.source)


def of(name: str) -> Frames:
    return frames(tell(example(name)), name, name)


# The examples, by hand


@NO_LINES
def test_the_lock() -> None:
    """The await that does not suspend, the line of those who wait, and that letting go is not handing over."""
    data = of("lock_order/published")
    told_ = sentences(data)
    assert data["tasks"] == [
        [1, "main()"],
        [2, "worker_with(lock, 0)"],
        [3, "worker_with(lock, 1)"],
        [4, "worker_with(lock, 2)"],
    ]
    zero, one, two = (f"worker_with(lock, {number})" for number in range(3))
    assert (
        told_[1]
        == f"main() starts: it creates {zero}, {one} and {two} and suspends in line 12 until gather() has seen them "
        "end."
    )
    assert told_[2] == (
        f"{zero} starts: it prints “worker 0 is waiting for the lock” and asks for lock in line 5. The lock is free, "
        f"so {zero} takes "
        f"it at once, without suspending. Then {zero} prints “worker 0 has acquired the lock” and sleeps in line 7: "
        "sleep(1) suspends it until 1 s."
    )
    assert told_[3].endswith(f"asks for lock in line 5. {zero} holds it, so {one} suspends: {one} is first in line.")
    assert told_[4].endswith(f"{two} is second in line.")
    assert told_[6] == (
        f"{zero} resumes after line 7: its sleep(1) is over. It releases lock in line 5. The lock is free now, and "
        f"{one} is only "
        f"put into the ready queue. Then {zero} prints “worker 0 has released the lock” and returns."
    )
    assert told_[7].startswith(f"{one} resumes in line 5: lock is free now, and it takes it.")
    assert told_[8] == f"gather() sees that {zero} has returned: 1 of the 3 that it waited for. main() keeps waiting."
    assert (
        told_[15] == f"gather() sees that {two} has returned: 3 of the 3 that it waited for. That completes it: "
        "main() goes to the ready queue."
    )
    assert [frame["k"] for frame in data["f"]] == [0, 1, 2, 3, 4, 0, 2, 3, 0, 0, 3, 4, 0, 0, 4, 0, 1, 0, 0]
    assert [frame["t"] for frame in data["f"]][4:10] == [0, 1000, 1000, 1000, 1000, 2000]


@NO_LINES
def test_the_lock_in_the_loop_and_in_the_source() -> None:
    data = of("lock_order/published")
    step = data["f"][2]
    assert step["r"] == [3, 4]
    assert step["m"] == [[1000, 2]]
    assert step["q"] == ["`lock`: held by {2}"]
    assert step["l"] == [
        [4, "prints “worker 0 is waiting for the…”"],
        [5, "free: taken at once"],
        [6, "prints “worker 0 has acquired the l…”"],
        [7, "sleeps until 1 s"],
    ]
    assert step["c"] == {"2": ["z", [7], "sleeps until 1 s"]}
    assert step["o"] == [["worker 0 is waiting for the lock\n", 2], ["worker 0 has acquired the lock\n", 2]]
    assert data["f"][4]["q"] == ["`lock`: held by {2}; waiting: {3} and {4}"]
    assert data["f"][6]["r"] == [3, "notify `gather()`"]
    assert data["f"][6]["c"]["2"] == ["d", [], "returned"]
    assert data["f"][6]["c"]["3"] == ["r", [5], "ready"]
    assert data["f"][6]["y"].startswith("Releasing a lock does not hand it over. {3} takes it in its own next step")
    assert "q" not in data["f"][0]  # the lock is not made yet
    assert data["aw"] == [5, 7, 12]
    assert data["f"][-1]["x"] == "end"


@NO_LINES
def test_the_flood() -> None:
    """Block 1: one step that never ends, the calls without await, who starves, and a small file."""
    data = of("forgotten_await/published")
    last = data["f"][-1]
    assert (last["k"], last["x"]) == (2, "bad")
    said = sentences(data)[-1]
    assert said.startswith(
        "foo() starts and never suspends: lines 5 and 6 run over and over, all in this one step, and print "
    )
    assert said.endswith(
        "to “foo”. Line 5 calls asyncio.sleep(1) but does not await it: that only makes a coroutine and drops it."
    )
    assert "bar() stays ready and never starts, and nobody looks at the timer of main()." in words(data)[-1]
    assert last["l"] == [[5, "no await: nothing waits here", 99], [6, "prints “foo”", 99]]
    assert last["c"]["2"][0] == "k"
    assert (last["r"], last["m"]) == ([3], [[5000, 1]])
    assert last["o"][-1][1:] == [0, "x"]
    assert len(gzip.compress(to_js(data).encode())) < 2000


@NO_LINES
def test_cancelled_and_due_in_the_same_pass(tmp_path: Path) -> None:
    """Both timers are collected before a task runs; a cancellation counts although the sleep is over."""
    body = """async def foo():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        print("foo cancelled")
async def main():
    task = asyncio.create_task(foo())
    await asyncio.sleep(1)
    task.cancel()"""
    told_ = program(tmp_path, body)
    assert told_[3].startswith("Nothing was ready, so the loop slept until its next timer, at 1 s: sleep(1) of main()")
    assert "the loop first collects every timer that is due" in told_[3]
    assert told_[4] == "The timer of foo() is due: sleep(1) is over, and foo() goes to the ready queue, behind main()."
    assert "calls cancel() on foo() in line 10. That is only a request" in told_[5]
    assert "although its sleep(1) is over and it is in the ready queue already" in told_[5]
    assert "asyncio.run() will stop the loop, but only after foo(), already in the ready queue, has run." in told_[5]
    assert told_[6] == (
        "The cancellation that main() requested arrives: CancelledError is raised in foo() at line 4, out of "
        "sleep(1), although that wait had just ended. Line 5 catches it. foo() prints “foo cancelled” and returns. It "
        "kept the cancellation to itself, so it counts as finished, not as cancelled."
    )
    data = frames(tell(Story(record(Job(tmp_path / "program.py", Python.running())), body)), "t", "e/v")
    assert data["f"][3]["r"] == ["timer of {2}", 1]


@NO_LINES
def test_the_deadlock_of_the_sentinel() -> None:
    """Block 7: how many items were put and how many reported, and that the consumer is gone."""
    data = of("queue_sentinel/published")
    assert data["f"][-1]["x"] == "bad"
    assert words(data)[-1] == (
        "Deadlock: nothing is ready and no timer is set, so nothing can ever wake a task again. main() waits in line "
        "42 for "
        "queue.join(), which needs 1 more task_done(): 11 items were put in, task_done() was called 10 times in line "
        "29. "
        "consumer(queue) has ended and will not call it any more."
    )
    assert sentences(data)[40].endswith(
        "It puts an item into queue in line 10 without suspending (1 item in it now), puts an item into queue in line "
        "13 without suspending "
        "(2 items in it now) and suspends in line 42: queue.join() needs 3 more task_done()."
    )
    assert data["f"][4]["c"]["1"] == ["z", [7, 39], "sleeps until 2 s"]  # main awaits producer, which sleeps
    assert len(gzip.compress(to_js(data).encode())) < 4000


@NO_LINES
def test_the_event_that_nobody_can_set() -> None:
    """Block 10: the line that would set it, and that it waits for those who wait."""
    said = words(of("event_never_set/published"))[-1]
    ones = "waiter(event) #1, waiter(event) #2 and waiter(event) #3"
    assert f"{ones} wait in line 5 for event to be set." in said
    assert f"Only main() would set it, in line 17, but it stands in line 13, waiting for {ones}: a circle." in said


# Each primitive, by a small program

EAGER = "asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)"

SMALL = [
    pytest.param(
        """
async def main():
    places = asyncio.Semaphore(1)
    async with asyncio.TaskGroup() as group:
        for number in range(2):
            group.create_task(work(places, number))
async def work(places, number):
    async with places:
        await asyncio.sleep(1)
""",
        [
            "takes a place in places in line 9 at once, without suspending (no places left)",
            "finds no place left in places in line 9 and suspends: work(places, 1) is first in line",
            "gives back its place in places in line 9. The place is kept for work(places, 1)",
            "a place in places was freed for it by work(places, 0) in line 9",
            "at the end of the block, until they have ended",
        ],
        id="semaphore",
    ),
    pytest.param(
        """
async def main():
    ready = asyncio.Event()
    task = asyncio.create_task(wait(ready))
    await asyncio.sleep(1)
    ready.set()
    await ready.wait()
    await task
async def wait(ready):
    await ready.wait()
""",
        [
            "wait(ready) starts and suspends in line 11, because ready is not set",
            "It sets ready in line 7. That only puts wait(ready) into the ready queue.",
            "finds ready set in line 8, so wait() does not suspend",
            "wait(ready) resumes after line 11: ready was set by main() in line 7. It returns (that wakes main(), "
            "which waits for it)",
            "main() resumes in line 9: wait(ready) has returned",
        ],
        id="event",
    ),
    pytest.param(
        """
async def main():
    tea = asyncio.Condition()
    drinker = asyncio.create_task(drink(tea))
    await asyncio.sleep(1)
    async with tea:
        tea.notify()
    await drinker
async def drink(tea):
    async with tea:
        await tea.wait()
""",
        [
            "asks for tea in line 11. The lock is free, so drink(tea) takes it at once",
            "releases tea in line 12 and suspends until it is notified",
            "notifies tea in line 8. That puts drink(tea) into the ready queue; nobody can go on before the lock of "
            "tea is free",
            "drink(tea) resumes after line 12: it was notified by main() in line 8 and holds tea again",
        ],
        id="condition",
    ),
    pytest.param(
        """
async def main():
    gate = asyncio.Barrier(2)
    await asyncio.gather(walk(gate, 1), walk(gate, 2))
async def walk(gate, number):
    await gate.wait()
""",
        [
            "walk(gate, 1) starts and waits at gate in line 7 for the others (1 of 2 there)",
            "walk(gate, 2) starts: it is the last to arrive at gate in line 7, so it does not suspend (that wakes "
            "walk(gate, 1))",
            "walk(gate, 1) resumes after line 7: all parties have arrived at gate",
        ],
        id="barrier",
    ),
    pytest.param(
        """
async def main():
    queue = asyncio.Queue(1)
    reader = asyncio.create_task(read(queue))
    for number in range(3):
        await queue.put(number)
    await queue.join()
async def read(queue):
    while True:
        await asyncio.sleep(1)
        await queue.get()
        queue.task_done()
""",
        [
            "puts an item into queue in line 7 without suspending (1 item in it now), then finds queue full in line 7 "
            "and suspends",
            "takes an item out of queue in line 12 without suspending (that makes room and wakes main())",
            "main() resumes in line 7: there is room in queue now, and it puts its item in",
            "calls task_done() on queue in line 13. That was the last one: main() goes to the ready queue",
            "main() resumes after line 8: task_done() was called for every item of queue",
            "main() has ended, so asyncio.run() cleans up: it cancels read(queue), which has not ended yet.",
            "asyncio.run() is cleaning up, so CancelledError is raised in read(queue) at line 11, out of sleep(1). It "
            "ends as cancelled.",
        ],
        id="queue",
    ),
    pytest.param(
        """
async def main():
    queue = asyncio.Queue(2)
    for number in range(2):
        await queue.put(number)
        print(number)
    try:
        queue.put_nowait(3)
    except asyncio.QueueFull:
        print("full")
    await asyncio.sleep(1)
""",
        [
            "main() starts: it puts an item into queue in line 6 without suspending (1 item in it now), prints “0”, "
            "puts an item into queue in line 6 without suspending (2 items in it now), prints “1” and “full” and "
            "sleeps in line 12"
        ],
        id="order of puts and prints",
    ),
    pytest.param(
        """
async def main():
    try:
        async with asyncio.timeout(1):
            await asyncio.create_task(slow())
    except TimeoutError:
        print("too late")
async def slow():
    await asyncio.sleep(9)
""",
        [
            "until its next timer, at 1 s. A timeout has expired: it cancels main(), which is inside its block. "
            "main() passes "
            "that on to slow(), which it waits for.",
            "The cancellation that main() passed on arrives: CancelledError is raised in slow() at line 10, out of "
            "sleep(9). It ends as "
            "cancelled (that wakes main(), which waits for it).",
            "Time is up, so CancelledError is raised in main() at line 6, out of its wait for slow(). The timeout in "
            "line 5 turns it "
            "into TimeoutError, and line 7 catches that. main() prints “too late” and returns.",
        ],
        id="timeout",
    ),
    pytest.param(
        """
async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(fails())
        group.create_task(waits())
async def fails():
    raise ValueError
async def waits():
    await asyncio.sleep(9)
""",
        [
            "fails() starts and ends with ValueError.",
            "The TaskGroup sees that fails() has failed with ValueError. One failure stops the whole group: it "
            "cancels waits(); "
            "main(), which waits at the end of the block, is woken.",
            "Its TaskGroup has to stop, so CancelledError is raised in waits() at line 10",
            "main() resumes: all tasks of its group have ended, but fails() failed. So the block in line 4 raises an "
            "ExceptionGroup.",
            "The program ends with ExceptionGroup, which nothing catches.",
        ],
        id="failing group",
    ),
    pytest.param(
        """
async def main():
    try:
        await asyncio.gather(fails(), waits())
    except ValueError:
        print("main goes on")
        await asyncio.sleep(2)
async def fails():
    raise ValueError
async def waits():
    await asyncio.sleep(1)
""",
        [
            "gather() sees that fails() has failed with ValueError: 1 of the 2 that it waited for. It passes "
            "that on at once, without "
            "waiting for the others",
            "main() resumes in line 5: fails() failed, so its await raises ValueError here. Line 6 catches it.",
            "gather() sees that waits() has returned.",
        ],
        id="failing gather",
    ),
    pytest.param(
        """
async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fails())
    except KeyError:
        print("wrong")
    except ValueError:
        print("wrong, too")
async def fails():
    raise ValueError
""",
        ["Line 7, except KeyError, does not catch it. Line 9, except ValueError, does not catch it. main() ends with"],
        id="except clauses that do not catch",
    ),
    pytest.param(
        """
async def main():
    gathered = asyncio.gather(fails(), return_exceptions=True)
    print(await gathered)
async def fails():
    raise ValueError
""",
        ["main() resumes in line 5: gather() is complete. It prints “[ValueError()]” and returns."],
        id="gather that keeps exceptions",
    ),
    pytest.param(
        """
async def main():
    task = asyncio.create_task(outer())
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.wait([task])
    await asyncio.sleep(9)
async def outer():
    await asyncio.shield(inner())
async def inner():
    await asyncio.sleep(5)
""",
        [
            "suspends in line 10 for inner(), behind a shield()",
            "calls cancel() on outer() in line 6. That is only a request: CancelledError will be raised in outer() at "
            "line 10, in its next step.",
            "CancelledError is raised in outer() at line 10, out of shield(). It ends as cancelled.",
            "wait() sees that outer() was cancelled. main() goes to the ready queue.",
            "inner() resumes after line 12: its sleep(5) is over. It returns.",
        ],
        id="shield",
    ),
    pytest.param(
        """
async def main():
    for first in asyncio.as_completed([nap(2), nap(1)]):
        print(await first)
async def nap(seconds):
    await asyncio.sleep(seconds)
    return seconds
""",
        [
            "as_completed() sees that nap(1) has returned. main() goes to the ready queue.",
            AS_COMPLETED,
        ],
        id="as_completed",
    ),
    pytest.param(
        """
def ring(bell):
    print(bell)
async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(1, ring, "later")
    loop.call_soon(ring, "soon")
    await asyncio.sleep(2)
""",
        [
            "The loop calls ring(), defined in line 3. It prints “soon”.",
            "Nothing was ready, so the loop slept until its next timer, at 1 s. The loop calls ring(), defined in "
            "line 3. It prints "
            "“later”.",
        ],
        id="callbacks",
    ),
    pytest.param(
        """
async def main():
    task = asyncio.create_task(never())
    task.cancel()
    await asyncio.wait([task])
async def never():
    print("unseen")
""",
        [
            "never() was cancelled before it could start: none of its lines runs.",
            "Every task has ended: main() returned and never() was cancelled.",
        ],
        id="cancelled at birth",
    ),
    pytest.param(
        """
import time
async def main():
    asyncio.create_task(beats())
    await asyncio.sleep(0)
    time.sleep(2)
async def beats():
    await asyncio.sleep(1)
""",
        ["Line 7 blocked the loop for 2 s: nothing else could run."],
        id="held loop",
    ),
    pytest.param(
        """
async def main():
    one, other = asyncio.Lock(), asyncio.Lock()
    await asyncio.gather(both(one, other), both(other, one))
async def both(first, second):
    async with first:
        await asyncio.sleep(1)
        async with second:
            pass
""",
        [
            "Each waits for the next, in a circle: both(first, second) #1 → both(first, second) #2 → both(first, "
            "second) #1."
        ],
        id="two locks",
    ),
]


@NO_LINES
@pytest.mark.parametrize(("body", "expected"), SMALL)
def test_what_is_said_of_it(tmp_path: Path, body: str, expected: list[str]) -> None:
    said = "\n".join(program(tmp_path, body))
    assert [part for part in expected if part not in said] == [], said


@NO_LINES
def test_an_eager_task_is_told_inside_its_creators_step(tmp_path: Path) -> None:
    body = f"""
async def main():
    {EAGER}
    asyncio.create_task(quick())
    print("then main")
async def quick():
    print("first quick")
"""
    said = program(tmp_path, body)
    assert said[1].startswith(
        "main() starts: it creates quick(), which is eager and starts at once, inside this step. quick() prints "
        "“first quick” and "
        "returns. Then main() prints “then main” and returns."
    )


def test_an_executor_on_the_real_clock(tmp_path: Path) -> None:
    body = """
def work():
    return 7
async def main():
    print(await asyncio.to_thread(work))
"""
    said = "\n".join(program(tmp_path, body, clock="real"))
    assert "hands work() to an executor in line 6 and suspends" in said
    assert "A result from an executor has arrived. main() goes to the ready queue." in said
    assert "main() resumes in line 6: work() is done, and its result is there. It prints “7” and returns." in said


# Names


def test_what_a_thread_prints_does_not_hold_the_loop(tmp_path: Path) -> None:
    body = """import time
def work():
    time.sleep(0.7)
    print("computed")
async def give_up():
    try:
        await asyncio.wait_for(asyncio.to_thread(work), 0.2)
    except TimeoutError:
        print("gave up")
async def main():
    await give_up()
    await give_up()
    await asyncio.sleep(1)
"""
    said = program(tmp_path, body, clock="real")
    told = [text for text in said if "“computed”" in text]
    assert len(told) == 2
    assert all("outside the loop, the program prints “computed”" in text.lower() for text in told)
    assert not any("stood still" in text for text in told)  # elsewhere a busy machine may have held it


def test_what_a_child_prints_is_told_as_its_own(tmp_path: Path) -> None:
    body = """async def main():
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", "print('hello')")
    await child.wait()
    await asyncio.sleep(0.2)
"""
    source = f"import asyncio, sys\n{body}asyncio.run(main())\n"
    made = run(tmp_path, source, clock="real")
    story = summary.sentences(tell(Story(made, source)))
    assert any("nother process prints “hello”" in text for text in story)
    assert not any("thread" in text or "the program prints" in text for text in story)
    assert [*shown_names(made).values()] == ["main()"], "what asyncio makes for itself is no task of the program's"
    assert sum("connects the pipes of the new process" in text for text in story) <= 1


@NO_LINES
def test_work_that_fails_in_an_executor_has_no_result(tmp_path: Path) -> None:
    body = """def divide():
    return 1 / 0
async def main():
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(None, divide)
"""
    said = program(tmp_path, body, clock="real")
    expected = "instead of a result of divide(), ZeroDivisionError comes back, and is raised here. It ends with Zero"
    assert any(expected in sentence for sentence in said), said


def test_two_that_wait_in_one_line_for_different_locks_are_told_apart(tmp_path: Path) -> None:
    body = """async def transfer(source, target):
    async with source:
        await asyncio.sleep(1)
        async with target:
            pass
async def main():
    ann, bob = asyncio.Lock(), asyncio.Lock()
    await asyncio.gather(transfer(ann, bob), transfer(bob, ann))
"""
    end = program(tmp_path, body)[-1]
    assert end.startswith("Deadlock")
    assert [*re.findall(r"#(\d) waits in line 5 for (\w+), held by", end)] == [("1", "bob"), ("2", "ann")]


@NO_LINES
def test_a_coroutine_that_is_awaited_by_its_name_was_not_done_already(tmp_path: Path) -> None:
    body = """async def work():
    await asyncio.sleep(1)
async def main():
    job = work()
    await job
"""
    assert not any("done already" in text for text in program(tmp_path, body))


def test_who_is_still_inside_the_block_does_not_wait_at_its_end(tmp_path: Path) -> None:
    body = """async def fails():
    raise ValueError
async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fails())
            {body}
    except* ValueError:
        print("caught")
"""
    inside = " ".join(program(tmp_path, body.replace("{body}", "await asyncio.Event().wait()")))
    assert "main(), which is still inside the block, is cancelled there" in inside
    assert "waits at the end of the block" not in inside
    at_its_end = " ".join(program(tmp_path, body.replace("{body}", "pass")))
    assert "main(), which waits at the end of the block, is woken" in at_its_end


def test_names(tmp_path: Path) -> None:
    body = """
import asyncio
async def nap(seconds): await asyncio.sleep(seconds)
async def main():
    await asyncio.gather(nap(1), nap(1), nap(2), asyncio.create_task(nap(1), name="the boss"))
asyncio.run(main())
"""
    made = run(tmp_path, body)
    assert sorted(shown_names(made).values()) == ["main()", "nap(1) #1", "nap(1) #2", "nap(2)", "the boss"]


def test_a_task_of_asyncios_own_has_no_name() -> None:
    made = example("lock_order/published").record
    own = replace(made.tasks[1], label="BaseEventLoop._create_server_getaddrinfo(host)")
    assert 2 not in shown_names(replace(made, tasks=(made.tasks[0], own, *made.tasks[2:])))


# What always holds


@pytest.fixture(scope="module")
def runs() -> Iterator[dict[str, Future[Record]]]:
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield {
            file.stem: pool.submit(recorded, Job(file, Python.running()))
            for file in SCRIPTS
            if asked.thorough or file in SCRIPTS[::3]
        }


#: By default one program of three.
SOME = [
    pytest.param(file, id=file.stem, marks=pytest.mark.thorough if place % 3 else ())
    for place, file in enumerate(SCRIPTS)
]


@pytest.mark.parametrize("file", SOME)
def test_of_any_program(file: Path, runs: dict[str, Future[Record]]) -> None:
    """The head of the ready queue is who acts next; all output is there, once; files are small; so is the story."""
    made, source = runs[file.stem].result(), file.read_text(encoding="utf-8")
    data = frames(tell(Story(made, source)), file.stem, file.stem)
    assert_who_acts_next(Story(made, source).moments)
    cut = any(piece[2:] == ["x"] for frame in data["f"] for piece in frame.get("o", ()))
    assert printed(data) == made.text or (cut and len(made.text) > 2000)
    assert len(data["f"]) <= MOST + 1
    assert len(gzip.compress(to_js(data).encode())) < 8000
    story = summary.sentences(tell(Story(made, source)))
    assert 1 <= len(story) <= 46
    assert not re.search(r"\{\d+\}|`", "".join(re.sub("“[^”]*”", "", sentence) for sentence in story))
    numbers = dict(data["tasks"])
    for frame in data["f"]:
        for said in (
            frame["s"],
            frame.get("y", ""),
            *frame.get("q", ()),
            *(state[2] for state in frame.get("c", {}).values()),
        ):
            assert {int(n) for n in re.findall(r"\{(\d+)\}", re.sub("“[^”]*”", "", said))} <= set(numbers), said
            assert "None" not in re.sub("“[^”]*”|`[^`]*`|None of them", "", said), said
            assert "line ?" not in said


@pytest.mark.parametrize(("variant", "python"), RUNS)
def test_all_steps_of_an_example_print_what_was_printed(
    variant: Variant, python: Python, recordings: Recordings
) -> None:
    made = recordings.of(variant, python)
    data = frames(tell(Story(made, variant.source)), variant.id, variant.id)
    cut = any(piece[2:] == ["x"] for frame in data["f"] for piece in frame.get("o", ()))
    assert printed(data) == made.text or cut or data["f"][-1].get("x") == "cut"


def assert_who_acts_next(moments: list[Moment]) -> None:
    """The head of the ready queue acts next; and whoever is said to be ready stands in it, nobody else."""
    names = set(moments[-1].states)
    for before, after in pairwise(moments):
        if after.kind not in ("step", "callback"):
            continue
        if before.ready:
            timer = ("timer", after.about)
            acts = after.task if after.kind == "step" else timer if after.name == "timer" else after.name
            assert before.ready[0] == acts, (before.seconds, after.seconds)
        if len(before.ready) < MOST_TOLD - 1:
            ready = {task for task, state in before.states.items() if state.how == "ready"}
            assert ready == {entry for entry in before.ready if entry in names}, before.seconds


def test_who_acts_next_is_seen_to_fail() -> None:
    moments = example("lock_order/published").moments
    assert_who_acts_next(moments)
    with pytest.raises(AssertionError):
        assert_who_acts_next(moments[:8] + moments[9:])
    moments[6].states[3] = replace(moments[6].states[3], how="waiting")
    with pytest.raises(AssertionError):
        assert_who_acts_next(moments)


def test_without_lines_as_on_python_3_11() -> None:
    """No line is known then but those of waits, prints and wakes: less is told, nothing wrong."""
    story = example("lock_order/published")
    made, source = story.record, story.source
    bare = [event._replace(ran=[]) if isinstance(event, Wait | End | Lines) else event for event in made.events]
    said = words(frames(tell(Story(replace(made, events=tuple(bare), python="3.11.7"), source)), "t", "e/v"))
    zero, one = "worker_with(lock, 0)", "worker_with(lock, 1)"
    assert "takes lock" in said[2]
    assert f"{zero} holds it, so {one} suspends: {one} is first in line." in said[3]
    assert f"releases lock (that wakes {one})" in said[6]


@pytest.mark.parametrize("stem", ["loop_in_another_thread", "docs_echo_over_tcp", "thread_wakes"])
def test_programs_on_the_real_clock(stem: str) -> None:
    file = HERE / "real" / f"{stem}.py"
    made = record(Job(file, Python.running(), "real", Stop(seconds=10)))
    data = frames(tell(Story(made, file.read_text(encoding="utf-8"))), stem, stem)
    assert printed(data) == made.text


# The file, and the story


def test_the_file_is_one_statement(tmp_path: Path) -> None:
    source = "print('</script> \u2028 {1}')\n"
    made = run(tmp_path, source)
    text = to_js(frames(tell(Story(made, source)), "t", "some/variant"))
    start, end = '(window.aioSteps=window.aioSteps||{})["some/variant"]=', ";\n"
    assert text.startswith(start) and text.endswith(end)
    assert "</script" not in text and "\u2028" not in text
    data = json.loads(text[len(start) : -len(end)])
    assert (data["v"], data["id"], data["src"]) == (1, "some/variant", source.split("\n")[:1])
    assert printed(data) == made.text


def test_a_program_without_tasks(tmp_path: Path) -> None:
    source = "print('hello')\n"
    data = frames(tell(Story(run(tmp_path, source), source)), "t", "e/v")
    assert words(data) == [
        "Python runs the file from top to bottom. No event loop runs in this program. It prints “hello”.",
        "The program has ended. No task was ever created.",
    ]


def test_a_program_that_does_not_compile(tmp_path: Path) -> None:
    source = "async with\n"
    data = frames(tell(Story(run(tmp_path, source), source)), "t", "e/v")
    assert (
        words(data)[-1]
        == "The program has ended. No task was ever created. The program ends with SyntaxError, which nothing catches."
    )


def test_a_long_run_is_cut(tmp_path: Path) -> None:
    body = "async def main():\n    for number in range(2000):\n        print(number)\n        await asyncio.sleep(1)"
    source = with_main(body)
    made = run(tmp_path, source)
    data = frames(tell(Story(made, source)), "t", "e/v")
    assert len(data["f"]) == MOST + 1
    assert data["f"][-1]["x"] == "cut"
    assert sentences(data)[-1] == f"What is shown ends here, after {MOST - 1} steps; the run goes on."
    assert len(gzip.compress(to_js(data).encode())) < 6000
    story = summary.sentences(tell(Story(made, source)))
    assert len(story) < 10
    assert any(
        re.search(r"^This step repeats \d+ more times, the last time at \d+ s\.$", sentence) for sentence in story
    )


@NO_LINES
def test_the_story_of_the_sentinel() -> None:
    story = summary.sentences(tell(example("queue_sentinel/published")))
    assert story[3].startswith("At 1 s: main() resumes after line 7: its sleep(1) is over.")
    assert story[7] == "These 2 steps repeat 7 more times, the last time at 9 s."
    assert story[-1].startswith("Deadlock: nothing is ready") and "which needs 1 more task_done()" in story[-1]
    assert len(story) == 12


def test_what_tasks_do_alike_is_told_of_one() -> None:
    story = summary.sentences(tell(example("event_never_set/published")))
    assert (
        story[2]
        == "waiter(event) #1 starts: it prints “waiting for it...” and suspends in line 5, because event is not set."
    )
    assert story[3] == "The same goes for waiter(event) #2 and waiter(event) #3."


def test_of_many_tasks_all_are_counted(tmp_path: Path) -> None:
    said = "\n".join(
        program(
            tmp_path,
            """
async def stands(event):
    await event.wait()
async def main():
    event = asyncio.Event()
    await asyncio.gather(*(stands(event) for _ in range(30)))
""",
        )
    )
    assert set(re.findall(r"and (\d+) more", said)) == {"25"}, "five are named, of thirty"


HANDED_OVER = {
    "to a timer": "handle = loop.call_later(9, ev.set)",
    "under another name": "again = ev\n    handle = loop.call_later(9, lambda: again.set())",
    "by its name alone": "handle = loop.call_later(9, getattr(ev, 'set'))",
}


@pytest.mark.parametrize("how", HANDED_OVER)
def test_a_line_that_hands_set_over_is_a_line_that_sets(how: str, tmp_path: Path) -> None:
    body = f"async def main():\n    loop, ev = asyncio.get_running_loop(), asyncio.Event()\n    {HANDED_OVER[how]}\n"
    last = program(tmp_path, body + "    handle.cancel()\n    await ev.wait()")[-1]
    assert "for ev to be set" in last
    assert "No line" not in last
    assert "set it" not in last


def test_what_sets_another_event_does_not_count(tmp_path: Path) -> None:
    body = "async def main():\n    other, ev = asyncio.Event(), asyncio.Event()\n    other.set()\n    await ev.wait()"
    assert "No line of the program sets it" in program(tmp_path, body)[-1]


@pytest.mark.parametrize("put", ["call_soon(queue.put_nowait, 1)", "call_soon(lambda: mine.put_nowait(1))"])
def test_whoever_could_put_under_another_name_is_left(put: str, tmp_path: Path) -> None:
    """Only where the text tells who can is it said that nobody is left."""
    body = f"""
async def puts(mine):
    await asyncio.Event().wait()
    asyncio.get_running_loop().{put}
async def main():
    global queue
    queue = asyncio.Queue()
    helper = asyncio.create_task(puts(queue))
    await queue.get()
"""
    last = program(tmp_path, body)[-1]
    assert "for an item in queue" in last
    assert "nobody is left" not in last


def test_a_line_that_has_set_an_event_was_reached(tmp_path: Path) -> None:
    body = """
async def sets(ev):
    ev.set()
async def main():
    ev = asyncio.Event()
    await asyncio.create_task(sets(ev))
    ev.clear()
    await ev.wait()
"""
    last = program(tmp_path, body)[-1]
    assert "for ev to be set" in last
    assert "never reached" not in last


@NO_LINES
def test_a_line_that_would_set_an_event_is_never_reached(tmp_path: Path) -> None:
    body = """
async def sets(ev, really):
    if really:
        ev.set()
async def main():
    ev = asyncio.Event()
    await asyncio.create_task(sets(ev, False))
    await ev.wait()
"""
    assert "It would be set in line 5, which is never reached." in program(tmp_path, body)[-1]


@pytest.mark.parametrize(
    ("helpers", "only"), [("one(ev)", True), ("one(ev), one(ev)", False), ("one(ev), two(ev)", False)]
)
def test_only_one_would_set_it_where_no_other_could(helpers: str, only: bool, tmp_path: Path) -> None:
    body = f"""
async def one(ev):
    await asyncio.Event().wait()
    ev.set()
{"async def two(ev):" if "two" in helpers else "async def idle():"}
    await asyncio.Event().wait()
    {"ev.set()" if "two" in helpers else ""}
async def main():
    ev = asyncio.Event()
    helpers = [asyncio.create_task(one) for one in [{helpers}]]
    await ev.wait()
"""
    assert ("Only one(ev) would set it, in line 5" in program(tmp_path, body)[-1]) == only
    assert ("Only" in program(tmp_path, body)[-1]) == only

"""Sentences give a cause only where the record holds it: what awaits raise, what is over, what a primitive holds."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path
from typing import Any

import pytest

from snippets._engine.examples import catalogue
from snippets._engine.pages import verdict
from snippets._engine.record.events import Cancel, Created, Raise, State, Wait
from snippets._engine.record.record import Record
from snippets._engine.recorder import arrivals, graft
from snippets._engine.run.pythons import Python
from snippets._engine.story.story import Story
from snippets._engine.words import ending, templates
from snippets._engine.words import verdict as verdict_lines
from snippets._engine.words.marks import to_plain
from snippets._engine.words.needs import NEEDS, Template, choose
from snippets._engine.words.player import frames
from snippets._engine.words.teller import tell
from tests.programs import NEWEST, each_python, each_with_lines, run, with_main

TABLES = {
    name: value
    for name, value in (vars(templates) | vars(ending) | vars(verdict_lines)).items()
    if name.isupper() and isinstance(value, dict) and not name.startswith("_")
}


def raised(made: Record) -> list[tuple[Any, ...]]:
    """What was raised where: task, class, line, place."""
    return [event[2:] for event in made.events if isinstance(event, Raise)]


def told(made: Record, tmp_path: Path) -> str:
    """All sentences of a run, a line each."""
    data = frames(tell(Story(made, (tmp_path / "program.py").read_text(encoding="utf-8"))), "t", "e/v")
    names = dict(data["tasks"])
    return "\n".join(to_plain(f"{frame['s']} {frame.get('y', '')}", names) for frame in data["f"])


# The table of sentences


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_template_declares_what_it_needs_to_know(name: str) -> None:
    table = TABLES[name]
    for key, template in table.items():
        assert isinstance(template, Template), (name, key)
        assert set(template.needs) <= set(NEEDS), (name, key)
        assert not template.weaker or template.needs, (name, key)
        if template.weaker:
            assert template.weaker in table, (name, key)


def test_every_need_is_needed() -> None:
    needed = {need for table in TABLES.values() for template in table.values() for need in template.needs}
    assert needed == set(NEEDS)


def test_without_what_it_needs_a_weaker_sentence_is_said() -> None:
    """Whatever is not known: what is said then needs nothing that is missing."""
    for table in TABLES.values():
        for key, template in table.items():
            for missing in template.needs:
                known = set(NEEDS) - {missing}
                said = choose(table, key, known)
                assert said != template
                assert missing not in said.needs
            assert choose(table, key, NEEDS) == template
    assert choose(templates.GOES_ON, "queue.get", {"over"}).endswith("there is an item in {thing} now, and it takes it")
    assert choose(templates.GOES_ON, "queue.get", set()) == templates.GOES_ON["past"]
    assert choose(templates.WAITS, "queue.get", set()) == templates.WAITS["item"]


# What arrives at an await


def test_the_source_that_is_compiled_anew_is_the_functions_own() -> None:
    for function in (*arrivals.TELLING, *arrivals.TELLING_OF_STREAMS):
        code = function.__code__
        ours, theirs = (
            graft._parsed(text, code.co_firstlineno)[1] for text in (graft._source(code), inspect.getsource(code))
        )
        assert ast.dump(ours, include_attributes=True) == ast.dump(theirs, include_attributes=True), function


@each_python
def test_wait_for_raises_a_timeout_not_the_cancellation(tmp_path: Path, python: Python) -> None:
    body = """async def nap():
    await asyncio.sleep(5)
async def main():
    try:
        await asyncio.wait_for(nap(), 1)
    except TimeoutError:
        print('too late')"""
    made = run(tmp_path, with_main(body), python)
    # Up to 3.11 a task of its own runs the coroutine; from 3.12 on it stands in main()'s own frames.
    assert [part[:3] for part in raised(made) if part[2] == 6 and part[3] != "inside"] == [(1, "TimeoutError", 6)]
    said = told(made, tmp_path)
    goes_on = next(line for line in said.split("\n") if "rints “too late”" in line)
    assert "TimeoutError" in goes_on and "CancelledError here" not in goes_on


@each_python
def test_a_timeout_makes_another_exception_of_a_cancellation(tmp_path: Path, python: Python) -> None:
    body = """async def main():
    try:
        async with asyncio.timeout(1):
            await asyncio.sleep(5)
    except TimeoutError:
        print('too late')"""
    made = run(tmp_path, with_main(body), python)
    assert raised(made) == [
        (1, "CancelledError", 5, "inside"),
        (1, "CancelledError", 5, "await"),
        (1, "TimeoutError", 4, "later"),
    ]
    assert "out of sleep(5). The timeout in line 4 turns it into TimeoutError" in told(made, tmp_path)


@each_python
def test_of_a_task_a_future_a_group_and_a_queue(tmp_path: Path, python: Python) -> None:
    body = """async def fails(seconds):
    await asyncio.sleep(seconds)
    raise KeyError
async def main():
    try:
        await asyncio.create_task(fails(1))
    except KeyError:
        pass
    future = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(1, future.set_exception, OSError())
    try:
        await future
    except OSError:
        pass
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fails(1))
    except* KeyError:
        pass"""
    made = run(tmp_path, with_main(body), python)
    assert [part[1:] for part in raised(made) if part[3] == "await"] == [
        ("KeyError", 7, "await"),
        ("OSError", 13, "await"),
        ("ExceptionGroup", 17, "await"),
    ]
    said = told(made, tmp_path)
    assert "fails(1) #1 failed, so its await raises KeyError here" in said
    assert "main() resumes in line 13: its await raises OSError here" in said
    assert "but fails(1) #2 failed. So the block in line 17 raises an ExceptionGroup" in said


@each_python
def test_a_cancellation_inside_of_a_group_does_not_come_out_before_its_tasks_end(
    tmp_path: Path, python: Python
) -> None:
    body = """async def stubborn():
    try:
        await asyncio.sleep(9)
    finally:
        await asyncio.sleep(1)
async def parent():
    async with asyncio.TaskGroup() as group:
        group.create_task(stubborn())
async def main():
    task = asyncio.create_task(parent())
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.wait([task])"""
    said = told(run(tmp_path, with_main(body), python), tmp_path)
    assert "CancelledError is raised in parent(), inside its TaskGroup, which it awaits in line 8" in said
    assert "and the cancellation that had to wait for that is raised now" in said


# What is over, and what is not


@each_python
def test_the_same_line_again_is_not_the_same_await(tmp_path: Path, python: Python) -> None:
    body = """async def collects(queue):
    total = 0
    while True:
        total += await queue.get()
async def main():
    queue = asyncio.Queue()
    task = asyncio.create_task(collects(queue))
    for number in range(3):
        await asyncio.sleep(1)
        queue.put_nowait(number)
    await asyncio.sleep(1)"""
    made = run(tmp_path, with_main(body), python)
    waits = [event for event in made.events if isinstance(event, Wait) and event.task == 2]
    assert [wait.same for wait in waits] == [False] * 4
    said = told(made, tmp_path)
    assert said.count("there is an item in queue now, and it takes it") == 3
    assert "wait on" not in said


@each_python
def test_who_was_notified_and_has_to_wait_for_the_lock(tmp_path: Path, python: Python) -> None:
    body = """async def waits(ready):
    async with ready:
        await ready.wait()
async def main():
    ready = asyncio.Condition()
    task = asyncio.create_task(waits(ready))
    await asyncio.sleep(1)
    async with ready:
        ready.notify_all()
        await asyncio.sleep(1)
    await task"""
    said = told(run(tmp_path, with_main(body), python), tmp_path)
    assert "waits(ready) has been notified in line 4, but ready is taken: it keeps waiting, for ready" in said
    assert "it had been notified; ready is free now, and it holds it again" in said


def test_a_queue_that_holds_items_is_not_called_empty(tmp_path: Path) -> None:
    """Items that were put in without waking who waits: the count is known, and so is that nothing woke it."""
    body = """async def display(queue):
    print(await queue.get())
async def main():
    queue = asyncio.Queue()
    task = asyncio.create_task(display(queue))
    await asyncio.sleep(1)
    queue._put(1)
    await task"""
    said = told(run(tmp_path, with_main(body), Python.running()), tmp_path)
    assert "in queue.get(), although there is 1 item in queue: nothing has put it into the ready queue" in said


def test_asyncio_run_is_told_of_the_ends_that_it_asked_for(tmp_path: Path) -> None:
    body = """async def child():
    await asyncio.sleep(9)
async def main():
    global kept
    kept = asyncio.gather(asyncio.create_task(child()))
    await asyncio.sleep(1)"""
    said = told(run(tmp_path, with_main(body), Python.running()), tmp_path)
    assert "asyncio.run(), which waits for what it cancelled, sees that child() was cancelled." in said


def test_where_it_is_not_known_what_an_await_raised_nothing_is_said_of_it(tmp_path: Path) -> None:
    body = """import contextlib
async def main():
    reader = asyncio.StreamReader()
    asyncio.get_running_loop().call_later(1, reader.feed_eof)
    with contextlib.suppress(EOFError):
        await reader.readexactly(5)
    await asyncio.sleep(1)"""
    said = told(run(tmp_path, with_main(body), Python.running()), tmp_path)
    assert "its wait in StreamReader.readexactly() is over" in said
    assert "has what it waited for" not in said


# What is told of a step, and when


@each_python
def test_a_request_to_end_stands_where_it_was_made(tmp_path: Path, python: Python) -> None:
    """Also where `cancel()` itself raises, or the task is ready already, and no hook of asyncio's passes."""
    body = """async def gathers(box, other):
    await asyncio.sleep(0)
    await asyncio.gather(box[other])
async def main():
    box = {}
    for name, other in ("one", "two"), ("two", "one"):
        box[name] = asyncio.create_task(gathers(box, other), name=name)
    await asyncio.sleep(1)
    try:
        box["one"].cancel()
    except RecursionError:
        print("too deep")
    print("over")"""
    made = run(tmp_path, with_main(body), python)
    order = [event.kind for event in made.events if event.kind in ("cancel", "out")]
    assert order[:2] == ["cancel", "cancel"]
    assert [event.line for event in made.events if isinstance(event, Cancel)][:2] == [11, 11]
    assert "calls cancel() on one in line 11. That is only a request. one passes that on to two" in told(made, tmp_path)
    body = """async def child():
    await asyncio.sleep(0)
async def main():
    task = asyncio.create_task(child())
    await asyncio.sleep(0)
    task.cancel()
    print('asked')"""
    made = run(tmp_path, with_main(body), python)
    assert [event.kind for event in made.events if event.kind in ("cancel", "out")] == ["cancel", "out"]


def test_what_a_coroutine_would_do_is_not_done_before_it_is_awaited(tmp_path: Path) -> None:
    body = """async def main():
    lock = asyncio.Lock()
    taking = lock.acquire()
    print('not taken', lock.locked())
    await asyncio.sleep(0)
    await taking
    await asyncio.sleep(0)"""
    said = told(run(tmp_path, with_main(body), NEWEST), tmp_path)
    assert "in line 4" not in said
    assert "takes lock" in said


@each_python
def test_where_a_task_stands_is_read_from_its_frames(tmp_path: Path, python: Python) -> None:
    body = """class Room:
    async def __aenter__(self):
        await asyncio.sleep(1)
    async def __aexit__(self, *error):
        await asyncio.sleep(1)
async def inside():
    async with Room():
        await asyncio.sleep(1)
async def main():
    called = inside
    await called()"""
    made = run(tmp_path, with_main(body), python)
    stands = [event.stack for event in made.events if isinstance(event, Wait)]
    assert stands == [
        [["main", 12], ["inside", 8], ["Room.__aenter__", 4]],
        [["main", 12], ["inside", 9]],
        [["main", 12], ["inside", 8], ["Room.__aexit__", 6]],
    ]
    data = frames(tell(Story(made, (tmp_path / "program.py").read_text(encoding="utf-8"))), "t", "e/v")
    assert data["f"][1]["c"]["1"][1] == [4, 8, 12]


@each_python
def test_a_task_that_yields_what_it_cannot_wait_for_gets_an_error(tmp_path: Path, python: Python) -> None:
    body = """class Odd:
    def __await__(self):
        yield 'what is this?'
async def main():
    try:
        await Odd()
    except RuntimeError:
        print('no')"""
    made = run(tmp_path, with_main(body), python)
    assert [part[1] for part in raised(made)] == ["RuntimeError"]
    assert "its await raises RuntimeError here" in told(made, tmp_path)


@each_python
def test_a_task_that_awaits_what_is_of_another_loop_is_not_said_to_make_way(tmp_path: Path, python: Python) -> None:
    body = """lost = asyncio.new_event_loop().create_future()
async def main():
    try:
        await lost
    except RuntimeError:
        print('no')"""
    made = run(tmp_path, with_main(body), python)
    said = told(made, tmp_path)
    assert "main() starts: it suspends in line 5 and is ready again at once" in said
    assert "its await raises RuntimeError here" in said and "other tasks run" not in said


def test_a_primitive_is_not_taken_for_another_one_that_is_named_in_the_function(tmp_path: Path) -> None:
    body = """async def worker(condition, barrier):
    await barrier.wait()
    async with condition:
        print('inside')
async def main():
    condition, barrier = asyncio.Condition(), asyncio.Barrier(2)
    await asyncio.gather(worker(condition, barrier), worker(condition, barrier))"""
    newest = NEWEST
    said = told(run(tmp_path, with_main(body), newest), tmp_path)
    assert said.count("is the last to arrive at barrier") == 1


def test_a_lock_that_its_holder_left_taken(tmp_path: Path) -> None:
    body = """async def takes(lock):
    await lock.acquire()
async def main():
    lock = asyncio.Lock()
    await asyncio.create_task(takes(lock))
    await lock.acquire()"""
    said = told(run(tmp_path, with_main(body), Python.running()), tmp_path)
    assert "main() waits in line 7 for lock, which takes(lock) took and did not release before it ended." in said


def test_a_step_that_does_not_end_is_not_said_to_go_on(tmp_path: Path) -> None:
    body = """import threading
async def main():
    held = threading.Lock()
    held.acquire()
    print('before')
    held.acquire()"""
    said = told(run(tmp_path, with_main(body), Python.running()), tmp_path)
    assert "It prints “before”" in said or "it prints “before”" in said
    assert "goes on like this" not in said


def test_what_another_thread_or_the_module_does_is_no_task_s_deed(tmp_path: Path) -> None:
    body = """import threading, time
def let_go(lock):
    time.sleep(0.1)
    lock.release()
async def main():
    lock = asyncio.Lock()
    await lock.acquire()
    threading.Thread(target=let_go, args=(lock,)).start()
    await asyncio.sleep(0.3)
    print(lock.locked())"""
    made = run(tmp_path, with_main(body), Python.running(), clock="real")
    states = [event[2:] for event in made.events if isinstance(event, State)]
    assert states == [(1, 1, [1], False), (1, None, [0], True)]
    assert "releases lock" not in told(made, tmp_path)
    body = """queue = asyncio.Queue()
queue.put_nowait(1)
async def main():
    print(await queue.get())"""
    made = run(tmp_path, with_main(body), Python.running())
    assert [event[3:5] for event in made.events if isinstance(event, State)] == [(None, [1, 1]), (1, [0, 1])]


def test_a_second_loop_in_a_thread_is_told_as_its_own(tmp_path: Path) -> None:
    body = """import threading
async def other():
    await asyncio.sleep(0.1)
async def main():
    thread = threading.Thread(target=asyncio.run, args=(other(),))
    thread.start()
    thread.join()
    print('over')"""
    made = run(tmp_path, with_main(body), Python.running(), clock="real")
    assert [event.elsewhere for event in made.events if isinstance(event, Created)] == [False, True]
    said = told(made, tmp_path)
    assert "A thread creates other() meanwhile" in said
    assert "it creates other()" not in said and "will stop the loop" not in said


def test_who_was_notified_and_then_asked_to_end_was_woken_by_the_notifying(tmp_path: Path) -> None:
    body = """async def consumer(cond):
    async with cond:
        await cond.wait()
async def main():
    cond = asyncio.Condition()
    task = asyncio.create_task(consumer(cond))
    await asyncio.sleep(1)
    async with cond:
        cond.notify(1)
    task.cancel()
    print('asked')
    await asyncio.wait([task])"""
    newest = NEWEST
    said = told(run(tmp_path, with_main(body), newest), tmp_path)
    assert "notifies cond in line 10. That puts consumer(cond) into the ready queue" in said
    assert "calls cancel() on consumer(cond) in line 11. That is only a request" in said


def test_who_was_woken_and_asked_to_end_in_one_statement_was_woken_by_the_first_call(tmp_path: Path) -> None:
    body = """async def consumer(queue):
    await queue.get()
async def main():
    queue = asyncio.Queue()
    task = asyncio.create_task(consumer(queue))
    await asyncio.sleep(1)
    print(queue.put_nowait(1), task.cancel())
    await asyncio.wait([task])"""
    newest = NEWEST
    said = told(run(tmp_path, with_main(body), newest), tmp_path)
    assert "puts an item into queue in line 8 (that wakes consumer(queue))" in said


def test_who_is_woken_by_a_call_of_several_lines_was_waiting_for_it(tmp_path: Path) -> None:
    body = """async def waits(event):
    await event.wait()
async def main():
    event = asyncio.Event()
    task = asyncio.create_task(waits(event))
    await asyncio.sleep(1)
    (event
        .set())
    await task"""
    newest = NEWEST
    said = told(run(tmp_path, with_main(body), newest), tmp_path)
    assert "sets event in line 8. That only puts waits(event) into the ready queue" in said


@each_python
def test_a_task_that_asks_for_its_own_cancellation_is_who_asked(tmp_path: Path, python: Python) -> None:
    body = """async def work():
    await asyncio.sleep(1)
async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    asyncio.current_task().cancel()
    try:
        await task
    except asyncio.CancelledError:
        print('mine')"""
    made = run(tmp_path, with_main(body), python)
    said = told(made, tmp_path)
    assert [event[2:5] for event in made.events if isinstance(event, Cancel)] == [(1, 1, None), (2, 1, None)]
    assert "cancels itself" in said
    assert "main() passes that on to work(), which it waits for" in said
    assert "The cancellation that main() itself requested arrives" in said and "callback" not in said


@each_python
def test_what_a_group_asks_of_its_tasks_is_no_call_of_the_block(tmp_path: Path, python: Python) -> None:
    body = """async def work():
    await asyncio.sleep(1)
async def main():
    try:
        async with asyncio.TaskGroup() as group:
            named = group.create_task(work(), name='a')
            group.create_task(work(), name='b')
            await asyncio.sleep(0)
            group.create_task(work(), name='c')
            named.cancel()
            raise OSError
    except* OSError:
        print('failed')"""
    made = run(tmp_path, with_main(body), python)
    said = told(made, tmp_path)
    asked = sorted(event[2:5] for event in made.events if isinstance(event, Cancel))
    assert asked == [(2, 1, 6), (2, 1, 11), (3, 1, 6), (4, 1, 6)]  # of one that has not begun the line is told too
    assert "calls cancel() on a in line 11." in said
    own = next(line for line in said.split("\n") if "lets its group cancel" in line)
    assert all(f"{name}" in own.partition("lets its group cancel")[2].partition("suspends")[0] for name in "abc")
    assert "Its TaskGroup has to stop, so CancelledError is raised in b" in said


@each_python
def test_a_timeout_does_not_turn_what_the_clean_up_has_caught(tmp_path: Path, python: Python) -> None:
    body = """async def main():
    try:
        async with asyncio.timeout(1):
            try:
                await asyncio.sleep(5)
            finally:
                try:
                    await asyncio.wait_for(asyncio.Event().wait(), 1)
                except TimeoutError:
                    print('no goodbye')
    except TimeoutError:
        print('too late')"""
    said = told(run(tmp_path, with_main(body), python), tmp_path)
    late = next(line for line in said.split("\n") if "“no goodbye”" in line)
    assert "TimeoutError" in late and "turns it into" not in late


def test_a_program_whose_only_fault_is_a_warning_is_said_to_finish_with_one() -> None:
    warns = [v for example in catalogue.load() for v in example.variants if v.flaw == ("warning",)]
    finishing = [v for v in warns if v.outcome(Python.running().minor) == "finishes" and len(v.pythons()) == 5]
    assert finishing
    assert {ending.LEADS[verdict.meant(variant).finish] for variant in finishing} <= {
        "Finishes, with a warning.",
        "Finishes here, but not on every Python.",
    }


def test_who_comes_to_a_barrier_that_is_still_emptying_is_not_counted_there(tmp_path: Path) -> None:
    body = """
async def party(b, n):
    await b.wait()
async def main():
    b = asyncio.Barrier(2)
    await asyncio.gather(*[party(b, n) for n in range(4)])
"""
    said = told(run(tmp_path, with_main(body), Python.running()), tmp_path)
    assert "party(b, 0) starts and waits at b in line 4 for the others (1 of 2 there)." in said
    for n in (2, 3):
        assert (
            f"party(b, {n}) starts: it finds in line 4 that not all who came to b before have left it, and suspends "
            "until they have." in said
        )
    assert "party(b, 2) is woken in line 4: b has emptied, and now party(b, 2) waits there for the others." in said
    assert "party(b, 3) resumes in line 4: b has emptied, and party(b, 3) is the last to arrive." in said
    assert said.count("resumes after line 4: all parties have arrived at b.") == 2


@each_with_lines
def test_of_a_group_each_clause_takes_its_part(tmp_path: Path, python: Python) -> None:
    body = """
async def fails(error):
    raise error
async def both(*errors):
    async with asyncio.TaskGroup() as group:
        for error in errors:
            group.create_task(fails(error))
async def main():
    try:
        try:
            await both(ValueError(), KeyError())
        except* ValueError:
            print("a part")
    except ExceptionGroup:
        print("the rest")
    try:
        await both(ValueError(), OSError(), KeyError())
    except* IndexError:
        print("not this")
    except* ValueError:
        print("values")
    except* LookupError:
        print("keys")
    except* OSError:
        print("files")
"""
    said = told(run(tmp_path, with_main(body), python), tmp_path)
    assert "raises an ExceptionGroup. Line 13, except* ValueError, handles its part. main() prints “a part”" in said
    assert "Line 19, except* IndexError, does not catch it. Lines 21, 23 and 25, except*, handle their parts." in said
    assert "13 catches it" not in said


@each_with_lines
def test_several_requests_to_end_of_one_task_are_made_of_one(tmp_path: Path, python: Python) -> None:
    body = """
async def main():
    task = asyncio.create_task(asyncio.sleep(1))
    await asyncio.sleep(0)
    task.cancel()
    task.cancel()
    await asyncio.wait({task})
    task, other = asyncio.create_task(asyncio.sleep(2)), asyncio.create_task(asyncio.sleep(3))
    await asyncio.sleep(0)
    task.cancel()
    other.cancel()
    await asyncio.wait({task, other})
"""
    said = told(run(tmp_path, with_main(body), python), tmp_path)
    assert (
        "calls cancel() on sleep(1) in lines 6 and 7. That is only a request: CancelledError will be raised in sleep(1)"
        in (said)
    )
    assert "calls cancel() on sleep(2) and sleep(3) in lines 11 and 12" in said
    assert "raised in them" not in said


@each_with_lines
def test_a_change_in_a_line_that_is_not_known_is_not_put_after_what_is_printed(tmp_path: Path, python: Python) -> None:
    body = """
async def take(q):
    print("item", await asyncio.wait_for(q.get(), 1))
    print("item", await asyncio.wait_for(q.get(), 1))
async def hold(lock):
    async with lock:
        try:
            await asyncio.sleep(9)
        finally:
            await asyncio.sleep(0)
async def main():
    q, lock = asyncio.Queue(), asyncio.Lock()
    taker = asyncio.create_task(take(q))
    await asyncio.sleep(0.1)
    q.put_nowait(1)
    q.put_nowait(2)
    await taker
    first, second = asyncio.create_task(hold(lock)), asyncio.create_task(hold(lock))
    await asyncio.sleep(0.1)
    first.cancel()
    await asyncio.sleep(0.1)
    first.cancel()
    second.cancel()
    await asyncio.wait({first, second})
"""
    said = told(run(tmp_path, with_main(body), python), tmp_path)
    assert "with no items, " not in said.replace("in the same step leaves q with no items, ", "")
    assert "”, leaves q" not in said
    assert "releases lock (that wakes hold(lock) #2)" in said


def test_gather_counts_only_those_for_which_it_waited(tmp_path: Path) -> None:
    body = """
async def work(n):
    await asyncio.sleep(n)
async def main():
    tasks = [asyncio.create_task(work(n)) for n in (0, 1, 2)]
    await asyncio.sleep(0.5)
    await asyncio.gather(*tasks[:2])
    await asyncio.gather(work(3), work(4))
"""
    said = told(run(tmp_path, with_main(body), Python.running()), tmp_path)
    assert "gather() sees that work(1) has returned. That completes it" in said
    assert "gather() sees that work(3) has returned: 1 of the 2 that it waited for. main() keeps waiting." in said
    assert "1 of 1" not in said

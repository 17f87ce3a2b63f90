"""What the verdict on a deadlock says beside where each task stands: who holds what, who is missing, what failed."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from snippets._engine.record import ring as rings
from snippets._engine.record.outcome import Outcome
from snippets._engine.record.record import Record, Stuck
from snippets._engine.record.ring import ring
from snippets._engine.run.pythons import Python
from snippets._engine.story.story import Story
from snippets._engine.words.ending import waiting
from snippets._engine.words.player import frames
from snippets._engine.words.teller import tell
from snippets._engine.words.verdict import MOST_TOLD, verdict
from tests.programs import PYTHONS, run

Said = Callable[[str], str]


@pytest.fixture(params=[pytest.param(p, marks=() if p == Python.running() else pytest.mark.thorough, id=p.minor)
                        for p in PYTHONS])  # fmt: skip
def said(request: pytest.FixtureRequest, tmp_path: Path) -> Said:
    """Runs a program that deadlocks and returns our verdict on it."""

    def verdict(text: str) -> str:
        made = run(tmp_path, "import asyncio, functools\n" + textwrap.dedent(text), request.param)
        assert made.outcome == "deadlocks", made.text
        assert Record.from_json(made.to_json()) == made
        return "\n".join(made.verdict[1:])

    return verdict


def test_a_place_that_was_never_given_back(said: Said) -> None:
    found = said("""
        async def takes(sem):
            await sem.acquire()
        async def main():
            sem = asyncio.Semaphore(1)
            await asyncio.create_task(takes(sem), name="taker")
            async with sem:
                pass
        asyncio.run(main())
    """)
    assert "sem.acquire(), line 8; its place is held by taker, which has ended" in found
    assert "circle" not in found


def test_who_took_a_place_after_waiting_holds_it(said: Said) -> None:
    found = said("""
        async def user(sem, done):
            async with sem:
                await asyncio.sleep(1)
                await done.wait()
        async def main():
            sem, done = asyncio.BoundedSemaphore(1), asyncio.Event()
            async def first():
                async with sem:
                    await asyncio.sleep(1)
            await asyncio.gather(*(asyncio.create_task(job, name=name) for name, job in [
                ("first", first()), ("second", user(sem, done)), ("third", user(sem, done))]))
        asyncio.run(main())
    """)
    assert "third user(sem, done) waits for sem.acquire(), line 4; its place is held by second" in found
    assert "circle" not in found


def test_two_places_of_one_task(said: Said) -> None:
    found = said("""
        async def main():
            sem = asyncio.Semaphore(2)
            async with sem, sem, sem:
                pass
        asyncio.run(main())
    """)
    assert "its 2 places are held by Task-1 (2)" in found
    assert "in a circle: Task-1 waits for Task-1" in found


def test_of_places_that_others_give_back_nothing_is_said(said: Said) -> None:
    found = said("""
        async def takes(sem):
            await sem.acquire()
        async def main():
            sem = asyncio.Semaphore(1)
            await asyncio.create_task(takes(sem))
            sem.release()
            await asyncio.create_task(takes(sem))
            await sem.acquire()
        asyncio.run(main())
    """)
    assert "waits for sem.acquire(), line 10" in found
    assert "held" not in found


def test_a_place_given_back_by_one_who_was_cancelled_while_waiting(said: Said) -> None:
    found = said("""
        async def user(sem):
            async with sem:
                await asyncio.sleep(1)
        async def main():
            sem = asyncio.Semaphore(1)
            await sem.acquire()
            other = asyncio.create_task(user(sem))
            await asyncio.sleep(1)
            sem.release()
            other.cancel()
            await asyncio.wait([other])
            await sem.acquire()
            await sem.acquire()
        asyncio.run(main())
    """)
    assert "line 15; its place is held by Task-1\n" in found


def test_no_circle_where_one_holder_waits_for_something_else(said: Said) -> None:
    found = said("""
        async def copy(sem):
            async with sem:
                await asyncio.sleep(1)
                async with sem:
                    pass
        async def other(sem):
            async with sem:
                await asyncio.Event().wait()
        async def main():
            sem = asyncio.Semaphore(2)
            await asyncio.gather(copy(sem), other(sem))
        asyncio.run(main())
    """)
    assert "its 2 places are held by Task-2 and Task-3" in found
    assert "circle" not in found


@pytest.mark.parametrize(("when", "caught"), [("FIRST_COMPLETED", False), ("ALL_COMPLETED", True)])
def test_no_circle_where_another_task_would_be_enough(said: Said, when: str, caught: bool) -> None:
    found = said(f"""
        async def back(main):
            await main
        async def main():
            other = asyncio.create_task(asyncio.Event().wait())
            tasks = [asyncio.create_task(back(asyncio.current_task())), other]
            await asyncio.wait(tasks, return_when=asyncio.{when})
        asyncio.run(main())
    """)
    assert "main() waits for wait: Task-2, Task-3" in found
    assert ("in a circle: Task-1 waits for Task-3 waits for Task-1" in found) == caught
    assert ("circle" in found) == caught


def test_a_circle_where_the_first_of_two_is_waited_for_and_both_wait(said: Said) -> None:
    found = said("""
        async def back(main):
            await main
        async def main():
            tasks = [asyncio.create_task(back(asyncio.current_task())) for _ in range(2)]
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        asyncio.run(main())
    """)
    assert "in a circle: Task-1 waits for Task-2 waits for Task-1" in found


def test_a_circle_through_a_lock_and_a_semaphore(said: Said) -> None:
    found = said("""
        async def one(lock, sem):
            async with lock:
                await asyncio.sleep(1)
                async with sem:
                    pass
        async def two(lock, sem):
            async with sem:
                await asyncio.sleep(1)
                async with lock:
                    pass
        async def main():
            lock, sem = asyncio.Lock(), asyncio.Semaphore(1)
            await asyncio.gather(one(lock, sem), two(lock, sem))
        asyncio.run(main())
    """)
    assert "in a circle: Task-2 waits for Task-3 waits for Task-2" in found


def test_a_barrier_says_how_many_came_and_who_died_only_where_it_was_handed_over(said: Said) -> None:
    found = said("""
        async def main():
            barrier = asyncio.Barrier(4)
            async def comes():
                await barrier.wait()
            async def dies():
                raise ValueError
            await asyncio.wait([asyncio.create_task(job) for job in (comes(), dies(), comes())])
        asyncio.run(main())
    """)
    assert "barrier.wait(), line 6; 2 of 4 have come\n" in found + "\n"
    assert "ValueError" not in found


def test_who_should_have_set_it_was_cancelled(said: Said) -> None:
    found = said("""
        async def sets(event):
            await asyncio.sleep(10)
            event.set()
        async def main():
            event = asyncio.Event()
            setter = asyncio.create_task(sets(event), name="setter")
            await asyncio.sleep(1)
            setter.cancel()
            await event.wait()
        asyncio.run(main())
    """)
    assert "event.wait(), line 11; setter, which was given it, was cancelled" in found


@pytest.mark.parametrize(
    ("make", "callback"),
    [
        ("def fails(task): future.set_result(1 / 0)", "main.<locals>.fails()"),
        ("fails = functools.partial(given, future)", "given()"),
        ("fails = Holder(future).fails", "Holder.fails()"),
    ],
    ids=["closure", "partial", "method"],
)
def test_a_callback_that_failed_to_set_a_future(said: Said, make: str, callback: str) -> None:
    found = said(f"""
        class Holder:
            def __init__(self, future):
                self.future = future
            def fails(self, task):
                self.future.set_result(1 / 0)
        def given(future, task):
            future.set_result(1 / 0)
        async def main():
            future = asyncio.get_running_loop().create_future()
            {make}
            asyncio.create_task(asyncio.sleep(1)).add_done_callback(fails)
            await future
        asyncio.run(main())
    """)
    assert "main() waits for the future future, line 14; " in found
    assert f"; {callback}, which refers to it, raised ZeroDivisionError in line " in found


def test_a_callback_that_failed_elsewhere_is_not_blamed(said: Said) -> None:
    found = said("""
        async def main():
            future = asyncio.get_running_loop().create_future()
            def fails(task):
                raise ValueError
            asyncio.create_task(asyncio.sleep(1)).add_done_callback(fails)
            await future
        asyncio.run(main())
    """)
    assert "main() waits for the future future, line 8" in found
    assert "fails" not in found


LIBRARY = """import asyncio

class Handle:
    __slots__ = ("_work",)
    def __init__(self, work):
        self._work = work
    async def run(self):
        await self._work

class Stream:
    async def send(self, item):
        await asyncio.Event().wait()

class TaskGroup:
    def __init__(self):
        self._tasks = set()
    async def __aenter__(self):
        return self
    def start(self, work, name):
        self._tasks.add(asyncio.create_task(Handle(work).run(), name=name))
    async def __aexit__(self, *_):
        self._done = asyncio.get_running_loop().create_future()
        await self._done
"""


def test_tasks_and_waits_of_a_library_go_by_the_programs_own_names(said: Said, tmp_path: Path) -> None:
    """As AnyIO's do: it puts a coroutine of its own around each task, and asyncio's primitives into its own."""
    (tmp_path / "site-packages").mkdir()
    (tmp_path / "site-packages" / "library.py").write_text(LIBRARY, encoding="utf-8")
    found = said("""
        import sys
        sys.path.insert(0, "site-packages")
        import library
        async def produces(stream, count):
            await stream.send(count)
        async def main():
            async with library.TaskGroup() as group:
                group.start(produces(library.Stream(), 3), "producer")
        asyncio.run(main())
    """)
    assert "main() waits for TaskGroup: producer, line 9" in found
    assert "producer produces(stream, 3) waits for stream.send(), line 7" in found


def test_the_circle_is_looked_for_behind_every_task_that_is_waited_for() -> None:
    """And the player says the same one."""
    rows = [(1, (2, 3)), (2, ()), (3, (1,))]
    assert ring([Stuck(n, f"Task-{n}", "", "x", None, None, waits_for) for n, waits_for in rows]) == [1, 3, 1]


def test_a_chain_of_tasks_is_looked_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand tasks, each waiting for the one before: no circle, and no task is looked at again and again."""
    looked, waits = [], rings._waits

    def counted(task: Stuck, tasks: Mapping[int, Stuck]) -> bool:
        looked.append(task.task)
        return waits(task, tasks)

    monkeypatch.setattr(rings, "_waits", counted)
    assert ring([Stuck(n, f"Task-{n}", "", "x", None, None, (n - 1,)) for n in range(1, 1001)]) == []
    assert len(looked) < 3_000


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ([], ""),
        [["x"], "and 1 more task: 1 waiting in line 5"],
        [["x"] * 5_000, "and 5,000 more tasks: all waiting in line 5"],
        [["x"] * 5_000 + ["ready"], "and 5,001 more tasks: 5,000 waiting in line 5, 1 ready to run"],
    ],
)
def test_of_many_tasks_some_are_told_of_and_the_rest_is_counted(more: list[str], said: str) -> None:
    stuck = tuple(Stuck(n, f"Task-{n}", "f()", on, "f", 5) for n, on in enumerate(["x"] * MOST_TOLD + more, 1))
    told = verdict(Record(Outcome("deadlocks"), (), None, "virtual", "3.13.0", 1.0, stuck=stuck), "none is ready")
    assert told[MOST_TOLD] == f"  Task-{MOST_TOLD} f() waits for x, line 5"
    assert told[MOST_TOLD + 1 :] == ((f"  {said}",) if said else ())


@pytest.mark.parametrize("on", ["ready", "running"])
def test_no_circle_leads_through_a_task_that_can_go_on(on: str) -> None:
    assert ring([Stuck(1, "Task-1", "", on, None, None, (2,)), Stuck(2, "Task-2", "", "x", None, None, (1,))]) == []
    assert ring([Stuck(1, "Task-1", "", on, None, None, (1,))]) == []


def test_the_player_tells_the_circle_that_the_verdict_tells(tmp_path: Path) -> None:
    source = textwrap.dedent("""\
        import asyncio
        async def idle(event):
            await event.wait()
        async def back(main):
            await main
        async def main():
            await asyncio.gather(idle(asyncio.Event()), back(asyncio.current_task()))
        asyncio.run(main())
    """)
    made = run(tmp_path, source)
    assert made.verdict[-1] == "  in a circle: Task-1 waits for Task-3 waits for Task-1"
    assert "circle" in str(frames(tell(Story(made, source)), "", "program"))


def test_a_page_says_so_too(tmp_path: Path) -> None:
    source = textwrap.dedent("""\
        import asyncio
        async def main():
            sem = asyncio.Semaphore(1)
            async with sem, sem:
                pass
        asyncio.run(main())
    """)
    made = run(tmp_path, source)
    assert "line 4; its place is held by main()." in waiting(made, made.stuck)

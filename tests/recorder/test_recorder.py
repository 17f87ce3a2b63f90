"""The recorder: it prints what plain Python prints, its verdicts are right, and what it cannot do it refuses."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from snippets._engine.examples import catalogue
from snippets._engine.examples.catalogue import ROOT
from snippets._engine.record.record import Record, Stop
from snippets._engine.recorder import names, ready
from snippets._engine.recorder.tasks import Tasks
from snippets._engine.run import agree, pythons
from snippets._engine.run.job import Job
from snippets._engine.run.pythons import Python
from snippets._engine.run.runner import record
from tests import asked, programs
from tests.background import ROOM, SIDE_BY_SIDE, patiently
from tests.programs import PYTHONS, each_python, recorded

HERE = Path(__file__).parent
#: Programs for either clock, and programs that need the real one.
SCRIPTS, REAL = sorted((HERE / "scripts").glob("*.py")), sorted((HERE / "real").glob("*.py"))
#: By default these are run plainly too, and these recorded twice; thoroughly all are.
HALF, TWICE = {*SCRIPTS[1::2], *REAL[::2]}, SCRIPTS[1::6]
#: A plain run of these would take too long to compare with.
TOO_LONG = {"sleep_hours"}

#: What the recorder cannot hide or move, each a program in ``recorder/limits`` that prints something else recorded.
LIMITS = {
    "audits_and_prints": "an audit hook of the program's sees the recorder, and prints while it reports",
    "audits_itself": "an audit hook of the program's sees the recorder",
    "bytes_on_the_buffer": "the class of sys.stdout's file is our own, and shows itself without its module",
    "collector_counts": "the garbage collector counts the recorder's objects too",
    "computes_past_its_timeout": "computing takes no time on the virtual clock: such a program needs the real one",
    "datetime_asked_wrongly": "datetime.now is a function of ours, and says in its own words what is wrong",
    "debugger_meets_end_of_file": "on 3.13 a debugger and the recorder both watch lines",
    "files_are_older_than_now": "the virtual clock starts on a day of 2022, and files are younger",
    "imports_seen": "the recorder has imported asyncio and what it needs before the program begins",
    "locals_kept": "before 3.13 to read a frame's variables is to refresh the dictionary that locals() has given",
    "locks_at_every_depth": "to make a lock takes a few levels more of the stack",
    "monitoring_tools": "from 3.12 on the recorder takes one of the numbers for tools of sys.monitoring",
    "monitors_its_calls": "a monitor of the program's sees the recorder's calls",
    "orders_out_of_sets": "a set of tasks has the order of their addresses, and the recorder needs memory too",
    "patches_builtins": "the recorder uses the builtins that the program patches",
    "pending_globals_at_exit": "from 3.14 on the order in which cycles are collected at the end differs",
    "prints_at_every_depth": "a print takes a few levels more of the stack",
    "profiles_every_call": "a profiler of the program's sees the recorder's calls",
    "pure_python_tasks": "asyncio is imported before the program can choose its version in Python",
    "recursion_in_turns": "to see a line takes a level of the stack in functions that call each other in turn",
    "reference_counts": "the recorder refers weakly to tasks, locks and queues, and that can be counted",
    "shutdown_with_both_streams": "from 3.14 on the order in which cycles are collected at the end differs",
    "signal_handlers_listed": "the recorder handles the signal of the limit on processor time",
    "time_functions_copied": "the functions of time are ours, and cannot be pickled",
    "time_functions_shown": "the functions of time are ours: inspect sees that",
}


@dataclass(frozen=True)
class Compared:
    """A program recorded twice, and once plain: where they differ, both records.

    One of the two is forked, as builds do it, and the other started for itself, as ``run`` does.
    """

    difference: str | None
    record: Record
    again: Record


class Comparisons:
    """Every program on every Python, a few at once."""

    def __init__(self, jobs: set[Job]) -> None:
        self._recording, self._pool = ThreadPoolExecutor(4, initializer=patiently), ThreadPoolExecutor(SIDE_BY_SIDE)
        self._begun: dict[Job, Future[Compared]] = {job: self._pool.submit(self._beside, job) for job in sorted_(jobs)}

    def _patient(self, job: Job) -> Record:
        return self._recording.submit(recorded, job).result()

    def _beside(self, job: Job) -> Compared:
        with ROOM.shared():
            return self._compare(job, self._patient)

    @staticmethod
    def _compare(job: Job, make: Callable[[Job], Record] = recorded) -> Compared:
        run = make(job)
        difference = None if job.file.stem in TOO_LONG else agree.disagreement(run.text, run.outcome, job)
        again = job.clock == "virtual" and job.python == Python.running() and (asked.thorough or job.file in TWICE)
        return Compared(difference, run, record(job) if again else run)

    def of(self, script: Path, python: Python) -> Compared:
        """The comparison; one that found a difference is made again alone, twice.

        Beside others a run may begin in a process that was made ready or in a new one, and find its tasks at other
        addresses, which are the order of a set.
        """
        job = job_of(script, python)
        found = self._begun[job].result()
        for _ in range(2):
            if found.difference is None and found.record == found.again:
                break
            with ROOM.alone():
                found = self._compare(job, record)
        return found

    def close(self) -> None:
        """Let what has not begun be."""
        for pool in (self._pool, self._recording):
            pool.shutdown(cancel_futures=True)


def sorted_(jobs: set[Job]) -> list[Job]:
    return sorted(jobs, key=lambda job: (job.file, job.python.path))


def job_of(script: Path, python: Python) -> Job:
    return Job(script, python, "real" if script in REAL else "virtual")


def jobs_of(params: list[dict[str, Any]]) -> set[Job]:
    """What is to be compared for tests with these parameters: conftest's ``comparisons`` begins it with the session."""
    return {
        job_of(param["script"], python)
        for param in params
        for python in ([param["python"]] if "python" in param else PYTHONS)
    }


def pairs(scripts: list[Path], soon: Callable[[Path], bool] = lambda script: True) -> pytest.MarkDecorator:
    """Each program on each Python at hand; but for the running one, and for those not chosen, that is thorough."""
    return pytest.mark.parametrize(
        ("script", "python"),
        [
            pytest.param(
                script, python, id=f"{script.stem}-{python.minor}", marks=() if soon(script) else pytest.mark.thorough
            )
            for script in scripts
            for python in PYTHONS
        ],
    )


@pytest.mark.skipif(sys.platform != "linux", reason="only on Linux has each thread a priority of its own")
def test_plain_runs_give_way_to_nobody(tmp_path: Path) -> None:
    """Linux wakes who gives way later, so that a plain run would not be what it is for everybody else."""
    job = programs.job(tmp_path, "import os\nprint(os.nice(0))\n")
    comparisons = Comparisons({job})
    found = comparisons._begun[job].result()
    comparisons.close()
    assert found.difference == f"line 1: plain Python printed '{os.nice(0)}', the recorded run '19'"


@pairs([*SCRIPTS, *REAL], lambda script: script in HALF)
def test_a_recorded_program_prints_what_a_plain_one_prints(
    script: Path, python: Python, comparisons: Comparisons
) -> None:
    assert comparisons.of(script, python).difference is None


#: At the end of its stack a program leaves none to the recorder, and the record says that something is missing.
OUT_OF_STACK = {"starts_tasks_at_every_depth"}


@pairs(SCRIPTS, lambda script: script in TWICE)
def test_the_same_record_twice(script: Path, python: Python, comparisons: Comparisons) -> None:
    found = comparisons.of(script, python)
    assert found.record.to_json() == found.again.to_json()
    assert found.record.faults == 0 or script.stem in OUT_OF_STACK
    assert found.record.dropped == 0 or len(found.record.events) > 1_000


@pytest.mark.thorough
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_the_same_story_on_every_python(script: Path, comparisons: Comparisons) -> None:
    """The same tasks, made by the same, ending in the same way, where the program prints the same."""
    stories: dict[str, set[tuple[object, ...]]] = {}
    for python in PYTHONS:
        run = comparisons.of(script, python).record
        story = tuple(sorted((task.label, str(task.parent), str(task.ended)) for task in run.tasks))
        stories.setdefault(run.text, set()).add(story)
    assert all(len(told) == 1 for told in stories.values()) or script.stem in OTHER_TASKS


#: Programs that use wait_for, which on Python 3.11 makes a task of what it waits for, so that the names differ as well;
#: and on 3.12 a group does not give its names to eager tasks that are over at once.
OTHER_TASKS = {
    "group_of_eager_tasks",
    "awaits_oddly",
    "group_is_cancelled_from_outside",
    "runner_in_sequence",
    "semaphore_bounds",
    "sleeps_without_end",
    "unit_tests",
    "wait_for_edges",
}


@pytest.mark.thorough
def test_limits_are_what_they_are_said_to_be() -> None:
    """Each still differs on some Python; one that no longer does belongs among the scripts."""
    limits = {path.stem: path for path in (HERE / "limits").glob("*.py")}
    assert set(limits) == set(LIMITS)
    with ThreadPoolExecutor(4) as pool:
        jobs = [Job(path, python) for path in limits.values() for python in PYTHONS]
        found = dict(zip(jobs, pool.map(Comparisons._compare, jobs), strict=True))
    differing = {job.file.stem for job, compared in found.items() if compared.difference}
    if len(PYTHONS) == len(catalogue.PYTHONS):
        assert set(LIMITS) - differing == set()


@pairs(REAL)
def test_what_the_virtual_clock_cannot_do_is_refused_by_name(script: Path, python: Python) -> None:
    run = record(Job(script, python), one_of_many=True)
    if script.stem == "sigterm_default":  # kills itself: there is nothing to wait for
        assert run.outcome == "killed SIGTERM"
        return
    assert (run.outcome, run.exit) == ("refused", None)
    assert len(run.verdict) == 1
    assert " in line " in run.verdict[0]
    assert "--clock real" in run.verdict[0]
    if script.stem == "hosts_looked_up":  # asyncio lets a thread do it
        assert "looks up a host in line 6" in run.verdict[0]


IN_MAIN = "import asyncio\nasync def main():\n    {}\nasyncio.run(main())\n"


def test_a_thread_of_a_programs_own_is_one_whatever_its_functions_are_called(tmp_path: Path) -> None:
    source = "import threading\ndef getaddrinfo():\n    threading.Thread(target=print).start()\ngetaddrinfo()\n"
    assert "refused: starts a thread in line 3," in programs.run(tmp_path, source).verdict[0]


def test_a_long_sleep_finishes() -> None:
    run = record(Job(HERE / "scripts" / "sleep_hours.py", Python.running()))
    assert (run.outcome, run.text, round(run.seconds)) == ("finishes", "awake\n", 7200)


def test_a_sleep_of_days_finishes(tmp_path: Path) -> None:
    run = programs.run(tmp_path, IN_MAIN.format("await asyncio.sleep(3 * 86_400); print('awake')"))
    assert (run.outcome, run.text, round(run.seconds)) == ("finishes", "awake\n", 3 * 86_400)


@pytest.mark.thorough
def test_one_that_computes_for_seconds_on_end_finishes(tmp_path: Path) -> None:
    """Ten seconds or so of processor time in one step, in Python code and not in one call."""
    run = programs.run(tmp_path, IN_MAIN.format("n = 0\n    while n < 100_000_000: n += 1\n    print(n)"))
    assert (run.outcome, run.text) == ("finishes", "100000000\n")


def test_a_step_that_computes_for_long_finishes(tmp_path: Path) -> None:
    run = programs.run(tmp_path, IN_MAIN.format("print(sum(range(60_000_000)))"))
    assert (run.outcome, run.text) == ("finishes", "1799999970000000\n")


def test_a_deadlock_is_proved_at_once(tmp_path: Path) -> None:
    source = IN_MAIN.format("await asyncio.Event().wait()")
    began = time.monotonic()
    run = programs.run(tmp_path, source)
    assert time.monotonic() - began < 10  # it is a matter of 0.1 s; a plain run would go on for ever
    assert (run.outcome, run.exit) == ("deadlocks", None)
    assert [(task.name, task.label, task.on, task.line) for task in run.stuck] == [
        ("Task-1", "main()", "Event.wait()", 3)
    ]


def test_a_lock_of_threading_held_over_an_await_is_a_deadlock(tmp_path: Path) -> None:
    """The classic one: who holds it sleeps, and who waits for it holds up the loop that would wake the sleeper."""
    source = """import asyncio, threading
lock = threading.Lock()

async def worker(number):
    with lock:
        await asyncio.sleep(1)

async def main():
    await asyncio.gather(worker(1), worker(2))

asyncio.run(main())
"""
    run = programs.run(tmp_path, source)
    assert (run.outcome, run.verdict[0].partition("clock: ")[2].partition(" for ")[0]) == (
        "deadlocks",
        "the only thread waits in line 5",
    )


def test_a_sleep_without_end_is_a_deadlock(tmp_path: Path) -> None:
    source = "import asyncio, math\nasyncio.run(asyncio.sleep(math.inf))\n"
    assert programs.run(tmp_path, source).outcome == "deadlocks"


def test_what_leaves_at_once_has_been_heard(tmp_path: Path) -> None:
    for way in ("os._exit(0)", "os.kill(os.getpid(), 9)"):
        run = programs.run(tmp_path, IN_MAIN.format(f"import os; await asyncio.sleep(5); {way}"))
        assert (round(run.seconds), len(run.tasks)) == (5, 1)


@pytest.mark.parametrize("end", ["await asyncio.Event().wait()", "import _thread; _thread.start_new_thread(print, ())"])
def test_what_went_past_python_is_heard_before_we_end_the_program(tmp_path: Path, end: str) -> None:
    run = programs.run(tmp_path, IN_MAIN.format(f"import os; os.writev(1, [b'past Python\\n']); {end}"))
    assert (run.outcome in ("deadlocks", "refused"), run.text) == (True, "past Python\n")


def test_a_deadlock_is_proved_on_the_real_clock_too(tmp_path: Path) -> None:
    assert programs.run(tmp_path, IN_MAIN.format("await asyncio.Event().wait()"), clock="real").outcome == "deadlocks"


@pytest.mark.parametrize(
    "waker",
    [
        "await (await asyncio.start_server(print, '127.0.0.1', 0)).serve_forever()",
        "import threading; e = asyncio.Event(); threading.Timer(30, e.set).start(); await e.wait()",
        "import signal; asyncio.get_running_loop().add_signal_handler(12, print); await asyncio.Event().wait()",
        "import signal; signal.signal(12, print); await asyncio.Event().wait()",
        "p = await asyncio.create_subprocess_exec('sleep', '30'); await p.wait()",
        "import signal; signal.alarm(30); await asyncio.Event().wait()",
    ],
    ids=["server", "thread", "loop_handler", "handler", "child", "alarm"],
)
def test_what_could_still_be_woken_is_no_deadlock(tmp_path: Path, waker: str) -> None:
    run = programs.run(tmp_path, IN_MAIN.format(waker), clock="real", stop=Stop(seconds=1.5))
    assert run.outcome in ("hangs", "runs forever")
    assert run.exit is None


def test_one_that_polls_runs_forever(tmp_path: Path) -> None:
    source = IN_MAIN.format("while True: await asyncio.sleep(1); print('tick')")
    run = programs.run(tmp_path, source, stop=Stop(lines=5))
    assert (run.outcome, run.text) == ("runs forever", "tick\n" * 5)
    run = programs.run(tmp_path, source, stop=Stop(seconds=3.5))
    assert (run.outcome, run.text) == ("runs forever", "tick\n" * 3)


def test_a_step_of_many_lines_that_ends_is_not_never_yielding(tmp_path: Path) -> None:
    many = "while True:\n        for n in range(150): print(n)\n        await asyncio.sleep(1)"
    assert programs.run(tmp_path, IN_MAIN.format(many), stop=Stop(lines=200)).outcome == "runs forever"


def test_one_that_never_yields_is_told_apart(tmp_path: Path) -> None:
    run = programs.run(tmp_path, IN_MAIN.format("while True: print('y')"), stop=Stop(lines=20))
    assert (run.outcome, run.text) == ("never yields", "y\n" * 20)
    silent = "print('begins')\n    while True: pass"
    assert programs.run(tmp_path, IN_MAIN.format(silent), stop=Stop(lines=1)).outcome == "never yields"


def test_without_a_declared_stop_nothing_is_claimed(tmp_path: Path) -> None:
    run = programs.run(tmp_path, IN_MAIN.format("while True: print('y')"))
    assert (run.outcome, run.exit) == ("stopped", None)
    assert "10,000 lines" in run.verdict[0]
    assert "had not suspended since it began" in run.verdict[0]
    assert run.text.count("y\n") == 10_000


def test_who_created_whom_and_how_each_ended(tmp_path: Path) -> None:
    source = """import asyncio

async def fails(word):
    raise ValueError(word)

async def waits(seconds, lock=None):
    await asyncio.sleep(seconds)

async def main():
    tasks = [asyncio.create_task(fails("a")), asyncio.create_task(waits(9)), asyncio.create_task(waits(1), name="x")]
    await asyncio.sleep(2)
    tasks[1].cancel()
    await asyncio.wait(tasks)
    tasks[0].exception()

asyncio.run(main())
"""
    run = programs.run(tmp_path, source)
    assert [(task.name, task.label, task.parent, task.line, task.ended) for task in run.tasks] == [
        ("Task-1", "main()", None, 16, "returned"),
        ("Task-2", "fails('a')", "Task-1", 10, "raised ValueError"),
        ("Task-3", "waits(9)", "Task-1", 10, "cancelled"),
        ("x", "waits(1)", "Task-1", 10, "returned"),
    ]


def test_each_write_knows_its_task_stream_and_time(tmp_path: Path) -> None:
    body = "import sys\n    await asyncio.sleep(1)\n    print('out', 1)\n    print('err', file=sys.stderr)"
    run = programs.run(tmp_path, "print('first')\n" + IN_MAIN.format(body))
    assert [(round(p.seconds), p.stream, p.task, p.text) for p in run.output] == [
        (0, "stdout", None, "first\n"),
        (1, "stdout", "Task-1", "out 1\n"),
        (1, "stderr", "Task-1", "err\n"),
    ]


@pytest.mark.thorough
def test_twenty_runs_leave_one_record(tmp_path: Path) -> None:
    source = (HERE / "scripts" / "primitives.py").read_text(encoding="utf-8")
    source += "import time, datetime\nprint(time.time(), datetime.datetime.now(), time.monotonic())\n"
    job = programs.job(tmp_path, source)
    with ThreadPoolExecutor(2) as pool:
        records = set(pool.map(lambda _: record(job).to_json(), range(20)))
    assert len(records) == 1


def test_the_recorder_leaves_no_trace_in_the_program(tmp_path: Path) -> None:
    source = """import os, sys
print(sorted(name for name in os.environ if "SNIPPETS_REC" in name or name == "PYTHONPATH"))
print(sorted(name for name in sys.modules if "recorder" in name or "sitecustom" in name))
print([path for path in sys.path if path.endswith("start")])
"""
    assert programs.run(tmp_path, source).text == "[]\n" * 3


@each_python
def test_the_private_names_it_leans_on_are_there(python: Python) -> None:
    """Where this fails, a new Python has moved something: recorder/names.py says what each name is needed for."""
    source = (
        "import asyncio, runpy, sys; names = runpy.run_path(sys.argv[1]); "
        "print(names['missing'](), asyncio.run(names['missing_attributes']()))"
    )
    done = subprocess.run(
        [python.path, "-c", source, names.__file__],
        cwd=ROOT,
        env=pythons.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "[] []\n", done.stderr


def test_what_another_thread_adds_to_the_ready_queue_meanwhile_does_no_harm() -> None:
    """As ``call_soon_threadsafe`` does, at the worst moment: while the recorder goes through the queue."""

    class Handle:
        _callback, _args = print, ()

        @property
        def _cancelled(self) -> bool:
            loop._ready.append(Handle())
            return False

    loop = SimpleNamespace(_ready=deque([Handle(), Handle()]))
    assert ready.ready(loop, Tasks()) == ["print", "print"]
    assert ready.steps(loop, 5) == []

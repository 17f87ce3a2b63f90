"""Programs made after published bugs of asyncio and of what is built on it: what plain Python does, and what we say.

Each program's first line tells where it comes from and what plain Python does. The table below was written after plain
runs had been read; that plain Python still does so is compared with every run.
"""

from __future__ import annotations

import functools
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import cast

import pytest

from snippets._engine.examples.catalogue import ROOT, minor
from snippets._engine.record.record import Clock, Record
from snippets._engine.run import agree, pythons
from snippets._engine.run.job import Job
from snippets._engine.run.pythons import Python
from snippets._engine.run.runner import record
from tests.background import ROOM, SIDE_BY_SIDE, patiently
from tests.conftest import lacking
from tests.programs import recorded

HERE = Path(__file__).parent
PYTHONS = pythons.at_hand()
RUNNING = minor(Python.running().version)
#: Where a program names no Pythons: on the lowest and the newest at hand, and on ours.
USUAL = " ".join(
    dict.fromkeys((min(PYTHONS, key=lambda v: int(v[2:])), RUNNING, max(PYTHONS, key=lambda v: int(v[2:]))))
)
#: What two of the programs print of an object's address, in a line that is not ours to change.
ADDRESS = r"0x[0-9a-f]+"
#: What aiohttp prints of the loop's own clock.
LOOP_TIME = r"\d+\.\d{3,}"


@dataclass(frozen=True)
class Case:
    """A program on one clock: how it ends, a piece of what it prints, and words of our verdict.

    ``on``: the Pythons that its first line names. ``luck``: why plain Python may do this or that. ``unordered``: why
    its lines may change places. ``packages``: it imports what ``bugs/requirements.lock`` pins.
    """

    program: str
    outcome: str
    prints: str = ""
    says: tuple[str, ...] = ()
    clock: Clock = "virtual"
    on: str = USUAL
    luck: str = ""
    unordered: str = ""
    mask: tuple[str, ...] = ()
    packages: bool = False

    def job(self, python: Python) -> Job:
        return Job(HERE / "programs" / f"{self.program}.py", python, self.clock, mask=self.mask)


REAL, REFUSED = "--clock real", "refused"
CASES = (
    Case("as_completed_late", "finishes", "time is up; tasks: 2\nslow ended"),
    Case("asyncgen_break", "finishes", "main ends\ninner finally"),
    Case("asyncgen_two_users", "finishes", "asynchronous generator is already running"),
    Case("barrier_index", "finishes", "('b', 1), ('c', 1)"),
    Case(
        "barrier_one_short",
        "deadlocks",
        says=("worker(barrier, 1) waits for barrier.wait(), line 10; 2 of 3 have come; worker-2, which was given it,",),
    ),
    Case(
        "callback_raises",
        "deadlocks",
        "KeyError: 'nmae'",
        ("main() waits for the future answered, line 19", "on_done(), which refers to it, raised KeyError in line 15"),
    ),
    Case("cancel_order", "finishes", "a was told\nb was told"),
    Case(
        "cancel_recursion",
        "raises RecursionError",
        "RecursionError on cancel\nend of main",
        unordered="asyncio.run() asks a set of tasks, whose order hangs on addresses",
    ),
    Case(
        "cond_notify_lost",
        "deadlocks",
        says=("b consumer(cond, 'b', items) waits for cond.wait(), line 7",),
        on="3.11 3.12",
    ),
    Case("cond_notify_lost", "finishes", "b was told, takes parcel", on="3.13"),
    Case("datagram_echo", REFUSED, says=(REAL,)),
    Case("datagram_echo", "finishes", "client heard b'cba'", clock="real"),
    Case("discord_block", "finishes", "beat late"),
    Case("eager_group_hang", "deadlocks", says=("TaskGroup: waits, line 8", "Event.wait(), line 15"), on="3.12 3.13"),
    Case("eager_names_late", "finishes", "first step of Task-", on="3.12 3.13"),
    Case("eager_names_late", "finishes", "first step of eager one", on="3.15"),
    Case("env", "finishes", "PYTHONPATH None"),
    Case("event_from_thread", REFUSED, says=("starts a thread in line 21", REAL)),
    Case(
        "event_from_thread",
        "hangs",
        says=("main() is ready to run, line 22", "line 18 made it so", "without call_soon_threadsafe()"),
        clock="real",
    ),
    Case("executor_exit_hang", REFUSED, says=("thread", REAL)),
    Case(
        "executor_exit_hang",
        "hangs",
        "hung up",
        ("main() has returned; asyncio.run waits for a thread of the executor, begun in line 10", "Queue.get()"),
        "real",
    ),
    Case("gather_20_stuck", "deadlocks", says=("worker(go, 18) waits for go.wait(), line 9",)),
    Case("gather_each_other", "deadlocks", says=("in a circle: left waits for right waits for left",)),
    Case(
        "group_wait_holds",
        "deadlocks",
        says=("line 9; its 2 places are held by Task-2 and Task-3", "in a circle: Task-2 waits for Task-3 waits"),
    ),
    Case("heisenbug_gc", "finishes", "Task was destroyed but it is pending!", on=USUAL.replace("3.15", "")),
    Case(
        "heisenbug_gc",
        "finishes",
        "Task was destroyed but it is pending!",
        on="3.15",
        luck="whether the task or its coroutine goes first depends on when the collector came for young objects last",
    ),
    Case("input_thread", REFUSED, says=("thread", REAL)),
    Case("input_thread", "raises EOFError", "your name? ", clock="real"),  # as any build, it has nothing to read
    Case("lock_two_runs", "raises RuntimeError", "is bound to a different event loop", mask=(ADDRESS,)),
    Case("logging_mix", "finishes", "INFO app worker:11 worker 1 in Task-2"),
    Case("many_5000", "finishes", "12497500 most: 4999"),
    Case("nested_run_until", "raises RuntimeError", "was never awaited"),
    Case("nested_timeouts", "finishes", "inner True 3\nouter True 3"),
    Case("pipe_grandchild", REFUSED, says=("starts a process in line 9", REAL)),
    Case("pipe_grandchild", "finishes", "after a second", clock="real"),
    Case("policy_uvloop", "finishes", "new loop\nMyLoop", on="3.11 3.13"),
    Case("policy_uvloop", "finishes", "DeprecationWarning", on="3.14 3.15"),
    Case("print_threads", REFUSED, says=("thread", REAL)),
    Case(
        "print_threads", "finishes", "loop line 2", clock="real", unordered="a thread and the loop both print at 0.3 s"
    ),
    Case("priority_dies", "finishes", "all done\nTask exception was never retrieved"),
    Case(
        "queue_get_timeout",
        "finishes",
        "in all [0, 1, 2, 3, 4, 5]",
        luck="each put is at the moment of a time-out: so close that a busy machine can part them",
    ),
    Case(
        "queue_shutdown_join",
        "deadlocks",
        "worker: shut down",
        ("main() waits for queue.join(), line 24",),
        on="3.13 3.15",
    ),
    Case(
        "recursion_tasks",
        "deadlocks",
        says=("its 5 places are held by Task-1, level-1,", "in a circle: Task-1 waits for level-1"),
    ),
    Case("repl_like", "finishes", "slept"),
    Case(
        "sem_cancel_lost",
        "finishes",
        "places: 1",
        luck="two timers end at the same moment",
    ),
    Case("server_wait_closed", REFUSED, says=("opens a socket in line 13", REAL)),
    Case("server_wait_closed", "finishes", "closes\nclosed", clock="real", on="3.11"),
    Case("server_wait_closed", "hangs", "closes", ("Server.wait_closed(), line 19",), "real", on="3.12"),
    Case("shield_logs", "finishes", "time-out, as meant\nhandled"),
    Case("sigint_self", "raises KeyboardInterrupt", "cleans up\ncleaned"),
    Case("sleep0_spin", "finishes", "flag seen after many turns: True"),
    Case("spin_long", "stopped", says=("1,000,000 steps", REAL)),
    Case("spin_long", "finishes", "flag seen", clock="real"),
    Case("stale_lock", "deadlocks", says=("in a circle: client-1 waits for client-1",)),
    Case("syntax", "raises SyntaxError", "SyntaxError: expected ':'"),
    Case("tg_nested_swallow", "finishes", "should not get here\nnor here", on="3.11 3.12"),
    Case("tg_nested_swallow", "finishes", "should not get here\nouter", on="3.13 3.15"),
    Case("threadsafe_deadlock", "deadlocks", says=("the only thread waits in line 11",)),
    Case("timeout_swallowed", "finishes", "inner cancelled, says nothing\nouter ends"),
    Case("timeout_zero_swallows", "finishes", "TimeoutError, cancelling = 2"),
    Case("uncancel_loop", "finishes", "after: 0"),
    Case("unix_socket_pair", REFUSED, says=("opens a socket in line 15", REAL)),
    Case(
        "unix_socket_pair",
        "hangs",
        "client waits",
        ("the other ends of the connections", "StreamReader.readline(), line 21"),
        "real",
    ),
    Case("wait_for_race", "finishes", "went on with 7 though cancelled", on="3.11"),
    Case("wait_for_race", "finishes", "worker was cancelled", on="3.12 3.15"),
    Case("wait_for_thread", REFUSED, says=("thread", REAL)),
    Case("wait_for_thread", "finishes", "timed out after 0.3 s\nmain ends", clock="real"),
    # With packages of others
    Case(
        "anyio_group",
        "deadlocks",
        "nobody reads",
        ("main() waits for TaskGroup: producer-2, line 20", "producer-2 producer(send) waits for send.send(), line 8"),
        on=RUNNING,
        packages=True,
    ),
    Case("aio_loop", REFUSED, says=("socket", REAL), on=RUNNING, packages=True),
    Case(
        "aio_loop",
        "finishes",
        "['hello a', 'hello b']\nUnclosed client session",
        clock="real",
        on=RUNNING,
        mask=(ADDRESS, LOOP_TIME),
        packages=True,
    ),
    Case("httpx_mock", "finishes", "['hello', 'hello', 'hello']", on=RUNNING, packages=True),
)

#: Where the lateness of wake-ups decides what comes first, and the record says so.
NEAR_TIES = {"sem_cancel_lost"}
#: These end by themselves within a second or so; to see what plain Python does with the others takes longer.
QUICK = {
    "asyncgen_break", "asyncgen_two_users", "cond_notify_lost", "datagram_echo", "eager_names_late", "env",
    "heisenbug_gc", "input_thread", "lock_two_runs", "nested_run_until", "syntax", "wait_for_race",
}  # fmt: skip
#: They compute for seconds, also recorded; by default test_recorder has programs that do so for one or two.
LONG = {"spin_long", "discord_block", "many_5000"}


@functools.cache
def with_packages() -> Python:
    """The running Python in an environment of its own, with the packages that ``requirements.lock`` pins.

    Skips, or fails where everything must be there, if they cannot be had.
    """
    lock = HERE / "requirements.lock"
    name = sha256(lock.read_bytes() + sys.version.encode()).hexdigest()[:16]
    folder = ROOT / ".cache" / "bugs" / name
    if not (folder / "made").exists():
        pip = [
            str(folder / "bin" / "python"),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--require-hashes",
            "--only-binary=:all:",
        ]
        for command in ([sys.executable, "-m", "venv", "--clear", str(folder)], [*pip, "-r", str(lock)]):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                lacking(f"aiohttp, anyio and httpx could not be installed: {done.stderr.strip()[-300:]}")
        (folder / "made").touch()
    found = pythons.ask(folder / "bin" / "python")
    assert found is not None
    return found


def python_of(case: Case, version: str) -> Python:
    """Where a case is run; skips where that is not at hand."""
    if case.packages:
        return with_packages()
    if version not in PYTHONS:
        pytest.skip(f"Python {version} is not at hand")
    return PYTHONS[version]


def each(choose: tuple[Case, ...], quick: bool) -> pytest.MarkDecorator:
    """Every case on each of its Pythons; those that a default run would wait for too long are thorough."""
    params = []
    for case in choose:
        for version in case.on.split():
            slow = version != RUNNING or case.packages or case.clock == "real" or case.program in LONG
            marks = [pytest.mark.thorough] if slow or (quick and case.program not in QUICK) else []
            params.append(pytest.param(case, version, id=f"{case.program}-{case.clock}-{version}", marks=marks))
    return pytest.mark.parametrize(("case", "version"), params)


class Runs:
    """Recorded runs, and what plain Python does otherwise; each begun once, a few side by side.

    What these tests will ask for is begun with the session, by conftest's ``bug_runs``: it waits more than it computes.
    """

    def __init__(self, items: list[pytest.Item]) -> None:
        self._pool, self._plain = ThreadPoolExecutor(4, initializer=patiently), ThreadPoolExecutor(SIDE_BY_SIDE)
        self._records: dict[Job, Future[Record]] = {}
        self._differences: dict[Job, Future[str | None]] = {}
        for item in items:
            if isinstance(item, pytest.Function) and item.module is sys.modules[__name__] and hasattr(item, "callspec"):
                case, version = cast(Case, item.callspec.params["case"]), cast(str, item.callspec.params["version"])
                if version in PYTHONS and not case.packages:
                    self.record(case.job(PYTHONS[version]))
                    if item.function is test_plain_python_does_the_same:
                        self.difference(case.job(PYTHONS[version]), bool(case.unordered))

    def record(self, job: Job) -> Future[Record]:
        """The recorded run."""

        def made() -> Record:
            # On the virtual clock one computes for over a minute: nobody who wants to be alone shall wait for that.
            with ROOM.shared() if job.clock == "real" else nullcontext():
                return recorded(job)

        if job not in self._records:
            self._records[job] = self._pool.submit(made)
        return self._records[job]

    def difference(self, job: Job, unordered: bool) -> Future[str | None]:
        """How plain Python differs from the recorded run; None where it agrees."""
        run = self.record(job)

        def compared() -> str | None:
            made = run.result()
            with ROOM.shared():
                return differ(made, job, unordered)

        if job not in self._differences:
            self._differences[job] = self._plain.submit(compared)
        return self._differences[job]

    def close(self) -> None:
        """Let what has not begun be."""
        for pool in (self._plain, self._pool):
            pool.shutdown(cancel_futures=True)


def differ(run: Record, job: Job, unordered: bool) -> str | None:
    return agree.disagreement(run.text, run.outcome, job, unordered)


@each(CASES, quick=False)
def test_how_it_ends_and_what_is_said_of_it(case: Case, version: str, bug_runs: Runs) -> None:
    run = bug_runs.record(case.job(python_of(case, version))).result()
    assert (run.outcome, run.clock, run.faults) == (case.outcome, case.clock, 0)
    assert case.prints in run.text
    assert bool(run.near_ties) == (case.program in NEAR_TIES and case.outcome != REFUSED), run.near_ties
    said = "\n".join(run.verdict)
    assert [words for words in case.says if words not in said] == [], said


@each(tuple(case for case in CASES if case.outcome not in (REFUSED, "stopped") and not case.luck), quick=True)
def test_plain_python_does_the_same(case: Case, version: str, bug_runs: Runs) -> None:
    """What it prints, byte for byte but for addresses, and how it ends; a miss is run again alone, twice."""
    job = case.job(python_of(case, version))
    difference = bug_runs.difference(job, bool(case.unordered)).result()
    for _ in range(2):
        if difference is None:
            break
        with ROOM.alone():
            difference = differ(record(job), job, bool(case.unordered))
    assert difference is None


def test_every_program_is_tried() -> None:
    assert {path.stem for path in (HERE / "programs").glob("*.py")} == {case.program for case in CASES}

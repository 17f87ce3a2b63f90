"""The recorder: it prints what plain Python prints, its verdicts are right, and what it cannot do it refuses."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from snippets._engine import golden, pythons
from snippets._engine.catalogue import ROOT, Stop
from snippets._engine.pythons import Python
from snippets._engine.record import Record
from snippets._engine.recorder import names
from snippets._engine.runner import Job, record

HERE = Path(__file__).parent / "recorder"
#: Programs for either clock, and programs that need the real one.
SCRIPTS, REAL = sorted((HERE / "scripts").glob("*.py")), sorted((HERE / "real").glob("*.py"))
#: A plain run of these would take too long to compare with.
TOO_LONG = {"sleep_hours"}
PYTHONS = list(pythons.at_hand().values())


def pairs(scripts: list[Path]) -> list[object]:
    return [
        pytest.param(script, python, id=f"{script.stem}-{python.minor}")
        for script in scripts
        if script.stem not in TOO_LONG
        for python in PYTHONS
    ]


class Comparisons:
    """Each program recorded and plain, four at once."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(4)
        self._begun: dict[Job, Future[str | None]] = {}

    def begin(self, job: Job) -> None:
        self._begun[job] = self._pool.submit(compare, job)

    def difference(self, job: Job) -> str | None:
        """Where plain Python prints something else, also when run again alone."""
        found = self._begun[job].result()
        return compare(job) if found else None

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)


def compare(job: Job) -> str | None:
    run = record(job)
    return golden.disagreement(run.text, run.outcome, job)


@pytest.fixture(scope="module")
def comparisons(request: pytest.FixtureRequest) -> Iterator[Comparisons]:
    runs = Comparisons()
    for item in request.session.items:
        if "comparisons" in getattr(item, "fixturenames", ()):
            values = item.callspec.params  # type: ignore[attr-defined]
            runs.begin(job_of(values["script"], values["python"]))
    yield runs
    runs.close()


def job_of(script: Path, python: Python) -> Job:
    return Job(script, python, "real" if script in REAL else "virtual")


@pytest.mark.parametrize(("script", "python"), pairs([*SCRIPTS, *REAL]))
def test_a_recorded_program_prints_what_a_plain_one_prints(
    script: Path, python: Python, comparisons: Comparisons
) -> None:
    assert comparisons.difference(job_of(script, python)) is None


@pytest.mark.parametrize("script", REAL, ids=lambda script: script.stem)
@pytest.mark.parametrize("python", PYTHONS, ids=lambda python: python.minor)
def test_what_the_virtual_clock_cannot_do_is_refused_by_name(script: Path, python: Python) -> None:
    run = record(Job(script, python))
    if script.stem == "sigterm_default":  # kills itself: there is nothing to wait for
        assert run.outcome == "killed SIGTERM"
        return
    assert (run.outcome, run.exit) == ("refused", None)
    assert len(run.verdict) == 1
    assert " in line " in run.verdict[0]
    assert "--clock real" in run.verdict[0]


@pytest.fixture
def script(tmp_path: Path) -> type[Script]:
    Script.folder = tmp_path
    return Script


class Script:
    """A program written by a test."""

    folder: Path

    def __init__(self, text: str) -> None:
        self.file = self.folder / "program.py"
        self.file.write_text(text, encoding="utf-8")

    def record(self, **how: object) -> Record:
        return record(Job(self.file, Python.running(), **how))  # type: ignore[arg-type]


IN_MAIN = "import asyncio\nasync def main():\n    {}\nasyncio.run(main())\n"


def test_a_long_sleep_finishes() -> None:
    run = record(Job(HERE / "scripts" / "sleep_hours.py", Python.running()))
    assert (run.outcome, run.text, round(run.seconds)) == ("finishes", "awake\n", 7200)


def test_a_step_that_computes_for_long_finishes(script: type[Script]) -> None:
    run = script(IN_MAIN.format("print(sum(range(60_000_000)))")).record()
    assert (run.outcome, run.text) == ("finishes", "1799999970000000\n")


def test_a_deadlock_is_proved_at_once(script: type[Script]) -> None:
    program = script(IN_MAIN.format("await asyncio.Event().wait()"))
    began = time.monotonic()
    run = program.record()
    assert time.monotonic() - began < 10  # it is a matter of 0.1 s; a plain run would go on for ever
    assert (run.outcome, run.exit) == ("deadlocks", None)
    assert [(task.name, task.label, task.on, task.line) for task in run.stuck] == [
        ("Task-1", "main()", "Event.wait()", 3)
    ]


def test_a_deadlock_is_proved_on_the_real_clock_too(script: type[Script]) -> None:
    assert script(IN_MAIN.format("await asyncio.Event().wait()")).record(clock="real").outcome == "deadlocks"


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
def test_what_could_still_be_woken_is_no_deadlock(script: type[Script], waker: str) -> None:
    run = script(IN_MAIN.format(waker)).record(clock="real", stop=Stop(seconds=1.5))
    assert run.outcome in ("hangs", "runs forever")
    assert run.exit is None


def test_one_that_polls_runs_forever(script: type[Script]) -> None:
    program = script(IN_MAIN.format("while True: await asyncio.sleep(1); print('tick')"))
    run = program.record(stop=Stop(lines=5))
    assert (run.outcome, run.text) == ("runs forever", "tick\n" * 5)
    run = program.record(stop=Stop(seconds=3.5))
    assert (run.outcome, run.text) == ("runs forever", "tick\n" * 3)


def test_a_step_of_many_lines_that_ends_is_not_never_yielding(script: type[Script]) -> None:
    many = "while True:\n        for n in range(150): print(n)\n        await asyncio.sleep(1)"
    assert script(IN_MAIN.format(many)).record(stop=Stop(lines=200)).outcome == "runs forever"


def test_one_that_never_yields_is_told_apart(script: type[Script]) -> None:
    run = script(IN_MAIN.format("while True: print('y')")).record(stop=Stop(lines=20))
    assert (run.outcome, run.text) == ("never yields", "y\n" * 20)
    silent = "print('begins')\n    while True: pass"
    assert script(IN_MAIN.format(silent)).record(stop=Stop(lines=1)).outcome == "never yields"


def test_without_a_declared_stop_nothing_is_claimed(script: type[Script]) -> None:
    run = script(IN_MAIN.format("while True: print('y')")).record()
    assert (run.outcome, run.exit) == ("stopped", None)
    assert "10,000 lines" in run.verdict[0]
    assert "had not suspended since it began" in run.verdict[0]
    assert run.text.count("y\n") == 10_000


def test_who_created_whom_and_how_each_ended(script: type[Script]) -> None:
    program = script(
        """import asyncio

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
    )
    run = program.record()
    assert [(task.name, task.label, task.parent, task.line, task.ended) for task in run.tasks] == [
        ("Task-1", "main()", None, 16, "returned"),
        ("Task-2", "fails('a')", "Task-1", 10, "raised ValueError"),
        ("Task-3", "waits(9, None)", "Task-1", 10, "cancelled"),
        ("x", "waits(1, None)", "Task-1", 10, "returned"),
    ]


def test_each_write_knows_its_task_stream_and_time(script: type[Script]) -> None:
    body = "import sys\n    await asyncio.sleep(1)\n    print('out', 1)\n    print('err', file=sys.stderr)"
    run = script("print('first')\n" + IN_MAIN.format(body)).record()
    assert [(round(p.seconds), p.stream, p.task, p.text) for p in run.output] == [
        (0, "stdout", None, "first\n"),
        (1, "stdout", "Task-1", "out 1\n"),
        (1, "stderr", "Task-1", "err\n"),
    ]


def test_twenty_runs_leave_one_record(script: type[Script]) -> None:
    source = (HERE / "scripts" / "primitives.py").read_text(encoding="utf-8")
    program = script(source + "import time, datetime\nprint(time.time(), datetime.datetime.now(), time.monotonic())\n")
    with ThreadPoolExecutor(2) as pool:
        records = set(pool.map(lambda _: program.record().to_json(), range(20)))
    assert len(records) == 1


def test_the_recorder_leaves_no_trace_in_the_program(script: type[Script]) -> None:
    program = script(
        """import os, sys
print(sorted(name for name in os.environ if "SNIPPETS_REC" in name or name == "PYTHONPATH"))
print(sorted(name for name in sys.modules if "recorder" in name or "sitecustom" in name))
print([path for path in sys.path if path.endswith("start")])
"""
    )
    assert program.record().text == "[]\n" * 3


@pytest.mark.parametrize("python", PYTHONS, ids=lambda python: python.minor)
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

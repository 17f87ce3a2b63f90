"""Programs that a warm parent forks: they find what they would find if each were started by itself, and none stays."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from snippets._engine.examples import catalogue
from snippets._engine.examples.catalogue import ROOT, Variant
from snippets._engine.run import warm
from snippets._engine.run.job import Job
from snippets._engine.run.pythons import Python
from snippets._engine.run.runner import record
from tests.programs import each_python, job

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a program's name be written into it")

#: Each prints what could be otherwise; those that must be the same are compared as text and as records.
SEES = {
    "start": "print(__name__, __file__, sys.argv, sys.orig_argv, sys.path, sys.flags, sys.executable)",
    "main": "print(sorted(vars(sys.modules['__main__'])), sys.modules['__main__'].__spec__)",
    "modules": "print(list(sys.modules))",
    "environment": "print(dict(os.environ), os.getcwd()); os.system('env')",
    "hash": "print(hash('asyncio'), list({chr(n) for n in range(97, 123)}))",
    "frames": "print([f.name for f in traceback.extract_stack()], sys.getrecursionlimit())",
    "depth": "def f(n):\n  try: return f(n + 1)\n  except RecursionError: return n\nprint(f(0))",
    "traceback": "def f(): raise ValueError(1)\nf()",
    "syntax": "print('not printed'",
    "descriptors": "print(sorted(int(n) for n in os.listdir('/proc/self/fd')))",
    "signals": "print([(s.name, signal.getsignal(s)) for s in signal.valid_signals() if s < 32 and s != 24])",
    "group": "print(os.getpid() == os.getpgrp() == os.getsid(0), os.nice(0))",
    "limits": "print([resource.getrlimit(n) for n in (0, 1, 2, 3, 4, 6, 7, 8, 9)])",
    "threads": "t = threading.main_thread(); print(t.native_id == os.getpid(), threading.enumerate(), t.ident != 0)",
    "streams": "print(sys.stdin, sys.stdout, sys.stderr, sys.stdout.line_buffering, sys.stdin.read())",
    "set": "async def f(): pass\n"
    "async def m(): print([t.get_name() for t in {asyncio.create_task(f()) for _ in 'x' * 30}])\n"
    "asyncio.run(m())",
    "exit": "sys.exit(7)",
    "kill": "os.kill(os.getpid(), signal.SIGKILL)",
}
IMPORTS = "import asyncio, os, resource, signal, sys, threading, traceback\n"


@pytest.fixture
def began(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each program that was tried was begun by a warm parent."""
    tried, start = [], warm.start

    def noting(*given: object) -> object:
        program = start(*given)  # type: ignore[arg-type]
        tried.append(program is not None)
        return program

    monkeypatch.setattr(warm, "start", noting)
    return tried


@each_python
@pytest.mark.parametrize("what", SEES)
@pytest.mark.parametrize("clock", ["virtual", pytest.param("real", marks=pytest.mark.thorough)])
def test_a_forked_program_finds_what_another_finds(
    what: str, clock: str, python: Python, tmp_path: Path, began: list[bool]
) -> None:
    if python.minor not in warm.SAME:
        pytest.skip(f"no program is forked on {python.minor}")
    how = job(tmp_path, IMPORTS + SEES[what], python, clock=clock)
    forked, other = record(how, one_of_many=True), record(how)
    assert began == [True]
    assert (forked.text, forked.outcome, forked.exit) == (other.text, other.outcome, other.exit)
    assert clock == "real" or forked.to_json() == other.to_json()


@pytest.mark.thorough
@each_python
@pytest.mark.parametrize(
    "variant",
    [variant for example in catalogue.load() for variant in example.variants if variant.clock == "virtual"],
    ids=lambda variant: variant.id,
)
def test_the_record_is_the_same(variant: Variant, python: Python) -> None:
    if not variant.runs_on(python.version):
        pytest.skip(f"needs Python {variant.python}")
    how = Job.of(variant, python)
    assert record(how, one_of_many=True).to_json() == record(how).to_json()


def test_each_finds_the_same_memory_whatever_came_before(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in "ab"]
    for folder in folders:
        folder.mkdir()
    texts = [record(job(folders[n % 2], IMPORTS + SEES["set"]), one_of_many=True).text for n in range(6)]
    assert len(set(texts)) == 1


def test_what_is_special_is_started_by_itself(tmp_path: Path, began: list[bool]) -> None:
    how = job(tmp_path, "print(1)")
    for special in (
        job(tmp_path, "print(1)", arguments=("x",)),
        job(tmp_path, "print(1)", own=True),
        job(tmp_path, "print(1)", stdin="closed"),
        job(tmp_path, "print(1)", name="long" * 60),
    ):
        assert record(special, one_of_many=True).text == "1\n"
    assert began == [False] * 4
    assert record(how, one_of_many=True).text == "1\n"
    assert began[4:] == [True]


def test_it_can_be_switched_off(tmp_path: Path, began: list[bool], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(warm.SWITCH, "0")
    assert record(job(tmp_path, "print(1)"), one_of_many=True).text == "1\n"
    assert began == [False]


def test_a_parent_that_was_killed_is_done_without(tmp_path: Path, began: list[bool]) -> None:
    how = job(tmp_path, "print(1)")
    record(how, one_of_many=True)
    parent = warm._parents[warm._kind(how)]
    assert parent is not None
    parent.popen.kill()
    parent.popen.wait()
    assert record(how, one_of_many=True).text == "1\n"
    assert began == [True, False]
    del warm._parents[warm._kind(how)]
    record(how, one_of_many=True)
    assert began == [True, False, True]


@pytest.mark.parametrize("of", ["names", "files"])
def test_a_program_whose_name_cannot_be_put_in_is_started_by_itself(
    of: str, tmp_path: Path, began: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is written where the place holder no longer stands, and whoever forked it leaves nothing behind."""
    monkeypatch.setenv("SNIPPETS_CACHE", str(tmp_path / "cache"))
    how = job(tmp_path, "print(1)")
    record(how, one_of_many=True)
    parent = warm._parents[warm._kind(how)]
    assert parent is not None
    getattr(parent.places, of)[-1:] = [getattr(parent.places, of)[-1] + 4]
    assert record(how, one_of_many=True).text == "1\n"
    assert began == [True, False]
    assert len(_of(tmp_path)) == 1


def test_a_program_that_python_does_not_find_under_its_name_is_started_by_itself(
    tmp_path: Path, began: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it would be with a Python that keeps the file's name where we do not look for it."""
    monkeypatch.setenv("SNIPPETS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(warm._Places, "fill", lambda *_: None)
    how = job(tmp_path, "print(1)")
    for _ in range(2):
        assert record(how, one_of_many=True).text == "1\n"
    assert began == [True, False]


def test_a_program_whose_limits_cannot_be_set_is_started_by_itself(
    tmp_path: Path, began: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warm, "_limits", lambda *_: [(999, 1)])
    assert record(job(tmp_path, "print(1)"), one_of_many=True).text == "1\n"
    assert began == [False]


def test_where_a_parent_cannot_begin_each_is_started_by_itself(
    tmp_path: Path, began: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here because it may have too few files open; it says so on a stderr that nobody reads, and ends."""
    monkeypatch.setenv("SNIPPETS_CACHE", str(tmp_path / "cache"))
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (600, before[1]))
    try:
        assert record(job(tmp_path, "print(1)"), one_of_many=True).text == "1\n"
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    assert began == [False]
    assert _of(tmp_path) == []


RUNS = """
import sys
from pathlib import Path
from snippets._engine.run.job import Job
from snippets._engine.run.pythons import Python
from snippets._engine.run.runner import record
job = Job(Path(sys.argv[1]), Python.running(), clock="real")
record(job, lambda *_: print("on", flush=True), one_of_many=True)
"""


@pytest.mark.parametrize("number", [None, signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_no_process_stays(number: signal.Signals | None, tmp_path: Path) -> None:
    """Neither the parent nor a program that still runs, however we end; they carry the folder in their environment."""
    how = job(tmp_path, "import time\nprint(1)\n" + ("time.sleep(1000)\n" if number else ""))
    runner = subprocess.Popen(
        [sys.executable, "-c", RUNS, str(how.file)],
        cwd=ROOT,
        env=os.environ | {"SNIPPETS_CACHE": str(tmp_path / "cache"), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert runner.stdout is not None and runner.stdout.readline() == b"on\n"
    assert number is None or len(_of(tmp_path)) > 2
    if number is not None:
        runner.send_signal(number)
    runner.wait()
    for _ in range(200):
        if not _of(tmp_path):
            break
        time.sleep(0.05)
    assert _of(tmp_path) == []


def _of(folder: Path) -> list[str]:
    found = []
    for entry in Path("/proc").glob("[0-9]*/environ"):
        try:
            if str(folder).encode() in entry.read_bytes():
                found.append(entry.parent.name)
        except OSError:
            continue
    return found

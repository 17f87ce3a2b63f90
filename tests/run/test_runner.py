"""The runner: what a program may use, what is left of it, and what is kept between builds."""

from __future__ import annotations

import inspect
import json
import os
import re
import selectors
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from snippets._engine.examples.catalogue import Variant, load, read
from snippets._engine.record.record import Record, Stop
from snippets._engine.run import cache, process, runner
from snippets._engine.run import job as jobs
from snippets._engine.run.job import Job, RunnerError
from snippets._engine.run.plain import plain
from snippets._engine.run.pool import Pool
from snippets._engine.run.pythons import Python
from snippets._engine.run.runner import NotRecordedError, record
from tests.programs import job, run


def test_streams_keep_their_order_also_past_python(tmp_path: Path) -> None:
    source = """import os, subprocess, sys
for n in range(3):
    print("out", n)
    print("err", n, file=sys.stderr)
    subprocess.run(["sh", "-c", "echo child; echo child err >&2"])
"""
    made = run(tmp_path, source, clock="real")
    lines = [line for n in range(3) for line in (f"out {n}", f"err {n}", "child", "child err")]
    assert sorted(made.text.splitlines()) == sorted(lines)
    # A child's two streams come through two pipes; all else has one order.
    assert [line for line in made.text.splitlines() if line != "child err"] == [
        line for line in lines if line != "child err"
    ]


def test_a_line_of_ten_megabytes_is_cut_and_says_so(tmp_path: Path) -> None:
    made = run(tmp_path, "print('x' * 10_000_000)\nprint('after')")
    assert made.outcome == "stopped"
    assert len(made.text) < 2_000_100
    assert made.text.endswith("x\n[cut here: too much output]\n")
    assert "".join(piece.text for piece in made.output) == made.text


@pytest.mark.thorough
def test_a_flood_past_the_recorder_is_stopped_too(tmp_path: Path) -> None:
    made = run(tmp_path, "import subprocess\nsubprocess.run(['yes'])", clock="real")
    assert made.outcome == "stopped"
    assert made.text.endswith("[cut here: too much output]\n")


def test_memory_is_bounded(tmp_path: Path) -> None:
    made = run(tmp_path, "keep = []\nwhile True:\n    keep.append(bytearray(10**8))")
    assert made.outcome == "raises MemoryError"


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at /proc to find what was left behind")
@pytest.mark.parametrize("recorded", [True, False], ids=["recorded", "plain"])
def test_no_process_stays_behind(tmp_path: Path, recorded: bool) -> None:
    """Not one that left the process group, emptied its environment and closed its pipes, either."""
    source = """import os, subprocess, sys, time
quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
subprocess.Popen(["sleep", "1234.5"])
subprocess.Popen(["sleep", "1234.5"], start_new_session=True, env={}, **quiet)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(1234.5)
    os._exit(0)
print("started")
"""
    mark = f"1234.{time.monotonic_ns()}"
    how = job(tmp_path, source.replace("1234.5", mark), name=f"leaves_{mark}", clock="real")
    text = record(how).text if recorded else plain(how)[0].decode()
    assert text == "started\n"
    assert [line for line in processes() if mark in line] == []


def processes() -> list[str]:
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.append(entry.read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found


def test_the_recorders_bytecode_is_kept_and_makes_no_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the run that finds none, nor one that finds it damaged, has objects at other addresses than the next."""
    monkeypatch.setenv("SNIPPETS_CACHE", str(tmp_path / "cache"))
    source = "import asyncio\n\nasync def f(): pass\n\nasync def main():\n    print("
    source += "[t.get_name() for t in {asyncio.create_task(f()) for _ in range(30)}])\n\nasyncio.run(main())\n"
    how = job(tmp_path, source)
    first = record(how).to_json()
    kept = sorted((tmp_path / "cache").rglob("trace.*.pyc"))
    assert len(kept) == 1
    assert record(how).to_json() == first
    kept[0].write_bytes(kept[0].read_bytes()[:100])
    assert record(how).to_json() == first
    assert kept[0].stat().st_size > 100


LOOKS = """
import ctypes, functools, os, subprocess, sys
if os.getuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # as any process of an ordinary user is
{part}
look = ["cat", "/proc/" + str(os.getpid()) + "/environ"]
print(subprocess.run(look, capture_output=True).returncode, keep_to_ourselves(),
      subprocess.run(look, capture_output=True).returncode, len(os.listdir("/proc/self/fd")) > 2)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has /proc/PID/environ")
def test_a_program_cannot_read_the_environment_of_who_runs_it() -> None:
    """An ordinary user's: root can read everything."""
    source = inspect.getsource(process)
    part = source[source.index("#: ``prctl``") : source.index("def _hear_ctrl_c")]
    done = subprocess.run(
        [sys.executable, "-"], input=LOOKS.format(part=part),
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout == "0 True 1 True\n", done.stderr


@pytest.mark.thorough
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="whether a program computes is only told by Linux")
def test_the_last_resort_is_not_for_what_computes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "LAST_RESORT_S", 2.0)
    made = run(tmp_path, "n = 0\nfor i in range(50_000_000):\n    n += i\nprint('computed')")
    assert (made.outcome, made.text) == ("finishes", "computed\n")
    os.mkfifo(tmp_path / "pipe")
    made = run(tmp_path, "open('pipe').read()")
    assert made.outcome == "stopped" and "waits for something outside this clock" in made.verdict[0]


def test_a_program_that_ignores_sigint_is_killed(tmp_path: Path) -> None:
    source = "import signal, threading\nsignal.signal(2, signal.SIG_IGN)\nprint('deaf')\nthreading.Event().wait()"
    made = run(tmp_path, source, clock="real", stop=Stop(seconds=1.5))
    assert (made.outcome, made.text, made.exit) == ("hangs", "deaf\n", None)


def test_programs_hear_ctrl_c_also_where_we_were_started_not_to(tmp_path: Path) -> None:
    """As by a shell in the background."""
    source = "import signal\nprint(signal.getsignal(signal.SIGINT) is signal.default_int_handler)\n"
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        assert run(tmp_path, source).text == "True\n"
        assert plain(job(tmp_path, source))[0] == b"True\n"
    finally:
        signal.signal(signal.SIGINT, before)


def test_stdin_is_empty_and_the_working_folder_is_the_files(tmp_path: Path) -> None:
    made = run(tmp_path, "import os, sys\nprint(repr(sys.stdin.read()), os.listdir('.'))")
    assert made.text == "'' ['program.py']\n"


def test_the_environment_is_stated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONASYNCIODEBUG", "1")
    monkeypatch.setenv("OF_THE_CALLER", "1")
    source = "import os\nprint(sorted(n for n in os.environ if n.startswith('PYTHON') or n == 'OF_THE_CALLER'))"
    assert run(tmp_path, source).text == "['PYTHONDONTWRITEBYTECODE', 'PYTHONHASHSEED', 'PYTHONS_SEE']\n"


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(RunnerError, match=r"nothing\.py: there is no such file"):
        record(Job(tmp_path / "nothing.py", Python.running()))


def test_output_is_heard_at_once(tmp_path: Path) -> None:
    heard: list[float] = []
    made = record(
        job(tmp_path, "import time\nprint('a')\ntime.sleep(0.5)\nprint('b')", clock="real"),
        lambda stream, data, seconds: heard.append(time.monotonic()),
    )
    assert made.text == "a\nb\n"
    assert heard[-1] - heard[0] > 0.3


def test_the_cache_gives_the_same_record_and_mends_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SNIPPETS_CACHE", str(tmp_path))
    variant = load()[0].variants[1]
    first = fresh_result(variant)
    (entry,) = tmp_path.glob("*.json")
    made = entry.stat().st_mtime_ns
    assert fresh_result(variant) == first
    assert entry.stat().st_mtime_ns == made  # taken, not run again
    for damage in ("", "{}", entry.read_text().replace("foo", "fox"), '{"sha256": 1, "record": 2}'):
        entry.write_text(damage)
        assert fresh_result(variant) == first
        assert json.loads(entry.read_text())["record"] == first.to_json()
    assert {path.name for path in tmp_path.iterdir()} == {entry.name, "bytecode"}, "nothing half written"


def fresh_result(variant: Variant) -> Record:
    """As a new process would find it."""
    return Pool().result(variant).record


def test_a_run_that_is_made_again_takes_the_place_of_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SNIPPETS_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "topic" / "counts"
    folder.mkdir(parents=True)
    (folder / "example.toml").write_text('title = "A"\nidea = "B."\npost = 1\n[published]\noutcome = "finishes"\n')
    count = "import pathlib\np = pathlib.Path('count')\np.write_text(p.read_text() + 'x' if p.exists() else 'x')\n"
    (folder / "published.py").write_text(count + "print(p.read_text())\n")
    (variant,) = read(folder).variants
    assert [fresh_result(variant).text, fresh_result(variant).text] == ["x\n", "x\n"]
    pool = Pool()
    assert pool.again(variant).record.text == "xx\n"
    assert [pool.result(variant).record.text, fresh_result(variant).text] == ["xx\n", "xx\n"]


def test_a_program_that_is_saved_while_it_runs_is_ended_and_what_it_did_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SNIPPETS_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "topic" / "endless"
    folder.mkdir(parents=True)
    (folder / "example.toml").write_text('title = "A"\nidea = "B."\n[demo]\noutcome = "finishes"\n')
    once = "import pathlib\np = pathlib.Path('began')\nif not p.exists():\n    p.touch()\n    while True: pass\n"
    (folder / "demo.py").write_text(once)
    (variant,) = read(folder).variants
    pool = Pool()
    with ThreadPoolExecutor() as threads:
        asked = threads.submit(pool.result, variant)
        while not (folder / "began").exists():
            time.sleep(0.01)
        (folder / "demo.py").write_text("print('another')\n")
        with pytest.raises(RunnerError, match="endless/demo was saved while it ran"):
            asked.result()
    assert not list((tmp_path / "cache").glob("*.json"))
    assert pool.result(variant).record.text == "another\n"
    (folder / "demo.py").write_text(once)
    assert pool.result(variant).record.text == "", "what it was before is not taken for run"


def test_a_recorder_that_cannot_begin_is_told_with_the_childs_own_words(tmp_path: Path) -> None:
    python = tmp_path / "python3"
    python.write_text("#!/bin/sh\necho first >&2\necho no room left >&2\nexit 7\n")
    python.chmod(0o755)
    variant = load()[0].variants[0]
    broken = Job(variant.file, Python(python, "3.13.0", ""))
    with pytest.raises(NotRecordedError) as raised:
        record(broken)
    name = f"snippets/{variant.file.parent.parent.name}/{variant.example}/{variant.file.name}"
    assert str(raised.value) == f"{name} could not be recorded on {python} (status 7): first / no room left"


def test_a_recorder_that_cannot_begin_is_tried_once_more_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SNIPPETS_CACHE", str(tmp_path))
    variant = load()[0].variants[1]
    tries: list[Job] = []

    def busy(job: Job, fail: int = 1, **_: object) -> Record:
        tries.append(job)
        if len(tries) <= fail:
            raise NotRecordedError("too crowded")
        return record(job)

    monkeypatch.setattr(runner, "record", busy)
    pool = Pool()
    assert [pool.result(variant).record.outcome for _ in range(2)] == ["finishes"] * 2
    assert len(tries) == 2
    tries.clear()
    pool = Pool()
    monkeypatch.setattr(runner, "record", lambda job, **_: busy(job, fail=9))
    for path in tmp_path.glob("*.json"):
        path.unlink()
    for _ in range(2):
        with pytest.raises(RunnerError, match="too crowded; tried twice"):
            pool.result(variant)
    assert len(tries) == 2, "and not for each page that shows it"


def test_a_plain_run_is_heard_to_its_end_on_a_crowded_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the program writes and ends between our look at its pipe and our look at itself."""

    class Late(selectors.DefaultSelector):
        looks = 0

        def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
            Late.looks += 1
            if Late.looks > 1:
                return super().select(timeout)
            while not super().select(10):
                pass  # it has written; in this pipe there is the end as well, a moment later
            time.sleep(1)
            return []

    monkeypatch.setattr(selectors, "DefaultSelector", Late)
    assert plain(job(tmp_path, "print('at the end')")) == (b"at the end\n", 0)
    assert Late.looks > 1


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("SNIPPETS_CACHE", str(tmp_path / "file" / "below"))
    assert fresh_result(load()[0].variants[1]).outcome == "finishes"


def test_a_cache_entry_is_named_by_all_that_could_change_it(tmp_path: Path) -> None:
    file, label = tmp_path / "a.py", tmp_path / "example.toml"
    file.write_text("1")
    label.write_text("1")
    names = {cache.key(file, label, Python.running(), "how")}
    for path in (file, label):
        path.write_text("2")
        names.add(cache.key(file, label, Python.running(), "how"))
    names.add(cache.key(file, label, Python(Path("/other"), "3.12.1", "/lib"), "how"))
    names.add(cache.key(file, label, Python.running(), "another way"))
    assert len(names) == 5


def test_the_words_of_a_verdict_are_among_what_could_change_it() -> None:
    engine = Path(cache.__file__).parents[1]
    texts = [(engine / name).read_text() for name in cache.MAKERS if name.endswith(".py")]
    imported = set(re.findall(r"(?m)^from snippets\._engine\.(\S+) import", "\n".join(texts)))
    assert "words.standstill" in imported
    for module in imported:
        name = module.replace(".", "/")
        assert f"{name}.py" in cache.MAKERS or name.partition("/")[0] in cache.MAKERS, module


def test_a_record_survives_its_json_form(tmp_path: Path) -> None:
    made = run(tmp_path, "import asyncio\nasync def main():\n    await asyncio.Event().wait()\nasyncio.run(main())")
    assert Record.from_json(made.to_json()) == made
    assert json.loads(made.to_json())["outcome"] == "deadlocks"
    assert os.linesep not in made.to_json()

"""The command line, called as people call it: what it prints, where, and its exit status."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from snippets._engine import cli
from snippets._engine.examples.catalogue import ROOT

Done = subprocess.CompletedProcess[str]
Called = Callable[..., Done]


def snippets(*arguments: str | Path, root: Path = ROOT, **environment: str) -> Done:
    return subprocess.run(
        [sys.executable, "-m", "snippets", *map(str, arguments)],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root)} | environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture
def called(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Called:
    """The command line in this process, for what needs no other: each start of Python takes a quarter of a second."""

    def call(*arguments: str) -> Done:
        monkeypatch.chdir(ROOT)
        handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
        try:
            status: object = cli.main(arguments)
        except SystemExit as left:  # as argparse leaves
            status = left.code
        finally:
            for number, handler in handlers.items():
                signal.signal(number, handler)
        assert isinstance(status, int)
        return Done(arguments, status, *capfd.readouterr())

    return call


def test_list_json_is_the_contract() -> None:
    examples = json.loads(snippets("list", "--json").stdout)
    blocks = [example["post"] for example in examples]
    assert blocks == [*range(1, 14), *[None] * (len(blocks) - 13)]
    for example in examples:
        assert set(example) == {"id", "title", "topic", "post", "url", "variants"}
        assert example["url"] == f"s/{example['id']}/"
        for variant in example["variants"]:
            assert set(variant) == {"variant", "outcome", "clock", "file", "sha256", "pythons"}
            assert (ROOT / variant["file"]).is_file()
            assert variant["pythons"], "measured by python -m snippets versions"
    shown = snippets("list").stdout
    assert all(example["id"] in shown and example["title"] in shown for example in examples)


def test_list_tells_those_that_are_about_a_word(called: Called) -> None:
    def found(*words: str) -> list[str]:
        return [example["id"] for example in json.loads(called("list", *words, "--json").stdout)]

    everything, locks = found(), found("lock")
    assert {"lock_order", "thread_lock"} <= set(locks) < set(everything)
    assert "forgotten_await" not in locks, "it is block 1 of the post, and about no lock"
    assert found("LOCK") == locks and set(found("lock", "timeouts")) < set(locks)
    assert "queue_sentinel" in found("Queue.join") and "queue_sentinel" in found("sentinel")
    none = called("list", "no-such-word")
    assert (none.stdout, none.stderr, none.returncode) == ("", "snippets: no example is about 'no-such-word'\n", 1)


def test_run_prints_what_the_program_prints_and_ends_as_it_does(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text("import sys\nprint('out')\nprint('\\x1b[1merr', file=sys.stderr)\nsys.exit(7)\n")
    done = snippets("run", file)
    assert (done.stdout, done.stderr, done.returncode) == ("out\n", "\x1b[1merr\n", 7)


def test_run_of_a_traceback_is_pythons_own(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text("import asyncio\nasync def main():\n    1 / 0\nasyncio.run(main())\n")
    plain = subprocess.run([sys.executable, "-u", "mine.py"], cwd=tmp_path, capture_output=True, text=True, check=False)
    done = snippets("run", file)
    assert (done.stdout, done.stderr, done.returncode) == (plain.stdout, plain.stderr, 1)


def test_run_says_who_waits_where_in_a_deadlock() -> None:
    done = snippets("run", "queue_sentinel")
    assert done.returncode == 86
    verdict = done.stderr.splitlines()
    assert all(line.startswith("snippets: ") for line in verdict)
    assert "deadlock, proved, at 11 s on the virtual clock" in verdict[0]
    assert verdict[1] == "snippets:   Task-1 main() waits for queue.join(), line 42"


def test_run_of_block_1_never_yields_by_id_and_by_path() -> None:
    for target in ("forgotten_await", "forgotten_await/published", "snippets/tasks/forgotten_await/published.py"):
        done = snippets("run", target)
        assert done.returncode == 87
        assert done.stdout == "foo\n" * 197


@pytest.mark.parametrize(
    ("source", "status", "said"),
    [
        (
            "import asyncio\nasync def m():\n    while True: await asyncio.sleep(1); print(1)\nasyncio.run(m())",
            88,
            "stopped",
        ),
        ("import threading\n\nthreading.Thread(target=print).start()", 89, "starts a thread in line 3"),
        ("import subprocess\nsubprocess.run(['true'])", 89, "starts a process in line 2"),
        ("import socket\nsocket.socket()", 89, "opens a socket in line 2"),
        ("import signal\nsignal.signal(15, print)", 89, "handles a signal in line 2"),
        ("import os\nos.kill(os.getpid(), 9)", 137, "killed SIGKILL"),
    ],
    ids=["stopped", "thread", "process", "socket", "signal", "killed"],
)
def test_exit_status_and_words(tmp_path: Path, source: str, status: int, said: str) -> None:
    file = tmp_path / "mine.py"
    file.write_text(source)
    done = snippets("run", file, "--max-lines", "1,000")
    assert done.returncode == status
    assert said in done.stderr
    if status == 89:
        assert done.stderr.count("\n") == 1
        assert "--clock real" in done.stderr


def test_run_on_the_real_clock_does_what_the_virtual_one_refuses(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text("import asyncio\nasync def m(): print(await asyncio.to_thread(len, 'abc'))\nasyncio.run(m())")
    done = snippets("run", file, "--clock", "real")
    assert (done.stdout, done.stderr, done.returncode) == ("3\n", "", 0)


def test_run_json_is_the_record_and_nothing_else() -> None:
    done = snippets("run", "event_never_set", "--json")
    assert (done.returncode, done.stderr) == (86, "")
    record = json.loads(done.stdout)
    assert {"outcome", "output", "exit", "clock", "python", "seconds", "tasks", "events"} <= set(record)
    assert (record["outcome"], record["exit"], record["clock"]) == ("deadlocks", None, "virtual")
    assert "".join(text for *_, text in record["output"]) == "waiting for it...\n" * 3
    assert record["output"][0][1:3] == ["stdout", "Task-2"]
    assert {"name", "parent", "ended"} <= set(record["tasks"][1])
    assert record["tasks"][1]["parent"] == "Task-1"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("run", "queue_sentinal"), "no example is called 'queue_sentinal'; nearest: queue_sentinel"),
        (("run", "queue_sentinel/sentinal"), "nearest: sentinel"),
        (("run", "no/such.py"), "there is no file no/such.py"),
        (("run", "README.md"), "'README.md' is neither an example's id nor a .py file"),
        (("run", ""), "'' is neither an example's id nor a .py file"),
        (("run", "/"), "/ is a folder: name a .py file"),
        (("timeline", "snippets/queues"), "snippets/queues is a folder"),
        (("run",), "name one thing to run"),
        (("run", "queue_sentinel", "-m", "this"), "name one thing to run"),
        (
            ("run", "queue_sentinel", "a", "-b"),
            "unrecognized arguments: a -b; put the program's own arguments after --",
        ),
        (("run", "queue_sentinel", "--python", "/bin/true"), "/bin/true is not CPython"),
        (("run", "queue_sentinel", "--python", "/nope"), "there is no file /nope"),
        (("record", "queue_sentinel", "--python", "no-such-python"), "there is no file no-such-python"),
        (("run", "queue_sentinel", "--python", "/bin"), "/bin is a folder, so no interpreter"),
        (("run", "queue_sentinel", "--python", "README.md"), "README.md is not executable, so no interpreter"),
        ((), "VERB is missing: list, run, timeline, record, cite, versions, new"),
        (("rum",), "invalid choice: 'rum'"),
        (("list", "--jsn"), "unrecognized arguments: --jsn"),
        (("record", "queue_sentinal"), "nearest: queue_sentinel"),
        (("new", "Tasks"), "is not TOPIC/NAME"),
        (("new", "tasks/queue_sentinel"), "ids are never used twice"),
        (("new", "first-steps/queue_sentinel"), "ids are never used twice"),
        (("new", "first-steps/queue-sentinel"), "is not TOPIC/NAME"),
        (("new", "lokcs/lost_lock"), "there is no page docs/lokcs.md for the topic 'lokcs'; nearest: locks"),
    ],
)
def test_wrong_words_are_one_line_and_status_2(arguments: tuple[str, ...], said: str, called: Called) -> None:
    done = called(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (ROOT / "snippets" / "lokcs").exists()


@pytest.mark.parametrize("both", [pytest.param("", marks=pytest.mark.thorough), " 2>&1"], ids=["stdout", "both"])
@pytest.mark.parametrize(
    ("verb", "reader"),
    [
        ("run forgotten_await", "head -n 1"),
        ("list", "head -n 1"),
        ("cite lost_update", "true"),
        ("run no_such", "true"),
    ],
)
def test_a_reader_that_leaves_early_is_no_error(verb: str, reader: str, both: str) -> None:
    command = f"({sys.executable} -m snippets {verb}{both}; echo status $? >&2) | {reader}"
    given = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    done = subprocess.run(["sh", "-c", command], cwd=ROOT, env=given, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr and "Broken" not in done.stderr
    ends = {"run forgotten_await": (87, 141), "list": (0, 141), "cite lost_update": (141,), "run no_such": (2, 141)}
    assert done.stderr.splitlines()[-1] in [f"status {status}" for status in ends[verb]]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full is Linux's")
def test_a_full_disk_is_one_line() -> None:
    for verb in ("cite lost_update", "run lost_update", "timeline lost_update 2>/dev/null"):
        command = f"{sys.executable} -m snippets {verb} >/dev/full"
        done = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
        said = "snippets: the output could not be written: No space left on device"
        assert done.returncode == 1 and (said in done.stderr.splitlines() or "2>" in verb)
        assert "Traceback" not in done.stderr and "Exception ignored" not in done.stderr


def test_closed_standard_streams_are_no_error() -> None:
    for closed in ("<&-", ">&-", "2>&-", "<&- >&- 2>&-"):
        command = f"{sys.executable} -m snippets run lost_update {closed}"
        done = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.endswith("in the end: 20\n") or ">&-" in closed


def test_a_new_example_works_in_three_steps(checkout: Path) -> None:
    made = snippets("new", "tasks/lost_task", root=checkout)
    assert made.returncode == 0, made.stderr
    assert "python -m snippets record lost_task" in made.stdout
    recorded = snippets("record", "lost_task", "--python", sys.executable, root=checkout)
    assert recorded.returncode == 0, recorded.stderr
    folder = checkout / "snippets" / "tasks" / "lost_task"
    assert (folder / "flawed.out").read_text() == "$ python flawed.py\n[exit 0]\n"
    assert (folder / "corrected.out").read_text() == "$ python corrected.py\ndone\n[exit 0]\n"
    schema = (folder / "example.toml").read_text().splitlines()[0].removeprefix("#:schema ")
    assert (folder / schema).samefile(checkout / "snippets" / "label.schema.json")
    again = snippets("new", "tasks/lost_task", root=checkout)
    assert again.returncode == 2


def test_record_writes_only_what_changed_and_mends_a_golden(checkout: Path) -> None:
    golden = checkout / "snippets" / "tasks" / "forgotten_await" / "corrected.out"
    before = golden.read_text()
    golden.write_text(before.replace("bar", "baz", 1))
    done = snippets("record", "forgotten_await", "--python", sys.executable, root=checkout)
    assert done.returncode == 0, done.stderr
    lowest = f"{sys.version_info[0]}.{sys.version_info[1]}" == "3.11"
    written = golden if lowest else golden.with_name(f"corrected.from-3.{sys.version_info[1]}.out")
    assert written.read_text() == before
    assert [line for line in done.stdout.splitlines() if "published" in line] == []


def test_record_refuses_what_is_not_as_declared(checkout: Path) -> None:
    file = checkout / "snippets" / "tasks" / "forgotten_await" / "corrected.py"
    file.write_text("raise SystemExit(1)\n")
    golden = file.with_suffix(".out").read_text()
    done = snippets("record", "forgotten_await", "--python", sys.executable, root=checkout)
    assert done.returncode == 1
    assert "declared 'finishes'" in done.stderr
    assert "exits 1" in done.stderr
    assert file.with_suffix(".out").read_text() == golden


@pytest.mark.thorough
def test_versions_measures_and_tells_an_undeclared_difference(checkout: Path) -> None:
    for topic in (checkout / "snippets").glob("[a-z]*/"):
        if topic.name != "events":
            shutil.rmtree(topic)
    file = checkout / "snippets" / "events" / "event_never_set" / "corrected.py"
    file.write_text(file.read_text().replace("got it", "have it"))
    done = snippets("versions", root=checkout)
    assert done.returncode == 1
    assert "event_never_set/corrected" in done.stdout
    assert "the run printed '...have it!'" in done.stderr
    measured = json.loads((file.parent / "measured.json").read_text())
    assert measured["corrected"]["held"] == {}
    assert measured["published"]["held"]

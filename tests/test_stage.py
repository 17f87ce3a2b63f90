"""A run for a room, and a run as it comes: what is seen, when, in which colours, and how it ends."""

from __future__ import annotations

import contextlib
import io
import os
import pty
import re
import signal
import subprocess
import sys
import termios
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from snippets._engine import stage
from snippets._engine.examples import catalogue
from snippets._engine.examples.catalogue import ROOT
from snippets._engine.pages import address
from snippets._engine.pages.markup import plain, words
from snippets._engine.run import pythons
from snippets._engine.run.job import Job

#: What is said behind an address that leads nowhere yet.
PLACEHOLDER = "  (a placeholder: set SITE_URL to where the site is published)"
#: A program that prints a line, and another one when somebody has written into a pipe: nobody has to wait for a clock.
TWO_LINES = """import asyncio
async def main():
    print("one")
    with open("pipe") as pipe:
        pipe.read()
    print("two")
asyncio.run(main())
"""
FOR_EVER = """import asyncio, sys
async def main():
    print("begun", end="")
    await asyncio.sleep(100000)
asyncio.run(main())
"""


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "snippets", "run", *map(str, arguments)]


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TERM")}
    return kept | {"PYTHONPATH": str(ROOT)} | more


def staged(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments, "--stage"),
        cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=300, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def _interruptible() -> None:
    """Hear SIGINT also where the tests themselves were started in the background, and do not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def begun(*arguments: str | Path) -> Iterator[subprocess.Popen[str]]:
    """A run whose output is read while it goes on. One that is not over in a minute is ended."""
    run = subprocess.Popen(
        command(*arguments),
        cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1,
        preexec_fn=_interruptible,
    )  # fmt: skip
    watch = threading.Timer(60, run.terminate)
    watch.start()
    try:
        yield run
    finally:
        watch.cancel()
        run.terminate()  # and with it what it has started
        run.communicate()


def until(run: subprocess.Popen[str], word: str) -> str:
    """What a run prints up to a line, or part of one, that ends with this word."""
    assert run.stdout is not None
    read = ""
    while not read.endswith(word):
        letter = run.stdout.read(1)
        assert letter, f"the run ended, and {word!r} was never printed: {read}"
        read += letter
    return read


@pytest.mark.parametrize(
    ("how", "first"),
    [((), "one\n"), (("--clock", "real"), "one\n"), (("--stage",), " s     | one\n")],
    ids=["virtual", "real", "stage"],
)
def test_a_line_is_seen_before_the_program_prints_the_next(tmp_path: Path, how: tuple[str, ...], first: str) -> None:
    (tmp_path / "mine.py").write_text(TWO_LINES)
    os.mkfifo(tmp_path / "pipe")
    with begun(tmp_path / "mine.py", *how) as run:
        before = until(run, first)
        assert "| two" not in before
        (tmp_path / "pipe").write_text("go on")
        out, err = run.communicate(timeout=60)
    assert "two\n" in out and err == "" and run.returncode == 0


def test_the_room_sees_title_program_times_verdict_and_link() -> None:
    example = catalogue.find("lost_update")
    done = staged(example.id, "--clock", "virtual")
    assert (done.returncode, done.stderr) == (0, "")
    head, _, rest = done.stdout.partition("\n\n")
    listing, _, rest = rest.partition("\n\n   0.00 s")
    printed, verdict, link = f"   0.00 s{rest}".rstrip("\n").split("\n\n")
    assert head.splitlines()[0] == plain(words(example.title))
    assert "lost_update/flawed, Python 3." in head and "virtual clock" in head
    program = [re.sub(r"^ *\d+  ", "", line) for line in listing.splitlines()]
    assert program == example.variants[0].source.splitlines()
    assert [line.split()[0] for line in listing.splitlines()] == [str(n) for n in range(1, len(program) + 1)]
    assert printed.splitlines() == [
        "   0.00 s     | balance is 0, adding 10",
        "   0.00 s     | balance is 0, adding 20",
        "   1.00 s     | in the end: 20",
    ]
    assert verdict.startswith("Finishes, but something is missing. ")
    assert link == f"{address.permanent('lost_update')}{PLACEHOLDER}"
    assert "\x1b" not in done.stdout, "no colours where nobody sees them"


def test_the_real_clock_is_the_rooms_and_what_comes_on_stderr_is_marked() -> None:
    done = staged("task_handler_missing")
    assert done.returncode == 1
    assert "real clock; Ctrl-C stops it" in done.stdout
    assert " s err | AttributeError: " in done.stdout
    assert "\nRaises AttributeError. In main(), line 8; " in done.stdout
    assert done.stderr == ""


def test_a_deadlock_is_said_once_and_has_its_status() -> None:
    done = staged("event_never_set")
    assert done.returncode == 86
    assert done.stdout.lower().count("deadlocks at once.") == 1
    assert "event.wait(), line 5" in done.stdout


def test_the_clock_of_the_room_is_the_programs(tmp_path: Path) -> None:
    """Python's own start does not count: here it takes two seconds more."""
    (tmp_path / "python").write_text(f'#!/bin/sh\nsleep 2\nexec {sys.executable} "$@"\n')
    (tmp_path / "python").chmod(0o755)
    (tmp_path / "mine.py").write_text("import time\nprint('begun')\ntime.sleep(0.1)\nprint('over')\n")
    done = staged(tmp_path / "mine.py", "--python", tmp_path / "python")
    first, last = (float(time) for time in re.findall(r"(?m)^ +([\d.]+) s +\| ", done.stdout))
    assert first < 2 and last >= 0.1


def test_ctrl_c_ends_a_run_with_words(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(FOR_EVER)
    with begun(tmp_path / "mine.py", "--stage") as run:
        until(run, "| begun")
        run.send_signal(signal.SIGINT)
        out, err = run.communicate(timeout=60)
    assert re.fullmatch(r"\n\nStopped by Ctrl-C after \d+\.\d s\.\n", out), out
    assert (err, run.returncode) == ("", 130)


def test_ctrl_c_leaves_the_last_word_to_the_proof() -> None:
    """Nobody has to wait in silence for a program that hangs on a lock of a thread."""
    with begun("thread_lock", "--stage") as run:
        until(run, golden("thread_lock"))
        run.send_signal(signal.SIGINT)
        out, _ = run.communicate(timeout=60)
    assert "Stopped by Ctrl-C" in out
    assert "On the virtual clock: deadlocks at once. " in out
    assert out.rstrip().endswith(f"{address.permanent('thread_lock')}{PLACEHOLDER}")


def golden(example_id: str) -> str:
    """The first line that the first program prints."""
    return catalogue.find(example_id).variants[0].file.with_suffix(".out").read_text("utf-8").splitlines()[1] + "\n"


def on_terminal(*, keys: bool = False, **variables: str) -> str:
    """What a terminal is sent by a run for a room. With ``keys`` the run is started there too, and Enter pressed."""
    ours, theirs = pty.openpty()
    run = subprocess.Popen(
        command("lost_update", "--stage", "--clock", "virtual"),
        cwd=ROOT, env=environment(**variables), stdout=theirs, stderr=theirs,
        stdin=theirs if keys else subprocess.DEVNULL,
    )  # fmt: skip
    os.close(theirs)
    sent = b""
    try:
        while data := os.read(ours, 65536):
            sent += data
            if keys and sent.endswith(b"Press Enter to run it.\r\n"):
                os.write(ours, b"\n")
    except OSError:  # so Linux says that nobody writes there any more
        pass
    os.close(ours)
    assert run.wait(60) == 0
    return sent.decode().replace("\r\n", "\n")


def test_a_terminal_waits_for_enter_before_it_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = on_terminal(keys=True, TERM="dumb")
    before, asked, after = sent.partition("\n\nPress Enter to run it.\n\n")
    told = staged("lost_update", "--clock", "virtual").stdout
    assert asked and told == f"{before}\n{after}", "the program, the question, the run"

    out, seen = io.StringIO(), io.StringIO()
    variant = catalogue.find("lost_update").variants[0]
    keys = io.StringIO()
    monkeypatch.setattr(keys, "readline", lambda: seen.write(out.getvalue()) and "")
    python = pythons.suitable(variant)
    assert python
    stage.play(Job.of(variant, python), variant, out, keys)
    assert seen.getvalue().endswith("Press Enter to run it.\n") and len(out.getvalue()) > len(seen.getvalue())


def test_a_terminal_is_sent_colours_that_are_read_on_black_and_on_white() -> None:
    sent = on_terminal(TERM="xterm-256color")
    used = set(re.findall(r"\x1b\[([\d;]*)m", sent))
    assert {"01", "35"} <= used, "keywords are bold, strings have a colour"
    # 30 is black, 37 white, 32, 33 and 36 are pale on white, 34 is dark on black; backgrounds stay what they are.
    assert used <= {"0", "1", "01", "35", "1;31", "39;49;00"}
    assert "\x1b[2J" not in sent and "\x1b[H" not in sent, "nothing is cleared"
    stripped = re.sub(r"\x1b\[[\d;]*m", "", sent)
    assert stripped == staged("lost_update", "--clock", "virtual").stdout


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1", "TERM": "xterm"}, {"TERM": "dumb"}], ids=["NO_COLOR", "dumb"])
def test_colours_can_be_forbidden(variables: dict[str, str]) -> None:
    assert "\x1b" not in on_terminal(keys=False, **variables)


def test_a_tall_program_is_shown_page_by_page(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("".join(f"print({n})\n" for n in range(50)) + f"print({'x' * 300!r})\n" * 3)
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    run = subprocess.Popen(
        command(tmp_path / "mine.py", "--stage"),
        cwd=ROOT, env=environment(TERM="dumb"), stdout=theirs, stderr=theirs, stdin=theirs,
    )  # fmt: skip
    os.close(theirs)
    sent, pages = b"", []
    with contextlib.suppress(OSError):
        while data := os.read(ours, 65536):
            sent += data
            if sent.endswith((b"Press Enter to see the rest.\r\n", b"Press Enter to run it.\r\n")):
                pages.append(sent)
                sent = b""
                os.write(ours, b"\n")
    os.close(ours)
    assert run.wait(60) == 0
    assert len(pages) == 4 and b"".join(pages).count(b"print(") == 53
    for page in pages:
        assert sum(max(1, -(-len(line) // 80)) for line in page.split(b"\r\n")) <= 24


def test_no_line_is_broken_and_streams_do_not_run_into_each_other() -> None:
    out = io.StringIO()
    screen = stage.Screen(out, colours=False)
    screen.output("stdout", "a" * 300, "  0.0 s")
    screen.output("stdout", "b\nno", "  1.0 s")
    screen.output("stderr", "oops\n", "  2.0 s")
    screen.output("stdout", "end\r\n", "  3.0 s")
    screen.output("stdout", "open", "  4.0 s")
    screen.said("Said.", "More.")
    assert out.getvalue() == (
        f"  0.0 s     | {'a' * 300}b\n  1.0 s     | no\n  2.0 s err | oops\n  3.0 s     | end\r\n"
        "  4.0 s     | open\n\nSaid. More.\n"
    )


def test_the_stage_takes_any_file_and_is_told_in_the_help(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("import sys\nprint('hello')\nsys.exit(3)\n")
    done = staged(tmp_path / "mine.py")
    assert done.returncode == 3
    assert done.stdout.startswith("mine.py\nPython 3.")
    assert "| hello\n\nExits with 3." in done.stdout and "http" not in done.stdout
    said = subprocess.run(command("--help"), cwd=ROOT, env=environment(), capture_output=True, text=True, check=True)
    assert all(word in said.stdout for word in ("--stage", "Ctrl-C", "NO_COLOR", "err"))
    both = staged("lost_update", "--json")
    assert both.returncode == 2 and "not allowed with" in both.stderr


def test_paths_are_as_on_the_pages() -> None:
    shown = staged("run_inside_run").stdout
    assert 'File "flawed.py", line 16' in shown and 'File "asyncio/runners.py"' in shown
    assert str(ROOT) not in shown

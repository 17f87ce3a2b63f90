"""``run`` and ``timeline`` on a reader's own script: what it reads, sees and prints is what plain Python gives it."""

from __future__ import annotations

import functools
import json
import os
import pty
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from snippets._engine.examples.catalogue import ROOT

#: One of many of its kind, where a few are enough to see that a change has broken it.
more = functools.partial(pytest.param, marks=pytest.mark.thorough)
Done = subprocess.CompletedProcess[bytes]
RUN = [sys.executable, "-m", "snippets", "run"]
TIMELINE = [sys.executable, "-m", "snippets", "timeline"]
#: Variables with names that a shell does not hand on, or values that it would change.
ODD = {"with-dash": "1", "with.dot": "2", "EMPTY": "", "TWO": "a\nb", "IFS": "x", "SHLVL": "7", "PWD": "/nowhere"}


def environment(**given: str) -> dict[str, str]:
    """What the tests were started with, without what changes how Python behaves, and with what finds the project."""
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TERM", "COLUMNS")}
    kept = {name: value for name, value in kept.items() if not name.startswith("PYTHON")}
    path = os.pathsep.join(filter(None, (str(ROOT), given.get("PYTHONPATH"))))
    return kept | given | {"PYTHONPATH": path}


def called(command: list[str], folder: Path, variables: Mapping[str, str], stdin: bytes | int = b"") -> Done:
    fed: dict[str, Any] = {"input": stdin} if isinstance(stdin, bytes) else {"stdin": stdin}
    given = dict(variables)
    return subprocess.run(command, cwd=folder, env=given, capture_output=True, timeout=120, check=False, **fed)


def ours(folder: Path, source: str, *options: str, stdin: bytes = b"") -> Done:
    """A script run by us alone."""
    (folder / "mine.py").write_text(source, encoding="utf-8")
    return called([*RUN, "mine.py", *options], folder, environment(), stdin)


def both(
    folder: Path,
    source: str,
    *arguments: str,
    stdin: bytes | int = b"",
    variables: Mapping[str, str] | None = None,
    options: tuple[str, ...] = (),
) -> tuple[Done, Done]:
    """A script run plainly and by us, in the same environment; ours is begun in another folder."""
    file = folder / "mine.py"
    file.write_text(source, encoding="utf-8")
    given = environment(**variables or {})
    plain = called([sys.executable, "-u", "mine.py", *arguments], folder, given, stdin)
    more = ("--", *arguments) if arguments else ()
    return plain, called([*RUN, str(file), *options, *more], ROOT, given, stdin)


def shown(done: Done) -> tuple[str, str]:
    """What was printed; bytes that are no text can be told apart, too."""
    return done.stdout.decode("utf-8", "backslashreplace"), done.stderr.decode("utf-8", "backslashreplace")


def assert_same(plain: Done, recorded: Done) -> Done:
    assert shown(recorded) == shown(plain)
    assert recorded.returncode == (plain.returncode if plain.returncode >= 0 else 128 - plain.returncode)
    return recorded


TELLS_ALL = """import asyncio, os, shutil, sys, time
async def main():
    print(os.environ, sys.argv, sys.path, sys.flags, sys.orig_argv[1:])
    print(sys.stdout.encoding, sys.stdout.errors, sys.stdin.encoding, shutil.get_terminal_size(), os.getcwd())
    print(__name__, __file__, __package__, __spec__, time.tzname, asyncio.get_running_loop().get_debug())
    print(sys.stdout.isatty(), sys.stderr.isatty(), sys.stdin.isatty(), os.isatty(1))
asyncio.run(main())
"""


@pytest.mark.parametrize(
    "variables",
    [
        {"LANG": "C", "LC_ALL": "", "LC_CTYPE": ""},
        more({"LC_ALL": "POSIX", "TZ": "Asia/Tokyo", "TERM": "xterm-256color", "COLUMNS": "50", "NO_COLOR": "1"}),
        more({"PYTHONASYNCIODEBUG": "1", "PYTHONHASHSEED": "3", "PYTHONWARNINGS": "error", "A_TOKEN": "secret"}),
        more(
            {"PYTHONDEVMODE": "1", "PYTHONIOENCODING": "latin-1:replace", "PYTHONOPTIMIZE": "2", "PYTHONSTARTUP": "/x"}
        ),
        {"PYTHONPATH": f"relative{os.pathsep}/nowhere", "PYTHONSAFEPATH": "1", **ODD},
    ],
    ids=["C", "colours", "debug", "devmode", "odd"],
)
def test_the_environment_is_the_callers(tmp_path: Path, variables: dict[str, str]) -> None:
    """Also in the first run of all, which compiles the recorder."""
    variables |= {"SNIPPETS_CACHE": str(tmp_path / "cache")}
    pair = both(tmp_path, TELLS_ALL, "a", "--clock", "-m", "--", "", "ä b", variables=variables)
    done = assert_same(*pair)
    assert done.returncode == 0 and b"SNIPPETS_RECORDER" not in done.stdout


READS = {
    "input": "print(f\"hello {input('who? ')}\")\nprint(input())",
    "binary": "import hashlib, sys\nprint(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())",
    "descriptor": "import os\nprint(os.read(0, 3))",
    "in_a_task": """import asyncio, sys
async def main():
    task = asyncio.create_task(asyncio.sleep(1, "slept"))
    print(len(sys.stdin.readline()), await task)
    for line in sys.stdin:
        print(len(line))
asyncio.run(main())""",
}


@pytest.mark.parametrize(
    ("name", "stdin"),
    [more("input", b""), ("input", b"Ada\nBob"), ("binary", bytes(range(256)) * 500), more("descriptor", b"12345"),
     more("in_a_task", b""), ("in_a_task", "é\n☃".encode() * 9)],
)  # fmt: skip
def test_standard_input_is_the_callers(tmp_path: Path, name: str, stdin: bytes) -> None:
    assert_same(*both(tmp_path, READS[name], stdin=stdin, variables={"PYTHONUTF8": "1"}))


def test_standard_input_may_be_a_file_or_closed(tmp_path: Path) -> None:
    (tmp_path / "fed").write_text("from a file\n")
    source = "import os, sys\nprint(sys.stdin and sys.stdin.seek(5) and sys.stdin.read())\n"
    with (tmp_path / "fed").open() as fed:
        plain, recorded = both(tmp_path, source, stdin=fed.fileno())
    assert assert_same(plain, recorded).stdout == b"a file\n\n"
    plain, recorded = (
        called(["sh", "-c", 'exec "$@" <&-', "sh", *command, "mine.py"], tmp_path, environment(), subprocess.DEVNULL)
        for command in ([sys.executable, "-u"], RUN)
    )
    assert assert_same(plain, recorded).stdout == b"None\n"


def test_an_executors_thread_may_read_on_the_real_clock(tmp_path: Path) -> None:
    source = """import asyncio
async def main():
    print("hello", await asyncio.to_thread(input, "who? "))
asyncio.run(main())
"""
    assert_same(*both(tmp_path, source, stdin=b"Ada\n", options=("--clock", "real")))
    refused = ours(tmp_path, source, stdin=b"Ada\n")
    assert refused.returncode == 89 and b"starts a thread in line 3" in refused.stderr


def test_to_wait_for_standard_input_is_refused_on_the_virtual_clock(tmp_path: Path) -> None:
    source = """import asyncio, sys
async def main():
    reader = asyncio.StreamReader()
    protocol = asyncio.StreamReaderProtocol(reader)
    await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, sys.stdin)
    print(await reader.read())
asyncio.run(main())
"""
    refused = ours(tmp_path, source, stdin=b"Ada\n")
    assert (refused.returncode, refused.stdout) == (89, b"")
    assert b"watches a file descriptor" in refused.stderr and refused.stderr.count(b"\n") == 1
    assert_same(*both(tmp_path, source, stdin=b"Ada\n", options=("--clock", "real")))


@pytest.mark.thorough
def test_a_sitecustomize_of_the_callers_is_run(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    # It prints for the script alone: our own Python meets it, too.
    (folder / "sitecustomize.py").write_text(
        """import builtins, sys
builtins.x = 1
if "-u" in sys.orig_argv:
    print("customised", __name__, __file__)
"""
    )
    given = {"PYTHONPATH": str(folder)}
    done = assert_same(
        *both(tmp_path, "import sys, sitecustomize\nprint(x, sitecustomize, sys.path)\n", variables=given)
    )
    assert done.stdout.startswith(b"customised")
    (folder / "sitecustomize.py").write_text('import sys\nif "-u" in sys.orig_argv:\n    raise RuntimeError("no")\n')
    done = assert_same(*both(tmp_path, "print('runs')\n", variables=given))
    assert b"Error in sitecustomize" in done.stderr
    assert_same(*both(tmp_path, "import sitecustomize\n"))


def test_an_example_keeps_the_stated_environment_and_an_empty_input(tmp_path: Path) -> None:
    folder = tmp_path / "snippets" / "queues" / "asks"
    folder.mkdir(parents=True)
    (folder / "example.toml").write_text('title = "A"\nidea = "B."\n[flawed]\noutcome = "finishes"\n')
    (folder / "flawed.py").write_text(
        "import os, sys\nprint(repr(sys.stdin.read()), 'A_TOKEN' in os.environ, os.environ['TZ'], sys.argv)"
    )
    given = environment(A_TOKEN="1", TZ="Asia/Tokyo")
    done = called([*RUN, str(folder / "flawed.py"), "--", "one"], tmp_path, given, b"fed")
    assert done.stdout == b"'' False UTC ['flawed.py', 'one']\n"


# A module in the file's place


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A folder with a package in it."""
    (tmp_path / "pkg" / "sub").mkdir(parents=True)
    (tmp_path / "pkg" / "__init__.py").write_text("print('the package')\n")
    (tmp_path / "pkg" / "sub" / "__init__.py").write_text("")
    (tmp_path / "pkg" / "other.py").write_text("NAME = 'other'\n")
    (tmp_path / "pkg" / "sub" / "__main__.py").write_text("from .. import other\nprint('of', __package__, other)\n")
    (tmp_path / "pkg" / "mod.py").write_text(
        """import asyncio, os, sys
from . import other
async def main():
    print(__name__, __package__, sys.argv, sys.path[0], os.getcwd(), other.NAME, sys.orig_argv[1:])
    await asyncio.sleep(1)
    {}["no such key"]
asyncio.run(main())
"""
    )
    (tmp_path / "space").mkdir()
    (tmp_path / "space" / "inner.py").write_text("print(__name__, __file__, __package__)\n")
    return tmp_path


@pytest.mark.parametrize("module", ["pkg.mod", more("pkg.sub"), more("space.inner")])
def test_a_module_is_run_as_python_does(package: Path, module: str) -> None:
    plain = called([sys.executable, "-u", "-m", module, "x", "--json"], package, environment())
    assert_same(plain, called([*RUN, "-m", module, "--", "x", "--json"], package, environment()))


def test_a_modules_own_lines_are_told(package: Path) -> None:
    record = json.loads(called([*RUN, "-m", "pkg.mod", "--json"], package, environment()).stdout)
    assert (record["tasks"][0]["label"], record["tasks"][0]["line"]) == ("main()", 7)
    assert 'File "mod.py", line 6, in main' in "".join(piece[3] for piece in record["output"])


@pytest.mark.parametrize(
    ("module", "said"),
    [
        ("nope", "there is no module nope"),
        more("pkg.nope", "there is no module pkg.nope"),
        ("pkg", "pkg is a package without a __main__.py"),
        more("pkg.mod.py", "pkg.mod is not a package"),
        more("sys", "it has no .py file of its own"),
    ],
)
def test_a_module_that_cannot_be_run_is_told_in_a_line(package: Path, module: str, said: str) -> None:
    done = called([*RUN, "-m", module], package, environment())
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1), done.stderr
    assert said in done.stderr.decode()


def test_a_link_keeps_its_name_and_its_lines(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "there.py").write_text(f"{TELLS_ALL}None.x\n")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "link.py").symlink_to(tmp_path / "real" / "there.py")
    for folder, name in ((tmp_path, "link.py"), (tmp_path / "link", "there.py")):
        plain = called([sys.executable, "-u", name], folder, environment())
        assert_same(plain, called([*RUN, str(folder / name)], ROOT, environment()))
        record = json.loads(called([*RUN, str(folder / name), "--json"], ROOT, environment()).stdout)
        assert record["tasks"][0]["line"] == 7


# Limits


@pytest.mark.thorough
@pytest.mark.parametrize(("count", "length"), [(3, 1_000_000), (30_000, 100)])
def test_what_prints_three_megabytes_and_ends_is_not_stopped(tmp_path: Path, count: int, length: int) -> None:
    source = f"for _ in range({count}):\n    print('x' * {length})\nprint('over')\n"
    done = ours(tmp_path, source)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == (b"x" * length + b"\n") * count + b"over\n"


TICKS = """import asyncio
async def main():
    while True:
        await asyncio.sleep(0.01)
        print("x" * 30)
asyncio.run(main())
"""


@pytest.mark.parametrize(
    ("source", "options", "said"),
    [
        (TICKS, ("--max-lines", "50"), "after 50 lines"),
        more(TICKS, ("--max-output", "2kB"), "after 2,000 bytes"),
        more(TICKS, ("--max-steps", "30"), "after 30 steps"),
        (TICKS, ("--max-seconds", "1", "--clock", "real"), "stopped at 1"),
        more("while True: pass", ("--max-seconds", "1"), "after 1 s of processor time"),
    ],
    ids=["lines", "output", "steps", "real", "virtual"],
)
def test_limits_can_be_set(tmp_path: Path, source: str, options: tuple[str, ...], said: str) -> None:
    done = ours(tmp_path, source, *options)
    assert done.returncode == 88
    assert said in done.stderr.decode()


@pytest.mark.thorough
@pytest.mark.skipif(sys.platform != "linux", reason="what a program waits for is only told by Linux")
def test_a_limit_does_not_count_while_somebody_types(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("print('who? ')\nprint('hello', input())\nwhile True: pass\n")
    run = subprocess.Popen(
        [*RUN, "mine.py", "--clock", "real", "--max-seconds", "4"],
        cwd=tmp_path, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, bufsize=1,
    )  # fmt: skip
    assert run.stdout is not None and run.stdout.readline() == "who? \n"
    time.sleep(7)
    out, err = run.communicate("Ada\n", timeout=60)
    assert out == "hello Ada\n" and "stopped" in err and run.returncode == 88


@pytest.mark.parametrize(
    "option", ["--max-output=much", *map(more, ("--max-lines=0", "--max-steps=-1", "--max-seconds=0"))]
)
def test_a_limit_that_is_none_is_told(option: str) -> None:
    done = called([*RUN, "queue_sentinel", option], ROOT, environment())
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert option.partition("=")[0] in done.stderr.decode()


# A terminal, and Ctrl-C

ON_TERMINAL = """import os, shutil, sys
print(sys.stdout.isatty(), sys.stderr.isatty(), os.isatty(1), os.isatty(2), shutil.get_terminal_size())
print(os.get_terminal_size(), os.get_terminal_size(2), os.isatty)
sys.stdout.flush()
os.dup2(os.open("file", os.O_CREAT | os.O_RDWR), 1)
print(sys.stdout.isatty(), os.isatty(1), file=sys.stderr)
"""


def on_terminal(command: list[str], folder: Path, kind: str = "dumb") -> bytes:
    """What a terminal of 133 columns and 44 lines is sent; a dumb one is not told how far a run is."""
    import termios

    here, there = pty.openpty()
    termios.tcsetwinsize(there, (44, 133))
    given = environment(TERM=kind)
    run = subprocess.Popen(command, cwd=folder, env=given, stdout=there, stderr=there, stdin=subprocess.DEVNULL)
    os.close(there)
    sent = b""
    try:
        while data := os.read(here, 65536):
            sent += data
    except OSError:  # so Linux says that nobody writes there any more
        pass
    os.close(here)
    assert run.wait(60) == 0
    return sent


def test_a_program_is_told_of_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(ON_TERMINAL)
    plain = on_terminal([sys.executable, "-u", "mine.py"], tmp_path)
    assert on_terminal([*RUN, "mine.py"], tmp_path) == plain
    assert b"columns=133, lines=44" in plain and plain.startswith(b"True True True True")


def test_a_terminal_is_told_how_far_a_run_is_and_the_line_is_gone_at_the_end(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(
        "import asyncio\n"
        "async def main():\n"
        "    print('begun')\n"
        "    await asyncio.sleep(3)\n"
        "    print('half a line', end='')\n"
        "    await asyncio.sleep(3)\n"
        "asyncio.run(main())\n"
    )
    sent = on_terminal([*RUN, "--clock", "real", "mine.py"], tmp_path, "xterm")
    assert b"snippets: running for" in sent and b"1 task so far" in sent
    begun, half, after = re.split(rb"(half a line)", sent)
    assert re.sub(rb"[^\n]*\r\x1b\[K", b"", begun + half) == b"begun\r\nhalf a line"
    assert after == b"", "and nothing writes over it"


TYPES = """import os, pty, signal, sys, time
pid, terminal = pty.fork()
if pid == 0:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell ignores it for whoever it starts in the background
    os.execv(sys.argv[2], sys.argv[2:])
sent = b""
try:
    while data := os.read(terminal, 65536):
        sent += data
        if sent.endswith(b"who? "):
            time.sleep(0.5)  # between its prompt and its read Python notes a Ctrl-C, and reads on
            os.write(terminal, sys.argv[1].encode())
except OSError:
    pass
status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
print(ascii(sent), status if status >= 0 else 128 - status)
"""


@pytest.mark.parametrize("typed", ["Ada\n", more("\x03")], ids=["name", "ctrl-c"])
def test_one_can_type_into_a_program(tmp_path: Path, typed: str) -> None:
    (tmp_path / "mine.py").write_text("import sys\nprint(sys.stdin.isatty())\nprint('hello', input('who? '))\n")
    types = [sys.executable, "-c", TYPES, typed]
    plain, recorded = (
        called([*types, *command, "mine.py"], tmp_path, environment(TERM="dumb"))
        for command in ([sys.executable, "-u"], RUN)
    )
    assert_same(plain, recorded)


HEARS = """import asyncio, sys
async def main():
    try:
        print("begun")
        await asyncio.sleep(1000)
    finally:
        print("tidied")
try:
    asyncio.run(main())
except KeyboardInterrupt:
    sys.exit(5)
"""


HEEDS_NOT = """import signal, time
signal.signal(signal.SIGINT, lambda *_: print("not I"))
print("begun")
while True:
    time.sleep(1000)
"""
SLOW = """import runpy, sys, time
class Slow:
    def find_spec(name, *_):
        if name == "snippets._engine.cli":
            print("importing", flush=True)
            time.sleep(60)
sys.meta_path.insert(0, Slow)
runpy.run_module("snippets", run_name="__main__")
"""


def interrupted(command: list[str], folder: Path, *lines: str) -> tuple[str, str, int]:
    """What is printed in the end, and the status, where Ctrl-C is pressed after each of these lines."""
    run = subprocess.Popen(
        command,
        cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    watch = threading.Timer(60, run.terminate)
    watch.start()
    assert run.stdout is not None
    for line in lines:
        assert run.stdout.readline() == line
        run.send_signal(signal.SIGINT)
    out, err = run.communicate()
    watch.cancel()
    return out, err, run.returncode


def test_ctrl_c_is_the_programs(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(HEARS)
    ended = interrupted([*RUN, "mine.py", "--clock", "real"], tmp_path, "begun\n")
    assert ended == ("tidied\n", "", 5)


def test_a_second_ctrl_c_ends_what_does_not_heed_the_first(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(HEEDS_NOT)
    ended = interrupted([*RUN, "mine.py", "--clock", "real"], tmp_path, "begun\n", "not I\n")
    assert ended == ("", "snippets: stopped by Ctrl-C\n", 130)


def test_ctrl_c_while_starting_leaves_no_traceback() -> None:
    """A module that is slow to be found stands for a slow machine."""
    ended = interrupted([sys.executable, "-c", SLOW], ROOT, "importing\n")
    assert ended == ("", "snippets: stopped by Ctrl-C\n", 130)


# Its picture

BEGINS = "import asyncio, sys\nasync def main():\n    await asyncio.sleep(1)\n{}\nasyncio.run(main())\n"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (BEGINS.format("    print(len(sys.stdin.read()), sys.argv)"), "mine.py finishes"),
        (BEGINS.format("    {}['key']"), "mine.py raises KeyError: 'key' (line 4)"),
        (BEGINS.format("    exec('\\n1 / 0')"), "mine.py raises ZeroDivisionError: division by zero (line 4)"),
        more(BEGINS.format("    sys.exit(3)"), "mine.py exits 3"),
        more(BEGINS.format("    await asyncio.Event().wait()"), "deadlock, proved"),
        more("print('no task')", "mine.py finishes"),
    ],
    ids=["finishes", "raises", "raises in what it compiled", "exits", "deadlock", "no task"],
)
def test_a_picture_says_how_the_program_ended(tmp_path: Path, source: str, said: str) -> None:
    (tmp_path / "mine.py").write_text(source)
    done = called([*TIMELINE, "mine.py", "--", "a"], tmp_path, environment(), b"fed")
    assert (done.returncode, done.stdout.startswith(b"<svg")) == (0, True)
    assert said in done.stderr.decode()
    assert all(line.startswith(b"snippets: ") for line in done.stderr.splitlines())


@pytest.mark.parametrize(
    ("source", "said", "status"),
    [
        ("def f(:\n", "mine.py raises SyntaxError", 1),
        ("import no_such_module\n", "mine.py raises ModuleNotFoundError: No module named 'no_such_module' (line 1)", 1),
        more("from . import sibling\n", "mine.py raises ImportError: attempted relative import", 1),
        more("import sys\nsys.exit('usage: …')\n", "mine.py exits 1", 1),
        more("import sys\nsys.exit(4)\n", "mine.py exits 4", 4),
    ],
)
def test_a_program_that_never_began_has_no_picture(tmp_path: Path, source: str, said: str, status: int) -> None:
    (tmp_path / "mine.py").write_text(source)
    done = called([*TIMELINE, "mine.py", "-o", "mine.svg"], tmp_path, environment())
    assert (done.returncode, done.stdout) == (status, b"")
    assert said in done.stderr.decode()
    assert not (tmp_path / "mine.svg").exists()


def test_the_picture_of_a_module(package: Path) -> None:
    done = called([*TIMELINE, "-m", "pkg.mod"], package, environment())
    assert (done.returncode, done.stdout.startswith(b"<svg")) == (0, True)
    assert b"pkg.mod raises KeyError: 'no such key' (line 6)" in done.stderr


def test_help_tells_what_the_recorder_sets_and_each_status() -> None:
    said = called([*RUN, "--help"], ROOT, environment()).stdout.decode()
    for word in ("PYTHONPATH", "SNIPPETS_RECORDER", "PYTHONS_SEE", "86", "87", "88", "89", "--max-output", "-m MODULE"):
        assert word in said

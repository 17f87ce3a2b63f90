"""Every variant runs in the browser's Python as it does natively, or says why it cannot."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from snippets._engine.browser import installed
from snippets._engine.run import pythons
from tests import conftest
from tests.browser import variants
from tests.conftest import Visit
from tests.programs import by_id


@pytest.fixture(autouse=True)
def _installed() -> None:
    if installed.lacking():
        conftest.lacking(installed.lacking())


#: Prints what a program can see of how it was started, and ends in an unusual way.
STARTED = """\
import atexit, datetime, os, signal, sys, traceback
print([name for name in globals() if "annot" not in name][:8], __name__, __spec__, __loader__.name)
print(sys.argv, sys.orig_argv[1:], sys.path[0] == os.getcwd() == os.path.dirname(__file__))
print(sys.stdout.write_through, sys.stdout.line_buffering, sys.excepthook is sys.__excepthook__, sys._getframe().f_back)
print(datetime.datetime.fromtimestamp(0), hasattr(sys, "last_value"), sys.getrecursionlimit())
try:
    os.kill(os.getpid(), signal.SIGINT)
except KeyboardInterrupt as error:
    print([frame.name for frame in traceback.extract_tb(error.__traceback__)], os.kill, signal.raise_signal)
print("no end of line", end="")
atexit.register(lambda: print("at exit", sys.last_value))
def hook(*raised):
    print("hook", *raised[:2])
    sys.exit(-2)
sys.excepthook = hook
raise KeyError("one")
"""


def test_a_few_run_as_they_do_natively(tmp_path: Path) -> None:
    some = [by_id("forgotten_await", "published"), by_id("lock_order"), by_id("timeout_too_late", "to_thread")]
    started = {"id": "started", "name": "started.py", "source": STARTED}
    found = variants.in_node([*(variants.job(one, number) for number, one in enumerate(some)), started])
    runs = [variants.ran(one, found[one.id]) for one in some]
    table = variants.judge(runs)
    assert not table.faults
    assert (table.counts["goldens"], table.counts["refused"]) == (2, 1)
    assert runs[-1].refused == "starts a thread in line 12" == installed.hinders(some[-1])

    (tmp_path / "started.py").write_text(STARTED)
    command = [sys.executable, "-u", "started.py"]
    plain = subprocess.run(command, cwd=tmp_path, capture_output=True, env=pythons.environment(), check=False)
    record = found["started"]["record"]
    assert "".join(text for *_, text in record["output"]) == (plain.stdout + plain.stderr).decode()
    assert record["exit"] == plain.returncode == 254


@pytest.mark.thorough
def test_every_variant_runs_as_it_does_natively(record_property: Callable[[str, object], None]) -> None:
    runs = variants.run(variants.meant())
    table = variants.judge(runs)
    record_property("said", str(table))
    assert not table.faults
    assert table.counts["goldens"] > 150
    again = "python -m tests.browser.variants --write"
    assert json.loads(installed.REFUSED.read_text(encoding="utf-8")) == variants.unable(runs), again


#: Programs that want too much, each with what the page lets them have, and how the run then ends.
TOO_MUCH = {
    "processor": ("while True:\n    pass\n", {"most_cpu": 1}, "stopped"),
    "lines": ("while True:\n    print('again')\n", {"most_lines": 50}, "stopped"),
    "bytes": ("while True:\n    print('again' * 100)\n", {"most_bytes": 5000}, "stopped"),
    "steps": (
        "import asyncio\nasync def main():\n    while True:\n        await asyncio.sleep(0)\nasyncio.run(main())\n",
        {"most_steps": 300},
        "stopped",
    ),
    "memory": ("kept = []\nwhile True:\n    kept.append(bytes(10_000_000))\n", {}, "raises MemoryError"),
    "stack": ("import json\njson.loads('[' * 100_000)\n", {}, "stopped"),
    "abort": ("import os\nos.kill(os.getpid(), 0)\nos.abort()\n", {}, "killed SIGABRT"),
    "our channel": ("import os\nos.open('/dev/reports', os.O_WRONLY)\n", {}, "raises FileNotFoundError"),
    "our limits": ("import resource\n", {}, "raises ModuleNotFoundError"),
    "depth": ("def deeper():\n    deeper()\ndeeper()\n", {}, "raises RecursionError"),
}


@pytest.mark.thorough
def test_whoever_wants_too_much_is_ended_with_a_verdict() -> None:
    jobs = [
        {"id": name, "name": "program.py", "source": source, "most_cpu": 60, **limits}
        for name, (source, limits, _) in TOO_MUCH.items()
    ]
    found = variants.in_node(jobs)
    assert {name: one["record"]["outcome"] for name, one in found.items()} == {
        name: outcome for name, (_, _, outcome) in TOO_MUCH.items()
    }


def test_a_program_that_cannot_be_run_says_why_in_place_of_a_button(visit: Visit) -> None:
    with visit("timeouts/") as page:
        refused = page.locator("#timeout_too_late-to_thread")
        assert refused.locator(".run-not").text_content() == "Not run in the browser: starts a thread in line 12."
        assert not refused.locator("button[data-run]").count()
        assert page.locator("#timeout_too_late-flawed button[data-run]").count() == 1
        assert not page.locator("#timeout_too_late-flawed .run-not").count()

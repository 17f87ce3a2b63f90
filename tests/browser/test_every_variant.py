"""Every variant runs in the browser's Python as it does natively, or says why it cannot."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from snippets._engine.browser import installed
from tests import conftest
from tests.browser import variants
from tests.conftest import Visit
from tests.programs import by_id


@pytest.fixture(autouse=True)
def _installed() -> None:
    if installed.lacking():
        conftest.lacking(installed.lacking())


def test_a_few_run_as_they_do_natively() -> None:
    some = [by_id("forgotten_await", "published"), by_id("lock_order"), by_id("timeout_too_late", "to_thread")]
    runs = variants.run(some)
    table = variants.judge(runs)
    assert not table.faults
    assert (table.counts["goldens"], table.counts["refused"]) == (2, 1)
    assert runs[-1].refused == "starts a thread in line 12" == installed.hinders(some[-1])


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

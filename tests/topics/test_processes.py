"""The page Processes: what its examples print, written by hand and not taken from any golden."""

from __future__ import annotations

from pathlib import Path

from snippets._engine.run.pythons import Python
from tests.programs import as_known, by_id, each_python, run


@each_python
def test_a_spawned_worker_has_the_dict_of_the_file_and_not_that_of_main(python: Python) -> None:
    assert as_known(by_id("worker_starts_blank", "flawed"), python).text == "here: 3200 JPY\nin the worker: 20 JPY\n"


def test_a_worker_that_is_sent_the_rates_knows_the_yen() -> None:
    for variant in ("argument", "initializer"):
        found = as_known(by_id("worker_starts_blank", variant))
        assert found.text == "here: 3200 JPY\nin the worker: 3200 JPY\n"


@each_python
def test_a_coroutine_cannot_be_pickled_and_was_never_awaited(python: Python) -> None:
    flawed = as_known(by_id("coroutine_to_pool"), python)
    assert flawed.outcome == "raises TypeError"
    lines = flawed.text.splitlines()
    # once in the worker's traceback, and once in ours
    assert lines.count("TypeError: cannot pickle 'coroutine' object") == 2
    assert lines[0].endswith("RuntimeWarning: coroutine 'count' was never awaited")


@each_python
def test_a_plain_function_comes_back_with_or_without_a_loop_of_its_own(python: Python) -> None:
    for variant in ("split", "own_loop"):
        assert as_known(by_id("coroutine_to_pool", variant), python).text == "words on page 7: 7\n"
    assert by_id("coroutine_to_pool", "split").source.count("asyncio.run(") == 1
    assert by_id("coroutine_to_pool", "own_loop").source.count("asyncio.run(") == 2


@each_python
def test_what_is_put_into_a_copied_queue_never_arrives(python: Python) -> None:
    flawed = as_known(by_id("queue_is_copied"), python)
    assert flawed.outcome == "hangs"
    assert flawed.text == "another task has a turn\nsensor: 20\nsensor: 21\n"


@each_python
def test_a_queue_of_multiprocessing_holds_up_the_other_task_unless_a_thread_waits(python: Python) -> None:
    degrees = "sensor: 20\nmain: 20\nsensor: 21\nmain: 21\n"
    turn = "another task has a turn\n"
    assert as_known(by_id("queue_is_copied", "blocking"), python).text == degrees + turn
    assert as_known(by_id("queue_is_copied", "corrected"), python).text == turn + degrees


@each_python
def test_a_pipe_that_is_not_read_stops_the_tool_after_its_first_part(python: Python) -> None:
    flawed = as_known(by_id("pipe_not_read"), python)
    assert (flawed.outcome, flawed.text) == ("hangs", "tool: part 0\n")


@each_python
def test_both_pipes_read_at_once_bring_all_parts_and_all_notes(python: Python) -> None:
    parts = "".join(f"tool: part {number}\n" for number in range(3))
    for variant in ("communicate", "both_at_once"):
        found = as_known(by_id("pipe_not_read", variant), python)
        assert found.text == f"{parts}lines of notes: 60000\nended with 0\n"


def test_a_tool_that_has_closed_its_pipes_may_still_end_by_itself(tmp_path: Path) -> None:
    source = by_id("pipe_not_read", "both_at_once").source
    ending = "import os, time\nsys.stdout.flush()\nos.close(1)\nos.close(2)\ntime.sleep(0.3)\nos._exit(3)\n"
    head, tool, rest = source.split('"""')
    found = run(tmp_path, f'{head}"""{tool}{ending}"""{rest}', clock="real")
    assert found.text.splitlines()[-2:] == ["lines of notes: 60000", "ended with 3"]


@each_python
def test_a_tool_that_was_given_up_still_replaces_the_backup(python: Python) -> None:
    assert as_known(by_id("child_runs_on"), python).text.splitlines() == [
        "main: no backup, keep the old one",
        "tool: the old backup is replaced",
        "main: ended",
    ]


@each_python
def test_a_tool_that_is_killed_replaces_nothing(python: Python) -> None:
    lines = as_known(by_id("child_runs_on", "corrected"), python).text.splitlines()
    assert lines == ["main: no backup, keep the old one", "main: ended"]

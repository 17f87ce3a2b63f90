"""What the programs about time-outs do, written by hand and not taken from any golden."""

from __future__ import annotations

from collections import Counter

from snippets._engine.run.pythons import Python
from tests.programs import as_known, by_id, each_python


@each_python
def test_wait_for_has_cancelled_the_task_when_it_says_that_time_is_up(python: Python) -> None:
    found = as_known(by_id("wait_for_cancels", "flawed"), python)
    assert found.outcome == "raises CancelledError"
    lines = found.text.splitlines()
    assert lines.count("still waiting") == 1
    assert "    result = await asyncio.wait_for(task, 1)" in lines
    assert {task.label: task.ended for task in found.tasks}["download()"] == "cancelled"
    assert round(found.seconds) == 1


def test_wait_for_nobody_calls_cancel() -> None:
    assert "cancel" not in by_id("wait_for_cancels", "flawed").source


def test_wait_only_looks_and_a_shield_keeps_the_task() -> None:
    for key in ("corrected", "shielded"):
        found = as_known(by_id("wait_for_cancels", key))
        assert found.text == "still waiting\nstill waiting\ngot the file\n"
        assert {task.label: task.ended for task in found.tasks}["download()"] == "returned"


def test_shield_holds_until_main_has_ended_and_not_longer() -> None:
    found = as_known(by_id("shield_unawaited", "flawed"))
    assert found.text.splitlines() == ["saving", "tell the user that it takes longer", "cut short"]
    ends = {task.label: task.ended for task in found.tasks}
    assert ends == {"main()": "returned", "save()": "cancelled"}
    assert round(found.seconds) == 1


def test_shield_with_somebody_who_waits_saves() -> None:
    later = as_known(by_id("shield_unawaited", "corrected"))
    assert later.text.splitlines() == ["saving", "tell the user that it takes longer", "saved"]
    first = as_known(by_id("shield_unawaited", "finish_first"))
    assert first.text.splitlines() == ["saving", "saved", "tell the user that it took longer"]
    for found in (later, first):
        assert {task.ended for task in found.tasks} == {"returned"}
        assert round(found.seconds) == 2


@each_python
def test_what_does_not_await_is_never_too_late(python: Python) -> None:
    found = as_known(by_id("timeout_too_late", "flawed"), python)
    assert found.text.splitlines() == ["report was in time", "upload was too late", "results computed: 2"]
    assert round(found.seconds) == 3


def test_pieces_end_the_work_and_a_thread_only_the_waiting() -> None:
    late = ["report was too late", "upload was too late"]
    pieces = as_known(by_id("timeout_too_late", "pieces"))
    assert pieces.text.splitlines() == [*late, "results computed: 0"]
    # noticed one piece late: three of the five pieces in each job, and not two
    assert round(pieces.seconds, 1) == 1.2 + 1
    assert as_known(by_id("timeout_too_late", "to_thread")).text.splitlines() == [*late, "results computed: 2"]


@each_python
def test_the_timeout_is_eaten_once_and_does_not_come_again(python: Python) -> None:
    found = as_known(by_id("timeout_swallowed", "flawed"), python)
    assert found.outcome == "runs forever"
    said = [line.partition(", after ")[2] for line in found.text.splitlines()]
    error = "ConnectionError('no answer')"
    assert said == [error, error, "CancelledError()", error, error, error]


def test_an_except_for_exceptions_lets_the_timeout_pass() -> None:
    flawed, corrected = by_id("timeout_swallowed", "flawed"), by_id("timeout_swallowed", "corrected")
    assert corrected.source == flawed.source.replace("except BaseException", "except Exception")
    found = as_known(corrected)
    assert Counter(found.text.splitlines()) == {
        "asking again, after ConnectionError('no answer')": 2,
        "time is up": 1,
    }
    assert found.text.endswith("time is up\n")


def test_a_clean_up_without_a_limit_hangs_in_a_block_with_one() -> None:
    found = as_known(by_id("clean_up_unlimited", "flawed"))
    assert found.outcome == "deadlocks"
    assert found.text.splitlines() == ["asking the server", "saying goodbye to it"]
    assert [(task.label, task.on, task.line) for task in found.stuck] == [("main()", "Event.wait()", 5)]


@each_python
def test_a_limit_works_in_a_task_that_is_being_cancelled(python: Python) -> None:
    found = as_known(by_id("clean_up_unlimited", "corrected"), python)
    assert found.text.splitlines()[2:] == ["no goodbye from it", "session closed", "time is up"]
    assert round(found.seconds) == 2
    # on 3.11 wait_for() makes a task of what it waits for
    assert [task.label for task in found.tasks] == ["main()"] + ["answer()"] * (python.minor == "3.11")

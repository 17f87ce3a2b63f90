"""What the page Groups says, written by hand and not taken from any golden."""

from __future__ import annotations

import pytest

from snippets._engine.run.pythons import Python
from tests.programs import as_known, by_id, each_python


def ends(id: str, variant: str | None = None) -> dict[str, str | None]:
    """How each task of a run ended, by its label."""
    return {task.label: task.ended for task in as_known(by_id(id, variant)).tasks}


@each_python
def test_gather_books_the_hotel_after_the_error_was_caught(python: Python) -> None:
    lines = as_known(by_id("gather_runs_on"), python).text.splitlines()
    assert lines == ["main: no trip, no seat left", "hotel: booked", "main: ends"]


@each_python
def test_a_group_calls_the_hotel_off_before_it_raises(python: Python) -> None:
    lines = as_known(by_id("gather_runs_on", "corrected"), python).text.splitlines()
    assert lines == ["hotel: called off", "main: no trip, no seat left", "main: ends"]


def test_only_the_group_cancels_the_hotel() -> None:
    assert ends("gather_runs_on")["hotel()"] == "returned"
    assert ends("gather_runs_on", "corrected")["hotel()"] == "cancelled"


def test_hotel_is_booked_a_second_after_the_error() -> None:
    at = {piece.text.strip(): round(piece.seconds) for piece in as_known(by_id("gather_runs_on")).output}
    assert at["main: no trip, no seat left"] == 1
    assert at["hotel: booked"] == 2


def test_one_failure_takes_the_owl_with_it() -> None:
    assert as_known(by_id("one_takes_all")).text == "dog is small\nfailed: not a picture\n"
    assert ends("one_takes_all")["shrink('owl', 3)"] == "cancelled"


@each_python
def test_a_failure_caught_inside_its_task_is_nobody_elses_and_has_a_name(python: Python) -> None:
    guarded = as_known(by_id("one_takes_all", "corrected"), python)
    assert guarded.text == "dog is small\ncat failed: not a picture\nowl is small\n"
    assert {task.ended for task in guarded.tasks} == {"returned"}
    assert {"dog", "cat", "owl"} < {task.name for task in guarded.tasks}


def test_exceptions_among_the_results_are_silent_until_somebody_looks() -> None:
    flawed = as_known(by_id("errors_returned"))
    assert flawed.text == "sent to ann@home\nsent to eve@work\nmain: sent to all\n"
    assert flawed.outcome == "finishes"
    assert sum(task.ended == "raised ValueError" for task in flawed.tasks) == 1
    looked = as_known(by_id("errors_returned", "corrected")).text.splitlines()
    assert looked[-1] == "main: not sent to bob ValueError('no such address')"


def test_appended_results_stand_in_the_order_of_ending() -> None:
    assert as_known(by_id("results_mixed_up")).text == "desk costs 100\nlamp costs 200\nbed costs 300\n"
    for variant in ("list_of_tasks", "gathered"):
        mended = as_known(by_id("results_mixed_up", variant))
        assert mended.text == "desk costs 200\nlamp costs 100\nbed costs 300\n"
        assert mended.seconds == pytest.approx(1.5, abs=0.01), "all three at once"


@each_python
def test_a_task_that_nobody_keeps_is_gone_before_the_line_comes(python: Python) -> None:
    lines = as_known(by_id("lost_to_collector"), python).text.splitlines()
    assert lines[:3] == ["listen: waiting", "listen: closing", "Task was destroyed but it is pending!"]
    assert lines[3].startswith("task: <Task pending name='Task-2' coro=<listen() done")
    assert lines[4:] == ["main: sends hello"]


@each_python
def test_a_task_that_is_kept_reads_the_line(python: Python) -> None:
    for variant in ("kept", "in_group"):
        assert as_known(by_id("lost_to_collector", variant), python).text.splitlines() == [
            "listen: waiting",
            "main: sends hello",
            "listen: got hello",
            "listen: closing",
        ]


def test_the_kept_task_is_kept_by_the_set_alone() -> None:
    main = by_id("lost_to_collector", "kept").source.split("async def main")[1]
    assert "task" not in main
    assert "background" not in main

"""What the examples of docs/flow.md do, written by hand and not taken from any golden."""

from __future__ import annotations

import pytest

from snippets._engine.run.pythons import Python
from tests.programs import as_known, by_id, each_python


def fill(line: str) -> int:
    """How many the line says are in the queue."""
    return int(line.rpartition("in the queue: ")[2])


@each_python
def test_without_a_limit_all_is_read_before_anything_is_stored(python: Python) -> None:
    lines = as_known(by_id("queue_without_limit"), python).text.splitlines()
    assert [fill(line) for line in lines[:8]] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert lines[8:] == [f"stored line {number}" for number in range(8)]


@each_python
def test_with_a_limit_the_reader_is_never_more_than_two_ahead_in_the_queue(python: Python) -> None:
    flawed, corrected = by_id("queue_without_limit"), by_id("queue_without_limit", "corrected")
    assert flawed.source.replace("Queue()", "Queue(maxsize=2)") == corrected.source
    lines = as_known(corrected, python).text.splitlines()
    assert max(fill(line) for line in lines if line.startswith("read")) == 2
    assert lines.index("stored line 0") < lines.index("read line 3 - in the queue: 2")
    assert lines.index("stored line 1") < lines.index("read line 4 - in the queue: 2")
    assert lines[-1] == "stored line 7"


def test_with_and_without_a_limit_storing_takes_equally_long() -> None:
    for key in (None, "corrected"):
        assert as_known(by_id("queue_without_limit", key)).seconds == pytest.approx(8 * 0.25, abs=0.01)


@each_python
def test_a_semaphore_inside_the_tasks_makes_all_of_them(python: Python) -> None:
    fetched = "".join(f"fetched page {number}\n" for number in range(9))
    for key, most in {"flawed": 9, "place_first": 3, "workers": 3}.items():
        found = as_known(by_id("tasks_all_at_once", key), python)
        assert found.text == f"{fetched}tasks at most, not counting main: {most}\n"
        # three at a time in each of them
        assert found.seconds == pytest.approx(3 * 0.25, abs=0.01)


def test_three_workers_are_three_tasks_and_end_by_themselves() -> None:
    made = {
        key: len(as_known(by_id("tasks_all_at_once", key)).tasks) - 1 for key in ("flawed", "place_first", "workers")
    }
    assert made == {"flawed": 9, "place_first": 9, "workers": 3}
    assert {task.ended for task in as_known(by_id("tasks_all_at_once", "workers")).tasks} == {"returned"}


@each_python
def test_three_at_once_is_too_much_for_three_a_second(python: Python) -> None:
    lines = as_known(by_id("semaphore_is_no_rate"), python).text.splitlines()
    assert lines[:3] == ["question 0: 200 OK", "question 1: 200 OK", "question 2: 200 OK"]
    assert lines[3:] == [f"question {number}: 429 Too Many Requests" for number in (3, 4, 5)]
    for key in ("spaced", "held"):
        text = as_known(by_id("semaphore_is_no_rate", key), python).text
        assert text == "".join(f"question {number}: 200 OK\n" for number in range(6))


def test_spaced_asks_evenly_and_held_in_bursts() -> None:
    flawed, spaced, held = (
        as_known(by_id("semaphore_is_no_rate", key)).seconds for key in ("flawed", "spaced", "held")
    )
    # two answers; six openings and an answer; twice an answer and a second
    assert flawed == pytest.approx(2 * 0.25, abs=0.01)
    assert spaced == pytest.approx(6 * 0.4 + 0.25, abs=0.01)
    assert held == pytest.approx(2 * (0.25 + 1), abs=0.01)


@each_python
def test_a_dead_worker_leaves_join_waiting_and_says_nothing(python: Python) -> None:
    flawed = as_known(by_id("worker_dies"), python)
    assert flawed.outcome == "deadlocks"
    assert [(task.label, task.on) for task in flawed.stuck] == [
        ("main()", "queue.join()"),
        ("worker(queue, results)", "queue.get()"),
    ]
    assert flawed.text == "page 1 is dealt with\npage 0 is dealt with\npage 3 is dealt with\n"


@each_python
def test_an_error_kept_as_a_result_leaves_the_worker_alive(python: Python) -> None:
    lines = as_known(by_id("worker_dies", "result"), python).text.splitlines()
    # as they come, then as they were asked for
    assert [int(line.split()[1]) for line in lines[:4]] == [1, 2, 0, 3]
    assert lines[4:] == ["0 'page 0'", "1 'page 1'", "2 ValueError('no such page')", "3 'page 3'"]


@each_python
def test_a_group_stops_the_pool_and_keeps_what_was_fetched(python: Python) -> None:
    found = as_known(by_id("worker_dies", "group"), python)
    assert found.text.splitlines() == [
        "page 1 is dealt with",
        "stopped by (ValueError('no such page'),)",
        "0 None",
        "1 'page 1'",
        "2 None",
        "3 None",
    ]
    assert {task.ended for task in found.tasks if task.label.startswith("worker")} == {"raised ValueError", "cancelled"}


@each_python
def test_what_a_plain_loop_yields_is_none_of_the_tasks(python: Python) -> None:
    found = as_known(by_id("whose_result"), python)
    assert found.outcome == "raises KeyError"
    assert found.text.startswith("16 degrees\nTraceback")
    assert "_wait_for_one" in found.text.splitlines()[-1]


@each_python
def test_zip_gives_oslo_the_degrees_of_rome(python: Python) -> None:
    assert as_known(by_id("whose_result", "zipped"), python).text.splitlines() == [
        "16 degrees in Oslo",
        "-3 degrees in Rome",
        "27 degrees in Cairo",
    ]


def test_whose_result_it_is_can_be_told_in_two_ways() -> None:
    expected = "16 degrees in Rome\n-3 degrees in Oslo\n27 degrees in Cairo\n"
    assert as_known(by_id("whose_result", "pairs")).text == expected
    assert as_known(by_id("whose_result", "async_for")).text == expected

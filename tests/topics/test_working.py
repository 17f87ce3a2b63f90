"""What the programs print with which topics begin, those with nothing wrong in them; by hand, not from any golden."""

from __future__ import annotations

import pytest

from tests.programs import as_known, by_id

PRINTS = {
    "opens_and_closes/demo": "connected, asking the store, closed, main goes on",
    "closed_in_reverse/demo": (
        "connection opened, reader opened, reader closed, connection closed, main caught: no such frame"
    ),
    "stack_of_connections/demo": (
        "connected to the index, connected to the archive, connected to the log, main has all three, "
        "disconnected from the log, disconnected from the archive, disconnected from the index, main goes on"
    ),
    "queue_between_processes/demo": "main: 20, main: 21, the sensor ended with 0",
    "kept_until_asked/demo": "the task is done: True, caught: no such page",
    "thread_beside_tasks/demo": "tick 0, tick 1, main: the text, tick 2",
    "function_or_program/function": "the worker says 499500",
    "function_or_program/program": "the program printed 499500, and ended with 0",
    "run_cancels_what_is_left/demo": (
        "poll: nothing new, poll: nothing new, main returns; poll is done: False, "
        "poll: cleaned up, run() returns the result"
    ),
}


@pytest.mark.parametrize(("program", "prints"), PRINTS.items())
def test_it_works(program: str, prints: str) -> None:
    found = as_known(by_id(*program.split("/")))
    assert found.text.splitlines() == prints.split(", ")
    assert found.outcome == "finishes"


def test_two_pages_are_fetched_at_a_time() -> None:
    now, most = 0, 0
    for line in as_known(by_id("two_at_a_time", "demo")).text.splitlines():
        now += line.endswith("begins")
        now -= line.endswith("is here")
        most = max(most, now)
    assert (now, most) == (0, 2)


def test_a_task_is_asked_where_it_waits_and_goes_on() -> None:
    lines = as_known(by_id("stack_of_a_task", "demo")).text.splitlines()
    assert (lines[0], lines[-1]) == ("fetching", "fetched")
    assert "await asyncio.sleep(3)" in lines[-2]


def test_a_worker_counts_on_a_loop_of_its_own() -> None:
    assert as_known(by_id("loop_in_each", "demo")).text == "[7, 8, 9]\n"

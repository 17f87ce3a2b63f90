"""What the examples of docs/diagnosis.md do, written by hand and not taken from any golden."""

from __future__ import annotations

import pytest

from snippets._engine.run.pythons import Python
from tests.programs import as_known, by_id, each_python

TICKS = ["tick 0 late", "report: saved", "tick 1 on time", "tick 2 on time"]


def line_of(example: str, key: str, text: str, which: int = 0) -> int:
    """The number of the line of a program that holds the text."""
    lines = by_id(example, key).source.splitlines()
    return [number for number, line in enumerate(lines, 1) if text in line][which]


@each_python
def test_debug_mode_names_the_await_behind_the_slow_step(python: Python) -> None:
    assert as_known(by_id("slow_step"), python).text.splitlines() == TICKS
    first, *rest = as_known(by_id("slow_step", "debug"), python).text.splitlines()
    innocent = line_of("slow_step", "debug", "await asyncio.sleep(0.2)")
    assert first.startswith("Executing <Task pending name='Task-2' coro=<report() running at debug.py:")
    assert f"debug.py:{innocent}>" in first
    assert rest == TICKS


@each_python
def test_an_await_behind_each_piece_names_the_one_below_the_slow_call(python: Python) -> None:
    slow = line_of("slow_step", "narrowed", "work(0.7)")
    text = as_known(by_id("slow_step", "narrowed"), python).text
    assert f"narrowed.py:{slow + 1}>" in text
    assert text.count("Executing <Task") == 1


@each_python
def test_in_pieces_no_tick_is_late_and_debug_mode_is_silent(python: Python) -> None:
    text = as_known(by_id("slow_step", "corrected"), python).text
    assert "debug=True" in by_id("slow_step", "corrected").source
    assert sorted(text.splitlines()) == ["report: saved", "tick 0 on time", "tick 1 on time", "tick 2 on time"]


@each_python
def test_two_hold_what_the_other_wants_and_print_stack_shows_the_outermost_line(python: Python) -> None:
    found = as_known(by_id("who_hangs"), python)
    assert (found.outcome, found.text) == ("deadlocks", "withdrawn\nwithdrawn\n")
    text = as_known(by_id("who_hangs", "stacks"), python).text
    assert [line.strip() for line in text.splitlines() if line.startswith("    ")] == ["await finish(target)"] * 2
    assert "in deposit" not in text
    assert "in refund" not in text
    ordered = "withdrawn\ndeposited\nwithdrawn\nrefunded\n"
    assert as_known(by_id("who_hangs", "in_order"), python).text == ordered, "one transfer after the other"
    assert as_known(by_id("who_hangs", "corrected"), python).text == "withdrawn\nwithdrawn\nrefunded\ndeposited\n"


@each_python
def test_the_call_graph_goes_down_to_the_lock_and_up_to_main(python: Python) -> None:
    if python.minor in ("3.11", "3.12", "3.13"):
        pytest.skip("the call graph is new in 3.14")
    text = as_known(by_id("who_hangs", "call_graph"), python).text
    order = ["'to ann'", "Lock.acquire()", "refund()", "transfer()", "Awaited by", "main()", "'to bob'", "deposit()"]
    assert [text.index(part) for part in order] == sorted(text.index(part) for part in order)


@each_python
def test_only_debug_mode_knows_who_started_the_task(python: Python) -> None:
    flawed = as_known(by_id("who_started_it"), python).text
    assert "in send" in flawed
    assert "remind" not in flawed
    debug = as_known(by_id("who_started_it", "debug"), python).text
    assert debug.index("in remind") < debug.index("start(send(order.get('mail')))") < debug.index("in send")
    assert "in confirm" not in debug
    assert as_known(by_id("who_started_it", "corrected"), python).text == "sent to ann@example.org\n" * 2


@each_python
def test_the_handler_prints_our_own_frames_instead_of_the_log(python: Python) -> None:
    lines = as_known(by_id("who_started_it", "handler"), python).text.splitlines()
    assert [line.split()[0] for line in lines[2:]] == ["<module>", "main", "remind", "start"]
    assert lines[1].startswith("Task exception was never retrieved - AttributeError(")
    assert lines[4].endswith(str(line_of("who_started_it", "handler", ".get('mail')")))


@each_python
def test_one_put_of_two_is_refused_and_both_are_stored(python: Python) -> None:
    found = as_known(by_id("refused_yet_stored"), python)
    assert found.outcome == "hangs"
    said = [line.split(": ")[1].split()[0] for line in found.text.splitlines()]
    assert said == ["20", "Non-thread-safe", "21", "in"]
    assert found.text.endswith("main: in the queue: 2\n")
    assert "display" not in found.text


@each_python
def test_handed_over_each_is_shown_before_the_next(python: Python) -> None:
    lines = as_known(by_id("refused_yet_stored", "corrected"), python).text.splitlines()
    pairs = [part for reading in (20, 21) for part in (f"meter: {reading}", f"display: {reading}")]
    assert lines == [*pairs, "main: in the queue: 0"]

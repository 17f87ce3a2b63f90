"""The page Bridges: what its examples print, written by hand and not taken from any golden."""

from __future__ import annotations

from snippets._engine.run.pythons import Python
from tests.programs import as_known, by_id, each_python


def lines(example: str, variant: str | None = None) -> list[str]:
    return as_known(by_id(example, variant) if variant else by_id(example)).text.splitlines()


def test_a_sleeping_loop_shows_three_readings_at_once() -> None:
    assert lines("loop_sleeps_on", "flawed") == [
        *("thermometer: 20", "thermometer: 21", "thermometer: 22"),
        *("display: 20", "display: 21", "display: 22"),
        "main: wakes up",
    ]


def test_a_loop_that_is_woken_shows_each_reading_before_the_next() -> None:
    assert lines("loop_sleeps_on", "corrected") == [
        *("thermometer: 20", "display: 20"),
        *("thermometer: 21", "display: 21"),
        *("thermometer: 22", "display: 22"),
        "main: wakes up",
    ]
    assert "call_soon_threadsafe(queue.put_nowait, degrees)" in by_id("loop_sleeps_on", "corrected").source


def test_result_comes_back_in_a_thread_and_never_on_the_loop() -> None:
    flawed = as_known(by_id("result_on_the_loop", "flawed"))
    assert flawed.text.splitlines() == ["reading in a thread", "21 degrees", "reading on the loop"]
    assert flawed.outcome == "never yields"
    corrected = as_known(by_id("result_on_the_loop", "corrected"))
    assert corrected.outcome == "finishes"
    assert corrected.text.splitlines() == [*flawed.text.splitlines(), "21 degrees"]


@each_python
def test_run_inside_run_is_refused_and_its_coroutine_is_never_awaited(python: Python) -> None:
    flawed = as_known(by_id("run_inside_run", "flawed"), python)
    assert flawed.outcome == "raises RuntimeError"
    first, *_, error, warning = flawed.text.splitlines()
    assert first == "from ordinary code: the page"
    assert error == "RuntimeError: asyncio.run() cannot be called from a running event loop"
    assert warning.endswith("RuntimeWarning: coroutine 'fetch' was never awaited")


def test_from_a_coroutine_it_is_awaited_or_given_a_thread() -> None:
    for variant in ("await_it", "in_a_thread"):
        assert lines("run_inside_run", variant) == ["from ordinary code: the page", "from a coroutine: the page"]


@each_python
def test_run_in_executor_leaves_the_context_behind(python: Python) -> None:
    text = as_known(by_id("context_left_behind", "flawed"), python).text
    assert text.count("request ?: the file is read") == 2
    assert [line for line in text.splitlines() if "?" not in line] == [
        *("request 1: begins", "request 2: begins"),
        *("request 1: ends", "request 2: ends"),
    ]


@each_python
def test_to_thread_takes_the_context_along_and_so_does_a_copy_by_hand(python: Python) -> None:
    for variant in ("to_thread", "copied"):
        assert as_known(by_id("context_left_behind", variant), python).text.splitlines() == [
            *("request 1: begins", "request 2: begins"),
            *("request 1: the file is read", "request 1: ends"),
            *("request 2: the file is read", "request 2: ends"),
        ]


def test_two_threads_in_one_meter_mix_up_the_answers() -> None:
    assert lines("one_at_a_time", "flawed") == ["volts? so many amps", "amps? so many amps"]


def test_one_thread_answers_what_it_was_asked() -> None:
    assert lines("one_at_a_time", "corrected") == ["volts? so many volts", "amps? so many amps"]
    library = by_id("one_at_a_time", "flawed").source.partition("class AsyncMeter")[0].partition("class Meter")[2]
    assert library in by_id("one_at_a_time", "corrected").source

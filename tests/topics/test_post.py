"""What the post's blocks really do, written by hand and not taken from any golden."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from snippets._engine.run import pythons
from snippets._engine.run.pythons import Python
from tests.programs import as_known, by_id, each_python, run


def test_block_1_only_foo_prints() -> None:
    text = as_known(by_id("forgotten_await")).text
    assert "coroutine 'sleep' was never awaited" in text
    assert "bar" not in text
    assert text.count("foo\n") == 200 - 3
    corrected = as_known(by_id("forgotten_await", "corrected"))
    assert Counter(corrected.text.split()) == {"foo": 4, "bar": 4}
    assert round(corrected.seconds) == 5


def test_block_2_prints_four_foo_not_five() -> None:
    published = by_id("cancel_unawaited")
    assert as_known(published).text == "foo\n" * 4 + "foo cancelled\n"
    assert published.claimed == "foo\n" * 5 + "foo cancelled\n"


FIVE_TIMES_FOUR = "".join(f"foo with id {number}\n" for number in range(5)) * 4


def test_block_3_prints_four_lines_of_each_and_nothing_is_wrong_with_it() -> None:
    published = as_known(by_id("loop_of_tasks"))
    assert (published.text, round(published.seconds)) == (FIVE_TIMES_FOUR, 5)
    assert not by_id("loop_of_tasks").flaw
    for key in ("corrected", "task_group"):
        mended = as_known(by_id("loop_of_tasks", key))
        assert mended.text == FIVE_TIMES_FOUR + "ended, cancelled: [True, True, True, True, True]\n"


def test_block_3_a_group_needs_no_cancel() -> None:
    grouped = by_id("loop_of_tasks", "task_group")
    assert ".cancel(" not in grouped.source
    ends = {task.label: task.ended for task in as_known(grouped).tasks}
    assert ends.pop("main()") == "returned"
    assert set(ends.values()) == {"cancelled"}


def test_block_4_never_gets_past_gather() -> None:
    published = as_known(by_id("gather_forever"))
    assert published.outcome == "runs forever"
    assert Counter(published.text.splitlines()) == {f"foo with id {number}": 6 for number in range(5)}
    main = next(task for task in published.stuck if task.label == "main()")
    assert (main.on, main.line) == ("gather: Task-2, Task-3, Task-4, Task-5, Task-6", 9)


@each_python
def test_block_4_had_it_got_there_main_would_have_cancelled_itself(python: Python) -> None:
    published, reached = by_id("gather_forever"), by_id("gather_forever", "reached")
    assert published.source.replace("await asyncio.gather", "asyncio.gather") == reached.source
    found = as_known(reached, python)
    assert found.outcome == "raises CancelledError"
    assert found.text.startswith(FIVE_TIMES_FOUR)
    assert found.text.count("_GatheringFuture exception was never retrieved") == 1


def test_block_4_is_mended_in_three_ways() -> None:
    last = {
        "keep_future": "future ended with CancelledError()",
        "timeout": "time is up, tasks left: 1",
        "all_tasks": "ended, cancelled: [True, True, True, True, True]",
    }
    for key, line in last.items():
        assert as_known(by_id("gather_forever", key)).text == f"{FIVE_TIMES_FOUR}{line}\n"


@each_python
def test_block_5_is_a_fragment_and_completed_it_runs_nothing(python: Python) -> None:
    assert as_known(by_id("loop_never_run"), python).outcome == "raises NameError"
    completed = as_known(by_id("loop_never_run", "completed"), python).text.splitlines()
    assert len(completed) == 3
    assert completed[0] == "Task was destroyed but it is pending!"
    assert completed[-1].endswith("RuntimeWarning: coroutine 'foo' was never awaited")
    assert "foo" not in completed


def test_block_5_is_mended_by_whoever_runs_the_loop() -> None:
    for key in ("run_until_complete", "runner"):
        mended = as_known(by_id("loop_never_run", key))
        assert (mended.text, round(mended.seconds)) == ("foo\n", 1)
    text = as_known(by_id("loop_never_run", "background_thread")).text
    assert text == "foo, in the loop's thread\ndone, in MainThread\n"


@each_python
def test_block_6_needs_its_guard_where_processes_do_not_fork(python: Python) -> None:
    text = as_known(by_id("executors_unguarded"), python).text
    forks = python.minor in ("3.11", "3.12", "3.13")
    assert text.count("default thread pool") == (1 if forks else 2 if python.minor == "3.14" else 3)
    assert ("custom process pool 333333283333335000000" in text) == forks
    assert ("An attempt has been made to start a new process before the" in text) == (not forks)
    guarded = as_known(by_id("executors_unguarded", "corrected"), python)
    assert guarded.text.splitlines() == [
        "default thread pool …",
        "custom thread pool …",
        "custom process pool 333333283333335000000",
    ]


def test_block_6_the_heart_beats_only_while_main_awaits() -> None:
    assert as_known(by_id("heart_stops")).text == "call: did it beat? False\nresult(): did it beat? False\n"
    assert (
        as_known(by_id("heart_stops", "corrected")).text == "to_thread(): did it beat? True\nawait: did it beat? True\n"
    )


def test_block_7_waits_in_join_for_an_eleventh_task_done() -> None:
    published = as_known(by_id("queue_sentinel"))
    assert published.outcome == "deadlocks"
    assert [(task.label, task.on) for task in published.stuck] == [("main()", "queue.join()")]
    assert round(published.seconds) == 11
    expected = ["producing 0/10"]
    expected += [line for n in range(9) for line in (f"producing {n + 1}/10", f"consuming item {n}...")]
    assert published.text.splitlines() == [*expected, "consuming item 9..."]


def test_block_7_is_mended_in_three_ways() -> None:
    for key in ("sentinel", "join_cancel", "shutdown"):
        variant = by_id("queue_sentinel", key)
        if pythons.suitable(variant) is not None:
            made = as_known(variant)
            assert (made.outcome, made.text) == ("finishes", as_known(by_id("queue_sentinel")).text)


def test_block_8_hands_the_lock_on_in_the_order_of_asking() -> None:
    published = by_id("lock_order")
    found = as_known(published)
    assert found.text.splitlines() == [
        "worker 0 is waiting for the lock",
        "worker 0 has acquired the lock",
        "worker 1 is waiting for the lock",
        "worker 2 is waiting for the lock",
        *(f"worker {number} has {what} the lock" for number, what in HANDED_ON),
    ]
    assert round(found.seconds) == 3
    claimed = (published.claimed or "").splitlines()
    assert sorted(claimed) == sorted(found.text.splitlines())
    assert claimed[3] == "worker 1 has acquired the lock"


HANDED_ON = [(0, "released"), (1, "acquired"), (1, "released"), (2, "acquired"), (2, "released")]


def test_block_9_lets_two_in_at_once_and_the_third_when_one_is_out() -> None:
    published = by_id("semaphore_order")
    found = as_known(published)
    assert found.text.splitlines() == [
        "worker 0 is waiting for the semaphore",
        "worker 0 has acquired the semaphore",
        "worker 1 is waiting for the semaphore",
        "worker 1 has acquired the semaphore",
        "worker 2 is waiting for the semaphore",
        "worker 0 has released the semaphore",
        "worker 1 has released the semaphore",
        "worker 2 has acquired the semaphore",
        "worker 2 has released the semaphore",
    ]
    assert round(found.seconds) == 2
    assert sorted((published.claimed or "").splitlines()) == sorted(found.text.splitlines())


def test_block_10_waits_for_waiters_before_it_sets_the_event() -> None:
    published = as_known(by_id("event_never_set"))
    assert published.outcome == "deadlocks"
    assert [task.on for task in published.stuck] == ["gather: Task-2, Task-3, Task-4"] + ["event.wait()"] * 3
    assert as_known(by_id("event_never_set", "corrected")).text.endswith("...got it!\n" * 3)


@each_python
def test_block_11_is_a_fragment_that_python_does_not_compile(python: Python) -> None:
    published = as_known(by_id("request_handler"), python)
    assert (published.outcome, published.tasks) == ("raises SyntaxError", ())
    assert published.text.endswith("SyntaxError: 'async with' outside async function\n")


def test_block_11_made_to_run_opens_reads_and_leaves_in_reverse_order() -> None:
    lines = as_known(by_id("request_handler", "corrected")).text.splitlines()
    at = lines.index("handler: opening film")
    assert lines[at : at + 3] == ["handler: opening film", "store: open film raw", "handler: opened film"]
    assert lines[lines.index("store: read 720 480") + 1] == "main: 480 frames"
    assert lines[-4:] == ["store: close film", "main: the reader is closed", "store: hanging up", "handler: closed"]


def test_block_11_leaves_in_order_also_when_the_body_raises() -> None:
    text = as_known(by_id("request_handler", "leaves_in_order")).text
    assert "main: the reader is closed" not in text
    assert text.partition("store: read 720 480\n")[2].splitlines()[:5] == [
        "store: close film",
        "handler: told of IndexError('index out of range')",
        "store: hanging up",
        "handler: closed",
        "main: index out of range",
    ]


@pytest.mark.parametrize("silent", ["after the first request", "instead of hanging up"])
def test_the_handler_of_block_11_closes_though_the_store_falls_silent(tmp_path: Path, silent: str) -> None:
    """What awaits in a clean-up has a limit of its own, and the connection is closed whatever happens before."""
    source = by_id("request_handler", "corrected").source
    waits = "await asyncio.Event().wait()"
    if silent.startswith("after"):
        line = "    while request :="
        source = source.replace(line, f"    await requests.readline(); answers.write(b'\\n'); {waits}\n{line}")
    else:
        source = source.replace("    print('store: hanging up')", f"    {waits}")
    source = source.replace("async with server, Request", "async with asyncio.timeout(0.5), Request")
    made = run(tmp_path, source, clock="real")
    assert (made.outcome, "handler: closed\n" in made.text) == ("raises TimeoutError", True)
    assert "ResourceWarning" not in made.text


@each_python
def test_block_12_differs_between_pythons(python: Python) -> None:
    published = as_known(by_id("handler_without_run"), python)
    another = as_known(by_id("handler_without_run", "another_loop"), python)
    assert "Task exception was never retrieved" in another.text, "asyncio.run() makes a loop without a handler"
    assert "Caught exception" not in another.text
    before_3_14 = python.minor in ("3.11", "3.12", "3.13")
    assert published.outcome == ("finishes" if before_3_14 else "raises RuntimeError")
    assert ("DeprecationWarning" in published.text) == (python.minor in ("3.12", "3.13"))
    assert "Caught exception" not in published.text


def test_block_13_calls_a_method_that_no_task_has() -> None:
    published = as_known(by_id("task_handler_missing"))
    assert published.outcome == "raises AttributeError"
    assert "'_asyncio.Task' object has no attribute 'set_exception_handler'" in published.text
    for key in ("await_it", "done_callback"):
        assert as_known(by_id("task_handler_missing", key)).text == "Caught exception: This exception is expected\n"


# Ours: what the post names and does not show, and the mistakes beside its own.


def test_a_condition_checked_once_finds_nothing_the_second_time() -> None:
    flawed = as_known(by_id("condition_check_once"))
    assert (flawed.outcome, round(flawed.seconds)) == ("raises IndexError", 1)
    assert flawed.text.startswith("there is tea\nconsumer 0 has tea\n")
    assert "milk" not in flawed.text.partition("Traceback")[0]
    corrected = as_known(by_id("condition_check_once", "corrected")).text
    assert corrected == "there is tea\nconsumer 0 has tea\nthere is milk\nconsumer 1 has milk\n"


def test_an_update_is_lost_across_an_await() -> None:
    flawed = as_known(by_id("lost_update"))
    assert flawed.text == "balance is 0, adding 10\nbalance is 0, adding 20\nin the end: 20\n"
    for key, seconds in {"late_read": 1, "with_lock": 2}.items():
        mended = as_known(by_id("lost_update", key))
        assert mended.text.endswith("in the end: 30\n")
        assert round(mended.seconds) == seconds


def test_a_threads_lock_stops_the_whole_loop() -> None:
    flawed, corrected = as_known(by_id("thread_lock")), by_id("thread_lock", "corrected")
    assert (flawed.outcome, round(flawed.seconds)) == ("deadlocks", 0)
    assert flawed.text.splitlines()[-1] == "worker 1 is waiting for the lock"
    assert "worker 2" not in flawed.text
    assert corrected.source == by_id("lock_order").source


def test_what_is_opened_in_entering_must_be_closed_there() -> None:
    flawed, corrected = as_known(by_id("enter_fails")), as_known(by_id("enter_fails", "corrected"))
    assert flawed.text.splitlines()[-1] == "still open: ['index']"
    assert "disconnecting" not in flawed.text
    assert corrected.text.splitlines()[-1] == "still open: []"
    assert corrected.text.index("disconnecting from the index") < corrected.text.index("it took too long")
    assert (round(flawed.seconds), round(corrected.seconds)) == (5, 6)
    assert as_known(by_id("enter_fails", "nested")).text == corrected.text


@each_python
def test_a_goodbye_that_takes_time_is_cut_short_unless_it_is_waited_for(python: Python) -> None:
    flawed = as_known(by_id("goodbye_cut_short"), python)
    assert (flawed.outcome, flawed.text) == ("finishes", "foo\nfoo\nfoo closing\n")
    corrected = as_known(by_id("goodbye_cut_short", "corrected"), python)
    assert corrected.text == "foo\nfoo\nfoo closing\nfoo closed\n"
    assert (round(flawed.seconds, 1), round(corrected.seconds, 1)) == (2.5, 3.5)


@each_python
def test_a_generator_that_is_left_early_is_closed_late_and_not_to_its_end(python: Python) -> None:
    flawed = as_known(by_id("left_early"), python).text.splitlines()
    assert flawed[2:] == ["main: goes on", "rows: closing", "main: ends"]
    corrected = as_known(by_id("left_early", "corrected"), python).text.splitlines()
    assert corrected[2:] == ["rows: closing", "rows: closed", "main: goes on", "main: ends"]


@each_python
def test_a_group_of_errors_is_caught_by_except_with_a_star(python: Python) -> None:
    flawed, corrected = (
        as_known(by_id("group_not_caught"), python),
        as_known(by_id("group_not_caught", "corrected"), python),
    )
    assert flawed.outcome == "raises ExceptionGroup"
    assert flawed.text.startswith("takes_long is cancelled\n") and "caught:" not in flawed.text
    assert "ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)" in flawed.text
    assert corrected.text == "takes_long is cancelled\ncaught: (ValueError('no such page'),)\n"

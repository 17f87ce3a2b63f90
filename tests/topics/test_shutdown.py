"""What the programs about shutting down do, written by hand and not taken from any golden."""

from __future__ import annotations

from snippets._engine.run import pythons
from snippets._engine.run.pythons import Python
from tests.programs import as_known, by_id, each_python


@each_python
def test_ctrl_c_is_a_cancellation_inside_and_a_keyboard_interrupt_outside(python: Python) -> None:
    found = as_known(by_id("interrupt_inside", "flawed"), python)
    assert found.outcome == "raises KeyboardInterrupt"
    assert found.text.startswith("page 1\npage 2\nTraceback")
    assert found.text.index("CancelledError\n") < found.text.rindex("KeyboardInterrupt\n")
    assert "saving" not in found.text
    assert [task.ended for task in found.tasks] == ["cancelled"]


@each_python
def test_ctrl_c_runs_the_finally_and_is_caught_around_run(python: Python) -> None:
    found = as_known(by_id("interrupt_inside", "corrected"), python)
    assert found.text.splitlines() == ["page 1", "page 2", "saving 2 pages", "stopped by hand"]
    assert (found.outcome, found.exit) == ("finishes", 0)


@each_python
def test_sigterm_kills_without_a_word(python: Python) -> None:
    found = as_known(by_id("killed_at_once", "flawed"), python)
    assert (found.outcome, found.exit) == ("killed SIGTERM", 143)
    assert found.text.splitlines() == ["request 1", "answer 1", "request 2"]


def test_sigterm_cancels_main_in_the_middle_of_a_request() -> None:
    found = as_known(by_id("killed_at_once", "cancelled"))
    expected = ["request 1", "answer 1", "request 2", "goodbye to the database", "told to stop"]
    assert found.text.splitlines() == expected
    assert [task.ended for task in found.tasks] == ["cancelled"]


def test_sigterm_sets_an_event_and_the_request_is_answered() -> None:
    found = as_known(by_id("killed_at_once", "asked"))
    expected = ["request 1", "answer 1", "request 2", "answer 2", "goodbye to the database"]
    assert found.text.splitlines() == expected
    assert [task.ended for task in found.tasks] == ["returned"]


READ = ["read 1", "read 2", "stored 1", "read 3", "time to stop"]


@each_python
def test_stopped_together_loses_what_is_in_the_hand_and_in_the_queue(python: Python) -> None:
    found = as_known(by_id("stopped_together", "flawed"), python)
    assert found.text.splitlines() == [*READ, "left in the queue: 2"]
    ends = {task.label: task.ended for task in found.tasks}
    assert ends == {"main()": "returned", "read(queue)": "cancelled", "store(queue)": "cancelled"}


def test_stopped_at_the_source_nothing_is_lost() -> None:
    all_stored = [*READ, "stored 2", "stored 3", "stored the end", "left in the queue: 0"]
    join = as_known(by_id("stopped_together", "join"))
    assert join.text.splitlines() == all_stored
    assert {task.label: task.ended for task in join.tasks}["store(queue)"] == "cancelled"


def test_stopped_by_shutdown_the_writer_leaves_by_itself() -> None:
    shutdown = by_id("stopped_together", "shutdown")
    found = as_known(shutdown)
    assert found.text == as_known(by_id("stopped_together", "join")).text
    assert {task.label: task.ended for task in found.tasks}["store(queue)"] == "returned"
    assert "writer.cancel()" not in shutdown.source
    assert not {"3.11", "3.12"} & {minor for minor in pythons.at_hand() if shutdown.runs_on(minor)}


@each_python
def test_after_a_break_the_connection_is_closed_first(python: Python) -> None:
    found = as_known(by_id("closed_too_soon", "flawed"), python)
    lines = found.text.splitlines()
    assert lines[:3] == ["sent: begin", "main: row 0", "connection closed"]
    assert lines[-2:] == ["ConnectionError: already closed", "main: ends"]
    assert "sent: rollback" not in lines
    assert "create_task" not in by_id("closed_too_soon", "flawed").source
    assert [task.ended for task in found.tasks] == ["returned", "raised ConnectionError"]


def test_with_aclosing_the_generator_is_closed_first() -> None:
    found = as_known(by_id("closed_too_soon", "corrected"))
    assert found.text.splitlines() == [
        "sent: begin",
        "main: row 0",
        "sent: rollback",
        "connection closed",
        "main: ends",
    ]
    assert len(found.tasks) == 1


@each_python
def test_what_run_cancels_may_fail_and_the_exit_status_is_zero(python: Python) -> None:
    found = as_known(by_id("failed_last", "flawed"), python)
    lines = found.text.splitlines()
    assert lines[:3] == [
        "main ends; notes done: False",
        "saving 2 notes",
        "unhandled exception during asyncio.run() shutdown",
    ]
    assert lines[-2:] == ["OSError: disk full", "all is well"]
    assert (found.outcome, found.exit) == ("finishes", 0)


@each_python
def test_what_main_ends_itself_is_raised(python: Python) -> None:
    found = as_known(by_id("failed_last", "corrected"), python)
    assert (found.outcome, found.exit) == ("raises ExceptionGroup", 1)
    assert "OSError: disk full" in found.text
    assert "all is well" not in found.text

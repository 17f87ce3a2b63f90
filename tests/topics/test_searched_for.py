"""The errors that people search for most: what the examples that make them print, written by hand."""

from __future__ import annotations

from snippets._engine.run.pythons import Python
from tests.programs import as_known, by_id, each_python


def last(example: str, variant: str, python: Python) -> str:
    return as_known(by_id(example, variant), python).text.splitlines()[-1]


def lines(example: str, variant: str) -> list[str]:
    return as_known(by_id(example, variant)).text.splitlines()


@each_python
def test_a_future_of_one_loop_cannot_be_awaited_on_another(python: Python) -> None:
    assert last("different_loop", "flawed", python).endswith("got Future <Future pending> attached to a different loop")
    assert last("different_loop", "bound", python).endswith("[locked]> is bound to a different event loop")
    assert lines("different_loop", "corrected") == ["connected", "the server says hello"]
    both = ["foo has the lock", "bar has the lock"]
    assert lines("different_loop", "per_run") == [*both, "once more", *both]
    assert lines("different_loop", "bound")[:4] == [*both, "once more", both[0]], "only who has to wait gets the error"


@each_python
def test_a_closed_loop_runs_nothing_more(python: Python) -> None:
    first, second, *_, error, warning = as_known(by_id("closed_loop", "flawed"), python).text.splitlines()
    assert (first, second, error) == ("open", "at work", "RuntimeError: Event loop is closed")
    assert warning.endswith("coroutine 'Session.close' was never awaited")
    assert lines("closed_loop", "corrected") == ["open", "at work", "closed"]


@each_python
def test_an_ordinary_function_is_called_before_await_fails(python: Python) -> None:
    flawed = as_known(by_id("not_awaitable", "flawed"), python)
    assert flawed.text.startswith("saved ['tea']\nTraceback")
    assert last("not_awaitable", "flawed", python) in (
        "TypeError: object NoneType can't be used in 'await' expression",
        "TypeError: 'NoneType' object can't be awaited",
    )
    for variant in ("corrected", "blocking"):
        assert lines("not_awaitable", variant) == ["saved ['tea']", "saved ['tea', 'bread']"]


@each_python
def test_a_coroutine_is_one_call(python: Python) -> None:
    flawed = as_known(by_id("awaited_twice", "flawed"), python).text
    assert flawed.startswith("fetch\nattempt 1: the line is busy\nTraceback")
    assert last("awaited_twice", "flawed", python) == "RuntimeError: cannot reuse already awaited coroutine"
    each = [line for attempt in (1, 2, 3) for line in ("fetch", f"attempt {attempt}: the line is busy")]
    assert lines("awaited_twice", "corrected") == [*each, "no answer"]


@each_python
def test_an_async_test_of_an_ordinary_test_case_passes_without_running(python: Python) -> None:
    flawed = as_known(by_id("test_never_ran", "flawed"), python)
    assert "coroutine 'Doubling.test_three' was never awaited" in flawed.text
    assert flawed.text.endswith("tests: 1\npassed: True\n") and "test_three runs" not in flawed.text
    corrected = as_known(by_id("test_never_ran", "corrected"), python)
    assert corrected.text == "test_three runs\ntests: 1\npassed: False\n"


@each_python
def test_a_cell_of_a_notebook_may_await_and_may_not_run(python: Python) -> None:
    error = "RuntimeError: asyncio.run() cannot be called from a running event loop"
    assert error in as_known(by_id("notebook_cell", "flawed"), python).text.splitlines()
    assert lines("notebook_cell", "corrected") == [
        *("> 1 + 1", "2"),
        *("> await asyncio.sleep(1, 'the page')", "the page"),
    ]

"""What a run shows to be wrong: each finding by a small program, and one that looks like it and is not accused."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

from snippets._engine.examples.catalogue import Variant
from snippets._engine.pages import card as cards
from snippets._engine.pages.markup import to_html
from snippets._engine.record.outcome import Outcome
from snippets._engine.record.record import Piece, Record, Stop
from snippets._engine.run import pythons
from snippets._engine.run.pythons import Python
from snippets._engine.story.story import Story
from snippets._engine.words.findings import KINDS, MOST, Finding, findings
from snippets._engine.words.marks import to_plain
from tests import dom, programs
from tests.programs import VARIANTS, each_python, each_with_lines, of_example

FOREVER = """
async def foo():
    while True:
        await asyncio.sleep(1)
"""
SWALLOWS = """
async def foo():
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        print("no")
"""


def run(tmp_path: Path, source: str, python: Python | None = None, start: bool = True, **how: Any) -> list[Finding]:
    """What the run of a program shows that begins with `import asyncio` in line 1, and ends with running `main`."""
    text = programs.with_main(source.strip("\n")) if start else f"import asyncio{source}"
    made = programs.run(tmp_path, text, python, **how)
    assert "SyntaxError" not in made.text
    return found_in(made, text)


def found_in(left: Record, text: str) -> list[Finding]:
    return findings(Story(left, text), "program.py")


def said(found: list[Finding], kind: str | None = None) -> list[tuple[int | None, str]]:
    """Line and sentence of each finding, or of those of one kind."""
    return [(one.line, to_plain(one.words)) for one in found if kind in (None, one.kind)]


# The loop was blocked


@each_python
def test_the_line_that_holds_the_loop_is_named(tmp_path: Path, python: Python) -> None:
    source = """
import time
def blocks():
    time.sleep(2)
async def main():
    await asyncio.sleep(1)
    blocks()
    print(time.sleep(0.5))
"""
    assert said(run(tmp_path, source, python)) == [
        (4, "The loop was blocked for 2 s by line 4: time.sleep(2)."),
        (8, "The loop was blocked for 0.5 s by line 8: print(time.sleep(0.5))."),
    ]


@each_with_lines
def test_the_line_is_named_on_the_real_clock_too(tmp_path: Path, python: Python) -> None:
    """Also where it goes on after a function that it calls, after a generator, or after its await."""
    source = """
import time
def quick():
    return [1]
def numbers():
    yield 1
async def fetched():
    await asyncio.sleep(0.01)
async def main():
    print(quick(), time.sleep(0.4))
    print([time.sleep(0.4) for _ in numbers()])
    print(await fetched(), time.sleep(0.4))
    print(await asyncio.sleep(0.01), time.sleep(0.4))
"""
    found = run(tmp_path, source, python, clock="real")
    assert [one.line for one in found] == [10, 11, 12, 13]
    assert all(re.match(r"The loop was blocked for 0\.[4-9] s by line", words) for _, words in said(found))


def test_without_lines_the_step_is_named(tmp_path: Path) -> None:
    oldest = pythons.at_hand().get("3.11")
    if oldest is None:
        pytest.skip("needs Python 3.11")
    source = """
import time
async def main():
    await asyncio.sleep(0.01)
    time.sleep(0.4)
"""
    ((line, words),) = said(run(tmp_path, source, oldest, clock="real"))
    assert (line, words.replace("0.5 s", "0.4 s")) == (
        4,
        "The loop was blocked for 0.4 s by one step of main() that began in line 4.",
    )


@each_with_lines
def test_computing_for_long_is_not_put_on_a_line_that_only_came_last(tmp_path: Path, python: Python) -> None:
    """Of ten thousand lines in one step not all are seen: which of them took the time is not known."""
    source = """
import time
async def main():
    for number in range(10_500):
        number + 1
    time.sleep(0.5)
"""
    ((line, words),) = said(run(tmp_path, source, python, clock="real"))
    assert line == 4
    assert words.endswith("by one step of main() that began in line 4.")


def test_a_line_that_holds_the_loop_again_and_again_is_told_once(tmp_path: Path) -> None:
    source = """
import time
async def main():
    for _ in range(3):
        time.sleep(0.2)
        await asyncio.sleep(0)
    asyncio.get_running_loop().call_soon(time.sleep, 1)
    await asyncio.sleep(5)
"""
    assert said(run(tmp_path, source)) == [
        (5, "The loop was blocked three times, for 0.6 s in all, by line 5: time.sleep(0.2)."),
        (None, "The loop was blocked for 1 s by a callback."),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "time.sleep(0.09)",
        "await asyncio.sleep(5)",
        "await asyncio.to_thread(time.sleep, 0.5)",
        "await asyncio.gather(*(asyncio.sleep(3) for _ in range(50)))",
    ],
)
def test_what_does_not_hold_the_loop_is_not_accused(tmp_path: Path, body: str) -> None:
    clock = "real" if "thread" in body else "virtual"
    assert run(tmp_path, f"\nimport time\nasync def main():\n    {body}\n", clock=clock) == []


def test_blocking_before_and_after_the_loop_is_no_matter(tmp_path: Path) -> None:
    assert run(tmp_path, "\nimport time\ntime.sleep(5)\nasync def main(): pass\n") == []


# Never awaited


@each_python
def test_a_coroutine_that_was_never_awaited(tmp_path: Path, python: Python) -> None:
    source = """
async def foo(): pass
async def main():
    asyncio.sleep(1)
    made = foo()
    await asyncio.sleep(1)
    print("main goes on")
"""
    assert said(run(tmp_path, source, python)) == [
        (4, "asyncio.sleep(1) in line 4 made a coroutine that was never awaited."),
        (5, "foo() in line 5 made a coroutine that was never awaited."),
    ]


def test_the_line_in_which_it_was_thrown_away_is_not_called_the_one_that_made_it(tmp_path: Path) -> None:
    source = """
async def foo(): pass
async def main():
    made = foo()
    again = foo()
    made = again
    await again
"""
    assert said(run(tmp_path, source)) == [
        (6, "A coroutine foo() was never awaited; it was thrown away in line 6."),
    ]


def test_several_of_one_place_are_told_once(tmp_path: Path) -> None:
    source = """
import warnings
warnings.simplefilter("always")
async def main():
    for _ in range(3):
        asyncio.sleep(1)
"""
    assert said(run(tmp_path, source)) == [
        (6, "asyncio.sleep(1) in line 6 made a coroutine that was never awaited, three times."),
    ]


def test_what_python_says_of_other_files_is_not_told_of_this_one(tmp_path: Path) -> None:
    (tmp_path / "helper.py").write_text("async def foo(): pass\nasync def bar():\n\n    foo()\n", encoding="utf-8")
    source = """
import helper
async def main():
    await helper.bar()
    await helper.foo()
"""
    text = programs.with_main(source.strip("\n"))
    left = programs.run(tmp_path, text)
    assert "helper.py:4: RuntimeWarning: coroutine 'foo' was never awaited" in left.text
    assert found_in(left, text) == []


def test_what_a_program_prints_is_no_complaint_of_pythons(tmp_path: Path) -> None:
    source = """
async def foo(): pass
async def main():
    print("program.py:4: RuntimeWarning: coroutine 'foo' was never awaited")
    print("Task exception was never retrieved\\nfuture: <Task finished name='Task-1' exception=X()>")
    await foo()
"""
    assert run(tmp_path, source) == []


# Never looked at


@each_python
def test_an_exception_that_was_never_looked_at(tmp_path: Path, python: Python) -> None:
    source = """
async def fails(number):
    raise ValueError(number)
async def main():
    for number in range(2):
        asyncio.create_task(fails(number))
    await asyncio.sleep(1)
"""
    assert said(run(tmp_path, source, python)) == [
        (3, "The ValueError of fails(0) and fails(1), from line 3, was never retrieved."),
    ]


def test_an_exception_with_a_cause_comes_from_where_the_last_one_was_raised(tmp_path: Path) -> None:
    """And the traceback of the program's own end, which may stand right below, is another matter."""
    source = """
import gc
async def fails():
    try:
        [].pop()
    except IndexError:
        raise ValueError("second")
async def main():
    asyncio.create_task(fails())
    await asyncio.sleep(1)
    gc.collect()
    raise KeyError
"""
    assert said(run(tmp_path, source)) == [(7, "The ValueError of fails(), from line 7, was never retrieved.")]


def test_an_exception_of_a_future_and_of_gather(tmp_path: Path) -> None:
    source = """
async def fails():
    await asyncio.sleep(1)
    raise ValueError
async def main():
    asyncio.get_running_loop().create_future().set_exception(KeyError())
    asyncio.gather(fails(), fails())
    await asyncio.sleep(2)
"""
    assert said(run(tmp_path, source)) == [
        (None, "The KeyError of a future was never retrieved."),
        (4, "The ValueError of a gather(), from line 4, was never retrieved."),
    ]


@pytest.mark.parametrize(
    "look",
    [
        "task.exception()",
        "await asyncio.gather(task, return_exceptions=True)",
        "await asyncio.wait([task]); print(task.exception())",
        "task.add_done_callback(lambda task: task.exception())",
    ],
)
def test_an_exception_that_was_looked_at_late_is_no_matter(tmp_path: Path, look: str) -> None:
    source = f"""
async def fails():
    raise ValueError
async def main():
    task = asyncio.create_task(fails())
    await asyncio.sleep(100)
    {look}
    await asyncio.sleep(1)
"""
    assert run(tmp_path, source) == []


@each_python
def test_an_exception_while_asyncio_run_cancels(tmp_path: Path, python: Python) -> None:
    source = """
async def foo():
    try:
        await asyncio.sleep(60)
    finally:
        raise ValueError
async def main():
    asyncio.create_task(foo())
    await asyncio.sleep(1)
"""
    words = "The ValueError of foo(), from line 6, was never retrieved."
    assert said(run(tmp_path, source, python), "never looked at") == [(6, words)]
    awaited = """async def waits(task):
    try:
        await task
    except ValueError:
        print("seen")
"""
    source = source.replace("async def main", awaited + "async def main").replace(
        "(foo())", "(waits(asyncio.create_task(foo())))"
    )
    assert said(run(tmp_path, source, python), "never looked at") == []


EATS = """
async def eat(queue):
    await queue.get()
    queue.done()

async def main():
    queue = asyncio.Queue()
    eater = asyncio.create_task(eat(queue))
    await queue.put(1)
    await {}
"""


@each_python
def test_a_task_that_failed_in_a_program_that_never_ends(tmp_path: Path, python: Python) -> None:
    """Python has not come to say it."""
    line, after = (8, "") if python.minor == "3.11" else (4, " after line 4")
    found = run(tmp_path, EATS.format("queue.join()"), python)
    assert said(found, "failed") == [(line, f"eat(queue) ended with AttributeError{after}, and nobody awaits it.")]


@pytest.mark.parametrize("wait", ["asyncio.wait([eater]); await queue.join()", "eater", "asyncio.sleep(1)"])
def test_what_somebody_awaits_or_python_tells_of_is_not_told_again(tmp_path: Path, wait: str) -> None:
    assert said(run(tmp_path, EATS.format(wait)), "failed") == []


@pytest.mark.parametrize("error", ["SystemExit", "KeyboardInterrupt"])
def test_who_ends_the_program_is_seen(tmp_path: Path, error: str) -> None:
    source = f"""
async def foo():
    raise {error}
async def main():
    task = asyncio.create_task(foo())
    await asyncio.sleep(1)
"""
    assert run(tmp_path, source) == []


def test_a_program_that_leaves_in_the_midst_of_a_step(tmp_path: Path) -> None:
    assert run(tmp_path, "\nimport os\nasync def main():\n    os._exit(5)\n") == []


def test_an_exception_that_ended_the_program_was_looked_at(tmp_path: Path) -> None:
    assert run(tmp_path, "\nasync def main():\n    raise ValueError\n") == []


# Cancelled, and went on


@each_python
def test_a_task_that_was_cancelled_and_returned(tmp_path: Path, python: Python) -> None:
    source = (
        SWALLOWS
        + """async def main():
    task = asyncio.create_task(foo())
    await asyncio.sleep(1)
    task.cancel()
    await task
"""
    )
    words = "foo() was cancelled in line 10, but returned: the CancelledError was caught and not raised again."
    assert said(run(tmp_path, source, python)) == [(10, words)]


def test_a_task_that_returned_much_later(tmp_path: Path) -> None:
    source = (
        SWALLOWS
        + """    await asyncio.sleep(5)
async def main():
    task = asyncio.create_task(foo())
    await asyncio.sleep(1)
    task.cancel()
    await task
"""
    )
    words = (
        "foo() was cancelled in line 11, but returned 5 s later: the CancelledError was caught and not raised again."
    )
    assert said(run(tmp_path, source)) == [(11, words)]


@each_python
def test_a_task_that_never_ends_for_all_the_asking(tmp_path: Path, python: Python) -> None:
    source = """
async def foo():
    while True:
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            pass
async def main():
    task = asyncio.create_task(foo())
    await asyncio.sleep(1.5)
    task.cancel()
    await task
"""
    found = run(tmp_path, source, python, stop=Stop(seconds=9))
    assert said(found) == [(5, "foo() was cancelled in line 11, and did not end; it stands in line 5.")]
    by_run = source.replace("    task.cancel()\n    await task\n", "")
    found = run(tmp_path, by_run, python, stop=Stop(seconds=9))
    assert said(found) == [(5, "foo() was cancelled by asyncio.run(), and did not end; it stands in line 5.")]


def test_a_task_that_had_no_turn_since_did_not_go_on(tmp_path: Path) -> None:
    source = (
        FOREVER
        + """async def main():
    task = asyncio.create_task(foo())
    await asyncio.sleep(1.5)
    task.cancel()
    while True:
        print("busy")
"""
    )
    assert run(tmp_path, source, stop=Stop(lines=50)) == []


def test_who_takes_one_request_back_is_told_of_the_next(tmp_path: Path) -> None:
    source = """
async def foo():
    for _ in range(2):
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            if _ == 0:
                asyncio.current_task().uncancel()
async def main():
    task = asyncio.create_task(foo())
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.sleep(1)
    task.cancel()
    await task
"""
    assert [(one.kind, one.line) for one in run(tmp_path, source)] == [("went on", 14)]


def test_only_the_task_that_lost_the_request_is_told_of(tmp_path: Path) -> None:
    source = (
        SWALLOWS
        + """async def outer():
    await asyncio.create_task(foo())
async def main():
    task = asyncio.create_task(outer())
    await asyncio.sleep(1)
    task.cancel()
    await task
"""
    )
    assert [words.partition(" ")[0] for _, words in said(run(tmp_path, source))] == ["foo()"]


OBEYS = {
    "raises it again": """
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        await asyncio.sleep(1)
        raise
""",
    "cleans up": """
    try:
        await asyncio.sleep(60)
    finally:
        await asyncio.sleep(1)
""",
    "its timeout": """
    try:
        async with asyncio.timeout(0.5):
            await asyncio.sleep(60)
    except TimeoutError:
        pass
""",
    "wait_for": """
    try:
        await asyncio.wait_for(asyncio.sleep(60), 0.5)
    except TimeoutError:
        pass
""",
    "a child of its group fails": """
    async def fails():
        raise ValueError
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(asyncio.sleep(60))
            group.create_task(fails())
    except* ValueError:
        pass
""",
    "takes it back": """
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        asyncio.current_task().uncancel()
    await asyncio.sleep(1)
""",
    "shields": """
    await asyncio.shield(asyncio.create_task(asyncio.sleep(3)))
""",
    "waits for others": """
    await asyncio.gather(asyncio.sleep(60), asyncio.sleep(70))
""",
    "had ended already": """
    return 5
""",
}


@each_python
@pytest.mark.parametrize("body", OBEYS.values(), ids=OBEYS)
def test_a_task_that_obeys_is_not_accused(tmp_path: Path, body: str, python: Python) -> None:
    source = f"""
async def foo():{body}
async def main():
    task = asyncio.create_task(foo())
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.wait([task])
    await asyncio.sleep(9)
"""
    assert run(tmp_path, source, python) == []


# Cancelled, and nobody waited


@each_with_lines
def test_a_task_that_was_cancelled_and_not_waited_for(tmp_path: Path, python: Python) -> None:
    """Whether or not it was ready to run when it was asked."""
    for seconds in (3, 3.5):
        source = (
            FOREVER
            + f"""async def main():
    tasks = [asyncio.create_task(foo()) for _ in range(2)]
    await asyncio.sleep({seconds})
    for task in tasks:
        task.cancel()
"""
        )
        words = "foo() #1 and foo() #2 were cancelled in line 9, but main() did not wait for them to end."
        assert said(run(tmp_path, source, python)) == [(9, words)]


def test_a_clean_up_that_asyncio_run_cuts_short(tmp_path: Path) -> None:
    source = """
async def foo():
    try:
        await asyncio.sleep(60)
    finally:
        await asyncio.sleep(1)
async def main():
    task = asyncio.create_task(foo())
    await asyncio.sleep(3)
    task.cancel()
"""
    ((line, words),) = said(run(tmp_path, source))
    assert line == 10
    assert words.endswith("main() did not wait for it to end: asyncio.run() cancelled it a second time, in line 6.")


def test_who_gave_up_waiting_does_not_wait(tmp_path: Path) -> None:
    source = (
        FOREVER
        + """async def main():
    task = asyncio.create_task(foo())
    await asyncio.wait([task], timeout=3.5)
    task.cancel()
"""
    )
    assert [(one.kind, one.line) for one in run(tmp_path, source)] == [("not waited for", 8)]


@each_with_lines
@pytest.mark.parametrize(
    "wait",
    [
        "await asyncio.wait([task])",
        "await asyncio.gather(task, return_exceptions=True)",
        "await asyncio.sleep(0); await asyncio.sleep(0); print(task.cancelled())",
        "await asyncio.create_task(asyncio.wait([task]))",
        "await asyncio.gather(*(asyncio.sleep(0) for _ in range(30)), task, return_exceptions=True)",
    ],
)
def test_a_task_that_was_waited_for_is_no_matter(tmp_path: Path, wait: str, python: Python) -> None:
    source = f"{FOREVER}async def main():\n    task = asyncio.create_task(foo())\n    await asyncio.sleep(3)\n"
    assert run(tmp_path, f"{source}    task.cancel()\n    {wait}\n", python) == []


def test_another_task_than_main_may_wait(tmp_path: Path) -> None:
    source = (
        FOREVER
        + """async def waits(task):
    await asyncio.wait([task])
async def main():
    task = asyncio.create_task(foo())
    waiting = asyncio.create_task(waits(task))
    await asyncio.sleep(3.5)
    task.cancel()
"""
    )
    assert said(run(tmp_path, source), "not waited for") == []


def test_of_more_tasks_than_a_wait_tells_nothing_is_said(tmp_path: Path) -> None:
    source = f"""{FOREVER}async def waits(tasks):
    await asyncio.wait(tasks)
async def main():
    tasks = [asyncio.create_task(foo()) for _ in range(25)]
    waiting = asyncio.create_task(waits(tasks))
    await asyncio.sleep(3.5)
    for task in tasks:
        task.cancel()
"""
    assert run(tmp_path, source) == []


def test_who_waits_after_asyncio_run_is_not_overlooked(tmp_path: Path) -> None:
    """A loop of one's own may be run again, and again: nothing says who is still to wait."""
    source = (
        FOREVER
        + """async def main():
    task = asyncio.create_task(foo())
    await asyncio.sleep(3.5)
    task.cancel()
    return task
async def waits(task):
    await asyncio.wait([task])
with asyncio.Runner() as runner:
    runner.run(waits(runner.run(main())))
"""
    )
    assert run(tmp_path, source, start=False) == []


@each_python
def test_tasks_that_asyncio_run_has_to_cancel(tmp_path: Path, python: Python) -> None:
    source = (
        FOREVER
        + """async def main():
    task = asyncio.create_task(foo())
    await asyncio.sleep(3.5)
"""
    )
    words = "foo() was created in line 6, and had not ended when main() had: asyncio.run() cancelled it."
    assert said(run(tmp_path, source, python)) == [(6, words)]


@pytest.mark.parametrize(
    "body",
    [
        "await asyncio.wait([task], timeout=3)",  # somebody did wait, up to then
        "await asyncio.wait_for(asyncio.shield(task), 3)",
        "raise ValueError",  # main has other troubles
    ],
)
def test_tasks_that_somebody_waited_for_were_not_abandoned(tmp_path: Path, body: str) -> None:
    source = (
        f"{FOREVER}async def main():\n    task = asyncio.create_task(foo())\n    await asyncio.sleep(1)\n    {body}\n"
    )
    assert run(tmp_path, source) == []


# Destroyed, and never ended


@each_python
def test_a_task_that_was_thrown_away(tmp_path: Path, python: Python) -> None:
    source = """
async def foo(): pass
loop = asyncio.new_event_loop()
task = loop.create_task(foo())
"""
    words = "foo(), created in line 4, was destroyed while it was pending; it never ran."
    assert said(run(tmp_path, source, python, start=False)) == [(4, words)]


def test_a_task_that_was_left_behind(tmp_path: Path) -> None:
    source = """
import os
async def foo(queue):
    await queue.get()
async def main():
    task = asyncio.create_task(foo(asyncio.Queue()))
    await asyncio.sleep(1)
    return task
loop = asyncio.new_event_loop()
task = loop.run_until_complete(main())
"""
    found = run(tmp_path, source, start=False)
    assert [(one.kind, one.line) for one in found] in ([("destroyed", 6)], [("never ended", 4)])


def test_the_box_is_not_repeated(tmp_path: Path) -> None:
    """How a deadlock stands, and what never lets go, the card tells anyway."""
    assert run(tmp_path, "\nasync def main():\n    await asyncio.Event().wait()\n") == []
    flood = "\nasync def main():\n    while True:\n        print(1)\n"
    assert run(tmp_path, flood, stop=Stop(lines=50)) == []


# The list


def test_there_are_never_too_many_and_one_of_each_kind_comes_first(tmp_path: Path) -> None:
    body = "".join(f"    asyncio.sleep({number})\n" for number in range(8))
    source = f"{SWALLOWS}async def main():\n{body}    task = asyncio.create_task(foo())\n    await asyncio.sleep(1)\n"
    found = run(tmp_path, f"{source}    task.cancel()\n    await task\n")
    assert len(found) == MOST
    assert [one.kind for one in found] == ["never awaited"] * 4 + ["went on"]


def test_a_record_that_is_not_to_be_trusted_shows_nothing() -> None:
    warning = Piece(0.0, "stderr", None, "program.py:1: RuntimeWarning: coroutine 'sleep' was never awaited\n")
    record = Record(Outcome("finishes"), (warning,), 0, "virtual", "3.13.0", 0.0)
    assert len(findings(Story(record, "asyncio.sleep(1)\n"), "program.py")) == 1
    doubtful = Record(Outcome("finishes"), (warning,), 0, "virtual", "3.13.0", 0.0, faults=1)
    assert findings(Story(doubtful, "asyncio.sleep(1)\n"), "program.py") == []


def test_words_of_the_program_are_escaped(tmp_path: Path) -> None:
    source = """
import time
async def foo(text): pass
async def main():
    foo("<b>&")
    time.sleep(1 if "<i>" else 2)
    t = asyncio.create_task(foo("x"), name="<u>")
    await t
"""
    words = to_html(" ".join(one.words for one in run(tmp_path, source)))
    assert "&#60;b&#62;&#38;" in words
    assert "&#60;i&#62;" in words
    assert set(re.findall(r"<[^>]*>", words)) == {"<code>", "</code>"}


# All examples


#: What some of the flawed variants show.
EXPECTED = {
    "forgotten_await/published": ["never awaited 5"],
    "cancel_unawaited/published": ["went on 14", "not waited for 14"],
    "gather_forever/reached": ["never looked at 5", "not waited for 14"],
    "loop_never_run/completed": ["destroyed 9"],
    "task_handler_missing/published": ["never looked at 4"],
    "heart_stops/flawed": ["held 15", "held 27", "not waited for 30"],
    "goodbye_cut_short/flawed": ["not waited for 18"],
    "timeout_too_late/flawed": ["held 8"],
    "lost_to_collector/flawed": ["destroyed 17"],
}
#: What is found in variants of which the label says that nothing is wrong; each with its reason.
KNOWN = {
    # Its idea: run() cancels what is left, and waits for it.
    "run_cancels_what_is_left/demo": ["abandoned 13"],
    # It mends what the label says, that main leaves too early. That foo swallows the request its idea tells, and
    # the next correction mends that as well.
    "cancel_unawaited/corrected": ["went on 14"],
    # Its idea says so: to cancel is enough there, too. The corrections wait.
    "loop_of_tasks/published": ["not waited for 12"],
    # As there: the heart beats until the end.
    "computing_elsewhere/demo": ["not waited for 40"],
    # Its idea: in pieces of which each holds the loop for a moment only.
    "timeout_too_late/pieces": ["held 9"],
}


def telling(variant: Variant) -> Python | None:
    """Where to run a variant, if anywhere: on Python 3.11 it is not known which lines ran, so less is proved."""
    at_hand = [python for minor, python in pythons.at_hand().items() if minor != "3.11" and variant.runs_on(minor)]
    return Python.running() if Python.running() in at_hand else next(iter(at_hand), None)


@pytest.mark.parametrize(("variant", "python"), [pytest.param(one, telling(one), id=one.id) for one in VARIANTS])
def test_what_the_examples_show(variant: Variant, python: Python | None) -> None:
    if python is None:
        pytest.skip(f"needs Python 3.12 or later, and {variant.python or 'no other'}")
    left = of_example(variant, python)
    found = [f"{one.kind} {one.line}" for one in findings(Story(left, variant.source), variant.file.name)]
    if variant.clock == "real":  # a busy machine can hold a program
        found = [one for one in found if not one.startswith("held") or one in EXPECTED.get(variant.id, [])]
    if not variant.flaw:
        assert found == KNOWN.get(variant.id, [])
    elif variant.id in EXPECTED:
        assert found == EXPECTED[variant.id]


def test_what_is_expected_is_of_examples_that_there_are() -> None:
    flawed = {variant.id: bool(variant.flaw) for variant in VARIANTS}
    assert {known: flawed[known] for known in EXPECTED | KNOWN} == dict.fromkeys(EXPECTED, True) | dict.fromkeys(
        KNOWN, False
    )
    assert {word.rpartition(" ")[0] for words in (EXPECTED | KNOWN).values() for word in words} <= set(KINDS)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="Python 3.11 does not tell which lines ran")
def test_a_card_shows_the_list_below_the_box() -> None:
    card = dom.read(cards.show("heart_stops"))
    lists = [section.all("div", css="findings") for section in card.all("section", css="variant")]
    listed = [[item.text for found in there for item in found.all("li")] for there in lists]
    assert any("for 1 s by line 15: time.sleep(1)." in item for item in listed[0]), listed
    assert "What the run shows" not in cards.show("lock_order")

"""Sixty things that people type or paste when something is wrong, and the mistake that each must find first."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from snippets._engine.examples.catalogue import ROOT
from tests.dom import Element, read

SCRIPT = ROOT / "docs" / "assets" / "index.js"
NODE = shutil.which("node")
NOTEBOOK = """Traceback (most recent call last):
  File "/home/ada/.venv/lib/python3.12/site-packages/IPython/core/interactiveshell.py", line 3577, in run_code
    exec(code_obj, self.user_global_ns, self.user_ns)
  File "/tmp/ipykernel_4711/1234567.py", line 1, in <module>
    asyncio.run(main())
  File "/usr/lib/python3.12/asyncio/runners.py", line 190, in run
    raise RuntimeError(
RuntimeError: asyncio.run() cannot be called from a running event loop"""
TWO_LOOPS = """Traceback (most recent call last):
  File "/srv/shop/app/db.py", line 88, in fetch_orders
    rows = await self.pool.fetch(query)
RuntimeError: Task <Task pending name='Task-12' coro=<fetch_orders() running at /srv/shop/app/db.py:88> cb=[\
_run_until_complete_cb() at /usr/lib/python3.11/asyncio/base_events.py:180]> got Future <Future pending \
cb=[BaseProtocol._on_waiter_completed()]> attached to a different loop"""

GROUP = """  + Exception Group Traceback (most recent call last):
  |   File "/srv/shop/main.py", line 41, in <module>
  |     asyncio.run(main())
  | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)"""
WARNING = """C:\\Users\\ada\\bot\\main.py:14: RuntimeWarning: coroutine 'Client.close' was never awaited
  client.close()
RuntimeWarning: Enable tracemalloc to get the object allocation traceback"""

#: Where no more is said than that it hangs, the one that most meet comes first.
HANGS = "queue_sentinel"
#: Where a little more is said, any that hangs may.
ANY = "queue_sentinel who_hangs worker_dies event_never_set result_on_the_loop thread_lock clean_up_unlimited"
#: Each with the ids of which one must come first: more than one where the words fit several equally well.
FIRST = {
    # what is seen, in the words that come first
    "my program hangs": HANGS,
    "why does this hang": HANGS,
    "program never exits": ANY,
    "script just sits there doing nothing, ctrl-c": ANY,
    "programm hängt bei await queue.join()": "queue_sentinel worker_dies",
    "my worker died and join waits for ever": "worker_dies",
    "event.wait() never returns": "event_never_set",
    "deadlock two locks": "who_hangs",
    "future.result() deadlock run_coroutine_threadsafe": "result_on_the_loop",
    "finally block isn't finished on cancel": "goodbye_cut_short cancel_unawaited",
    "asyncio.wait_for timeout does'nt work": "timeout_swallowed clean_up_unlimited timeout_too_late",
    "time.sleep in async function": "heart_stops timeout_too_late slow_step",
    "except ValueError does not catch error from TaskGroup": "group_not_caught",
    "gather keeps running after one failed": "gather_runs_on",
    "contextvar is empty in executor thread": "context_left_behind",
    "all work is done but it doesn't end": "queue_sentinel",
    "stuck in queue.join()": "queue_sentinel worker_dies",
    "two tasks wait for each other, deadlock": "who_hangs",
    "hangs when called from a coroutine": "result_on_the_loop",
    "everything freezes while one slow call runs": "heart_stops",
    "event loop is blocked": "heart_stops slow_step thread_lock",
    "subprocess hangs when it prints a lot": "pipe_not_read",
    "threading.Lock blocks everything": "thread_lock",
    "workers stop, no error, then it is stuck": "worker_dies",
    "one task floods and the others never run": "forgotten_await",
    "timeout doesn't work": "timeout_swallowed clean_up_unlimited timeout_too_late",
    "it hangs although I set a timeout": "clean_up_unlimited",
    "time-out too late": "timeout_too_late",
    "cancel() has no effect": "timeout_swallowed",
    "child process still running after timeout": "child_runs_on",
    "memory keeps growing": "queue_without_limit",
    "memory jumps as soon as the tasks are started": "tasks_all_at_once",
    "too many requests 429 despite semaphore": "semaphore_is_no_rate",
    "results in the wrong order": "results_mixed_up lock_order semaphore_order whose_result",
    "gather returns results under wrong names": "results_mixed_up whose_result",
    "update lost when two come at the same time": "lost_update",
    "last lines of cleanup never printed": "goodbye_cut_short",
    "background task disappears": "lost_to_collector",
    "no error but something was not done": "errors_returned",
    "still running after the exception was caught": "gather_runs_on",
    "docker stop takes ten seconds": "killed_at_once",
    "except KeyboardInterrupt is never reached ctrl+c": "interrupt_inside",
    "context variable request id unset in thread": "context_left_behind",
    # what Python says, as it is pasted
    NOTEBOOK: "run_inside_run notebook_cell",
    "asyncio.run() cannot be called from a running event loop jupyter": "notebook_cell",
    TWO_LOOPS: "different_loop",
    GROUP: "group_not_caught",
    WARNING: "forgotten_await call_without_await",
    "RuntimeError: This event loop is already running": "run_inside_run notebook_cell",
    "object NoneType can't be used in await expresion": "not_awaitable",
    "RuntimeError: <asyncio.locks.Lock object at 0x7f9c72e3bad0 [locked]> is bound to a different event loop":
        "different_loop",
    "RuntimeError: Event loop is closed": "closed_loop",
    "TypeError: object list can't be used in 'await' expression": "not_awaitable",
    "TypeError: 'Response' object can't be awaited": "not_awaitable",
    "RuntimeError: cannot reuse already awaited coroutine": "awaited_twice",
    "/home/ada/bot.py:41: RuntimeWarning: coroutine 'send' was never awaited": "forgotten_await",
    "test passes but coroutine was never awaited pytest": "test_never_ran",
    "Task was destroyed but it is pending!\ntask: <Task pending name='Task-3' coro=<poll() running at /srv/poll.py:9>>":
        "lost_to_collector loop_never_run",
    "Task exception was never retrieved\nfuture: <Task finished name='Task-9' coro=<job() done, defined at /srv/j.py:3>"
    " exception=KeyError('id')>": "who_started_it",
    "TypeError: cannot pickle 'coroutine' object": "coroutine_to_pool",
    "concurrent.futures.process.BrokenProcessPool: A process in the process pool was terminated abruptly":
        "executors_unguarded",
}  # fmt: skip

#: What else is asked below.
OTHER = (
    *("stuck", "blocked", "freezes", "it never returns", "timeout", "timed out", "time out"),
    *("zzzz", "why does my asyncio program not work"),
)


def entries(page: Element) -> list[tuple[str, list[tuple[str, float]]]]:
    """The mistakes of the page: their ids, and what the script reads of each."""
    found = []
    for section in page.all("section", css="by-topic"):
        heading = section.one("h2").text
        for row in section.all("li"):
            parts = [(row.one("h3").text, 3), (row.one("p", css="short").text, 1.5)]
            parts += [(row.one("div", css="ran").text, 2), (row.attributes.get("data-heard") or "", 2), (heading, 1.5)]
            found.append((row.attributes["data-example"] or "", parts))
    return found


def ranked(page: Element, asked: list[str]) -> list[list[str]]:
    """What the site's own script finds for each of these, best first."""
    form = page.one("form", css="sift")
    given = entries(page)
    data = {name: form.attributes[f"data-{name}"] for name in ("same", "common")}
    call = (
        f"{SCRIPT.read_text(encoding='utf-8')}\n"
        f"const find = finder({json.dumps([texts for _, texts in given])}, {json.dumps(data)});\n"
        f"console.log(JSON.stringify({json.dumps(asked)}.map(asked => find(asked, 0.15))));"
    )
    done = subprocess.run([NODE or "node", "-"], input=call, capture_output=True, text=True, check=True)
    return [[given[at][0] for at in found] for found in json.loads(done.stdout)]


@pytest.fixture(scope="module")
def page(site: Path) -> Element:
    return read((site / "mistakes" / "index.html").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def found(page: Element) -> dict[str, list[str]]:
    if NODE is None:
        pytest.skip("needs node, to run the page's own script")
    return dict(zip([*FIRST, *OTHER], ranked(page, [*FIRST, *OTHER]), strict=True))


@pytest.mark.parametrize("asked", FIRST, ids=[asked.splitlines()[-1][-60:] for asked in FIRST])
def test_what_people_say_finds_the_mistake_first(found: dict[str, list[str]], asked: str) -> None:
    assert found[asked][:1] and found[asked][0] in FIRST[asked].split(), found[asked][:5]


def test_words_that_mean_the_same_find_what_the_page_calls_otherwise(
    page: Element, found: dict[str, list[str]]
) -> None:
    hangs = {row.attributes["data-example"] for row in by_id(page, "hangs").all("li")}
    for asked in ("stuck", "blocked", "freezes", "it never returns"):
        assert hangs <= set(found[asked]), asked
    for asked in ("timed out", "time out"):
        assert found[asked] == found["timeout"], asked


def test_what_tells_nothing_finds_nothing(found: dict[str, list[str]]) -> None:
    assert (found["zzzz"], found["why does my asyncio program not work"]) == ([], [])


def by_id(page: Element, name: str) -> Element:
    return next(one for one in page.all("section", css="by-topic") if one.one("h2").attributes.get("id") == name)

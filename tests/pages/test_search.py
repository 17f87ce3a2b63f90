"""What people type into the search of the site, and the page or section that each must find first."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from snippets._engine.examples.catalogue import ROOT
from snippets._engine.pages import search
from tests.conftest import Visit
from tests.dom import read

NODE = shutil.which("node")
#: The theme's own script is run as the browser runs it: told the index, then asked, by way of ours.
ASK = """
const fs = require("fs"), vm = require("vm"), [script, index, ours, asked] = process.argv.slice(1);
let hear, answered;
const self = {addEventListener: (_, call) => { hear = call; }, console: {warn() {}}};
self.self = self;
vm.runInNewContext(fs.readFileSync(script, "utf8"), self);
class Worker {
  constructor() { self.postMessage = data => this.dispatchEvent({data}); }
  postMessage(data) { hear({data}); }
  dispatchEvent({data}) { answered(data); }
}
const page = {Worker, addEventListener() {}, document$: {subscribe() {}}, MutationObserver: class {}};
page.document = {currentScript: {}, documentElement: {classList: {}}, querySelector: () => ({value: ""})};
page.window = page;
vm.runInNewContext(fs.readFileSync(ours, "utf8"), page);
(async () => {
  const worker = new Worker(), said = [];
  const ask = data => new Promise(done => { answered = done; worker.postMessage(data); });
  await ask({type: 0, data: {...JSON.parse(fs.readFileSync(index)), options: {suggest: false}}});
  for (const data of JSON.parse(asked)) said.push((await ask({type: 2, data})).data.items);
  console.log(JSON.stringify(said));
})();
"""

#: What must come first: a page (``queues/``, and any page cut from it, ``queues-…/``), or a section or an example on
#: whatever page it stands (``#closed_loop``). More than one where the words fit several equally well.
FIRST = {
    "TaskGroup": "groups/ #group_waits_for_all",
    "create_task": "tasks/",
    "timeout": "timeouts/ #timeout_ends_wait",
    "timed out": "timeouts/",
    "cheat sheet": "rules/",
    "Queue.join": "queues/ #queue_sentinel",
    "asyncio.Queue": "queues/",
    "Semaphore": "semaphores/ flow/",
    "Lock": "locks/",
    "Event": "events/",
    "as_completed": "as-completed/",
    "shield": "#shield_unawaited shield/",
    "contextvars": "#context_left_behind libraries/",
    "run_in_executor": "#context_left_behind executors/ bridges/",
    "to_thread": "#two_threads_at_once executors/ #one_at_a_time bridges/",
    "ProcessPoolExecutor": "#executors_unguarded processes/",
    "run_coroutine_threadsafe": "#result_on_the_loop bridges/",
    "subprocess": "subprocesses/",
    "CancelledError": "#cancel_unawaited #cancel cancelling/",
    "KeyboardInterrupt": "shutdown/ #interrupt_inside",
    "ExceptionGroup": "#group_not_caught errors/ #except-star",
    "except*": "#except-star errors/",
    "gather vs TaskGroup": "groups/ gather/",
    "fire and forget": "#forget background/",
    "graceful shutdown": "shutdown/ shutdown-order/",
    "signal handler": "#handlers signals/",
    "debug mode": "diagnosis/",
    "generator": "#generators #aclosing async-generators/",
    "memory leak": "#queue_without_limit worker-pools/",
    "rate limit": "rate-limits/",
    "stop after 5 seconds": "timeouts/",
    "two requests at once": "flow/",
    "deadlock": "#hang #who_hangs hangs/",
    "uncancel": "#uncancel cancelling/",
    "virtual clock": "clocks/",
    "glossary": "glossary/",
    "event loop is closed": "#closed_loop #closed loop-errors/",
    "attached to a different loop": "#different_loop #different-loop loop-errors/",
    "Task exception was never retrieved": "exception-handler/ #who_started_it",
    "coroutine 'main' was never awaited": "tasks/ awaitables/ #never-awaited #forgotten_await #call_without_await",
    "my program hangs": "#hang #hangs hangs/",
    "freezes": "#late #heart_stops",
    "jupyter": "#notebook #notebook_cell running-loop/",
    # a sentence, of which little tells anything; a call as it stands in a program; what Python says
    "stop it after 5 s": "timeouts/",
    "why does this hang": "#hang #hangs hangs/",
    "two requests at once with a limit": "flow/",
    "python asyncio limit concurrency": "flow/ semaphores/",
    "python asyncio run two functions at the same time": "first-steps/",
    "tasks run one after another instead of concurrently": "first-steps/",
    "what is a coroutine": "awaitables/ first-steps/",
    "what's the event loop": "loops/",
    "can't call async function from sync": "bridges/ running-loop/",
    "print stack of all tasks": "all-tasks/ hangs/",
    "asyncio.create_task(foo())": "tasks/",
    "loop.run_in_executor(None, f)": "executors/",
    "asyncio.timeout(5)": "timeouts/",
    "async with __aenter__": "contexts/",
    "RuntimeError: no running event loop": "running-loop/",
    "There is no current event loop in thread 'MainThread'": "running-loop/",
    'Traceback (most recent call last): File "/srv/a.py", line 4, in <module> RuntimeError: Event loop is closed':
        "loop-errors/ #closed #closed_loop",
    # misspelt
    "semaphor": "semaphores/",
    "excpetion": "errors/ exception-handler/",
    "timout": "timeouts/",
}  # fmt: skip

Hits = dict[str, list[list[dict[str, Any]]]]


@pytest.fixture(scope="module")
def found(site: Path) -> Hits:
    """What the theme's script answers: pages, the best first, each with its hits, the best first."""
    if NODE is None:
        pytest.skip("needs node, to run the theme's script")
    (script,) = site.glob("assets/javascripts/workers/search.*.js")
    given = [script, site / "search/search_index.json", ROOT / "docs/assets/extra.js", json.dumps([*FIRST])]
    done = subprocess.run([NODE, "-e", ASK, *map(str, given)], capture_output=True, text=True, check=True)
    return dict(zip(FIRST, json.loads(done.stdout), strict=True))


@pytest.mark.parametrize("asked", FIRST)
def test_the_page_that_teaches_it_comes_first(found: Hits, asked: str) -> None:
    firsts = [hits[0]["location"] for hits in found[asked]]
    fits = [f"([a-z-]+/)?{one}" if one[0] == "#" else f"{one[:-1]}(-[a-z-]+)?/.*" for one in FIRST[asked].split()]
    assert firsts[:1] and re.fullmatch("|".join(fits), firsts[0]), firsts[:5]


def test_a_hit_shows_prose_and_no_program(found: Hits, site: Path) -> None:
    index = (site / "search/search_index.json").read_text()
    assert "<pre>" not in index and "<svg" not in index
    told = [hit["text"] for pages in found.values() for hits in pages for hit in hits]
    assert told and not any("import asyncio\n" in text or "Traceback (most" in text for text in told)


def test_an_example_is_its_title_symptom_and_idea(site: Path) -> None:
    docs = {doc["location"]: doc for doc in json.loads((site / "search/search_index.json").read_text())["docs"]}
    (closed,) = (doc for location, doc in docs.items() if location.endswith("#closed_loop"))
    assert closed["text"].startswith("<p><code>RuntimeError: Event loop is closed</code>, at the end")
    assert "RuntimeError: Event loop is closed" in closed["also"]
    assert "also" not in closed["text"]


def test_the_page_itself_keeps_what_the_search_leaves_out(site: Path) -> None:
    page = (site / "queues" / "index.html").read_text()
    assert read(page).all("pre", css="output")


def test_words_that_mean_the_same_go_with_what_the_page_says() -> None:
    assert "stuck" in search.same("The program hangs") and search.same("nothing of the kind") == ""


@pytest.mark.thorough
@pytest.mark.parametrize("asked", ["TaskGroup", "my program hangs"])
def test_in_a_browser_a_hit_is_a_line(visit: Visit, asked: str) -> None:
    with visit("tasks/") as page:
        page.keyboard.press("/")
        page.keyboard.type(asked)
        page.locator(".md-search-result__link").first.wait_for()
        page.wait_for_timeout(300)
        heights = page.eval_on_selector_all(".md-search-result__link", "all => all.map(one => one.offsetHeight)")
        assert max(heights) < 100  # a title of two lines, and a line

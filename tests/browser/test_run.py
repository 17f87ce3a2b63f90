"""Programs run in the reader's browser: what a reader sees of a run, and that nothing gets in their way.

Whether every program does there what its golden says is checked in Node, where it takes less.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from snippets._engine.browser import installed
from tests.conftest import FLAGS, PHONE, WIDE, Visit, barriers, lacking

#: Python has to come first, and other tests run beside this one.
WAIT = 90_000
LOCK = "lock_order-published"

STUCK = """import asyncio, sys

print("one", file=sys.stderr)

async def main():
    await asyncio.sleep(5)
    await asyncio.Event().wait()

asyncio.run(main())
"""
SPIN = "print('begun', flush=True)\nwhile True:\n    pass\n"


@pytest.fixture(autouse=True)
def _installed() -> None:
    if installed.lacking():
        lacking(installed.lacking())


def panel(page: Page, variant: str = LOCK) -> Locator:
    """What a run of a variant leaves on the page."""
    return page.locator(f"#{variant} [data-browser-run]")


def button(page: Page, what: str, variant: str = LOCK) -> Locator:
    """One of the buttons of a variant."""
    return page.locator(f"#{variant} button[data-{what}]")


def edit(page: Page, source: str, variant: str = LOCK) -> None:
    """Put another text in the place of a program, as the editor does."""
    put = """async ([id, value]) => {
      const { benchOf } = await import(new URL("../assets/run/run.mjs", location));
      benchOf(document.getElementById(id)).editor = { value, mark: line => (window.marked = line) };
    }"""
    page.evaluate(put, [variant, source])


def over(page: Page, variant: str = LOCK, state: str = "over") -> Locator:
    """The panel, when the run is over and all of it is there."""
    found = panel(page, variant)
    expect(found).to_have_attribute("data-state", state, timeout=WAIT)
    expect(found.locator(".c-more .run-files")).to_be_visible(timeout=WAIT)
    return found


def run(page: Page, source: str | None = None, variant: str = LOCK) -> Locator:
    """Run a variant, or another text in its place, and wait for what it leaves."""
    if source is not None:
        edit(page, source, variant)
    button(page, "run", variant).click()
    return over(page, variant)


@contextmanager
def faults(page: Page) -> Iterator[None]:
    """Nothing goes wrong in the page's scripts meanwhile."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    yield
    assert found == []


def test_a_program_runs_and_is_stopped(visit: Visit) -> None:
    """A reader presses Run, and gets what the page has of the run; what never ends is stopped at once."""
    with visit("locks/") as page, faults(page):
        page.evaluate("window.told = []")
        run_button = button(page, "run")
        run_button.focus()
        page.keyboard.press("Enter")
        expect(panel(page)).to_have_attribute("data-state", "loading")
        expect(panel(page).get_by_role("progressbar")).to_have_accessible_name("Python is loading")
        found = over(page)
        assert found.get_attribute("data-outcome") == "finishes"
        real = page.locator(f"#{LOCK} pre.output").last.text_content()
        assert found.locator("pre.output").text_content() == real
        assert "The same output as the page" in found.inner_text()
        assert found.locator(".run-head .verdict").inner_text() == "prints in a different order from the post"
        expect(found.locator("figure.timeline > svg")).to_have_count(1)
        expect(run_button).to_be_focused()
        expect(button(page, "stop")).to_be_hidden()
        assert found.get_by_role("status").text_content() == "Over: finishes in 3 s. 9 lines printed."

        edit(page, SPIN)
        page.keyboard.press("Enter")
        expect(found).to_have_attribute("data-state", "running", timeout=WAIT)
        expect(found.locator("pre.output")).to_have_text("begun\n")
        page.keyboard.press("Tab")
        expect(button(page, "stop")).to_be_focused()
        page.keyboard.press("Enter")
        assert found.get_attribute("data-state") == "stopped"  # at once: nobody waits for the process
        assert found.get_attribute("data-outcome") == "stopped"
        expect(run_button).to_be_focused()
        said = over(page, state="stopped").inner_text()
        assert "when you pressed Stop" in said
        assert "waits for something outside" not in said


#: Programs with what is seen of them: the outcome, and words in the panel.
PROGRAMS = {
    "deadlock": (
        "import asyncio\n\nasync def main():\n    lock = asyncio.Lock()\n    async with lock:\n        print('once')\n"
        "        await lock.acquire()\n\nasyncio.run(main())\n",
        "deadlocks",
        ("Deadlock, proved.", "main() waits in lock.acquire(), line 7"),
    ),
    "flood": ("while True:\n    print('again')\n", "stopped", ("after 1,000 lines", "a limit of this page")),
    "memory": (
        "kept = []\nwhile True:\n    kept.append(bytearray(10_000_000))\n",
        "raises MemoryError",
        ("Line 3", "The memory of a program is limited here."),
    ),
    "recursion": (
        "def deeper():\n    deeper()\n\ndeeper()\n",
        "raises RecursionError",
        ("RecursionError: maximum recursion depth exceeded", "line 2"),
    ),
    "a thread": (
        "import threading\n\nthreading.Thread(target=print).start()\n",
        "refused",
        ("Starts a thread in line 3", "Python in a browser has no threads"),
    ),
    "never yields": (
        "import asyncio\n\nasync def main():\n    while True:\n        pass\n\nasyncio.run(main())\n",
        "stopped",
        ("after 5 s of computing, in line", "a limit of this page"),
    ),
    "steps": (
        "import asyncio\n\nasync def main():\n    while True:\n        await asyncio.sleep(0)\n\nasyncio.run(main())\n",
        "stopped",
        ("after 20,000 steps of the event loop", "a limit of this page"),
    ),
    "computes": (
        "import asyncio\n\nasync def main():\n    print(sum(map(abs, range(50_000_000))))\n\nasyncio.run(main())\n",
        "finishes",
        ("To compute it took", "which the virtual clock does not count"),
    ),
    "no text": ("print('never\n", "raises SyntaxError", ("no line of it ran", "SyntaxError: unterminated")),
    "nobody types": ("input()\n", "raises EOFError", ("There is no keyboard to read from here",)),
    "no such module": ("import numpy\n", "raises ModuleNotFoundError", ("Only Python's standard library is here",)),
    "left out": ("import sqlite3\n", "raises ModuleNotFoundError", ("This page's Python comes without sqlite3.",)),
    "in a group": (
        "import asyncio\n\nasync def asks():\n    input()\n\nasync def main():\n"
        "    async with asyncio.TaskGroup() as tg:\n"
        "        tg.create_task(asks())\n\nasyncio.run(main())\n",
        "raises ExceptionGroup",
        ("There is no keyboard to read from here",),
    ),
    "a call that never returns": (
        "import itertools\nprint('begun')\n-1 in itertools.count()\n",
        "stopped",
        ("begun", "after 12 s in this browser", "a limit of this page"),
    ),
    "nested too deep": (
        f"x = {'+'.join(['1'] * 20_000)}\n",
        "stopped",
        ("before its first line: it is nested deeper than this browser has room for",),
    ),
    "Python breaks": (
        "def broken(): pass\n\nprint('begun')\n"
        "exec(broken.__code__.replace(co_consts=(), co_code=b'\\x97\\x00d\\xff' * 10))\n",
        "stopped",
        ("begun", "when it had broken the Python that runs it"),
    ),
    "its own part breaks": (
        "import gc\nfor one in gc.get_objects():\n    if type(one) is dict:\n        one.clear()\n",
        "stopped",
        ("when it had broken the Python that runs it",),
    ),
    "stack at the end": ("a = []\nfor _ in range(1_000_000):\n    a = [a]\n", "stopped", ("has room for",)),
    "a status": ("import os\nos._exit(-1)\n", "exits 255", ("Exits with 255.",)),
    "no status": ("import os\nos._exit('x')\n", "raises TypeError", ("Line 2", "'str' object cannot be interpreted")),
    "an alarm": ("import signal\nsignal.alarm(1)\n", "refused", ("a timer of the system in line 2",)),
    "a process": ("import os\nos.posix_spawn('/bin/ls', ['ls'], {})\n", "refused", ("Starts a process in line 2",)),
    "a thread in a task": (
        "import asyncio\n\nasync def main():\n    await asyncio.to_thread(print)\n\nasyncio.run(main())\n",
        "refused",
        ("Starts a thread in line 4", "main() was running, line 4."),
    ),
    "never gone": (
        "class Gone:\n    def __del__(self):\n        while True:\n            pass\n\none = Gone()\n",
        "stopped",
        ("after 5 s of computing. That is a limit of this page.", "Python prints nothing"),
    ),
    "a long line": ("raise ValueError('x' * 150_000)\n", "raises ValueError", ("Line 1; nothing in the program",)),
    "stack": ("import json\njson.loads('[' * 100_000)\n", "stopped", ("than this browser has room for",)),
    "letters that no picture holds": (
        "import asyncio\n\nasync def main():\n    print('\\ufffe \\x01')\n\n"
        "main.__qualname__ = 'a\\x01b'\nasyncio.run(main())\n",
        "finishes",
        ("a␁b()",),
    ),
    "two streams": (
        "import os, sys\nprint('one', end=' ')\nprint('two', file=sys.stderr)\nprint('and', file=sys.stderr)\n"
        "print('3', end='')\nos._exit(3)\n",
        "exits 3",
        ("one two", "3", "stderr"),
    ),
    "markup": ("print('<b>bold</b> <script>alert(1)</script>')\n", "finishes", ("<b>bold</b> <script>",)),
}


@pytest.fixture(scope="module")
def bench(browser: Browser, address: str) -> Iterator[Page]:
    """A page on which many programs are run, one after the other."""
    context = browser.new_context(viewport={"width": WIDE, "height": 900})
    page = context.new_page()
    page.goto(f"{address}locks/")
    yield page
    context.close()


@pytest.mark.thorough
@pytest.mark.parametrize("name", PROGRAMS)
def test_what_becomes_of_it_is_said(bench: Page, name: str) -> None:
    source, outcome, words = PROGRAMS[name]
    with faults(bench):
        found = run(bench, source)
    said = found.inner_text() + " ".join(found.locator("[data-t]").evaluate_all("all => all.map(one => one.dataset.t)"))
    assert found.get_attribute("data-outcome") == outcome
    assert [part for part in words if part not in said] == [], said
    assert "--clock" not in said
    assert found.locator(".player").count() == (name != "no text"), "what never ran cannot be stepped through"
    assert re.match(r"Over: .*\. [\d,]+ lines? printed\.", found.get_by_role("status").text_content() or "")


@pytest.mark.thorough
def test_a_page_answers_while_it_is_flooded(bench: Page) -> None:
    """Lines come faster than a screen is drawn, and each frame is drawn all the same."""
    edit(bench, "while True:\n    print('again' * 10)\n")
    longest = bench.evaluate(
        """async id => {
          let [longest, last, going] = [0, performance.now(), true];
          const look = now => {
            longest = Math.max(longest, now - last);
            last = now;
            if (going) requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
          document.querySelector(`#${id} [data-run]`).click();
          const node = document.querySelector(`#${id} [data-browser-run]`);
          while (node.dataset.state !== "running") await new Promise(done => setTimeout(done, 5));
          longest = 0;
          while (node.dataset.state === "running") await new Promise(done => setTimeout(done, 5));
          going = false;
          return longest;
        }""",
        LOCK,
    )
    print(f"longest frame {longest:.0f} ms")
    assert longest < 2_000  # of a machine that does other things, too
    over(bench)


@pytest.mark.thorough
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_all_is_done_by_keyboard(visit: Visit, width: int) -> None:
    """From a link to the program: to Run, to Stop, to the player, and along the picture."""
    with visit(f"locks/#{LOCK}", width=width) as page, faults(page):

        def tab_to(target: Locator, most: int = 60) -> None:
            for _ in range(most):
                if target.evaluate("node => node === document.activeElement"):
                    return
                page.keyboard.press("Tab")
            pytest.fail(f"not reached: {target}")

        button(page, "run").wait_for()
        tab_to(button(page, "run"))
        page.keyboard.press("Enter")
        found = over(page)
        assert found.get_attribute("data-outcome") == "finishes"
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        expect(found.locator(".run-head")).to_be_in_viewport()
        tab_to(found.locator(".run-life"))
        page.keyboard.press("Enter")
        expect(found.locator(".l.later").last).to_be_attached()
        page.keyboard.press("Enter")
        expect(found.locator(".l.later")).to_have_count(0)
        tab_to(found.locator("figure.timeline > svg"))
        page.keyboard.press("ArrowRight")
        expect(found.locator(".lit").first).to_be_attached()
        assert page.locator(f"#{LOCK} figure.timeline:not([data-browser-run] *) .lit").count() == 0
        tab_to(found.locator(".p-open"))
        page.keyboard.press("Enter")
        expect(found.locator(".p-place")).to_contain_text("Step 1 of", timeout=WAIT)
        page.keyboard.press("ArrowRight")
        expect(found.locator(".p-place")).to_contain_text("Step 2 of")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.thorough
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_axe_finds_nothing(visit: Visit, scheme: str, width: int) -> None:
    with visit("locks/", width=width, color_scheme=scheme) as page:
        button(page, "run").click()
        expect(panel(page).get_by_role("progressbar")).to_be_visible()
        loading = barriers(page)
        over(page)
        found = run(page, STUCK)
        found.locator(".p-open").click()
        expect(found.locator(".p-place")).to_contain_text("Step 1 of", timeout=WAIT)
        page.evaluate("document.querySelectorAll('[data-browser-run] details').forEach(one => one.open = true)")
        expect(found.locator(".run-other > svg")).to_be_visible(timeout=WAIT)
        assert loading == []
        assert barriers(page) == []


@pytest.mark.thorough
def test_what_changed_is_seen(visit: Visit) -> None:
    """Beside the page's own run: lines, picture and steps; and it can be taken along."""
    with visit("locks/") as page, faults(page):
        button(page, "run").click()
        first = over(page).locator("figure.timeline > svg").get_attribute("data-t1")
        text = page.evaluate(f"fetch(document.getElementById('{LOCK}').dataset.runs).then(found => found.text())")
        found = run(page, text.replace("sleep(1)", "sleep(2)").replace("has released", "let go of"))
        assert "Your version" in found.locator(".run-head").inner_text()
        assert found.locator(".run-change summary").inner_text().endswith("output: 3 lines gone, 3 new")
        assert found.locator(".run-change .came").first.inner_text().strip() == "+ worker 0 let go of the lock"
        longer = found.locator("figure.timeline > svg").get_attribute("data-t1")
        assert float(longer or 0) > 1.9 * float(first or 0)
        expect(found.locator(".run-other > svg")).to_have_attribute("data-t1", longer or "", timeout=WAIT)

        found.locator(".p-open").click()
        found.get_by_role("button", name=re.compile("Compare with the page")).click()
        titles = found.locator(".p-title")
        expect(titles).to_have_text(["As published", "Your version"])
        assert found.locator(".p-src .k", has_text="async").count() > 1, "its lines are coloured, the changed ones too"

        with page.expect_download() as record:
            found.get_by_role("link", name="record (JSON)").click()
        assert record.value.suggested_filename == "lock_order-published.json"
        assert json.loads(Path(record.value.path()).read_text())["seconds"] > 6
        with page.expect_download() as drawn:
            found.get_by_role("link", name="picture (SVG)").click()
        assert Path(drawn.value.path()).read_text().startswith("<svg")

        shorter = run(page, text.replace("sleep(1)", "sleep(.5)"))
        assert shorter.locator("figure.timeline > svg").get_attribute("data-t1") == first
        expect(shorter.locator(".run-other")).to_have_count(0)


def blocked(page: Page, pattern: str, how: Callable[[Route], None]) -> None:
    """Whatever of the site matches does not come."""
    page.context.route(re.compile(pattern), how)


FAILURES: dict[str, tuple[str, Callable[[Route], None], str]] = {
    "the scripts": (r"run/run\.mjs", lambda route: route.abort(), ""),
    "no connection": (r"files\.json", lambda route: route.abort(), "What it needs could not be loaded."),
    "no list": (
        r"files\.json",
        lambda route: route.fulfill(status=404),
        "What it needs could not be loaded (files.json: 404 Not Found).",
    ),
    "no program": (r"published\.py", lambda route: route.fulfill(status=404), "published.py: 404 Not Found"),
    "no library": (r"library\.zip", lambda route: route.fulfill(status=404), "library.zip: 404"),
    "no wasm": (r"asm\.wasm", lambda route: route.fulfill(status=404), "pyodide.asm.wasm: 404"),
    "a page for the program": (
        r"published\.py",
        lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"),
        "published.py: a page came instead).",
    ),
    "a page for the library": (
        r"library\.zip",
        lambda route: route.fulfill(body="<!doctype html>", content_type="text/html; charset=utf-8"),
        "What it needs could not be loaded (library.zip: a page came instead).",
    ),
    "no worker": (r"worker\.mjs", lambda route: route.abort(), "did not load, or is not allowed here"),
}


@pytest.mark.thorough
@pytest.mark.parametrize("what", FAILURES)
def test_failures_are_said_plainly(browser: Browser, address: str, what: str) -> None:
    """One line, and Run works again once the cause is gone."""
    pattern, how, words = FAILURES[what]
    context = browser.new_context(viewport={"width": WIDE, "height": 900})
    page = context.new_page()
    with faults(page):
        page.goto(f"{address}locks/")
        blocked(page, pattern, how)
        button(page, "run").click()
        if what == "the scripts":
            said = page.locator(f"#{LOCK} .run-bar [role=status]")
            expect(said).to_have_text("What runs it could not be loaded. Try again, or load the page anew.")
        else:
            said = panel(page).locator(".ended")
            expect(said).to_contain_text(words, timeout=WAIT)
            expect(said).to_contain_text("Press Run to try again.")
            assert said.inner_text().count("\n") == 0
            assert panel(page).get_attribute("data-state") == "over"
        context.unroute_all()
        button(page, "run").click()
        assert over(page).get_attribute("data-outcome") == "finishes"
    context.close()


@pytest.mark.thorough
@pytest.mark.parametrize("lacks", ["WebAssembly", "permission"])
def test_browsers_that_cannot(visit: Visit, lacks: str) -> None:
    """Without WebAssembly, or where the page's rules forbid it, one line says so."""

    def first(page: Page) -> None:
        if lacks == "WebAssembly":
            page.add_init_script("delete window.WebAssembly")
            return
        rules = {"Content-Security-Policy": "script-src 'self' 'unsafe-inline'; worker-src 'self' blob:"}

        def ruled(route: Route) -> None:
            answer = route.fetch()
            route.fulfill(response=answer, headers=answer.headers | rules)

        page.route(re.compile(r"/locks/$"), ruled)

    with visit("locks/", first=first, service_workers="block" if lacks == "permission" else "allow") as page:
        button(page, "run").click()
        said = panel(page).locator(".ended")
        expect(said).to_contain_text("It could not be run here.", timeout=WAIT)
        words = {"WebAssembly": "has no WebAssembly", "permission": "The rules of this page do not allow it."}
        assert words[lacks] in said.inner_text()


@pytest.mark.thorough
def test_stopped_while_it_loads(browser: Browser, address: str) -> None:
    """Stop is answered also then; a program that waited for the same load goes on, and a second Run did nothing."""
    context = browser.new_context(viewport={"width": WIDE, "height": 900})
    page = context.new_page()
    held: list[Route] = []
    with faults(page):
        page.goto(f"{address}locks/")
        blocked(page, r"library\.zip", lambda route: held.append(route))
        button(page, "run").click()
        expect(button(page, "stop")).to_be_visible()
        other = page.locator("section[data-runs]").nth(1).get_attribute("id") or ""
        assert other != LOCK
        button(page, "run", other).click()
        expect(panel(page, other)).to_have_attribute("data-state", "loading")
        button(page, "run").click(force=True)
        expect(panel(page)).to_have_count(1)
        while not held:
            page.wait_for_timeout(50)
        button(page, "stop").click()
        assert panel(page).get_attribute("data-state") == "stopped"
        expect(panel(page)).to_contain_text("You stopped it before its first line.")
        context.unroute_all()
        over(page, other)
        button(page, "run").click()
        assert over(page).get_attribute("data-outcome") == "finishes"
    context.close()


@pytest.mark.thorough
def test_two_programs_and_two_tabs(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": WIDE, "height": 900})
    pages = [context.new_page(), context.new_page()]
    for page in pages:
        page.goto(f"{address}locks/")
    ids = [pages[0].locator("section[data-runs]").nth(n).get_attribute("id") or "" for n in range(3)]
    for page in pages:
        for one in ids:
            button(page, "run", one).click()
    for page in pages:
        for one in ids:
            found = over(page, one)
            mine = page.locator(f"#{one}").get_attribute("data-outcome")
            assert found.get_attribute("data-outcome") == mine
            assert found.locator("figure.timeline svg[data-t1]").count() == 1
    context.close()


@pytest.mark.thorough
def test_no_run_outlives_its_page(browser: Browser, address: str) -> None:
    """Going away ends it, also where the browser keeps the page; coming back it can be run again."""
    kept = browser.browser_type.launch(
        executable_path="/usr/bin/chromium", args=FLAGS, ignore_default_args=["--disable-back-forward-cache"]
    )
    for chromium, keeps in ((kept, True), (browser, False)):
        context: BrowserContext = chromium.new_context(viewport={"width": WIDE, "height": 900})
        page = context.new_page()
        page.goto(f"{address}locks/")
        page.evaluate("window.back = true")
        edit(page, SPIN)
        button(page, "run").click()
        expect(panel(page).locator("pre.output")).to_have_text("begun\n", timeout=WAIT)
        page.goto(f"{address}events/")
        assert page.workers == []
        page.go_back(wait_until="commit")
        if page.evaluate("window.back"):
            assert keeps
            found = over(page, state="stopped")
            assert "when you left the page" in found.inner_text()
        else:
            expect(panel(page)).to_have_count(0)
        edit(page, "print('again')")
        button(page, "run").click()
        expect(over(page).locator("pre.output")).to_have_text("again")
        page.go_forward(wait_until="commit")
        assert page.url.endswith("/events/")
        context.close()
    kept.close()

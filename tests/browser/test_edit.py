"""A program that the reader changes, keeps, has back and shares; and the page for one of their own."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from snippets._engine.browser import installed
from snippets._engine.examples.catalogue import ROOT
from snippets._engine.record.times import seconds
from tests.bugs.test_bugs import CASES, HERE
from tests.conftest import PHONE, WIDE, Visit, barriers, lacking

CLIPBOARD = ["clipboard-read", "clipboard-write"]
LIFE = ROOT / "docs" / "assets" / "run" / "life.mjs"
COPIED = "navigator.clipboard.readText()"
#: Some of the ten begin to wait for one another; others ask for what no browser has, or are no Python.
PASTED = (
    "barrier_one_short", "callback_raises", "datagram_echo", "gather_each_other", "lock_two_runs", "recursion_tasks",
    "sigint_self", "stale_lock", "syntax", "timeout_swallowed",
)  # fmt: skip
RAISES = """\
import asyncio

async def main():
    await asyncio.sleep(1)
    print(f'{1:x}')  # one
    raise KeyError

asyncio.run(main())
"""


@pytest.fixture(autouse=True)
def _installed() -> None:
    if why := installed.lacking():
        lacking(why)


def lock(page: Page) -> Locator:
    return page.locator("#lock_order-published")


def said(program: Locator) -> Locator:
    """What stands beside its buttons."""
    return program.locator(".run-bar").get_by_role("status")


def edited(program: Locator) -> Locator:
    """Its editor, opened by keyboard."""
    program.get_by_role("button", name="Edit").press("Enter")
    area = program.get_by_role("textbox", name="Your version of lock_order/published")
    expect(area).to_be_focused()
    return area


def replace(page: Page, area: Locator, old: str, new: str) -> None:
    """Change a piece of the program with no more than keys."""
    before, found, _ = area.input_value().partition(old)
    assert found
    *lines, line = before.split("\n")
    page.keyboard.press("Control+Home")
    for _ in lines:
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    for _ in line:
        page.keyboard.press("ArrowRight")
    for _ in old:
        page.keyboard.press("Delete")
    page.keyboard.type(new)


def left(program: Locator) -> Locator:
    """What the run left when it was over and drawn."""
    run = program.locator("[data-browser-run][data-outcome]")
    run.wait_for(timeout=90_000)
    return run


def bars(run: Locator) -> list[str]:
    return run.locator("figure.timeline > svg text").all_text_contents()


def test_a_lock_becomes_a_semaphore_by_keyboard_and_reset_brings_it_back(visit: Visit) -> None:
    with visit("s/lock_order/") as page:
        program = lock(page)
        area = edited(program)
        replace(page, area, "asyncio.Lock()", "asyncio.Semaphore(2)")
        page.keyboard.press("Control+Enter")
        run = left(program)
        assert run.get_attribute("data-outcome") == "finishes"
        assert "finishes in 2 s" in run.locator(".verdict").inner_text(), "the page's own run takes 3 s"
        assert "lock places left" in " ".join(bars(run)), "the picture has the semaphore's row"
        expect(run.locator(".run-change summary")).to_contain_text("the same 9 lines in another order")
        assert "was line" in run.locator(".run-change pre").inner_text() and not run.locator(".gone").count()
        of_page = program.locator(".variant-head, .c-side, .c-below").get_by_text(re.compile("The page.s program"))
        assert of_page.count() == 3, "whose verdict and output stand beside it is said"
        old = run.locator("p:not([role])", has_text="This is of the text before your last change")
        expect(old).to_be_hidden()
        page.keyboard.type("1")
        expect(old).to_be_visible()
        page.keyboard.press("Backspace")
        expect(old).to_be_hidden()
        page.keyboard.press("Escape")
        page.keyboard.press("Tab")
        expect(program.get_by_role("button", name="Run", exact=True)).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(program.get_by_role("button", name="Edit")).to_be_focused()
        assert not program.locator("[data-browser-run], textarea").count() and not of_page.count()
        assert "asyncio.Lock()" in program.locator(".highlight code").inner_text()
        program.get_by_role("button", name="Bring your version back").press("Enter")
        expect(program.get_by_role("textbox")).to_have_value(re.compile(r"Semaphore\(2\)"))
        program.get_by_role("button", name="Reset").press("Enter")
        expect(program.locator("textarea")).to_have_count(0)
        page.reload()
        program.get_by_role("button", name="Edit").wait_for()
        assert not program.locator("textarea").count()


def test_a_shared_program_comes_in_its_link_as_text_and_does_not_run(visit: Visit) -> None:
    evil = "# </div><img src=x onerror='hit = 1'>\n"
    with visit("s/lock_order/", permissions=CLIPBOARD) as page:
        program = lock(page)
        edited(program)
        page.keyboard.press("Control+Home")
        page.keyboard.insert_text(evil)
        program.get_by_role("button", name="Share").click()
        expect(said(program)).to_contain_text("The link is copied. The program is in the link itself")
        link = page.evaluate(COPIED)
        page.reload()
        kept = program.get_by_role("textbox")
        kept.wait_for()
        assert kept.input_value().startswith(evil), "what was edited survives a reload"
        kept.focus()
        page.keyboard.press("Control+Home")
        page.keyboard.insert_text("# mine\n")
        for shown, typed in ((link, "# theirs\n"), (page.url, "")):
            page.goto("about:blank")
            page.goto(shown)
            kept.wait_for()
            assert kept.input_value().startswith("# mine\n" if not typed else evil), "a link leaves one's own as it was"
            kept.focus()
            page.keyboard.insert_text(typed)
    path = link.partition("/s/")[2]
    with visit(f"s/{path}") as page:
        program = lock(page)
        expect(said(program)).to_contain_text("it is a stranger")
        expect(program.locator(".editor")).to_contain_text("A version from a link")
        expect(program.locator(".variant-head")).to_have_text(
            re.compile("The page.s program: *prints in a different order")
        )
        assert program.get_by_role("textbox").input_value().startswith(evil)
        assert not page.evaluate("'hit' in window") and not program.locator("img").count()
        expect(program).to_be_in_viewport()
        page.wait_for_timeout(300)
        assert not program.locator("[data-browser-run]").count()
    for broken in (path[:-9], path + "A" * 12_000, "lock_order/#lock_order-published/p=%"):
        with visit(f"s/{broken}") as page:
            expect(said(lock(page))).to_contain_text("The program in this link cannot be read")
            assert not lock(page).locator("textarea").count()


@pytest.mark.thorough
def test_what_was_edited_goes_with_the_program_it_was_made_from(visit: Visit) -> None:
    with visit("s/lock_order/") as page:
        draft = (
            """localStorage.setItem("run:lock_order/published", JSON.stringify({text: "x", original: "y", from: ""}))"""
        )
        page.evaluate(draft)
        page.reload()
        expect(said(lock(page))).to_contain_text("your version is gone")
        assert not lock(page).locator("textarea").count()
        page.reload()
        lock(page).get_by_role("button", name="Edit").wait_for()
        expect(said(lock(page))).to_be_empty()


@pytest.mark.thorough
def test_an_editor_that_came_at_last_takes_back_that_it_did_not(visit: Visit) -> None:
    with visit("s/lock_order/") as page:
        page.context.route("**/editor/index.js", lambda route: route.abort())
        edit = lock(page).get_by_role("button", name="Edit")
        edit.click()
        expect(said(lock(page))).to_have_text("What this needs could not be loaded. Try again, or load the page anew.")
        page.context.unroute_all()
        edit.click()
        expect(lock(page).get_by_role("textbox")).to_be_focused()
        expect(said(lock(page))).to_be_empty()


@pytest.mark.thorough
def test_it_can_be_edited_where_nothing_can_be_kept(visit: Visit) -> None:
    def refuse(page: Page) -> None:
        page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw Error('refused') }})")

    with visit("s/lock_order/", first=refuse) as page:
        area = edited(lock(page))
        page.keyboard.press("Control+Home")
        page.keyboard.type("# mine")
        assert area.input_value().startswith("# mine")


@pytest.mark.thorough
def test_a_button_that_takes_the_place_of_another_is_not_pressed_by_the_same_clicks(visit: Visit) -> None:
    with visit("s/lock_order/") as page:
        program = lock(page)
        area = edited(program)
        area.fill("while True:\n    pass\n")
        page.keyboard.press("Control+Enter")
        run = program.locator("[data-browser-run]")
        expect(run).to_have_attribute("data-state", "running", timeout=90_000)
        program.get_by_role("button", name="Stop").dblclick()
        expect(run).to_have_attribute("data-state", "stopped")
        page.wait_for_timeout(600)
        assert area.input_value() == "while True:\n    pass\n"
        program.get_by_role("button", name="Reset").click()
        expect(area).to_have_count(0)
        page.wait_for_timeout(600)
        program.get_by_role("button", name="Edit").dblclick()
        expect(area).to_be_focused()


@pytest.mark.thorough
def test_no_line_is_cut_off_however_long(visit: Visit) -> None:
    with visit("s/lock_order/", PHONE) as page:
        program = lock(page)
        area = edited(program)
        page.keyboard.press("Control+Home")
        page.keyboard.insert_text("# " + "a word after another " * 9 + "x" * 99 + "\n")
        box = program.locator(".prism-code-editor")
        assert box.evaluate("e => e.scrollWidth <= e.clientWidth && e.scrollLeft === 0")
        heights = "[e => e.querySelector('textarea').scrollHeight, e => e.querySelector('.pce-overlays').clientHeight]"
        typed, coloured = box.evaluate(f"e => {heights}.map(f => f(e))")
        assert abs(typed - coloured) <= 1, "what is typed lies over what is coloured"
        assert area.evaluate("e => e.clientHeight") < 2_000


@pytest.mark.thorough
def test_who_comes_by_tab_leaves_by_tab_until_they_type(visit: Visit) -> None:
    with visit("s/lock_order/") as page:
        program = lock(page)
        area = edited(program)
        page.keyboard.press("Control+Home")
        page.keyboard.press("Tab")
        mine = area.input_value()
        assert mine.startswith("    import"), "who pressed Edit indents"
        page.reload()
        expect(area).to_have_value(mine)
        run = program.get_by_role("button", name="Run", exact=True)
        run.focus()
        page.keyboard.press("Shift+Tab")
        expect(area).to_be_focused()
        page.keyboard.press("Tab")
        expect(run).to_be_focused()
        assert area.input_value() == mine
        page.keyboard.press("Shift+Tab")
        page.keyboard.type("#")
        page.keyboard.press("Tab")
        expect(area).to_be_focused()
        assert area.input_value() != mine
        run.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        expect(run).to_be_focused()
        area.click()
        page.keyboard.press("Tab")
        expect(area).to_be_focused()


@pytest.mark.thorough
def test_a_traceback_is_told_once(visit: Visit) -> None:
    with visit("s/lock_order/") as page:
        program = lock(page)
        area = edited(program)
        area.fill(area.input_value() + "print('and now')\nraise KeyError\n")
        page.keyboard.press("Control+Enter")
        change = left(program).locator(".run-change")
        expect(change.locator("summary")).to_have_text(re.compile("^Against the page.s output: [0-9]+ lines new$"))
        assert "+ and now" in change.inner_text() and "lines on stderr, which stand above" in change.inner_text()
        assert "Traceback" not in change.inner_text()


def test_times_stand_while_a_program_runs_as_they_do_when_it_is_over() -> None:
    moments = [0, 0.000023, 0.000699, 0.0107, 0.1013, 0.25031, 0.3, 1.00127, 2.0025, 9.999, 61.0785, 3600.149, 3600.2]
    script = f"import {{shown}} from '{LIFE.as_uri()}'; console.log(JSON.stringify({moments}.map(shown)))"
    if not shutil.which("node"):
        lacking("there is no node on this machine")
    told = subprocess.run(["node", "--input-type=module", "-e", script], capture_output=True, text=True, check=True)
    assert json.loads(told.stdout) == [seconds(moment) for moment in moments]


@pytest.mark.thorough
def test_tab_and_enter_indent(visit: Visit) -> None:
    with visit("s/lock_order/") as page:
        area = edited(lock(page))
        page.keyboard.press("Control+a")
        page.keyboard.type("def f():\nif x:\npass\n")
        page.keyboard.press("Tab")
        page.keyboard.type("y")
        assert area.input_value() == "def f():\n    if x:\n        pass\n            y"


@pytest.fixture
def own(visit: Visit) -> Iterator[Page]:
    with visit("run/") as page:
        yield page


def pasted(page: Page, text: str) -> Locator:
    """What the run of this program on the page for one's own left."""
    host = page.locator("[data-own]")
    page.get_by_role("textbox", name="Your program").fill(text)
    page.evaluate("document.querySelector('[data-browser-run]')?.removeAttribute('data-outcome')")
    host.get_by_role("button", name="Run", exact=True).click()
    return left(host)


def test_the_page_for_ones_own_program_has_one_field_and_nothing_comes_before_a_click(visit: Visit) -> None:
    asked: list[str] = []
    with visit("run/", first=lambda page: page.on("request", lambda request: asked.append(request.url))) as page:
        expect(page.locator("[data-own] .run-bar")).to_be_visible()
        assert page.get_by_role("textbox", name="Your program").count() == page.locator("article textarea").count() == 1
        assert asked and not [url for url in asked if url.endswith((".mjs", ".wasm", "files.json"))]
        page.get_by_role("combobox", name="Begin with").select_option("Lock: who asks first has it first")
        page.get_by_role("button", name="Take it").click()
        expect(page.get_by_role("textbox", name="Your program")).to_have_value(_text("locks/lock_order/published.py"))
        assert page.locator("article textarea").count() == 1


def _text(path: str) -> str:
    return (HERE.parents[1] / "snippets" / path).read_text()


@pytest.mark.thorough
def test_ten_programs_after_published_bugs_end_in_a_browser_as_they_do_here(own: Page) -> None:
    cases = {case.program: case for case in reversed(CASES)}
    for name in PASTED:
        case = cases[name]
        run = pasted(own, (HERE / "programs" / f"{name}.py").read_text())
        assert run.get_attribute("data-outcome") == case.outcome, name
        assert case.prints in (run.locator("pre.output").text_content() or ""), name
        if case.outcome == "deadlocks":
            assert run.locator("figure.timeline > svg").count() == 1, name


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("program", "found"),
    [
        ("async def one():\n    pass\none()\n", "never awaited"),
        ("import asyncio\nasyncio.run(asyncio.Event().wait())\n", "deadlock"),
        ("import asyncio\nasync def main():\n    asyncio.run(main())\nasyncio.run(main())\n", "running event loop"),
    ],
)
def test_what_went_wrong_can_be_looked_up(own: Page, program: str, found: str) -> None:
    pasted(own, program).get_by_role("link", name="Look it up among the mistakes").click()
    expect(own.locator(".best li").first).to_contain_text(found)


@pytest.mark.thorough
def test_what_is_written_at_once_is_kept_and_reset_takes_back_what_was_said_of_it(own: Page) -> None:
    host = own.locator("[data-own]")
    host.get_by_role("textbox").focus()
    own.keyboard.insert_text("# mine\n")  # before the editor has come
    expect(host.locator(".editor")).to_be_visible()
    own.reload()
    expect(said(host)).to_contain_text("your version from last time")
    expect(host.get_by_role("textbox")).to_have_value(re.compile("^# mine"))
    host.get_by_role("button", name="Reset").click()
    expect(host.get_by_role("textbox")).not_to_have_value(re.compile("# mine"))
    expect(said(host)).not_to_contain_text("your version from last time")
    said(host).get_by_role("button", name="Bring your version back").click()
    expect(host.get_by_role("textbox")).to_have_value(re.compile("^# mine"))
    own.reload()
    expect(host.get_by_role("textbox")).to_have_value(re.compile("^# mine"))


@pytest.mark.thorough
def test_an_error_is_marked_at_its_line_until_that_is_changed(own: Page) -> None:
    pasted(own, "import asyncio\n\nasync def main()\n    pass\n")
    host = own.locator("[data-own]")
    marked = host.locator(".marked")
    expect(marked).to_have_text("async def main()\n")
    host.get_by_role("button", name="Go to line 3").press("Enter")
    expect(host.get_by_role("textbox")).to_be_focused()
    own.keyboard.press("End")
    own.keyboard.type(":")
    expect(marked).to_have_count(0)
    assert "async def main():\n" in host.get_by_role("textbox").input_value()


@pytest.mark.thorough
@pytest.mark.parametrize(("scheme", "width"), [("light", WIDE), ("dark", PHONE)])
def test_axe_finds_no_barrier_with_an_editor_and_a_run_open(visit: Visit, scheme: Any, width: int) -> None:
    with visit("run/", width, color_scheme=scheme) as page:
        pasted(page, RAISES)
        assert page.locator(".marked").count() == 1
        assert not barriers(page)
        size = page.locator("[data-own] textarea").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
        assert width == WIDE or size >= 16
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    with visit("s/lock_order/", width, color_scheme=scheme) as page:
        edited(lock(page))
        assert not barriers(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.thorough
def test_without_scripts_the_page_says_in_one_line_that_nothing_runs(visit: Visit) -> None:
    with visit("run/", java_script_enabled=False) as page:
        expect(page.locator("[data-own]")).to_have_text(
            "Programs run here by a script, and this browser runs none.", use_inner_text=True
        )
        assert page.locator("textarea:visible, button:visible").count() == 0


@pytest.mark.thorough
def test_who_finds_nothing_is_led_to_it(visit: Visit) -> None:
    with visit("tasks/") as page:
        page.keyboard.press("/")
        page.keyboard.type("xqzvwk")
        link = page.get_by_role("link", name="Run your own program")
        link.wait_for()
        page.keyboard.press("Control+a")
        page.keyboard.type("sentinel")
        expect(link).to_be_hidden()
        page.keyboard.press("Control+a")
        page.keyboard.type("xqzvwk")
        link.click()
        expect(page).to_have_title("Run your own program - asyncio, executed")

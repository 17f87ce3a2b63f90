"""Programs run over their slides: by one key, in letters that the last row can read; the deck keeps still meanwhile."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from snippets._engine.browser import installed
from tests.conftest import Visit, barriers, lacking

#: Python has to come first, and other tests run beside this one.
WAIT = 90_000
DECK = "s/join_without_task_done/slide/"
#: The least size of letters, of 720 pixels.
LEAST = 20

#: What is written smaller than this, or reaches out of the window, on the layer over a slide.
FAULTS = """least => {
  const layer = document.querySelector(".step.now .s-live"), faults = [];
  const walker = document.createTreeWalker(layer, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest(".vh, title, desc, defs") || !parent.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter(box => box.width > 1);
    if (!boxes.length) continue;
    let size = parseFloat(getComputedStyle(parent).fontSize);
    for (let one = parent; one; one = one.parentElement) size *= getComputedStyle(one).zoom || 1;
    if (size < least - .05) faults.push(`${size} px: ${node.data}`);
    if (boxes.some(box => box.left < 0 || box.right > innerWidth)) faults.push(`outside: ${node.data}`);
  }
  return faults;
}"""


@pytest.fixture(autouse=True)
def _installed() -> None:
    if installed.lacking():
        lacking(installed.lacking())


def layer(page: Page) -> Locator:
    """What lies over the slide that is seen."""
    return page.locator(".step.now .s-live")


def over(page: Page, outcome: str) -> Locator:
    """What a run leaves there, when it has ended so."""
    left = layer(page).locator("[data-browser-run]")
    expect(left).to_have_attribute("data-state", "over", timeout=WAIT)
    expect(left).to_have_attribute("data-outcome", outcome, timeout=WAIT)
    return left


def test_r_runs_the_program_of_a_slide_and_escape_or_a_remote_puts_it_away(visit: Visit) -> None:
    asked: list[str] = []
    with visit(
        f"{DECK}#2", width=1280, first=lambda page: page.on("request", lambda one: asked.append(one.url))
    ) as page:
        page.set_viewport_size({"width": 1280, "height": 720})
        expect(page.locator(".step.now button[data-run]")).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert not [url for url in asked if "/run/" in url], "nothing of it comes before it is wanted"

        page.keyboard.press("r")
        left = over(page, "deadlocks")
        expect(left.locator("pre.output")).to_be_visible()
        expect(left.locator(".verdict")).to_contain_text("deadlocks after 2 s")
        expect(left.locator("[data-exercise]")).to_have_count(0)  # nobody has tried to mend it yet
        expect(left.locator("figure.timeline > svg")).to_be_visible()
        hidden = "all => all.filter(one => getComputedStyle(one).display === 'none').length"
        assert left.locator("figure.timeline > svg :is(rect, path, text)").evaluate_all(hidden) == 0, (
            "a mark is missing"
        )
        assert page.evaluate(FAULTS, LEAST) == []

        page.keyboard.press("Escape")
        expect(page.locator(".s-live")).to_be_hidden()
        expect(page.locator(".step.now .s-role [data-run]")).to_be_focused()
        page.keyboard.press("Enter")
        over(page, "deadlocks")
        page.keyboard.press("PageDown")
        expect(page).to_have_url(re.compile("#3$"))
        expect(page.locator(".s-live:visible")).to_have_count(0)

        page.emulate_media(media="print")
        expect(page.locator(".run-bar:visible, .s-live:visible")).to_have_count(0)


def test_a_program_is_changed_in_front_of_the_room_and_typing_moves_no_slide(visit: Visit) -> None:
    with visit(f"{DECK}#2", width=1280) as page:
        page.set_viewport_size({"width": 1280, "height": 720})
        page.keyboard.press("e")
        editor = layer(page).get_by_role("textbox")
        expect(editor).to_be_focused(timeout=WAIT)
        page.keyboard.type("n?b ")
        assert editor.input_value().startswith("n?b import asyncio")
        expect(page).to_have_url(re.compile("#2$"))
        expect(page.get_by_role("dialog")).to_be_hidden()
        done = "print('eaten', cake)\n        queue.task_done()"
        editor.fill(editor.input_value().replace("n?b ", "").replace("print('eaten', cake)", done))
        page.keyboard.press("Control+Enter")
        left = over(page, "finishes")
        expect(left.locator("[data-exercise=done]")).to_contain_text("Done: it prints every line that was asked for")
        assert page.evaluate(FAULTS, LEAST) == []
        assert barriers(page) == []
        more = layer(page).get_by_text("more below").and_(page.locator("[data-of=pic]"))
        more.click()
        picture = left.locator("figure.timeline")
        assert picture.evaluate("e => e.scrollTop") > 0
        picture.evaluate("e => e.scrollTo(0, e.scrollHeight)")
        expect(more).to_be_hidden()
        editor.focus()
        page.keyboard.press("PageDown")
        expect(page).to_have_url(re.compile("#2$"))
        expect(editor).to_be_focused()
        assert page.evaluate("Object.keys(localStorage)") == ["run:join_without_task_done/flawed"]
        layer(page).locator("[data-run]").focus()
        page.keyboard.press("PageDown")  # as a remote sends it
        expect(page).to_have_url(re.compile("#3$"))
        page.keyboard.press("e")
        expect(layer(page).get_by_role("textbox")).to_have_value(re.compile("task_done"))
        page.keyboard.press("Escape")
        expect(page.locator(".s-live:visible")).to_have_count(0)
        page.keyboard.press("e")
        layer(page).locator("[data-reset]").click()
        expect(page.locator(".s-live:visible")).to_have_count(0)
        page.keyboard.press("r")
        over(page, "deadlocks")


def test_a_deck_that_was_opened_from_disk_has_no_buttons(browser: Browser, site: Path) -> None:
    with browser.new_page() as page:
        page.goto(f"{(site / DECK / 'index.html').as_uri()}#2")
        expect(page.locator(".step.now")).to_be_visible()
        expect(page.locator(".run-bar")).to_have_count(0)

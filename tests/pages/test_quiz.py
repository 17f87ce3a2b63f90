"""Predict, then see: the choices are computed, told apart, and one is true; who guesses is told how it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from snippets._engine.pages import quiz
from tests.conftest import Visit, barriers
from tests.dom import Element, read
from tests.programs import EXAMPLES


def asked(site: Path) -> Iterator[tuple[Any, Element, list[Element]]]:
    """Each example whose first program can be guessed, with its section and the choices of its permanent page."""
    for example in EXAMPLES:
        tree = read((site / "s" / example.id / "index.html").read_text(encoding="utf-8"))
        section = tree.one("section", id=f"{example.id}-{example.variants[0].key}")
        for template in section.all("template", css="quiz"):
            yield example, section, template.all("li")


def test_choices_are_told_apart_and_one_is_true(site: Path) -> None:
    several = 0
    for example, section, choices in asked(site):
        if not choices:
            continue
        several += 1
        assert 2 <= len(choices) <= quiz.MOST, example.id
        assert len({choice.text for choice in choices}) == len(choices), f"{example.id}: two look the same"
        (true,) = [choice for choice in choices if "data-why" not in choice.attributes]
        endless = section.attributes["data-outcome"] in ("deadlocks", "hangs", "never yields", "runs forever")
        assert true.one("b").text.startswith("and never ends" if endless else "and "), example.id
        assert endless or "never" not in true.one("b").text
        printed = section.one("pre", css="output").text
        lines = [line for line in true.one("span").text.split("\n") if not line.startswith("…") and line != "(nothing)"]
        assert all(line.removesuffix("…") in printed for line in lines), example.id
    assert several > 70


def test_nothing_can_be_chosen_where_the_order_is_luck(site: Path) -> None:
    """Where timers meet nearly, or a label says that lines change places."""
    luck = 0
    for example, section, choices in asked(site):
        near = any("data-near-tie" in e.attributes for e in section.walk())
        if near or example.variants[0].unordered:
            luck += 1
            assert not choices, example.id
    assert luck


def test_where_all_choices_are_alike_lines_are_counted() -> None:
    same = ("a", "b", "c", "d")
    assert quiz.displayed([(*same, "x", *same), (*same, "y", "z", *same)]) == [
        "… four lines\nx\n… four more lines",
        "… four lines\ny\nz\n… four more lines",
    ]
    assert quiz.displayed([(), ("a",)]) == ["(nothing)", "a"]


LOCK = "#lock_order-published"


def guess(page: Any, true: bool) -> None:
    """Choose the first choice that is right, or wrong, by keyboard."""
    found = page.evaluate("""([id, right]) => [...document.querySelector(`${id} template.quiz`).content.children]
        .findIndex(choice => !choice.dataset.why === right)""", [LOCK, true])  # fmt: skip
    page.locator(f"{LOCK} .q-choices button").nth(found).focus()
    page.keyboard.press("Enter")


def test_a_guess_is_asked_for_when_switched_on_answered_and_remembered(visit: Visit) -> None:
    with visit("s/lock_order/") as page:
        output, switch = page.locator(f"{LOCK} pre.output"), page.locator(f"{LOCK}").get_by_role("switch")
        assert output.is_visible() and switch.get_attribute("aria-checked") == "false"
        switch.click()
        page.get_by_role("group", name="What will it print").wait_for()
        assert not output.is_visible() and not page.locator(f"{LOCK} .verdict").is_visible()
        assert not page.locator(f"{LOCK} figure").is_visible()
        assert barriers(page) == []
        page.emulate_media(media="print")
        assert output.is_visible() and not page.locator(".q-ask").is_visible()
        assert not switch.is_visible(), "paper cannot be switched"
        page.emulate_media(media="screen")
        guess(page, true=False)
        said = page.locator(".q-said")
        assert said.inner_text().startswith("No. ") and len(said.inner_text()) > 20
        assert said.evaluate("e => e === document.activeElement"), "who reads by ear is taken to the answer"
        assert output.is_visible() and page.locator(f"{LOCK} figure").is_visible()
        page.reload()
        page.get_by_role("group", name="What will it print").wait_for()
        guess(page, true=True)
        assert said.inner_text().startswith("Right. ") and output.is_visible()
        page.reload()
        switch.click()
        assert output.is_visible() and not page.locator(".q-ask").is_visible()
        page.reload()
        assert output.is_visible(), "it is remembered that it was switched off"
    with visit("s/lock_order/", java_script_enabled=False) as page:
        assert page.locator(f"{LOCK} pre.output").is_visible() and not page.get_by_role("switch").count()


def test_nothing_stays_hidden_where_the_scripts_that_ask_have_not_come(visit: Visit) -> None:
    """Whoever guesses first has that remembered, on a page whose script was blocked, too."""

    def without(page: Any) -> None:
        page.add_init_script("localStorage.guess = 'on'")
        page.route("**/extra.js", lambda route: route.abort())

    with visit("s/lock_order/", first=without) as page:
        page.wait_for_load_state("load")
        page.locator(f"{LOCK} pre.output").wait_for(state="visible")


def test_an_address_that_is_not_encoded_as_it_should_be_takes_nothing_from_a_page(visit: Visit) -> None:
    with visit("s/lock_order/#100%", first=lambda page: page.add_init_script("localStorage.guess = 'on'")) as page:
        page.get_by_role("group", name="What will it print").wait_for()
        assert page.locator(f"{LOCK} .p-open").count() == 1


def test_the_text_behind_a_program_waits_for_the_guess_and_the_next_section_does_not(visit: Visit) -> None:
    with visit("first-steps/") as page:
        told, next_section = page.get_by_text("Two seconds. The small numbers"), page.locator("#two")
        assert told.is_visible()
        page.locator(".guess-here").get_by_role("switch").click()
        page.locator("#one_after_the_other-demo .q-ask").wait_for()
        assert not told.is_visible() and next_section.is_visible()
        assert page.get_by_text("What to remember").first.is_visible()
        page.locator("#one_after_the_other-demo .q-choices button").first.click()
        assert told.is_visible() and not page.get_by_text("One second. The picture").is_visible()

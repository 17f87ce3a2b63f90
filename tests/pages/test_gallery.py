"""The list of all examples: whole without a script, sifted with one, and linked from the names that examples use."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from snippets._engine.examples import python_names
from snippets._engine.pages import gallery
from snippets._engine.pages.address import page as page_of
from snippets._engine.pages.markup import plain, words
from tests.conftest import AXE, PHONE, Visit, barriers
from tests.dom import Element, read
from tests.programs import EXAMPLES


def rows(site: Path) -> dict[str, Element]:
    """The list's entries by the example's id."""
    tree = read((site / "s" / "index.html").read_text(encoding="utf-8"))
    return {row.attributes["data-example"] or "": row for row in tree.all("li") if "data-example" in row.attributes}


def leads(link: Element, page: str) -> str:
    """Where a link on this page leads, from the site's root."""
    return urljoin(page, link.attributes["href"] or "")


def with_name(name: str) -> list[str]:
    return [example.id for example in EXAMPLES if name in python_names.of(example)]


def test_every_example_is_there_with_what_tells_it_from_others(site: Path) -> None:
    found = rows(site)
    assert sorted(found) == sorted(example.id for example in EXAMPLES)
    for example in EXAMPLES:
        row = found[example.id]
        assert leads(row.one("h3").one("a"), "s/") == f"s/{example.id}/"
        assert row.one("h3").text == plain(words(example.title))
        assert f"{page_of(example)}/#{example.id}" in {leads(link, "s/") for link in row.all("a")}
        assert example.symptom is None or plain(words(example.symptom)) in row.text
        assert (f"block {example.post} of the post" if example.post else "not in the post") in row.text
        shown = {code.attributes["data-name"] for code in row.one("p", css="uses").all("code")}
        assert shown == set(python_names.of(example)) == set((row.attributes["data-uses"] or "").split())


def test_the_verdict_is_the_first_runs_as_on_its_card(site: Path) -> None:
    for example_id, row in rows(site).items():
        card = read((site / "s" / example_id / "index.html").read_text(encoding="utf-8"))
        first = next(section for section in card.all("section") if "data-variant" in section.attributes)
        there = first.one("div", css="variant-head").one("p", css="verdict")
        here = row.all("p", css="verdict")[0]
        assert (here.text, here.attributes["data-v"]) == (there.text, there.attributes["data-v"])
        drawn = bool(first.all("figure", css="timeline"))
        assert bool(row.all("svg", css="mini")) == drawn, f"{example_id}: a small picture where there is a large one"


def test_an_idea_in_short_is_whole_sentences() -> None:
    assert gallery.short("One idea only.") == "One idea only."
    long = "A sentence of `code. And` more, that takes its time to come to its end, e.g. here"
    assert gallery.short(f"{long}. Another one.") == f"{long}."
    assert gallery.short(f"It is short. {long}. A third.") == f"It is short. {long}."
    for example in EXAMPLES:
        said = gallery.short(example.idea)
        assert said[-1] in ".!?" and example.idea.startswith(said) and said.count("`") % 2 == 0, example.id


def test_the_reference_leads_from_a_name_to_python_and_to_the_examples(site: Path) -> None:
    tree = read((site / "reference" / "index.html").read_text(encoding="utf-8"))
    table = {row.one("th").text: row for row in tree.one("table", css="used").one("tbody").all("tr")}
    assert set(table) == {name for example in EXAMPLES for name in python_names.of(example)}
    for name, row in table.items():
        python, many, *each = (leads(link, "reference/") for link in row.all("a"))
        assert python.startswith("https://docs.python.org/3/") and python.endswith(f"#{name}")
        assert many == f"s/?uses={name}"
        assert each == [f"s/{example}/" for example in with_name(name)]


def test_without_a_script_the_whole_list_stands_and_no_form(visit: Visit) -> None:
    with visit("s/?uses=asyncio.TaskGroup", java_script_enabled=False) as page:
        assert not page.locator("form.sift").is_visible()
        assert len([row for row in page.locator(".all > li").all() if row.is_visible()]) == len(EXAMPLES)


def shown(page: Any) -> list[str]:
    """The ids of the examples that are seen, in the order of the page."""
    found: list[str] = page.locator(".all > li").evaluate_all(
        "all => all.filter(e => e.checkVisibility()).map(e => e.dataset.example)"
    )
    return found


def fits(page: Any, examples: list[str]) -> bool:
    """Whether exactly these are seen, and the count says so."""
    count = f"{len(examples)} of {len(EXAMPLES)} examples"
    return sorted(shown(page)) == sorted(examples) and page.get_by_role("status").inner_text() == count


def test_the_list_is_sifted_by_keyboard_and_by_its_address(visit: Visit) -> None:
    """On a phone, in one visit: by name, topic, verdict and symptom, alone and together, and what the address keeps."""
    groups = with_name("asyncio.TaskGroup")
    assert 0 < len(groups) < len(EXAMPLES)
    with visit("s/?uses=asyncio.TaskGroup#tasks", PHONE, color_scheme="dark") as page:
        form = page.get_by_role("search", name="Which examples to show")
        assert fits(page, groups) and page.get_by_label("Uses").input_value() == "asyncio.TaskGroup"
        assert set(page.locator(".uses .hit").all_text_contents()) == {"TaskGroup"}
        assert page.locator(".by-topic h2").evaluate_all("all => all.filter(e => e.checkVisibility()).length") == len(
            {page_of(example) for example in EXAMPLES if example.id in groups}
        ), "a topic without any example left has no heading"
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
        assert not AXE.exists() or barriers(page) == []

        form.get_by_role("button", name="Show all").press("Enter")
        page.wait_for_function("location.search === ''")
        assert fits(page, [example.id for example in EXAMPLES])

        page.get_by_label("Topic").focus()
        page.keyboard.type("Loc")  # as the keyboard chooses: the entry that begins so
        page.wait_for_function("location.search === '?topic=locks'")
        assert fits(page, [example.id for example in EXAMPLES if page_of(example) == "locks"])
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.name") == "verdict"

        page.get_by_label("Verdict").select_option("transcript")
        both = [e.id for e in EXAMPLES if page_of(e) == "locks" and "transcript" in e.variants[0].flaw]
        assert both and fits(page, both)
        address = page.url
        assert address.endswith("/s/?topic=locks&verdict=transcript#tasks")
        page.goto(address.replace("/s/", "/s/?symptom=x&").replace("&?", "&"))
        page.goto(address)
        assert fits(page, both), "the address is enough"

        form.get_by_role("button", name="Show all").click()
        page.get_by_label("Verdict").select_option("stuck")
        deadlocked = [e.id for e in EXAMPLES if e.variants[0].outcome("3.13") in ("deadlocks", "hangs")]
        assert fits(page, deadlocked)

        form.get_by_role("button", name="Show all").click()
        symptom = page.get_by_role("searchbox", name="Symptom or error")
        symptom.fill("Never AWAITED sleep")  # words of what Python complains of, in any order
        assert "forgotten_await" in shown(page) and len(shown(page)) < len(EXAMPLES)
        page.evaluate("window.stayed = true")
        symptom.press("Enter")
        symptom.fill("zzzz not here")
        assert page.evaluate("[window.stayed, location.search]") == [True, "?symptom=zzzz+not+here"], "Enter sends it"
        assert fits(page, [])
        assert page.locator(".by-topic h2").first.is_hidden()

        page.goto(re.sub(r"\?.*", "?uses=asyncio.forgotten&topic=nowhere&strange=1", address))
        assert fits(page, [example.id for example in EXAMPLES]), "what the list does not know is no choice"
        assert page.get_by_label("Topic").evaluate("e => e.selectedOptions[0]?.text") == "any"


def test_the_form_knows_what_there_is(site: Path) -> None:
    tree = read((site / "s" / "index.html").read_text(encoding="utf-8"))
    form = tree.one("form", css="sift")
    assert "hidden" in form.attributes
    found = {select.attributes["name"]: select for select in form.all("select")}
    for name, of in (("uses", python_names.of), ("topic", lambda e: {page_of(e)})):
        told = {option.attributes["value"]: option.text for option in found[name].all("option")}
        assert told.pop("") == "any"
        assert set(told) == set().union(*(of(example) for example in EXAMPLES))
        for value, text in told.items():
            assert text.endswith(f"({sum(value in of(example) for example in EXAMPLES)})")
    for control in (*form.all("select"), *form.all("input")):
        assert form.one("label", **{"for": control.attributes["id"] or ""}).text

"""The index of mistakes: whoever has a broken program finds the cause by what is seen of it."""

from __future__ import annotations

import re
from pathlib import Path

from snippets._engine.examples import catalogue
from snippets._engine.pages import mistakes
from tests.conftest import Visit
from tests.dom import Element, read


def page(site: Path) -> Element:
    return read((site / "mistakes" / "index.html").read_text(encoding="utf-8"))


def test_every_mistake_stands_under_what_is_seen_of_it(site: Path) -> None:
    groups = page(site).all("section", css="by-topic")
    under = {
        item.attributes["data-example"]: group.one("h2").attributes["id"]
        for group in groups
        for item in group.all("li")
        if "data-example" in item.attributes
    }
    wanted = {
        example.id
        for example in catalogue.load()
        if example.symptom and any(set(variant.flaw) - {"fragment"} for variant in example.variants)
    }
    assert set(under) == wanted
    known = {
        "queue_sentinel": "hangs",
        "event_never_set": "hangs",
        "result_on_the_loop": "hangs",
        "forgotten_await": "endless",
        "timeout_swallowed": "endless",
        "condition_check_once": "raises",
        "lost_to_collector": "complains",
        "lost_update": "silent",
    }
    assert {name: under[name] for name in known} == known


def test_a_title_leads_to_the_card(site: Path) -> None:
    links = {link.attributes.get("href") for link in page(site).all("a")}
    assert {"../queues/#queue_sentinel", "../flow/#worker_dies"} <= links


def test_what_python_says_leads_to_all_who_make_it_say_so(site: Path) -> None:
    rows = {
        row.one("th").text: row.one("td").text for row in page(site).one("table", css="used").one("tbody").all("tr")
    }
    assert {"loop_never_run", "lost_to_collector"} <= set(rows["Task was destroyed but it is pending!"].split(", "))
    assert any(re.fullmatch(r"RuntimeWarning: coroutine … was never awaited", said) for said in rows)
    assert not any("0x" in said or "tracemalloc" in said for said in rows)


def test_messages_lose_what_is_of_one_program_alone() -> None:
    stderr = (
        "program.py:5: RuntimeWarning: coroutine 'sleep' was never awaited\n"
        "RuntimeWarning: Enable tracemalloc to get the object allocation traceback\n"
        "  + Exception Group Traceback (most recent call last):\n"
        "  | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)\n"
        "KeyError: <coroutine object x at 0x7f>\n"
        "ValueError: no: thing\n"
        "printed by the program: Errors are normal\n"
    )
    assert mistakes.said(stderr) == [
        "RuntimeWarning: coroutine … was never awaited",
        "ExceptionGroup: unhandled errors in a TaskGroup",
        "KeyError: …",
        "ValueError: no: thing",
    ]


def test_a_pasted_message_finds_its_mistake(visit: Visit) -> None:
    seen = (
        "[...document.querySelectorAll('.mistakes > li')].filter(e => e.checkVisibility()).map(e => e.dataset.example)"
    )
    with visit("mistakes/") as browser:
        everything = browser.evaluate(seen)
        browser.get_by_label("Symptom, or a line of the error").fill("Task was destroyed but it is pending!")
        found = browser.evaluate(seen)
        assert {"loop_never_run", "lost_to_collector"} <= set(found) < set(everything)
        assert browser.locator(".count").inner_text() == f"{len(found)} of {len(everything)} mistakes"
        assert not browser.locator("#silent").is_visible(), "a heading without a mistake below it"

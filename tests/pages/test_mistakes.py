"""The index of mistakes: whoever has a broken program finds the cause by what is seen of it."""

from __future__ import annotations

import re
from pathlib import Path

from snippets._engine.examples import catalogue
from snippets._engine.pages import mistakes
from snippets._engine.pages.markup import plain, words
from tests.conftest import Visit
from tests.dom import Element, read


def page(site: Path) -> Element:
    return read((site / "mistakes" / "index.html").read_text(encoding="utf-8"))


def sections(site: Path) -> dict[str, Element]:
    """The sections of the page that hold mistakes, by the ids of their headings."""
    found = {one.one("h2").attributes.get("id") or "": one for one in page(site).all("section", css="by-topic")}
    return {name: one for name, one in found.items() if name}


def test_every_mistake_stands_under_what_is_seen_of_it(site: Path) -> None:
    under = {
        item.attributes["data-example"]: name for name, section in sections(site).items() for item in section.all("li")
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
        "not_awaitable": "refused",
        "lost_to_collector": "complains",
        "lost_update": "missing",
        "lock_order": "wrong",
        "heart_stops": "late",
        "tasks_all_at_once": "more",
        "executors_unguarded": "elsewhere",
    }
    assert {name: under[name] for name in known} == known


def test_a_section_holds_ten_mistakes_at_most_and_is_linked_at_the_top(site: Path) -> None:
    found = sections(site)
    many = {name: len(section.all("li")) for name, section in found.items()}
    assert all(1 <= number <= 10 for number in many.values()), many
    links = page(site).one("nav", css="sections").all("li")
    assert [link.one("a").attributes["href"] for link in links] == [*(f"#{name}" for name in found), "#messages"]
    assert [link.one("span").text for link in links[:-1]] == [str(number) for number in many.values()]
    assert len(page(site).all(id="silent")) == 1, "the id of a section that was divided"


def test_a_silent_mistake_says_what_is_seen(site: Path) -> None:
    """Where a run shows nothing by itself, the label must say it; of the others it may, for other Pythons."""
    for name, _ in mistakes.BY_LABEL.values():
        for row in sections(site)[name].all("li"):
            example = catalogue.find(row.attributes["data-example"] or "")
            assert example.seen and mistakes.BY_LABEL[example.seen][0] == name, example.id


def test_what_is_seen_leads_to_the_card(site: Path) -> None:
    rows = [row for rows in sections(site).values() for row in rows.all("li")]
    assert rows and all(row.one("h3").text == row.one("h3").one("a").text for row in rows), "what looks like it is it"
    links = {link.attributes.get("href") for link in page(site).all("a")}
    assert {"../queues/#queue_sentinel", "../worker-pools/#worker_dies"} <= links


def test_what_python_says_leads_to_all_who_make_it_say_so(site: Path) -> None:
    rows = {
        row.one("th").text: row.one("td").text for row in page(site).one("table", css="used").one("tbody").all("tr")
    }
    titles = {plain(words(catalogue.find(one).title)) for one in ("loop_never_run", "lost_to_collector")}
    assert titles <= set(rows["Task was destroyed but it is pending!"].split("; "))
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


SEEN = "[...document.querySelectorAll('.mistakes > li')].filter(e => e.checkVisibility()).map(e => e.dataset.example)"
FIELD = "What you see, or what Python says"


def test_a_pasted_traceback_finds_its_mistake_first(visit: Visit) -> None:
    pasted = 'Traceback (most recent call last):\n  File "/srv/a.py", line 3, in main\n    await x\n'
    pasted += "RuntimeError: cannot reuse already awaited coroutine\n"
    with visit("mistakes/") as browser:
        everything = browser.evaluate(SEEN)
        browser.get_by_label(FIELD).focus()
        browser.evaluate(
            """text => {
              const data = new DataTransfer();
              data.setData("text", text);
              document.activeElement.dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
            }""",
            pasted,
        )
        found = browser.evaluate(SEEN)
        assert found[0] == "awaited_twice" and len(found) < len(everything)
        assert browser.locator(".count").inner_text() == f"{len(found)} of {len(everything)} mistakes"
        assert not browser.locator("#missing").is_visible(), "a heading without a mistake below it"
        messages = browser.locator(".messages tbody tr:visible th").all_inner_texts()
        assert messages[0] == "RuntimeError: cannot reuse already awaited coroutine"
        assert "symptom=Traceback" in browser.url


def test_a_question_in_the_address_is_answered_best_first(visit: Visit) -> None:
    with visit("mistakes/?symptom=timeout+does+not+work") as browser:
        links = browser.locator(".by-topic a:visible").evaluate_all("all => all.map(a => a.hash.slice(1))")
        assert links == browser.evaluate(SEEN)
        assert links[0] in ("timeout_swallowed", "clean_up_unlimited", "timeout_too_late")
        browser.get_by_role("button", name="Show all").click()
        browser.wait_for_function("location.search === ''")
        assert len(browser.evaluate(SEEN)) > len(links)
        assert browser.locator("#hangs").is_visible() and not browser.locator(".best").is_visible()


def test_what_finds_nothing_says_so_and_all_of_it_stands(visit: Visit) -> None:
    with visit("mistakes/?symptom=zzzz") as browser:
        everything = browser.locator(".mistakes > li").count()
        assert len(browser.evaluate(SEEN)) == everything
        assert browser.locator(".count").inner_text() == f"0 of {everything} mistakes"
        assert "Nothing here matches zzzz" in browser.locator(".none").inner_text().replace("“", "").replace("”", "")
        assert browser.locator(".sections").is_visible() and browser.locator(".messages tbody tr").first.is_visible()


def test_without_a_script_all_mistakes_stand(visit: Visit) -> None:
    with visit("mistakes/?symptom=zzzz", java_script_enabled=False) as browser:
        assert browser.locator(".mistakes > li:visible").count() == browser.locator(".mistakes > li").count()
        assert not browser.locator(".sift").is_visible() and not browser.locator(".best").is_visible()
        assert browser.locator(".sections").is_visible()

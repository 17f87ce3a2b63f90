"""The search, which comes when somebody searches, and finds what the pages say."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route

from snippets._engine.examples import catalogue
from snippets._engine.pages import address
from tests.conftest import Seen, Visit

RESULT = ".md-search-result__item"


def test_nothing_of_the_search_comes_before_somebody_searches(seen: Seen) -> None:
    assert not [url for url in seen.asked if "/search" in url]
    assert len(seen.asked) > len(seen.pages)


@pytest.mark.parametrize("key", ["/", *(pytest.param(key, marks=pytest.mark.thorough) for key in "sf")])
def test_what_is_typed_while_the_index_is_on_its_way_is_answered(visit: Visit, key: str) -> None:
    on_their_way: list[Route] = []

    def hold(page: Page) -> None:
        page.route("**/search_index.json", lambda route: on_their_way.append(route))

    with visit("tasks/", first=hold) as page:
        with page.expect_request("**/search_index.json"):
            page.keyboard.press(key)
        page.keyboard.type("sentinel")
        assert page.locator(".md-search__input").input_value() == "sentinel"
        assert not page.locator(RESULT).count()
        on_their_way[0].continue_()
        page.locator(RESULT).first.wait_for()
        assert len(on_their_way) == 1


def test_on_a_phone_the_search_is_opened_by_its_button(visit: Visit) -> None:
    with visit("", 390) as page:
        page.locator("label.md-header__button[for=__search]").click()
        page.keyboard.type("sentinel")
        page.locator(RESULT).first.wait_for()


@pytest.mark.thorough
def test_a_link_to_a_search_is_answered(visit: Visit) -> None:
    with visit("?q=sentinel") as page:
        page.locator(RESULT).first.wait_for()


@pytest.mark.thorough
def test_what_was_searched_for_is_marked_on_the_page(visit: Visit) -> None:
    with visit("queues/?h=sentinel") as page:
        page.locator("article mark", has_text="sentinel").first.wait_for()


@pytest.mark.parametrize(
    ("words", "example"),
    [
        ("get_event_loop", "handler_without_run"),
        pytest.param("set_exception_handler", "task_handler_missing", marks=pytest.mark.thorough),
        pytest.param("QueueShutDown", "queue_sentinel", marks=pytest.mark.thorough),
        pytest.param("task_done", "queue_sentinel", marks=pytest.mark.thorough),
    ],
)
def test_the_search_finds_names_that_follow_a_dot(visit: Visit, words: str, example: str) -> None:
    place = address.card(catalogue.find(example)).removeprefix("site:")
    with visit("") as page:
        page.locator(".md-search__input").click()
        page.keyboard.type(words)
        page.locator(".md-search-result__item").first.wait_for(state="attached")
        found = page.evaluate("[...document.querySelectorAll('.md-search-result__link')].map(a => a.href)")
    assert any(urlsplit(link)._replace(query="").geturl().endswith(place) for link in found), found


def test_the_search_is_given_whole_words(site: Path) -> None:
    text = (site / "search" / "search_index.json").read_text(encoding="utf-8")
    assert "deadlocks after 11 s" in text
    for glued in (r"[a-z]deadlocks", r"[a-z.]\d+ block", r"clockvirtual"):
        assert not re.search(glued, text), glued

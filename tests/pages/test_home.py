"""The home page: ways in, a run that goes by itself, the topics as a map; and the navigation as a path."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest

from snippets._engine.pages import address
from tests.conftest import PHONE, WIDE, Visit
from tests.dom import Element, read


def home(site: Path) -> Element:
    return read((site / "index.html").read_text(encoding="utf-8"))


def test_the_map_has_every_page_of_the_parts_in_their_order_and_says_what_one_learns(site: Path) -> None:
    shown = home(site).one("div", css="map")
    assert [part.one("h3").text for part in shown.all("section")] == [name for name, _ in address.parts()]
    links = [(a.attributes["href"], a.text) for a in shown.all("a")]
    assert links == [(f"{name}/", title) for _, inside in address.parts() for name, title in inside]
    lines = [li.one("span").text for li in shown.all("li")]
    assert len(lines) > 12 and not [line for line in lines if len(line) < 20], "say what one will be able to do there"


def test_what_used_to_be_on_the_home_page_is_led_to(site: Path) -> None:
    tree = home(site)
    ids = {e.attributes["id"] for e in tree.walk() if "id" in e.attributes}
    assert {"blocks", "ours", "beyond", *(f"b{n}" for n in range(1, 14))} <= ids
    links = {e.attributes.get("href") for e in tree.all("a")}
    assert {"first-steps/", "mistakes/", "s/", "post/", "claims/"} <= links


def test_a_page_is_named_once_in_its_title(site: Path) -> None:
    titles = [
        read(path.read_text(encoding="utf-8")).one("head").one("title").text
        for path in (site / "index.html", site / "post" / "index.html")
    ]
    assert titles == ["asyncio, executed", "The post, block by block - asyncio, executed"]


def test_next_leads_along_the_learners_path(site: Path) -> None:
    """From the first lesson through all topics, and not through what is said about the post."""
    path, place = [], "first-steps/"
    while place not in path and place != "glossary/":
        path.append(place)
        tree = read((site / place / "index.html").read_text(encoding="utf-8"))
        place = urljoin(place, tree.one("a", css="md-footer__link--next").attributes["href"] or "")
    assert path == ["first-steps/", *(f"{page}/" for _, pages in address.parts() for page, _ in pages), "rules/"]


def test_every_page_has_the_tabs(site: Path) -> None:
    names = ["Home", "Learn", "Mistakes", "Examples", "Run your own", "Talks", "The post", "About"]
    for place in ("", "tasks/", "s/lock_order/", "clocks/"):
        tree = read((site / place / "index.html").read_text(encoding="utf-8"))
        assert [" ".join(a.text.split()) for a in tree.one("nav", css="md-tabs").all("a")] == names, place


def now(page: Any) -> int:
    """Which of the steps stands there."""
    return int(page.evaluate("[...document.querySelectorAll('.steps li')].findIndex(li => li.matches('.now'))"))


SHIFTS = "new PerformanceObserver(l => l.getEntries().forEach(e => window.moved = (window.moved || 0) + e.value))"


#: A context of its own, whose clock a test may turn.
OWN = {"timezone_id": "UTC"}


@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_the_run_goes_by_itself_until_it_is_paused_and_nothing_moves(visit: Visit, width: int) -> None:
    with visit("", width=width, **OWN) as page:
        page.clock.install()
        page.reload()
        page.evaluate(f"{SHIFTS}.observe({{type: 'layout-shift', buffered: true}})")
        page.locator(".show .bar").scroll_into_view_if_needed()
        for _ in range(20):  # the browser says in its own time whether the run is in sight
            if now(page) > 1:
                break
            page.wait_for_timeout(50)
            page.clock.run_for(2_000)
        assert now(page) > 1
        assert page.locator(".show .ln.ran").count() and page.locator(".show .moment").count() == 1
        assert page.locator(".show .l").first.evaluate("e => getComputedStyle(e).visibility") == "hidden"
        ended = page.locator(".show .drawn text > .b + .d").first
        assert ended.evaluate("e => getComputedStyle(e).visibility") == "hidden", "main() has not returned yet"
        page.get_by_role("button", name="Pause").click()
        before = now(page)
        page.clock.run_for(30_000)
        assert now(page) == before and page.get_by_role("button", name="Play").is_visible()
        assert page.evaluate("window.moved || 0") < 0.01


def test_the_run_stands_still_for_who_wants_less_motion_and_is_whole(visit: Visit) -> None:
    with visit("", reduced_motion="reduce", **OWN) as page:
        page.clock.install()
        page.reload()
        page.clock.run_for(30_000)
        assert now(page) == 0 and page.get_by_role("button", name="Play").is_visible()
        assert page.locator(".show .rows .l").count() == 2
        assert all(line.is_visible() for line in page.locator(".show .rows .l").all())
    with visit("", java_script_enabled=False) as page:
        assert page.locator(".show svg.tl").first.is_visible() and page.locator(".show .rows .l").last.is_visible()
        assert not page.locator(".show button.play").is_visible()


def test_the_page_is_no_longer_than_three_screens(visit: Visit) -> None:
    with visit("", width=WIDE) as page:
        assert page.evaluate("document.documentElement.scrollHeight") <= 3 * 900
        assert not re.search(r"<table", page.content())

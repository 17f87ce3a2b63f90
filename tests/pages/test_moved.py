"""Where examples stand, and that no address that ever led to a place on a page leads nowhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import snippets
from snippets._engine.pages import address, build, lesson, moved
from tests import anchors
from tests.conftest import Visit
from tests.dom import read
from tests.programs import EXAMPLES


def test_an_example_is_linked_on_the_page_that_shows_it_and_keeps_its_topic() -> None:
    known = {example.id: example for example in EXAMPLES}
    cut_short = known["goodbye_cut_short"]
    assert (cut_short.topic, address.card(cut_short)) == ("tasks", "site:cancelling/#goodbye_cut_short")
    assert address.card(known["forgotten_await"]) == "site:tasks/#forgotten_await"
    for example in EXAMPLES:
        assert example.id in lesson.shown_on(address.page(example)), example.id


def test_every_anchor_that_a_page_ever_had_is_on_it(site: Path) -> None:
    html: dict[str, str] = {}
    lost = []
    for known in anchors.known():
        page, _, anchor = known.partition("#")
        if page not in html:
            html[page] = (site / page / "index.html").read_text(encoding="utf-8")
        lost += [known] if f' id="{anchor}"' not in html[page] else []
    assert lost == []


def test_what_has_moved_is_linked_where_it_was(site: Path) -> None:
    """Without a script that is one more click."""
    page = read((site / "tasks" / "index.html").read_text(encoding="utf-8"))
    links = {link.attributes.get("id"): link.attributes["href"] for link in page.one("ul", css="moved").all("a")}
    assert links["cancel"] == "../cancelling/#cancel"
    assert links["goodbye_cut_short"] == "../cancelling/#goodbye_cut_short"
    assert "await" not in links, "this is still there"
    for link in links.values():
        place, _, anchor = str(link).partition("#")
        assert re.search(
            rf'<(h\d|article|section)[^>]* id="{anchor}"', (site / "tasks" / place / "index.html").read_text()
        )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "tasks/#old -> locks/",
            "tasks/#old leads to locks/, but #old is not on docs/locks.md; write the page that has",
        ),
        ("tasks/#old -> lokcs/", "tasks/#old leads to lokcs/, but there is no page docs/lokcs.md"),
        ("tasks/#old->locks/", "the line “tasks/#old->locks/” is none like tasks/#its-anchor"),
        ("tasks/#old -> locks", "the line “tasks/#old -> locks” is none like tasks/#its-anchor"),
    ],
)
def test_what_is_not_where_it_is_said_to_be_is_complained_of(
    line: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "anchors.txt").write_text(f"{line}\n")
    monkeypatch.setattr(moved, "ANCHORS", tmp_path / "anchors.txt")
    build.begin()
    assert f"snippets/anchors.txt: {said}" in read(snippets.moved("tasks")).text


def test_a_page_that_is_none_has_nothing_to_lead_on() -> None:
    build.begin()
    assert "there is no page docs/taks.md" in read(snippets.moved("taks")).text


def test_an_old_address_leads_on_also_to_a_step_of_a_run(visit: Visit) -> None:
    with visit("tasks/#goodbye_cut_short-flawed@3") as page:
        page.wait_for_url("**/cancelling/#goodbye_cut_short-flawed@3")
    with visit("tasks/#cancel", java_script_enabled=False) as page:
        assert page.locator("#cancel").is_visible()
        page.locator("#cancel").click()
        page.wait_for_url("**/cancelling/#cancel")

"""The changelog as a feed."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from snippets._engine.examples.catalogue import ROOT
from snippets._engine.pages import feed
from tests.dom import read

ATOM = "{http://www.w3.org/2005/Atom}"
LOG = """
# Log

## 2 May { #2026-05-02 }

- New: [a `thing`](x.md)
  & more.
- Two.

## 1 May { #2026-05-01 }

- One.
"""


def entries(text: str) -> list[dict[str, str]]:
    tree = ElementTree.fromstring(text)
    assert tree.find(f"{ATOM}id") is not None and tree.find(f"{ATOM}updated") is not None
    found = []
    for entry in tree.iter(f"{ATOM}entry"):
        told = {part.tag.removeprefix(ATOM): part.text or part.attrib.get("href", "") for part in entry}
        found.append(told)
    return found


def test_each_day_is_an_entry_the_newest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://docs.example.org/asyncio/")
    second, first = entries(feed.feed(LOG))
    assert second["content"] == "<ul><li>New: a <code>thing</code> &amp; more.</li><li>Two.</li></ul>"
    assert (second["title"], second["updated"]) == ("2 May", "2026-05-02T00:00:00Z")
    assert second["link"] == "https://docs.example.org/asyncio/changelog/#2026-05-02"
    assert first["id"] != second["id"] and first["id"].startswith("urn:uuid:")


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("## 3 May", "“## 3 May” is left out of the feed; a day is ## 2 May 2026 { #2026-05-02 }"),
        ("## 3 May { #2026-05-33 }", "“## 3 May { #2026-05-33 }” is left out"),
        ("## Again { #2026-05-02 }", "#2026-05-02 stands twice"),
    ],
)
def test_a_heading_that_is_no_day_is_complained_of(heading: str, said: str) -> None:
    assert list(feed.wrong(LOG)) == []
    found = list(feed.wrong(f"{heading}\n\n- New.\n\n{LOG}"))
    assert found and all(line.startswith("docs/changelog.md: ") for line in found) and said in found[0]
    assert "2026-05-33" not in feed.feed(f"{heading}\n\n- New.\n\n{LOG}")


def test_an_entry_is_the_same_wherever_the_site_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SITE_URL", raising=False)
    here = entries(feed.feed(LOG))
    monkeypatch.setenv("SITE_URL", "https://docs.example.org/asyncio/")
    assert [one["id"] for one in here] == [one["id"] for one in entries(feed.feed(LOG))]
    assert "http" not in here[0]["link"]


def test_the_site_has_the_feed_of_its_changelog_and_every_page_names_it(site: Path) -> None:
    days = entries((site / "feed.xml").read_text(encoding="utf-8"))
    assert days == entries(feed.feed((ROOT / "docs" / "changelog.md").read_text(encoding="utf-8")))
    assert [day["updated"] for day in days] == sorted((day["updated"] for day in days), reverse=True) and days
    page = read((site / "tasks" / "index.html").read_text(encoding="utf-8"))
    assert [one.attributes["href"] for one in page.all("link", type="application/atom+xml")] == ["../feed.xml"]
    assert "../changelog/" in [link.attributes["href"] for link in page.one("div", css="md-copyright").all("a")]

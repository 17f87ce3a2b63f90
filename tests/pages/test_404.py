"""The page for an address at which nothing stands: it leads on, and guesses which example was meant."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import Visit
from tests.dom import Element, read


def page(site: Path) -> Element:
    return read((site / "404.html").read_text(encoding="utf-8")).one("article")


def test_it_leads_to_the_search_the_mistakes_the_examples_and_the_beginning(site: Path) -> None:
    shown = page(site)
    leads = [link.attributes["href"] or "" for link in shown.all("a")]
    assert [lead.rpartition("asyncio/")[2].strip("/.") for lead in leads[:2]] == ["mistakes", "s"]
    assert len(leads) == 3 and shown.one("form").one("input").attributes["name"] == "q"


@pytest.mark.parametrize(
    ("path", "first"),
    [
        ("/s/queue-sentinel/", "queue_sentinel"),
        ("/s/forgoten_await/", "forgotten_await"),
        ("/s/await_forgotten/published.py", "forgotten_await"),
        ("/s/zzzz/", None),
        ("/nowhere/", None),
    ],
)
def test_an_id_that_is_nearly_right_is_guessed(site: Path, path: str, first: str | None) -> None:
    """The page's own script, with as much of a browser as it needs."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs node, to run the page's own script")
    (script,) = re.findall(r"<script>(\s*\{\s*const asked.*?)</script>", (site / "404.html").read_text("utf-8"), re.S)
    listed = (site / "snippets.json").read_text(encoding="utf-8")
    call = f"""
      const location = new URL({json.dumps("https://asyncio.example" + path)}), links = [];
      const span = {{ append: (_, link) => links.push(link.href) }}, place = {{ querySelector: () => span }};
      const document = {{ createElement: () => ({{}}), querySelector: () => place }};
      const fetch = async () => ({{ json: async () => {listed} }});
      setTimeout(() => console.log(JSON.stringify([place.hidden ?? true, links])), 50);
      {script}
    """
    done = subprocess.run([node, "-"], input=call, capture_output=True, text=True, check=True)
    hidden, links = json.loads(done.stdout)
    assert hidden == (first is None) and len(links) <= 3
    assert [link.rpartition("/s/")[2] for link in links[:1]] == ([f"{first}/"] if first else [])


def test_in_a_browser_the_guess_is_seen_and_leads_there(visit: Visit) -> None:
    with visit("404.html") as browser:
        browser.evaluate("history.replaceState(null, '', '/s/queue-sentinel/')")
        browser.evaluate("eval([...document.scripts].find(one => one.text.includes('const asked')).text)")
        link = browser.locator(".guess a").first
        link.wait_for()
        assert link.get_attribute("href").endswith("/s/queue_sentinel/")

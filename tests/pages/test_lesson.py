"""What a page that teaches says of itself, the page of all rules, the glossary, and the first steps."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import snippets
from snippets._engine.examples.catalogue import ROOT
from snippets._engine.pages import address, build, lesson
from snippets._engine.pages.executed import shown
from snippets._engine.pages.markup import plain, words
from tests.dom import read
from tests.programs import EXAMPLES

FIRST = (ROOT / "docs" / "first-steps.md").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
#: Of each term of the glossary its name, its anchor, and what stands below it.
TERM = re.compile(
    r"^## (?P<name>[^\n]+) \{ #(?P<anchor>[a-z-]+) \}\n\n(?P<said>.+?)\n\n(?P<see>.+?)\n\{ \.see \}$", re.M | re.S
)


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A page called ``made``, to be written."""
    (tmp_path / "docs").mkdir()
    monkeypatch.setattr(lesson, "ROOT", tmp_path)
    build.begin()
    return tmp_path / "docs" / "made.md"


def block(example_id: str) -> str:
    return f'\n```python exec="on" html="on"\nfrom snippets import show\n\nprint(show("{example_id}"))\n```\n'


def test_a_page_takes_longer_the_more_there_is_to_read_in_it(page: Path) -> None:
    page.write_text(f"---\ntitle: {'word ' * 900}\n---\n{'word ' * 400}[word](https://example.org/a/b/c)\n")
    assert read(snippets.minutes("made")).text.strip() == "Time About two minutes to read."
    page.write_text(f"{'word ' * 400}{block('queue_sentinel')}")
    assert read(snippets.minutes("made")).text.strip() != "Time About two minutes to read.", "a program is read, too"


def test_what_to_remember_are_the_rules_of_the_examples_shown_in_their_order(page: Path) -> None:
    page.write_text(block("lock_order") + block("lock_attributes") + block("forgotten_await"))
    rules = read(snippets.remember("made")).all("li")
    assert [rule.one("a").attributes["href"] for rule in rules] == [
        "site:locks/#lock_order",
        "site:tasks/#forgotten_await",
    ], "lock_attributes has no rule"
    known = {example.id: example for example in EXAMPLES}
    assert rules[0].one("span").text == plain(words(known["lock_order"].rule or ""))


def test_a_page_that_is_not_there_is_named(page: Path) -> None:
    for call in (snippets.minutes, snippets.remember):
        assert "there is no page docs/made.md" in read(call("made")).one("div", css="problems").text


def test_a_page_that_is_no_utf_8_is_named(page: Path) -> None:
    page.write_bytes(b"# \xff")
    assert "docs/made.md" in read(snippets.minutes("made")).one("div", css="problems").text


def test_all_rules_stand_on_one_page_once_in_the_order_of_the_navigation() -> None:
    build.begin()
    found = read(snippets.rules())
    links = [link.attributes["href"] for rule in found.all("li") for link in rule.all("a")[-1:]]
    assert sorted(map(str, links)) == sorted(address.card(example) for example in EXAMPLES if example.rule)
    heads = [head.text for head in found.all("h3")]
    assert heads[0] == "First steps", "as the navigation calls it, and not as its folder is called"
    assert heads == [address.heading(name) for name in address.in_order(address.page(e) for e in EXAMPLES if e.rule)]
    first = [link for link in map(str, links) if link.startswith("site:first-steps/")]
    assert first == [f"site:first-steps/#{example_id}" for example_id in shown(FIRST)], "as their page has them"


def test_the_glossary_is_alphabetical_and_brief_and_leads_on_from_each_term() -> None:
    found = list(TERM.finditer(GLOSSARY))
    names = [term["name"].lower() for term in found]
    assert len(names) == GLOSSARY.count("\n## ") and names == sorted(names)
    for term in found:
        assert 1 <= len(re.findall(r"[.!?](?=\s|$)", term["said"])) <= 3, term["name"]
        assert re.search(r"\]\([a-z-]+\.md", term["see"]), f"{term['name']} leads to no page"


def test_first_steps_are_six_runs_of_ten_lines_at_most_and_explain_their_words() -> None:
    examples = [next(example for example in EXAMPLES if example.id == example_id) for example_id in shown(FIRST)]
    assert len(examples) == 6 and {example.topic for example in examples} == {"first-steps"}
    for variant in (variant for example in examples for variant in example.variants):
        assert sum(map(bool, variant.source.splitlines())) <= 10, variant.id
    anchors = {term["anchor"] for term in TERM.finditer(GLOSSARY)}
    named = set(re.findall(r"glossary\.md#([a-z-]+)", FIRST))
    assert named <= anchors
    assert {"coroutine", "event-loop", "task", "suspend", "task-group", "timeout", "cancel"} <= named

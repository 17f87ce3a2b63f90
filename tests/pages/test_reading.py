"""How to read an example: a real one with numbers on its parts, and what each part is beside it."""

from __future__ import annotations

import re
from pathlib import Path

from snippets._engine.examples.catalogue import ROOT
from tests.dom import read


def test_each_number_stands_on_a_part_and_is_explained(site: Path) -> None:
    page = read((site / "reading" / "index.html").read_text(encoding="utf-8"))
    example = page.one("div", css="ex")
    sheet = (ROOT / "docs" / "assets" / "reading.css").read_text(encoding="utf-8")
    parts = re.findall(r"([\w-]+)(?::first-child)?::before \{[^}]*content: \"(\d)\"", sheet)
    numbers = [int(number) for _, number in parts]
    assert numbers == list(range(1, len(numbers) + 1))
    there = {name for node in example.walk() for name in (node.attributes.get("class") or "").split()}
    assert {part for part, _ in parts} <= there
    (said,) = [each for each in page.all("ol") if "How it ended" in each.text]
    assert len(said.all("li")) == len(numbers)
    assert example.one("pre", css="output").text.startswith("foo\n"), "it is a run"


def test_examples_are_called_examples(site: Path) -> None:
    """They have been called cards, which nothing on a page looks like."""
    for page in site.glob("*/index.html"):
        if page.parent.name == "reference":  # which is of the code
            continue
        html = page.read_text(encoding="utf-8")
        words = re.sub(r"<(script|style|pre|code)\b.*?</\1>|<[^>]*>", " ", html, flags=re.DOTALL)
        assert not [words[max(0, at.start() - 40) : at.end() + 40] for at in re.finditer(r"\bcards?\b", words)], page

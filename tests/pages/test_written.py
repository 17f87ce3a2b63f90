"""What is wrong in a page as an author writes it is one line with the file and the way out, and harms nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from snippets._engine.pages import written
from snippets._engine.pages.build import Build
from tests.conftest import Build as Strict


@pytest.mark.parametrize(
    ("meta", "said"),
    [
        ({"title": 5}, "title must be text, in quotes where YAML would take it for something else, not 5"),
        ({"titel": "x"}, "unknown key 'titel'; nearest: title"),
        ({"description": None}, "description must be text"),
        ({"search": "await"}, "search must be a table, like {words: create_task}, not 'await'"),
        ({"search": {"word": "await"}}, "in search, unknown key 'word'; nearest: words"),
        ({"search": {"words": ["a"]}}, "in search, words must be words with a space"),
        ({"hide": "toc"}, "hide must be a list, like [toc], not 'toc'"),
        ({"template": "slides.html"}, "there is no template docs/overrides/slides.html"),
    ],
)
def test_what_is_wrong_in_a_head_is_said_and_left_out(
    meta: dict[str, Any], said: str, caplog: pytest.LogCaptureFixture
) -> None:
    written.head(Build(), "x.md", meta, "# X\n")
    assert len(caplog.messages) == 1 and caplog.messages[0].startswith(f"docs/x.md: {said}")
    assert meta in ({}, {"search": {}})


def test_a_head_that_is_no_yaml_is_said(caplog: pytest.LogCaptureFixture) -> None:
    written.head(Build(), "x.md", {}, "---\ntitle: a: b\n---\n# X\n")
    assert caplog.messages[0].startswith("docs/x.md: its head cannot be read; ")


ASKED = '<details class="answer" markdown="1">\n<summary>Why?</summary>\n\n{}\n</details>\n'


@pytest.mark.parametrize(
    ("markdown", "html", "said"),
    [
        (ASKED.format(""), "", "nothing opens below “Why?”"),
        ("<details>\n\nBecause.\n\n</details>", "", "<details> without a <summary>: Because."),
        (ASKED, '<p>text\n<article class="ex" data-example="a">', "show('a') stands within a paragraph"),
        ("<details>\n<summary>Why?</summary>\n", "", "1 times <details>, 0 times </details>"),
        ("[a](site:taks/#turns)", "", "site:taks/ leads nowhere"),
        (
            '```python exec="on" html="on"\nprint(show("lock_order"))\n```',
            "",
            "lock_order is shown on docs/locks.md already",
        ),
    ],
)
def test_what_markdown_says_nothing_of_is_said(markdown: str, html: str, said: str) -> None:
    (line,) = written.wrong(Build(), "queues.md", markdown, html, lambda place: place == "tasks/")
    assert line.startswith(f"docs/queues.md: {said}")


def test_what_is_only_quoted_is_not_meant() -> None:
    right = (
        ASKED.format("Because.") + "`<details>`, [a](site:tasks/), [feed](site:feed.xml)\n\n```html\n<details>\n```\n"
    )
    html = '<p>text</p>\n<article class="ex" data-example="a">'
    assert list(written.wrong(Build(), "queues.md", right, html, lambda place: place == "tasks/")) == []


@pytest.mark.thorough
def test_a_strict_build_fails_also_where_it_is_to_say_little(build: Strict, checkout: Path, tmp_path: Path) -> None:
    page = checkout / "docs/tasks.md"
    page.write_text(page.read_text() + "\n[nowhere](nowhere.md)\n")
    done = build(checkout, tmp_path / "site", tmp_path / "cache", "-q")
    assert done.returncode == 1 and "nowhere.md" in done.stdout

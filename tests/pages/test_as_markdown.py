"""Each page as Markdown, and ``llms.txt``, which lists them."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

import pytest

import snippets
from snippets._engine.examples import catalogue
from snippets._engine.pages import as_markdown, llms
from snippets._engine.pages.build import Build
from tests.dom import read

BLOCK = '```python exec="on" html="on"\nfrom snippets import rules\n\nprint(rules("a"))\n```'
PAGE = f"# Page {{ #page }}\n\nSee [tasks](tasks.md#turns), [one](site:s/one/#x) and [out](https://x.org/a.md).\n\n{BLOCK}\n"


def test_what_a_block_shows_stands_in_its_place_and_links_lead_to_markdown() -> None:
    given = as_markdown.page(Build(), "talks/index.md", PAGE, lambda name: lambda what: f"<p>{name} <b>{what}</b></p>")
    assert given == (
        "# Page\n\nSee [tasks](tasks/index.md#turns), [one](../s/one/index.md#x) and [out](https://x.org/a.md).\n\n"
        "rules **a**\n"
    )


def test_an_example_that_cannot_be_read_is_a_line_as_on_the_page() -> None:
    text = as_markdown.page(Build(), "x.md", BLOCK.replace('rules("a")', 'show("forgoten_await")'), lambda name: repr)
    assert "no example is called 'forgoten_await'" in text


@pytest.mark.parametrize(
    "call",
    ["show(name)", "show(*ids)", "snippets.show('lock_order')", "1 + 1", "shw('lock_order')", "show('lock_order'"],
)
def test_what_cannot_be_read_off_a_block_is_complained_of_with_the_file(
    call: str, caplog: pytest.LogCaptureFixture
) -> None:
    block = f'```python exec="on" html="on"\nfrom snippets import show\n\nprint({call})\n```'
    text = as_markdown.page(Build(), "x.md", f"before\n\n{block}\n\nafter\n", lambda name: getattr(snippets, name))
    (line,) = caplog.messages
    assert (
        line.startswith("docs/x.md: ") and call in line.replace('"', "'") and "write each call as print(show(" in line
    )
    assert text.splitlines()[::2] == ["before", line, "after"]


def test_a_block_may_stand_in_a_list() -> None:
    block = "\n".join(f"    {line}" for line in BLOCK.splitlines())
    assert as_markdown.page(Build(), "x.md", f"- one\n\n{block}\n", lambda name: lambda what: what) == "- one\n\na\n"


def test_code_stays_as_it_is() -> None:
    code = "```python\ndef f(): ...\n\n\n\ndef g(): ...\nx = y { .a }\n# [a](tasks.md)\n\n\n```\n"
    given = f"[a](tasks.md) { {'#x'} }\n\n\n\n{code}\n\n\n`[a](tasks.md)` and [a](tasks.md)\n".replace("'", "")
    text = as_markdown.page(Build(), "x.md", given, lambda name: repr)
    assert code in text and text.endswith(f"{code}\n`[a](tasks.md)` and [a](../tasks/index.md)\n")


def test_html_becomes_headings_lists_tables_and_links() -> None:
    html = '<h2>A</h2><ul><li>b <code>c</code></li><li><a href="site:s/x/">d</a></li></ul><svg><text>no</text></svg>'
    assert as_markdown.words_of(html) == "## A\n\n- b `c`\n- [d](site:s/x/)"
    assert as_markdown.words_of("<table><tr><td>1</td><td>2</td></tr></table>") == "| 1 | 2 |"


def test_a_page_has_each_program_that_it_shows_and_what_this_builds_run_printed(site: Path) -> None:
    text = (site / "queues" / "index.md").read_text(encoding="utf-8")
    example = catalogue.find("queue_sentinel")
    for variant in example.variants:
        assert variant.source.rstrip() in text
        printed = (site / "s" / example.id / f"{variant.key}.out").read_text(encoding="utf-8")
        assert printed.rstrip() in text
    assert "exec=" not in text and "from snippets import" not in text and "data-" not in text


def test_every_page_names_its_markdown_and_its_links_lead_to_files(site: Path) -> None:
    pages = [path for path in site.rglob("index.html") if not {"slide", "embed"} & set(path.parts)]
    pages = [path for path in pages if 'rel="alternate" type="text/markdown"' in path.read_text(encoding="utf-8")]
    assert len(pages) > 100
    broken = []
    for path in pages:
        text = path.with_suffix(".md").read_text(encoding="utf-8")
        for link in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text):
            if not (path.parent / link.partition("?")[0]).exists():
                broken.append(f"{path.parent.relative_to(site)}: {link}")
    assert broken == []


def test_llms_txt_lists_every_page_of_the_navigation_and_every_example(site: Path) -> None:
    text = (site / llms.FILE).read_text(encoding="utf-8")
    listed = re.findall(r"^- \[[^\]]+\]\(([^)]+)\)", text, re.MULTILINE)
    assert all((site / place).is_file() for place in listed)
    assert {f"s/{one.id}/index.md" for one in catalogue.load()} <= set(listed)
    nav = read((site / "tasks" / "index.html").read_text(encoding="utf-8")).all("a", css="md-nav__link")
    for link in nav:
        place = (link.attributes["href"] or "").partition("#")[0]
        if place and "://" not in place:
            assert posixpath.normpath(f"tasks/{place}/index.md") in listed
    assert text.startswith("# asyncio, executed\n\n> ")

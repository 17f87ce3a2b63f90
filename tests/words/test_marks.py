"""What a program prints, and what is quoted of it, may look like a mark: it is read as it stands, everywhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from snippets._engine.pages.markup import to_html
from snippets._engine.story.story import Story
from snippets._engine.words.english import amount, counted, lines, listed
from snippets._engine.words.findings import findings
from snippets._engine.words.marks import code, literal, to_plain
from snippets._engine.words.summary import sentences
from snippets._engine.words.teller import tell
from tests.dom import read
from tests.programs import run, with_main


@pytest.mark.parametrize("text", ["a `b` c", "`", "{1} {12}", "``{0}", "f'{x}' < 2 & 3", "“a `b` {1}”", "x\n  y"])
def test_what_is_the_programs_is_read_as_it_stands(text: str) -> None:
    for said in (f"It calls {code(text)}, not {{1}}.", f"It calls {literal(text)}, not {{1}}."):
        assert to_plain(said, {1: "main()"}) == f"It calls {text}, not main()."
    html = read(f"<p>{to_html(f'It calls {code(text)}, and `this`.')}</p>")
    assert html.one("p").text == f"It calls {text}, and this."
    assert [element.text for element in html.all("code")] == [text, "this"]


def test_a_finding_quotes_a_line_with_backticks_and_braces(tmp_path: Path) -> None:
    source = with_main("import time\nasync def main():\n    time.sleep(len(f'`{1}') / 10)")
    (found,) = findings(Story(run(tmp_path, source), source), "program.py")
    assert to_plain(found.words) == "The loop was blocked for 0.2 s by line 4: time.sleep(len(f'`{1}') / 10)."
    assert read(f"<p>{to_html(found.words)}</p>").one("code").text == "time.sleep(len(f'`{1}') / 10)"


def test_what_is_printed_is_told_as_it_was_printed(tmp_path: Path) -> None:
    source = with_main("async def main():\n    print('{1}, `so`')")
    assert any("“{1}, `so`”" in said for said in sentences(tell(Story(run(tmp_path, source), source))))


def test_counts_and_lists_are_english() -> None:
    assert [counted(0, "line"), counted(1, "line"), counted(2, "line")] == ["no lines", "one line", "two lines"]
    assert [amount(0, "item"), amount(1, "item"), amount(14, "item")] == ["no items", "1 item", "14 items"]
    assert [listed([]), listed(["a"]), listed(["a", "b"], "or"), listed(["a", "b", "c"])] == [
        "",
        "a",
        "a or b",
        "a, b and c",
    ]
    assert [lines([4]), lines([9, 4]), lines([6, 4, 5])] == ["line 4", "lines 4 and 9", "lines 4 to 6"]

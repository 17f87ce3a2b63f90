"""The table of the kinds of bars, held against the style sheet: all that it names is there, light and dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from snippets._engine.picture import kinds, sheet
from snippets._engine.picture.kinds import KINDS

RULES = sheet.STYLE.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_its_rules_and_colours(kind: str) -> None:
    drawn = kinds.bar(kind, "u") + kinds.swatch(kind) + KINDS[kind].pattern
    for name in {kind, *(name for names in re.findall(r'class="([^"]+)"', drawn) for name in names.split())}:
        assert re.search(rf"^\.tl [^{{]*\.{name}\b[^{{]*{{", RULES, re.MULTILINE), (
            f"timeline.css has no rule for .{name}"
        )
    for colours in sheet.colours():
        assert KINDS[kind].colour in colours


def test_a_saved_sheet_is_read_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = tmp_path / "timeline.css"
    monkeypatch.setattr(sheet, "STYLE", saved)
    for paper in ("#111111", "#222222"):
        saved.write_text(re.sub(r"--tl-paper: #\w+", f"--tl-paper: {paper}", RULES))
        assert sheet.colours()[0]["paper"] == paper
        assert paper in sheet.own_style()


def test_no_two_patterns_share_an_id() -> None:
    letters = [look.letter for look in KINDS.values() if look.pattern]
    assert len(set(letters)) == len(letters) and all(letters)
    assert kinds.patterns(KINDS, "u").count('<pattern id="u_') == len(letters)


@pytest.mark.parametrize(
    ("doing", "kind"),
    {
        "run": "run", "late": "late", "unknown": "unknown", "sleep": "sleep", "wait": "tasks", "wait_for": "tasks",
        "task": "tasks", "queue.get": "wait", "barrier.wait": "wait", "future": "else", "stream": "else",
    }.items(),
)  # fmt: skip
def test_what_a_task_does_has_a_kind(doing: str, kind: str) -> None:
    assert kinds.kind_of(doing) == kind

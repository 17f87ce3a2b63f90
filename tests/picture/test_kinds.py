"""The table of the kinds of bars, held against the style sheet: all that it names is there, light and dark."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from snippets._engine.picture import kinds, sheet
from snippets._engine.picture.kinds import KINDS, Kind
from snippets._engine.story import lanes

RULES = sheet.STYLE.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_its_rules_and_colours(kind: Kind) -> None:
    drawn = kinds.bar(kind, "u") + kinds.swatch(kind) + KINDS[kind].pattern
    for name in {kind, *(name for names in re.findall(r'class="([^"]+)"', drawn) for name in names.split())}:
        assert re.search(rf"^\.tl [^{{]*\.{name}\b[^{{]*{{", RULES, re.MULTILINE), (
            f"timeline.css has no rule for .{name}"
        )
    for colours in sheet.colours():
        assert KINDS[kind].colour in colours


def test_no_two_patterns_share_an_id() -> None:
    letters = [look.letter for look in KINDS.values() if look.pattern]
    assert len(set(letters)) == len(letters) and all(letters)
    assert kinds.patterns(KINDS, "u").count('<pattern id="u_') == len(letters)


def test_every_span_that_lanes_tell_of_has_its_look() -> None:
    assert {*get_args(lanes.Kind), "hold"} == {*KINDS}

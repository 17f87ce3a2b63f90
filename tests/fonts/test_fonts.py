"""The site's fonts: cut from what is installed, under a name of their own, with every character that pages show."""

from __future__ import annotations

import io
import re
from html import unescape
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from tests.conftest import lacking
from tests.fonts.__main__ import CUT, FONTS, INSTALLED, cut

#: What the originals lack, too: it comes from another font on the reader's machine.
ELSEWHERE = set("←→▸")
#: What is not text: scripts, whose strings the pages show too, are read as they are.
UNSEEN = re.compile(r"<style>.*?</style>|<svg class=\"ic\".*?</svg>", re.DOTALL)


@pytest.mark.parametrize(
    "file", [pytest.param(file, marks=() if "mono" in file else pytest.mark.thorough) for file in CUT]
)
def test_each_font_is_what_the_command_makes(file: str) -> None:
    name, original, axes = CUT[file]
    if not INSTALLED.exists():
        lacking("the original fonts are not there: npm ci in tests/browser")
    assert cut(name, INSTALLED / original, axes) == (FONTS / file).read_bytes(), "python -m tests.fonts"


@pytest.mark.parametrize("file", CUT)
def test_a_font_that_was_cut_does_not_bear_the_reserved_name(file: str) -> None:
    names = {record.nameID: record.toUnicode() for record in TTFont(FONTS / file)["name"].names}
    assert names[0].startswith("©") and "Source" in names[0], "whose it is, and which name is reserved, is still said"
    assert not [text for kind, text in names.items() if kind != 0 and "Source" in text]
    assert names[1] == CUT[file][0]


def test_the_fonts_have_every_character_of_every_page(site: Path) -> None:
    drawn = set.intersection(*(set(map(chr, TTFont(io.BytesIO((FONTS / f).read_bytes())).getBestCmap())) for f in CUT))
    lacked: dict[str, Path] = {}
    for path in [*site.rglob("*.html"), *site.rglob("*.js"), *site.glob("assets/*.css")]:
        if path.is_relative_to(site / "assets" / "javascripts") or "editor" in path.parts:  # of others
            continue
        text = unescape(UNSEEN.sub("", path.read_text(encoding="utf-8")))
        lacked |= {character: path.relative_to(site) for character in set(text) - drawn - ELSEWHERE - set("\n\t")}
    assert not lacked, f"{lacked}: add these to CHARACTERS in tests/fonts/__main__.py, and run python -m tests.fonts"

"""``python -m tests.fonts``: cuts the site's fonts down to what its pages use, from those that ``npm ci`` installs."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from snippets._engine.examples.catalogue import ROOT

FONTS = ROOT / "docs" / "assets" / "fonts"
INSTALLED = ROOT / "tests" / "browser" / "node_modules" / "@fontsource-variable"

#: What is on the keyboards of those who write programs, and what the pages print besides.
CHARACTERS = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0§©°±µ·×–—‘’“”•…€−"  # noqa: RUF001
#: What the style sheets ask for: weights, and sizes of letters. The original also has cuts of its own for letters
#: below 20 px; these would be a third of the file.
WEIGHTS, SIZES = (400, 700), (20, 60)
FEATURES = ["kern", "liga", "tnum"]

#: Each font: its new name, since the licence keeps "Source" for the originals; what it is cut from; and what of its
#: axes stays.
CUT: dict[str, tuple[str, str, dict[str, Any]]] = {
    "executed-serif.woff2": (
        "Executed Serif",
        "source-serif-4/files/source-serif-4-latin-opsz-normal.woff2",
        {"wght": WEIGHTS, "opsz": SIZES},
    ),
    "executed-serif-italic.woff2": (
        "Executed Serif",
        "source-serif-4/files/source-serif-4-latin-wght-italic.woff2",
        {"wght": WEIGHTS[0]},
    ),
    "executed-mono.woff2": (
        "Executed Mono",
        "source-code-pro/files/source-code-pro-latin-wght-normal.woff2",
        {"wght": WEIGHTS},
    ),
}


def cut(name: str, original: Path, axes: dict[str, Any]) -> bytes:
    """A font under this name, with the characters above and this part of its axes; always the same bytes."""
    font = TTFont(original, recalcTimestamp=False)
    options = subset.Options()
    options.layout_features, options.hinting, options.notdef_outline = FEATURES, False, True
    options.name_IDs = ["*"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=CHARACTERS)
    subsetter.subset(font)
    font = instancer.instantiateVariableFont(font, axes)
    _rename(font, name)
    font.flavor = "woff2"
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


def _rename(font: TTFont, name: str) -> None:
    """Give the font its name. What is said of copyright and licence stays, and the names of the axes."""
    style = "Italic" if font["head"].macStyle & 2 else "Regular"
    compact = name.replace(" ", "")
    new = {1: name, 3: f"{compact}-{style}", 4: f"{name} {style}", 6: f"{compact}-{style}"}
    for record in list(font["name"].names):
        if record.nameID in new:
            record.string = new[record.nameID]
        elif record.nameID in (7, 16, 17, 25):  # a trademark, and names that go by the old family
            font["name"].removeNames(nameID=record.nameID)
        elif record.nameID > 255 and "Source" in str(record):  # of one weight, like SourceSerif4Roman-Bold
            record.string = re.sub("^Source[^-]*", compact, str(record))


def main() -> None:
    """Writes the fonts."""
    for file, (name, original, axes) in CUT.items():
        (FONTS / file).write_bytes(cut(name, INSTALLED / original, axes))


if __name__ == "__main__":
    main()

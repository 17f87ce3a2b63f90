"""The style sheet of the pictures, for what is drawn where there is none: a file of its own, a card."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

STYLE = Path(__file__).resolve().parents[3] / "docs" / "assets" / "timeline.css"


def _read() -> str:
    """The sheet, also where the modules stand in an archive, as they do in a reader's browser."""
    loader: Any = __spec__.loader
    return str(loader.get_data(str(STYLE)), "utf-8")


def colours() -> tuple[dict[str, str], dict[str, str]]:
    """The colours of the pictures by name, in the light and in the dark, like ``#fdfcfa``."""
    return _colours(_read())


@functools.lru_cache(1)
def _colours(sheet: str) -> tuple[dict[str, str], dict[str, str]]:
    light, dark, *_ = sheet.split("slate", 2)
    return dict(re.findall(r"--tl-([\w-]+): (#\w+)", light)), dict(re.findall(r"--tl-([\w-]+): (#\w+)", dark))


def own_style() -> str:
    """The sheet for a file of its own: its rules with the colours written out, which more programs understand.

    Browsers have it dark where the reader's system is; others, and slides made by them, have it light.
    """
    return _own_style(_read())


@functools.lru_cache(1)
def _own_style(sheet: str) -> str:
    light, dark = _colours(sheet)
    rules = [line for line in sheet.splitlines() if re.match(r"(svg)?\.tl\b(?!.*\.(mini|lit|sw)\b)", line)]
    split = [re.sub(r"(\S+ \S+) :is\((\w+), (\w+)\)", r"\1 \2, \1 \3", rule) for rule in rules]
    coloured = [
        f"{rule.partition('{')[0]}{{ {said} }}"
        for rule in split
        if (said := " ".join(re.findall(r"[\w-]+: var\(--tl-[\w-]+\);", rule)))
    ]
    narrow = "svg.tl.alone .wid { display: none; } svg.tl.alone .nar { display: inline; }"
    return (
        f"{_written_out(split, light)} @media (prefers-color-scheme: dark) {{ {_written_out(coloured, dark)} }} "
        f"@media (max-width: 33rem) {{ {narrow} }}"
    )


def _written_out(rules: Sequence[str], colours: Mapping[str, str]) -> str:
    """Rules of a sheet in a row, with what stands for each of their variables."""
    text = re.sub(r"var\(--[\w-]+, ([^)]*)\)", r"\1", " ".join(rules))
    return re.sub(r"var\(--tl-([\w-]+)\)", lambda found: colours[found[1]], text)

"""The anchors of a built site that links may lead to: ``python -m tests.anchors SITE`` lists what is new among them.

``snippets/anchors.txt`` lists each that there ever was, by its page, like ``tasks/#await``; it only grows.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from snippets._engine.examples.catalogue import ROOT
from snippets._engine.pages.moved import ANCHORS

#: Headings below the first, examples and their programs, and statements. Those of single lines are not counted.
_ANCHOR = re.compile(r'<(?:h[2-6]|section|article|tr|li|p|span|div)\b[^>]*? id="([a-z][\w-]*)"')
_OF_LINES = re.compile(r".*_l\d+|.*_cite")
#: Pages that are made from the machinery's names and from this build's runs.
_MADE = ("reference/", "status/")


def known() -> list[str]:
    """All that are listed."""
    return [line.partition(" -> ")[0] for line in ANCHORS.read_text(encoding="utf-8").splitlines()]


def of(site: Path) -> list[str]:
    """Those of the pages of ``docs/``, in order."""
    pages = sorted(page.relative_to(ROOT / "docs").as_posix() for page in (ROOT / "docs").glob("**/*.md"))
    places = [re.sub(r"(index)?\.md$", "/", page).replace("//", "/").lstrip("/") for page in pages]
    return [f"{place}#{anchor}" for place in places if place not in _MADE for anchor in _on(site / place)]


def _on(folder: Path) -> list[str]:
    page = folder / "index.html"
    html = page.read_text(encoding="utf-8").partition("md-content")[2] if page.exists() else ""
    return sorted(anchor for anchor in set(_ANCHOR.findall(html)) if not _OF_LINES.fullmatch(anchor))


if __name__ == "__main__":
    new = {*of(Path(sys.argv[1]))} - {*known()}
    lines = sorted([*ANCHORS.read_text(encoding="utf-8").splitlines(), *new])
    ANCHORS.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

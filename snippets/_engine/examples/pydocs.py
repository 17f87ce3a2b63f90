"""Names of Python's standard library in the prose become links to Python's own documentation.

Which names there are is read from the inventory that Python's documentation publishes (``objects.inv``), a copy of
which stands beside this file; mkdocstrings makes the links from it, so nothing is fetched during a build.
"""

from __future__ import annotations

import re
import sys
import zlib
from functools import cache
from pathlib import Path

#: Where the links lead, and the copy of the inventory of the documentation there.
BASE = "https://docs.python.org/3/"
INVENTORY = Path(__file__).with_name("python-3.15.inv")

#: Code in prose: ``asyncio.gather``, ``asyncio.gather()``; not what is a link already, or within the words of one.
_NAME = re.compile(r"\[[^\[\]]*\][(\[]|(?<![\[`\w])`(?P<name>[a-z_]+(?:\.\w+)+)(?P<call>\(\))?`(?![`\]])")
#: A line of the inventory that names something of Python: its name, what it is, how well it matches a search.
_ENTRY = re.compile(r"(\S+) py:\w+ -?\d+ ")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})")


@cache
def known() -> frozenset[str]:
    """Every dotted name of the standard library that Python's documentation has a place for."""
    lines = zlib.decompress(INVENTORY.read_bytes().split(b"\n", 4)[4]).decode().splitlines()
    names = [found[1] for found in map(_ENTRY.match, lines) if found]
    return frozenset(name for name in names if name.partition(".")[0] in sys.stdlib_module_names)


def linked(markdown: str) -> str:
    """The Markdown with each known name in its prose made a link, the first time in each section.

    Fenced code, headings and what is a link already stay as they are.
    """
    lines, fence, seen = [], "", set[str]()

    def link(found: re.Match[str]) -> str:
        name = found["name"]
        if name in seen or name not in known():
            return found[0]
        seen.add(name)
        return f"[{found[0]}][{name}]"

    for line in markdown.splitlines():
        mark = _FENCE.match(line)
        if mark and (not fence or line.strip().startswith(fence)):
            fence = "" if fence else mark[1]
        elif line.startswith("## "):
            seen.clear()
        elif not fence and not line.startswith("#"):
            line = _NAME.sub(link, line)
        lines.append(line)
    return "\n".join(lines)

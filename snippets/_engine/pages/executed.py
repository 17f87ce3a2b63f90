"""The executed blocks of a page of ``docs/``, and which examples they show."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: The first or last line of a fenced block, and a call in one that leaves an example on the page.
FENCE = re.compile(r"\s*(?P<fence>`{3,}|~{3,})(?P<options>[^`]*)$")
SHOWN = re.compile(r"\b(?:show|slide|embed)\(\s*[\"']([^\"']*)[\"']")


def shown(markdown: str) -> list[str]:
    """The ids that a page's executed blocks show, in order, each once."""
    return list(dict.fromkeys(example_id for line in blocks(markdown) for example_id in SHOWN.findall(line)))


def blocks(markdown: str) -> Iterator[str]:
    """The lines of a page's executed blocks; a block that only quotes such a block does not count."""
    fence, executed = "", False
    for line in markdown.splitlines():
        mark = FENCE.match(line)
        if mark and not fence:
            fence, executed = mark["fence"], "exec=" in mark["options"]
        elif mark and mark["fence"] == fence and not mark["options"].strip():
            fence = ""
        elif fence and executed:
            yield line

"""Makes a build of the site honest: every label is valid, every ``show`` on a page really ran. Keeps no state.

MkDocs loads this file as a module of its own, beside the one that imports would give; so what a build remembers
lives in ``runs.py``.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

# While MkDocs loads a hook the hook's folder comes first in the search for modules, where ``text`` and ``record``
# would be ours. Nothing here should be found in that way.
sys.path[:] = [entry for entry in sys.path if not entry or Path(entry).resolve() != Path(__file__).resolve().parent]

from snippets._engine import runs  # noqa: E402

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

#: The first or last line of a fenced block, and a call of ``show`` in one.
FENCE = re.compile(r"\s*(?P<fence>`{3,}|~{3,})(?P<options>[^`]*)$")
SHOWN = re.compile(r"\bshow\(\s*[\"']([^\"']*)[\"']")


def on_config(config: MkDocsConfig) -> None:
    """Complain where nothing would execute the blocks that the pages' outputs come from."""
    runs.begin()
    plugin = config.plugins.get("markdown-exec")
    if plugin is None or not plugin.config.get("enabled", True):
        runs.complain("markdown-exec is not among the plugins of mkdocs.yml, or is disabled: no example is run")


def on_pre_build(config: MkDocsConfig) -> None:
    """Read every label; each that cannot be read is one warning, also if no page shows it."""
    runs.readable()


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: object) -> None:
    """Complain about each example that a page's source shows and its HTML lacks, as when no block was executed."""
    for example_id in shown(page.markdown or ""):
        if f'data-example="{example_id}"' not in html:
            left = f"show({example_id!r}) left no example on the page; was its block executed?"
            runs.complain(f"{page.file.src_uri}: {left}")


def shown(markdown: str) -> list[str]:
    """The ids that a page's executed blocks show, in order; a block that only quotes such a block does not count."""
    found: list[str] = []
    fence, executed = "", False
    for line in markdown.splitlines():
        mark = FENCE.match(line)
        if mark and not fence:
            fence, executed = mark["fence"], "exec=" in mark["options"]
        elif mark and mark["fence"] == fence and not mark["options"].strip():
            fence = ""
        elif fence and executed:
            found += SHOWN.findall(line)
    return found

"""Which files of the installed editor the site carries: the modules that ours import, and whatever these import."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

from snippets._engine.browser.installed import MODULES

_PACKAGE = MODULES / "prism-code-editor"
#: What edit.mjs names.
_ENTRIES = (
    "index.js",
    "extensions/commands/index.js",
    "prism/index.js",
    "prism/languages/python.js",
    "languages/python.js",
)
_IMPORT = re.compile(r'^(?:import|export)\b[^"\n]*"(\.[^"\n]+)"', re.MULTILINE)


def files() -> dict[str, Path]:
    """Them by their places in the package, with its sheet and its licence."""
    found: dict[str, Path] = {}
    wanted = [*_ENTRIES]
    while wanted:
        name = wanted.pop()
        if name in found:
            continue
        found[name] = _PACKAGE / "dist" / name
        imports = _IMPORT.findall(found[name].read_text(encoding="utf-8"))
        wanted += [posixpath.normpath(posixpath.join(posixpath.dirname(name), one)) for one in imports]
    return dict(sorted(found.items())) | {
        "layout.css": _PACKAGE / "dist" / "layout.css",
        "LICENSE": _PACKAGE / "LICENSE",
    }

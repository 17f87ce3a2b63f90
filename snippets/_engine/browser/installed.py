"""Whether programs can be run in the reader's browser, and which."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from snippets._engine.examples.asked import asked, text
from snippets._engine.examples.catalogue import Variant, minor

_HERE = Path(__file__).resolve().parent
MODULES = _HERE / "node_modules"
#: Which variants do what no browser can, in the words of the refusal: written by ``python -m tests.browser.variants
#: --write``, typed by nobody. An entry counts only for the very bytes of the program that was refused.
REFUSED = _HERE / "refused.json"
#: How to have it.
INSTALL = "npm ci --prefix snippets/_engine/browser"


@asked
def lacking() -> str:
    """Why there are no buttons, in one line; empty where all is installed as the lock has it."""
    try:
        wanted, found = (_packages(path) for path in (_HERE / "package-lock.json", MODULES / ".package-lock.json"))
    except (OSError, ValueError):
        return f"without Run buttons, which {INSTALL} brings"
    other = [name for name in wanted if found.get(name) != wanted[name]]
    if other:
        return f"without Run buttons, since {other[0]} is not the one in the lock: {INSTALL}"
    return "" if shutil.which("node") else "without Run buttons, since there is no node to pack what they need"


def _packages(path: Path) -> dict[str, tuple[str, str]]:
    """The packages that a lock names, each with its version and what its archive must hash to."""
    packages = json.loads(path.read_text(encoding="utf-8"))["packages"]
    return {name: (one["version"], one["integrity"]) for name, one in packages.items() if name}


def about() -> dict[str, str]:
    """What Pyodide says of itself: ``python`` is the version that runs in the browser."""
    found: dict[str, str] = json.loads((MODULES / "pyodide" / "pyodide-lock.json").read_text(encoding="utf-8"))["info"]
    return found


def runs(variant: Variant) -> bool:
    """Whether a reader can run this variant."""
    return not lacking() and variant.clock == "virtual" and variant.runs_on(minor(about()["python"]))


def hinders(variant: Variant) -> str:
    """Why a variant cannot be run where others can, as what it does or needs; empty where it can, or none can."""
    if lacking() or runs(variant):
        return ""
    version = minor(about()["python"])
    if not variant.runs_on(version):
        return f"is not for Python {version}, which runs there"
    found = json.loads(text(REFUSED)).get(variant.id, {})
    known: str = found["why"] if found.get("sha256") == variant.sha256 else "needs the real clock"
    return known

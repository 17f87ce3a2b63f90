"""What was measured, kept in ``snippets/suites.json``: the page on the two clocks says it, and each run is held to it.

``python -m tests.suites`` measures and writes it.
"""

from __future__ import annotations

import json
from typing import Any

from snippets._engine.examples.catalogue import ROOT, minor
from tests.suites.measure import Measured

FILE = ROOT / "snippets" / "suites.json"


def load() -> dict[str, dict[str, dict[str, Any]]]:
    """By Python, like ``3.13.0``, and module: ``virtual`` and ``real``, how many tests; ``refused``, by reason."""
    loaded: dict[str, dict[str, dict[str, Any]]] = json.loads(FILE.read_text(encoding="utf-8"))
    return loaded


def refused(version: str, module: str) -> dict[str, list[str]]:
    """The tests that the virtual clock is known to refuse on this Python, or on one of the same minor version."""
    known = load()
    nearest = version if version in known else next((other for other in known if minor(other) == minor(version)), None)
    found: dict[str, list[str]] = known[nearest].get(module, {}).get("refused", {}) if nearest else {}
    return found


def entry(measured: Measured) -> dict[str, Any]:
    """What is kept of one module."""
    return {
        "virtual": measured.virtual,
        "real": measured.real,
        "refused": {reason: sorted(tests) for reason, tests in sorted(measured.refused.items())},
    }


def write(found: dict[str, dict[str, dict[str, Any]]]) -> None:
    """Keep it, in the order of versions and modules."""
    ordered = {version: dict(sorted(found[version].items())) for version in sorted(found, key=_order)}
    FILE.write_text(json.dumps(ordered, indent=1) + "\n", encoding="utf-8")


def _order(version: str) -> list[int]:
    return [int(part) for part in version.split(".")[:2]]

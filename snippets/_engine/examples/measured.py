"""On which Pythons each variant does what is declared, recorded and plain: in a ``measured.json`` beside its label.

The file is written by ``python -m snippets versions`` and typed by nobody. An entry counts only for the very bytes of
the program that it was measured with.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from snippets._engine.examples.catalogue import PYTHONS, Example, Variant

FILE = "measured.json"


def pythons_of(variant: Variant) -> list[str]:
    """The Pythons, like ``3.12``, on which outcome and text were measured to hold; empty while unknown."""
    entry = _read(variant).get(variant.key, {})
    held = entry.get("held", {}) if entry.get("sha256") == variant.sha256 else {}
    return [python for python in PYTHONS if python in held]


def table(examples: Sequence[Example], now: Sequence[str]) -> str:
    """What is known, a line a variant; ``now`` are the versions with which it was just measured."""
    rows = []
    for example in examples:
        for variant in example.variants:
            held = pythons_of(variant)
            marks = ["yes" if python in held else "-" if not variant.runs_on(python) else "?" for python in PYTHONS]
            rows.append(f"{variant.id:<40}" + "".join(f"{mark:>6}" for mark in marks))
    head = f"{'':<40}" + "".join(f"{python:>6}" for python in PYTHONS)
    return "\n".join([head, *rows, f"measured now: {', '.join(now)}"])


def entry(variant: Variant) -> dict[str, Any]:
    """What is known of a variant so far, as long as its program is the same."""
    entry = _read(variant).get(variant.key, {})
    if entry.get("sha256") == variant.sha256 and isinstance(entry.get("held"), dict):
        return dict(entry)
    return {"sha256": variant.sha256, "held": {}}


def keep(example: Example, entries: dict[str, dict[str, Any]]) -> None:
    """Write what is known of an example's variants, by their keys."""
    for one in entries.values():
        one["held"] = {python: one["held"][python] for python in PYTHONS if python in one["held"]}
    (example.folder / FILE).write_text(json.dumps(entries, indent=1) + "\n", encoding="utf-8")


def _read(variant: Variant) -> dict[str, Any]:
    path = variant.file.with_name(FILE)
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}

"""On which Pythons each variant was measured to do what is declared: kept in a ``measured.json`` beside its label.

The file is written by ``python -m snippets versions`` and typed by nobody. An entry counts only for the very bytes of
the program that it was measured with.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from snippets._engine.examples.catalogue import PYTHONS, Example, Variant, minor
from snippets._engine.run.golden import differences
from snippets._engine.run.process import side_by_side
from snippets._engine.run.pythons import Python
from snippets._engine.run.runner import Job, RunnerError, record

FILE = "measured.json"


def pythons_of(variant: Variant) -> list[str]:
    """The Pythons, like ``3.12``, on which outcome and text were measured to hold; empty while unknown."""
    entry = _read(variant).get(variant.key, {})
    held = entry.get("held", {}) if entry.get("sha256") == variant.sha256 else {}
    return [python for python in PYTHONS if python in held]


def measure(example: Example, at_hand: Sequence[Python]) -> list[str]:
    """Run every variant on every Python that it is meant for, write what held, and return what did not, a line each."""
    kept = {variant.key: _entry(variant) for variant in example.variants}
    jobs = [(v, python) for v in example.variants for python in at_hand if v.runs_on(python.version)]
    problems = []
    with side_by_side(2) as pool:
        for (variant, python), found in zip(jobs, pool.map(lambda job: _problems(*job), jobs), strict=True):
            held = kept[variant.key]["held"]
            if found:
                held.pop(minor(python.version), None)
                problems += [f"Python {python.version}: {problem}" for problem in found]
            else:
                held[minor(python.version)] = python.version
    for entry in kept.values():
        entry["held"] = {python: entry["held"][python] for python in PYTHONS if python in entry["held"]}
    text = json.dumps(kept, indent=1) + "\n"
    (example.folder / FILE).write_text(text, encoding="utf-8")
    return problems


def table(examples: Sequence[Example], at_hand: Sequence[Python]) -> str:
    """What is now known, a line a variant."""
    rows = []
    for example in examples:
        for variant in example.variants:
            held = pythons_of(variant)
            marks = ["yes" if python in held else "-" if not variant.runs_on(python) else "?" for python in PYTHONS]
            rows.append(f"{variant.id:<40}" + "".join(f"{mark:>6}" for mark in marks))
    head = f"{'':<40}" + "".join(f"{python:>6}" for python in PYTHONS)
    return "\n".join([head, *rows, f"measured now: {', '.join(python.version for python in at_hand)}"])


def _problems(variant: Variant, python: Python) -> list[str]:
    try:
        return differences(variant, record(Job.of(variant, python)))
    except RunnerError as error:
        return [str(error)]


def _entry(variant: Variant) -> dict[str, Any]:
    """What is known of a variant so far, as long as its program is the same."""
    entry = _read(variant).get(variant.key, {})
    if entry.get("sha256") == variant.sha256 and isinstance(entry.get("held"), dict):
        return dict(entry)
    return {"sha256": variant.sha256, "held": {}}


def _read(variant: Variant) -> dict[str, Any]:
    path = variant.file.with_name(FILE)
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}

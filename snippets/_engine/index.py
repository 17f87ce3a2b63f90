"""The list of all examples that others read: ``list --json``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from snippets._engine.catalogue import Example, Variant, relative
from snippets._engine.pythons import Python
from snippets._engine.versions import pythons_of


def listing(examples: Iterable[Example]) -> list[dict[str, Any]]:
    """Every example with its variants, ready for JSON; other tools read the keys, see CONTRIBUTING.md."""
    return [
        {
            "id": example.id,
            "title": example.title,
            "topic": example.topic,
            "post": example.post,
            "url": f"s/{example.id}/",
            "variants": [_variant(variant) for variant in example.variants],
        }
        for example in examples
    ]


def _variant(variant: Variant) -> dict[str, Any]:
    running = Python.running().version
    return {
        "variant": variant.key,
        "outcome": variant.outcome(running if variant.runs_on(running) else variant.pythons()[0]),
        "clock": variant.clock,
        "file": relative(variant.file),
        "sha256": variant.sha256,
        "pythons": pythons_of(variant),
    }

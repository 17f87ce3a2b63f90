"""The list of all examples as ``list`` prints it: its form for other tools, and which examples a word is about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from snippets._engine.examples import python_names
from snippets._engine.examples.catalogue import Example, Variant, relative
from snippets._engine.examples.measured import pythons_of
from snippets._engine.run.pythons import Python


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


def is_about(example: Example, word: str) -> bool:
    """Whether a word begins so, small or large, in its id, title or topic, or in the names that its programs use.

    ``lock`` is in ``asyncio.Lock`` and not in "deadlock" or "block".
    """
    told = " ".join((example.id, example.title, example.topic, *python_names.of(example)))
    apart = re.sub("(?<=[a-z0-9])(?=[A-Z])", " ", told)
    begins = re.compile(f"(?<![^\\W_]){re.escape(word)}", re.IGNORECASE)
    return bool(begins.search(told) or begins.search(apart))


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

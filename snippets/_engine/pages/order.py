"""In which order pages are made while examples still run: those first whose runs end first, and last what shows all."""

from __future__ import annotations

from snippets._engine.pages.build import Build
from snippets._engine.pages.changes import Shown


def place(build: Build, markdown: str) -> tuple[bool, bool, int]:
    """What a page is to be sorted by, for its text.

    What shows no run comes first; examples on the real clock, which is slow, come after all others.
    """
    shown = Shown.on(markdown)
    examples = [(at, example) for at, example in enumerate(build.examples) if example.id in shown.ids]
    slow = shown.slow or any(variant.clock == "real" for _, example in examples for variant in example.variants)
    return shown.all_runs, slow, max((at for at, _ in examples), default=-1)

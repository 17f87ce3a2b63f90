"""One program of an example as its topic shows it, for the page that tells what the parts of an example are."""

from __future__ import annotations

from snippets._engine.pages.build import Build
from snippets._engine.pages.call import page_call
from snippets._engine.pages.card import foot, section
from snippets._engine.pages.markup import Markup, el


@page_call
def anatomy(build: Build, example_id: str) -> Markup:
    """An example's first program with its run, and the foot; ``reading.css`` puts a number to each part."""
    shown = build.example(example_id)
    return el("div", section(shown.first, 2), foot(shown), class_="ex")

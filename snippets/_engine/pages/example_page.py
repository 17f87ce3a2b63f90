"""The pages of each example, ``/s/{id}/`` and below, the files beside them, and what a renamed example leaves behind.

A page is Markdown with blocks that markdown-exec runs, as on every other page. The files hold the program, and what
this build's run of it left.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from snippets._engine.examples.catalogue import Example, Variant
from snippets._engine.pages import policy
from snippets._engine.pages.build import Build
from snippets._engine.pages.call import generated_page, page_call
from snippets._engine.pages.markup import Markup, el, front
from snippets._engine.pages.pieces import row, table
from snippets._engine.pages.result import ExampleResult, Result
from snippets._engine.picture import svg_file
from snippets._engine.words import player
from snippets._engine.words.english import listed

FOLDER = "s"

_MOVED = Markup("""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>{old} is now {new}</title>
<link rel="canonical" href="../{new}/">
<meta http-equiv="refresh" content="0; url=../{new}/">
<p>This example is now called <a href="../{new}/">{new}</a>.</p>
</html>
""")


def sources(build: Build, example: Example) -> Iterator[tuple[str, str | Path]]:
    """An example's permanent page, its slides, the page for other people's frames, and its programs, by their places.

    Pages are Markdown; of a program it is the file.
    """
    home = f"{FOLDER}/{example.id}"
    for place, page in build.piece(f"pages of {example.id}", lambda: _pages(build.find(example.id))).items():
        yield f"{home}/{place}", page.decode()
    for variant in example.variants:
        yield f"{home}/{variant.file.name}", variant.file


def _pages(example: Example) -> dict[str, bytes]:
    title, slides = front(example.title), front(f"{example.title}: slides")
    named = (f'place("{example.id}")', f'show("{example.id}", level=1)')
    calls = *named, *(f'{call}("{example.id}")' for call in ("beside", "share", "onward"))
    pages = {
        "index.md": generated_page(title, *calls, description=front(example.idea), hide="[toc]"),
        "embed/index.md": generated_page(title, f'embed("{example.id}")', template="embed.html"),
        "slide/index.md": generated_page(slides, f'slide("{example.id}")', template="slide.html"),
    }
    return {place: page.encode() for place, page in pages.items()}


def moved(old: str, new: str) -> str:
    """What stands at the address of an example that has another name now."""
    return policy.guarded(_MOVED.format(old=old, new=new))


@page_call
def beside(build: Build, example_id: str) -> Markup:
    """The files that stand beside an example's permanent page, and where each program was measured, as HTML."""
    found = build.example(example_id)
    return table("beside", ("Program", "Files", "Does so on Python"), map(_row, found.results))


def _row(result: Result) -> Markup:
    variant = result.variant
    names = [f"{variant.key}.{kind}" for kind in ("py", "out", *(("json", "svg") if result.ran else ()))]
    links = Markup(", ").join(_link(variant, name) for name in names)
    return row(variant.key, links, listed(result.held) or "not measured yet")


def _link(variant: Variant, name: str) -> Markup:
    """Programs and pictures are saved, under a name that says whose they are: every example has a published.py."""
    saved = f"{variant.example}-{name}" if name.endswith((".py", ".svg")) else None
    return el("a", name, href=name, download=saved)


def files(example: ExampleResult) -> Iterator[tuple[str, str]]:
    """What this build's runs left, as names and contents of files beside the permanent page."""
    for result in example.results:
        yield from _left(result)


def _left(result: Result) -> Iterator[tuple[str, str]]:
    variant, record = result.variant, result.record
    yield f"{variant.key}.out", record.text
    if result.ran:
        yield f"{variant.key}.json", record.to_json() + "\n"
        yield f"{variant.key}.svg", svg_file.alone(result.story, variant.id, result.described)
        data = player.frames(result.telling, f"{variant.example}, {variant.key}", variant.id)
        yield f"{variant.key}.steps.js", player.to_js(data)

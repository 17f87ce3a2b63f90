"""The permanent page of each example, ``/s/{id}/``, the files beside it, and what a renamed example leaves behind.

A page is Markdown with blocks that markdown-exec runs, as on every other page. The files hold the program, and what
this build's run of it left.
"""

from __future__ import annotations

from collections.abc import Iterator

from snippets._engine.examples import catalogue
from snippets._engine.examples.catalogue import Example, Variant
from snippets._engine.pages import build
from snippets._engine.pages.markup import attributes, escape, front
from snippets._engine.picture import svg_file
from snippets._engine.run.versions import pythons_of
from snippets._engine.words import player
from snippets._engine.words.described import described
from snippets._engine.words.english import listed

FOLDER = "s"

_PAGE = """---
title: {title}
description: {idea}
search: {{exclude: true}}
hide: [toc]
---

```python exec="on" html="on"
from snippets import show

print(show("{id}", level=1))
```

```python exec="on" html="on"
from snippets import beside

print(beside("{id}"))
```

```python exec="on" html="on"
from snippets import share

print(share("{id}"))
```
"""
_MOVED = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>{old} is now {new}</title>
<link rel="canonical" href="../{new}/">
<meta http-equiv="refresh" content="0; url=../{new}/">
<p>This example is now called <a href="../{new}/">{new}</a>.</p>
</html>
"""


def page(example: Example) -> str:
    """The Markdown of an example's permanent page."""
    return _PAGE.format(id=example.id, title=front(example.title), idea=front(example.idea))


def moved(old: str, new: str) -> str:
    """What stands at the address of an example that has another name now."""
    return _MOVED.format(old=escape(old), new=escape(new))


def beside(example_id: str) -> str:
    """The files that stand beside an example's permanent page, and where each program was measured, as HTML."""
    example = catalogue.find(example_id)
    rows = " ".join(_row(variant) for variant in example.variants)
    names = ("Program", "Files", "Does so on Python")
    heads = " ".join(f'<th scope="col">{name}</th>' for name in names)
    topic = attributes(href=f"site:{example.topic}/#{example.id}")
    return (
        f'<table class="beside"><thead><tr>{heads}</tr></thead> <tbody>{rows}</tbody></table>'
        f'<p class="cap">In its place in the text: <a{topic}>{escape(example.topic)}</a>.</p>\n'
    )


def _row(variant: Variant) -> str:
    ran = build.take(variant).record.outcome.kind != "not run"
    names = [f"{variant.key}.{kind}" for kind in ("py", "out", *(("json", "svg") if ran else ()))]
    links = ", ".join(f"<a{_link(variant, name)}>{escape(name)}</a>" for name in names)
    held = listed(pythons_of(variant)) or "not measured yet"
    return f'<tr><th scope="row">{escape(variant.key)}</th> <td>{links}</td> <td>{escape(held)}</td></tr>'


def _link(variant: Variant, name: str) -> str:
    """Programs and pictures are saved, under a name that says whose they are: every example has a published.py."""
    saved = f"{variant.example}-{name}" if name.endswith((".py", ".svg")) else None
    return attributes(href=name, download=saved)


def files(example: Example) -> Iterator[tuple[str, str]]:
    """What this build's runs left, as names and contents of files beside the permanent page. Waits for the runs."""
    for variant in example.variants:
        yield from _left(variant)


def _left(variant: Variant) -> Iterator[tuple[str, str]]:
    record = build.take(variant).record
    yield f"{variant.key}.out", record.text
    if record.outcome.kind != "not run":
        yield f"{variant.key}.json", record.to_json() + "\n"
        yield f"{variant.key}.svg", svg_file.alone(record, variant.id, described(record))
        data = player.frames(record, variant.source, f"{variant.example}, {variant.key}", variant.id)
        yield f"{variant.key}.steps.js", player.to_js(data)

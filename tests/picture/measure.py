"""Measures pictures in a browser: what lies on top of what, and what leaves the picture or its box."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Mapping
from pathlib import Path

from snippets._engine.examples.catalogue import ROOT
from snippets._engine.picture import svg_file, timeline
from snippets._engine.record.record import Record
from snippets._engine.story.story import Story
from snippets._engine.words.described import described

ASSETS = ROOT / "docs" / "assets"

#: What is wrong with each picture below this element, as a list of lines; empty where all is well.
FAULTS = Path(__file__).with_name("measure.js").read_text(encoding="utf-8")
#: So many names have been made different by ``without_ids``.
_COUNT = itertools.count()


def inline(record: Record, uid: str, title: str, seconds: float = 0.0) -> tuple[str, list[str]]:
    """The picture of a run as a page has it, and what its key explains."""
    story = Story(record, "")
    said = described(story)
    drawing = timeline.draw(story, uid, seconds, timeline.LARGEST - len(said))
    return (timeline.inline(drawing, title, said), [*drawing.key]) if drawing else ("", [])


def alone(record: Record, title: str) -> str:
    """The picture of a run as a file of its own."""
    return svg_file.alone(Story(record, ""), title, described(Story(record, "")))


@functools.cache
def _styles() -> str:
    fonts = (ASSETS / "fonts" / "executed-mono.woff2").as_uri()
    sheet = (ASSETS / "timeline.css").read_text(encoding="utf-8")
    return (
        f'@font-face {{ font-family: "Mono"; font-weight: 200 900; src: url({fonts}); }} {sheet}'
        ':root { --md-code-font-family: "Mono"; font-size: 125%; } body { margin: 0; }'
        "figure.timeline { container-type: inline-size; }"
    )


def page_of(pictures: Mapping[str, str], width: int, scheme: str = "default") -> str:
    """An HTML page with these pictures in figures that are so many pixels wide, as they stand on the site."""
    figures = "".join(
        f'<figure class="timeline" id="{name}" style="width:{width}px; margin: 20px">{svg}</figure>'
        for name, svg in pictures.items()
    )
    paper = "#15171b" if scheme == "slate" else "#fdfcfa"
    return (
        f'<!doctype html><html data-md-color-scheme="{scheme}"><meta charset="utf-8"><style>{_styles()}</style>'
        f'<body class="md-typeset" data-md-color-scheme="{scheme}" style="background:{paper}">{figures}</body></html>'
    )


def without_ids(svg: str) -> str:
    """The picture of a file of its own, as it can stand on one page with others: no two have the same ids."""
    other = f"a{next(_COUNT)}_"
    return re.sub(r'(id="|url\(#|labelledby="| )tl_', lambda found: found[0].replace("tl_", other), svg)

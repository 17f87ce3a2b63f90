"""The room on a slide: 1280 by 720 design pixels, places in them, and rows that are counted so that nothing is clipped.

Sizes leave here in ``rem``: the sheet makes one of them 16 design pixels large, whatever the window.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from snippets._engine.pages.markup import Markup, el, plain

#: No letter on a slide is smaller than this, in design pixels; the height of a slide is 45 of them.
LEAST = 16

#: Where the body of a slide begins, its left edge, its width and its height.
TOP, LEFT, WIDTH, BODY = 96, 32, 1216, 584
#: Between columns, and above a picture.
GAP, ABOVE = 28, 8

#: How wide a letter of the type for programs is, and how high a row, in parts of its size. Serif letters are narrower.
MONO, ROW, SERIF = 0.6, 1.27, 0.47

#: What stands beside the letters of a row: the number of a line of code, a line's dot, and its time.
NUMBER, DOT, TIME = 3.4, 46, 76


@dataclass(frozen=True, slots=True)
class Box:
    """A place on the slide, in design pixels from its corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def style(self) -> str:
        """The place for an element that is laid out absolutely."""
        return self._style("height")

    @property
    def style_at_most(self) -> str:
        """The same for an element that may be less high."""
        return self._style("max-height")

    def _style(self, height: str) -> str:
        names = ("left", self.x), ("top", self.y), ("width", self.width), (height, self.height)
        return ";".join(f"{name}:{rem(value)}" for name, value in names)


def rem(pixels: float) -> str:
    """A length in design pixels, as the sheet wants it."""
    return f"{pixels / 16:.4g}rem"


def breaks(text: str, columns: int, indent: int) -> list[tuple[int, int]]:
    """Where a line too long for its column is broken, as slices; all but the first row lose ``indent`` columns."""
    found, start, room = [], 0, columns
    while len(text) - start > room:
        at = text.rfind(" ", start + room // 3, start + room)
        end = at + 1 if at > 0 else start + room
        found.append((start, end))
        start, room = end, max(8, columns - indent)
    return [*found, (start, len(text))]


def row(inside: str, number: int | str | None = None, names: str = "") -> Markup:
    """A row of letters, with the number of its line."""
    return el("span", inside, "\n", class_=f"r {names}".strip(), data_no=number)


def left_out(words: str) -> Markup:
    """A row that stands for what is left out."""
    return row(f"… {words}", names="gap")


def prose_size(parts: Sequence[tuple[str, float]], width: float, height: float, sizes: Sequence[float]) -> float:
    """The first of these sizes in which paragraphs, each so many times as large, surely fit a place."""
    for size in sizes:
        need = 0.0
        for said, times in parts:
            letters = len(plain(said))
            need += (-(-letters * SERIF * size * times // width) * 1.32 + 0.55) * size * times
        if need <= height:
            return size
    return sizes[-1]


def prose_height(said: str, size: float, width: float) -> float:
    """How high a paragraph surely is in letters of this size, with the space below it."""
    return -(-len(plain(said)) * SERIF * size // width) * 1.32 * size + 0.6 * size

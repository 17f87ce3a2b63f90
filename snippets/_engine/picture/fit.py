"""What fits where in a picture: how wide words are, and for which widths of the picture they have room."""

from __future__ import annotations

import unicodedata
from typing import Literal

#: Widths of the drawing, in pixels, for which it is decided what fits: the least at which it is laid out as on a wide
#: screen, and the least that a telephone gives it.
WIDE, NARROW = 660, 320
#: A letter's width, in pixels, and in the height of its type.
LETTER, LETTER_EM = 7.0, 0.6

#: For which widths of the picture something is meant: for all, for wide screens, for narrow ones.
Only = Literal["", "wid", "nar"]


def letters(text: str) -> int:
    """How many letters wide a text is: some are as wide as two, and some stand upon the one before."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def long(text: str) -> float:
    """How long a text is, in pixels."""
    return letters(text) * LETTER


def room(need: float, percent: float) -> Only | None:
    """For which widths there is room for so many pixels in so much of the width; None where there is for none."""
    return "" if need <= percent * NARROW / 100 else "wid" if need <= percent * WIDE / 100 else None


def cut_to(text: str, pixels: float) -> str:
    """A text that has room in so many pixels: where it is too long, its beginning and an ellipsis."""
    while text and long(text) > pixels:
        text = text.rstrip("…")[:-1] + "…" if len(text) > 1 else ""
    return text


def ground(text: str, x: str, y: float, height: float = 12, css: str | None = "bg") -> str:
    """A rectangle for a text to stand on, so that no line or pattern goes through its words; ``bg`` is the paper."""
    wide = f"{letters(text) * LETTER_EM + 0.2:.2f}".rstrip("0").rstrip(".")
    return f'<rect class="{css}" x="{x}" y="{y:g}" width="{wide}em" height="{height:g}"/>'

"""What fits where in a picture: how wide words are, and for which widths of the picture they have room."""

from __future__ import annotations

import unicodedata

#: Widths of the drawing, in pixels, for which it is decided what fits: the least at which it is laid out as on a wide
#: screen, and the least that a telephone gives it.
WIDE, NARROW = 660, 320
#: A letter's width, in pixels, and in the height of its type.
LETTER, LETTER_EM = 7.0, 0.6


def letters(text: str) -> int:
    """How many letters wide a text is: some are as wide as two, and some stand upon the one before."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def long(text: str) -> float:
    """How long a text is, in pixels."""
    return letters(text) * LETTER


def room_css(need: float, percent: float) -> str | None:
    """The class of what needs so many pixels where there is so much of the width: none where it always fits.

    ``wid`` where it does on wide screens only; None where there is no room for it.
    """
    return "" if need <= percent * NARROW / 100 else "wid" if need <= percent * WIDE / 100 else None


def cut_to(text: str, pixels: float) -> str:
    """A text that has room in so many pixels: where it is too long, its beginning and an ellipsis."""
    while text and long(text) > pixels:
        text = text.rstrip("…")[:-1] + "…" if len(text) > 1 else ""
    return text


def ground(text: str, x: str, y: float, height: float = 12, css: str = "", fill: str = "bg") -> str:
    """A rectangle for a text to stand on, so that no line or pattern goes through its words; ``bg`` is the paper."""
    wide = f"{letters(text) * LETTER_EM + 0.2:.2f}".rstrip("0").rstrip(".")
    return f'<rect class="{f"{fill} {css}".strip()}" x="{x}" y="{y:g}" width="{wide}em" height="{height:g}"/>'

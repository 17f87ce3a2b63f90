"""The picture that a pasted link unfurls with: an example's title, its verdict, and the bars of its run, as PNG.

Drawn during the build, with the site's own fonts and colours and without the network.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

from snippets._engine.examples.catalogue import ROOT
from snippets._engine.pages.cite import WORK
from snippets._engine.pages.markup import plain, words
from snippets._engine.pages.result import Result
from snippets._engine.picture import sheet, thumbnail
from snippets._engine.picture.kinds import KINDS
from snippets._engine.picture.thumbnail import SmallBar
from snippets._engine.story.story import Story
from snippets._engine.words.marks import to_plain

WIDTH, HEIGHT = 1200, 630
#: What a card is called beside the page that it is of.
FILE = "card.png"
#: The example whose run stands on the card of every other page.
HERO = "queue_sentinel"

_FONTS = ROOT / "docs" / "assets" / "fonts"
_SERIF, _MONO = "executed-serif.woff2", "executed-mono.woff2"
_EDGE, _BELOW = 72, 84
#: More lanes than these are not drawn; the last row then says how many there are besides.
_LANES = 7
#: How much of the width the names of the tasks take.
_NAMES = 300
_VERDICTS = {"ok": "ok", "differs": "differs", "stuck": "stuck", "raises": "raises", "grey": "dim"}


def card(first: Result) -> bytes:
    """The card of an example, from what its first variant did in this build."""
    example, story = first.example, first.story if first.ran else None
    title, idea, verdict = plain(words(example.title)), plain(words(example.idea)), to_plain(first.verdict.words)
    foot = f"{example.id}, {first.variant.key}"
    foot += f": run on Python {first.record.python}" if story else ": not run in this build"
    return _drawn(_Face(title, verdict, _VERDICTS[first.verdict.kind], idea, foot, *_rows(story)))


def home(shown: Result, description: str) -> bytes:
    """The card of every page that is of no single example: what the site is, over the bars of this run."""
    return _drawn(_Face(description, "", "dim", "", "", *_rows(shown.story)))


def _rows(story: Story | None) -> tuple[tuple[tuple[str, tuple[SmallBar, ...]], ...], int]:
    """The lanes that a card has room for, each with its bars; and how many there are in all."""
    if story is None:
        return (), 0
    tasks = len(story.lanes.lanes)
    most = _LANES if tasks <= _LANES else _LANES - 1
    return tuple((name, tuple(row)) for name, row in thumbnail.bars(story, most=most)), tasks


@dataclass(frozen=True, slots=True)
class _Face:
    """What is on a card; ``kind`` is the name of the verdict's colour, ``idea`` stands where there are no bars.

    ``rows`` are the lanes that are drawn, each with its bars, of so many ``tasks``.
    """

    title: str
    verdict: str
    kind: str
    idea: str
    foot: str
    rows: tuple[tuple[str, tuple[SmallBar, ...]], ...]
    tasks: int


def _drawn(face: _Face) -> bytes:
    image = Image.new("RGB", (WIDTH, HEIGHT), _colour("paper"))
    draw = ImageDraw.Draw(image)
    draw.text((_EDGE, 46), WORK, _colour("dim"), _font(_MONO, 26, 500))
    y = _words(draw, face.title, 96, 600, (66, 58, 50, 44))
    if face.verdict:
        y = _verdict(draw, face.verdict, face.kind, y + 20)
    if face.rows:
        _bars(draw, face, y + 34)
    else:
        _words(draw, face.idea, y + 40, 400, (38, 34, 30))
    draw.text((_EDGE, HEIGHT - _BELOW + 22), face.foot, _colour("dim"), _font(_MONO, 22, 400))
    file = io.BytesIO()
    # The quickest of Pillow's ways to choose colours: a card has few, and the shades between them.
    image.quantize(128, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(file, "PNG")
    return file.getvalue()


def _words(draw: ImageDraw.ImageDraw, text: str, y: float, weight: int, sizes: Sequence[int]) -> float:
    """A text in the first of these sizes that needs no more than two lines, or in the last; returns where it ends."""
    for size in sizes:
        font = _font(_SERIF, size, weight)
        lines = _wrapped(text, font, WIDTH - 2 * _EDGE)
        if len(lines) <= 2:
            break
    for line in lines:
        draw.text((_EDGE, y), line, _colour("ink"), font)
        y += size * 1.18
    return y


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _verdict(draw: ImageDraw.ImageDraw, words: str, kind: str, y: float) -> float:
    font = _font(_MONO, 30, 600)
    draw.rounded_rectangle((_EDGE, y, _EDGE + font.getlength(words) + 44, y + 54), 8, outline=_colour(kind), width=3)
    draw.text((_EDGE + 22, y + 8), words, _colour(kind), font)
    return y + 54


def _bars(draw: ImageDraw.ImageDraw, face: _Face, top: float) -> None:
    """A row a task: its name, and below it what it did."""
    more = face.tasks - len(face.rows)
    pitch = min(62.0, (HEIGHT - _BELOW - top) / (len(face.rows) + bool(more)))
    font = _font(_MONO, 19, 500)
    for index, (name, row) in enumerate(face.rows):
        y = top + index * pitch
        draw.text((_EDGE, y + pitch / 2), _short(name, font), _colour("ink"), font, anchor="lm")
        for bar in row:
            _bar(draw, bar, y, pitch)
    if more:
        y = top + len(face.rows) * pitch + pitch / 2
        draw.text((_EDGE, y), f"and {more:,} more tasks", _colour("dim"), font, anchor="lm")


def _short(name: str, font: ImageFont.FreeTypeFont) -> str:
    while font.getlength(name) > _NAMES - 24:
        name = name.rstrip("…")[:-1] + "…"
    return name


def _bar(draw: ImageDraw.ImageDraw, bar: SmallBar, y: float, pitch: float) -> None:
    left, wide = _EDGE + _NAMES, (WIDTH - 2 * _EDGE - _NAMES) / 100
    x0, x1 = left + bar.x * wide, left + min(bar.x + max(bar.width, 0.6), 100) * wide
    half = min(11.0, pitch / 3)
    middle, look = y + pitch / 2, KINDS[bar.kind]
    colour = _colour(look.colour)
    if look.card in ("dashed", "sparse"):
        step = 28 if look.card == "sparse" else 14
        for x in range(int(x0), int(x1), step):
            draw.line((x, middle, min(x + 6, x1), middle), colour, 4)
    elif look.card == "outlined":
        draw.rectangle((x0, middle - half, x1, middle + half), outline=colour, width=3)
    else:
        draw.rectangle((x0, middle - half, x1, middle + half), colour)


@functools.cache
def _font(file: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(_FONTS / file, size)
    axes = {b"Weight": weight, b"Optical Size": max(20, min(60, size))}
    font.set_variation_by_axes([axes[axis["name"]] for axis in font.get_variation_axes()])
    return font


def _colour(name: str) -> str:
    """A colour of the pictures in the light."""
    return sheet.colours()[0][name]

"""The numbered dots of a picture: which printed lines each stands for, and where it stands so that all can be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from snippets._engine.picture.axis import Scale, pc
from snippets._engine.picture.fit import NARROW, WIDE
from snippets._engine.picture.svg import attributes, escape
from snippets._engine.record.printed import Line
from snippets._engine.story.lanes import Mark

#: A dot's width with its space, and that space, in pixels.
DOT, SPACE = 17, 2.5
#: A dot stands no further than this from its moment, in pixels, where those beside it can be joined instead; one of
#: another stream is joined only beyond the second.
FAR, FARTHEST = 2.2 * DOT, 4.0 * DOT


@dataclass(frozen=True, slots=True)
class Dot:
    """One dot, or a pill for several lines in a row: at which percent, moved by how many pixels, which lines."""

    x: float
    shift: float
    marks: tuple[Mark, ...]

    @property
    def words(self) -> str:
        """``7``; ``7-12`` for several in a row, ``7 +5`` where other tasks printed between them."""
        first, last = self.marks[0].number, self.marks[-1].number
        if first == last:
            return str(first)
        return f"{first}\N{EN DASH}{last}" if self.in_a_row else f"{first} +{len(self.marks) - 1}"

    @property
    def in_a_row(self) -> bool:
        """Whether these are all lines from the first to the last."""
        return self.marks[-1].number - self.marks[0].number == len(self.marks) - 1

    @property
    def width(self) -> float:
        """In pixels."""
        return max(15.0, len(self.words) * 5.8 + (4 if len(self.marks) == 1 else 9))

    def left(self, width: int) -> float:
        """Where it begins, in pixels, in a picture of this width."""
        return self.x * width / 100 + self.shift - 7.5

    def away(self, width: int) -> float:
        """How far it stands from the moment of its first line, in pixels."""
        left, at = self.left(width), self.x * width / 100
        return max(0.0, left + 7.5 - at, at - left - self.width)


def dots(scale: Scale, marks: Sequence[Mark], y: float, printed: Sequence[Line], most: int) -> list[str]:
    """The dots for these marks in one row, no more than ``most``, as SVG: once, or once each for wide and narrow."""
    wide, narrow = (_laid_out(scale, marks, width, printed, most) for width in (WIDE, NARROW))
    if wide == narrow:
        return [_dot(dot, y, "", printed) for dot in wide]
    return [_dot(dot, y, css, printed) for css, row in ((" wid", wide), (" nar", narrow)) for dot in row]


def _laid_out(scale: Scale, marks: Sequence[Mark], width: int, printed: Sequence[Line], most: int) -> list[Dot]:
    """Dots side by side; those that would stand far from their moment are drawn together, stdout and stderr apart."""
    row: list[Dot] = []
    for mark in marks:
        x = scale.x(mark.at)
        row[-1:] = _beside(row[-1], mark, x, width, printed) if row else [Dot(x, 0.0, (mark,))]
    return _all_inside(_fewer(row, scale, most), width, printed)


def _fewer(row: Sequence[Dot], scale: Scale, most: int) -> list[Dot]:
    """The same in no more than so many dots: those are joined whose lines came soonest after one another."""
    row = list(row)
    while len(row) > most:
        gaps = [scale.x(after.marks[0].at) - scale.x(dot.marks[-1].at) for dot, after in pairwise(row)]
        at = gaps.index(min(gaps))
        row[at : at + 2] = [_joined(row[at], *row[at + 1].marks)]
    return row


def _joined(dot: Dot, *marks: Mark) -> Dot:
    return Dot(dot.x, dot.shift, (*dot.marks, *marks))


def _beside(last: Dot, mark: Mark, x: float, width: int, printed: Sequence[Line]) -> list[Dot]:
    """The last dot and the next one, or both as one where the next would be moved too far."""
    free = last.left(width) + last.width + SPACE + 7.5
    shift = max(0.0, free - x * width / 100)
    room = (100 - x) * width / 100 - shift
    alike = _err(last.marks[0], printed) == _err(mark, printed)
    if shift > FARTHEST or (alike and (shift > FAR or (shift > 3 and (room < DOT or len(last.marks) > 1)))):
        return [_joined(last, mark)]
    return [last, Dot(x, round(shift, 1), (mark,))]


def _all_inside(row: Sequence[Dot], width: int, printed: Sequence[Line]) -> list[Dot]:
    """The same, none beyond the right edge nor on another; those that would then stand too far away are joined."""
    while True:
        placed = _moved_left(row, width)
        if len(row) < 2 or (placed[0].left(width) >= -1 and all(dot.away(width) <= FARTHEST for dot in placed)):
            return placed
        pairs = range(len(row) - 2, -1, -1)
        alike = (at for at in pairs if _err(row[at].marks[0], printed) == _err(row[at + 1].marks[0], printed))
        first = next(alike, pairs[0])
        row = [*row[:first], _joined(row[first], *row[first + 1].marks), *row[first + 2 :]]


def _moved_left(row: Sequence[Dot], width: int) -> list[Dot]:
    """From the last to the first, each as far to the left as the one behind it, or the edge, makes necessary."""
    placed, edge = list[Dot](), float(width)
    for dot in reversed(row):
        over = dot.left(width) + dot.width - edge
        placed.append(Dot(dot.x, round(dot.shift - over, 1), dot.marks) if over > 0 else dot)
        edge = placed[-1].left(width) - SPACE
    return placed[::-1]


def _err(mark: Mark, printed: Sequence[Line]) -> bool:
    return 0 < mark.number <= len(printed) and printed[mark.number - 1].stderr


def _dot(dot: Dot, y: float, css: str, printed: Sequence[Line]) -> str:
    first, last = dot.marks[0], dot.marks[-1]
    err = all(_err(mark, printed) for mark in dot.marks)
    told = [printed[mark.number - 1].text.rstrip("\n")[:80] for mark in dot.marks[:1] if mark.number <= len(printed)]
    half = dot.width / 2
    round_ = f'<rect x="-7.5" y="-7.5" width="{dot.width:g}" height="15" rx="{2 if err else 7.5:g}"/>'
    shape = '<circle r="7.5"/>' if dot.width == 15 and not err else round_
    name = attributes(
        class_=f"n{' err' if err else ''}{css}",
        data_n=first.number,
        data_m=last.number if last != first and dot.in_a_row else None,
        data_k=None if dot.in_a_row else len(dot.marks),
        data_s=first.step,
        x=pc(dot.x),
        y=f"{y:g}",
        overflow="visible",
    )
    said = f"line{'s' if last != first else ''} {dot.words}{': ' + told[0] if told else ''}"
    inner = f'{shape}<text x="{half - 7.5:g}" y="3.4">{dot.words}</text>'
    moved = f'<g transform="translate({dot.shift:g} 0)">{inner}</g>' if dot.shift else inner
    return f"<svg{name}><title>{escape(said)}</title>{moved}</svg>"

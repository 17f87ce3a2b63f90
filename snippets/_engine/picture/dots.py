"""The numbered dots of a picture: which printed lines each stands for, and where it stands so that all can be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from snippets._engine.picture.axis import Scale
from snippets._engine.picture.fit import NARROW, WIDE, Only
from snippets._engine.picture.shapes import Dot
from snippets._engine.record.printed import Line
from snippets._engine.story.lanes import Mark
from snippets._engine.words import bars

#: A dot's width with its space, and that space, in pixels.
DOT, SPACE = 17, 2.5
#: A dot stands no further than this from its moment, in pixels, where those beside it can be joined instead; one of
#: another stream is joined only beyond the second.
FAR, FARTHEST = 2.2 * DOT, 4.0 * DOT


@dataclass(frozen=True, slots=True)
class _Group:
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


def dots(scale: Scale, marks: Sequence[Mark], y: float, printed: Sequence[Line], most: int) -> list[Dot]:
    """The dots for these marks in one row, no more than ``most``: once, or once each for wide and narrow."""
    wide, narrow = (_laid_out(scale, marks, width, printed, most) for width in (WIDE, NARROW))
    rows: list[tuple[Only, list[_Group]]] = [("", wide)] if wide == narrow else [("wid", wide), ("nar", narrow)]
    return [_dot(group, y, only, printed) for only, row in rows for group in row]


def _dot(group: _Group, y: float, only: Only, printed: Sequence[Line]) -> Dot:
    first, last = group.marks[0], group.marks[-1]
    told = [printed[mark.number - 1].text.rstrip("\n")[:80] for mark in group.marks[:1] if mark.number <= len(printed)]
    return Dot(
        group.x,
        y,
        group.shift,
        group.width,
        group.words,
        err=all(_err(mark, printed) for mark in group.marks),
        first=first.number,
        last=last.number if last != first and group.in_a_row else None,
        more=None if group.in_a_row else len(group.marks),
        step=first.step,
        said=bars.printed(group.words, last != first, told[0] if told else ""),
        only=only,
    )


def _laid_out(scale: Scale, marks: Sequence[Mark], width: int, printed: Sequence[Line], most: int) -> list[_Group]:
    """Dots side by side; those that would stand far from their moment are drawn together, stdout and stderr apart."""
    row: list[_Group] = []
    for mark in marks:
        x = scale.x(mark.at)
        row[-1:] = _beside(row[-1], mark, x, width, printed) if row else [_Group(x, 0.0, (mark,))]
    return _all_inside(_fewer(row, scale, most), width, printed)


def _fewer(row: Sequence[_Group], scale: Scale, most: int) -> list[_Group]:
    """The same in no more than so many dots: those are joined whose lines came soonest after one another."""
    row = list(row)
    while len(row) > most:
        gaps = [scale.x(after.marks[0].at) - scale.x(dot.marks[-1].at) for dot, after in pairwise(row)]
        at = gaps.index(min(gaps))
        row[at : at + 2] = [_joined(row[at], *row[at + 1].marks)]
    return row


def _joined(dot: _Group, *marks: Mark) -> _Group:
    return _Group(dot.x, dot.shift, (*dot.marks, *marks))


def _beside(last: _Group, mark: Mark, x: float, width: int, printed: Sequence[Line]) -> list[_Group]:
    """The last dot and the next one, or both as one where the next would be moved too far."""
    free = last.left(width) + last.width + SPACE + 7.5
    shift = max(0.0, free - x * width / 100)
    room = (100 - x) * width / 100 - shift
    alike = _err(last.marks[0], printed) == _err(mark, printed)
    if shift > FARTHEST or (alike and (shift > FAR or (shift > 3 and (room < DOT or len(last.marks) > 1)))):
        return [_joined(last, mark)]
    return [last, _Group(x, round(shift, 1), (mark,))]


def _all_inside(row: Sequence[_Group], width: int, printed: Sequence[Line]) -> list[_Group]:
    """The same, none beyond the right edge nor on another; those that would then stand too far away are joined."""
    while True:
        placed = _moved_left(row, width)
        if len(row) < 2 or (placed[0].left(width) >= -1 and all(dot.away(width) <= FARTHEST for dot in placed)):
            return placed
        pairs = range(len(row) - 2, -1, -1)
        alike = (at for at in pairs if _err(row[at].marks[0], printed) == _err(row[at + 1].marks[0], printed))
        first = next(alike, pairs[0])
        row = [*row[:first], _joined(row[first], *row[first + 1].marks), *row[first + 2 :]]


def _moved_left(row: Sequence[_Group], width: int) -> list[_Group]:
    """From the last to the first, each as far to the left as the one behind it, or the edge, makes necessary."""
    placed, edge = list[_Group](), float(width)
    for dot in reversed(row):
        over = dot.left(width) + dot.width - edge
        placed.append(_Group(dot.x, round(dot.shift - over, 1), dot.marks) if over > 0 else dot)
        edge = placed[-1].left(width) - SPACE
    return placed[::-1]


def _err(mark: Mark, printed: Sequence[Line]) -> bool:
    return 0 < mark.number <= len(printed) and printed[mark.number - 1].stderr

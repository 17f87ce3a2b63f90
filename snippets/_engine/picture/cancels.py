"""Where a picture shows that a task was asked to end: a cross for each time, and by whom, in a row above its bar."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from snippets._engine.picture.axis import Scale
from snippets._engine.picture.fit import NARROW, WIDE, Only, long
from snippets._engine.picture.shapes import Cross
from snippets._engine.story.lanes import Mark
from snippets._engine.words.bars import asked

#: Half of a cross and the space around it, in pixels. Those that would touch are one.
HALF = 6.0


@dataclass(frozen=True, slots=True)
class _Asked:
    """What one cross stands for: where it stands, in percent, the cancellations, its words, and on which side."""

    x: float
    marks: tuple[Mark, ...]
    words: str = ""
    left: bool = False

    def said(self) -> Iterator[str]:
        """What could stand beside it, the longest first."""
        times = f"{len(self.marks)} \N{MULTIPLICATION SIGN} " if len(self.marks) > 1 else ""
        by = list(dict.fromkeys(mark.by for mark in self.marks))
        if None not in by:
            yield f"{times}cancel() by {', '.join(map(str, by))}"
        yield f"{times}cancel()"
        if times:
            yield times.rstrip()


def crosses(scale: Scale, lane: str, marks: Sequence[Mark], y: float, before: Callable[[Mark], int]) -> Iterator[Cross]:
    """The row of crosses of a lane, ``y`` its middle: once, or once each for wide and narrow.

    ``before`` tells how many lines were printed before a mark.
    """
    wide, narrow = (_laid_out(scale, marks, width) for width in (WIDE, NARROW))
    rows: list[tuple[Only, list[_Asked]]] = [("", wide)] if wide == narrow else [("wid", wide), ("nar", narrow)]
    for only, row in rows:
        for one in row:
            said = "; ".join(asked(lane, mark, scale.timed) for mark in one.marks[:4])
            said += f"; and {len(one.marks) - 4} more" if len(one.marks) > 4 else ""
            yield Cross(one.x, y, one.words, one.left, before=before(one.marks[0]), said=said, only=only)


def _laid_out(scale: Scale, marks: Sequence[Mark], width: int) -> list[_Asked]:
    row: list[_Asked] = []
    for mark in marks:
        x = scale.x(mark.at)
        if row and (x - row[-1].x) * width / 100 < 2 * HALF:
            row[-1] = _Asked(row[-1].x, (*row[-1].marks, mark))
        else:
            row.append(_Asked(x, (mark,)))
    return _with_words(row, width)


def _with_words(row: Sequence[_Asked], width: int) -> list[_Asked]:
    """The same, each with the longest words that have room to its right, or else to its left."""
    free, found = 0.0, []
    for index, cross in enumerate(row):
        at = cross.x * width / 100
        until = row[index + 1].x * width / 100 - HALF if index + 1 < len(row) else float(width)
        for words in cross.said():
            need = long(words) + HALF + 5
            if at + need <= until:
                cross, free = _Asked(cross.x, cross.marks, words), at + need
                break
            if at - need >= free:
                cross, free = _Asked(cross.x, cross.marks, words, left=True), at + HALF
                break
        else:
            free = at + HALF
        found.append(cross)
    return found

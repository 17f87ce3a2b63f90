"""Where a picture shows that a task was asked to end: a cross for each time, and by whom, in a row above its bar."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from snippets._engine.picture.axis import Scale, pc
from snippets._engine.picture.fit import NARROW, WIDE, ground, long
from snippets._engine.picture.svg import attributes, escape
from snippets._engine.record.times import fine as time
from snippets._engine.story.lanes import Mark

#: Half of a cross and the space around it, in pixels. Those that would touch are one.
HALF = 6.0


@dataclass(frozen=True, slots=True)
class Cross:
    """One cross: where it stands, in percent, the cancellations that it stands for, its words, and on which side."""

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


def crosses(scale: Scale, lane: str, marks: Sequence[Mark], y: float, before: Callable[[Mark], int]) -> Iterator[str]:
    """The row of crosses of a lane, ``y`` its middle, as SVG: once, or once each for wide and narrow.

    ``before`` tells how many lines were printed before a mark.
    """
    wide, narrow = (_laid_out(scale, marks, width) for width in (WIDE, NARROW))
    rows = [("", wide)] if wide == narrow else [("wid", wide), ("nar", narrow)]
    return (_cross(scale, lane, cross, y, css, before) for css, row in rows for cross in row)


def _laid_out(scale: Scale, marks: Sequence[Mark], width: int) -> list[Cross]:
    row: list[Cross] = []
    for mark in marks:
        x = scale.x(mark.at)
        if row and (x - row[-1].x) * width / 100 < 2 * HALF:
            row[-1] = Cross(row[-1].x, (*row[-1].marks, mark))
        else:
            row.append(Cross(x, (mark,)))
    return _with_words(row, width)


def _with_words(row: Sequence[Cross], width: int) -> list[Cross]:
    """The same, each with the longest words that have room to its right, or else to its left."""
    free, found = 0.0, []
    for index, cross in enumerate(row):
        at = cross.x * width / 100
        until = row[index + 1].x * width / 100 - HALF if index + 1 < len(row) else float(width)
        for words in cross.said():
            need = long(words) + HALF + 5
            if at + need <= until:
                cross, free = Cross(cross.x, cross.marks, words), at + need
                break
            if at - need >= free:
                cross, free = Cross(cross.x, cross.marks, words, left=True), at + HALF
                break
        else:
            free = at + HALF
        found.append(cross)
    return found


def _cross(scale: Scale, lane: str, cross: Cross, y: float, css: str, before: Callable[[Mark], int]) -> str:
    told = "; ".join(_told(lane, mark, scale.timed) for mark in cross.marks[:4])
    told += f"; and {len(cross.marks) - 4} more" if len(cross.marks) > 4 else ""
    beside = ""
    if cross.words:
        place = attributes(x=-9 if cross.left else 9, y=4, text_anchor="end" if cross.left else None)
        beside = f'<text class="can"{place}>{escape(cross.words)}</text>'
        under = ground(cross.words, "8", -6)
        beside = (f'<g transform="scale(-1 1)">{under}</g>' if cross.left else under) + beside
    head = attributes(class_=css or None, x=pc(cross.x), y=f"{y:g}", overflow="visible", data_b=before(cross.marks[0]))
    return (
        f'<svg{head}><title>{escape(told)}</title>{beside}<circle class="bg" r="6"/>'
        f'<path class="can" d="M-4-4 4 4M4-4-4 4" stroke-width="1.8" fill="none"/></svg>'
    )


def _told(lane: str, mark: Mark, timed: bool) -> str:
    by = f" by {mark.by}" if mark.by else ""
    line = f", line {mark.line}" if mark.line else ""
    return f"{lane}: cancellation asked for{by}{line}" + (f", {time(mark.at.seconds)}" if timed else "")

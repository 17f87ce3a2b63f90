"""A program on a slide: its lines in rows of so many columns, a window of it, or all of it as large as can be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from snippets._engine.pages.code import tokens
from snippets._engine.pages.markup import Markup, el, fragment
from snippets._engine.slides.layout import (
    BODY,
    GAP,
    LEAST,
    LEFT,
    MONO,
    NUMBER,
    ROW,
    TOP,
    WIDTH,
    Box,
    breaks,
    left_out,
    rem,
    row,
)
from snippets._engine.words.english import counted


@dataclass(frozen=True, slots=True)
class ProgramRows:
    """A program in rows: for each of its lines the HTML of the rows that it takes in so many columns."""

    rows: tuple[tuple[Markup, ...], ...]
    columns: int

    @property
    def height(self) -> int:
        """How many rows there are in all."""
        return sum(map(len, self.rows))

    @property
    def wrapped(self) -> int:
        """How many lines had to be broken."""
        return sum(len(rows) > 1 for rows in self.rows)


def longest(source: str) -> int:
    """The length of the program's longest line."""
    return max(map(len, source.splitlines()), default=0)


@dataclass(frozen=True, slots=True)
class _CodeLine:
    """A line of a program: its letters, the same in pieces with a class of ``_css``, and all of it as HTML."""

    text: str
    pieces: tuple[tuple[str, str], ...]
    html: Markup


@cache  # the same few widths are tried for every step
def program(source: str, columns: int) -> ProgramRows:
    """The program's lines in rows of so many columns."""
    return ProgramRows(tuple(_code_line(line, columns) for line in _lexed(source)), columns)


@cache
def _lexed(source: str) -> tuple[_CodeLine, ...]:
    """The program's lines: several widths are tried for each program, and most lines fit into all of them."""
    lines = []
    for line in tokens(source):
        pieces = tuple((_css(name), text) for name, text in line)
        text = "".join(piece for _, piece in pieces)
        lines.append(_CodeLine(text, pieces, _cut_out(pieces, 0, len(text))))
    return tuple(lines)


def _code_line(line: _CodeLine, columns: int) -> tuple[Markup, ...]:
    if len(line.text) <= columns:
        return (line.html,)
    indent = len(line.text) - len(line.text.lstrip()) + 4
    rows = []
    for start, end in breaks(line.text, columns, indent):
        lead = " " * indent if start else ""
        rows.append(fragment(lead, _cut_out(line.pieces, start, end)))
    return tuple(rows)


def _css(name: str) -> str:
    """The few classes that slides tell apart, by Pygments' name: keywords, strings, comments."""
    return "k" if name == "ow" else name[:1] if name[:1] in ("k", "s", "c") else ""


def _cut_out(pieces: Iterable[tuple[str, str]], start: int, end: int) -> Markup:
    """The HTML of the letters from ``start`` to ``end``."""
    found, at = [], 0
    for css, text in pieces:
        part = text[max(0, start - at) : max(0, end - at)]
        at += len(text)
        if part:
            found.append((css, part))
    joined = ((css, "".join(part for _, part in group)) for css, group in groupby(found, key=lambda one: one[0]))
    return fragment(*(el("b", text, class_=css) if css else text for css, text in joined))


@dataclass(frozen=True, slots=True)
class Window:
    """The lines of a program that are shown, from ``first`` up to ``last`` (not included), counted from 0."""

    first: int
    last: int


def window(heights: Sequence[int], room: int, focus: Iterable[int], before: Window | None = None) -> Window:
    """The lines that fit into so many rows and hold those of ``focus``; the window of the step before, if it does.

    What is left out above or below takes a row that says so.
    """
    if sum(heights) <= room:
        return Window(0, len(heights))
    wanted = sorted(focus)
    if before and all(before.first <= line < before.last for line in wanted):
        return before
    if not wanted:
        return before or _from(heights, room, 0)
    middle = (wanted[0] + wanted[-1]) // 2
    starts = [_from(heights, room, first) for first in range(len(heights))]
    last = next(index for index, one in enumerate(starts) if one.last == len(heights))
    starts = starts[: last + 1]  # those behind it only show less
    good = [one for one in starts if one.first <= wanted[0] and wanted[-1] < one.last]
    good = good or [one for one in starts if one.first <= wanted[-1] < one.last] or starts
    return min(good, key=lambda one: (abs(one.first + one.last - 1 - 2 * middle), one.first))


def _from(heights: Sequence[int], room: int, first: int) -> Window:
    left = room - (first > 0)
    last = first
    while last < len(heights) and heights[last] <= left - (last + 1 < len(heights)):
        left -= heights[last]
        last += 1
    return Window(first, last)


def listing(
    code: ProgramRows,
    shown: Window | None = None,
    lit: Set[int] = frozenset(),
    added: Set[int] = frozenset(),
    whole: bool = False,
) -> Markup:
    """The rows of a program as HTML. ``lit`` lines have just printed, ``added`` ones are new; all counted from 0.

    What is left out takes a row that says so, unless the ``whole`` program stands in several columns.
    """
    shown = shown or Window(0, len(code.rows))
    rows = []
    if shown.first and not whole:
        rows.append(left_out(counted(shown.first, "line") + " above"))
    for index in range(shown.first, shown.last):
        names = "lit" if index in lit else "add" if index in added else ""
        rows += [row(html, index + 1 if part == 0 else None, names) for part, html in enumerate(code.rows[index])]
    if shown.last < len(code.rows) and not whole:
        rows.append(left_out(counted(len(code.rows) - shown.last, "line") + " below"))
    return fragment(*rows)


def code_pane(box: Box, size: float, rows: Markup, name: str, css: str = "") -> Markup:
    """Rows of a program in their place, in letters of this size."""
    style = f"{box.style};font-size:{rem(size)}"
    return el("pre", rows, class_=f"s-code {css}".strip(), style=style, role="group", aria_label=name)


def number_width(size: float) -> float:
    """How much of a row's width the number of the line takes."""
    return NUMBER * size * MONO + 14


@dataclass(frozen=True, slots=True)
class Sheet:
    """A program on a slide of its own: letters of this size, in one column or two, of these lines."""

    size: float
    program: ProgramRows
    columns: tuple[tuple[Box, Window], ...]


def sheets(source: str) -> list[Sheet]:
    """A program as large as it can be: on one slide if the letters are not too small for that, else on several."""
    for sizes, columns, broken in (((30, 28, 26, 24, 22, 20, 18), 1, 0), ((22, 20, 18), 2, 2)):
        for size in sizes:
            found = _one_sheet(source, size, columns, broken)
            if found:
                return [found]
    for size, columns in ((17, 1), (LEAST, 1), (17, 2), (LEAST, 2)):
        found = _one_sheet(source, size, columns, 6)
        if found:
            return [found]
    return min((_several_sheets(source, size) for size in (20, 18)), key=len)


def _one_sheet(source: str, size: float, columns: int, broken: int) -> Sheet | None:
    width = (WIDTH - GAP * (columns - 1)) / columns
    code = program(source, int((width - number_width(size) - 16) / (size * MONO)))
    rows = int((BODY - 8) / (size * ROW))
    if code.wrapped > broken or code.height > rows * columns:
        return None
    parts, first = [], 0
    for column in range(columns):
        last, left = first, rows
        while last < len(code.rows) and len(code.rows[last]) <= left:
            left -= len(code.rows[last])
            last += 1
        if column == 0 and columns == 2:
            last = _good_break(source, first, last, minimum=len(code.rows) - rows)
        parts.append((Box(LEFT + column * (width + GAP), TOP, width, BODY), Window(first, last)))
        first = last
    return Sheet(size, code, tuple(parts)) if first == len(code.rows) else None


def _several_sheets(source: str, size: float) -> list[Sheet]:
    code = program(source, int((WIDTH - number_width(size) - 16) / (size * MONO)))
    rows, found, first = int((BODY - 8) / (size * ROW)) - 2, [], 0
    while first < len(code.rows):
        last, left = first, rows
        while last < len(code.rows) and len(code.rows[last]) <= left:
            left -= len(code.rows[last])
            last += 1
        last = _good_break(source, first, max(last, first + 1), minimum=first + 8)
        found.append(Sheet(size, code, ((Box(LEFT, TOP, WIDTH, BODY), Window(first, last)),)))
        first = last
    return found


def _good_break(source: str, first: int, last: int, minimum: int) -> int:
    """Where to go on with the next column: behind an empty line not far above ``last``, else there."""
    lines = source.splitlines()
    if last >= len(lines):
        return last
    empty = [
        n + 1
        for n in range(first, last)
        if not lines[n].strip() and n + 1 > max(minimum, first + (last - first) * 2 // 3)
    ]
    return empty[-1] if empty else last

"""What stands on a slide and how large: program and output in rows that are counted, so that nothing is clipped.

A slide is 1280 by 720 design pixels. Sizes leave here in ``rem``: the sheet makes one of them 16 design pixels large,
whatever the window.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from html import unescape
from itertools import chain, groupby, zip_longest

from snippets._engine.listing import coloured
from snippets._engine.markup import attributes, counted, escape, plain, seconds
from snippets._engine.printed import Line

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

#: More output than this is cut in its middle: so many lines from its start and from its end are left.
MOST, HEAD, TAIL = 60, 9, 3

#: A printed line is cut behind so many rows.
ROWS = 4

#: So many steps a run has at most, not counting those in which a whole traceback comes at once.
STEPS = 20

#: A line of a traceback that points to places in the line above it: what does not fit of it says nothing.
_POINTING = re.compile(r"[ |]*[\^~-][\^~ -]*")

_TOKEN = re.compile(r'<span class="([^"]*)">([^<]*)</span>|([^<]+)')


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
        names = ("left", self.x), ("top", self.y), ("width", self.width), ("height", self.height)
        return ";".join(f"{name}:{rem(value)}" for name, value in names)


def rem(pixels: float) -> str:
    """A length in design pixels, as the sheet wants it."""
    return f"{pixels / 16:.4g}rem"


# ------------------------------------------------------------------------------------------------ rows


def breaks(text: str, columns: int, indent: int) -> list[tuple[int, int]]:
    """Where a line too long for its column is broken, as slices; all but the first row lose ``indent`` columns."""
    found, start, room = [], 0, columns
    while len(text) - start > room:
        at = text.rfind(" ", start + room // 3, start + room)
        end = at + 1 if at > 0 else start + room
        found.append((start, end))
        start, room = end, max(8, columns - indent)
    return [*found, (start, len(text))]


@dataclass(frozen=True, slots=True)
class Program:
    """A program in rows: for each of its lines the HTML of the rows that it takes in so many columns."""

    rows: tuple[tuple[str, ...], ...]
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


def program(source: str, columns: int) -> Program:
    """The program's lines in rows of so many columns."""
    return Program(tuple(_code_line(pieces, columns) for pieces in _lexed(source)), columns)


@cache
def _lexed(source: str) -> tuple[tuple[tuple[str, str], ...], ...]:
    """The program's lines in pieces: a class of ``_css`` and the letters."""
    return tuple(
        tuple((_css(css), unescape(inner or bare)) for css, inner, bare in _TOKEN.findall(html))
        for html in coloured(source)
    )


def _code_line(pieces: Sequence[tuple[str, str]], columns: int) -> tuple[str, ...]:
    text = "".join(piece for _, piece in pieces)
    indent = len(text) - len(text.lstrip()) + 4
    rows = []
    for start, end in breaks(text, columns, indent):
        lead = " " * indent if start else ""
        rows.append(lead + _cut_out(pieces, start, end))
    return tuple(rows)


def _css(names: str) -> str:
    """The few classes that slides tell apart: keywords, strings, comments."""
    return "k" if names == "ow" else names[:1] if names[:1] in ("k", "s", "c") else ""


def _cut_out(pieces: Iterable[tuple[str, str]], start: int, end: int) -> str:
    """The HTML of the letters from ``start`` to ``end``."""
    found, at = [], 0
    for css, text in pieces:
        part = text[max(0, start - at) : max(0, end - at)]
        at += len(text)
        if part:
            found.append((css, part))
    joined = ((css, "".join(part for _, part in group)) for css, group in groupby(found, key=lambda one: one[0]))
    return "".join(f'<b class="{css}">{escape(text)}</b>' if css else escape(text) for css, text in joined)


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
    code: Program,
    shown: Window | None = None,
    lit: Set[int] = frozenset(),
    added: Set[int] = frozenset(),
    whole: bool = False,
) -> str:
    """The rows of a program as HTML. ``lit`` lines have just printed, ``added`` ones are new; all counted from 0.

    What is left out takes a row that says so, unless the ``whole`` program stands in several columns.
    """
    shown = shown or Window(0, len(code.rows))
    rows = []
    if shown.first and not whole:
        rows.append(_left_out(counted(shown.first, "line") + " above"))
    for index in range(shown.first, shown.last):
        names = "lit" if index in lit else "add" if index in added else ""
        rows += [_row(html, index + 1 if part == 0 else None, names) for part, html in enumerate(code.rows[index])]
    if shown.last < len(code.rows) and not whole:
        rows.append(_left_out(counted(len(code.rows) - shown.last, "line") + " below"))
    return "".join(rows)


def _row(html: str, number: int | str | None, names: str = "") -> str:
    return f"<span{attributes(class_=f'r {names}'.strip(), data_no=number)}>{html}\n</span>"


def _left_out(words: str) -> str:
    return f'<span class="r gap">… {words}\n</span>'


def code_pane(box: Box, size: float, rows: str, name: str, css: str = "") -> str:
    """Rows of a program in their place, in letters of this size."""
    style = f"{box.style};font-size:{rem(size)}"
    return f"<pre{attributes(class_=f's-code {css}'.strip(), style=style, role='group', aria_label=name)}>{rows}</pre>"


def number_width(size: float) -> float:
    """How much of a row's width the number of the line takes."""
    return NUMBER * size * MONO + 14


# ------------------------------------------------------------------------------------------------ output


@dataclass(frozen=True, slots=True)
class Entry:
    """A printed line with its number, or the mark that stands for ``left_out`` lines from that number on.

    ``rows`` are HTML; ``time`` is empty where it is that of the line before.
    """

    number: int
    rows: tuple[str, ...]
    seconds: float
    time: str = ""
    err: bool = False
    left_out: int = 0

    @property
    def last(self) -> int:
        """The number of the last line that this stands for."""
        return self.number + max(0, self.left_out - 1)


@dataclass(frozen=True, slots=True)
class Printed:
    """A run's output in rows of so many columns."""

    entries: tuple[Entry, ...]
    columns: int

    @property
    def height(self) -> int:
        """How many rows there are in all."""
        return sum(len(entry.rows) for entry in self.entries)

    @property
    def wrapped(self) -> int:
        """How many lines had to be broken."""
        return sum(len(entry.rows) > 1 for entry in self.entries)


def printed(lines: Sequence[Line], columns: int, clock: str | None) -> Printed:
    """The output in rows. A flood is cut in its middle, a very long line at its end; both say so.

    ``clock`` says how times are written; None where none are known.
    """
    entries: list[Entry] = []
    flood, time = len(lines) > MOST, ""
    for index, line in enumerate(lines):
        if flood and index == HEAD:
            left = len(lines) - HEAD - TAIL
            entries.append(Entry(index + 1, (f"… {left:,} more lines",), line.seconds, left_out=left))
        if flood and HEAD <= index < len(lines) - TAIL:
            continue
        now = seconds(line.seconds, clock) if clock and not line.stderr else ""
        rows = _output_rows(line.text.rstrip("\n"), columns)
        entries.append(Entry(index + 1, rows, line.seconds, "" if now == time else now, line.stderr))
        time = now or time
    return Printed(tuple(entries), columns)


def _output_rows(text: str, columns: int) -> tuple[str, ...]:
    if _POINTING.fullmatch(text):
        return (escape(text[:columns]),)
    slices = breaks(text, columns, 2)
    rows = [("  " if start else "") + text[start:end] for start, end in slices]
    if len(rows) > ROWS:
        rows = [*rows[: ROWS - 1], f"  … {len(text) - slices[ROWS - 1][0]} more letters of this line"]
    return tuple(map(escape, rows))


def steps(shown: Printed) -> list[tuple[Entry, ...]]:
    """Which entries appear together: each alone where they are few, else those of one moment, or as many as needed.

    What stderr gets at one moment, like a traceback, always comes at once.
    """

    def at_once(one: Entry, two: Entry) -> bool:
        return (
            round(one.seconds, 2) == round(two.seconds, 2)
            and one.err == two.err
            and not one.left_out
            and not two.left_out
        )

    found = _joined([(entry,) for entry in shown.entries], lambda one, two: one.err and at_once(one, two))
    if len(found) > STEPS:
        found = _joined(found, at_once)
    if len(found) > STEPS:
        size = -(-len(found) // STEPS)
        found = [tuple(chain(*found[n : n + size])) for n in range(0, len(found), size)]
    return found


def _joined(groups: Iterable[tuple[Entry, ...]], together: Callable[[Entry, Entry], bool]) -> list[tuple[Entry, ...]]:
    found: list[tuple[Entry, ...]] = []
    for group in groups:
        if found and together(found[-1][-1], group[0]):
            found[-1] += group
        else:
            found.append(group)
    return found


def latest(shown: Printed, upto: int, room: int, new: Set[int] = frozenset()) -> str:
    """The output up to a line's number, as many rows of it as there is room for. ``new`` lines have just appeared."""
    entries = [entry for entry in shown.entries if entry.number <= upto]
    if sum(len(entry.rows) for entry in entries) <= room:
        return "".join(_entry(entry, new) for entry in entries)
    kept: list[Entry] = []
    left = room - 1
    while entries and len(entries[-1].rows) <= left:
        left -= len(entries[-1].rows)
        kept.insert(0, entries.pop())
    above = entries[-1].last if entries else 0
    return _left_out(f"{counted(above, 'line')} above") + "".join(_entry(entry, new) for entry in kept)


def both_ends(shown: Printed, room: int) -> str:
    """The output's start and its end, where there is no room for all of it, and between them how much is left out."""
    if shown.height <= room:
        return "".join(map(_entry, shown.entries))
    top: list[Entry] = []
    bottom: list[Entry] = []
    rest = list(shown.entries)
    left = room - 1
    while rest:
        end, place = (bottom, -1) if len(bottom) < len(top) else (top, 0)
        if len(rest[place].rows) > left:
            break
        left -= len(rest[place].rows)
        end.append(rest.pop(place))
    hidden = sum(entry.left_out or 1 for entry in rest)
    parts = [_entry(entry) for entry in top]
    parts += [_left_out(f"{hidden:,} more line{'s' if hidden > 1 else ''}")] if hidden else []
    return "".join(parts + [_entry(entry) for entry in reversed(bottom)])


def _entry(entry: Entry, new: Set[int] = frozenset()) -> str:
    """A line in its rows; the first has its number and time. A line of stderr says so in the place of the time."""
    if entry.left_out:
        return f'<span class="r gap">{entry.rows[0]}\n</span>'
    names = " ".join(filter(None, ("r", "err" if entry.err else "", "lit" if entry.number in new else "")))
    rows = []
    for part, html in enumerate(entry.rows):
        said = ("stderr" if entry.err else entry.time) if part == 0 else None
        rows.append(
            f"<span{attributes(class_=names, data_n=entry.number if part == 0 else None, data_t=said or None)}>"
            f"{html}\n</span>"
        )
    return "".join(rows)


def output_pane(box: Box, size: float, rows: str, name: str) -> str:
    """Rows of output in their place."""
    style = f"{box.style};font-size:{rem(size)};--middle:{rem(size * ROW / 2)}"
    return f"<pre{attributes(class_='s-out', style=style, role='group', aria_label=name)}>{rows}</pre>"


# ------------------------------------------------------------------------------------------------ arrangement


@dataclass(frozen=True, slots=True)
class Fitted:
    """An output in its place: the size of its letters, and how many rows there are for it."""

    box: Box
    size: float
    rows: int
    printed: Printed


def fitted(lines: Sequence[Line], clock: str | None, box: Box, most: float = 24) -> Fitted:
    """The output in the largest letters in which all of it has room, or in small ones. ``clock`` as for ``printed``."""
    found: list[Fitted] = []
    for size in (size for size in (24, 22, 20, 18, 17, LEAST) if size <= most):
        shown = printed(lines, int((box.width - DOT - TIME) / (size * MONO)), clock)
        found.append(Fitted(box, size, int(box.height / (size * ROW)), shown))
    least = found[-1]
    good = [one for one in found if one.printed.height <= min(one.rows, least.printed.height)]
    return next(iter(good), least)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Where program, output and picture of a run stand on a slide, in which size, and how many rows each has."""

    size: float
    code: Box
    code_rows: int
    program: Program
    out: Fitted
    picture: Box | None

    @property
    def across(self) -> bool:
        """Whether the picture stands alone in its width."""
        return self.picture is not None and self.picture.width == WIDTH

    @property
    def score(self) -> float:
        """How good this is: all of the program and of the output in sight, few broken lines, large letters."""
        printed = self.out.printed
        seen = min(1.0, self.code_rows / self.program.height)
        seen += 0.7 * min(1.0, self.out.rows / max(1, min(printed.height, 20)))
        return seen - 0.04 * self.program.wrapped - 0.02 * printed.wrapped + 0.2 * self.size / LEAST


def arrange(source: str, lines: Sequence[Line], clock: str | None, picture: float) -> Arrangement:
    """The best arrangement for a program, its output, and a picture of this height, 0 where there is none."""
    found = [
        one
        for size in (24, 22, 20, 18, 17, LEAST)
        for one in (*_beside(source, lines, clock, picture, size), *_stacked(source, lines, clock, picture, size))
    ]
    return max(found, key=lambda one: one.score)


def _beside(
    source: str, lines: Sequence[Line], clock: str | None, picture: float, size: float
) -> Iterator[Arrangement]:
    """The program left, its output right, the picture below both."""
    room = BODY - picture - (ABOVE if picture else 0)
    rows = int(room / (size * ROW))
    if rows < 7:
        return
    whole = longest(source)
    for columns in {whole, *(some for some in (60, 52, 44) if some < whole)}:
        width = max(560.0, number_width(size) + columns * size * MONO + 16)
        right = WIDTH - width - GAP
        if right < 300:
            continue
        yield Arrangement(
            size, Box(LEFT, TOP, width, room), rows, program(source, columns),
            fitted(lines, clock, Box(LEFT + width + GAP, TOP, right, room)),
            Box(LEFT, TOP + BODY - picture, WIDTH, picture) if picture else None,
        )  # fmt: skip


def _stacked(
    source: str, lines: Sequence[Line], clock: str | None, picture: float, size: float
) -> Iterator[Arrangement]:
    """The program above its output: with the picture below both, or at their right."""
    narrow = (WIDTH - GAP) / 2
    below_all = Box(LEFT, TOP + BODY - picture, WIDTH, picture)
    forms: list[tuple[float, float, Box]] = [(WIDTH, BODY - picture - (ABOVE if picture else 0), below_all)]
    if picture:
        forms.append((narrow, BODY, Box(LEFT + narrow + GAP, TOP, narrow, min(picture, BODY))))
    for width, height, box in forms:
        code = program(source, int((width - number_width(size) - 16) / (size * MONO)))
        shown = printed(lines, int((width - DOT - TIME) / (size * MONO)), clock)
        rows = int((height - 18) / (size * ROW))
        below = min(max(1, shown.height), max(rows - code.height, min(8, rows // 2)))
        above = rows - below
        if above < 5 or below < min(shown.height, 4):
            continue
        edge = min(above, code.height) * size * ROW
        yield Arrangement(
            size, Box(LEFT, TOP, width, edge), above, code,
            fitted(lines, clock, Box(LEFT, TOP + edge + 18, width, height - edge - 18)), box if picture else None,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """A program on a slide of its own: letters of this size, in one column or two, of these lines."""

    size: float
    program: Program
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


# ------------------------------------------------------------------------------------------------ two programs


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of two programs side by side: the lines, counted from 0, and whether they are alike; or lines left out."""

    left: int | None
    right: int | None
    alike: bool = False
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Split:
    """Two programs side by side, on one slide or several: the size of the letters, and the rows of each slide."""

    size: float
    before: Program
    after: Program
    pages: tuple[tuple[Pair, ...], ...]


def split(before: str, after: str, height: float) -> Split:
    """What was changed from one program to another, with all that stayed the same if there is room for it."""
    pairs = _pairs(before.splitlines(), after.splitlines())
    forms = [(s, 999, 0) for s in (22, 20, 18)] + [(s, 999, 2) for s in (20, 18)]
    forms += [(s, around, 2) for around in (8, 5, 3) for s in (20, 18)]
    forms += [(s, 999, 9) for s in (17, LEAST)] + [(LEAST, around, 99) for around in (3, 2, 1)]
    for size, around, broken in forms:
        one = _split(before, after, pairs, size, around, height)
        wrapped = max(one.before.wrapped, one.after.wrapped)
        if len(one.pages) == 1 and wrapped <= broken:
            return one
    return _split(before, after, pairs, LEAST, 2, height)


def _split(before: str, after: str, pairs: Sequence[Pair], size: float, around: int, height: float) -> Split:
    columns = int(((WIDTH - GAP) / 2 - number_width(size) - 16) / (size * MONO))
    left, right = program(before, columns), program(after, columns)
    rows, room = int(height / (size * ROW)), 0
    pages: list[list[Pair]] = []
    for pair in _near(pairs, around):
        need = height_of(pair, left, right)
        if not pages or need > room:
            pages.append([])
            room = rows
        pages[-1].append(pair)
        room -= need
    return Split(size, left, right, tuple(map(tuple, pages)))


def height_of(pair: Pair, before: Program, after: Program) -> int:
    """How many rows a pair takes."""
    left = len(before.rows[pair.left]) if pair.left is not None else 1
    return max(left, len(after.rows[pair.right]) if pair.right is not None else 1)


def _pairs(before: Sequence[str], after: Sequence[str]) -> list[Pair]:
    found: list[Pair] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Pair(i, j, alike=True) for i, j in zip(range(i1, i2), range(j1, j2), strict=True)]
        else:
            found += [Pair(i, j) for i, j in zip_longest(range(i1, i2), range(j1, j2))]
    return found


def _near(pairs: Sequence[Pair], around: int) -> list[Pair]:
    """The pairs that are no more than so many away from a change; one in place of those that are farther."""
    changed = [n for n, pair in enumerate(pairs) if not pair.alike]
    near = {n for at in changed for n in range(at - around, at + around + 1)} if changed else set(range(len(pairs)))
    found: list[Pair] = []
    for there, group in groupby(enumerate(pairs), key=lambda one: one[0] in near):
        rows = [pair for _, pair in group]
        found += rows if there or len(rows) == 1 else [Pair(None, None, alike=True, left_out=len(rows))]
    return found


def halves(one: Split, page: Sequence[Pair]) -> tuple[str, str]:
    """The two columns of a slide as HTML. Where a line has no counterpart an empty row stands for it."""
    left, right = [], []
    for pair in page:
        if pair.left_out:
            said = _left_out(f"{counted(pair.left_out, 'line')} alike")
            left.append(said)
            right.append(said)
            continue
        rows = height_of(pair, one.before, one.after)
        left.append(_half(one.before, pair.left, "" if pair.alike else "del", rows))
        right.append(_half(one.after, pair.right, "" if pair.alike else "add", rows))
    return "".join(left), "".join(right)


def _half(code: Program, index: int | None, css: str, rows: int) -> str:
    if index is None:
        return '<span class="r none">\n</span>' * rows
    parts = [_row(html, index + 1 if n == 0 else None, css) for n, html in enumerate(code.rows[index])]
    return "".join(parts) + f'<span class="r {css}">\n</span>' * (rows - len(parts))


# ------------------------------------------------------------------------------------------------ prose


def prose_size(parts: Sequence[tuple[str, float]], width: float, height: float, sizes: Sequence[float]) -> float:
    """The first of these sizes in which paragraphs of HTML, each so many times as large, surely fit a place."""
    for size in sizes:
        need = 0.0
        for html, times in parts:
            letters = len(plain(html))
            need += (-(-letters * SERIF * size * times // width) * 1.32 + 0.55) * size * times
        if need <= height:
            return size
    return sizes[-1]


def prose_height(html: str, size: float, width: float) -> float:
    """How high a paragraph surely is in letters of this size, with the space below it."""
    return -(-len(plain(html)) * SERIF * size // width) * 1.32 * size + 0.6 * size

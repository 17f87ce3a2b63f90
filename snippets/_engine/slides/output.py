"""A run's output on a slide: its lines in rows, the steps in which they come, what is left out where room lacks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass, replace
from itertools import chain

from snippets._engine.pages.markup import Markup, el, fragment
from snippets._engine.record.printed import Line
from snippets._engine.record.times import rounded, seconds
from snippets._engine.slides.layout import DOT, LEAST, MONO, ROW, TIME, Box, breaks, left_out, rem, row
from snippets._engine.words.english import counted

#: More output than this is cut in its middle: so many lines from its start and from its end are left.
MOST, HEAD, TAIL = 60, 9, 3

#: A printed line is cut behind so many rows.
ROWS = 4

#: So many steps a run has at most, not counting those in which a whole traceback comes at once.
STEPS = 20

#: A line of a traceback that points to places in the line above it: what does not fit of it says nothing.
_POINTING = re.compile(r"[ |]*[\^~-][\^~ -]*")


@dataclass(frozen=True, slots=True)
class OutputRow:
    """A printed line with its number, or the mark that stands for ``left_out`` lines from that number on.

    ``time`` is empty where it is that of the line before.
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

    entries: tuple[OutputRow, ...]
    columns: int

    @property
    def height(self) -> int:
        """How many rows there are in all."""
        return sum(len(entry.rows) for entry in self.entries)

    @property
    def wrapped(self) -> int:
        """How many lines had to be broken."""
        return sum(len(entry.rows) > 1 for entry in self.entries)


def entries(lines: Sequence[Line], clock: str | None) -> tuple[OutputRow, ...]:
    """The output's lines, none of them broken yet. A flood is cut in its middle, and says so.

    ``clock`` says how times are written; None where none are known.
    """
    found: list[OutputRow] = []
    flood, time = len(lines) > MOST, ""
    for index, line in enumerate(lines):
        if flood and index == HEAD:
            left = len(lines) - HEAD - TAIL
            found.append(OutputRow(index + 1, (f"… {left:,} more lines",), line.seconds, left_out=left))
        if flood and HEAD <= index < len(lines) - TAIL:
            continue
        now = seconds(line.seconds, clock) if clock and not line.stderr else ""
        text = line.text.rstrip("\n")
        found.append(OutputRow(index + 1, (text,), line.seconds, "" if now == time else now, line.stderr))
        time = now or time
    return tuple(found)


def printed(whole: Sequence[OutputRow], columns: int) -> Printed:
    """What ``entries`` gave, in rows of so many columns. A very long line is cut at its end, and says so."""
    return Printed(tuple(_broken(entry, columns) for entry in whole), columns)


def _broken(entry: OutputRow, columns: int) -> OutputRow:
    (text,) = entry.rows
    fits = entry.left_out or len(text) <= columns
    return entry if fits else replace(entry, rows=_output_rows(text, columns))


def _output_rows(text: str, columns: int) -> tuple[str, ...]:
    if _POINTING.fullmatch(text):
        return (text[:columns],)
    slices = breaks(text, columns, 2)
    rows = [("  " if start else "") + text[start:end] for start, end in slices]
    if len(rows) > ROWS:
        said = f"  … {len(text) - slices[ROWS - 1][0]} more"
        whole = f"{said} characters of this line"
        rows = [*rows[: ROWS - 1], whole if len(whole) <= columns else said]
    return tuple(rows)


def steps(shown: Printed) -> list[tuple[OutputRow, ...]]:
    """Which entries appear together: each alone where they are few, else those of one moment, or as many as needed.

    What stderr gets at one moment, like a traceback, always comes at once.
    """

    def at_once(one: OutputRow, two: OutputRow) -> bool:
        return (
            rounded(one.seconds) == rounded(two.seconds)
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


def _joined(
    groups: Iterable[tuple[OutputRow, ...]], together: Callable[[OutputRow, OutputRow], bool]
) -> list[tuple[OutputRow, ...]]:
    found: list[tuple[OutputRow, ...]] = []
    for group in groups:
        if found and together(found[-1][-1], group[0]):
            found[-1] += group
        else:
            found.append(group)
    return found


def latest(shown: Printed, upto: int, room: int, new: Set[int] = frozenset()) -> Markup:
    """The output up to a line's number, as many rows of it as there is room for. ``new`` lines have just appeared."""
    entries = [entry for entry in shown.entries if entry.number <= upto]
    if sum(len(entry.rows) for entry in entries) <= room:
        return fragment(*(_entry(entry, new) for entry in entries))
    kept: list[OutputRow] = []
    left = room - 1
    while entries and len(entries[-1].rows) <= left:
        left -= len(entries[-1].rows)
        kept.insert(0, entries.pop())
    above = entries[-1].last if entries else 0
    return fragment(left_out(f"{counted(above, 'line')} above"), *(_entry(entry, new) for entry in kept))


def both_ends(shown: Printed, room: int, *, numbered: bool = True) -> Markup:
    """The output's start and its end, where there is no room for all of it, and between them how much is left out.

    Lines that are not ``numbered`` are no lines of a run.
    """
    if shown.height <= room:
        return fragment(*(_entry(entry, numbered=numbered) for entry in shown.entries))
    top: list[OutputRow] = []
    bottom: list[OutputRow] = []
    rest = list(shown.entries)
    left = room - 1
    while rest:
        end, place = (bottom, -1) if len(bottom) < len(top) else (top, 0)
        if len(rest[place].rows) > left:
            break
        left -= len(rest[place].rows)
        end.append(rest.pop(place))
    hidden = sum(entry.left_out or 1 for entry in rest)
    parts = [_entry(entry, numbered=numbered) for entry in top]
    parts += [left_out(f"{hidden:,} more line{'s' if hidden > 1 else ''}")] if hidden else []
    return fragment(*parts, *(_entry(entry, numbered=numbered) for entry in reversed(bottom)))


def _entry(entry: OutputRow, new: Set[int] = frozenset(), *, numbered: bool = True) -> Markup:
    """A line in its rows; the first has its number and time. A line of stderr says so in the place of the time."""
    if entry.left_out:
        return row(entry.rows[0], names="gap")
    names = " ".join(filter(None, ("r", "err" if entry.err else "", "lit" if entry.number in new else "")))
    rows = []
    for part, text in enumerate(entry.rows):
        number = entry.number if part == 0 and numbered else None
        said = ("stderr" if entry.err else entry.time) if part == 0 else None
        rows.append(el("span", text, "\n", class_=names, data_n=number, data_t=said or None))
    return fragment(*rows)


def output_pane(box: Box, size: float, rows: Markup, name: str) -> Markup:
    """Rows of output in their place."""
    style = f"{box.style};font-size:{rem(size)};--middle:{rem(size * ROW / 2)}"
    return el("pre", rows, class_="s-out", style=style, role="group", aria_label=name)


@dataclass(frozen=True, slots=True)
class Fitted:
    """An output in its place: the size of its letters, and how many rows there are for it."""

    box: Box
    size: float
    rows: int
    printed: Printed


def fitted(whole: Sequence[OutputRow], box: Box, most: float = 24) -> Fitted:
    """What ``entries`` gave, in the largest letters in which all of it has room, or in small ones."""

    def of(size: float) -> Fitted:
        shown = printed(whole, int((box.width - DOT - TIME) / (size * MONO)))
        return Fitted(box, size, int(box.height / (size * ROW)), shown)

    *larger, smallest = (size for size in (24, 22, 20, 18, 17, LEAST) if size <= most)
    least = of(smallest)
    good = (one for one in map(of, larger) if one.printed.height <= min(one.rows, least.printed.height))
    return next(good, least)

"""Two programs side by side on a slide: what was changed, and as much of what stayed the same as there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import groupby, zip_longest

from snippets._engine.pages.markup import Markup, el, fragment
from snippets._engine.slides.code import ProgramRows, number_width, program
from snippets._engine.slides.layout import GAP, LEAST, MONO, ROW, WIDTH, left_out, row
from snippets._engine.words.english import counted


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
    before: ProgramRows
    after: ProgramRows
    pages: tuple[tuple[Pair, ...], ...]


@lru_cache(maxsize=64)
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


def height_of(pair: Pair, before: ProgramRows, after: ProgramRows) -> int:
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
    if not changed or around >= len(pairs):
        return list(pairs)
    near = {n for at in changed for n in range(at - around, at + around + 1)}
    found: list[Pair] = []
    for there, group in groupby(enumerate(pairs), key=lambda one: one[0] in near):
        rows = [pair for _, pair in group]
        found += rows if there or len(rows) == 1 else [Pair(None, None, alike=True, left_out=len(rows))]
    return found


def halves(one: Split, page: Sequence[Pair]) -> tuple[Markup, Markup]:
    """The two columns of a slide as HTML. Where a line has no counterpart an empty row stands for it."""
    left, right = [], []
    for pair in page:
        if pair.left_out:
            said = left_out(f"{counted(pair.left_out, 'line')} alike")
            left.append(said)
            right.append(said)
            continue
        rows = height_of(pair, one.before, one.after)
        left.append(_half(one.before, pair.left, "" if pair.alike else "del", rows))
        right.append(_half(one.after, pair.right, "" if pair.alike else "add", rows))
    return fragment(*left), fragment(*right)


def _half(code: ProgramRows, index: int | None, css: str, rows: int) -> Markup:
    if index is None:
        return row("", names="none") * rows
    parts = [row(html, index + 1 if n == 0 else None, css) for n, html in enumerate(code.rows[index])]
    # An empty row keeps the space of a class that it does not have.
    return fragment(*parts, el("span", "\n", class_=f"r {css}") * (rows - len(parts)))

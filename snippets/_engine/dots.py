"""The numbered dots of a picture: which printed lines each stands for, and where it stands so that all can be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from snippets._engine.lanes import Mark
from snippets._engine.markup import attributes, escape
from snippets._engine.printed import Line
from snippets._engine.scale import Scale, pc

#: Widths of the drawing, in pixels, for which it is decided what fits.
WIDE, NARROW = 760, 340
#: A dot's width with its space, in pixels.
DOT = 17


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
        return 15.0 if len(self.marks) == 1 else len(self.words) * 5.8 + 9


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
        if len(row) == most:
            row[-1] = _joined(row[-1], mark)
        elif not row:
            row.append(Dot(scale.x(mark.at), 0.0, (mark,)))
        else:
            row[-1:] = _beside(row[-1], mark, scale.x(mark.at), width, printed)
    return _all_inside(row, width, printed)


def _joined(dot: Dot, *marks: Mark) -> Dot:
    return Dot(dot.x, dot.shift, (*dot.marks, *marks))


def _beside(last: Dot, mark: Mark, x: float, width: int, printed: Sequence[Line]) -> list[Dot]:
    """The last dot and the next one, or both as one where the next would be moved too far."""
    free = last.x * width / 100 + last.shift + last.width / 2 + 10
    shift = max(0.0, free - x * width / 100)
    room = (100 - x) * width / 100 - shift
    alike = _err(last.marks[0], printed) == _err(mark, printed)
    if alike and (shift > 2.2 * DOT or (shift > 3 and (room < DOT or len(last.marks) > 1))):
        return [_joined(last, mark)]
    return [last, Dot(x, round(shift, 1), (mark,))]


def _all_inside(row: Sequence[Dot], width: int, printed: Sequence[Line]) -> list[Dot]:
    """The same, none beyond the right edge; those that then lie on each other are one."""
    inside: list[Dot] = []
    for dot in row:
        dot = _kept_inside(dot, width)
        while inside and _left(dot, width) < _left(inside[-1], width) + inside[-1].width:
            if _err(inside[-1].marks[0], printed) != _err(dot.marks[0], printed):
                break
            dot = _kept_inside(_joined(inside.pop(), *dot.marks), width)
        inside.append(dot)
    return inside


def _left(dot: Dot, width: int) -> float:
    """Where a dot begins, in pixels."""
    return dot.x * width / 100 + dot.shift - 7.5


def _kept_inside(dot: Dot, width: int) -> Dot:
    """A dot or pill at the right edge is moved to the left, so that it does not stand out of the picture."""
    over = dot.x * width / 100 + dot.shift + dot.width - 7.5 - width
    return Dot(dot.x, round(dot.shift - over, 1), dot.marks) if over > 0 else dot


def _err(mark: Mark, printed: Sequence[Line]) -> bool:
    return 0 < mark.number <= len(printed) and printed[mark.number - 1].stderr


def _dot(dot: Dot, y: float, css: str, printed: Sequence[Line]) -> str:
    first, last = dot.marks[0], dot.marks[-1]
    err = _err(first, printed)
    told = [printed[mark.number - 1].text.rstrip("\n")[:80] for mark in dot.marks[:1] if mark.number <= len(printed)]
    half = dot.width / 2
    round_ = f'<rect x="-7.5" y="-7.5" width="{dot.width:g}" height="15" rx="{2 if err else 7.5:g}"/>'
    shape = '<circle r="7.5"/>' if len(dot.marks) == 1 and not err else round_
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

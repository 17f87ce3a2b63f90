"""Where program, output and picture of a run stand on a slide: of all ways that have room the best."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from snippets._engine.record.printed import Line
from snippets._engine.slides.code import ProgramRows, longest, number_width, program
from snippets._engine.slides.layout import ABOVE, BODY, DOT, GAP, LEAST, LEFT, MONO, ROW, TIME, TOP, WIDTH, Box
from snippets._engine.slides.output import Fitted, OutputRow, entries, fitted, printed


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Where program, output and picture of a run stand on a slide, in which size, and how many rows each has."""

    size: float
    code: Box
    code_rows: int
    program: ProgramRows
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
    output = entries(lines, clock)
    found = [
        one
        for size in (24, 22, 20, 18, 17, LEAST)
        for one in (*_beside(source, output, picture, size), *_stacked(source, output, picture, size))
    ]
    return max(found, key=lambda one: one.score)


def _beside(source: str, output: Sequence[OutputRow], picture: float, size: float) -> Iterator[Arrangement]:
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
            fitted(output, Box(LEFT + width + GAP, TOP, right, room)),
            Box(LEFT, TOP + BODY - picture, WIDTH, picture) if picture else None,
        )  # fmt: skip


def _stacked(source: str, output: Sequence[OutputRow], picture: float, size: float) -> Iterator[Arrangement]:
    """The program above its output: with the picture below both, or at their right."""
    narrow = (WIDTH - GAP) / 2
    below_all = Box(LEFT, TOP + BODY - picture, WIDTH, picture)
    forms: list[tuple[float, float, Box]] = [(WIDTH, BODY - picture - (ABOVE if picture else 0), below_all)]
    if picture:
        forms.append((narrow, BODY, Box(LEFT + narrow + GAP, TOP, narrow, min(picture, BODY))))
    for width, height, box in forms:
        code = program(source, int((width - number_width(size) - 16) / (size * MONO)))
        shown = printed(output, int((width - DOT - TIME) / (size * MONO)))
        rows = int((height - 18) / (size * ROW))
        below = min(max(1, shown.height), max(rows - code.height, min(8, rows // 2)))
        above = rows - below
        if above < 5 or below < min(shown.height, 4):
            continue
        edge = min(above, code.height) * size * ROW
        yield Arrangement(
            size, Box(LEFT, TOP, width, edge), above, code,
            fitted(output, Box(LEFT, TOP + edge + 18, width, height - edge - 18)), box if picture else None,
        )  # fmt: skip

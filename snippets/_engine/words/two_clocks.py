"""One program's runs on the virtual clock and on the real one, held against each other in words."""

from __future__ import annotations

from collections.abc import Sequence

from snippets._engine.record.printed import Line
from snippets._engine.record.record import Record
from snippets._engine.words.ending import does

#: A line as both clocks have it, the virtual one first; None where one of them printed fewer.
Pair = tuple[Line | None, Line | None]


def printed(pairs: Sequence[Pair], alike: bool, most: int) -> str:
    """Whether both print the same, that only ``most`` lines are shown of that, and how late the real one was."""
    if not pairs:
        return "It prints nothing on either."
    said = ["It prints the same on both." if alike else "It does not print the same on both."]
    if len(pairs) > most:
        said.append(f"Shown are the first {most} of {len(pairs):,} lines.")
    (first, first_real), (last, last_real) = pairs[0], pairs[-1]
    if alike and len(pairs) > 1 and first and first_real and last and last_real:
        late, at_last = later(first, first_real), later(last, last_real)
        said.append(f"On the real clock the first line came {late} later, the last one {at_last}.")
    return " ".join(said)


def later(virtual: Line, real: Line) -> str:
    """How much later a line came on the real clock, as measured there: in whole milliseconds."""
    late = round((real.seconds - virtual.seconds) * 1000)
    return f"{late} ms" if late >= 0 else f"\N{MINUS SIGN}{-late} ms"


def ended(virtual: Record, real: Record) -> str:
    """How both ended, and when."""
    after = f"after {virtual.seconds:.3f} s on the virtual clock", f"after {real.seconds:.3f} s on the real one"
    otherwise = "" if virtual.outcome == real.outcome else f"{does(real.outcome)} "
    return f"It {does(virtual.outcome)} {after[0]}, and {otherwise}{after[1]}."

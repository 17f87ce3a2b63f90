"""How times are written for readers: ``1 s``, where the clock says 1.00127.

Who sleeps is woken late, on the virtual clock as in the world (see ``recorder/clock.py``), and the lateness of many
sleeps adds up. A reader looks for the times that stand in the program. So a time is written as the roundest number that
the clock had passed within that lateness. Where two clocks are held against each other, and in the record itself, times
stand as they are.
"""

from __future__ import annotations

from snippets._engine.record.record import Clock

#: The roundest number is looked for so far below a time, as a part of it, and in seconds: at most, at least, for ever.
#: A sleep of 0.05 s is late by 0.6 of a hundred, one of a second by 0.13, one of minutes by 0.1 s.
_PART, _LEAST_S, _MOST_S, _LONG_PART, _LONGEST_S = 0.007, 0.0007, 0.02, 0.0016, 0.15


def rounded(value: float, clock: Clock | str = "virtual", digits: int = 2, spent: float = 0.0) -> float:
    """A time, or a length of time, in seconds as it is shown. Later times are never shown as earlier ones.

    On the virtual clock it is the number of the fewest digits, ``digits`` (up to three) behind the point at most, that
    lies within the lateness before it, and within ``spent`` more, the seconds that callbacks have cost; of several the
    greatest; where there is none, the nearest. Times on the real clock, which are measured, are rounded to a tenth.
    """
    if clock == "real":
        return round(value, 1)
    if value < 0:
        return -rounded(-value, clock, digits, spent)
    us = round(value * 1e6)
    late = min(_LEAST_S + _PART * value, max(_MOST_S, min(_LONG_PART * value, _LONGEST_S)))
    for unit in (1_000_000, 100_000, 10_000, 1_000)[: digits + 1]:
        below = us // unit * unit
        if below >= us - 1e6 * (late + spent):
            return below / 1e6
    return round(us / 1e6, digits)


def seconds(value: float, clock: Clock | str = "virtual") -> str:
    """A time as people read it, like ``0.5 s``."""
    return f"{rounded(value, clock):,.2f}".rstrip("0").rstrip(".") + " s"


def fine(value: float) -> str:
    """The same for the virtual clock, and times below a hundredth of a second in milliseconds, like ``3 ms``."""
    if not 0 < value < 0.01:
        return seconds(value)
    ms = round(value * 1e3 - 0.25)
    return f"{ms} ms" if ms else "0 s"

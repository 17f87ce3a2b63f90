"""What the recorder reports besides the events: a type for each, with the fields of ``recorder/channel.py`` in order.

Times are in seconds since the program began.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from snippets._engine.record.outcome import Outcome
from snippets._engine.record.record import Stream

#: Limits of the recorder's own, at which it ends a program; those on output.
_LIMITS, _OUTPUT = ("lines", "bytes", "steps", "cpu"), ("lines", "bytes")


class Write(NamedTuple):
    """The program wrote something, in this line of this task, which was then called so."""

    seconds: float
    stream: Stream
    task: int | None
    name: str | None
    line: int | None
    data: bytes


class Unfinished(NamedTuple):
    """An unfinished task where the recorder was asked, or at the end; ``clues`` are the last fields of a ``Stuck``."""

    task: int
    name: str
    label: str
    on: str
    function: str | None
    line: int | None
    waits_for: list[int]
    awaited: int
    clues: dict[str, Any]


class Over(NamedTuple):
    """The recorder ends the program here; ``words`` say why."""

    seconds: float
    kind: str
    words: str
    faults: int
    dropped: int
    stuck: list[Unfinished]

    @property
    def outcome(self) -> Outcome:
        """What the recorder ended it for."""
        return Outcome("stopped" if self.kind in _LIMITS else self.kind)

    @property
    def printed_too_much(self) -> bool:
        """Whether it met a limit on output."""
        return self.kind in _OUTPUT


class Exit(NamedTuple):
    """The program is over; ``raised`` is the class of the exception that ended it."""

    seconds: float
    raised: str | None
    faults: int
    dropped: int
    stuck: list[Unfinished]


class Tie(NamedTuple):
    """Two timers of which it is luck which comes first: ``timeout`` or ``timer``, and of whom, each."""

    seconds: float
    one: tuple[str, int | str | None]
    two: tuple[str, int | str | None]


class Asked(NamedTuple):
    """What stands where, when the runner asked: ``facts`` are those of ``recorder/inquiry.py``."""

    seconds: float
    facts: dict[str, Any]
    stuck: list[Unfinished]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the recorder knows of a program that stands still; empty where it did not answer.

    ``ready_in`` and ``made_in`` are the lines in which each task was made ready for the last time, and created;
    ``handled`` are the signals that a loop has a handler for.
    """

    facts: Mapping[str, Any]
    stuck: list[Unfinished]
    ready_in: Mapping[int | str, int | None]
    made_in: Mapping[int | None, int | None]
    handled: tuple[str, ...] = ()


def standing(rows: list[list[Any]]) -> list[Unfinished]:
    """The unfinished tasks that rows of a report stand for. Raises TypeError for a wrong number of fields."""
    return [Unfinished(*row) for row in rows]

"""Which callbacks hold their loop for long, and which lines of the program take the time.

On the virtual clock time passes only where the program lets it pass, so the line is looked up when the clock has moved.
On the real clock the program's lines tell as they run: what passed since the line before was that one's doing. Python
3.11 tells of no lines (see ``lines``): there only the length of a callback is known.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Callable

from .clock import Clock

#: A callback is told of that took so many microseconds, and so is each line that took as many of them.
LEAST_US = 50_000
#: The virtual clock may move so far before the line is looked up.
LOOK_US = 1_000


@dataclass
class _Hold:
    """A callback under way: when it began, up to when its time is accounted for, the line since then, and the sums."""

    began: int
    mark: int
    line: int | None
    sums: dict[int | None, int] = field(default_factory=dict)

    def account(self, line: int | None, now: int) -> None:
        self.sums[line] = self.sums.get(line, 0) + now - self.mark
        self.mark = now


class SlowSteps:
    """The callbacks under way in each thread, and where their time goes."""

    def __init__(self, clock: Clock, where: Callable[[], int | None]) -> None:
        """``where()`` tells the program's line that is being executed in this thread."""
        self._clock, self._where = clock, where
        self._holds: dict[int, list[_Hold]] = {}

    def stop(self) -> None:
        """Nobody wants to know any more: the callbacks under way are forgotten, and no other is begun."""
        self._holds.clear()

    def begin(self, line: int | None) -> None:
        """A callback begins; ``line``: where its task goes on, if that is known."""
        now = self._clock.elapsed_us()
        self._holds.setdefault(threading.get_ident(), []).append(_Hold(now, now, line))

    def moved(self) -> None:
        """The virtual clock has moved."""
        holds = self._holds.get(threading.get_ident())
        if holds and self._clock.elapsed_us() - holds[-1].mark >= LOOK_US:
            holds[-1].account(self._where(), self._clock.elapsed_us())

    def at(self, line: int | None) -> None:
        """On the real clock: from now on this line of the program runs."""
        holds = self._holds.get(threading.get_ident())
        if holds:
            holds[-1].account(holds[-1].line, self._clock.elapsed_us())
            holds[-1].line = line

    def end(self, watched: bool) -> list[tuple[int, int | None]]:
        """The callback is over: if it took long, microseconds and line for each line that did, None for unknown ones.

        ``watched``: whether all its lines were seen, so that the last one is known.
        """
        holds = self._holds.get(threading.get_ident())
        if not holds:
            return []
        hold, now = holds.pop(), self._clock.elapsed_us()
        if now - hold.began < LEAST_US:
            return []
        hold.account(hold.line if watched else None, now)
        found = [(us, line) for line, us in hold.sums.items() if us >= LEAST_US]
        return found or [(now - hold.began, None)]

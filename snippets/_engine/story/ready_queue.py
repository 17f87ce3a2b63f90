"""Ready queue and timers after each moment, from what stood there when the next callback began.

The record tells who is ready behind a callback when it begins. What was there before it began is the callback itself
and those behind it, less the timers that the loop collected in between: these were not ready yet.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from snippets._engine.story.callbacks import known
from snippets._engine.story.moments import Open

#: How far the virtual clock moves by itself between two callbacks; any more, and it has jumped to a timer.
JUMP_S = 0.0005

#: The record tells of so many who are ready.
MOST_TOLD = 20

#: A task, a callback's name, or the timer of a task that is due.
Entry = int | str | tuple[str, int]


class Queued:
    """Follows the ready queue; ``settle`` says how it stood before the callback that begins now."""

    def __init__(self, virtual: bool) -> None:
        self.virtual = virtual
        self.ready: list[Entry] = []
        self.timers: list[tuple[float | None, int | str]] = []
        #: Which of those behind the callback that was met last are timers that were due.
        self._marks: list[bool] = []

    def settle(self, last: Open | None, between: Open | None, now: Open) -> None:
        """``now`` begins; ``last`` is the callback before it, ``between`` what happened after that."""
        who = now.moment.about if now.is_timer else now.moment.task or now.moment.name
        queue: list[Any] = [who, *now.behind]
        before = last.behind if last else []
        until = max((o.moment.until for o in (last, between) if o), default=0.0)
        jumped = self.virtual and last is not None and now.moment.seconds - until > JUMP_S and not before
        stay = 0 if jumped else self._staying(queue, last, between, now)
        marks = [*self._marks[: len(before)], *[False] * (stay - len(before)), *[True] * (len(queue) - stay)]
        marks = [now.is_timer, *marks[1 : len(queue)]]
        now.moment.jumped = jumped or (stay == 0 and now.is_timer)
        self._marks = marks[1:]
        shown = [("timer", x) if mark and isinstance(x, int) else x for x, mark in zip(queue, marks, strict=True)]
        self.ready = [
            entry for entry in shown[:stay] if not (isinstance(entry, str) and known(entry).role == "carries")
        ]
        due = {x: at for at, x in (last.timers if last else [])}
        moved = [(due.get(x, now.moment.seconds), x) for x in queue[stay:]]
        self.timers = [*moved, *((at, x) for at, x in now.timers)]
        if last is not None:
            self._tell(last, between, who)

    def _tell(self, last: Open, between: Open | None, who: Any) -> None:
        outside = between.added if between else []
        last.moment.ready = [entry for entry in self.ready if entry not in outside]
        last.moment.timers = self.timers
        tidies = isinstance(who, str) and (known(who).closing or known(who).of == "run")
        if last.moment.callback.of == "run" and tidies:  # asyncio.run cleans up: not told
            last.moment.ready = []

    @staticmethod
    def _staying(queue: list[Any], last: Open | None, between: Open | None, now: Open) -> int:
        """How many at the head of the queue were ready already; behind them come timers that were due just now."""
        old = len(last.behind) if last else 0
        if old >= MOST_TOLD - 1:  # more were ready than the record tells
            return len(queue)
        added = [number for opened in (between, last) if opened for number in opened.added]
        gone = Counter(x for _, x in (last.timers if last else [])) - Counter(x for _, x in now.timers)
        for index in range(min(old, len(queue)), len(queue)):
            entry = queue[index]
            if isinstance(entry, int):
                if entry not in added:
                    return index
                added.remove(entry)
            elif gone.get(entry):
                return index
        return len(queue)

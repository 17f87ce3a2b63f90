"""Which lines of the program each step ran, seen without adding a frame or a level of recursion to it.

From Python 3.12 on ``sys.monitoring`` tells of each line. Its callback needs a frame of its own, so functions that
call themselves are left alone: a program that runs out of stack must do so where it does without us. Python 3.11 has
only trace functions, which are called, and counted, for every function at every depth: there no lines are recorded.
"""

from __future__ import annotations

import sys
from types import CodeType, FrameType
from typing import Any, Callable

#: After so many lines in one step no more are charged, so that long computations cost nothing more.
MOST = 10_000
#: So many of them are kept.
KEPT = 200


class LinesRun:
    """Collects the program's lines; ``take`` returns those since the last time."""

    def __init__(self, on_line: Callable[[int], None], on_return: Callable[[FrameType], None] | None = None) -> None:
        """``on_line`` is called for each line that counts, before it runs: the clock moves by a fixed cost.

        ``on_return`` is called with the frame of each function of the program that is left, for now or for good: the
        line that it was called from goes on, and no line begins there.
        """
        self.program, self.on_line, self.on_return = "", on_line, on_return
        self._count, self._watching = 0, False
        self._kept: list[int] = []
        self._switch: Callable[[bool], None] = lambda on: None

    @property
    def seen(self) -> bool:
        """Whether each line is seen, up to now; not where there is no way to, nor beyond ``MOST``."""
        return self._watching and self._count <= MOST

    def take(self) -> list[int]:
        """The lines since the last call, in order, each as often as it ran, at most ``KEPT``."""
        taken, self._kept = self._kept, []
        if self._count > MOST:
            self._switch(True)
        self._count = 0
        return taken

    def put_back(self, lines: list[int]) -> None:
        """Lines that were taken, but belong before those that come."""
        self._kept = lines + self._kept
        self._count = max(self._count, len(lines))

    def install(self) -> None:
        """Begin to watch, where this Python can and no other tool is in the way."""
        if sys.version_info < (3, 12):
            return
        monitoring = sys.monitoring
        tool = next((number for number in (4, 3) if monitoring.get_tool(number) is None), None)
        if tool is None:
            return
        monitoring.use_tool_id(tool, "snippets")
        program, seen = self.program, self._seen
        skipped: dict[CodeType, bool] = {}

        def skips(code: CodeType) -> bool:
            skip = skipped.get(code)
            if skip is None:
                skip = skipped[code] = code.co_filename != program or _calls_itself(code)
            return skip

        def line(code: CodeType, number: int) -> Any:
            if skips(code):
                return monitoring.DISABLE
            return seen(number)

        def left(code: CodeType, *_: Any) -> Any:
            if skips(code):
                return monitoring.DISABLE
            return self._left(sys._getframe(1))

        events = monitoring.events
        monitoring.register_callback(tool, events.LINE, line)
        watched = events.LINE
        if self.on_return is not None:
            watched |= events.PY_RETURN | events.PY_YIELD
            monitoring.register_callback(tool, events.PY_RETURN, left)
            monitoring.register_callback(tool, events.PY_YIELD, left)
        self._switch = lambda on: monitoring.set_events(tool, watched if on else 0)
        self._switch(True)
        self._watching = True

    def _seen(self, line: int) -> None:
        if self._counts():
            self.on_line(line)
            if len(self._kept) < KEPT:
                self._kept.append(line)

    def _left(self, frame: FrameType) -> None:
        if self._counts() and self.on_return is not None:
            self.on_return(frame)

    def _counts(self) -> bool:
        """Whether this one is still looked at: generators return as often as lines run."""
        self._count += 1
        if self._count > MOST:
            self._switch(False)
        return self._count <= MOST


def _calls_itself(code: CodeType) -> bool:
    return code.co_name != "<module>" and code.co_name in (*code.co_names, *code.co_freevars)

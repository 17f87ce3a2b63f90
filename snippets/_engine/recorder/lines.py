"""Which lines of the program each step ran, seen without adding a frame or a level of recursion to it.

From Python 3.12 on ``sys.monitoring`` tells of each line. Its callback needs a frame of its own, so functions that
call themselves are left alone: a program that runs out of stack must do so where it does without us. Python 3.11 has
only trace functions, which are called, and counted, for every function at every depth: there no lines are recorded.
"""

from __future__ import annotations

import functools
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
        self.count, self._watching = 0, False
        self.kept: list[int] = []
        self.switch: Callable[[bool], None] = lambda on: None
        #: Which code was met, and whether it is left alone. By identity, since the hash of a code is made of all its
        #: instructions, each time anew.
        self.met: dict[int, tuple[CodeType, bool]] = {}
        self._tell: Callable[[Callable[[CodeType, int], Any]], None] = lambda line: None

    @property
    def seen(self) -> bool:
        """Whether each line is seen, up to now; not where there is no way to, nor beyond ``MOST``."""
        return self._watching and self.count <= MOST

    def take(self) -> list[int]:
        """The lines since the last call, in order, each as often as it ran, at most ``KEPT``."""
        taken, self.kept = self.kept, []
        if self.count > MOST:
            self.switch(True)
        self.count = 0
        return taken

    def drop(self) -> None:
        """The same without anybody who wants them."""
        if self.count > MOST:
            self.switch(True)
        self.kept.clear()
        self.count = 0

    def put_back(self, lines: list[int]) -> None:
        """Lines that were taken, but belong before those that come."""
        self.kept = lines + self.kept
        self.count = max(self.count, len(lines))

    def skips(self, code: CodeType) -> bool:
        """Whether this code's lines are of no interest."""
        entry = self.met.get(id(code))
        if entry is None:
            entry = self.met[id(code)] = code, code.co_filename != self.program or _calls_itself(code)
        return entry[1]

    def tell(self, line: Callable[[CodeType, int], Any]) -> None:
        """From now on call this for each line; it does what is to be done here."""
        self._tell(line)

    def install(self) -> None:
        """Begin to watch, where this Python can and no other tool is in the way."""
        if sys.version_info < (3, 12):
            return
        monitoring = sys.monitoring
        tool = next((number for number in (4, 3) if monitoring.get_tool(number) is None), None)
        if tool is None:
            return
        monitoring.use_tool_id(tool, "snippets")
        met, skips, disable = self.met, self.skips, monitoring.DISABLE

        def line(code: CodeType, number: int) -> Any:
            entry = met.get(id(code))
            if entry[1] if entry is not None else skips(code):
                return disable
            self.count += 1
            if self.count > MOST:
                return self.switch(False)
            self.on_line(number)
            if len(self.kept) < KEPT:
                self.kept.append(number)
            return None

        def left(code: CodeType, *_: Any) -> Any:
            entry = met.get(id(code))
            if entry[1] if entry is not None else skips(code):
                return disable
            self.count += 1
            if self.count > MOST:
                return self.switch(False)
            if self.on_return is not None:
                self.on_return(sys._getframe(1))
            return None

        events = monitoring.events
        self._tell = functools.partial(monitoring.register_callback, tool, events.LINE)
        self._tell(line)
        watched = events.LINE
        if self.on_return is not None:
            watched |= events.PY_RETURN | events.PY_YIELD
            monitoring.register_callback(tool, events.PY_RETURN, left)
            monitoring.register_callback(tool, events.PY_YIELD, left)
        self.switch = lambda on: monitoring.set_events(tool, watched if on else 0)
        self.switch(True)
        self._watching = True


def _calls_itself(code: CodeType) -> bool:
    return code.co_name != "<module>" and code.co_name in (*code.co_names, *code.co_freevars)

"""A line on the terminal that says how far we are, where that takes longer than a second; nothing anywhere else."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from typing import TextIO

from snippets._engine.record.events import Created
from snippets._engine.record.heard import Heard
from snippets._engine.record.times import fine

#: The line is not shown before, nor so soon after the program has printed; and it changes so often; in seconds.
QUIET_S, EVERY_S = 1.0, 0.2
#: Back to the start of the line, and clear it.
_CLEARED = "\r\x1b[K"


class Progress:
    """The line; leaving its context takes it away. It is never in the way of what stands on the terminal already."""

    def __init__(self, out: TextIO, now: Callable[[], float] = time.monotonic) -> None:
        """``out`` is shown to the user if it is a terminal; ``now()`` tells the time in seconds."""
        self._out, self._now = out, now
        self._on = out.isatty() and os.environ.get("TERM") != "dumb"
        self._began = now()
        self._next = self._began + QUIET_S
        self._shown, self._within_a_line = False, False

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def tell(self, words: str | Callable[[float], str]) -> None:
        """Show ``words``, or ``words(seconds since the start)``; not too soon, nor where somebody has begun a line."""
        now = self._now()
        if not self._on or self._within_a_line or now < self._next:
            return
        self._next = now + EVERY_S
        said = words if isinstance(words, str) else words(now - self._began)
        self._show(_CLEARED + f"snippets: {said}"[: shutil.get_terminal_size().columns - 1])
        self._shown = True

    def of_run(self, heard: Heard, reads: bool) -> None:
        """Show how far a run has come; nothing while it ``reads`` what its user types."""
        if reads:
            self.clear()
        else:
            self.tell(lambda spent: so_far(heard, spent))

    def printed(self, data: bytes) -> None:
        """Make room: the program is about to write this."""
        self.clear()
        self._within_a_line = not data.endswith(b"\n")
        self._next = self._now() + QUIET_S

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            self._shown = False
            self._show(_CLEARED)

    def _show(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()


def so_far(heard: Heard, spent: float) -> str:
    """How far a run has come, in ``spent`` seconds."""
    tasks = sum(isinstance(event, Created) for event in heard.events)
    return f"running for {spent:,.0f} s, {tasks:,} task{'s' * (tasks != 1)} so far, {fine(heard.time)} on its clock"

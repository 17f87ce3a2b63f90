"""The way out: what the recorder reports, a line of JSON each, on a pipe that the runner reads while the program runs.

A report is a list: its kind, the time in whole microseconds since the program began, and what follows. What happens in
the program is told in the fields of ``record/events.py``, in their order. These are sent besides, and told of in
``record/reports.py`` where they have a type; those in brackets have no time:

[python]    version, folder of the standard library: the first report
out         stream, task id, task name, line, text (undecodable bytes as surrogates)
[late]      stream, bytes in hexadecimal: what Python prints while it takes itself apart
stop        nothing: the label's stop is met, the step under way is given some grace
tie         who, who: two timers of which it is luck which comes first; [sort, task id or name] each
idle        whether a timer is set: the loop is about to sleep (real clock only)
[handles]   number of a signal, whether a loop handles it from now on (real clock only)
asked       what stands where (see ``inquiry``), stuck tasks: the runner wanted to know (real clock only)
exit        class of the exception that ended it or null, faults, dropped callbacks, stuck tasks: it is over
over        kind, words, faults, dropped callbacks, stuck tasks: the recorder ends the program here
[sync]      nothing: the runner takes what is in the descriptors, and answers

The types are not used on this side: to make them would cost every program's start some milliseconds, for fields that
are sent once each. ``tests/recorder/test_reports.py`` holds what is sent to them.
"""

from __future__ import annotations

import fcntl
import json
import os
import threading
from typing import Any, Callable

_FLUSH_AT = 32_000
# The program may patch these: the recorder keeps its own.
_encode, _write, _read = json.JSONEncoder(separators=(",", ":")).encode, os.write, os.read


class Channel:
    """Writes reports. Events beyond the limit are counted, not written; output and the end always are."""

    def __init__(self, prompt: bool) -> None:
        """``prompt``: write every report at once. Nothing is written before ``begin``."""
        self.descriptor = self.answers = -1
        self.most_events = self.events = self.most_size = 0
        #: Callbacks that are not told of, beyond the limit, and hooks of the recorder that failed.
        self.dropped, self.faults = 0, 0
        #: Whether the limit is not met yet; what is costly to find out need not be, beyond it.
        self.takes_events = False
        #: Called once, when it is met.
        self.on_cut: Callable[[], None] = lambda: None
        #: What is not used, but must not go before the program does.
        self.kept: Any = None
        self.prompt = prompt
        self.open = False
        self._lock = threading.RLock()
        self._pending: list[str] = []
        self._size = 0

    def begin(self, descriptor: int, answers: int, most_events: int) -> None:
        """Report on ``descriptor``; ``answers`` is where the runner answers ``sync``.

        Both are moved out of the way of those that the program opens.
        """
        self.descriptor, self.answers = _away(descriptor), _away(answers)
        self.most_events, self.most_size = most_events, most_events * 50
        self.takes_events = most_events > 0
        self.open = True

    def fault(self) -> None:
        """A part of the recorder failed."""
        self.faults += 1

    def event(self, *report: Any) -> None:
        """Report something that may be left out where there is too much of it."""
        if self.takes_events:
            self.events += 1
            self.most_size -= self.send(*report)
            if self.events >= self.most_events or self.most_size <= 0:
                self.takes_events = False
                self.send("cut", report[1])
                self.on_cut()

    def send(self, *report: Any) -> int:
        """Report something that must arrive; returns its size."""
        if not self.open:
            return 0
        line = _encode(report) + "\n"
        with self._lock:
            self._pending.append(line)
            self._size += len(line)
            if self.prompt or self._size > _FLUSH_AT:
                self.flush()
        return len(line)

    def flush(self) -> None:
        """Hand over all that was reported; blocks while the runner is behind."""
        with self._lock:
            data = "".join(self._pending).encode("ascii")
            self._pending.clear()
            self._size = 0
            if not self.open:
                return
            try:
                while data:
                    data = data[_write(self.descriptor, data) :]
            except OSError:  # the program has closed what it did not open: from now on it is not recorded
                self.open = False

    def sync(self) -> None:
        """Wait until the runner has taken everything, also what went to the program's own descriptors."""
        self.send("sync")
        self.flush()
        if self.open:
            _read(self.answers, 1)

    def close(self) -> None:
        """Say nothing more: in a forked child, or when Python takes itself apart."""
        self.open = False


def _away(descriptor: int) -> int:
    """The same file under a high number, so that the program's files have the numbers that they would have."""
    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 500)
    os.close(descriptor)
    return moved

"""The way out: what the recorder reports, a line of JSON each, on a pipe that the runner reads while the program runs.

==========  ===============================================================================================
report      what follows; times are whole microseconds since the program began
==========  ===============================================================================================
python      version, folder of the standard library: the first report
out         time, stream, task id, task name, line, text (undecodable bytes as surrogates)
task        time, id, name, label, creator's id, line
ready       time, id, id of the task that made it ready, line
step        time, id
wait        time, id, what it waits for, function, line
end         time, id, how, name
stop        time: the label's stop is met, the step under way is given some grace
idle        time, whether a timer is set: the loop is about to sleep (real clock only)
exit        time, class of the exception that ended it or null, dropped events, stuck tasks: the program is over
over        time, kind, words, dropped events, stuck tasks: the recorder ends the program here
==========  ===============================================================================================
"""

from __future__ import annotations

import json
import os
import threading
from typing import Any

_FLUSH_AT = 32_000


class Channel:
    """Writes reports. Events beyond the limit are counted, not written; output and the end always are."""

    def __init__(self, descriptor: int, most_events: int, prompt: bool) -> None:
        """``prompt``: write every report at once, because the runner watches the real clock."""
        self.descriptor = descriptor
        self.most_events, self.events, self.dropped = most_events, 0, 0
        self.prompt = prompt
        self.open = True
        self._lock = threading.RLock()
        self._pending: "list[str]" = []
        self._size = 0

    @property
    def takes_events(self) -> bool:
        """Whether the limit is not met yet; what is costly to find out need not be, beyond it."""
        return self.events < self.most_events

    def event(self, *report: Any) -> None:
        """Report something that may be left out where there is too much of it."""
        if self.events >= self.most_events:
            self.dropped += 1
            return
        self.events += 1
        self.send(*report)

    def send(self, *report: Any) -> None:
        """Report something that must arrive."""
        if not self.open:
            return
        line = json.dumps(report, separators=(",", ":")) + "\n"
        with self._lock:
            self._pending.append(line)
            self._size += len(line)
            if self.prompt or self._size > _FLUSH_AT:
                self.flush()

    def flush(self) -> None:
        """Hand over all that was reported; blocks while the runner is behind."""
        with self._lock:
            data = "".join(self._pending).encode("ascii")
            self._pending.clear()
            self._size = 0
            while data:
                data = data[os.write(self.descriptor, data) :]

    def close(self) -> None:
        """Say nothing more: in a forked child, or when Python takes itself apart."""
        self.open = False

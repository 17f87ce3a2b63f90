"""What came from one run so far: reports, and bytes past the recorder, in the order in which it happened."""

from __future__ import annotations

import contextlib
import json
import math
import signal
import time
from collections.abc import Callable
from typing import Any

from snippets._engine.record import events
from snippets._engine.record.events import Created, End, Event, Out, Ready
from snippets._engine.record.record import Standstill
from snippets._engine.record.reports import Answer, Asked, Exit, Over, Tie, Unfinished, Write, standing

#: More than this from the descriptors alone, past the recorder, and the run is stopped.
MOST_UNSTAMPED = 2_000_000
#: What comes past Python within so many seconds is one piece.
AT_ONCE_S = 0.02


class Heard:
    """Everything that came from one run, in the order in which it happened. ``over``: the recorder has ended it."""

    def __init__(
        self,
        on_output: Callable[[str, bytes, float], None] | None = None,
        on_begin: Callable[[], None] | None = None,
        most_unstamped: int = MOST_UNSTAMPED,
    ) -> None:
        """``on_output(stream, bytes, seconds)`` hears each write, ``on_begin()`` that the program is about to begin.

        ``most_unstamped`` is how many bytes may come past the recorder.
        """
        self.on_output, self.on_begin, self.most_unstamped = on_output, on_begin, most_unstamped
        self.version: str | None = None
        self.library = ""
        #: How much came so far, of whatever kind.
        self.count = 0
        self.over: Over | None = None
        self.exit: Exit | None = None
        self.asked: Asked | None = None
        #: Signals that a loop of the program handles: it would be woken by a question.
        self.handled: set[int] = set()
        self.standstill: Standstill | None = None
        self.unstamped: list[tuple[str, bytes]] = []
        self.held: list[tuple[str, bytes]] = []
        self.size = 0
        self.writes: list[Write] = []
        self.events: list[Event] = []
        self.ties: list[Tie] = []
        #: Whether a timer was set when the loop last went to sleep, on the real clock.
        self.timer = False
        #: The seconds of the last report.
        self.time = 0.0
        #: The moment at which the program's clock began, as well as it can be known from here.
        self._began = math.inf
        #: Whether nothing has happened since the last write.
        self._directly = False
        self._rest = b""

    @property
    def too_much(self) -> bool:
        """Whether more came past the recorder than we keep."""
        return self.size > self.most_unstamped

    @property
    def end(self) -> Over | Exit | None:
        """The last report, where there was one."""
        return self.over or self.exit

    @property
    def standing(self) -> list[Unfinished] | None:
        """The unfinished tasks, as the recorder last told of them; None where it had no say."""
        last = self.over or self.asked or self.exit
        return last.stuck if last is not None else None

    def reports(self, data: bytes) -> int:
        """Bytes from the channel; a line may come in parts. Returns how often the recorder asks for an answer."""
        self.count += len(data)
        *lines, self._rest = (self._rest + data).split(b"\n")
        asked = 0
        for line in lines:
            # A program that writes to descriptors that are not its own can spoil a line.
            with contextlib.suppress(ValueError, KeyError, TypeError, IndexError):
                kind, *values = json.loads(line)
                if kind == "sync":
                    asked += 1
                else:
                    self._report(kind, values)
        return asked

    def hold(self, stream: str, data: bytes) -> None:
        """Bytes from a descriptor whose place among the reports is not known yet: it is before the next output.

        They come as soon as they are written, but the reports before them may still wait in the program.
        """
        self.count += len(data)
        self.held.append((stream, data))

    def let_go(self, now: bool = False) -> None:
        """Here is the place of what was held. ``now``: on the real clock it was written at this moment."""
        held, self.held = self.held, []
        if held and now and self._began < math.inf:
            self.time = max(self.time, round(time.monotonic() - self._began, 6))
        for stream, data in held:
            self.bytes_of(stream, data)

    def bytes_of(self, stream: str, data: bytes) -> None:
        """Bytes from a descriptor: a child's, an extension's, or Python's own at its very end."""
        self.unstamped.append((stream, data))
        if not self.over and self.size <= self.most_unstamped:
            self.size += len(data)
            self._write(Write(self.time, "stdout" if stream == "stdout" else "stderr", None, None, None, data), True)

    def stopped_at(self, seconds: float | None = None) -> None:
        """We stop the program on the real clock: after so many seconds, or now."""
        now = seconds if seconds is not None else time.monotonic() - self._began
        self.time = max(self.time, round(now, 6))

    def answered(self) -> Answer:
        """What the recorder answered when it was asked, with what was reported before."""
        asked = self.asked or Asked(self.time, {}, [])
        ready_in: dict[int | str, int | None] = {one.task: one.line for one in self.events if isinstance(one, Ready)}
        made_in: dict[int | None, int | None] = {one.task: one.line for one in self.events if isinstance(one, Created)}
        handled = tuple(map(signal_name, sorted(self.handled)))
        return Answer(asked.facts, asked.stuck, ready_in, made_in, handled)

    def names(self) -> dict[int | None, str]:
        """The name that each task had last: a program may give it another while it runs.

        "None" does not count: early versions of Python 3.13 call eager tasks so that were given no name.
        """
        names: dict[int | None, str] = {event.task: event.name for event in self.events if isinstance(event, Created)}
        later = {event.task: event.name for event in self.events if isinstance(event, End)}
        later |= {one.task: one.name for one in self.standing or ()}
        names |= {number: name for number, name in later.items() if name != "None"}
        return {number: legible(name) for number, name in names.items()}

    def _report(self, kind: str, values: list[Any]) -> None:
        if kind in ("out", "late", "over", "exit"):
            self.let_go()
        if kind == "python":
            self.version, self.library = values
            self._began = time.monotonic()
            if self.on_begin is not None:
                self.on_begin()
        elif kind == "late":
            stream, data = values
            self._write(Write(self.time, stream, None, None, None, bytes.fromhex(data)))
        elif kind == "handles":
            number, handles = values
            (self.handled.add if handles else self.handled.discard)(number)
        elif kind == "asked":
            self.asked = Asked(values[0] / 1e6, values[1], standing(values[2]))
        else:
            self._timed(kind, values[0] / 1e6, values[1:])

    def _timed(self, kind: str, seconds: float, values: list[Any]) -> None:
        """A report of something that happened at this time."""
        self._no_later_than(seconds)
        self.time = seconds
        self._began = min(self._began, time.monotonic() - seconds)
        if kind == "out":
            stream, task, name, line, text = values
            self._write(Write(seconds, stream, task, name, line, text.encode("utf-8", "surrogateescape")))
        elif kind == "over":
            kind, words, faults, dropped, stuck = values
            self.over = Over(seconds, kind, words, faults, dropped, standing(stuck))
        elif kind == "exit":
            raised, faults, dropped, stuck = values
            self.exit = Exit(seconds, raised, faults, dropped, standing(stuck))
        else:
            self._directly = False
            self._happened(kind, seconds, values)

    def _happened(self, kind: str, seconds: float, values: list[Any]) -> None:
        if kind == "idle":
            (self.timer,) = values
        elif kind == "tie":
            self.ties.append(Tie(seconds, *values))
        elif kind != "stop":
            self.events.append(events.event([kind, seconds, *values]))

    def _no_later_than(self, seconds: float) -> None:
        """What came past Python and was timed here, on arrival, came before the report that follows it."""
        for place in range(len(self.events) - 1, -1, -1):
            event = self.events[place]
            if not isinstance(event, Out) or event.seconds <= seconds:
                return
            self.events[place] = event._replace(seconds=seconds)
            self.writes[event.piece] = self.writes[event.piece]._replace(seconds=seconds)

    def _write(self, write: Write, past: bool = False) -> None:
        if self.on_output is not None:
            self.on_output(write.stream, write.data, write.seconds)
        last = self.writes[-1] if self.writes else None
        at_once = past and last and write.seconds - last.seconds < AT_ONCE_S
        same = last is not None and (last.stream, last.task) == (write.stream, write.task)
        if last and self._directly and same and (at_once or not last.data.endswith(b"\n")):
            # print() writes its line end by itself: one piece a line. What came past Python came in no pieces.
            self.writes[-1] = last._replace(data=last.data + write.data)
            return
        self._directly = True
        self.events.append(Out("out", write.seconds, len(self.writes), write.line, write.task, past))
        self.writes.append(write)


def signal_name(number: int) -> str:
    """The name of a signal; one without a name of its own is called by its number."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"SIG{number}"


def legible(name: str) -> str:
    """A task's name with everything written out that cannot be printed: a program may call a task anything."""
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in name)

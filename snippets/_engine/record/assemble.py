"""From what a run reported, line by line, to its record: the pieces in order, the text, the outcome."""

from __future__ import annotations

import contextlib
import json
import math
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from snippets._engine.record.outcome import Outcome
from snippets._engine.record.record import Clock, Piece, Record, Standstill, Stop, Stream, Stuck, Task, frozen
from snippets._engine.record.text import CUT, Places, decode, normalise
from snippets._engine.record.times import seconds as shown
from snippets._engine.run.standstill import Answer
from snippets._engine.story.names import shown_names
from snippets._engine.words.standstill import circle, reason, stood

#: More than this from the descriptors alone, past the recorder, and the run is stopped.
MOST_UNSTAMPED = 2_000_000
#: A program on the real clock counts as silent, or as stuck in one step, after so many seconds.
SILENT_S = 1.0

#: What comes past Python within so many microseconds is one piece.
AT_ONCE_US = 20_000

SILENT = "alive and silent: watched, not proved"
_VERDICTS = {
    "deadlock": Outcome("deadlocks"),
    "never yields": Outcome("never yields"),
    "runs forever": Outcome("runs forever"),
    "refused": Outcome("refused"),
}

#: Reports that have places of their own in the record, or none.
_NO_EVENTS = ("idle", "stop", "tie")


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
        self.over: list[Any] | None = None
        #: How much came so far, of whatever kind; and what the recorder answered when it was asked: facts, tasks.
        self.count = 0
        self.answer: list[Any] | None = None
        #: Signals that a loop of the program handles: it would be woken by a question.
        self.handled: set[int] = set()
        self.standstill: Standstill | None = None
        self.exit: list[Any] | None = None
        self.unstamped: list[tuple[str, bytes]] = []
        self.held: list[tuple[str, bytes]] = []
        self.size = 0
        #: us, stream, the task's number and name, bytes
        self.writes: list[tuple[int, Stream, int | None, str | None, bytes]] = []
        self.events: list[list[Any]] = []
        self.time = 0
        #: The moment at which the program's clock began, as well as it can be known from here.
        self._began = math.inf
        self._rest = b""

    @property
    def too_much(self) -> bool:
        """Whether more came past the recorder than we keep."""
        return self.size > self.most_unstamped

    def reports(self, data: bytes) -> int:
        """Bytes from the channel; a line may come in parts. Returns how often the recorder asks for an answer."""
        self.count += len(data)
        *lines, self._rest = (self._rest + data).split(b"\n")
        asked = 0
        for line in lines:
            # A program that writes to descriptors that are not its own can spoil a line.
            with contextlib.suppress(ValueError, KeyError, TypeError, IndexError):
                report = json.loads(line)
                if report[0] == "sync":
                    asked += 1
                else:
                    self._report(report)
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
            self.time = max(self.time, round((time.monotonic() - self._began) * 1e6))
        for stream, data in held:
            self.bytes_of(stream, data)

    def bytes_of(self, stream: str, data: bytes) -> None:
        """Bytes from a descriptor: a child's, an extension's, or Python's own at its very end."""
        self.unstamped.append((stream, data))
        if not self.over and self.size <= self.most_unstamped:
            self.size += len(data)
            self._write("stdout" if stream == "stdout" else "stderr", data, past=True)

    def stopped_at(self, seconds: float | None = None) -> None:
        """We stop the program on the real clock: after so many seconds, or now."""
        us = seconds * 1e6 if seconds is not None else (time.monotonic() - self._began) * 1e6
        self.time = max(self.time, round(us) if us > 0 else 0)

    def answered(self) -> Answer:
        """What the recorder answered when it was asked, with what was reported before."""
        facts, stuck = self.answer or ({}, [])
        ready_in = {event[2]: event[4] for event in self.events if event[0] == "ready"}
        made_in = {event[2]: event[6] for event in self.events if event[0] == "task"}
        return Answer(facts, stuck, ready_in, made_in, tuple(map(signal_name, sorted(self.handled))))

    def _report(self, report: list[Any]) -> None:
        kind, *values = report
        if kind in ("out", "late", "over", "exit"):
            self.let_go()
        if kind == "python":
            self.version, self.library = values
            self._began = time.monotonic()
            if self.on_begin is not None:
                self.on_begin()
            return
        if kind == "late":
            stream, data = values
            self._write(stream, bytes.fromhex(data))
            return
        if kind == "handles":
            number, handles = values
            (self.handled.add if handles else self.handled.discard)(number)
            return
        if kind == "asked":
            self.answer = values[1:]
            return
        self._no_later_than(values[0])
        self.time = values[0]
        self._began = min(self._began, time.monotonic() - self.time / 1e6)
        if kind == "out":
            _, stream, task, name, line, text = values
            self._write(stream, text.encode("utf-8", "surrogateescape"), task, name, line)
        elif kind == "over":
            self.over = values
        elif kind == "exit":
            self.exit = values
        else:
            self.events.append(report)

    def _no_later_than(self, us: int) -> None:
        """What came past Python and was timed here, on arrival, came before the report that follows it."""
        for event in reversed(self.events):
            if event[0] != "out" or event[1] <= us:
                return
            event[1] = us
            self.writes[event[2]] = (us, *self.writes[event[2]][1:])

    def _write(
        self,
        stream: Stream,
        data: bytes,
        task: int | None = None,
        name: str | None = None,
        line: int | None = None,
        past: bool = False,
    ) -> None:
        if self.on_output is not None:
            self.on_output(stream, data, self.time / 1e6)
        last = self.writes[-1] if self.writes else None
        directly = bool(self.events) and self.events[-1][0] == "out"
        at_once = past and last and self.time - last[0] < AT_ONCE_US
        if last and directly and last[1:3] == (stream, task) and (at_once or not last[4].endswith(b"\n")):
            # print() writes its line end by itself: one piece a line. What came past Python came in no pieces.
            self.writes[-1] = (*last[:4], last[4] + data)
            return
        self.events.append(["out", self.time, len(self.writes), line, task, *([True] if past else ())])
        self.writes.append((self.time, stream, task, name, data))


def assemble(
    heard: Heard, file: Path, clock: Clock, stop: Stop | None, mask: tuple[str, ...], status: int | None
) -> Record:
    """The record of a run that is over; ``status`` is the process's own, None where we stopped it from outside.

    ``file`` is the program as its own frames name it.
    """
    assert heard.version is not None
    places = Places(str(file.parent), heard.library)
    texts = normalise(decode((stream, data) for _, stream, _, _, data in heard.writes), places, mask)
    digits = 6 if clock == "virtual" else 3
    names = _names(heard)
    output = [
        Piece(round(us / 1e6, digits), stream, names.get(task) if task in names else name and legible(name), text)
        for (us, stream, task, name, _), text in zip(heard.writes, texts, strict=True)
    ]
    end = heard.over or heard.exit
    outcome, words = _outcome(heard, clock, stop, status)
    if (outcome == "stopped" and heard.over and heard.over[1] in ("lines", "bytes")) or heard.too_much:
        broken = "\n" if output and not output[-1].text.endswith("\n") else ""
        output.append(Piece(round(heard.time / 1e6, digits), "stderr", None, broken + CUT.format("too much output")))
    stuck, tasks = _stuck(heard, names), _tasks(heard, names)
    seconds = round(heard.time / 1e6, digits)
    record = Record(
        outcome=outcome,
        output=tuple(output),
        exit=None if heard.over or status is None else status if status >= 0 else 128 - status,
        clock=clock,
        python=heard.version,
        seconds=seconds,
        tasks=tasks,
        events=tuple(
            (e[0], round(e[1] / 1e6, digits), *e[2:]) for e in heard.events if e[0] not in ("idle", "stop", "tie")
        ),
        dropped=end[-2] if end else 0,
        faults=end[-3] if end else 0,
        raised=heard.exit[1] if heard.exit else None,
        stuck=stuck,
        standstill=heard.standstill,
        verdict=_verdict(outcome, words, stuck, tasks, clock, seconds, heard.standstill),
    )
    return replace(record, near_ties=_near_ties(heard, record))


def _near_ties(heard: Heard, record: Record) -> tuple[tuple[float, str, str], ...]:
    """Which timers met by luck, each by the name that pictures show."""
    names = shown_names(record)

    def name(who: list[Any]) -> str:
        sort, what = who
        shown = names.get(what, "a task") if isinstance(what, int) else legible(what or "the program")
        return f"time-out of {shown}" if sort == "timeout" else shown

    ties = (event[1:] for event in heard.events if event[0] == "tie")
    return tuple((round(us / 1e6, 6), name(one), name(two)) for us, one, two in ties)


def _outcome(heard: Heard, clock: Clock, stop: Stop | None, status: int | None) -> tuple[Outcome, str]:
    """What was measured, and the words of the recorder where it ended the program."""
    if heard.over:
        return _VERDICTS.get(heard.over[1], Outcome("stopped")), heard.over[2]
    if status is None:
        return _watched(heard, clock, stop)
    raised = heard.exit[1] if heard.exit else None
    if status == -signal.SIGXCPU:
        return Outcome("stopped"), "after all its processor time"
    if raised is not None and status == (-signal.SIGINT if raised == "KeyboardInterrupt" else 1):
        return Outcome(f"raises {raised}"), ""
    if status < 0:
        return Outcome(f"killed {signal_name(-status)}"), ""
    return Outcome("finishes" if status == 0 else f"exits {status}"), ""


def signal_name(number: int) -> str:
    """The name of a signal; one without a name of its own is called by its number."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"SIG{number}"


def _watched(heard: Heard, clock: Clock, stop: Stop | None) -> tuple[Outcome, str]:
    """The outcome of a program that we stopped from outside, from what it did last."""
    if heard.too_much:
        return Outcome("stopped"), f"after {heard.most_unstamped:,} bytes of output"
    if clock == "virtual":
        return Outcome("stopped"), "because it neither ended nor computed: it waits for something outside this clock"
    still = heard.standstill
    if stop is None or stop.seconds is None:
        idle = still is not None and not still.wakers
        return (Outcome("hangs"), SILENT) if idle else (Outcome("stopped"), "")
    steps = [event for event in heard.events if event[0] in ("step", "wait", "end")]
    if steps and steps[-1][0] == "step" and stop.seconds - steps[-1][1] / 1e6 > SILENT_S:
        return Outcome("never yields"), "its last step had not ended"
    timer = next((event[2] for event in reversed(heard.events) if event[0] == "idle"), False)
    # Whoever declares a stop has watched it: that it handles a signal too is nothing to wait for.
    waits = not [one for one in still.wakers if one[0] != "signal"] if still is not None else not timer
    if waits and stop.seconds - (heard.writes[-1][0] if heard.writes else 0) / 1e6 > SILENT_S:
        return Outcome("hangs"), SILENT
    return Outcome("runs forever"), ""


def _names(heard: Heard) -> dict[int | None, str]:
    """The name that each task had last: a program may give it another while it runs.

    "None" does not count: early versions of Python 3.13 call eager tasks so that were given no name.
    """
    end = heard.over or heard.answer or heard.exit
    names = {event[2]: event[3] for event in heard.events if event[0] == "task"}
    later = {event[2]: event[4] for event in heard.events if event[0] == "end"}
    later |= {row[0]: row[1] for row in (end[-1] if end else ())}
    names |= {number: name for number, name in later.items() if name != "None"}
    return {number: legible(name) for number, name in names.items()}


def legible(name: str) -> str:
    """A task's name with everything written out that cannot be printed: a program may call a task anything."""
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in name)


def _tasks(heard: Heard, names: dict[int | None, str]) -> tuple[Task, ...]:
    ended = {event[2]: event[3] for event in heard.events if event[0] == "end"}
    return tuple(
        Task(number, names[number], label, names.get(by), line, ended.get(number))
        for kind, _, number, _, label, by, line in (event[:7] for event in heard.events if event[0] == "task")
    )


def _stuck(heard: Heard, names: dict[int | None, str]) -> tuple[Stuck, ...]:
    """Where each unfinished task stood: as the recorder told at the end, or where it had no say, by the last events."""
    end = heard.over or heard.answer or heard.exit
    if end is not None:
        ready = {who for who, _ in heard.standstill.unwoken} if heard.standstill is not None else set()
        return tuple(_told(row, names, ready) for row in end[-1])
    found: dict[int, Stuck] = {}
    for event in heard.events:
        if event[0] == "task":
            found[event[2]] = Stuck(event[2], names[event[2]], event[4], "ready", None, None)
        elif event[0] in ("step", "eager") and event[2] in found:
            found[event[2]] = replace(found[event[2]], on="running", function=None, line=None, waits_for=(), awaited=0)
        elif event[0] == "ready" and event[2] in found:
            found[event[2]] = replace(found[event[2]], on="ready", waits_for=(), awaited=0)
        elif event[0] == "wait" and event[2] in found:
            _, _, number, on, function, line, _, waits_for, _, _, awaited = event[:11]
            stands = {"on": on, "function": function, "line": line, "awaited": awaited}
            found[number] = replace(found[number], waits_for=tuple(waits_for), **stands)
        elif event[0] == "end":
            found.pop(event[2], None)
    return tuple(found.values())


def _told(row: list[Any], names: dict[int | None, str], ready: set[int | str]) -> Stuck:
    """One unfinished task, as the recorder tells of it."""
    number, _, label, on, function, line, waits_for, awaited, clues = row
    known = {key: frozen(value) for key, value in clues.items()}
    on = "ready" if number in ready else on
    return Stuck(number, names[number], label, on, function, line, tuple(waits_for), awaited, **known)


def _verdict(
    outcome: Outcome,
    words: str,
    stuck: tuple[Stuck, ...],
    tasks: tuple[Task, ...],
    clock: Clock,
    seconds: float,
    still: Standstill | None,
) -> tuple[str, ...]:
    """The lines that tell a person why the program did not end by itself; none where it did."""
    at = f"at {shown(seconds, clock)} on the {clock} clock"
    if outcome == "refused":
        return (f"refused: {words}, which the virtual clock cannot do faithfully: use --clock real",)
    if outcome.kind == "killed":
        return (f"{outcome} {at}",)
    head = {
        "deadlocks": f"deadlock, proved, {at}: {words}",
        "hangs": f"hangs, {at}: {words}",
        "never yields": f"never yields, stopped {at}: {words}",
        "runs forever": f"runs forever, stopped {at}",
        "stopped": f"stopped {at} {words}".rstrip(),
    }.get(outcome)
    if head is None:
        return ()
    names = {task.task: task.name for task in stuck}
    ring = " waits for ".join(names[number] for number in circle(stuck))
    why = stood(still, stuck, tasks) if still is not None and outcome in ("hangs", "stopped") else []
    return (
        head,
        *(f"  {line}" for line in (*why, *(where(task) + reason(task, tasks) for task in stuck))),
        *((f"  in a circle: {ring}",) if ring else ()),
    )


def where(task: Stuck) -> str:
    """One unfinished task in words, like ``Task-1 main() waits for queue.join(), line 43``."""
    line = f", line {task.line}" if task.line else ""
    if task.thing and task.on == "a future":
        return f"{task.name} {task.label} waits for the future {task.thing}{line}"
    states = {"ready": "is ready to run", "running": "is running"}
    state = states.get(task.on, f"waits for {task.on}")
    return f"{task.name} {task.label} {state}{line}"

"""What a picture of a run shows, before anything is drawn: a lane a task, spans of waiting and running, levels, wakes.

Everything is read from the record's events; nothing is guessed. A moment has two coordinates: its time, and its place
in the order of events, which is what an axis counts where no time passes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Literal

from snippets._engine.naming import shown_names
from snippets._engine.printed import lines
from snippets._engine.record import Record

#: How a task spends a span: in the sketches' words "running, sleeping, waiting for somebody, for tasks, for the world".
Kind = Literal["run", "sleep", "wait", "tasks", "else", "late"]

#: A callback that takes longer than this is drawn as a bar, and one that is due for longer as being late, in seconds.
SEEN_S = 0.002

#: What is counted of a queue that somebody joins.
UNDONE = "items put and not yet done"

_DESTROYED = re.compile(r"(?m)Task was destroyed but it is pending!\ntask: <Task pending name='([^'\n]*)'")
_HELD = ("Lock", "Condition")
_LEVELS = ("Queue", "LifoQueue", "PriorityQueue", "Semaphore", "BoundedSemaphore")
_TASKS = ("gather", "wait", "TaskGroup", "as_completed", "shield", "wait_for")


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A point of the run: seconds on its clock, and the place in the order of events."""

    seconds: float
    place: int


@dataclass(frozen=True, slots=True)
class Span:
    """What a task did from one moment to another; ``step`` is the number of the step that led to it.

    ``open`` where it goes on beyond the picture.
    """

    kind: Kind
    label: str
    start: Moment
    stop: Moment
    line: int | None = None
    step: int = 0
    open: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """Something at one moment: a printed line (``number``, from 1 on) or a cancellation (``by``: a lane's name)."""

    at: Moment
    step: int
    number: int = 0
    by: str | None = None
    line: int | None = None


@dataclass(slots=True)
class Lane:
    """One task: its number and name, who made it, what it did, what it printed and held, how it ended."""

    task: int
    name: str
    parent: int | None
    line: int | None
    born: Moment
    ended: str | None = None
    end: Moment | None = None
    spans: list[Span] = field(default_factory=list)
    holds: list[Span] = field(default_factory=list)
    prints: list[Mark] = field(default_factory=list)
    cancels: list[Mark] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Wake:
    """One task made another ready that was waiting."""

    at: Moment
    by: int
    task: int
    line: int | None


@dataclass(slots=True)
class Level:
    """How full a queue is, or how many places of a semaphore are left: (since when, how many)."""

    name: str
    what: str
    limit: int | None
    points: list[tuple[Moment, int]] = field(default_factory=list)


@dataclass(slots=True)
class Picture:
    """All that is drawn of one run. ``outside`` are lines that no task printed; ``last`` is where the run ended."""

    lanes: list[Lane]
    levels: list[Level]
    wakes: list[Wake]
    outside: list[Mark]
    last: Moment
    endless: bool
    cut: bool

    @property
    def timed(self) -> bool:
        """Whether time passed in which anything could be seen; else the axis counts events."""
        return self.last.seconds >= SEEN_S * 5


def picture(record: Record) -> Picture:
    """What a picture of this run shows; without lanes where the program made no tasks."""
    return _Reader(record).read()


class _Reader:
    """Walks over the events once, keeping what is open."""

    def __init__(self, record: Record) -> None:
        self.record, self.names = record, shown_names(record)
        self.lanes: dict[int, Lane] = {}
        self.levels: dict[int, Level] = {}
        self.wakes: list[Wake] = []
        self.outside: list[Mark] = []
        self.things: dict[int, tuple[str, str]] = {}
        self.since: dict[int, Moment] = {}
        self.waits: dict[int, tuple[Kind, str, int | None, Moment, int]] = {}
        self.ready: dict[int, Moment] = {}
        self.holding: dict[int, tuple[int, Moment]] = {}
        self.step = 0
        self.lines = _line_numbers(record)
        #: Tasks that were made ready while the loop slept, as by a thread that did not wake it.
        self.unheard: set[int] = set()

    def read(self) -> Picture:
        last = Moment(0.0, 0)
        for place, (kind, seconds, *rest) in enumerate(self.record.events, 1):
            now = Moment(seconds, place)
            if kind in ("step", "call", "eager"):
                self.step += 1
            handler = getattr(self, f"_{kind}", None)
            if handler is not None:
                handler(now, *rest)
            if kind in ("step", "wait", "end", "out", "cancel") and (kind == "out" or rest[0] in self.lanes):
                last = now
        endless = self.record.outcome not in ("finishes",) and not self.record.outcome.startswith(("raises", "exits"))
        if endless:
            last = max(last, Moment(self.record.seconds, len(self.record.events) + 1))
        self._close(last, endless)
        lanes, levels = list(self.lanes.values()), list(self.levels.values())
        return Picture(lanes, levels, self.wakes, self.outside, last, endless, bool(self.record.dropped))

    # One method an event kind, with what follows its time

    def _task(self, now: Moment, number: int, _: str, __: str, parent: int | None, line: int | None) -> None:
        if number in self.names:
            self.lanes[number] = Lane(number, self.names[number], parent, line, now)
            self.ready[number] = now

    def _ready(self, now: Moment, number: int, by: int | None, line: int | None) -> None:
        lane = self.lanes.get(number)
        if lane is None:
            return
        self.ready.setdefault(number, now)
        if by is None and not self.since and self.record.clock == "real":
            self.unheard.add(number)
        if by in self.lanes and by != number and number in self.waits:
            self.wakes.append(Wake(now, by, number, line))

    def _step_(self, now: Moment, number: int) -> None:
        lane = self.lanes.get(number)
        if lane is None:
            return
        due = self.ready.pop(number, now)
        self._end_wait(lane, due)
        if now.seconds - due.seconds > SEEN_S:
            why = "ready, but the loop sleeps on" if number in self.unheard else "ready, but the loop is busy"
            lane.spans.append(Span("late", why, due, now, step=self.step))
        self.unheard.discard(number)
        self.since[number] = now

    def _step(self, now: Moment, number: int, *_: Any) -> None:
        self._step_(now, number)

    def _eager(self, now: Moment, number: int) -> None:
        self._step_(now, number)

    def _wait(
        self, now: Moment, number: int, on: str, _: str, line: int | None, __: int | None, ___: list[int], *____: Any
    ) -> None:
        lane = self.lanes.get(number)
        if lane is None:
            return
        self._ran(lane, now, line)
        self.waits[number] = (_kind(on), _words(on, self.names, self.record), line, now, self.step)

    def _end(self, now: Moment, number: int, how: str, *_: Any) -> None:
        lane = self.lanes.get(number)
        if lane is None:
            return
        self._ran(lane, now, None)
        lane.ended, lane.end = how, now

    def _cancel(self, now: Moment, number: int, by: int | None, line: int | None) -> None:
        lane = self.lanes.get(number)
        if lane is not None:
            who = self.lanes[by].name if by in self.lanes else None
            lane.cancels.append(Mark(now, self.step, by=who, line=line))

    def _object(self, now: Moment, number: int, cls: str, name: str, limit: int | None, *_: Any) -> None:
        self.things[number] = (cls, name)
        if cls in _LEVELS:
            self.levels[number] = Level(name, self._counts(cls, name), limit)

    def _state(self, now: Moment, number: int, task: int | None, state: list[int]) -> None:
        cls, name = self.things.get(number, ("", ""))
        if number in self.levels:
            level = self.levels[number]
            level.points.append((now, state[1] if level.what == UNDONE else state[0]))
        if cls in _HELD:
            self._let_go(number, name, now)
            if state[0] and task in self.lanes:
                self.holding[number] = (task, now)

    def _out(self, now: Moment, index: int, line: int | None, task: int | None, past: bool = False) -> None:
        for number in self.lines.get(index, ()):
            mark = Mark(now, self.step, number, line=line)
            (self.lanes[task].prints if task in self.lanes else self.outside).append(mark)
        for name in _DESTROYED.findall(self.record.output[index].text):
            self._destroy(now, name)

    def _destroy(self, now: Moment, name: str) -> None:
        """Python says that it has thrown away a task that had not ended: a name of only one, and it ends here."""
        named = [task.id for task in self.record.tasks if task.name == name]
        lane = self.lanes.get(named[0]) if len(named) == 1 else None
        if lane is not None and lane.ended is None:
            self._end_wait(lane, now)
            lane.ended, lane.end = "destroyed", now

    def _counts(self, cls: str, name: str) -> str:
        """What the level of this primitive counts: of a queue that somebody joins the items that join() waits for."""
        if cls.endswith("Semaphore"):
            return "places left"
        joined = any(event[0] == "wait" and event[3] == f"{name}.join()" for event in self.record.events)
        return UNDONE if joined else "items inside"

    # What is open is closed

    def _ran(self, lane: Lane, now: Moment, line: int | None) -> None:
        since = self.since.pop(lane.task, now)
        if now.seconds - since.seconds > SEEN_S or self.record.seconds < SEEN_S * 5:
            lane.spans.append(Span("run", "runs", since, now, line, self.step))

    def _end_wait(self, lane: Lane, until: Moment, open_: bool = False) -> None:
        wait = self.waits.pop(lane.task, None)
        if wait is not None:
            kind, label, line, since, step = wait
            lane.spans.append(Span(kind, label, since, until, line, step, open_))

    def _goes_on(self) -> str:
        return "waits, and holds up the loop" if self.record.outcome == "deadlocks" else "runs on and on"

    def _let_go(self, number: int, name: str, now: Moment, open_: bool = False) -> None:
        if number in self.holding:
            task, since = self.holding.pop(number)
            self.lanes[task].holds.append(Span("run", name, since, now, open=open_))

    def _close(self, last: Moment, endless: bool) -> None:
        for lane in self.lanes.values():
            if lane.task in self.since:
                since = self.since.pop(lane.task)
                lane.spans.append(
                    Span("run", self._goes_on() if endless else "runs", since, last, None, self.step, endless)
                )
            self._end_wait(lane, last, endless and lane.ended is None)
            if lane.ended is None and lane.task in self.ready and not lane.spans:
                since = self.ready[lane.task]
                lane.spans.append(Span("late", "never has a turn", since, last, None, 0, True))
        for number in list(self.holding):
            self._let_go(number, self.things[number][1], last, endless)


def _kind(on: str) -> Kind:
    if on.startswith("sleep("):
        return "sleep"
    name, colon, _ = on.partition(": ")
    if colon or name in _TASKS or not on.endswith(")"):
        return "tasks" if on != "a future" else "else"
    return "wait" if "." in on else "else"


def _words(on: str, names: dict[int, str], record: Record) -> str:
    """What is waited for, with tasks called as their lanes are."""
    by_name = {task.name: names.get(task.id, task.name) for task in record.tasks}
    head, colon, tasks = on.partition(": ")
    if colon:
        shown = [by_name.get(name, name) for name in tasks.split(", ")]
        return f"{head}: {', '.join(shown)}" if len(shown) < 3 else f"{head}: {len(shown)} tasks"
    return by_name.get(on, on)


def _line_numbers(record: Record) -> dict[int, list[int]]:
    """For each piece of output the numbers of the lines that begin in it."""
    found: dict[int, list[int]] = {}
    for number, line in enumerate(lines(record), 1):
        found.setdefault(line.first, []).append(number)
    return found

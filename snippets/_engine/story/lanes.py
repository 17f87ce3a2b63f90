"""What a picture of a run shows, before anything is drawn: a lane a task, spans of waiting and running, levels, wakes.

Everything is read from the record's events; nothing is guessed. A moment has two coordinates: its time, and its place
in the order of events, which is what an axis counts where no time passes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from snippets._engine.record.names import shown_names
from snippets._engine.record.outcome import Outcome
from snippets._engine.record.printed import lines
from snippets._engine.record.record import Record

#: How a task spends a span: in the sketches' words "running, sleeping, waiting for somebody, for tasks, for the world",
#: due and not yet let run, or nobody knows how, since the record was cut before.
Kind = Literal["run", "sleep", "wait", "tasks", "else", "late", "unknown"]

#: A callback that takes longer than this is drawn as a bar, and one that is due for longer as being late, in seconds.
SEEN_S = 0.002

#: More lanes than these are not drawn, nor told of one by one.
MOST_LANES = 16

#: Who printed so many seconds before the end of a run was still at it then.
STILL_PRINTS_S = 0.1

#: What is said of a task of which the record tells nothing any more, and of one that was made ready by a thread.
NOT_KNOWN, SLEEPS_ON = "not recorded", "ready, but the loop sleeps on"

#: What is counted of a queue that somebody joins.
UNDONE = "items put and not yet done"

_DESTROYED = re.compile(r"(?m)Task was destroyed but it is pending!\ntask: <Task pending name='([^'\n]*)'")
#: Families of primitives that are held, or have a level, and sorts of waits that are for tasks to end.
_HELD = ("lock", "condition")
_LEVELS = ("queue", "semaphore")
_TASKS = ("task", "gather", "wait", "TaskGroup", "as_completed", "shield", "wait_for")
#: Outcomes of runs that did not end by themselves because nothing could go on in them.


@dataclass(frozen=True, slots=True, order=True)
class Point:
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
    start: Point
    stop: Point
    line: int | None = None
    step: int = 0
    open: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """Something at one moment: a printed line (``number``, from 1 on) or a cancellation (``by``: a lane's name)."""

    at: Point
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
    born: Point
    ended: str | None = None
    end: Point | None = None
    spans: list[Span] = field(default_factory=list)
    holds: list[Span] = field(default_factory=list)
    prints: list[Mark] = field(default_factory=list)
    cancels: list[Mark] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Wake:
    """One task made another ready that was waiting."""

    at: Point
    by: int
    task: int
    line: int | None


@dataclass(slots=True)
class Level:
    """How full a queue is, or how many places of a semaphore are left: (since when, how many)."""

    name: str
    what: str
    limit: int | None
    points: list[tuple[Point, int]] = field(default_factory=list)


@dataclass(slots=True)
class Picture:
    """All that is drawn of one run. ``outside`` are lines that no task printed; ``last`` is where the run ended.

    ``endless``: it did not end by itself, and ``stopped`` says in words what ended it, where that was from outside;
    ``still``: nothing went on in it then. ``cut`` is the moment from which on little is known.
    """

    lanes: list[Lane]
    levels: list[Level]
    wakes: list[Wake]
    outside: list[Mark]
    last: Point
    endless: bool
    still: bool
    stopped: str
    cut: Point | None

    @property
    def timed(self) -> bool:
        """Whether time passed in which anything could be seen; else the axis counts events."""
        return self.last.seconds >= SEEN_S * 5


def chosen(lanes: Sequence[Lane], most: int) -> list[Lane]:
    """The lanes that are drawn where there are more: the first of them, and some that ended unlike most others."""
    if len(lanes) <= most:
        return list(lanes)
    (usual, _), *_ = Counter(lane.ended for lane in lanes).most_common(1)
    first, rest = lanes[: -(-most // 2)], lanes[-(-most // 2) :]
    odd = [lane for lane in rest if lane.ended != usual][: most - len(first)]
    taken = {lane.task for lane in odd}
    more = [lane for lane in rest if lane.task not in taken][: most - len(first) - len(odd)]
    return [*first, *sorted([*odd, *more], key=lambda lane: lane.task)]


def ends_of(lanes: Sequence[Lane]) -> str:
    """How many lanes are not drawn, and how these tasks ended, in as few words as a telephone has room for."""
    ends = Counter(lane.ended.split()[0] if lane.ended else "never ended" for lane in lanes)
    more = f"and {len(lanes):,} more task{'s' * (len(lanes) != 1)}"
    if len(ends) == 1:
        return f"{more}: {'all ' * (len(lanes) > 1)}{next(iter(ends))}"
    return f"{more}: {', '.join(f'{count:,} {how}' for how, count in ends.most_common())}"


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
        #: Family and name of each primitive; the queues that somebody joins.
        self.things: dict[int, tuple[str, str]] = {}
        self.joined = {e.primitive for e in record.events if e.kind == "wait" and e.sort == "queue.join"}
        self.cut: Point | None = None
        self.since: dict[int, Point] = {}
        self.waits: dict[int, tuple[Kind, str, int | None, Point, int]] = {}
        self.ready: dict[int, Point] = {}
        self.holding: dict[int, tuple[int, Point]] = {}
        self.step = 0
        self.lines = _line_numbers(record)
        #: Tasks that were made ready while the loop slept, as by a thread that did not wake it; and whether a callback
        #: of no task's may be under way, of which the record does not tell when it is over.
        self.unheard: set[int] = set()
        self.called = False

    def read(self) -> Picture:
        last = Point(0.0, 0)
        for place, (kind, seconds, *rest) in enumerate(self.record.events, 1):
            now = Point(seconds, place)
            if kind in ("step", "call", "eager"):
                self.step += 1
                self.called = kind == "call"
                self.unheard &= set(rest[:1])
            handler = getattr(self, f"_{kind}", None)
            if handler is not None:
                handler(now, *rest)
            if kind in ("step", "wait", "end", "out", "cancel") and (kind == "out" or rest[0] in self.lanes):
                last = now
        outcome = self.record.outcome
        on = not outcome.by_itself  # its bars go on: nothing that the tasks did has ended them
        if on or self.cut:
            last = max(last, Point(self.record.seconds, len(self.record.events) + 1))
        self._close(last, on)
        lanes, levels, still = list(self.lanes.values()), list(self.levels.values()), outcome.still
        return Picture(lanes, levels, self.wakes, self.outside, last, on, still, _stopped(outcome), self.cut)

    # One method an event kind, with what follows its time

    def _task(self, now: Point, number: int, _: str, __: str, parent: int | None, line: int | None, *___: Any) -> None:
        if number in self.names:
            self.lanes[number] = Lane(number, self.names[number], parent, line, now)
            self.ready[number] = now

    def _ready(self, now: Point, number: int, by: int | None, line: int | None, *_: Any) -> None:
        lane = self.lanes.get(number)
        if lane is None:
            return
        self.ready.setdefault(number, now)
        if by is None and not self.since and not self.called and self.record.clock == "real":
            self.unheard.add(number)
        if by in self.lanes and by != number and number in self.waits:
            self.wakes.append(Wake(now, by, number, line))

    def _step_(self, now: Point, number: int) -> None:
        lane = self.lanes.get(number)
        if lane is None:
            return
        due = self._due(number, now)
        self._end_wait(lane, due)
        if now.seconds - due.seconds > SEEN_S:
            why = SLEEPS_ON if number in self.unheard else "ready, but the loop is busy"
            lane.spans.append(Span("late", why, due, now, step=self.step))
        self.unheard.discard(number)
        self.since[number] = now

    def _due(self, number: int, now: Point) -> Point:
        """Since when a task has been ready: one that only lets others run becomes so before its step is over."""
        due = self.ready.pop(number, now)
        return max(due, self.waits[number][3]) if number in self.waits else due

    def _step(self, now: Point, number: int, *_: Any) -> None:
        self._step_(now, number)

    def _eager(self, now: Point, number: int) -> None:
        self._step_(now, number)

    def _wait(self, now: Point, number: int, on: str, _: str, line: int | None, *rest: Any) -> None:
        lane = self.lanes.get(number)
        if lane is None:
            return
        _, tasks, _, sort, count = rest[:5]
        self._ran(lane, now, line)
        self.waits[number] = (_kind(sort), self._words(on, sort, tasks, count), line, now, self.step)

    def _end(self, now: Point, number: int, how: str, *_: Any) -> None:
        lane = self.lanes.get(number)
        if lane is None:
            return
        if self.cut is not None:
            lane.spans.append(Span("unknown", NOT_KNOWN, self.cut, now))
        else:
            self._ran(lane, now, None)
        lane.ended, lane.end = how, now

    def _cut(self, now: Point) -> None:
        """The record says no more of what the tasks did: what is known of each ends here."""
        self.cut = now
        self.ready.clear()
        for lane in self.lanes.values():
            if lane.task in self.since:
                self._ran(lane, now, None)
            self._end_wait(lane, now)
        for number in list(self.holding):
            self._let_go(number, self.things[number][1], now)

    def _cancel(self, now: Point, number: int, by: int | None, line: int | None, *_: Any) -> None:
        lane = self.lanes.get(number)
        if lane is not None:
            who = self.lanes[by].name if by in self.lanes else None
            lane.cancels.append(Mark(now, self.step, by=who, line=line))

    def _object(self, now: Point, number: int, _: str, name: str, limit: int | None, __: Any, family: str) -> None:
        self.things[number] = (family, name)
        if family in _LEVELS:
            inside = UNDONE if number in self.joined else "items inside"
            self.levels[number] = Level(name, inside if family == "queue" else "places left", limit)

    def _state(self, now: Point, number: int, task: int | None, state: list[int], *_: Any) -> None:
        family, name = self.things.get(number, ("", ""))
        if number in self.levels:
            level = self.levels[number]
            level.points.append((now, state[1] if level.what == UNDONE else state[0]))
        if family in _HELD:
            self._let_go(number, name, now)
            if state[0] and task in self.lanes:
                self.holding[number] = (task, now)

    def _out(self, now: Point, index: int, line: int | None, task: int | None, past: bool = False) -> None:
        for number in self.lines.get(index, ()):
            mark = Mark(now, self.step, number, line=line)
            (self.lanes[task].prints if task in self.lanes else self.outside).append(mark)
        for name in _DESTROYED.findall(self.record.output[index].text):
            self._destroy(now, name)

    def _destroy(self, now: Point, name: str) -> None:
        """Python says that it has thrown away a task that had not ended: a name of only one, and it ends here."""
        named = [task.id for task in self.record.tasks if task.name == name]
        lane = self.lanes.get(named[0]) if len(named) == 1 else None
        if lane is not None and lane.ended is None:
            self._end_wait(lane, now)
            lane.ended, lane.end = "destroyed", now

    def _words(self, on: str, sort: str, tasks: Sequence[int], count: int) -> str:
        """What is waited for, with tasks called as their lanes are: one or two by name, more by their number."""
        if sort not in _TASKS or not count:
            return on
        named = [self.names[task] for task in tasks if task in self.names]
        if sort == "task":
            return named[0] if named else on
        return (
            f"{sort}: {', '.join(named)}" if len(named) == count < 3 else f"{sort}: {count:,} task{'s' * (count != 1)}"
        )

    # What is open is closed

    def _ran(self, lane: Lane, now: Point, line: int | None) -> None:
        since = self.since.pop(lane.task, now)
        if now.seconds - since.seconds > SEEN_S or self.record.seconds < SEEN_S * 5:
            lane.spans.append(Span("run", "runs", since, now, line, self.step))

    def _end_wait(self, lane: Lane, until: Point, open_: bool = False) -> None:
        wait = self.waits.pop(lane.task, None)
        if wait is not None:
            kind, label, line, since, step = wait
            lane.spans.append(Span(kind, label, since, until, line, step, open_))

    def _goes_on(self, lane: Lane, last: Point) -> str:
        """What a task does whose step is not over at the end: that it computes is known only where it still printed."""
        if self.record.outcome.proved:
            return "waits, and holds up the loop"
        prints = bool(lane.prints) and last.seconds - lane.prints[-1].at.seconds < STILL_PRINTS_S
        return "runs on and on" if prints else "holds up the loop"

    def _let_go(self, number: int, name: str, now: Point, open_: bool = False) -> None:
        if number in self.holding:
            task, since = self.holding.pop(number)
            self.lanes[task].holds.append(Span("run", name, since, now, open=open_))

    def _close(self, last: Point, endless: bool) -> None:
        for lane in self.lanes.values():
            if lane.task in self.since:
                since = self.since.pop(lane.task)
                lane.spans.append(
                    Span("run", self._goes_on(lane, last) if endless else "runs", since, last, None, self.step, endless)
                )
            elif self.cut is not None and lane.ended is None:
                lane.spans.append(Span("unknown", NOT_KNOWN, self.cut, last, open=endless))
            elif lane.ended is None and lane.task in self.ready:
                self._never_let_run(lane, last, endless)
            self._end_wait(lane, last, endless and lane.ended is None)
        for number in list(self.holding):
            self._let_go(number, self.things[number][1], last, endless)

    def _never_let_run(self, lane: Lane, last: Point, endless: bool) -> None:
        """The task is in the ready queue at the end: its wait was over, and it has not been let run since."""
        due = self._due(lane.task, last)
        self._end_wait(lane, due)
        if lane.spans and last.seconds - due.seconds <= SEEN_S:
            return  # it has only just become ready
        words = "ready, but has no turn" if lane.spans else "never has a turn"
        words = SLEEPS_ON if lane.task in self.unheard else words
        lane.spans.append(Span("late", words, due, last, None, 0, endless))


def _kind(sort: str) -> Kind:
    """How a task is drawn that waits for something of this sort."""
    if sort == "sleep":
        return "sleep"
    return "tasks" if sort in _TASKS else "wait" if "." in sort else "else"


def _stopped(outcome: Outcome) -> str:
    """What ended a run from outside, in words; empty where it ended by itself, or nothing could go on in it."""
    if outcome.kind == "killed":
        return outcome
    if outcome.kind == "stopped" or (outcome.endless and not outcome.proved):
        return "stopped"
    return outcome if outcome.kind == "refused" else ""


def _line_numbers(record: Record) -> dict[int, list[int]]:
    """For each piece of output the numbers of the lines that begin in it."""
    found: dict[int, list[int]] = {}
    for number, line in enumerate(lines(record), 1):
        found.setdefault(line.first, []).append(number)
    return found

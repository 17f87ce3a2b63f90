"""What a picture of a run shows, before anything is drawn: a lane a task, spans of waiting and running, levels, wakes.

Everything is read from the record's events; nothing is guessed. A moment has two coordinates: its time, and its place
in the order of events, which is what an axis counts where no time passes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from snippets._engine.record.outcome import Ended, Outcome
from snippets._engine.record.printed import Line
from snippets._engine.record.record import Record
from snippets._engine.story.history import History, Point, Running, Suspended, TaskHistory, Woken
from snippets._engine.story.primitives import family_of

#: A callback that takes longer than this is drawn as a bar, and one that is due for longer as being late, in seconds.
SEEN_S = 0.002

#: More lanes than these are not drawn, nor told of one by one.
MOST_LANES = 16

#: Who printed so many seconds before the end of a run was still at it then.
STILL_PRINTS_S = 0.1

#: How a task does in a bar that is no wait. It runs; at the end it still printed, it held up the loop, or it waited in
#: its step and held it up; it was ready while others ran, had no turn again, never had one, or was not heard by a loop
#: that slept; or nothing is known of it.
How = Literal[
    "runs", "prints on", "holds up", "waits in step", "others run", "no turn", "never a turn", "unheard", "cut",
]  # fmt: skip

#: Kinds of waits that are for tasks to end.
_TASKS = ("task", "gather", "wait", "TaskGroup", "as_completed", "shield", "wait_for")


@dataclass(frozen=True, slots=True)
class Span:
    """What a task did from one moment to another; ``step`` is the number of the step that led to it.

    ``doing`` is ``run``, ``late`` where it is due and not yet let run, ``unknown`` after the record was cut, or else
    the kind of its wait, like ``sleep`` or ``queue.get``: then ``on`` is what it waits for, or holds, and where that is
    the end of tasks, ``tasks`` are the names of those that have lanes, of so many (``count``). Else ``how`` says more.
    ``open`` where it goes on beyond the picture.
    """

    doing: str
    start: Point
    stop: Point
    how: How | None = None
    line: int | None = None
    step: int = 0
    open: bool = False
    on: str = ""
    tasks: tuple[str, ...] = ()
    count: int = 0


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
    """One task: its number and name, who made it, what it did, what it printed and held, how it ended.

    ``turns`` is when each of its steps began, also of those too short for a bar.
    """

    task: int
    name: str
    parent: int | None
    line: int | None
    born: Point
    ended: Ended | None = None
    end: Point | None = None
    spans: list[Span] = field(default_factory=list)
    holds: list[Span] = field(default_factory=list)
    prints: list[Mark] = field(default_factory=list)
    cancels: list[Mark] = field(default_factory=list)
    turns: list[Point] = field(default_factory=list)


@dataclass(slots=True)
class Level:
    """How full a queue is, or how many places of a semaphore are left: (since when, how many).

    ``counts`` is what the primitive's family says is counted, see ``primitives.Family.level``.
    """

    name: str
    counts: str
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
    wakes: list[Woken]
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


def picture(record: Record, history: History, names: Mapping[int, str], printed: Sequence[Line]) -> Picture:
    """What a picture of this run shows of its history; without lanes where the program made no tasks.

    ``names`` are those of the tasks that are shown, and ``printed`` is the output in lines.
    """
    return _Chooser(record, history, names).picture(printed)


class _Chooser:
    """Chooses what is shown of a run, lane by lane."""

    def __init__(self, record: Record, history: History, names: Mapping[int, str]) -> None:
        self.record, self.history, self.names, self.cut = record, history, names, history.cut
        self.on = not record.outcome.by_itself  # its bars go on: nothing that the tasks did has ended them
        self.tasks = [task for number, task in history.tasks.items() if number in names]
        self.lanes = {task.id: self._lane(task) for task in self.tasks}
        points = [task.last for task in self.tasks] + [printed.at for printed in history.prints[-1:]]
        self.last = max(points, default=Point(0.0, 0), key=lambda point: point.place)
        if self.on or self.cut:
            self.last = max(self.last, Point(record.seconds, len(record.events) + 1))

    def picture(self, printed: Sequence[Line]) -> Picture:
        outside = self._prints(printed)
        for task in self.tasks:
            lane = self.lanes[task.id]
            self._holds(lane, task)
            for span in task.spans:
                if isinstance(span, Running):
                    lane.turns.append(span.start)
                    self._running(lane, span)
                else:
                    self._suspended(lane, task, span)
            self._unknown(lane, task)
        wakes = [wake for wake in self.history.wakes if wake.by in self.lanes and wake.task in self.lanes]
        lanes, outcome = list(self.lanes.values()), self.record.outcome
        stopped = _stopped(outcome)
        return Picture(lanes, self._levels(), wakes, outside, self.last, self.on, outcome.still, stopped, self.cut)

    def _lane(self, task: TaskHistory) -> Lane:
        lane = Lane(task.id, self.names[task.id], task.creator, task.line, task.born, task.ended, task.end)
        if task.destroyed is not None:
            lane.ended, lane.end = Ended("destroyed"), task.destroyed
        for call in task.cancels:
            lane.cancels.append(
                Mark(call.at, self.history.step(call.at), by=self.names.get(call.by or 0), line=call.line)
            )
        return lane

    def _prints(self, printed: Sequence[Line]) -> list[Mark]:
        """Put a mark on the lane of whoever printed a line, where it begins; the others are returned."""
        outside: list[Mark] = []
        numbers: dict[int, list[int]] = {}
        for number, line in enumerate(printed, 1):
            numbers.setdefault(line.first, []).append(number)
        for one in self.history.prints:
            marks = self.lanes[one.task].prints if one.task in self.lanes else outside
            step = self.history.step(one.at)
            marks.extend(Mark(one.at, step, number, line=one.line) for number in numbers.get(one.piece, ()))
        return outside

    # The bars of a lane

    def _add(self, lane: Lane, doing: str, start: Point, stop: Point | None, **more: Any) -> None:
        """A bar, to the end of the picture where it has no end of its own; there it goes on if the run did."""
        lane.spans.append(Span(doing, start, stop or self.last, open=stop is None and self.on, **more))

    def _running(self, lane: Lane, step: Running) -> None:
        number = self.history.step(step.stop or self.last)
        if step.stop is None:
            self._add(lane, "run", step.start, None, how=self._goes_on(lane) if self.on else "runs", step=number)
        elif step.stop.seconds - step.start.seconds > SEEN_S or self.record.seconds < SEEN_S * 5:
            self._add(lane, "run", step.start, step.stop, how="runs", line=step.line, step=number)

    def _suspended(self, lane: Lane, task: TaskHistory, span: Suspended) -> None:
        if span.stop is None:
            self._still_suspended(lane, task, span)
            return
        cut = span.stop == self.cut
        self._wait(lane, span, span.stop if cut else span.ready)
        if not cut and span.ready is not None and span.stop.seconds - span.ready.seconds > SEEN_S:
            how = "unheard" if span.unheard else "others run"
            self._add(lane, "late", span.ready, span.stop, how=how, step=self.history.step(span.stop))

    def _still_suspended(self, lane: Lane, task: TaskHistory, span: Suspended) -> None:
        """At the end it waits, or is in the ready queue: then it has not been let run since its wait was over."""
        if lane.ended is not None or span.ready is None:
            self._wait(lane, span, task.destroyed)
            return
        self._wait(lane, span, span.ready)
        if lane.spans and self.last.seconds - span.ready.seconds <= SEEN_S:
            return  # it has only just become ready
        how = "unheard" if span.unheard else "no turn" if lane.spans else "never a turn"
        self._add(lane, "late", span.ready, None, how=how)

    def _wait(self, lane: Lane, span: Suspended, until: Point | None) -> None:
        wait = span.wait
        if wait is not None:
            doing = "sleep" if wait.on == "sleep(0)" else wait.kind
            count = wait.count if wait.kind in _TASKS else 0
            named = tuple(self.names[task] for task in wait.tasks if task in self.names) if count else ()
            more = {"on": wait.on, "tasks": named, "count": count, "line": wait.line}
            self._add(lane, doing, span.start, until, step=self.history.step(span.start), **more)

    def _unknown(self, lane: Lane, task: TaskHistory) -> None:
        """What a task did after the record was cut, of which at most its end is told."""
        if self.cut is None or (task.end is not None and task.end < self.cut):
            return
        if task.end is not None or lane.ended is None:
            self._add(lane, "unknown", self.cut, task.end, how="cut")

    def _goes_on(self, lane: Lane) -> How:
        """What a task does whose step is not over at the end: that it computes is known only where it still printed."""
        if self.record.outcome.proved:
            return "waits in step"
        prints = bool(lane.prints) and self.last.seconds - lane.prints[-1].at.seconds < STILL_PRINTS_S
        return "prints on" if prints else "holds up"

    # Primitives

    def _levels(self) -> list[Level]:
        joined = {wait.thing for wait in self.history.waits.values() if wait.kind == "queue.join"}
        levels = []
        for thing in self.history.things.values():
            counted = family_of(thing.family).level(thing.number in joined)
            if counted is not None:
                what, place = counted
                points = [(at, state[place]) for at, _, state in thing.states]
                levels.append(Level(thing.name, what, thing.limit, points))
        return levels

    def _holds(self, lane: Lane, task: TaskHistory) -> None:
        """The bars for what it held, in the order in which it let go of them."""
        end = len(self.record.events)
        for hold in sorted(task.holds, key=lambda hold: hold.stop.place if hold.stop else end + hold.start.place):
            name = self.history.things[hold.thing].name
            stop = hold.stop or self.last
            lane.holds.append(Span("run", hold.start, stop, open=hold.stop is None and self.on, on=name))


def _stopped(outcome: Outcome) -> str:
    """What ended a run from outside, in words; empty where it ended by itself, or nothing could go on in it."""
    if outcome.kind == "killed":
        return outcome
    if outcome.kind == "stopped" or (outcome.endless and not outcome.proved):
        return "stopped"
    return outcome if outcome.kind == "refused" else ""

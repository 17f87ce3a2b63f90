"""The one fold over a run's events: what each task did from its creation to its end, and how each primitive stood.

Everything is as the events tell it, and nothing is left out or guessed: `lanes` choose from it what a picture shows,
`proofs` ask it who waited for whom, and `walk` takes from it what each wait is for.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from snippets._engine.record import events
from snippets._engine.record.outcome import Ended
from snippets._engine.record.record import Record
from snippets._engine.story.primitives import family_of

#: What Python writes on stderr; a program's own format for logs may put something before it.
_DESTROYED = re.compile(r"(?m)^.*Task was destroyed but it is pending!\ntask: <\w+ \w+ name='([^'\n]*)' ")
_SLEEP = re.compile(r"sleep\((-?[\d.]+(?:e[+-]?\d+)?)\)")
#: Sorts of waits that only let others run, or of which nothing more is known, as kinds.
_KINDS = {"ready": "yield", "unknown": "library"}


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """A point of the run: seconds on its clock, and the place in the order of events, which counts from 1."""

    seconds: float
    place: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a suspended task waits for: the kind of it, and when a sleep is over, in seconds, where that is known.

    The kind is the sort that the event has, but `yield` where the task only lets others run.
    """

    kind: str
    on: str
    line: int | None
    function: str
    thing: int | None = None
    tasks: tuple[int, ...] = ()
    due: float | None = None
    #: The same await as before: a wake that did not end it.
    again: bool = False
    #: Whether the record tells of each exception that this await raises.
    told: bool = False
    #: The functions of asyncio that are suspended, the outermost first.
    through: tuple[str, ...] = ()
    #: How many tasks it waits for; ``tasks`` are the first of them.
    count: int = 0

    @property
    def draining(self) -> bool:
        """Whether it waits, at a barrier, for those who came before to leave: so far it is not counted there."""
        return "Barrier._block" in self.through


@dataclass(slots=True)
class Running:
    """A step of a task: when it began, when it was over, if ever; then the lines that it ran, and where it paused."""

    start: Point
    stop: Point | None = None
    ran: tuple[int, ...] = ()
    line: int | None = None


@dataclass(slots=True)
class Suspended:
    """Between two steps of a task: for what it waited, or None where it had only been created.

    ``ready`` is since when it was due, ``stop`` when its next step began, or where the record was cut. ``unheard``: it
    was made ready while the loop slept, as by a thread that did not wake the loop.
    """

    start: Point
    wait: Waiting | None
    ready: Point | None = None
    stop: Point | None = None
    unheard: bool = False

    def at(self, place: int) -> bool:
        """Whether it was so at this place in the order of events."""
        return self.start.place < place and self.later(place)

    def later(self, place: int) -> bool:
        """Whether it was so at some place after this one."""
        return self.stop is None or self.stop.place > place


@dataclass(frozen=True, slots=True)
class CancelCall:
    """A task was asked to end: by which task, in which line, where that is known."""

    at: Point
    by: int | None
    line: int | None


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a request to end that was open then: it arrived, in this line, or came to nothing."""

    place: int
    arrived: bool
    line: int | None


@dataclass(slots=True)
class Holding:
    """A task held a primitive; to its own end, or that of the record, where ``stop`` is None."""

    thing: int
    start: Point
    stop: Point | None = None


@dataclass(frozen=True, slots=True)
class Woken:
    """One task made another ready that was waiting."""

    at: Point
    by: int
    task: int
    line: int | None


@dataclass(frozen=True, slots=True)
class PrintedPiece:
    """A piece of output: its index in the record, in which line, by which task, where that is known."""

    at: Point
    piece: int
    line: int | None
    task: int | None


@dataclass(slots=True)
class TaskHistory:
    """One task: by whom and where it was created, what it did, how it ended. ``last`` is when it was last heard of."""

    id: int
    creator: int | None
    line: int | None
    born: Point
    last: Point
    spans: list[Running | Suspended] = field(default_factory=list)
    holds: list[Holding] = field(default_factory=list)
    cancels: list[CancelCall] = field(default_factory=list)
    #: Places at which a request to end was taken back.
    taken_back: list[int] = field(default_factory=list)
    fates: list[Fate] = field(default_factory=list)
    #: `returned`, `cancelled` or `raised NAME`.
    ended: Ended | None = None
    end: Point | None = None
    #: When Python said that it was thrown away before it had ended.
    destroyed: Point | None = None

    @property
    def steps(self) -> list[Running]:
        """Its steps."""
        return [span for span in self.spans if isinstance(span, Running)]

    @property
    def waits(self) -> list[Suspended]:
        """Where it waited."""
        return [span for span in self.spans if isinstance(span, Suspended) and span.wait is not None]

    def step_at(self, place: int) -> Running | None:
        """The step that was over at this place or is the next to be over."""
        return next((step for step in self.steps if step.stop is not None and step.stop.place >= place), None)

    def stood_in(self, place: int) -> int | None:
        """The line in which it has waited last, up to this place."""
        lines = [span.wait.line for span in self.waits if span.wait is not None and span.start.place <= place]
        return lines[-1] if lines else None

    def wait_at(self, place: int) -> Waiting | None:
        """What it waited for at this place."""
        return next((span.wait for span in self.waits if span.at(place)), None)


@dataclass(slots=True)
class ThingHistory:
    """A primitive as it was introduced, and each state that it was in after that, with the task that changed it."""

    number: int
    cls: str
    family: str
    name: str
    limit: int | None
    line: int | None
    states: list[tuple[Point, int | None, tuple[int, ...]]] = field(default_factory=list)


class History:
    """What the events of a record tell, in the order in which it happened."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.tasks: dict[int, TaskHistory] = {}
        self.things: dict[int, ThingHistory] = {}
        self.prints: list[PrintedPiece] = []
        self.wakes: list[Woken] = []
        #: Where it was told that a callback had taken long.
        self.slow: list[tuple[Point, events.Slow]] = []
        #: What each wait is for, by the place of its event.
        self.waits: dict[int, Waiting] = {}
        #: Where other tasks waited for the end of this one, or for it to let go of a lock.
        self.waited_for: dict[int, list[Suspended]] = {}
        #: From where on little is known.
        self.cut: Point | None = None
        #: Where steps and other callbacks began.
        self.begun: list[int] = []
        _Fold(self).run()

    def step(self, at: Point) -> int:
        """How many steps and other callbacks had begun by then."""
        return bisect_right(self.begun, at.place)


class _Fold:
    """What is open while the events are gone over."""

    def __init__(self, history: History) -> None:
        self.history, self.tasks, self.things = history, history.tasks, history.things
        self.running: dict[int, Running] = {}
        self.suspended: dict[int, Suspended] = {}
        #: Tasks in the ready queue, and since when.
        self.ready: dict[int, Point] = {}
        self.holding: dict[int, tuple[int, Holding]] = {}
        self.unheard: set[int] = set()
        #: Whether a callback of no task's may be under way, of which no event tells when it is over.
        self.called = False
        self.hear: dict[type[Any], Callable[[Point, Any], None]] = {
            events.Created: self.created,
            events.Ready: self.made_ready,
            events.Step: self.stepped,
            events.Eager: self.stepped,
            events.Call: self.call,
            events.Wait: self.waits,
            events.End: self.ends,
            events.Cancel: self.cancelled,
            events.Uncancel: self.uncancelled,
            events.Raise: self.raised,
            events.Slow: self.slow,
            events.Object: self.introduced,
            events.State: self.changed,
            events.Out: self.printed,
            events.Cut: self.cut,
        }

    def run(self) -> None:
        """Go over all events, once."""
        for place, event in enumerate(self.history.record.events, 1):
            hear = self.hear.get(type(event))
            if hear is not None:
                hear(Point(event.seconds, place), event)
        for number, span in self.suspended.items():
            span.unheard = number in self.unheard
            span.ready = max(self.ready[number], span.start) if number in self.ready else None

    # Steps and what is between them

    def created(self, now: Point, event: events.Created) -> None:
        self.tasks[event.task] = TaskHistory(event.task, event.creator, event.line, now, now)
        self.suspend(event.task, Suspended(now, None))
        self.ready[event.task] = now

    def suspend(self, number: int, span: Suspended) -> None:
        self.suspended[number] = span
        self.tasks[number].spans.append(span)

    def made_ready(self, now: Point, event: events.Ready) -> None:
        number, by = event.task, event.by
        if number not in self.tasks:
            return
        self.ready.setdefault(number, now)
        idle = not self.running and not self.called
        if by is None and idle and self.history.record.clock == "real":
            self.unheard.add(number)
        span = self.suspended.get(number)
        if by is not None and by != number and span is not None and span.wait is not None:
            self.history.wakes.append(Woken(now, by, number, event.line))

    def begins(self, now: Point, who: int | str) -> None:
        self.history.begun.append(now.place)
        self.unheard &= {who}

    def call(self, now: Point, event: events.Call) -> None:
        self.begins(now, event.who)
        self.called = True

    def stepped(self, now: Point, event: events.Step | events.Eager) -> None:
        number = event.task
        self.begins(now, number)
        self.called = False
        if number not in self.tasks:
            return
        span = self.suspended.pop(number, None)
        ready = self.ready.pop(number, now)
        if span is not None:  # one that only lets others run becomes ready before its step is over
            span.ready, span.stop, span.unheard = max(ready, span.start), now, number in self.unheard
        self.unheard.discard(number)
        self.running[number] = Running(now)
        self.tasks[number].spans.append(self.running[number])
        self.tasks[number].last = now

    def over(self, now: Point, number: int, ran: Iterable[int] = (), line: int | None = None) -> None:
        """The task's step is over; one that was never told to begin has taken no time."""
        step = self.running.pop(number, None)
        if step is None:
            step = Running(now)
            self.tasks[number].spans.append(step)
        step.stop, step.ran, step.line = now, tuple(ran), line

    def waits(self, now: Point, event: events.Wait) -> None:
        task = self.tasks.get(event.task)
        if task is None:
            return
        before = next((span for span in reversed(task.spans) if isinstance(span, Suspended)), None)
        self.over(now, event.task, event.ran, event.line)
        wait = self.history.waits[now.place] = _waiting(event, before is not None and before.wait is not None)
        span = Suspended(now, wait)
        self.suspend(event.task, span)
        for awaited in event.tasks:
            self.history.waited_for.setdefault(awaited, []).append(span)
        task.fates.append(Fate(now.place, False, None))
        task.last = now

    def ends(self, now: Point, event: events.End) -> None:
        task = self.tasks.get(event.task)
        if task is None:
            return
        if self.history.cut is None:
            self.over(now, event.task, event.ran)
        span = self.suspended.pop(event.task, None)
        if span is not None:  # a step that was never told of has ended it
            span.ready = span.stop = now
        task.ended, task.end, task.last = event.how, now, now
        task.fates.append(Fate(now.place, event.how == "cancelled", None))

    def cut(self, now: Point, event: events.Cut) -> None:
        self.history.cut = now
        for number in list(self.running):
            self.over(now, number)
        for span in self.suspended.values():
            span.stop = now
        self.suspended.clear()
        self.ready.clear()
        for thing in list(self.holding):
            self.let_go(now, thing)

    # Requests to end

    def cancelled(self, now: Point, event: events.Cancel) -> None:
        if event.task in self.tasks:
            self.tasks[event.task].cancels.append(CancelCall(now, event.by, event.line))
            self.tasks[event.task].last = now

    def uncancelled(self, now: Point, event: events.Uncancel) -> None:
        if event.task in self.tasks:
            self.tasks[event.task].taken_back.append(now.place)
            self.tasks[event.task].fates.append(Fate(now.place, False, None))

    def raised(self, now: Point, event: events.Raise) -> None:
        arrives = event.error == "CancelledError" and (event.where == "await" or event.line is None)
        if arrives and event.task in self.tasks:
            self.tasks[event.task].fates.append(Fate(now.place, True, event.line))

    # Primitives, output and time

    def slow(self, now: Point, event: events.Slow) -> None:
        self.history.slow.append((now, event))

    def introduced(self, now: Point, event: events.Object) -> None:
        self.things[event.primitive] = ThingHistory(
            event.primitive, event.cls, event.family, event.name, event.size, event.line
        )

    def changed(self, now: Point, event: events.State) -> None:
        thing = self.things.get(event.primitive)
        if thing is None:
            return
        thing.states.append((now, event.by, tuple(event.state)))
        if family_of(thing.family).held:
            self.let_go(now, thing.number)
            if event.state[0] and event.by in self.tasks:
                hold = Holding(thing.number, now)
                self.holding[thing.number] = (event.by, hold)
                self.tasks[event.by].holds.append(hold)

    def let_go(self, now: Point, thing: int) -> None:
        if thing in self.holding:
            _, hold = self.holding.pop(thing)
            hold.stop = now

    def printed(self, now: Point, event: events.Out) -> None:
        self.history.prints.append(PrintedPiece(now, event.piece, event.line, event.task))
        record = self.history.record
        piece = record.output[event.piece]
        for name in _DESTROYED.findall(piece.text) if piece.stream == "stderr" else ():
            named = [task.id for task in record.tasks if task.name == name]  # a name of only one
            task = self.tasks.get(named[0]) if len(named) == 1 else None
            if task is not None and task.ended is None and task.destroyed is None:
                task.destroyed = now


def _waiting(event: events.Wait, before: bool) -> Waiting:
    """What a wait is for; ``before``: the task has waited already."""
    slept = _SLEEP.fullmatch(event.on)
    kind = "yield" if event.on == "sleep(0)" else _KINDS.get(event.sort, event.sort)
    due = round(event.seconds + float(slept[1]), 6) if slept else None
    return Waiting(
        kind,
        event.on,
        event.line,
        event.function or "",
        event.primitive,
        tuple(event.tasks),
        due,
        event.same and before,
        event.watched,
        tuple(event.asyncio),
        event.awaited,
    )

"""What happened in each callback of the loop, as data: who acted, why, what it did, and how all stood after it.

``moments()`` walks over a record and the program's text. Nothing here is worded; ``words/`` does that.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from snippets._engine.record import events
from snippets._engine.record.events import Event
from snippets._engine.record.names import shown_tasks
from snippets._engine.record.outcome import Ended
from snippets._engine.record.record import Record
from snippets._engine.story.deeds import placed, visits_of
from snippets._engine.story.history import History, Waiting
from snippets._engine.story.moments import (
    Cancellation,
    Deed,
    How,
    Moment,
    Open,
    Resumed,
    TaskState,
)
from snippets._engine.story.primitives import Thing
from snippets._engine.story.program import ProgramText
from snippets._engine.story.ready_queue import Entry, Queued
from snippets._engine.story.uses import Primitives

#: More moments than these are not kept: the run is cut there.
MOST = 160

#: What is printed outside the loop is told once for all that comes within so many seconds.
APART_S = 0.05


@dataclass(slots=True)
class _Task:
    """What the walk knows of one task."""

    begun: bool = False
    wait: Waiting | None = None
    ended: Ended | None = None
    asked: Cancellation | None = None
    put_off: Cancellation | None = None
    busy: bool = False
    ready: bool = False
    woken: tuple[int | None, int | None] = (None, None)
    #: A timer of its wait's own has ended that.
    due: bool = False
    stack: list[tuple[str, int]] = field(default_factory=list)
    created: bool = False


def moments(record: Record, program: ProgramText, history: History, most: int = MOST) -> list[Moment]:
    """Everything that the record tells of a run, a moment for each callback of the loop, ``most`` of them at most."""
    return _Walk(record, program, history, most).moments()


class _Walk:
    """One pass over the events of a record."""

    def __init__(self, record: Record, program: ProgramText, history: History, most: int) -> None:
        self.record, self.program, self.history, self.most = record, program, history, most
        self.tasks = {task.id: _Task() for task in record.tasks}
        self.shown = [task.id for task in shown_tasks(record)]
        self.primitives = Primitives(history, program)
        self.queued = Queued(record.clock == "virtual")
        self.kept: list[Moment] = []
        self.open: list[Open] = []
        self.between: Open | None = None
        self.last: Open | None = None
        self.told: dict[tuple[str, int | None], list[int]] = {}
        self.children: dict[str, dict[int, tuple[int, ...]]] = {}
        self.stopping = False
        self.place = 0
        self.cut = False
        self.hear: dict[type[Event], Callable[[Any], None]] = {
            events.Created: self._created,
            events.Ready: self._ready,
            events.Cancel: self._cancel,
            events.Step: self._step,
            events.Eager: self._eager,
            events.Call: self._call,
            events.Raise: self._raise,
            events.Wait: self._wait,
            events.End: self._end,
            events.Slow: self._slow,
            events.Lines: self._lines,
            events.State: self._state,
            events.Out: self._out,
        }

    @property
    def things(self) -> dict[int, Thing]:
        """The program's primitives as they stand now."""
        return self.primitives.things

    def moments(self) -> list[Moment]:
        """The walk itself."""
        self.between = Open(Moment("start", 0.0))
        for place, event in enumerate(self.record.events, 1):
            self.place = place
            hear = self.hear.get(type(event))
            if hear is not None:
                hear(event)
            if self.cut:
                break
        self._finish()
        return self.kept

    # Callbacks begin and end

    def _step(self, event: events.Step) -> None:
        self._begin(Open(Moment("step", event.seconds, event.task), event.ready, event.timers))
        self._enter(event.task)

    def _call(self, event: events.Call) -> None:
        timer = isinstance(event.who, int)
        name, about = ("timer", event.who) if isinstance(event.who, int) else (event.who, None)
        moment = Moment("callback", event.seconds, None, name, about)
        self._begin(Open(moment, event.ready, event.timers, is_timer=timer))
        if not timer:
            self._tell(moment, event.ended, event.wakes)

    def _begin(self, opened: Open) -> None:
        self._close_callbacks()
        self.queued.settle(self.last, self.between, opened)
        self._close_between()
        opened.before = dict(self.things)
        self.open.append(opened)
        self.last = opened

    def _enter(self, number: int) -> None:
        """A task's step begins: why, and with what it was woken."""
        task, opened = self.tasks[number], self.open[-1]
        moment = opened.moment
        task.ready, task.busy, moment.first = False, True, not task.begun
        task.begun = True
        if task.wait is None:
            moment.stopped = task.asked if moment.first else None
        else:
            opened.resumed_line = task.wait.line
            asked = task.asked or task.put_off
            moment.resumed = Resumed(task.wait, asked, None, None, (), (), *task.woken, due=task.due)
            task.put_off = None
        self.primitives.unline(number)
        task.asked, task.woken = None, (None, None)

    def _close_callbacks(self) -> None:
        """A callback that is no step has no end of its own: it ends where the next one begins."""
        while self.open and self.open[-1].moment.kind == "callback":
            self._over(self.open.pop(), [])

    def _step_of(self, number: int) -> Open | None:
        """The open step of a task; those that stand on it, which were never told to end, are closed."""
        found = next((o for o in reversed(self.open) if o.moment.task == number), None)
        if found is not None:
            self.open.remove(found)
        return found

    def _wait(self, event: events.Wait) -> None:
        number = event.task
        opened, task = self._step_of(number), self.tasks.get(number)
        if opened is None or task is None:
            return
        wait = self.history.waits[self.place]
        self._settle_asked(opened, number, wait)
        task.wait, task.busy, task.due = wait, False, task.due and wait.again
        resumed = opened.moment.resumed
        put_off = resumed.asked if wait.again and wait.kind == "TaskGroup" and resumed is not None else None
        if put_off is not None and put_off.source != "group" and task.asked is None:
            task.put_off = replace(put_off, put_off=True)
        opened.moment.after, opened.moment.until = wait, event.seconds
        children = self.children.setdefault(wait.kind, {})
        before = children.get(number, ()) if wait.again else ()
        children[number] = tuple(dict.fromkeys((*before, *wait.tasks))) if wait.count <= len(wait.tasks) else ()
        self._over(opened, event.ran)
        task.stack = [(name.rpartition(".")[2], at) for name, at in event.stack]
        self.primitives.wait_for(wait.thing, number)
        opened.moment.things = dict(self.things)
        opened.moment.states = self._states()

    def _raise(self, event: events.Raise) -> None:
        self._here(event.task).raised.append((event.error, event.line, event.where))

    def _end(self, event: events.End) -> None:
        opened, task = self._step_of(event.task), self.tasks.get(event.task)
        if task is None:
            return
        task.ended, task.busy, task.wait, task.ready = event.how, False, None, False
        if opened is None:
            return
        opened.moment.after, opened.moment.until = event.how, event.seconds
        self._over(opened, event.ran)
        opened.moment.states = self._states()

    # What happens in a step

    def _eager(self, event: events.Eager) -> None:
        number = event.task
        opened = Open(Moment("step", event.seconds, number, first=True))
        opened.before = dict(self.things)
        task = self.tasks[number]
        task.begun, task.busy, task.ready = True, True, False
        for where in (*self.open, *([self.between] if self.between else [])):
            if number in where.added:
                where.added.remove(number)
            for index, (line, deed) in enumerate(where.heard):
                if deed.kind == "created" and deed.task == number:
                    where.heard[index] = (line, replace(deed, inner=opened.moment))
        self.open.append(opened)

    def _here(self, by: int | None = None) -> Open:
        """Where something belongs that this task did, or nobody: to a step of its own, or between the steps."""
        found = next((o for o in reversed(self.open) if o.moment.task == by), None) if by else None
        found = found or (self.open[-1] if self.open else None)
        if found is not None and not (self.stopping and found.moment.callback.role == "stops"):
            return found
        if self.between is None:
            self.between = Open(Moment("outside", 0.0))
        return self.between

    def _hear(self, s: float, by: int | None, line: int | None, deed: Deed) -> Open:
        here = self._here(by)
        if here is self.between and not here.heard and here.moment.kind == "outside":
            here.moment.seconds = s
        here.moment.until = s
        here.heard.append((line, deed))
        return here

    def _created(self, event: events.Created) -> None:
        task = self.tasks.setdefault(event.task, _Task())
        task.created = task.ready = True
        deed = Deed("created", event.line, event.task, beside=event.elsewhere)
        self._hear(event.seconds, event.creator, event.line, deed).added.append(event.task)

    def _ready(self, event: events.Ready) -> None:
        number, task = event.task, self.tasks.get(event.task)
        if task is None:
            return
        task.ready, task.woken = True, (event.by, event.line)
        task.due = task.due or bool(self.open and self.open[-1].is_timer and self.open[-1].moment.about == number)
        if task.wait is not None and task.wait.kind.startswith("semaphore"):  # its place is kept for it
            self.primitives.unline(number)
        waited = task.wait.thing if task.wait is not None else None
        deed = Deed("woke", event.line, number, waited=waited, beside=event.elsewhere)
        self._hear(event.seconds, event.by, event.line, deed).added.append(number)

    def _cancel(self, event: events.Cancel) -> None:
        number, by, line = event.task, event.by, event.line
        task = self.tasks.get(number)
        if task is None:
            return
        if by is None and self.open and self.open[-1].moment.callback.silent:
            self._close_callbacks()  # it has ended, and this comes from outside
        here = self._here(by)
        previous = [deed.task for _, deed in here.heard if deed.kind == "asked"]
        through = next((t for t in previous if t and self._waits_for(t, number)), None)
        resumed = here.moment.resumed
        by_group = resumed is not None and resumed.wait.kind == "TaskGroup" and number in resumed.wait.tasks
        source = "group" if by_group else "task" if by else "run" if here is self.between else here.moment.callback.asks
        late = task.asked.late if task.asked is not None else task.ready and task.wait is not None
        task.asked = Cancellation(source, by, line, through, late, False, *self._arrival(number))
        self._hear(event.seconds, by, line, Deed("asked", line, number, asked=task.asked, beside=event.elsewhere))

    def _settle_asked(self, opened: Open, number: int, wait: Waiting) -> None:
        """Whom a step asked to end without a call of `cancel()`: that is known by the wait after it.

        A TaskGroup stops its tasks in the line in which it waits for them then. Who asked for its own end while it ran
        is torn out of its next wait: what it waits for there is cancelled once its own lines are past.
        """
        woken = {deed.task for line, deed in opened.heard if deed.kind == "woke" and line is None}
        itself = False
        for index, (line, deed) in enumerate(opened.heard):
            whom, asked = deed.task, deed.asked
            if asked is None or whom is None or asked.by != number or asked.through is not None:
                continue
            among = whom in wait.tasks or wait.count > len(wait.tasks)
            if wait.kind == "TaskGroup" and line is not None and line == wait.line and among:
                changed = replace(asked, source="group")
            elif itself and line is None and among and whom in woken and not asked.late:
                changed = replace(asked, through=number)
            else:
                itself = itself or whom == number
                continue
            opened.heard[index] = (line, replace(deed, asked=changed))
            if self.tasks[whom].asked is asked:
                self.tasks[whom].asked = changed

    def _arrival(self, number: int) -> tuple[bool, int | None]:
        """Whether a request to end that is made now arrives before it is taken back, and in which line."""
        fates = self.history.tasks[number].fates if number in self.history.tasks else []
        at = bisect(fates, self.place, key=lambda fate: fate.place)
        return (fates[at].arrived, fates[at].line) if at < len(fates) else (False, None)

    def _waits_for(self, waiting: int, number: int) -> bool:
        wait = self.tasks[waiting].wait if waiting in self.tasks else None
        return wait is not None and number in wait.tasks and "." not in wait.kind

    def _state(self, event: events.State) -> None:
        if event.outside:
            self.primitives.stand(event.primitive, tuple(event.state))
            return
        self._here(event.by).changes[event.primitive] = tuple(event.state)

    def _out(self, event: events.Out) -> None:
        by, line, text = event.task, event.line, self.record.output[event.piece].text
        if by is None and self.open and (event.past or self.open[-1].moment.callback.silent):
            self._close_callbacks()  # it has ended, and a thread of the program's prints, or another process
        inside = self._here(by)
        if inside is self.between and inside.heard and event.seconds - inside.moment.until > APART_S:
            self._close_between()
        deed = Deed("printed", line, by, text, index=event.piece, past=event.past)
        if by is None and inside.moment.task is not None and line is None:
            inside.heard.append((None, deed))
            return
        self._hear(event.seconds, by, line, deed)

    def _slow(self, event: events.Slow) -> None:
        self._here(event.task).moment.slow.append((event.took, event.line))

    def _lines(self, event: events.Lines) -> None:
        self._close_callbacks()
        here = self._here()
        if here is self.between:
            here.moment.lines.extend(event.ran)

    # Who is told of what

    def _tell(self, moment: Moment, ended: int | None, to: int | None) -> None:
        self.stopping = moment.callback.role == "stops"
        if moment.callback.role != "tells":
            return
        kind = moment.callback.of
        moment.about, moment.awaiting = ended, to or None
        moment.for_the_loop = to == 0
        moment.of = self.children.get(kind, {}).get(to or 0, ())
        told = self.told.setdefault((kind, to), [])
        told += [ended] if ended is not None else []
        moment.told = tuple(t for t in moment.of if t in told)

    # A callback is over

    def _over(self, opened: Open, lines: list[int]) -> None:
        moment = opened.moment
        moment.place = self.place
        number = moment.task
        visited = [*([opened.resumed_line] if opened.resumed_line else []), *lines]
        if number is not None:
            self._walk_stack(number, lines)
            visits = visits_of(self.program, visited)
            moment.deeds = placed(opened, visits, self.primitives.uses(opened, visits))
            moment.lines = visited or [line for line, _ in opened.heard if line]
            if moment.resumed is not None:
                moment.resumed = self._outcome(opened, moment.resumed, lines)
        else:
            moment.deeds = placed(opened, [], self.primitives.changes(opened, None))
        self._keep(opened)

    def _keep(self, opened: Open) -> None:
        """The moment is told of, with how everything stood after it, unless nobody would learn anything from it."""
        moment = opened.moment
        moment.until = max(moment.until, moment.seconds)
        self.primitives.make({*moment.lines}, {*opened.changes})
        moment.states, moment.things = self._states(), dict(self.things)
        around = [*self.open, *([self.between] if self.between else [])]
        if any(deed.inner is moment for o in around for _, deed in o.heard):
            return
        if moment.kind == "callback" and self._tells_nothing(moment):
            return
        if moment.kind == "step" and moment.task not in self.shown and not moment.deeds:
            return
        self._insert(moment)

    def _insert(self, moment: Moment) -> None:
        """In the order in which they began: steps of several threads may overlap."""
        at = len(self.kept)
        while at and self.kept[at - 1].seconds > moment.seconds:
            at -= 1
        self.kept.insert(at, moment)
        self.cut = len(self.kept) >= self.most

    def _tells_nothing(self, moment: Moment) -> bool:
        if moment.deeds:
            return False
        if moment.callback.of == "run":
            steps = [m for m in self.kept if m.kind in ("step", "callback")]
            return bool(steps) and steps[-1].callback.role == "stops"
        closing = any(kept.callback.role == "stops" for kept in self.kept) and self._all_over()
        return moment.callback.role == "carries" or (closing and moment.callback.closing)

    def _all_over(self) -> bool:
        return all(task.ended for task in self.tasks.values() if task.created)

    def _close_between(self) -> None:
        """What happened outside the loop, before the callback that begins now."""
        opened, self.between = self.between, None
        if opened is None:
            return
        moment = opened.moment
        moment.deeds = placed(opened, [], self.primitives.changes(opened, None))
        if moment.kind == "start" or any(deed.kind in ("created", "printed", "asked") for deed in moment.deeds):
            self.primitives.make({*moment.lines}, {*opened.changes})
            moment.states, moment.things = self._states(), dict(self.things)
            moment.ready, moment.timers = self.queued.ready, self.queued.timers
            self._insert(moment)

    def _outcome(self, opened: Open, resumed: Resumed, lines: list[int]) -> Resumed:
        """What the await that was resumed raised, and where that was caught, as far as lines tell."""
        wait = resumed.wait
        first = {where: error for error, _, where in reversed(opened.raised)}
        turned = (line for error, line, where in opened.raised if (error, where) == ("TimeoutError", "later"))
        children = self.children.get("TaskGroup", {}).get(opened.moment.task or 0, ())
        awaited = children if wait.kind == "TaskGroup" else wait.tasks
        failed = tuple(t for t in awaited if self._failed(t, with_cancelled=wait.kind != "TaskGroup"))
        raises = first.get("await")
        caught, in_vain = self.program.caught(lines) if raises or first.get("inside") else (None, [])
        return replace(
            resumed,
            raises=raises,
            caught=caught,
            parts=self.program.parts(lines, caught) if caught is not None else (),
            in_vain=tuple(in_vain),
            failed=failed,
            inside=first.get("inside"),
            turned=next(turned, None),
        )

    def _failed(self, number: int, with_cancelled: bool) -> bool:
        ended = self.tasks[number].ended if number in self.tasks else None
        return ended is not None and (bool(ended.error) or (with_cancelled and ended == "cancelled"))

    # Where each task stands

    def _walk_stack(self, number: int, lines: list[int]) -> None:
        stack = self.tasks[number].stack
        for line in lines:
            function = self.program.function(line)
            depth = next((i for i in range(len(stack) - 1, -1, -1) if stack[i][0] == function), None)
            if depth is not None:
                del stack[depth + 1 :]
                stack[depth] = (function, line)
                continue
            while stack and not self._may_call(stack[-1], function):
                stack.pop()
            stack.append((function, line))

    def _may_call(self, frame: tuple[str, int], function: str) -> bool:
        """Whether this frame may still stand there: it is a coroutine, and its line names the function it called."""
        caller, line = frame
        return caller in self.program.coroutines and function in self.program.line(line)

    def _states(self) -> dict[int, TaskState]:
        return {number: self._state_of(self.tasks[number]) for number in self.shown if self.tasks[number].created}

    def _state_of(self, task: _Task) -> TaskState:
        lines = tuple(line for _, line in reversed(task.stack))
        if task.ended is not None:
            ends: dict[str, How] = {"returned": "returned", "cancelled": "cancelled"}
            return TaskState(ends.get(task.ended.how, "failed"), (), None, task.ended)
        how: How = "ready"
        if task.busy:
            how = "running"
        elif not task.ready and task.wait is not None and task.wait.kind != "yield":
            how = "sleeping" if task.wait.kind == "sleep" else "waiting"
        return TaskState(how, lines, task.wait, None, task.asked)

    # The end of the record

    def _finish(self) -> None:
        seconds = self.record.seconds
        if self.cut:
            self.kept.append(self._final("cut", self.kept[-1].until))
            return
        self._close_callbacks()
        for opened in list(self.open):  # a step that never ended
            self.open.remove(opened)
            number = opened.moment.task
            lines = list(dict.fromkeys(line for line, _ in opened.heard if line))
            if number is not None:
                self.tasks[number].busy = True
                self._stuck_stack(number, lines)
            opened.moment.lines = lines
            opened.moment.deeds = placed(opened, [], [])
            opened.moment.ready, opened.moment.timers = list(opened.behind), [(at, x) for at, x in opened.timers]
            self._keep(opened)
        last = self._final("end", seconds)
        never_ends = self.record.outcome.kind == "never yields" and bool(self.kept) and self.kept[-1].after is None
        if self.between is not None:
            opened = self.between
            if opened.moment.kind == "start" or not self.record.outcome.by_itself:
                self._close_between()
            else:
                last.deeds = placed(opened, [], [])
        if any(stuck.on == "ready" for stuck in self.record.stuck):
            ready: list[Entry] = [s.task for s in self.record.stuck if s.on == "ready"]
            if self.last is not None and not self.last.moment.ready:
                self.last.moment.ready = ready
            last.ready = ready
        if not never_ends:  # else its last step tells all
            self.kept.append(last)

    def _stuck_stack(self, number: int, lines: list[int]) -> None:
        stuck = next((s for s in self.record.stuck if s.task == number), None)
        if stuck is not None and stuck.line:
            self.tasks[number].stack = [((stuck.function or "").rpartition(".")[2], stuck.line)]
            if stuck.line not in lines:
                lines.append(stuck.line)

    def _final(self, kind: str, seconds: float) -> Moment:
        moment = Moment(kind, seconds, until=seconds)
        moment.states, moment.things = self._states(), dict(self.things)
        return moment

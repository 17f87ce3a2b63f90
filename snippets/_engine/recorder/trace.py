"""What the tasks do: created by whom, made ready by whom, each step, what is waited for after it, how it ended.

Everything is observed where the loop itself passes (see ``graft``); tasks are only referred to weakly, so that they
live exactly as long as without the recorder.
"""

from __future__ import annotations

import asyncio
import functools
import itertools
import sys
import threading
from asyncio import base_events, events
from types import CodeType, CoroutineType, FrameType
from typing import Any, Callable, TypeVar

from . import full, ready
from .arrivals import Arrivals, thrown
from .channel import Channel
from .clock import Clock, VirtualClock
from .clues import Clues
from .eager import Creation, Creations
from .frames import is_a, label
from .graft import graft
from .lines import LinesRun
from .objects import Objects, family, limit
from .slow import SlowSteps
from .tasks import Task, Tasks
from .waits import Awaiting, called, frames_of, one_is_enough, waiting

# The program may patch asyncio, or make tasks of its own class: the recorder asks these.
_current_task, _running_loop = asyncio.current_task, events._get_running_loop
_get_name, _get_coro = asyncio.Task.get_name, asyncio.Task.get_coro
_done, _cancelled, _cancelling = asyncio.Task.done, asyncio.Task.cancelled, asyncio.Task.cancelling

#: Where more tasks live than these, not each is looked at after every callback, nor for the name of an object.
MOST_LOOKED_AT = 200

Hook = TypeVar("Hook", bound=Callable[..., Any])


def _guarded(hook: Hook) -> Hook:
    """A hook that never raises into the program, and is not entered again from what it calls."""

    @functools.wraps(hook)
    def call(self: Trace, *arguments: Any) -> None:
        thread = threading.get_ident()
        if thread in self.inside:
            return
        self.inside.add(thread)
        try:
            hook(self, *arguments)
        except Exception:
            self.channel.faults += 1
        finally:
            self.inside.discard(thread)

    return call  # type: ignore[return-value]


class Trace:
    """Follows every task of every loop in this process and reports it on the channel."""

    def __init__(self, channel: Channel, clock: Clock) -> None:
        self.program, self.channel, self.clock = "", channel, clock
        #: How a task is called; beyond the limit, where nobody is told, only as much as to know asyncio's own.
        self._label: Callable[[Any], str] = label
        self.lines = LinesRun(self._line_ran, None if clock.virtual else self._line_goes_on)
        self.objects, self.slow = Objects(self.line), SlowSteps(clock, self.line)
        self.tasks, self.steps = Tasks(), 0
        self.arrivals = Arrivals(self._raising)
        self.clues = Clues(self.objects, lambda: self.number(self.current()), channel.fault)
        self.labels: dict[int, str] = {}
        self.cancels: dict[int, int] = {}
        #: The program's line in which each suspended task stands.
        self.suspended_in: dict[int | None, int | None] = {}
        self.creations = Creations()
        #: Numbers of tasks that began eagerly without ``create_task``: how they stand is told after the step.
        self.adopted: list[int] = []
        self.inside: set[int] = set()
        self.main = threading.get_ident()
        #: The callbacks under way, by thread: the task in whose step that is, or None.
        self.running: dict[int, list[Task | None]] = {}
        self.on_step_end: Callable[[], None] = lambda: None
        #: The first handle of the ready queue in this step, and the tasks that it and the next ones step.
        self._next: tuple[Any, list[Task]] = (None, [])
        #: Lines printed since the present step of the main thread's loop began, and where it went on: its coroutine's
        #: code and the place in that.
        self.step_lines = 0
        self.resumed_at: tuple[CodeType, int] | None = None
        self._run_code: CodeType | None = None

    def install(self) -> None:
        """Graft the hooks onto asyncio."""
        graft(events.Handle._run, before=self._begin, after=self._end)
        graft(base_events.BaseEventLoop._call_soon, before=self.see_ready)  # type: ignore[attr-defined]
        graft(base_events.BaseEventLoop.run_forever, before=self._starting)
        create_task: Any = base_events.BaseEventLoop.create_task
        graft(create_task, before=self._creating, after=self.creations.end, result=self._created)
        graft(asyncio.TaskGroup._abort, before=self._aborting, after=self._aborted)  # type: ignore[attr-defined]
        self._run_code = events.Handle._run.__code__
        self.objects.install()
        self.clues.install()
        self.arrivals.install(with_streams=not self.clock.virtual)

    def begin(self, program: str) -> None:
        """Follow this program, whose frames have this file's name, from now on."""
        self.program = self.objects.program = self.arrivals.program = self.clues.program = self.lines.program = program
        self.lines.install()

    # What stands where, now

    def current(self) -> Task | None:
        """The task that runs in this thread, also an eager one inside another's step.

        None for one that is no ``asyncio.Task``, like those of asyncio's own class in Python: they are not followed.
        """
        loop = _running_loop()
        task = _current_task(loop) if loop is not None else None
        return task if is_a(task, (asyncio.Task,)) else None

    def name(self, task: Task | None) -> str | None:
        """The name that Python gives the task."""
        return str(_get_name(task)) if task is not None else None

    def where(self) -> tuple[int | None, str | None, int | None]:
        """Who acts now, for a write: the task's number and name, and the program's line. Never raises."""
        try:
            task = self.current()
            number = self.number(task)
            self._see_cancels_before()
            return number, self.name(task), self.line()
        except Exception:
            self.channel.faults += 1
            return None, None, None

    def line(self, beyond_the_loop: bool = False) -> int | None:
        """The innermost line of the program that is being executed in this thread: none where only the loop is.

        ``beyond_the_loop`` the line that runs the loop counts too.
        """
        frame: FrameType | None = sys._getframe(1)
        while frame is not None and frame.f_code.co_filename != self.program:
            if frame.f_code is self._run_code and not beyond_the_loop:
                return None
            frame = frame.f_back
        return frame.f_lineno if frame is not None else None

    def in_step(self) -> int | None:
        """The task whose step the main thread's loop is in: its number, or None outside any task's step."""
        stack = self.running.get(self.main)
        return self.known(stack[-1]) if stack else None

    def known(self, task: Task | None) -> int | None:
        """The number of a task that was met before."""
        return self.tasks.number(task) if task is not None else None

    @property
    def resumed(self) -> int | None:
        """The line from which the present step of the main thread's loop went on, None where its task had not begun."""
        code, place = self.resumed_at or (None, 0)
        lines = code.co_lines() if code is not None else ()
        return next((line for start, stop, line in lines if start <= place < stop), None)

    def stuck(self) -> list[list[Any]]:
        """Every unfinished task: number, name, label, what it waits for, function, line, those waited for, how many."""
        found, running = [], self.current()
        for task, number in self.tasks:
            if not _done(task):
                try:
                    wait = waiting(task, self.program)
                except Exception:
                    wait = Awaiting("unknown", "something", None, None)
                on = "running" if task is running else wait.on
                row = [number, self.name(task), self.labels.get(number, ""), on, wait.function, wait.line]
                found.append([*row, *self._awaited(wait), self._clues(task, wait)])
        return found

    def _clues(self, task: Task, wait: Awaiting) -> dict[str, Any]:
        """What helps to say why this wait does not end, by name: the last fields of `record.Stuck`."""
        try:
            named: dict[str, Any] = {"thing": wait.name} if wait.name else {}
            if one_is_enough(task, wait.sort):
                named["any_of"] = True
            return named | self.clues.of(wait.thing if wait.thing is not None else wait.future)
        except Exception:
            self.channel.faults += 1
            return {}

    def number(self, task: Task | None) -> int | None:
        """The task's number; one that was not met before is reported as created now. None for asyncio's own."""
        if task is None:
            return None
        known = self.tasks.number(task)
        return known if known is not None else self._meet(task, eager=task is self.current())

    # Hooks: they run inside asyncio's own functions and must neither raise nor keep a task alive

    def _meet(self, task: Task, eager: bool) -> int | None:
        """Report a task that was not met before; ``eager``: its first step is under way, or over, already."""
        creation = self.creations.innermost()
        if creation is not None and creation.task is not None:
            creation = None  # of another task: this one was made without create_task
        # An eager coroutine has moved on already, and Python 3.12 crashes when asked for one that is done.
        shown = creation.shown if creation is not None and eager else self._label(_get_coro(task))
        if full.is_asyncios(shown):
            return None
        number = self.tasks.add(task)
        if self.channel.takes_events:
            self.labels[number] = shown
            by, line = (creation.creator, creation.line) if creation is not None else (self._by(task), self.line())
            self.channel.event("task", self._us(), number, self.name(task), shown, by, line, *self._beside(by))
            if not (creation is not None and eager):
                self.clues.given(number, _get_coro(task))
        if eager:
            self._begin_eagerly(number, creation)
        return number

    def cut(self) -> None:
        """The limit of events is met: from here on only what the end, the output and the clock need is looked at."""
        self._label = full.qualname
        self._next = None, []
        self.slow.stop()
        if isinstance(self.clock, VirtualClock):
            self.clock.on_look = None
        full.regraft(self)

    def _begin_eagerly(self, number: int, creation: Creation | None) -> None:
        if creation is not None:
            creation.task, creation.lines = number, self.lines.take()
        else:
            self.adopted.append(number)
        self.channel.event("eager", self._us(), number)

    def _line_ran(self, line: int) -> None:
        """A line of the program is about to run; where a task is being created, it may be the first of an eager one."""
        self.clock.line()
        if not self.clock.virtual:
            self.slow.at(line)
        if self.creations.open:
            self.see_eager()

    def _line_goes_on(self, frame: FrameType) -> None:
        """This function of the program is left: the line goes on that it was called from."""
        caller = frame.f_back
        while caller is not None and caller.f_code.co_filename != self.program:
            caller = caller.f_back if caller.f_code is not self._run_code else None
        self.slow.at(caller.f_lineno if caller is not None else None)

    def see_eager(self) -> None:
        """Something happens in this thread: where a task is being created, it may be what an eager one does first."""
        creation = self.creations.innermost()
        if creation is not None and creation.task is None:
            self._see_line()

    @_guarded
    def _see_line(self) -> None:
        self.number(self.current())

    @_guarded
    def _starting(self, loop: Any) -> None:
        """A loop begins to run: who was asked to end since one ran last was asked from outside."""
        if self.channel.takes_events:
            self._see_cancels(self._by(None), self.line())

    @_guarded
    def _aborting(self, group: Any) -> None:
        """What was asked to end before is not the group's doing."""
        if self.channel.takes_events:
            self._see_cancels(self._by(None), None)

    @_guarded
    def _aborted(self) -> None:
        """A group has asked its tasks to end; of those that were ready already no other hook would tell the line."""
        if self.channel.takes_events:
            self._see_cancels(self._by(None), self.line())

    def _creating(self, loop: Any, coro: Any, *_: Any) -> None:
        creation = Creation()
        self._see_creating(creation, coro)
        self.creations.begin(creation)

    @_guarded
    def _see_creating(self, creation: Creation, coro: Any) -> None:
        """What the creator has done to primitives is its own doing, not that of a task that starts eagerly."""
        creation.shown = self._label(coro)
        if self.channel.takes_events:
            creation.creator, creation.line = self._by(None), self.line()
            self._state_changes(creation.creator)
            self._see_cancels(creation.creator, None)

    def _created(self, task: Any) -> Any:
        self.see_created(task)
        return task

    @_guarded
    def see_created(self, task: Any) -> None:
        creation = self.creations.innermost()
        if not is_a(task, (asyncio.Task,)) or creation is None:
            return
        number = self.tasks.number(task)
        if number is None:  # it was not put into the ready queue, so it has begun at once, and nothing was seen of it
            number = self._meet(task, eager=True)
        if number is not None and number == creation.task:
            self._stands(task, number)
            self.lines.put_back(creation.lines)

    def _stands(self, task: Task, number: int) -> None:
        """The step of an eager task is over."""
        if self.channel.takes_events:
            self._state_changes(number)
            self._see_cancels(number, None)
        if _done(task):
            self._over(task, number)
        elif self.channel.takes_events:
            self._suspended(task, number)

    @_guarded
    def see_ready(self, loop: Any, callback: Any, args: Any, context: Any) -> None:
        task = ready.task_of(callback)
        if task is not None:
            known = self.tasks.number(task)
            number = known if known is not None else self.number(task)
            if known and number and self.channel.takes_events:
                by, line = self._by(task), self.line()
                if _cancelling(task) > self.cancels.get(number, 0):
                    itself = task is self.current()  # it has just stopped: the line in which it asked is past
                    self._see_cancels(*((number, None) if itself else (by, line)), task)
                self.channel.event("ready", self._us(), number, by, line, *self._beside(by))

    def _begin(self, handle: Any) -> None:
        self.clock.callback()
        stack = self.running.setdefault(threading.get_ident(), [])
        stack.append(None)
        self._see_begin(handle, stack)
        if self.channel.takes_events:
            self.slow.begin(self.suspended_in.get(self.known(stack[-1])))

    @_guarded
    def _see_begin(self, handle: Any, stack: list[Task | None]) -> None:
        task = ready.task_of(handle._callback)
        number = self.number(task)
        stack[-1] = task
        if threading.get_ident() == self.main:
            self.steps += 1
            self.step_lines = 0
            self.resumed_at = _resumed(task)
        self._before(handle, task, number)

    def _before(self, handle: Any, task: Task | None, number: int | None) -> None:
        outside = self.lines.take()
        if outside:
            self.channel.event("lines", self._us(), outside)
        self._state_changes(None, outside=True)
        loop = handle._loop
        queue = ready.ready(loop, self.tasks), ready.timers(loop, self.tasks, self.clock)
        if number is not None:
            self.channel.event("step", self._us(), number, *queue)
            self._see_thrown(number, thrown(handle, task))
        elif task is None:
            self.channel.event(
                "call", self._us(), ready.owner(handle, self.tasks), *queue, *ready.told(handle, self.tasks)
            )

    def _see_thrown(self, number: int, error: str | None) -> None:
        """The loop throws this into the task: into what its line awaits, or if that is a future, at that line."""
        standing = self.arrivals.of(number)
        if error is not None and standing is not None:
            where = "await" if standing.awaited is None else "inside"
            self.channel.event("raise", self._us(), number, error, standing.line, where)

    @_guarded
    def _raising(self, error: str, line: int, frame: FrameType) -> None:
        number = self.number(self.current())
        if number is not None and self.channel.takes_events:
            where = "await" if self.arrivals.stood_in(number, frame) else "later"
            self.channel.event("raise", self._us(), number, error, line, where)

    def _end(self) -> None:
        stack = self.running[threading.get_ident()]
        task = stack[-1]
        self._see_slow(self.known(task), self.slow.end(watched=self.lines.seen))
        self.see_end(task)
        self._next = None, []
        stack.pop()
        self.on_step_end()

    @_guarded
    def _see_slow(self, number: int | None, lines: list[tuple[int, int | None]]) -> None:
        for us, line in lines:
            self.channel.event("slow", self._us(), number, round(us / 1e6, 6 if self.clock.virtual else 3), line)

    @_guarded
    def see_end(self, task: Task | None) -> None:
        number = self.known(task)
        self._see_adopted()
        if self.channel.takes_events:
            self._state_changes(number)
            self._see_cancels(number, None)
        if task is not None and number is not None:
            if _done(task):
                self._over(task, number)
            elif self.channel.takes_events:
                self._suspended(task, number)
        self.lines.take()

    def _see_adopted(self) -> None:
        for number in self.adopted:
            task = self.tasks.get(number)
            if task is not None:
                self._stands(task, number)
        self.adopted.clear()

    # Reports

    def _over(self, task: Task, number: int) -> None:
        lines = self.lines.take()
        self.suspended_in.pop(number, None)
        self.arrivals.over(number)
        if number in self.labels:  # whoever was told of is not left without an end, whatever the limit
            self.channel.send("end", self._us(), number, _ending(task), self.name(task), lines)

    def _suspended(self, task: Task, number: int) -> None:
        wait = waiting(task, self.program)
        self.suspended_in[number] = wait.line
        thing = self._object(wait.thing) if wait.thing is not None else None
        tasks, count = self._awaited(wait)
        where = (wait.function, wait.line, thing, tasks, self.lines.take(), wait.sort, count)
        how = (*self.arrivals.stands(number, wait), wait.through, wait.stack)
        self.channel.event("wait", self._us(), number, wait.on, *where, *how)

    def _awaited(self, wait: Awaiting) -> tuple[list[int], int]:
        """The tasks that must end, or let go of a lock, before this wait is over: the first of them, and how many."""
        found = {self.tasks.number(task) for task in wait.tasks}
        holder = self.tasks.get(self.objects.holder(wait.thing)) if wait.thing is not None else None
        if holder is not None and not _done(holder):
            found.add(self.tasks.number(holder))
        numbers = sorted(number for number in found if number)
        return numbers[: ready.MOST_TOLD], len(numbers)

    def _state_changes(self, number: int | None, outside: bool = False) -> None:
        for thing, state in self.objects.changes(number):
            self.channel.event("state", self._us(), self._object(thing), number, state, *([True] if outside else []))

    def _see_cancels(self, by: int | None, line: int | None, first_ready: Task | None = None) -> None:
        """Report each task that somebody has asked to end since the last time, and requests that were taken back.

        ``first_ready`` is one that becomes ready through it: who waits for that one was asked before it, and passed the
        request on.
        """
        tasks = self._may_be_asked(by) if first_ready is None else self.tasks.living()
        if not self.cancels and not any(map(_cancelling, tasks)):
            return
        if first_ready is not None:
            tasks = [*(task for task in tasks if task is not first_ready), first_ready]
        for task in tasks:
            number = self.tasks.number(task)
            asked = _cancelling(task)
            if number is not None and asked != self.cancels.get(number, 0):
                if asked > self.cancels.get(number, 0):
                    self.channel.event("cancel", self._us(), number, by, line, *self._beside(by))
                else:
                    self.channel.event("uncancel", self._us(), number)
                self.cancels[number] = asked

    def _may_be_asked(self, acting: int | None) -> list[Task]:
        """The tasks that may have been asked to end without having become ready through it: of few all."""
        loop = _running_loop()
        if len(self.tasks) <= MOST_LOOKED_AT or loop is None:
            return self.tasks.living()
        task = self.tasks.get(acting)
        return [*self._first_steps(loop), *([task] if task is not None else [])]

    def _first_steps(self, loop: Any) -> list[Task]:
        """The tasks whose steps are next in the ready queue: the same all through a step, once they are that many."""
        queue = loop._ready
        if len(queue) < MOST_LOOKED_AT:
            return ready.steps(loop, MOST_LOOKED_AT)
        head, tasks = self._next
        if head is not queue[0]:
            tasks = ready.steps(loop, MOST_LOOKED_AT)
            self._next = queue[0], tasks
        return tasks

    def _see_cancels_before(self) -> None:
        """What was asked to end before something is printed is told before it.

        No hook of asyncio's passes where the task was ready already, or where `cancel()` itself raised an exception. If
        that is being handled, its traceback tells the line.
        """
        if self.channel.takes_events and len(self.tasks) <= MOST_LOOKED_AT and threading.get_ident() not in self.inside:
            self._see_cancels(self._by(None), self._line_that_failed())

    def _line_that_failed(self) -> int | None:
        """The program's line in which `cancel()` met the end of the stack, where that is what is being handled."""
        error, _, traceback = sys.exc_info()
        line = None
        while error is RecursionError and traceback is not None:
            code = traceback.tb_frame.f_code
            if code.co_filename == self.program:
                line = traceback.tb_lineno if "cancel" in code.co_names else None
            traceback = traceback.tb_next
        return line

    def _object(self, thing: Any) -> int | None:
        """The primitive's number; it is introduced to the record when it first plays a part."""
        number = self.objects.number(thing)
        if number is not None and number not in self.objects.told:
            self.objects.told.add(number)
            line = self.objects.known[number - 1][2]
            told = (type(thing).__name__, self._called(thing), limit(thing), line, family(thing))
            self.channel.event("object", self._us(), number, *told)
        return number

    def _called(self, thing: Any) -> str:
        """The name by which a task of the program knows this object, the first tasks first, or its class."""
        for task in itertools.islice(self.tasks.living(), MOST_LOOKED_AT):
            frames = [] if _done(task) else [f for f in frames_of(task) if f.f_code.co_filename == self.program]
            name = called(thing, frames)
            if name != type(thing).__name__:
                return name
        return type(thing).__name__

    def _by(self, task: Task | None) -> int | None:
        """The task that acts now, unless it is this one itself: then the one in whose step that is (eager tasks)."""
        acting = self.current()
        if acting is not None and acting is not task:
            return self.number(acting)
        stack = self.running.get(threading.get_ident())
        return self.known(stack[-1]) if stack and stack[-1] is not task else None

    def _beside(self, by: int | None) -> list[bool]:
        """Whether nobody's step does this, but another thread than those in which a callback is under way."""
        outside = by is None and not self.running.get(threading.get_ident())
        return [True] if outside and any(self.running.values()) else []

    def _us(self) -> int:
        return self.clock.elapsed_us()


def _resumed(task: Task | None) -> tuple[CodeType, int] | None:
    """Where the task's own coroutine was suspended, None where it has not begun."""
    coroutine: Any = _get_coro(task) if task is not None and not _done(task) else None
    suspended = type(coroutine) is CoroutineType and coroutine.cr_suspended
    return (coroutine.cr_code, coroutine.cr_frame.f_lasti) if suspended else None


def _ending(task: Task) -> str:
    if _cancelled(task):
        return "cancelled"
    error = task._exception  # exception() would mute "was never retrieved"
    return f"raised {type(error).__name__}" if error is not None else "returned"

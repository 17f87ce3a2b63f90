"""What the tasks do: created by whom, made ready by whom, each step, what is waited for after it, how it ended.

Everything is observed where the loop itself passes (see ``graft``); tasks are only referred to weakly, so that they
live exactly as long as without the recorder.
"""

from __future__ import annotations

import asyncio
import functools
import sys
import threading
from asyncio import base_events, events
from types import CodeType, FrameType
from typing import Any, Callable, TypeVar

from . import ready
from .channel import Channel
from .clock import Clock
from .frames import is_a, label
from .graft import graft
from .lines import Lines
from .objects import Objects
from .tasks import Task, Tasks
from .waits import Wait, called, frames_of, waiting

#: What asyncio.run itself does at its end is no task of the program's.
_CLOSING = ("BaseEventLoop.shutdown_asyncgens(", "BaseEventLoop.shutdown_default_executor(")

# The program may patch asyncio, or make tasks of its own class: the recorder asks these.
_current_task, _running_loop = asyncio.current_task, events._get_running_loop
_get_name, _get_coro = asyncio.Task.get_name, asyncio.Task.get_coro
_done, _cancelled, _cancelling = asyncio.Task.done, asyncio.Task.cancelled, asyncio.Task.cancelling

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
            self.channel.dropped += 1
        finally:
            self.inside.discard(thread)

    return call  # type: ignore[return-value]


class Trace:
    """Follows every task of every loop in this process and reports it on the channel."""

    def __init__(self, program: str, channel: Channel, clock: Clock) -> None:
        self.program, self.channel, self.clock = program, channel, clock
        self.lines, self.objects = Lines(program, clock.line), Objects(program, self.line)
        self.tasks, self.steps = Tasks(), 0
        self.labels: "dict[int, str]" = {}
        self.cancels: "dict[int, int]" = {}
        #: Labels of the coroutines that ``create_task`` is making tasks of: see ``number``.
        self._made: "list[str]" = []
        self.inside: "set[int]" = set()
        self.main = threading.get_ident()
        #: The callbacks under way, by thread: the task's number or None, the task itself until its step is over.
        self.running: "dict[int, list[tuple[int | None, Task | None]]]" = {}
        self.on_step_end: "Callable[[], None]" = lambda: None
        #: Lines printed since the present step of the main thread's loop began, and the line it went on from.
        self.step_lines = 0
        self.resumed: "int | None" = None
        self._run_code: "CodeType | None" = None
        self._create_code: "CodeType | None" = None

    def install(self) -> None:
        """Graft the hooks onto asyncio."""
        graft(events.Handle._run, before=self._begin, after=self._end)
        graft(base_events.BaseEventLoop._call_soon, before=self._ready)  # type: ignore[attr-defined]
        creating, created, made = self._creating, self._created, self._made

        def over() -> None:
            made.pop()

        graft(base_events.BaseEventLoop.create_task, before=creating, after=over, result=created)
        self._run_code = events.Handle._run.__code__
        self._create_code = base_events.BaseEventLoop.create_task.__code__
        self.objects.install()

    # What stands where, now

    def current(self) -> "Task | None":
        """The task that runs in this thread, also an eager one inside another's step."""
        loop = _running_loop()
        return _current_task(loop) if loop is not None else None

    def name(self, task: "Task | None") -> "str | None":
        """The name that Python gives the task."""
        return str(_get_name(task)) if task is not None else None

    def where(self) -> "tuple[int | None, str | None, int | None]":
        """Who acts now, for a write: the task's number and name, and the program's line. Never raises."""
        try:
            task = self.current()
            return self.number(task), self.name(task), self.line()
        except Exception:
            self.channel.dropped += 1
            return None, None, None

    def line(self, beyond_the_loop: bool = False) -> "int | None":
        """The innermost line of the program that is being executed in this thread: none where only the loop is.

        ``beyond_the_loop`` the line that runs the loop counts too.
        """
        frame: "FrameType | None" = sys._getframe(1)
        while frame is not None and frame.f_code.co_filename != self.program:
            if frame.f_code is self._run_code and not beyond_the_loop:
                return None
            frame = frame.f_back
        return frame.f_lineno if frame is not None else None

    def in_step(self) -> "int | None":
        """The task whose step the main thread's loop is in: its number, or None outside any task's step."""
        stack = self.running.get(self.main)
        return stack[-1][0] if stack else None

    def stuck(self) -> "list[list[Any]]":
        """Every unfinished task: number, name, label, what it waits for, function, line, tasks that it waits for."""
        found, running = [], self.current()
        for task, number in self.tasks:
            if not _done(task):
                try:
                    wait = waiting(task, self.program)
                except Exception:
                    wait = Wait("something", None, None)
                on = "running" if task is running else wait.on
                row = [number, self.name(task), self.labels.get(number, ""), on, wait.function, wait.line]
                found.append([*row, self._awaited(wait)])
        return found

    def number(self, task: "Task | None") -> "int | None":
        """The task's number; one that was not met before is reported as created now."""
        if task is None:
            return None
        known = self.tasks.number(task)
        if known is None:
            # Python 3.12 crashes when asked for the coroutine of an eager task that is done.
            shown = self._made[-1] if _done(task) and self._made else label(_get_coro(task))
            known = None if shown.startswith(_CLOSING) else self._new(task, shown)
        return known

    # Hooks: they run inside asyncio's own functions and must neither raise nor keep a task alive

    def _new(self, task: Task, shown: str) -> int:
        number = self.tasks.add(task)
        if self.channel.takes_events:
            self.labels[number] = shown
            line = self._line_before_eager_start() if self.current() is task else self.line()
            self.channel.event("task", self._us(), number, self.name(task), shown, self._by(task), line)
        return number

    def _creating(self, loop: Any, coro: Any, *_: Any) -> None:
        self._see_creating()
        try:
            self._made.append(label(coro))
        except Exception:
            self._made.append("")

    def _created(self, task: Any) -> Any:
        self._see_created(task)
        return task

    @_guarded
    def _see_creating(self) -> None:
        """What the creator has done to primitives is its own doing, not that of a task that starts eagerly."""
        if self.channel.takes_events:
            self._state_changes(self.tasks.number(task) if (task := self.current()) is not None else None)

    @_guarded
    def _see_created(self, task: Any) -> None:
        if is_a(task, (asyncio.Task,)):
            known = self.tasks.number(task) is not None
            number = self.number(task)
            if self.channel.takes_events and (_done(task) or not known):
                self._state_changes(number)
            if number and _done(task):  # eager, and over already
                self._over(task, number)
            elif number and not known:  # eager, and suspended
                self._suspended(task, number)

    @_guarded
    def _ready(self, loop: Any, callback: Any, args: Any, context: Any) -> None:
        task = ready.task_of(callback)
        if task is not None:
            known = self.tasks.number(task)
            number = self.number(task)
            if known and number and self.channel.takes_events:
                self._see_cancelled(task, number, self.line())
                self.channel.event("ready", self._us(), number, self._by(task), self.line())

    def _begin(self, handle: Any) -> None:
        self.clock.callback()
        stack = self.running.setdefault(threading.get_ident(), [])
        stack.append((None, None))
        self._see_begin(handle, stack)

    @_guarded
    def _see_begin(self, handle: Any, stack: "list[tuple[int | None, Task | None]]") -> None:
        task = ready.task_of(handle._callback)
        number = self.number(task)
        stack[-1] = (number, task)
        if threading.get_ident() == self.main:
            self.steps += 1
            self.step_lines = 0
            self.resumed = _resumed(task)
        if self.channel.takes_events:
            self._before(handle, task, number)

    def _before(self, handle: Any, task: "Task | None", number: "int | None") -> None:
        outside = self.lines.take()
        if outside:
            self.channel.event("lines", self._us(), outside)
        queue = ready.ready(handle._loop, self.tasks), ready.timers(handle._loop, self.tasks, self.clock)
        if number is not None:
            self.channel.event("step", self._us(), number, *queue)
        elif task is None:
            self.channel.event("call", self._us(), ready.owner(handle, self.tasks), *queue)

    def _end(self) -> None:
        stack = self.running[threading.get_ident()]
        self._see_end(*stack[-1])
        stack.pop()
        self.on_step_end()

    @_guarded
    def _see_end(self, number: "int | None", task: "Task | None") -> None:
        if self.channel.takes_events:
            self._changes(number)
        if task is not None and number is not None:
            if _done(task):
                self._over(task, number)
            elif self.channel.takes_events:
                self._suspended(task, number)
        self.lines.take()

    # Reports

    def _over(self, task: Task, number: int) -> None:
        self.channel.event("end", self._us(), number, _ending(task), self.name(task), self.lines.take())

    def _suspended(self, task: Task, number: int) -> None:
        wait = waiting(task, self.program)
        thing = self._object(wait.thing, wait.on.rpartition(".")[0]) if wait.thing is not None else None
        where = (wait.function, wait.line, thing, self._awaited(wait), self.lines.take())
        self.channel.event("wait", self._us(), number, wait.on, *where)

    def _awaited(self, wait: Wait) -> "list[int]":
        """The tasks that must end, or let go of a lock, before this wait is over."""
        found = {self.tasks.number(task) for task in wait.tasks}
        if wait.thing is not None:
            found.add(self.objects.holder(wait.thing))
        return sorted(number for number in found if number)[: ready.MOST_TOLD]

    def _changes(self, number: "int | None") -> None:
        """What the callback that just ended did to primitives and, without their being ready for it, to tasks."""
        self._state_changes(number)
        for task, other in self.tasks:
            self._see_cancelled(task, other, None, number)

    def _state_changes(self, number: "int | None") -> None:
        for thing, state in self.objects.changes(number):
            frames = [frame for task, _ in self.tasks if not _done(task) for frame in frames_of(task)]
            name = called(thing, [frame for frame in frames if frame.f_code.co_filename == self.program])
            self.channel.event("state", self._us(), self._object(thing, name), number, state)

    def _see_cancelled(self, task: Task, number: int, line: "int | None", by: "int | None" = None) -> None:
        """Report that somebody asked for a task's cancellation, if somebody did since the last time."""
        asked = _cancelling(task)
        if asked > self.cancels.get(number, 0):
            self.channel.event("cancel", self._us(), number, by if by is not None else self._by(None), line)
        if asked != self.cancels.get(number, 0):
            self.cancels[number] = asked

    def _object(self, thing: Any, name: str) -> "int | None":
        """The primitive's number; it is introduced to the record when it first plays a part."""
        number = self.objects.number(thing)
        if number is not None and number not in self.objects.told:
            self.objects.told.add(number)
            line = self.objects.known[number - 1][2]
            limit = getattr(thing, "_maxsize", None) or getattr(thing, "_parties", None)
            self.channel.event("object", self._us(), number, type(thing).__name__, name, limit, line)
        return number

    def _by(self, task: "Task | None") -> "int | None":
        """The task that acts now, unless it is this one itself: then the one in whose step that is (eager tasks)."""
        acting = self.current()
        if acting is not None and acting is not task:
            return self.tasks.number(acting)
        stack = self.running.get(threading.get_ident())
        return stack[-1][0] if stack and stack[-1][1] is not task else None

    def _line_before_eager_start(self) -> "int | None":
        """The line that created the eager task whose first step is under way."""
        frame: "FrameType | None" = sys._getframe(2)
        while frame is not None and frame.f_code is not self._create_code:
            frame = frame.f_back
        while frame is not None and frame.f_code.co_filename != self.program:
            frame = frame.f_back
        return frame.f_lineno if frame is not None else None

    def _us(self) -> int:
        return self.clock.elapsed_us()


def _resumed(task: "Task | None") -> "int | None":
    """The line in which the task's own coroutine was suspended, None where it has not begun."""
    coroutine: Any = _get_coro(task) if task is not None and not _done(task) else None
    suspended = type(coroutine).__name__ == "coroutine" and coroutine.cr_suspended
    return coroutine.cr_frame.f_lineno if suspended else None


def _ending(task: Task) -> str:
    if _cancelled(task):
        return "cancelled"
    error = task._exception  # exception() would mute "was never retrieved"
    return f"raised {type(error).__name__}" if error is not None else "returned"

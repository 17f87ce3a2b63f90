"""What the tasks do: created by whom, made ready by whom, each step, what is waited for after it, how it ended.

Everything is observed where the loop itself passes (see ``graft``); tasks are only referred to weakly, so that they
live exactly as long as without the recorder.
"""

from __future__ import annotations

import asyncio
import sys
import threading
import weakref
from asyncio import base_events, events
from typing import Any, Callable

from .channel import Channel
from .clock import Clock
from .graft import graft
from .waits import label, waiting

_CLOSING = ("BaseEventLoop.shutdown_asyncgens", "BaseEventLoop.shutdown_default_executor")


class Trace:
    """Follows every task of every loop in this process and reports it on the channel."""

    def __init__(self, program: str, channel: Channel, clock: Clock) -> None:
        self.program, self.channel, self.clock = program, channel, clock
        self.ids: "weakref.WeakKeyDictionary[asyncio.Task[Any], int]" = weakref.WeakKeyDictionary()
        self.labels: "dict[int, str]" = {}
        self.count = self.steps = 0
        self.main = threading.get_ident()
        #: The steps under way, by thread: the task's id or None, the task itself until its step is over.
        self.running: "dict[int, list[tuple[int | None, asyncio.Task[Any] | None]]]" = {}
        self.on_step_end: "Callable[[], None]" = lambda: None
        #: Lines printed since the present step of the main thread's loop began, and the line it went on from.
        self.step_lines = 0
        self.resumed: "int | None" = None

    def install(self) -> None:
        """Graft the hooks onto asyncio."""
        graft(events.Handle._run, before=self._begin, after=self._end)
        graft(base_events.BaseEventLoop._call_soon, before=self._ready)  # type: ignore[attr-defined]
        graft(base_events.BaseEventLoop.create_task, result=self._created)

    # What stands where, now

    def current(self) -> "asyncio.Task[Any] | None":
        """The task that runs in this thread, also an eager one inside another's step."""
        loop = events._get_running_loop()
        return asyncio.current_task(loop) if loop is not None else None

    def line(self) -> "int | None":
        """The innermost line of the program that is being executed in this thread."""
        frame = sys._getframe(1)
        while frame is not None and frame.f_code.co_filename != self.program:
            frame = frame.f_back  # type: ignore[assignment]
        return frame.f_lineno if frame is not None else None

    def in_step(self) -> "int | None":
        """The task whose step the main thread's loop is in: its id, or None outside any task's step."""
        stack = self.running.get(self.main)
        return stack[-1][0] if stack else None

    def stuck(self) -> "list[list[Any]]":
        """Every unfinished task: id, name, label, what it waits for, function, line."""
        found, running = [], self.current()
        for task, number in sorted(self.ids.items(), key=lambda item: item[1]):
            if not task.done():
                wait = waiting(task, self.program)
                on = "running" if task is running else wait.on
                found.append([number, task.get_name(), self.labels.get(number, ""), on, wait.function, wait.line])
        return found

    def id_of(self, task: "asyncio.Task[Any] | None") -> "int | None":
        """The task's number; one that was not met before is reported as created now.

        What asyncio.run itself does at its end is no task of the program's: it has no number.
        """
        if task is None or getattr(task.get_coro(), "__qualname__", "") in _CLOSING:
            return None
        number = self.ids.get(task)
        return number if number is not None else self._new(task)

    # Hooks: they run inside asyncio's own functions and must neither raise nor keep a task alive

    def _new(self, task: "asyncio.Task[Any]") -> int:
        self.count += 1
        self.ids[task] = number = self.count
        creator = self.current()
        by = self.ids.get(creator) if creator is not None and creator is not task else None
        if self.channel.takes_events:
            self.labels[number] = label(task.get_coro())
            self.channel.event("task", self._us(), number, task.get_name(), self.labels[number], by, self.line())
        return number

    def _created(self, task: Any) -> Any:
        if isinstance(task, asyncio.Task):
            known = task in self.ids
            number = self.id_of(task)
            if not known and number and task.done():  # eager, and over already
                self.channel.event("end", self._us(), number, _ending(task), task.get_name())
        return task

    def _ready(self, loop: Any, callback: Any, args: Any, context: Any) -> None:
        task = getattr(callback, "__self__", None)
        if isinstance(task, asyncio.Task):
            known = task in self.ids
            number = self.id_of(task)
            if known and number and self.channel.takes_events:
                by = self.current()
                self.channel.event("ready", self._us(), number, self.ids.get(by) if by else None, self.line())

    def _begin(self, handle: Any) -> None:
        self.clock.callback()
        task = getattr(handle._callback, "__self__", None)
        task = task if isinstance(task, asyncio.Task) else None
        number = self.id_of(task)
        thread = threading.get_ident()
        self.running.setdefault(thread, []).append((number, task))
        if thread == self.main:
            self.steps += 1
            self.step_lines = 0
            self.resumed = _resumed(task)
        if number is not None:
            self.channel.event("step", self._us(), number)

    def _end(self) -> None:
        number, task = self.running[threading.get_ident()].pop()
        if task is not None and number is not None:
            if task.done():
                self.channel.event("end", self._us(), number, _ending(task), task.get_name())
            elif self.channel.takes_events:
                wait = waiting(task, self.program)
                self.channel.event("wait", self._us(), number, wait.on, wait.function, wait.line)
        self.on_step_end()

    def _us(self) -> int:
        return self.clock.elapsed_us()


def _resumed(task: "asyncio.Task[Any] | None") -> "int | None":
    """The line in which the task's own coroutine was suspended, None where it has not begun."""
    coroutine: Any = task.get_coro() if task is not None else None
    return coroutine.cr_frame.f_lineno if getattr(coroutine, "cr_suspended", False) else None


def _ending(task: "asyncio.Task[Any]") -> str:
    if task.cancelled():
        return "cancelled"
    error = task._exception  # exception() would mute "was never retrieved"
    return f"raised {type(error).__name__}" if error is not None else "returned"

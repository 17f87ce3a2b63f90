"""What is still looked at once the record is full: who runs, how many steps there were, who is over, the clock.

These hooks take the places of those of ``trace``. A program that goes on for long is held up by them at each step and
each line, so each is one call where it can be, and calls nothing that it need not.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from asyncio import base_events, events
from types import BuiltinMethodType, CodeType, CoroutineType, FunctionType
from typing import TYPE_CHECKING, Any, Callable, cast

from . import ready
from .clock import CALLBACK_NS, LINE_NS, VirtualClock
from .eager import Creation
from .frames import label
from .graft import regraft as put
from .lines import KEPT, MOST

if TYPE_CHECKING:
    from .trace import Trace

#: What asyncio.run itself does at its end is no task of the program's.
_CLOSING = ("BaseEventLoop.shutdown_asyncgens(", "BaseEventLoop.shutdown_default_executor(")

# The program may patch these: the recorder keeps its own.
_get_ident, _Task = threading.get_ident, asyncio.Task
_current_task = asyncio.current_task
_done, _get_coro = asyncio.Task.done, asyncio.Task.get_coro
#: The callback in which a task goes on after a future that it waited for.
_WAKEUP = "task_wakeup"


def regraft(trace: Trace) -> None:
    """Put the hooks for a full record in the places of the others."""
    put(events.Handle._run, before=_beginning(trace), after=_ending(trace))
    put(base_events.BaseEventLoop._call_soon, before=_readying(trace))  # type: ignore[attr-defined]
    create_task: Any = base_events.BaseEventLoop.create_task
    put(create_task, before=_creating(trace), result=_creates(trace))
    trace.lines.on_return = None
    if sys.version_info >= (3, 12):
        trace.lines.tell(_line(trace, sys.monitoring.DISABLE))


def is_asyncios(label: str) -> bool:
    """Whether a task of this label is one of asyncio's own."""
    return label.startswith(_CLOSING)


def qualname(coroutine: Any) -> str:
    """As much of a task's label as to know asyncio's own."""
    return f"{coroutine.__qualname__}(" if type(coroutine) is CoroutineType else label(coroutine)


def _beginning(trace: Trace) -> Callable[[Any], None]:
    clock, channel, running, main = trace.clock, trace.channel, trace.running, trace.main
    virtual, first = clock if isinstance(clock, VirtualClock) else None, ready.FIRST_KINDS

    def begin(handle: Any) -> None:
        if virtual is not None:
            virtual.now += CALLBACK_NS
            virtual.busy += CALLBACK_NS
            if virtual.on_move is not None:
                virtual.on_move()
        channel.dropped += 1
        thread, task = _get_ident(), cast("asyncio.Task[Any] | None", None)
        try:
            callback = handle._callback
            kind = type(callback)
            if kind in first or (kind is BuiltinMethodType and callback.__name__ == _WAKEUP):
                task = callback.__self__
            if type(task) is not _Task and kind is not FunctionType:
                task = ready.task_of(callback)
            if thread == main:
                trace.steps += 1
                trace.step_lines = 0
                coroutine: Any = _get_coro(task) if task is not None else None
                suspended = type(coroutine) is CoroutineType and coroutine.cr_suspended
                trace.resumed_at = (coroutine.cr_code, coroutine.cr_frame.f_lasti) if suspended else None
        except Exception:
            channel.faults += 1
        if thread in running:
            running[thread].append(task)
        else:
            running[thread] = [task]

    return begin


def _ending(trace: Trace) -> Callable[[], None]:
    running, lines, adopted = trace.running, trace.lines, trace.adopted

    def end() -> None:
        stack = running[_get_ident()]
        task = stack[-1]
        if adopted or (task is not None and _done(task) and trace.known(task) in trace.labels):
            trace.see_end(task)
        if lines.count:
            lines.drop()
        stack.pop()
        trace.on_step_end()

    return end


def _readying(trace: Trace) -> Callable[..., None]:
    tasks, creations, channel, first = trace.tasks, trace.creations, trace.channel, ready.FIRST_KINDS

    def see(loop: Any, callback: Any, args: Any, context: Any) -> None:
        try:
            kind, task = type(callback), None
            if kind in first or (kind is BuiltinMethodType and callback.__name__ == _WAKEUP):
                task = callback.__self__
            if type(task) is not _Task and kind is not FunctionType:
                task = ready.task_of(callback)
            if task is None or tasks.number(task) is not None:
                return
            creation = creations.innermost() if creations.open else None
            if creation is None or creation.task is not None or task is _current_task(loop):
                trace.see_ready(loop, callback, args, context)
            elif not is_asyncios(qualname(_get_coro(task))):
                tasks.add(task)
        except Exception:
            channel.faults += 1

    return see


def _creating(trace: Trace) -> Callable[..., None]:
    creations, channel = trace.creations, trace.channel

    def create(loop: Any, coro: Any, *_: Any) -> None:
        creation = Creation()
        try:
            creation.shown = qualname(coro)
        except Exception:
            channel.faults += 1
        creations.begin(creation)

    return create


def _creates(trace: Trace) -> Callable[[Any], Any]:
    tasks, creations = trace.tasks, trace.creations

    def created(task: Any) -> Any:
        creation = creations.innermost()
        # Only one that has begun at once may not be known by now, or have changed something.
        if creation is None or creation.task is not None or type(task) is not _Task or tasks.number(task) is None:
            trace.see_created(task)
        return task

    return created


def _line(trace: Trace, disable: Any) -> Callable[[CodeType, int], Any]:
    creations, clock, lines, met = trace.creations, trace.clock, trace.lines, trace.lines.met
    virtual = clock if isinstance(clock, VirtualClock) else None

    def line(code: CodeType, number: int) -> Any:
        entry = met.get(id(code))
        if entry[1] if entry is not None else lines.skips(code):
            return disable
        lines.count += 1
        if lines.count > MOST:
            return lines.switch(False)
        if virtual is not None:
            virtual.now += LINE_NS
            virtual.busy += LINE_NS
            if virtual.on_move is not None:
                virtual.on_move()
        if creations.open:
            trace.see_eager()
        if len(lines.kept) < KEPT:
            lines.kept.append(number)
        return None

    return line

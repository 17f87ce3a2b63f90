"""Whose turn is next: the loop's ready queue and its timers, told by the tasks that they will run or wake.

Objects of the program's own are asked for nothing: a callback may be any callable.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import heapq
import itertools
import math
from asyncio import futures, tasks, timeouts
from types import BuiltinMethodType, FunctionType, MethodType
from typing import Any, Iterator

from .clock import Clock
from .frames import is_a
from .tasks import Task, Tasks

#: So many of those who are ready, of the timers, and of the tasks that are waited for are told at each step.
MOST_TOLD = 20

#: What asyncio calls a task's step and its waking, in C and in Python. Its first step is an object of its own type.
_STEPS = ("task_wakeup", "__step", "__wakeup", "TaskWakeupMethWrapper")
_FIRST_STEPS = ("TaskStepMethWrapper", "TaskWakeupMethWrapper")
#: The types of that name that were met.
FIRST_KINDS: set[type] = set()
_callbacks: Any = asyncio.Future.__dict__["_callbacks"]
#: Callbacks that complete the future which they are given, and so wake who waits for it.
_RELEASING: Any = tasks._release_waiter  # type: ignore[attr-defined]
_TIME_OUT: Any = timeouts.Timeout._on_timeout  # type: ignore[attr-defined]
_COMPLETING = tuple(
    getattr(*where) for where in ((futures, "_set_result_unless_cancelled"), (tasks, "_release_waiter"))
)


def ready(loop: Any, known: Tasks) -> list[int | str]:
    """Who is ready behind the one that runs now, the next first."""
    return [owner(handle, known) for handle in _first(loop, MOST_TOLD) if not handle._cancelled]


def _first(loop: Any, most: int) -> list[Any]:
    """The first callbacks of the ready queue, by their places: while we look, another thread may add some behind."""
    queue = loop._ready
    return [queue[place] for place in range(min(most, len(queue)))]


def timers(loop: Any, known: Tasks, clock: Clock) -> list[list[Any]]:
    """The timers that are set, the earliest first: [when in seconds, who]; None for a time that never comes."""
    first = itertools.islice(_in_order(loop._scheduled), MOST_TOLD)
    return [[_when(clock.elapsed_at(timer._when)), owner(timer, known)] for timer in first]


def _in_order(heap: Any) -> Iterator[Any]:
    """The timers of the loop's heap that are not cancelled, the earliest first, without looking at all of them."""
    following = [(heap[0]._when, 0)] if heap else []
    while following:
        _, index = heapq.heappop(following)
        for child in (2 * index + 1, 2 * index + 2):
            if child < len(heap):
                heapq.heappush(following, (heap[child]._when, child))
        if not heap[index]._cancelled:
            yield heap[index]


def _when(seconds: float) -> float | None:
    return round(seconds, 6) if math.isfinite(seconds) else None


def steps(loop: Any, most: int) -> list[Task]:
    """The tasks whose next step is among the first ``most`` callbacks of the ready queue."""
    found = (task_of(handle._callback) for handle in _first(loop, most))
    return [task for task in found if task is not None]


def owner(handle: Any, known: Tasks) -> int | str:
    """Whose callback this is: a task's number where it steps or wakes that task, else the callback's name."""
    task = task_of(handle._callback)
    if task is None and handle._args and any(handle._callback is completing for completing in _COMPLETING):
        task = _waiter(handle._args[0])
    number = known.number(task) if task is not None else None
    return number if number is not None else named(handle._callback)


def told(handle: Any, known: Tasks) -> tuple[int | None, int | None]:
    """Of which task's end a callback is told, and which task waits for what it tells: 0 for the loop itself."""
    ended: Any = handle._args[-1] if handle._args else None
    about = known.number(ended) if is_a(ended, (asyncio.Task,)) else None
    if about is None:
        return None, None
    callback = handle._callback
    group: Any = callback.__self__ if type(callback) is MethodType else None
    if is_a(group, (asyncio.TaskGroup,)):
        return about, known.number(group._parent_task)
    if is_a(callback, (functools.partial,)) and callback.func is _RELEASING:
        return about, _number(callback.args[0], known)
    cells = _cells(callback)
    return about, next((_number(cells[name], known) for name in ("outer", "waiter") if name in cells), None)


def _cells(callback: Any) -> dict[str, Any]:
    """The variables around a function of asyncio's tasks that was defined in a call; nothing for any other callback."""
    if type(callback) is not FunctionType or callback.__code__.co_filename != tasks.__file__:
        return {}
    cells = zip(callback.__code__.co_freevars, callback.__closure__ or (), strict=True)
    found: dict[str, Any] = {}
    for name, cell in cells:
        with contextlib.suppress(ValueError):  # it is empty still
            found[name] = cell.cell_contents
    return found


def _number(future: Any, known: Tasks) -> int | None:
    """The task that waits for this future; 0 where the loop runs until it is done."""
    waiter = _waiter(future)
    if waiter is not None:
        return known.number(waiter)
    names = [named(callback) for callback in callbacks_of(future)]
    return 0 if "_run_until_complete_cb" in names else None


def task_of(callback: Any) -> Task | None:
    """The task that this callback steps or wakes, None for any other callback."""
    kind = type(callback)
    if kind in FIRST_KINDS:
        steps = True
    elif kind in (MethodType, BuiltinMethodType):
        steps = callback.__name__ in _STEPS
    else:
        steps = kind.__name__ in _FIRST_STEPS and kind.__module__ in ("_asyncio", "builtins")
        if steps:
            FIRST_KINDS.add(kind)
    stepped = callback.__self__ if steps else None
    if type(stepped) is asyncio.Task:
        return stepped
    return stepped if is_a(stepped, (asyncio.Task,)) else None


def timed_out(callback: Any, arguments: Any = ()) -> Task | None:
    """The task whose time is up when this is called: of a ``timeout()``, ``wait_for()`` or ``wait()``; else None."""
    if callback is _RELEASING:
        return _waiter(arguments[0]) if arguments else None
    if type(callback) is MethodType and callback.__func__ is _TIME_OUT:
        timeout: Any = callback.__self__
        return timeout._task  # type: ignore[no-any-return]
    return None


def callbacks_of(future: Any) -> list[Any]:
    """What is to be called when this future is done."""
    entries = _callbacks.__get__(future) if is_a(future, (asyncio.Future,)) else None
    return [callback for callback, _ in entries or ()]


def _waiter(future: Any) -> Task | None:
    """The task that waits for this future: it left its waking among the callbacks."""
    return next((task for callback in callbacks_of(future) if (task := task_of(callback)) is not None), None)


def named(callback: Any) -> str:
    """The name of a function, method or class; of any other callable its class."""
    if is_a(callback, (functools.partial,)):
        callback = callback.func
    kind = type(callback)
    plain = kind.__module__ == "builtins" or is_a(callback, (type,))
    name = getattr(callback, "__qualname__", None) if plain else None
    return name if type(name) is str else kind.__qualname__

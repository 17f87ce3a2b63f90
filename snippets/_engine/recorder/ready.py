"""Whose turn is next: the loop's ready queue and its timers, told by the tasks that they will run or wake.

Objects of the program's own are asked for nothing: a callback may be any callable.
"""

from __future__ import annotations

import asyncio
import functools
import heapq
import itertools
from types import BuiltinMethodType, MethodType
from typing import Any

from .clock import Clock
from .frames import is_a
from .tasks import Task, Tasks

#: So many of those who are ready, of the timers, and of the tasks that are waited for are told at each step.
MOST_TOLD = 20


def ready(loop: Any, tasks: Tasks) -> "list[int | str]":
    """Who is ready behind the one that runs now, the next first."""
    told, waiters = itertools.islice(loop._ready, MOST_TOLD), _waiters(tasks)
    return [_owner(handle, tasks, waiters) for handle in told if not handle._cancelled]


def timers(loop: Any, tasks: Tasks, clock: Clock) -> "list[list[Any]]":
    """The timers that are set, the earliest first: [when in seconds, who]."""
    waiters = _waiters(tasks)
    live = (handle for handle in loop._scheduled if not handle._cancelled)
    first = heapq.nsmallest(MOST_TOLD, live, key=lambda handle: handle._when)
    return [[round(clock.elapsed_at(timer._when), 6), _owner(timer, tasks, waiters)] for timer in first]


def owner(handle: Any, tasks: Tasks) -> "int | str":
    """Whose callback this is: a task's number where it steps or wakes that task, else the callback's name."""
    return _owner(handle, tasks, _waiters(tasks))


def task_of(callback: Any) -> "Task | None":
    """The task that this callback steps or wakes, None for any other callback."""
    kind = type(callback)
    if kind in (MethodType, BuiltinMethodType) or kind.__module__ in ("_asyncio", "builtins"):
        stepped = getattr(callback, "__self__", None)
        return stepped if is_a(stepped, (asyncio.Task,)) else None
    return None


def _waiters(tasks: Tasks) -> "dict[int, int]":
    """Which task waits for which future, by the future's identity."""
    return {id(task._fut_waiter): number for task, number in tasks}  # type: ignore[attr-defined]


def _owner(handle: Any, tasks: Tasks, waiters: "dict[int, int]") -> "int | str":
    task = task_of(handle._callback)
    number = tasks.number(task) if task is not None else None
    if number is None:
        futures = (argument for argument in handle._args or () if is_a(argument, (asyncio.Future,)))
        number = next((waiters[id(future)] for future in futures if id(future) in waiters), None)
    return number if number is not None else _named(handle._callback)


def _named(callback: Any) -> str:
    """The name of a function, method or class; of any other callable its class."""
    if is_a(callback, (functools.partial,)):
        callback = callback.func
    kind = type(callback)
    plain = kind.__module__ == "builtins" or is_a(callback, (type,))
    name = getattr(callback, "__qualname__", None) if plain else None
    return name if type(name) is str else kind.__qualname__

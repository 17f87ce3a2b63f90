"""What a suspended task waits for, by the names that the program itself uses: read from its frames, nothing wrapped."""

from __future__ import annotations

import asyncio
import gc
import types
from asyncio import locks, queues
from dataclasses import dataclass, field
from types import FrameType
from typing import Any, Iterable, Iterator

from .frames import attributes, is_a, scope

_SUSPENDABLE = (types.CoroutineType, types.GeneratorType, types.AsyncGeneratorType)
#: Where asyncio's own code is: only its frames are read for what they mean.
_ASYNCIO = locks.__file__.removesuffix("locks.py")
_get_coro, _get_name = asyncio.Task.get_coro, asyncio.Task.get_name
_PRIMITIVES = (locks.Lock, locks.Semaphore, locks.Event, locks.Condition, locks.Barrier, queues.Queue)
#: What a reader wrote, for what asyncio calls while it waits.
_METHODS = {"__aenter__": "acquire", "__aexit__": "release", "wait_for": "wait", "_block": "wait", "_wait": "wait"}


@dataclass(frozen=True)
class Wait:
    """What is waited for, like ``queue.join()``, and the program's own innermost line that does so.

    ``thing`` is the primitive, where it is one; ``tasks`` are the unfinished tasks whose end is waited for.
    """

    on: str
    function: "str | None"
    line: "int | None"
    thing: Any = None
    tasks: "list[asyncio.Task[Any]]" = field(default_factory=list)


def waiting(task: "asyncio.Task[Any]", program: str) -> Wait:
    """Where this task stands, whose step is over and which is not done."""
    frames = list(frames_of(task))
    own = [index for index, frame in enumerate(frames) if frame.f_code.co_filename == program]
    inner = frames[own[-1] + 1 :] if own else frames
    users = [frames[index] for index in own]
    function = users[-1].f_code.co_qualname if users else None
    line = users[-1].f_lineno if users else None
    on, thing, futures = _what(task, inner, users)
    tasks = [future for future in futures if is_a(future, (asyncio.Task,)) and not future.done()]
    return Wait(on, function, line, thing, tasks)


def frames_of(task: "asyncio.Task[Any]") -> "Iterator[FrameType]":
    """The frames of a suspended task's coroutine and of what it awaits, the outermost first."""
    coroutine: Any = _get_coro(task)
    for _ in range(100):
        for prefix, following in (("cr", "cr_await"), ("gi", "gi_yieldfrom"), ("ag", "ag_await")):
            if type(coroutine) in _SUSPENDABLE and hasattr(coroutine, following):
                frame = getattr(coroutine, prefix + "_frame")
                if frame is not None:
                    yield frame
                coroutine = getattr(coroutine, following)
                break
        else:
            # async_generator_asend and the like show nothing, but the garbage collector sees through them.
            if coroutine is None or is_a(coroutine, (asyncio.Future,)):
                return
            coroutine = next((item for item in gc.get_referents(coroutine) if type(item) in _SUSPENDABLE), None)


def _what(
    task: "asyncio.Task[Any]", inner: "list[FrameType]", users: "list[FrameType]"
) -> "tuple[str, Any, Iterable[Any]]":
    """What is waited for in words, the primitive if it is one, and the futures that are waited for."""
    future: Any = task._fut_waiter  # type: ignore[attr-defined]
    for frame in inner:
        if not frame.f_code.co_filename.startswith(_ASYNCIO):
            continue
        name, variables = frame.f_code.co_name, scope(frame)
        owner: Any = variables.get("self")
        if name == "sleep" and "delay" in variables:
            return _sleep(variables["delay"]), None, ()
        if is_a(owner, _PRIMITIVES):
            thing = _outer(owner, inner, users)
            return f"{called(thing, users)}.{_METHODS.get(name, name)}()", thing, ()
        if is_a(owner, (asyncio.TaskGroup,)):
            return f"TaskGroup: {_names(owner._tasks)}", None, owner._tasks
        if name in ("wait", "_wait") and "fs" in variables:
            return f"wait: {_names(variables['fs'])}", None, variables["fs"]
    if future is None:
        return "ready", None, ()
    if type(future).__name__ == "_GatheringFuture":
        return f"gather: {_names(future._children)}", None, future._children
    if is_a(future, (asyncio.Task,)):
        return str(_get_name(future)), None, (future,)
    return (f"{inner[0].f_code.co_qualname}()" if inner else "a future"), None, ()


def _outer(owner: Any, inner: "list[FrameType]", users: "list[FrameType]") -> Any:
    """The condition or barrier behind a lock or condition that asyncio itself waits on for it."""
    for frame in inner:
        outside = scope(frame).get("self")
        if outside is not owner and is_a(outside, (locks.Condition, locks.Barrier)):
            return outside
    for frame in users:
        for value in scope(frame).values():
            if is_a(value, (locks.Condition,)) and attributes(value).get("_lock") is owner:
                return value
    return owner


def _sleep(delay: Any) -> str:
    return f"sleep({delay:g})" if type(delay) in (int, float) else "sleep(delay)"


def _names(futures: Any) -> str:
    """The waited-for tasks by name, in an order that does not depend on addresses."""
    names = [str(_get_name(future)) for future in futures if is_a(future, (asyncio.Task,)) and not future.done()]
    names.sort(key=lambda name: (len(name), name))
    more = [f"{len(names) - 5} more"] if len(names) > 6 else []
    return ", ".join(names[:5] + more if more else names) or "futures"


def called(thing: Any, users: "list[FrameType]") -> str:
    """The name by which the program's frames know this object, the innermost first, or its class."""
    for frame in reversed(users):
        variables = scope(frame)
        for name, value in variables.items():
            if value is thing and name != "self":
                return name
        for name, value in variables.items():
            for attribute, inside in attributes(value).items():
                if inside is thing:
                    return f"{name}.{attribute}"
        for name, value in frame.f_globals.items():
            if value is thing:
                return name
    return type(thing).__name__

"""What a suspended task waits for, by the names that the program itself uses: read from its frames, nothing wrapped."""

from __future__ import annotations

import asyncio
import gc
import types
from asyncio import locks, queues
from dataclasses import dataclass
from types import FrameType
from typing import Any, Iterator

_PRIMITIVES = (locks.Lock, locks.Semaphore, locks.Event, locks.Condition, locks.Barrier, queues.Queue)
#: What a reader wrote, for what asyncio calls while it waits.
_METHODS = {"__aenter__": "acquire", "__aexit__": "release", "wait_for": "wait", "_block": "wait", "_wait": "wait"}


@dataclass(frozen=True)
class Wait:
    """What is waited for, like ``queue.join()``, and the program's own innermost line that does so."""

    on: str
    function: "str | None"
    line: "int | None"


def waiting(task: "asyncio.Task[Any]", program: str) -> Wait:
    """Where this task stands, whose step is over and which is not done."""
    frames = list(_frames(task.get_coro()))
    own = [index for index, frame in enumerate(frames) if frame.f_code.co_filename == program]
    inner = frames[own[-1] + 1 :] if own else frames
    users = [frames[index] for index in own]
    function = users[-1].f_code.co_qualname if users else None
    line = users[-1].f_lineno if users else None
    return Wait(_what(task, inner, users), function, line)


def _frames(coroutine: Any) -> "Iterator[FrameType]":
    """The frames of a suspended coroutine, the outermost first."""
    for _ in range(100):
        for prefix, following in (("cr", "cr_await"), ("gi", "gi_yieldfrom"), ("ag", "ag_await")):
            if hasattr(coroutine, following):
                frame = getattr(coroutine, prefix + "_frame")
                if frame is not None:
                    yield frame
                coroutine = getattr(coroutine, following)
                break
        else:
            # async_generator_asend and the like show nothing, but the garbage collector sees through them.
            if coroutine is None or isinstance(coroutine, asyncio.Future):
                return
            kinds = (types.CoroutineType, types.GeneratorType, types.AsyncGeneratorType)
            coroutine = next((item for item in gc.get_referents(coroutine) if isinstance(item, kinds)), None)


def _what(task: "asyncio.Task[Any]", inner: "list[FrameType]", users: "list[FrameType]") -> str:
    future: Any = task._fut_waiter  # type: ignore[attr-defined]
    for frame in inner:
        name, scope = frame.f_code.co_name, frame.f_locals
        owner = scope.get("self")
        if name == "sleep" and "delay" in scope:
            return f"sleep({scope['delay']:g})"
        if isinstance(owner, _PRIMITIVES):
            return f"{_called(owner, users)}.{_METHODS.get(name, name)}()"
        if isinstance(owner, asyncio.TaskGroup):
            return f"TaskGroup: {_tasks(owner._tasks)}"
        if name in ("wait", "_wait") and "fs" in scope:
            return f"wait: {_tasks(scope['fs'])}"
    if future is None:
        return "ready"
    if hasattr(future, "_children"):
        return f"gather: {_tasks(future._children)}"
    if isinstance(future, asyncio.Task):
        return future.get_name()
    if inner:
        return f"{inner[0].f_code.co_qualname}()"
    return "a future"


def _tasks(futures: Any) -> str:
    """The waited-for tasks by name, in an order that does not depend on addresses."""
    names = [future.get_name() for future in futures if isinstance(future, asyncio.Task) and not future.done()]
    return ", ".join(sorted(names, key=lambda name: (len(name), name))) or "futures"


def _called(thing: Any, users: "list[FrameType]") -> str:
    """The name by which the program's frames know this object, the innermost first, or its class."""
    for frame in reversed(users):
        for name, value in dict(frame.f_locals).items():
            if value is thing:
                return name
        for name, value in dict(frame.f_locals).items():
            for attribute, inside in dict(getattr(value, "__dict__", {})).items():
                if inside is thing:
                    return f"{name}.{attribute}"
        for name, value in frame.f_globals.items():
            if value is thing:
                return name
    return type(thing).__name__


def label(coroutine: Any) -> str:
    """How a coroutine was called, like ``worker_with(lock, 0)``: small values as they are, others by name."""
    name = getattr(coroutine, "__qualname__", type(coroutine).__name__)
    frame = getattr(coroutine, "cr_frame", None)
    if frame is None:
        return f"{name}()"
    code, scope = frame.f_code, frame.f_locals
    plain = (int, float, str, bool, type(None))
    parts = []
    for parameter in code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]:
        value = scope.get(parameter)
        if parameter != "self":
            parts.append(_short(value) if type(value) in plain and parameter in scope else parameter)
    return f"{name}({', '.join(parts)})"


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 24 else text[:23] + "…"

"""What a suspended task waits for, by the names that the program itself uses: read from its frames, nothing wrapped."""

from __future__ import annotations

import asyncio
import gc
import types
from asyncio import locks
from dataclasses import dataclass, field
from types import FrameType
from typing import Any, Iterable, Iterator

from .frames import attributes, is_a, of_a_library, scope, slots
from .objects import CLASSES, family
from .ready import callbacks_of

_SUSPENDABLE = (types.CoroutineType, types.GeneratorType, types.AsyncGeneratorType)
#: Where asyncio's own code is: only its frames are read for what they mean.
_ASYNCIO = locks.__file__.removesuffix("locks.py")
_get_coro, _get_name = asyncio.Task.get_coro, asyncio.Task.get_name
#: What a reader wrote, for what asyncio calls while it waits.
_METHODS = {"__aenter__": "acquire", "__aexit__": "release", "wait_for": "wait", "_block": "wait", "_wait": "wait"}


#: So many frames of a task are looked at, and so many are told of, the innermost.
MOST_AWAITED, MOST_FRAMES = 10_000, 2_000


@dataclass(frozen=True)
class Awaiting:
    """What is waited for, like ``queue.join()``, and the program's own innermost line that does so.

    ``sort`` says of what sort that is, as `record.events.Wait` lists them. ``thing`` is the primitive, where it is one;
    ``tasks`` are the unfinished tasks whose end is waited for. ``inner`` is what the program's line awaits where that
    is a coroutine of somebody else's, ``code`` that coroutine's code. ``through`` are the functions of asyncio that
    are suspended below it, ``stack`` the program's own with their lines, each the outermost first.
    """

    sort: str
    on: str
    function: str | None
    line: int | None
    thing: Any = None
    tasks: list[asyncio.Task[Any]] = field(default_factory=list)
    inner: Any = None
    code: types.CodeType | None = None
    through: list[str] = field(default_factory=list)
    stack: list[tuple[str, int]] = field(default_factory=list)
    #: A future of the program's own, and the name by which its frames know it.
    future: Any = None
    name: str | None = None


def waiting(task: asyncio.Task[Any], program: str) -> Awaiting:
    """Where this task stands, whose step is over and which is not done."""
    chain = list(_chain(task))
    frames = [frame for _, frame in chain]
    own = [index for index, frame in enumerate(frames) if frame.f_code.co_filename == program]
    first = own[-1] + 1 if own else 0
    inner = frames[first:]
    users = [frames[index] for index in own]
    function = users[-1].f_code.co_qualname if users else None
    line = users[-1].f_lineno if users else None
    sort, on, thing, futures = _what(task, inner, users)
    tasks = [future for future in futures if is_a(future, (asyncio.Task,)) and not future.done()]
    awaited = chain[first][0] if inner else None
    stack = [(frame.f_code.co_qualname, frame.f_lineno) for frame in users[-MOST_FRAMES:]]
    through = [frame.f_code.co_qualname for frame in inner if frame.f_code.co_filename.startswith(_ASYNCIO)]
    inside = (awaited, inner[0].f_code if inner else None, through, stack)
    if sort != "future":
        return Awaiting(sort, on, function, line, thing, tasks, *inside)
    future: Any = task._fut_waiter  # type: ignore[attr-defined]
    name = called(future, users)
    known = None if name == type(future).__name__ else name
    return Awaiting(sort, on, function, line, thing, tasks, *inside, future, known)


def one_is_enough(task: asyncio.Task[Any], sort: str) -> bool:
    """Whether a wait of this sort for several tasks can be over when one of them has ended."""
    if sort != "wait":
        return sort == "as_completed"
    told = (scope(frame).get("return_when") for frame in frames_of(task) if frame.f_code.co_name in ("wait", "_wait"))
    return any(type(when) is str and when != asyncio.ALL_COMPLETED for when in told)


def frames_of(task: asyncio.Task[Any]) -> Iterator[FrameType]:
    """The frames of a suspended task's coroutine and of what it awaits, the outermost first."""
    return (frame for _, frame in _chain(task))


def _chain(task: asyncio.Task[Any]) -> Iterator[tuple[Any, FrameType]]:
    """A suspended task's coroutine and all that it awaits, each with its frame, the outermost first."""
    coroutine: Any = _get_coro(task)
    for _ in range(MOST_AWAITED):
        for prefix, following in (("cr", "cr_await"), ("gi", "gi_yieldfrom"), ("ag", "ag_await")):
            if type(coroutine) in _SUSPENDABLE and hasattr(coroutine, following):
                frame = getattr(coroutine, prefix + "_frame")
                if frame is not None:
                    yield coroutine, frame
                coroutine = getattr(coroutine, following)
                break
        else:
            if coroutine is None or is_a(coroutine, (asyncio.Future,)):
                return
            coroutine = _behind(coroutine)


def _behind(awaitable: Any) -> Any:
    """The generator behind ``anext()`` and the like: they show nothing, but the garbage collector sees through them."""
    for _ in range(2):
        referents = gc.get_referents(awaitable)
        found = next((item for item in referents if type(item) in _SUSPENDABLE), None)
        if found is not None:
            return found
        awaitable = next((item for item in referents if type(item).__name__.startswith("async_generator_")), None)
    return None


def _what(
    task: asyncio.Task[Any], inner: list[FrameType], users: list[FrameType]
) -> tuple[str, str, Any, Iterable[Any]]:
    """The sort of a wait, what it is for in words, the primitive if it is one, and the futures that are waited for."""
    future: Any = task._fut_waiter  # type: ignore[attr-defined]
    for frame in inner:
        if not frame.f_code.co_filename.startswith(_ASYNCIO):
            continue
        name, variables = frame.f_code.co_name, scope(frame)
        owner: Any = variables.get("self")
        if name == "sleep" and "delay" in variables:
            return "sleep", _sleep(variables["delay"]), None, ()
        if name == "_wait_for_one":
            left = attributes(owner).get("_todo", ())
            return "as_completed", _told("as_completed", left), None, left
        if is_a(owner, CLASSES):
            thing = _outer(owner, users)
            if of_a_library(inner[0].f_code) and called(thing, users) == type(thing).__name__:
                break  # the library's own, of which the program knows nothing
            method = "wait" if is_a(thing, (locks.Barrier,)) else _METHODS.get(name, name)
            return f"{family(thing)}.{method}", f"{called(thing, users)}.{method}()", thing, ()
        if is_a(owner, (asyncio.TaskGroup,)):
            return "TaskGroup", _told("TaskGroup", owner._tasks), None, owner._tasks
        if name in ("wait", "_wait") and "fs" in variables:
            return "wait", _told("wait", variables["fs"]), None, variables["fs"]
        if name == "wait_for" and is_a(variables.get("fut"), (asyncio.Task,)):  # up to Python 3.11
            return "wait_for", _told("wait_for", (variables["fut"],)), None, (variables["fut"],)
    if future is None:
        return "ready", "ready", None, ()
    if type(future).__name__ == "_GatheringFuture":
        return "gather", _told("gather", future._children), None, future._children
    if is_a(future, (asyncio.Task,)):
        return "task", str(_get_name(future)), None, (future,)
    shielded = _shielded(future)
    if shielded is not None:
        return "shield", _told("shield", (shielded,)), None, (shielded,)
    if inner and of_a_library(inner[0].f_code):
        return _of_a_library(inner[0], users)
    return ("library", f"{inner[0].f_code.co_qualname}()", None, ()) if inner else ("future", "a future", None, ())


def _of_a_library(frame: FrameType, users: list[FrameType]) -> tuple[str, str, Any, Iterable[Any]]:
    """What the program has called in a library that was installed: a group of tasks, or some method."""
    owner: Any = scope(frame).get("self")
    tasks = slots(owner).get("_tasks")
    if type(owner).__name__ == "TaskGroup" and frame.f_code.co_name == "__aexit__" and type(tasks) is set:
        return "TaskGroup", _told("TaskGroup", tasks), None, tasks
    name = called(owner, users) if owner is not None else type(owner).__name__
    method = f"{name}.{frame.f_code.co_name}" if name != type(owner).__name__ else frame.f_code.co_qualname
    return "library", f"{method}()", None, ()


def _outer(owner: Any, users: list[FrameType]) -> Any:
    """The condition whose own lock this is, where the program knows the lock only through it."""
    if called(owner, users) != type(owner).__name__:
        return owner
    for frame in users:
        for value in scope(frame).values():
            if is_a(value, (locks.Condition,)) and attributes(value).get("_lock") is owner:
                return value
    return owner


def _sleep(delay: Any) -> str:
    return f"sleep({delay:g})" if type(delay) in (int, float) else "sleep(delay)"


def _shielded(future: Any) -> Any:
    """What is behind the future that ``asyncio.shield`` returned, None where this is another future."""
    for callback in callbacks_of(future):
        if type(callback) is types.FunctionType and callback.__qualname__ == "shield.<locals>._outer_done_callback":
            cells = dict(zip(callback.__code__.co_freevars, callback.__closure__ or (), strict=False))
            return cells["inner"].cell_contents if "inner" in cells else None
    return None


def _told(what: str, futures: Any) -> str:
    """The waited-for tasks by name behind what waits for them, in an order that does not depend on addresses."""
    names = [str(_get_name(future)) for future in futures if is_a(future, (asyncio.Task,)) and not future.done()]
    names.sort(key=lambda name: (len(name), name))
    more = [f"{len(names) - 5} more"] if len(names) > 6 else []
    told = ", ".join(names[:5] + more if more else names)
    return f"{what}: {told}" if told else what


def called(thing: Any, users: list[FrameType]) -> str:
    """The name by which the program's frames know this object, the innermost first, or its class."""
    for frame in reversed(users):
        variables = scope(frame)
        for name, value in variables.items():
            if value is thing and name != "self":
                return name
        for name, value in variables.items():
            for attribute, inside in attributes(value).items():
                if inside is thing and not is_a(value, CLASSES):
                    return f"{name}.{attribute}"
        for name, value in list(frame.f_globals.items()):  # another thread may add one while we look
            if value is thing:
                return name
    return type(thing).__name__

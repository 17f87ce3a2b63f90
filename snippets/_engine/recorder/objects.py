"""The program's locks, semaphores, events, conditions, barriers and queues: what each holds, and who holds a lock.

Only what the program itself makes is followed; what asyncio makes for its own use is not. Nothing is wrapped: the
state of each is compared with what it was, after every callback and where a task is created.
"""

from __future__ import annotations

import collections
import contextlib
import sys
import weakref
from asyncio import locks, queues
from types import FrameType
from typing import Any, Callable, NamedTuple

from .frames import is_a, scope
from .graft import graft

#: More than these are not followed: comparing them costs time at every step.
MOST = 200


class Kind(NamedTuple):
    """A class of asyncio's: how to read the state of one, who waits there, what limits it, whether a task holds it.

    ``waits`` are the coroutine functions in which a task waits for it, ``limit`` is the attribute that has its size. A
    state is a list of whole numbers. A lock or condition: taken or not. A semaphore: places left. An event: set or
    not. A barrier: how many wait in it. A queue: items inside, unfinished items.
    """

    cls: type[Any]
    state: Callable[[Any], list[int]]
    waits: tuple[str, ...]
    limit: str = ""
    held: bool = False


#: What is followed. Its family is told by the name of the class; `story/primitives.py` says what that can do. The
#: private names that are read here stand in `names.py`, so that a test says which one a new Python has moved.
KINDS = (
    Kind(locks.Lock, lambda lock: [int(lock._locked)], ("acquire",), held=True),
    Kind(locks.Semaphore, lambda semaphore: [semaphore._value], ("acquire",)),
    Kind(locks.Event, lambda event: [int(event._value)], ("wait",)),
    Kind(locks.Condition, lambda condition: state(condition._lock), ("wait", "wait_for"), held=True),
    Kind(locks.Barrier, lambda barrier: [barrier._count], ("wait", "__aenter__"), "_parties"),
    Kind(
        queues.Queue, lambda queue: [_size(queue._queue), queue._unfinished_tasks], ("get", "put", "join"), "_maxsize"
    ),
)
CLASSES: tuple[type, ...] = tuple(kind.cls for kind in KINDS)


def kind_of(thing: Any) -> Kind | None:
    """What sort of primitive this is, also where its class is the program's own; None for anything else."""
    return next((kind for kind in KINDS if is_a(thing, (kind.cls,))), None)


def family(thing: Any) -> str:
    """The sort of primitive that this is, like ``queue``."""
    kind = kind_of(thing)
    return kind.cls.__name__.lower() if kind is not None else "other"


def limit(thing: Any) -> int | None:
    """The size of a queue, or how many must come to a barrier; None where there is no limit."""
    kind = kind_of(thing)
    return getattr(thing, kind.limit, None) or None if kind is not None and kind.limit else None


def state(thing: Any) -> list[int]:
    """How a primitive stands. Raises for what is none, or is half made."""
    kind = kind_of(thing)
    if kind is None:
        raise TypeError(f"no primitive: {type(thing).__name__}")
    return kind.state(thing)


class Objects:
    """Numbers the program's primitives in order of creation and tells when the state of one has changed."""

    def __init__(self, line: Callable[[], int | None]) -> None:
        self.program, self.line = "", line
        self.known: list[tuple[int, weakref.ref[Any], int | None]] = []
        self.states: dict[int, list[int]] = {}
        #: What each held when it was made.
        self.first: dict[int, list[int]] = {}
        self.holders: dict[int, int | None] = {}
        self.told: set[int] = set()
        self._unfinished: list[Any] = []

    def install(self) -> None:
        """Notice each primitive that the program makes."""
        for cls in CLASSES:
            graft(cls.__dict__["__init__"], before=self._making, after=self._made)

    def _making(self, thing: Any, *_: Any) -> None:
        self._unfinished.append(thing)
        maker: FrameType | None = sys._getframe(2)
        while maker is not None and _is_between(maker, thing):
            maker = maker.f_back
        ours = maker is not None and maker.f_code.co_filename == self.program
        if ours and len(self.known) < MOST and self.number(thing) is None:
            self.known.append((len(self.known) + 1, weakref.ref(thing), self.line()))

    def _made(self) -> None:
        thing = self._unfinished.pop()
        number = self.number(thing)
        if number is not None:
            with contextlib.suppress(Exception):  # half made: a subclass whose __init__ is not through
                self.first[number] = self.states[number] = state(thing)

    def number(self, thing: Any) -> int | None:
        """The number of a primitive of the program's, None for another."""
        return next((number for number, ref, _ in self.known if ref() is thing), None)

    def changes(self, task: int | None) -> list[tuple[Any, list[int]]]:
        """Each primitive whose state differs from the last time, with its state; ``task`` has just run."""
        found = []
        for number, ref, _ in self.known:
            thing = ref()
            if thing is None:
                continue
            try:
                now = state(thing)
            except Exception:
                continue
            if now != self.states.get(number, now):
                kind = kind_of(thing)
                if kind is not None and kind.held:
                    self.holders[number] = task if now[0] else None
                found.append((thing, now))
            self.states[number] = now
        return found

    def holder(self, thing: Any) -> int | None:
        """The task that holds this lock, as far as is known; None too where somebody without a step let go of it."""
        holder = self.holders.get(self.number(thing) or 0)
        try:
            return holder if holder is not None and state(thing)[0] else None
        except Exception:
            return None


def _is_between(frame: FrameType, thing: Any) -> bool:
    """Whether this frame only stands between the thing and its maker: a subclass, or what ``dataclass`` generates."""
    generated = frame.f_code.co_filename == "<string>"
    return generated or (frame.f_code.co_name == "__init__" and scope(frame).get("self") is thing)


def _size(items: Any) -> int:
    """How many items a queue holds, without asking a class of the program's own."""
    kind = next((kind for kind in (collections.deque, list) if is_a(items, (kind,))), None)
    return kind.__len__(items) if kind is not None else 0

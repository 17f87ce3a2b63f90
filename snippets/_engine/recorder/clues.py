"""What helps to say why a wait does not end: who holds a semaphore's places, who was given what, callbacks that failed.

Everything is noted as it happens and looked up only for tasks that are left at the end; nothing is kept alive.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import sys
import weakref
from asyncio import base_events, locks
from types import CoroutineType, FunctionType, MethodType
from typing import Any, Callable, Iterator

from .frames import attributes, is_a, scope
from .graft import graft
from .objects import CLASSES, Objects
from .ready import named

#: So many things are followed, so many tasks told of each, and so many failed callbacks.
MOST, MOST_TASKS = 1_000, 20


#: What somebody can wait for, that others must set, release or fill: primitives and futures.
_THINGS: tuple[type, ...] = (*CLASSES, asyncio.Future)


class _Known:
    """What is known of one semaphore, other primitive or future."""

    def __init__(self, thing: Any) -> None:
        self.reference = weakref.ref(thing)
        #: Tasks that hold a place, each as often as it does; 0 for what is no task.
        self.holders: list[int] = []
        #: Tasks that were given it as an argument, and callbacks that refer to it and failed: name, exception, line.
        self.given: list[int] = []
        self.failed: list[tuple[str, str, int | None]] = []


class Clues:
    """Notes by identity what concerns each primitive and future."""

    def __init__(self, objects: Objects, current: Callable[[], int | None], on_fault: Callable[[], None]) -> None:
        """``current()`` is the number of the task that runs; ``on_fault`` is told when something here has failed."""
        self.program, self.objects, self.current, self.on_fault = "", objects, current, on_fault
        self._known: dict[int, _Known] = {}

    def install(self) -> None:
        """Watch semaphores and failing callbacks."""
        graft(locks.Semaphore.acquire, result=self._acquired)
        graft(locks.Semaphore.release, before=self._released)
        graft(base_events.BaseEventLoop.call_exception_handler, before=self._failed)

    def of(self, thing: Any) -> dict[str, Any]:
        """What there is to say of a wait for this: only keys of which something is known."""
        found: dict[str, Any] = {}
        known = self._get(thing)
        if is_a(thing, (locks.Barrier,)):
            found["came"] = [thing._count, thing._parties]
        if is_a(thing, (locks.Semaphore,)) and known is not None and self._adds_up(thing, known):
            found["holders"] = known.holders[:MOST_TASKS]
        # Who ever used a lock or semaphore tells nothing: those who hold it do.
        if known is not None and known.given and not is_a(thing, (locks.Lock, locks.Semaphore)):
            found["given"] = known.given
        if known is not None and known.failed:
            found["failed"] = known.failed
        return found

    def given(self, number: int, coroutine: Any) -> None:
        """A task was created: note what it was given."""
        frame = coroutine.cr_frame if type(coroutine) is CoroutineType else None
        if frame is None:
            return
        names = frame.f_code.co_varnames[: frame.f_code.co_argcount + frame.f_code.co_kwonlyargcount]
        variables = scope(frame)
        for value in (variables[name] for name in names if name in variables):
            if is_a(value, _THINGS):
                known = self._get(value) or self._begin(value)
                if known is not None and len(known.given) < MOST_TASKS:
                    known.given.append(number)

    def _adds_up(self, semaphore: Any, known: _Known) -> bool:
        """Whether those who hold a place are as many as the places that are taken: else others have given some back."""
        first = self.objects.first.get(self.objects.number(semaphore) or 0)
        return first is not None and first[0] - semaphore._value == len(known.holders) and all(known.holders)

    def _get(self, thing: Any) -> _Known | None:
        known = self._known.get(id(thing))
        return known if known is not None and known.reference() is thing else None

    def _begin(self, thing: Any) -> _Known | None:
        if len(self._known) >= MOST:
            self._known = {key: known for key, known in self._known.items() if known.reference() is not None}
        if len(self._known) >= MOST:
            return None
        try:
            known = self._known[id(thing)] = _Known(thing)
        except TypeError:  # it has no room for a weak reference
            return None
        return known

    # Hooks: they run inside asyncio's own functions and must not raise

    def _acquired(self, value: Any) -> Any:
        frame = sys._getframe(1)
        self._note(lambda: self._take(scope(frame).get("self")))
        return value

    def _released(self, semaphore: Any) -> None:
        self._note(lambda: self._give_back(semaphore))

    def _failed(self, loop: Any, context: Any) -> None:
        self._note(lambda: self._see_failed(context.get("handle"), context.get("exception")))

    def _note(self, see: Callable[[], None]) -> None:
        try:
            see()
        except Exception:
            self.on_fault()

    def _take(self, semaphore: Any) -> None:
        known, task = self._get(semaphore) or self._begin(semaphore), self.current()
        if known is not None:
            known.holders.append(task or 0)

    def _give_back(self, semaphore: Any) -> None:
        """Whose place another task gives back is not known: from then on the numbers do not add up."""
        known, task = self._get(semaphore) or self._begin(semaphore), self.current()
        if known is not None and task in known.holders:
            known.holders.remove(task or 0)

    def _see_failed(self, handle: Any, error: Any) -> None:
        if handle is None or error is None:
            return
        callback = handle._callback
        line = _line_of(error, self.program)
        for thing in _within(callback, handle._args or ()):
            known = self._get(thing) or self._begin(thing)
            if known is not None and len(known.failed) < MOST_TASKS:
                known.failed.append((named(callback), type(error).__name__, line))


def _line_of(error: BaseException, program: str) -> int | None:
    """The program's innermost line through which this came."""
    line, step = None, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == program:
            line = step.tb_lineno
        step = step.tb_next
    return line


def _within(callback: Any, arguments: tuple[Any, ...]) -> Iterator[Any]:
    """The futures and primitives that a callback refers to: its arguments, its closure, what it is bound to."""
    values = list(arguments)
    for _ in range(3):
        if is_a(callback, (functools.partial,)):
            values += [*callback.args, *callback.keywords.values()]
            callback = callback.func
        if type(callback) is MethodType:
            values += [callback.__self__, *attributes(callback.__self__).values()]
            callback = callback.__func__
    if type(callback) is FunctionType:
        for cell in callback.__closure__ or ():
            with contextlib.suppress(ValueError):  # an empty one
                values.append(cell.cell_contents)
        values += [callback.__globals__[name] for name in callback.__code__.co_names if name in callback.__globals__]
    seen: set[int] = set()
    for value in values:
        if is_a(value, _THINGS) and id(value) not in seen:
            seen.add(id(value))
            yield value

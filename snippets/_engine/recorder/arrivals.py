"""Which exception arrives at the await of a suspended task, and whether that await is over.

What the loop throws into a task is known when its step begins: the future that it waits for is done, and has an
exception, or was cancelled. What the program's own line receives of that is told by the functions of asyncio that it
awaits, as an exception leaves them: ``wait_for()`` turns a cancellation into ``TimeoutError``. Of other libraries'
functions it is not known.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import weakref
from asyncio import locks, streams, subprocess, taskgroups, tasks, threads, timeouts
from dataclasses import dataclass
from types import CodeType, FrameType
from typing import Any, Callable

from .frames import is_a
from .graft import graft
from .objects import KINDS
from .waits import Awaiting

#: Coroutine functions of asyncio that tell of what they raise, and those that only the real clock takes.
TELLING: tuple[Any, ...] = (
    *(tasks.sleep, tasks.wait, tasks.wait_for, threads.to_thread, locks._ContextManagerMixin.__aenter__),
    *(getattr(kind.cls, name) for kind in KINDS for name in kind.waits),
    *(taskgroups.TaskGroup.__aexit__, timeouts.Timeout.__aexit__),
    *([tasks._AsCompletedIterator._wait_for_one] if hasattr(tasks, "_AsCompletedIterator") else []),
)
TELLING_OF_STREAMS: tuple[Any, ...] = (
    *(streams.open_connection, streams.StreamWriter.drain, streams.StreamWriter.wait_closed),
    *(streams.StreamReader.read, streams.StreamReader.readline),
    *(streams.StreamReader.readexactly, streams.StreamReader.readuntil),
    *(subprocess.Process.wait, subprocess.Process.communicate, subprocess.create_subprocess_exec),
)

_cancelled: Any = asyncio.Future.cancelled
_done: Any = asyncio.Future.done


@dataclass(frozen=True)
class Standing:
    """Where a suspended task stands: its line, what it awaits there unless that is a future, and whether that tells."""

    line: int | None
    awaited: weakref.ref[Any] | None
    tells: bool

    def is_for(self, awaited: Any) -> bool:
        """Whether this is what it awaits."""
        return awaited is not None and self.awaited is not None and self.awaited() is awaited


class Arrivals:
    """Follows the awaits of all tasks, by number."""

    def __init__(self, raised: Callable[[str, int, FrameType], None]) -> None:
        """``raised(class, line, frame that it leaves)`` is called where the program's own line gets an exception."""
        self.program, self._raised = "", raised
        self._standing: dict[int, Standing] = {}
        self._codes: set[CodeType] = set()

    def install(self, with_streams: bool) -> None:
        """Let the functions of asyncio tell."""
        for function in (*TELLING, *(TELLING_OF_STREAMS if with_streams else ())):
            graft(function, raising=self._leaves)
            self._codes.add(function.__code__)

    def stands(self, number: int, wait: Awaiting) -> tuple[bool, bool]:
        """A step is over. Whether the task stands in the await of before, and whether what that raises is told."""
        before = self._standing.get(number)
        same = before is not None and before.is_for(wait.inner)
        awaited = weakref.ref(wait.inner) if wait.inner is not None else None
        self._standing[number] = Standing(wait.line, awaited, wait.code is None or wait.code in self._codes)
        return same, self._standing[number].tells

    def over(self, number: int) -> None:
        """The task has ended."""
        self._standing.pop(number, None)

    def of(self, number: int | None) -> Standing | None:
        """Where this task stands, None for one that has not waited yet."""
        return self._standing.get(number or 0)

    def _leaves(self) -> None:
        """An exception leaves a function of asyncio: told where the program itself called it."""
        frame = sys._getframe(1)
        caller = frame.f_back
        error = sys.exc_info()[0]
        if caller is None or caller.f_code.co_filename != self.program or error is None:
            return
        if not issubclass(error, GeneratorExit):
            self._raised(error.__name__, caller.f_lineno, frame)

    def stood_in(self, number: int | None, frame: FrameType) -> bool:
        """Whether this task stood in the call with this frame when its step began."""
        standing = self.of(number)
        awaited = standing.awaited() if standing is not None and standing.awaited is not None else None
        return awaited is not None and getattr(awaited, "cr_frame", None) is frame


def thrown(handle: Any, task: Any) -> str | None:
    """The class of the exception with which this callback lets the task go on, None where it is none."""
    if task._must_cancel:
        return "CancelledError"
    stepped = type(handle._callback).__name__ == "TaskStepMethWrapper"
    given = gc.get_referents(handle._callback) if stepped else ()
    error = next((thing for thing in given if is_a(thing, (BaseException,))), None)
    if error is not None:  # it yielded what a task cannot wait for
        return type(error).__name__
    future: Any = handle._args[0] if handle._args else None
    if not is_a(future, (asyncio.Future,)) or not _done(future):
        return None
    if _cancelled(future):
        return "CancelledError"
    error = future._exception  # exception() would mute "was never retrieved"
    return type(error).__name__ if error is not None else None

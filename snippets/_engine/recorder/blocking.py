"""What blocks a program of one thread on the virtual clock: time-outs of locks pass, waiting without one is for ever.

Threads are refused, so nobody could release a lock that this thread waits for: a time-out moves the clock, and without
one the program is proved to be stuck. ``threading.Condition``, ``threading.Event`` and ``queue.Queue`` wait for such
locks. To wait for descriptors with ``poll`` is refused.
"""

from __future__ import annotations

import _thread
import gc
import select
import sys
from typing import Any, Callable

from .clock import VirtualClock

PROOF = "the only thread waits{} for a lock that no other thread is there to release"


def install(clock: VirtualClock, line: Callable[[], int | None], end: Callable[[str, str], None]) -> None:
    """Take the place of what blocks. ``line()`` tells the program's line, ``end(kind, words)`` ends the process."""

    def place() -> str:
        number = line()
        return f" in line {number}" if number is not None else ""

    _install_lock(clock, lambda: end("deadlocks", PROOF.format(place())))
    for name in ("poll", "epoll", "devpoll"):
        if hasattr(select, name):
            _install_poll(type(getattr(select, name)()), lambda: end("refused", "waits for file descriptors" + place()))
    # The types are written in C and immutable: their dictionaries are behind a read-only view, and changed behind the
    # back of the cache of methods.
    forget = "_clear_internal_caches" if hasattr(sys, "_clear_internal_caches") else "_clear_type_cache"
    getattr(sys, forget)()


def _install_lock(clock: VirtualClock, stuck: Callable[[], None]) -> None:
    methods = gc.get_referents(_thread.LockType.__dict__)[0]
    original = methods["acquire"]

    def acquire(lock: Any, blocking: bool = True, timeout: float = -1) -> bool:
        if not (lock.locked() and blocking and (timeout == -1 or timeout > 0)):
            return bool(original(lock, blocking, timeout))
        if timeout == -1:
            stuck()
        clock.sleep(timeout)
        return False

    for name in ("acquire", "acquire_lock", "__enter__"):
        methods[name] = acquire


def _install_poll(cls: type, refuse: Callable[[], None]) -> None:
    methods = gc.get_referents(cls.__dict__)[0]
    original = methods["poll"]

    def poll(poller: Any, timeout: Any = None, *more: Any, **named: Any) -> Any:
        ready = original(poller, 0, *more, **named)
        if not ready and timeout != 0:
            refuse()
        return ready

    methods["poll"] = poll

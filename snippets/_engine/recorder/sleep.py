"""Where the loop goes to sleep: jump to the next timer, or prove that nothing can wake it any more."""

from __future__ import annotations

import os
import selectors
import signal
import sys
from asyncio import events
from typing import Any, Callable

from .channel import Channel
from .clock import Clock, VirtualClock
from .graft import graft

PROOF = (
    "no task is ready, and no timer, thread, file descriptor, child process or signal handler (but asyncio's own for "
    "Ctrl-C) is left that could make one ready"
)


def install(clock: Clock, channel: Channel, end: "Callable[[str, str], None]") -> None:
    """Take the place of every selector's ``select`` (virtual clock), or look on (real clock)."""
    for name in (
        "EpollSelector",
        "KqueueSelector",
        "DevpollSelector",
        "PollSelector",
        "_PollLikeSelector",
        "SelectSelector",
    ):
        cls = getattr(selectors, name, None)
        if cls is None or "select" not in cls.__dict__:
            continue
        if isinstance(clock, VirtualClock):
            cls.select = _jumping(cls.select, clock, end)
        else:
            graft(cls.select, before=_watching(channel, clock, end))


def _jumping(
    original: "Callable[..., Any]", clock: VirtualClock, end: "Callable[[str, str], None]"
) -> "Callable[..., Any]":
    def select(self: Any, timeout: "float | None" = None) -> Any:
        ready = original(self, 0)
        if ready or (timeout is not None and timeout <= 0):
            return ready
        if _loop_of(self) is None:
            return original(self, timeout)
        if timeout is None:
            # Threads, processes, sockets, signals and descriptors were refused, so this is the proof.
            end("deadlock", PROOF)
        clock.jump(timeout or 0.0)
        return []

    return select


def _watching(channel: Channel, clock: Clock, end: "Callable[[str, str], None]") -> "Callable[..., None]":
    def select(selector: Any, timeout: "float | None") -> None:
        loop = _loop_of(selector)
        if loop is None or (timeout is not None and timeout <= 0):
            return
        channel.event("idle", clock.elapsed_us(), timeout is not None)
        if timeout is None and _nothing_can_wake(loop):
            end("deadlock", PROOF)

    return select


def _loop_of(selector: Any) -> Any:
    loop = events._get_running_loop()
    return loop if loop is not None and getattr(loop, "_selector", None) is selector else None


def _nothing_can_wake(loop: Any) -> bool:
    """On the real clock the same proof needs a look at everything that could wake the loop."""
    watched = [key.fd for key in loop._selector.get_map().values() if key.fd != loop._ssock.fileno()]
    return not (
        watched or loop._ready or len(sys._current_frames()) > 1 or _has_child() or _has_handler() or _has_alarm()
    )


def _has_child() -> bool:
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


def _has_handler() -> bool:
    """Whether the program handles a signal: beyond the recorder's two, and what asyncio.run does for SIGINT."""
    for number in signal.valid_signals() - {signal.SIGXCPU, signal.SIGVTALRM}:
        handler = signal.getsignal(number)
        function = getattr(handler, "func", handler)  # asyncio.Runner sets a partial
        of_asyncio = getattr(function, "__module__", None) == "asyncio.runners"
        if callable(handler) and handler is not signal.default_int_handler and not of_asyncio:
            return True
    return False


def _has_alarm() -> bool:
    return any(signal.getitimer(which)[0] for which in (signal.ITIMER_REAL, signal.ITIMER_VIRTUAL, signal.ITIMER_PROF))

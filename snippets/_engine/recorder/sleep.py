"""Where the loop goes to sleep: jump to the next timer, or prove that nothing can wake it any more."""

from __future__ import annotations

import _posixsubprocess
import faulthandler
import math
import os
import select
import selectors
import signal
import sys
import threading
from asyncio import events
from typing import Any, Callable

from .channel import Channel
from .clock import Clock, VirtualClock
from .graft import graft
from .ties import Ties
from .trace import Trace

PROOF = (
    "no task is ready, and no timer, thread, file descriptor, child process or signal handler (but asyncio's own for "
    "Ctrl-C) is left that could make one ready"
)
A_DAY_S = 24 * 3600
Ender = Callable[[str, str], None]

_SELECTORS = (
    "EpollSelector",
    "KqueueSelector",
    "DevpollSelector",
    "PollSelector",
    "_PollLikeSelector",
    "SelectSelector",
)
#: What makes the proof impossible on the real clock: a process may have left others behind that can send signals.
_SPAWNING = ("subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.system", "pty.spawn")


def install(clock: Clock, channel: Channel, trace: Trace, end: Ender, ties: Ties | None) -> None:
    """Take the place of every selector's ``select`` (virtual clock), or look on (real clock)."""
    look_on = None if isinstance(clock, VirtualClock) else _watching(channel, clock, end)
    for name in _SELECTORS:
        cls = getattr(selectors, name, None)
        if cls is None or "select" not in cls.__dict__:
            continue
        if isinstance(clock, VirtualClock) and ties is not None:
            cls.select = _jumping(cls.select, clock, channel, trace, end, ties)
        elif look_on is not None:
            graft(cls.select, before=look_on)
    if isinstance(clock, VirtualClock):
        select.select = _select(select.select, clock, trace, end)


def _jumping(
    original: Callable[..., Any], clock: VirtualClock, channel: Channel, trace: Trace, end: Ender, ties: Ties
) -> Callable[..., Any]:
    def select(self: Any, timeout: float | None = None) -> Any:
        ready = original(self, 0)
        loop = events._get_running_loop()
        if ready or (timeout is not None and timeout <= 0):
            ties.passes(loop)
            return ready
        if not _by_the_loop(trace):
            _refuse(trace, end)
        timeout = _until_the_next_timer(timeout)
        if timeout is None:
            # Threads, processes, sockets, signals and descriptors were refused, so this is the proof.
            end("deadlocks", PROOF)
        channel.flush()  # a program that is killed in its next step has been heard up to here
        ties.woken(loop, clock.jump(timeout or 0.0))
        return []

    return select


def _until_the_next_timer(timeout: float | None) -> float | None:
    """asyncio waits a day at most at a time: the whole time in its place, None if no timer is ever due."""
    loop: Any = events._get_running_loop()
    if timeout is None or timeout < A_DAY_S:
        return timeout
    due = min((timer._when for timer in loop._scheduled if not timer._cancelled), default=math.inf)
    return due - loop.time() if due < math.inf else None


def _select(original: Callable[..., Any], clock: VirtualClock, trace: Trace, end: Ender) -> Callable[..., Any]:
    """``select.select``: with nothing to watch it only sleeps, as some programs use it."""

    def select(*arguments: Any) -> Any:
        ready = original(*arguments[:3], 0)
        timeout = arguments[3] if len(arguments) > 3 else None
        if any(ready) or (timeout is not None and timeout <= 0) or _by_the_loop(trace):
            return ready
        if timeout is None or any(arguments[:3]):
            _refuse(trace, end)
        clock.sleep(timeout)
        return ready

    return select


def _by_the_loop(trace: Trace) -> bool:
    """Whether it is the loop that sleeps, and not a callback of its that blocks, or a program without a loop."""
    return events._get_running_loop() is not None and not trace.running.get(threading.get_ident())


def _refuse(trace: Trace, end: Ender) -> None:
    line = trace.line(beyond_the_loop=True)
    end("refused", "waits for file descriptors" + (f" in line {line}" if line else ""))


def _watching(channel: Channel, clock: Clock, end: Ender) -> Callable[..., None]:
    unsure: list[str] = []

    def note(event: str, _: object) -> None:
        if event in _SPAWNING and channel.open and not unsure:
            unsure.append(event)

    sys.addaudithook(note)
    faulthandler.dump_traceback_later = _noting(faulthandler.dump_traceback_later, unsure)
    _posixsubprocess.fork_exec = _noting(_posixsubprocess.fork_exec, unsure)  # past the audit events

    def select(selector: Any, timeout: float | None) -> None:
        loop = events._get_running_loop()
        if loop is None or getattr(loop, "_selector", None) is not selector or (timeout is not None and timeout <= 0):
            return
        channel.event("idle", clock.elapsed_us(), timeout is not None)
        if timeout is None and not unsure and _nothing_can_wake(loop):
            end("deadlocks", PROOF)

    return select


def _noting(original: Callable[..., Any], unsure: list[str]) -> Callable[..., Any]:
    def call(*arguments: Any, **named: Any) -> Any:
        unsure.append("a watchdog of the system")
        return original(*arguments, **named)

    return call


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

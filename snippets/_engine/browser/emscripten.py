"""What Emscripten's CPython lacks of a Unix process, put in its place so that asyncio and the recorder run unchanged.

Pyodide replaces parts of asyncio by its own, which schedule with the browser's timers; ``settle`` puts CPython's back.
No program of a reader's can tell the difference unless it asks for what no browser has, which the recorder refuses.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]
import asyncio
import asyncio.events
import asyncio.runners
import fcntl
import operator
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
import types
from collections.abc import Callable
from typing import Any, ClassVar

#: Signals that a process without a handler survives.
_HARMLESS = (signal.SIGCHLD, signal.SIGURG, signal.SIGWINCH, signal.SIGCONT)
_CLOCKS = ("thread_time", "thread_time_ns", "process_time", "process_time_ns", "clock_gettime", "clock_gettime_ns")


class Host:
    """What JavaScript does for this process; ``program.host`` is set to an object that has these two functions."""

    def deadline(self, seconds: float, number: int) -> None:
        """Send this signal to the process in so many seconds of its time; 0 takes that back."""

    def leave(self, status: int) -> None:
        """End the process now, with this status; below 0 it was a signal. Does not return."""


#: Set by ``program.prepare``: a module-level name, since what is put in place below outlives every caller.
host: Any = Host()


class _End:
    """One end of a pair of sockets in memory: what an event loop needs of the one that it wakes itself with."""

    ends: ClassVar[dict[int, _End]] = {}
    _next = 700

    def __init__(self) -> None:
        _End._next += 1
        self._fd, self.peer, self.data = _End._next, self, bytearray()
        self.ends[self._fd] = self

    def fileno(self) -> int:
        return self._fd

    def setblocking(self, flag: bool) -> None:
        pass

    def send(self, data: bytes) -> int:
        self.peer.data += data
        return len(data)

    def recv(self, size: int) -> bytes:
        if not self.data:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        taken = bytes(self.data[:size])
        del self.data[:size]
        return taken

    def close(self) -> None:
        self.ends.pop(self._fd, None)
        self._fd = -1


def _socketpair(*_: Any) -> tuple[_End, _End]:
    sys.audit("socket.__new__", None, 1, 1, 0)  # a program's own call is refused as any socket of its own
    one, other = _End(), _End()
    one.peer, other.peer = other, one
    return one, other


class EpollSelector(selectors._BaseSelectorImpl):
    """Looks at those pairs, and never waits: that is for the recorder's clock. Debug mode prints its name."""

    def select(self, timeout: float | None = None) -> list[Any]:
        ends = _End.ends
        ready = (key for key in self.get_map().values() if key.fd in ends and ends[key.fd].data)
        return [(key, selectors.EVENT_READ) for key in ready]


EpollSelector.__module__ = "selectors"


def settle(in_c: Callable[..., Any]) -> None:
    """Put back what Pyodide has changed of asyncio and time, and put in place what a Unix process has besides.

    ``in_c`` takes a function written in C and one of ours, and returns one that does what ours does and looks like it.
    """
    from pyodide import webloop  # type: ignore[import-not-found]

    asyncio.run = asyncio.runners.run = webloop._orig_run
    time.sleep = webloop._orig_sleep
    asyncio._set_running_loop(None)
    asyncio.events._event_loop_policy = None  # type: ignore[attr-defined]
    selectors.EpollSelector = selectors.DefaultSelector = EpollSelector  # type: ignore[assignment,misc]
    socket.socketpair = _socketpair  # type: ignore[assignment]
    subprocess._can_fork_exec = True  # type: ignore[attr-defined]  # so that the recorder refuses it by name and line
    _install_limits(in_c)
    _install_signals(in_c)
    _install_what_is_refused()
    _install_descriptors()
    sys.modules |= {"_multiprocessing": _semaphores(), "_posixshmem": _shared_memory()}
    for name in _CLOCKS:
        if not hasattr(time, name):
            setattr(time, name, _clock(name))


def _install_limits(in_c: Callable[..., Any]) -> None:
    """Processor time is what the browser's clock tells, since nothing else runs in this thread."""
    resource: Any = types.ModuleType("resource")
    resource.RLIMIT_CPU, resource.RLIM_INFINITY = 0, -1
    resource.getrlimit = lambda which: (-1, -1)
    resource.setrlimit = lambda which, limits: host.deadline(limits[0], int(signal.SIGXCPU))
    sys.modules["resource"] = resource

    def leave(status: int) -> None:
        """What its parent sees of a status has eight bits."""
        host.leave(operator.index(status) & 0xFF)

    os._exit = in_c(os._exit, leave)
    os.abort = in_c(os.abort, lambda: host.leave(-int(signal.SIGABRT)))


def _install_signals(in_c: Callable[..., Any]) -> None:
    def setitimer(which: int, seconds: float, interval: float = 0.0) -> tuple[float, float]:
        host.deadline(seconds, int(signal.SIGVTALRM))
        return 0.0, 0.0

    for number, name in enumerate(("ITIMER_REAL", "ITIMER_VIRTUAL", "ITIMER_PROF")):
        if not hasattr(signal, name):
            setattr(signal, name, number)
    _signal.setitimer = signal.setitimer = setitimer
    by_id, raise_signal = os.kill, signal.raise_signal

    def raising(number: int, /) -> None:
        """A signal to this process: Emscripten knows no default action."""
        if signal.getsignal(number) == signal.SIG_DFL and number not in _HARMLESS:
            host.leave(-int(number))
        raise_signal(number)

    def kill(pid: int, number: int, /) -> None:
        if pid != os.getpid():
            by_id(pid, number)
            return
        sys.audit("os.kill", pid, number)
        if not number:  # it only asks whether the process is there
            return
        raising(number)

    os.kill, signal.raise_signal = in_c(by_id, kill), in_c(raise_signal, raising)


def _install_what_is_refused() -> None:
    """What a Unix process can ask for, and Emscripten has no name for: so that the recorder refuses it."""
    for name in ("alarm", "pause", "sigwait", "sigwaitinfo", "sigtimedwait"):
        if not hasattr(signal, name):
            setattr(signal, name, lambda *_: None)
    for name in ("posix_spawn", "posix_spawnp"):
        if not hasattr(os, name):
            setattr(os, name, lambda *arguments, **_: sys.audit("os.posix_spawn", *arguments))


def _semaphores() -> Any:
    """What ``multiprocessing`` makes its locks of, so that it comes to where it starts a process, which is refused."""

    class SemLock:
        SEM_VALUE_MAX = 2**31 - 1

        def __init__(self, kind: int, value: int, maxvalue: int, name: str, unlink: bool) -> None:
            self.kind, self.maxvalue, self.name, self.handle, self._value = kind, maxvalue, name, 0, value

        def acquire(self, block: bool = True, timeout: float | None = None) -> bool:
            self._value -= 1
            return True

        def release(self) -> None:
            self._value += 1

        def _get_value(self) -> int:
            return self._value

        def __enter__(self) -> bool:
            return self.acquire()

        def __exit__(self, *_: Any) -> None:
            self.release()

    module: Any = types.ModuleType("_multiprocessing")
    module.SemLock, module.sem_unlink = SemLock, lambda name: None
    return module


def _shared_memory() -> Any:
    """There is none; but nothing more than its name is asked for before a process is started."""

    def shm_open(*_: Any, **__: Any) -> int:
        raise OSError(38, "Function not implemented")

    module: Any = types.ModuleType("_posixshmem")
    module.shm_open = module.shm_unlink = shm_open
    return module


def _install_descriptors() -> None:
    """Emscripten's ``fcntl`` may know one command less."""
    original = fcntl.fcntl
    try:
        os.close(original(1, fcntl.F_DUPFD_CLOEXEC, 500))
    except OSError:

        def control(descriptor: int, command: int, argument: int = 0) -> Any:
            known = fcntl.F_DUPFD if command == fcntl.F_DUPFD_CLOEXEC else command
            return original(descriptor, known, argument)

        fcntl.fcntl = control  # type: ignore[assignment]


def _clock(name: str) -> Callable[..., float]:
    """A function of its own for each name: the recorder finds what it replaces by identity."""
    return (lambda *_: time.monotonic_ns()) if name.endswith("_ns") else (lambda *_: time.monotonic())

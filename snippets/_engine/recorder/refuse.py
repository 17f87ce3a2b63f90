"""What the virtual clock cannot do faithfully is refused before it happens, by name and line.

Threads, processes, sockets, signals and watched descriptors all wait for a world that does not follow this clock.
Audit events tell of most of them (they cannot be switched off); the rest is grafted on.
"""

from __future__ import annotations

import _posixsubprocess
import _thread
import faulthandler
import os
import signal
import sys
import threading
from asyncio import selector_events, unix_events
from types import FrameType
from typing import Any, Callable

from .graft import graft

#: Audit event -> what the program was about to do. Also checked by prefix where the name ends with a dot.
_AUDITED = {
    "_thread.start_new_thread": "starts a thread",
    "_thread.start_joinable_thread": "starts a thread",
    "subprocess.Popen": "starts a process",
    "os.system": "starts a process",
    "os.posix_spawn": "starts a process",
    "os.spawn": "starts a process",
    "os.fork": "forks",
    "os.forkpty": "forks",
    "os.exec": "replaces itself by another program",
    "pty.spawn": "starts a process",
    "socket.__new__": "opens a socket",
    "socket.getaddrinfo": "looks up a host",
    "socket.gethostbyname": "looks up a host",
    "signal.pthread_kill": "sends a signal",
}
_SIGNAL_CALLS = ("pause", "alarm", "setitimer", "sigwait", "sigwaitinfo", "sigtimedwait", "set_wakeup_fd")


def install(line: Callable[[], int | None], end: Callable[[str, str], None]) -> None:
    """Watch for all of it. ``line()`` tells the program's line, ``end(kind, words)`` ends the process."""

    def refuse(what: str) -> None:
        number = line()
        end("refused", f"{what} in line {number}" if number is not None else what)

    def audit(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _AUDITED and not (event == "socket.__new__" and _makes_self_pipe()):
            refuse(_thread_for(_AUDITED[event]))

    sys.addaudithook(audit)
    _install_signals(refuse)
    _install_descriptors(refuse)
    # multiprocessing starts its processes in this way, past the audit events.
    _posixsubprocess.fork_exec = lambda *_: refuse("starts a process")  # type: ignore[assignment]
    faulthandler.dump_traceback_later = lambda *_, **__: refuse("sets a watchdog of the system")

    # Python 3.11 has no audit event for this.
    graft(threading.Thread.start, before=lambda *_: refuse(_thread_for("starts a thread")))
    starting = _refusing(lambda: refuse("starts a thread"), _thread.start_new_thread)
    _thread.start_new_thread = _thread.start_new = starting


def _install_signals(refuse: Callable[[str], None]) -> None:
    def set_handler(number: Any, handler: Any) -> None:
        if callable(handler) and not _called_by_runner() and handler is not signal.default_int_handler:
            refuse("handles a signal")

    graft(signal.signal, before=set_handler)
    adding = unix_events._UnixSelectorEventLoop.add_signal_handler
    graft(adding, before=lambda *_: refuse("handles a signal"))
    for name in _SIGNAL_CALLS:
        original = getattr(signal, name, None)
        if original is not None:
            setattr(signal, name, _refusing(lambda: refuse("waits for a signal or a timer of the system"), original))


def _install_descriptors(refuse: Callable[[str], None]) -> None:
    def watch(loop: Any, fd: Any, *_: Any) -> None:
        own = loop._ssock
        if own is None or fd != own.fileno():
            refuse("watches a file descriptor")

    for name in ("_add_reader", "_add_writer"):
        graft(getattr(selector_events.BaseSelectorEventLoop, name), before=watch)


def _refusing(refuse: Callable[[], None], original: Callable[..., Any]) -> Callable[..., Any]:
    def call(*arguments: Any) -> Any:
        if not _called_by_asyncio():
            refuse()
        return original(*arguments)

    return call


def _thread_for(words: str) -> str:
    """What is about to happen, in the program's own terms: asyncio lets a thread look up hosts."""

    def looks_up(frame: FrameType) -> bool:
        code = frame.f_code
        asyncios = code.co_filename.endswith(os.path.join("asyncio", "base_events.py"))
        return asyncios and code.co_name in ("getaddrinfo", "getnameinfo")

    return "looks up a host" if words == "starts a thread" and _within(looks_up, 10) else words


def _makes_self_pipe() -> bool:
    return _within(lambda frame: frame.f_code.co_name == "_make_self_pipe", 8)


def _called_by_runner() -> bool:
    return _within(lambda frame: frame.f_code.co_filename.endswith(os.path.join("asyncio", "runners.py")), 4)


def _called_by_asyncio() -> bool:
    return _within(lambda frame: frame.f_code.co_filename.endswith(os.path.join("asyncio", "unix_events.py")), 4)


def _within(holds: Callable[[FrameType], bool], depth: int) -> bool:
    frame: FrameType | None = sys._getframe(2)
    for _ in range(depth):
        if frame is None:
            return False
        if holds(frame):
            return True
        frame = frame.f_back
    return False

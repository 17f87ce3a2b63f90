"""What stands where, told when the runner asks: a program on the real clock is silent, and it wants to know why.

It asks with a signal that the recorder handles anyway, and only where nothing has run for a while. Where threads, jobs
of executors and processes were begun is noted as it happens; all else is read when asked, from frames.
"""

from __future__ import annotations

import math
import signal
import socket
import subprocess
import sys
import threading
import time
import weakref
from asyncio import unix_events
from types import CodeType, FrameType
from typing import Any, Callable, Iterator

from .channel import Channel
from .clock import Clock
from .frames import attributes, is_a, scope
from .graft import graft
from .ready import owner
from .trace import Trace
from .waits import frames_of

#: So many threads, jobs and processes are remembered by the line in which they were begun.
MOST = 1_000
_POOL, _LOOP = "concurrent/futures/thread.py", "asyncio/base_events.py"
_getitimer, _getsignal = signal.getitimer, signal.getsignal
_enumerate, _current_frames, _processor = threading.enumerate, sys._current_frames, time.process_time
#: What ends a program that has come to its end: function -> what is then waited for.
_CLOSING = {"shutdown_default_executor": "executor", "shutdown_asyncgens": "generators", "_cancel_all_tasks": "tasks"}
_EXITING = {"_shutdown": "threading.py", "_python_exit": _POOL, "_exit_function": "multiprocessing/util.py"}


class Inquiry:
    """Remembers where things were begun, and answers what stands where."""

    def __init__(self, channel: Channel, clock: Clock, trace: Trace) -> None:
        self.channel, self.clock, self.trace = channel, clock, trace
        #: By identity: the thing, the line in which it was begun, and the task that did so where that has no line.
        self._begun: dict[int, tuple[weakref.ref[Any], int | None, int | None]] = {}
        self._grafted = False

    def install(self) -> None:
        """Note where threads and processes are begun. Jobs of executors from the first one on: their module is late."""
        graft(threading.Thread.start, before=self._starting)
        graft(subprocess.Popen.__init__, before=lambda process, *_: self._note(process))
        for name, handles in (("add_signal_handler", True), ("remove_signal_handler", False)):
            graft(getattr(unix_events._UnixSelectorEventLoop, name), before=self._handling(handles))

    def asked(self, frame: FrameType | None, most_cpu: float) -> bool:
        """Answer, if it was the runner who sent the signal, and not the kernel after all processor time."""
        if self.clock.virtual or _processor() > most_cpu - 0.5:  # the kernel sends it at that time
            return False
        try:
            found = self._found(frame)
        except Exception:
            self.channel.faults += 1
            found = {}
        self.channel.send("asked", self.clock.elapsed_us(), found, self.trace.stuck())
        self.channel.flush()
        return True

    # Noted while the program runs: never raises

    def _handling(self, handles: bool) -> Callable[..., None]:
        """A loop that handles a signal is woken by every signal, so by a question too: the runner must know."""

        def see(loop: Any, number: Any, *_: Any) -> None:
            if isinstance(number, int):
                self.channel.send("handles", int(number), handles)

        return see

    def _note(self, thing: Any) -> None:
        if len(self._begun) < MOST:
            try:
                line, task = self.trace.line(), self.trace.current()
                if line is None and task is None:
                    line = self.trace.line(beyond_the_loop=True)
                by = self.trace.number(task) if line is None else None
                self._begun[id(thing)] = (weakref.ref(thing), line, by)
            except Exception:
                self.channel.faults += 1

    def _starting(self, thread: Any) -> None:
        self._note(thread)
        frame: FrameType | None = sys._getframe(2)
        for _ in range(4):
            if frame is not None and frame.f_code.co_name == "submit" and _of(frame, _POOL):
                self._note(scope(frame).get("f"))
                self._graft_submit()
                break
            frame = frame.f_back if frame is not None else None

    def _graft_submit(self) -> None:
        pool: Any = sys.modules.get("concurrent.futures.thread")
        if pool is not None and not self._grafted:
            self._grafted = True
            graft(pool.ThreadPoolExecutor.submit, result=self._submitted)

    def _submitted(self, future: Any) -> Any:
        self._note(future)
        return future

    def _begin_of(self, thing: Any) -> tuple[int | None, int | None]:
        """The program's line in which this was begun, or else the task that did so, where they are known."""
        reference, line, by = self._begun.get(id(thing), (lambda: None, None, None))
        return (line, by) if reference() is thing else (None, None)

    # Read when asked

    def _found(self, frame: FrameType | None) -> dict[str, Any]:
        frames = dict(_current_frames())
        frames[self.trace.main] = frame  # type: ignore[assignment]
        threads = {thread.ident: thread for thread in _enumerate()}
        rows = [self._thread(threads.get(ident), ident, top) for ident, top in frames.items() if top is not None]
        return {
            "threads": [row for row in rows if row is not None],
            "children": [[process.pid, *self._begin_of(process)] for process in self._children()],
            "interrupt": _hears_ctrl_c(),
            "alarm": bool(_getitimer(signal.ITIMER_REAL)[0]),
            "loops": [found for ident, top in frames.items() if (found := self._loop(threads.get(ident), top))],
        }

    def _children(self) -> Iterator[subprocess.Popen[Any]]:
        for reference, _, _ in list(self._begun.values()):
            process = reference()
            if process is not None and is_a(process, (subprocess.Popen,)) and attributes(process).get("pid"):
                yield process

    def _thread(self, thread: Any, ident: int, top: FrameType) -> dict[str, Any]:
        """One thread: what it is, where it was begun, and where it stands."""
        frames = list(_stack(top))
        own = next((at for at, frame in enumerate(frames) if frame.f_code.co_filename == self.trace.program), None)
        work = next((frame for frame in frames if frame.f_code.co_name == "_worker" and _of(frame, _POOL)), None)
        job = scope(work).get("work_item") if work is not None else None
        below = frames[:own] if own is not None else _above_the_start(frames)
        called = below[-1] if below else None
        line, by = self._begin_of(attributes(job).get("future") if job is not None else thread)
        return {
            "tid": attributes(thread).get("_native_id"),
            "name": attributes(thread).get("_name"),
            "main": ident == self.trace.main,
            "daemon": bool(attributes(thread).get("_daemonic")),
            "pool": work is not None,
            "busy": job is not None or work is None,
            "begun": line,
            "begun_by": by,
            "on": _shown(called) if called is not None else None,
            "line": frames[own].f_lineno if own is not None else None,
            "closing": _closing(frames),
        }

    def _loop(self, thread: Any, top: FrameType | None) -> dict[str, Any] | None:
        """The loop that this thread runs: whether it sleeps, what is ready in it, its timers, its main task."""
        frames = list(_stack(top))
        running = next((f for f in frames if f.f_code.co_name == "run_forever" and _of(f, _LOOP)), None)
        loop = scope(running).get("self") if running is not None else None
        if loop is None or not hasattr(loop, "_scheduled"):
            return None
        outer = next((f for f in frames if f.f_code.co_name == "run_until_complete" and _of(f, _LOOP)), None)
        main = scope(outer).get("future") if outer is not None else None
        sleeps = any(f.f_code.co_name == "select" and _of(f, "/selectors.py") for f in frames)
        return {
            "tid": attributes(thread).get("_native_id"),
            "sleeps": sleeps,
            "ready": [owner(handle, self.trace.tasks) for handle in list(loop._ready)[:20]] if sleeps else [],
            "stopping": bool(getattr(loop, "_stopping", False)),
            "timers": self._timers(loop, main),
            "timers_of": [owner(timer, self.trace.tasks) for timer in _live(loop)[:20]],
            "main": self.trace.tasks.number(main) if main is not None else None,
            "closing": _closing(frames) or _closes(main),
            "descriptors": self._descriptors(),
        }

    def _timers(self, loop: Any, main: Any) -> str:
        """``none``, ``some``, or ``executor``: only that of the loop's own end, which gives threads some minutes."""
        live = _live(loop)
        if not live:
            return "none"
        own = [attributes(getattr(timer._callback, "__self__", None)).get("_task") is main for timer in live]
        return "executor" if _closes(main) == "executor" and all(own) else "some"

    def _descriptors(self) -> dict[int, int]:
        """By task: the descriptor of the connection that it waits for, as far as its frames show it."""
        found: dict[int, int] = {}
        for task, number in self.trace.tasks:
            if not task.done():
                for frame in frames_of(task):
                    descriptor = _descriptor(scope(frame))
                    if descriptor is not None:
                        found[number] = descriptor
        return found


def _hears_ctrl_c() -> bool:
    """Whether the program itself handles Ctrl-C, beyond what Python and asyncio.run do."""
    handler = _getsignal(signal.SIGINT)
    function = getattr(handler, "func", handler)  # asyncio.Runner sets a partial
    of_asyncio = getattr(function, "__module__", None) == "asyncio.runners"
    return callable(handler) and handler is not signal.default_int_handler and not of_asyncio


def _live(loop: Any) -> list[Any]:
    """The timers that are set and will be due."""
    return sorted(timer for timer in loop._scheduled if not timer._cancelled and timer._when < math.inf)


def _of(frame: FrameType, file: str) -> bool:
    return frame.f_code.co_filename.replace("\\", "/").endswith(file)


def _stack(top: FrameType | None) -> Iterator[FrameType]:
    """The frames of a thread, the innermost first, without the recorder's."""
    while top is not None:
        if "_snippets" not in top.f_globals.get("__name__", ""):
            yield top
        top = top.f_back


def _above_the_start(frames: list[FrameType]) -> list[FrameType]:
    """The frames of a thread that runs nothing of the program, above those that only start it."""
    for at, frame in enumerate(frames):
        if frame.f_code.co_name in ("run", "_worker") and (_of(frame, _POOL) or _of(frame, "/threading.py")):
            return frames[:at]
    return []


def _shown(frame: FrameType) -> str:
    code: CodeType = frame.f_code
    return f"{code.co_qualname}()"


def _closing(frames: list[FrameType]) -> str | None:
    """What Python itself waits for at the program's end, if it has come there in this thread."""
    for frame in frames:
        name = frame.f_code.co_name
        if name in _EXITING and _of(frame, _EXITING[name]):
            return "exit"
        if name == "_cancel_all_tasks" and _of(frame, "asyncio/runners.py"):
            return "tasks"
    return None


def _closes(main: Any) -> str | None:
    """The same for the task that the loop runs to its end."""
    coroutine = getattr(main, "_coro", None) or (main.get_coro() if hasattr(main, "get_coro") else None)
    return _CLOSING.get(getattr(coroutine, "__name__", ""))


def _descriptor(variables: dict[str, Any]) -> int | None:
    """The descriptor that a frame of asyncio's streams or of the loop's calls for sockets is about."""
    transport = attributes(variables.get("self")).get("_transport")
    number = next(
        (attributes(transport).get(name) for name in ("_sock_fd", "_fileno") if attributes(transport).get(name)), None
    )
    sock: Any = variables.get("sock")
    if number is None and is_a(sock, (socket.socket,)):
        number = socket.socket.fileno(sock)
    return number if type(number) is int else None

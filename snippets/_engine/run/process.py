"""Starts a program in a process group of its own, limits it, and leaves no process behind."""

from __future__ import annotations

import contextlib
import ctypes
import functools
import itertools
import math
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any, Literal, Protocol

#: Memory that an example may address, in KiB, and processor seconds after which the kernel ends a program.
MEMORY_KIB = 2 * 1024 * 1024
PROCESSOR_S = 60
#: A program has this long to end by itself after SIGINT.
GRACE_S = 0.3

#: What a program finds at its standard input: nothing, what we find there ourselves, or no such descriptor.
Stdin = Literal["empty", "callers", "closed"]

#: Each run's own limit on resident memory. Linux has it without effect since 2.4.30, so it can serve as a mark: a
#: process that changes its session, empties its environment and is handed to init still carries it.
_marks = itertools.count(os.getpid() * 1_000_000)


#: ``prctl``'s number for "may be dumped, and be looked into by others of the same user".
PR_SET_DUMPABLE = 4


@functools.cache
def keep_to_ourselves() -> bool:
    """Let no program read our own memory and environment from ``/proc``; whether that could be done (Linux).

    A program's environment is scrubbed, but ours may hold a token, and ``/proc/PARENT/environ`` shows it to whoever
    has the same user. Against root nothing helps.
    """
    if sys.platform != "linux":
        return False
    try:
        return bool(ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0)
    except (OSError, AttributeError):
        return False


class OverError(Exception):
    """All programs were ended, because we are about to leave: this one as well, or it was never begun."""


def _hear_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Process(Protocol):
    """What is asked of a started program: a ``subprocess.Popen``, or one that a warm parent has forked."""

    pid: int
    returncode: Any
    stdout: IO[bytes] | None
    stderr: IO[bytes] | None

    def poll(self) -> int | None:
        """Its status, None while it runs."""

    def wait(self, timeout: float | None = None) -> int:
        """Its status, when it has ended. Raises subprocess.TimeoutExpired."""


def new_mark() -> int:
    """A mark for the next run: a limit on resident memory in KiB. Raises OverError where none shall begin."""
    keep_to_ourselves()
    if _over.is_set():
        raise OverError("all programs were ended, and none is begun")
    return next(_marks)


def popen(
    command: list[str],
    folder: Path,
    environment: Mapping[str, str],
    inherit: tuple[int, ...] = (),
    *,
    limits: str = "ulimit -c 0",
    merged: bool = False,
    stdin: Stdin = "empty",
) -> subprocess.Popen[bytes]:
    """Start a command in a session of its own, behind these calls of ``ulimit``.

    Where the system can, a program always finds its objects at the same addresses: the order of a set of tasks, and
    with it who is cancelled first, depends on them.
    """
    still = 'setarch -R true 2>/dev/null && set -- setarch -R "$@"'
    closed = " <&-" if stdin == "closed" else ""
    return subprocess.Popen(
        ["sh", "-c", f'{limits}; {still}; exec "$@"{closed}', "sh", *command],
        cwd=folder,
        env=environment,
        stdin=None if stdin == "callers" else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if merged else subprocess.PIPE,
        pass_fds=inherit,
        start_new_session=True,
        # A shell lets what it starts in the background ignore Ctrl-C, and that would be handed on to the program.
        preexec_fn=_hear_ctrl_c if signal.getsignal(signal.SIGINT) is signal.SIG_IGN else None,
    )


class Child:
    """A started program: ``popen``, and how to end it with all that it started."""

    def __init__(self, popen: Process, mark: int) -> None:
        self.popen, self.mark = popen, mark
        _alive.add(self)
        if _over.is_set():
            self.kill()

    @classmethod
    def start(
        cls,
        command: list[str],
        folder: Path,
        environment: Mapping[str, str],
        inherit: tuple[int, ...] = (),
        *,
        merged: bool = False,
        stdin: Stdin = "empty",
        memory_kib: int | None = MEMORY_KIB,
        processor_s: float = PROCESSOR_S,
    ) -> Child:
        """``merged``: stdout and stderr come through one pipe, in the order of writing. None for no limit of ours."""
        mark = new_mark()
        limits = f"ulimit -t {math.ceil(processor_s)}; ulimit -c 0"
        if memory_kib is not None:
            limits += f"; ulimit -v {memory_kib} 2>/dev/null"
        if sys.platform == "linux":
            limits += f"; ulimit -m {mark}"
        return cls(popen(command, folder, environment, inherit, limits=limits, merged=merged, stdin=stdin), mark)

    def press_ctrl_c(self) -> None:
        """Ask the whole group to end, as a terminal does."""
        self._signal(signal.SIGINT)

    def kill(self) -> None:
        """End the whole group at once."""
        self._signal(signal.SIGKILL)

    def interrupt(self) -> None:
        """Ask the whole group to end, as Ctrl-C does, and give it a moment."""
        self.press_ctrl_c()
        deadline = time.monotonic() + GRACE_S
        while self.popen.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)

    def processes(self) -> list[int]:
        """All that belongs to this run and lives, wherever it went (Linux only)."""
        return _carriers(self.mark)

    def processor_s(self) -> float:
        """How much of the processor's time the program itself has used, in seconds; 0 where that is not told."""
        try:
            fields = Path(f"/proc/{self.popen.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def finish(self) -> None:
        """Kill what is left of the group, and what left the group. Called after every run, however it ended."""
        self.kill()
        for _ in range(50):  # what forks while we look is found the next time
            left = self.processes()
            for pid in left:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
            if not left:
                break
        self.popen.wait()
        for pipe in (self.popen.stdout, self.popen.stderr):
            if pipe is not None:
                pipe.close()
        _alive.discard(self)
        if _over.is_set() and threading.current_thread() is not threading.main_thread():
            raise OverError("all programs were ended")

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.popen.pid, number)


#: What runs now; and whether all was ended.
_alive: set[Child] = set()
_over = threading.Event()


def end_all() -> None:
    """End every program that runs, in whatever thread, and let none begin: we are about to leave.

    Whoever waits for one gets OverError.
    """
    _over.set()
    for program in list(_alive):
        program.kill()


@contextlib.contextmanager
def side_by_side(workers: int) -> Iterator[ThreadPoolExecutor]:
    """Threads for runs. Where Ctrl-C or a signal ends us, their programs are ended and none begins."""
    pool = ThreadPoolExecutor(workers)
    try:
        yield pool
    except (KeyboardInterrupt, SystemExit):
        end_all()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _carriers(mark: int) -> list[int]:
    """Processes that carry this run's mark, wherever they went (Linux only)."""
    line = f"{'Max resident set':<26}{mark * 1024} ".encode()  # in bytes, as the kernel lays the table out
    found = []
    for name in os.listdir("/proc") if sys.platform == "linux" else ():  # noqa: PTH208
        with contextlib.suppress(OSError):
            if (
                name.isdecimal()
                and line in _told(name, "limits")
                and _told(name, "stat").rpartition(b")")[2][1:2] != b"Z"
            ):
                found.append(int(name))
    return found


def _told(process: str, of: str) -> bytes:
    """A file of a process in ``/proc``, read with little ado: there may be hundreds. Raises OSError."""
    with open(f"/proc/{process}/{of}", "rb", buffering=0) as file:  # noqa: PTH123
        return file.read()

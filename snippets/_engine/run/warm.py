"""Warm parents: one start of Python for many programs, each of which it forks (``recorder/warm.py``).

To start Python, and to import asyncio and the recorder, takes ten times as long as most programs. A warm parent has
done that, and stands where Python is about to look at the program. What a program then finds is the same in all that it
can see, but for its parent's number and its command line in ``/proc``; tests hold the records to that, byte for byte.

Python has the name of the program's file in its configuration since it began, and looks at it last. So a warm parent is
started with a place holder for it, and the name is written over that in the memory of each forked process, where Linux
lets us. Where it does not, and where anything is not as expected, a program is started as any other.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import math
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from snippets._engine.examples.catalogue import ROOT
from snippets._engine.record.heard import Heard
from snippets._engine.record.record import Clock
from snippets._engine.recorder import Settings
from snippets._engine.run import cache, process
from snippets._engine.run.job import Job
from snippets._engine.run.process import Child
from snippets._engine.run.pythons import Python, environment
from snippets._engine.run.start import environment as with_recorder

#: Set to 0, each program is started by itself, to compare.
SWITCH = "SNIPPETS_WARM"
#: Where records are the same, byte for byte. From 3.14 on some programs see which modules are loaded, how a set lies,
#: or when the collector runs.
SAME = ("3.11", "3.12", "3.13")
#: Stands for the program's name, which is no longer than this, nor its folder with it longer than ours with this.
_PLACE = "program-of-a-warm-parent".ljust(200, "-") + ".py"
_WHOLE = f"{ROOT}/{_PLACE}"
#: So many wait at most; more than the Pythons and clocks at hand are needed where tests change the environment.
_MOST = 12
#: A parent that does not answer for so long is given up.
_ANSWER_S = 60.0
#: A parent that is no longer needed has this long to end by itself.
_END_S = 5.0
_WIDE = "utf-32-le" if sys.byteorder == "little" else "utf-32-be"


@dataclass(frozen=True)
class _Kind:
    """What is the same for all programs of one warm parent."""

    python: Python
    clock: Clock
    environment: tuple[tuple[str, str], ...]
    bytecode: Path
    nice: int


class Forked:
    """A program that a warm parent has forked, to be asked as a ``subprocess.Popen`` is."""

    def __init__(self, pid: int, link: socket.socket, stdout: int, stderr: int) -> None:
        self.pid, self._link = pid, link
        self.returncode: int | None = None
        self.stdout: IO[bytes] | None = os.fdopen(stdout, "rb", 0)
        self.stderr: IO[bytes] | None = os.fdopen(stderr, "rb", 0)

    def poll(self) -> int | None:
        """Its status, None while it runs."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self.wait(0)
        return None

    def wait(self, timeout: float | None = None) -> int:
        """Its status, when it has ended. Raises subprocess.TimeoutExpired."""
        if self.returncode is None:
            self._link.settimeout(timeout)
            try:
                told = self._link.recv(100).split()
            except (TimeoutError, BlockingIOError):
                raise subprocess.TimeoutExpired("program", timeout or 0) from None
            except OSError:
                told = []
            # Who waits for it tells nothing only where it was killed.
            self.returncode = int(told[1]) if told else -signal.SIGKILL
            self._link.close()
        return self.returncode


class _Parent:
    """One warm parent. Raises OSError where there can be none."""

    def __init__(self, kind: _Kind) -> None:
        self.link, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            settings = Settings("", -1, -1, kind.clock, warm=theirs.fileno())
            given = with_recorder(dict(kind.environment), settings)
            command = [str(kind.python.path), "-u", _PLACE]
            self.popen = process.popen(command, ROOT, given, (theirs.fileno(),))
        try:
            self.link.settimeout(_ANSWER_S)
            if self.link.recv(100) != b"ready":
                raise OSError("a warm parent did not begin")
            self.places = _Places(self.popen.pid)
        except OSError:
            self.close()
            raise

    def fork(self, job: Job, settings: Settings) -> Child:
        """A process of its own for this program. Raises OSError where that fails: then it has not begun."""
        mark = process.new_mark()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            socket.send_fds(self.link, [b"+"], [theirs.fileno()])
        (out, stdout), (err, stderr) = os.pipe(), os.pipe()
        forked, name = None, job.command[2]
        told = {"folder": str(job.folder), "name": name, "settings": asdict(settings), "limits": _limits(job, mark)}
        try:
            ours.settimeout(_ANSWER_S)
            socket.send_fds(ours, [json.dumps(told).encode()], [stdout, stderr, settings.channel, settings.answers])
            answer = ours.recv(100).split()
            if answer[:1] != [b"begun"]:
                raise OSError("a program was not forked")
            forked = Forked(int(answer[1]), ours, out, err)
            self.places.fill(forked.pid, name, settings.program)
            ours.send(b"!")
        except (OSError, ValueError):  # a name that cannot be encoded is a ValueError
            if forked is not None:
                ours.shutdown(socket.SHUT_WR)  # who waits for it shall not let it begin, but end it
                Child(forked, mark).finish()
            else:
                ours.close()
                os.close(out)
                os.close(err)
            raise
        finally:
            os.close(stdout)
            os.close(stderr)
        return Child(forked, mark)

    def close(self) -> None:
        """Let it end, which it does when the programs that it has forked have ended."""
        self.link.close()
        try:
            self.popen.wait(_END_S)
        except subprocess.TimeoutExpired:  # of one that runs on, whoever waits for it hears that we have gone
            self.popen.kill()
            self.popen.wait()
        for pipe in (self.popen.stdout, self.popen.stderr):
            if pipe is not None:
                pipe.close()


class _Places:
    """Where the place holder stands in a parent's memory, and so in that of all that it forks."""

    def __init__(self, pid: int) -> None:
        """Raises OSError where we may not look, or it does not stand where it should."""
        before, place = _WHOLE.removesuffix(_PLACE).encode(_WIDE), f"{_PLACE}\0".encode(_WIDE)
        self.names, self.files = [], []
        for found, memory, start in _found(pid, place):
            folder = found - len(before)
            if folder >= 0 and memory[folder:found] == before:
                self.files.append(start + folder)
            else:
                self.names.append(start + found)
        if not (self.names and self.files):
            raise OSError("the program's name was not found")

    def fill(self, pid: int, name: str, file: str) -> None:
        """Write over it in the memory of a process: the name as it was called, and the whole path.

        Raises OSError where that cannot be done, or it no longer stands there.
        """
        with Path(f"/proc/{pid}/mem").open("r+b", buffering=0) as memory:
            for places, held, text in ((self.names, _PLACE, name), (self.files, _WHOLE, file)):
                before, after = (f"{each}\0".encode(_WIDE) for each in (held, text))
                if len(after) > len(before):
                    raise OSError("the program's name is too long")
                for place in places:
                    memory.seek(place)
                    if memory.read(len(before)) != before:
                        raise OSError("the program's name stands elsewhere")
                    memory.seek(place)
                    if memory.write(after) != len(after):
                        raise OSError("the program's name was not written")


def _found(pid: int, text: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Wherever a process has this in what it has allocated: its place there, that memory, and where that begins."""
    areas = Path(f"/proc/{pid}/maps").read_text()
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as file:
        for first, last in re.findall(r"^([0-9a-f]+)-([0-9a-f]+) rw-p \S+ \S+ 0 *(?:\[heap\])?$", areas, re.MULTILINE):
            start, end = int(first, 16), int(last, 16)
            file.seek(start)
            memory = file.read(end - start) or b""
            found = memory.find(text)
            while found >= 0:
                yield found, memory, start
                found = memory.find(text, found + 1)


def _limits(job: Job, mark: int) -> list[tuple[int, int]]:
    """What ``ulimit`` sets for a program that is started by itself."""
    return [
        (resource.RLIMIT_CPU, math.ceil(job.most_processor_s)),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, process.MEMORY_KIB * 1024),
        (resource.RLIMIT_RSS, mark * 1024),
    ]


_lock = threading.Lock()
_parents: OrderedDict[_Kind, _Parent | None] = OrderedDict()


def start(job: Job, settings: Settings) -> Child | None:
    """Begin this program in a process that a warm parent forks; None where it must be started by itself.

    Raises OverError as ``Child.start`` does.
    """
    if not _is_one_of_all(job) or sys.platform != "linux" or os.environ.get(SWITCH) == "0":
        return None
    kind = _kind(job)
    parent = _parent(kind)
    try:
        return parent.fork(job, settings) if parent is not None else None
    except (TimeoutError, ConnectionError):  # it is not what it was
        with _lock:
            _parents[kind] = None
    except (OSError, ValueError):
        pass
    return None


def misled(job: Job, heard: Heard) -> bool:
    """Whether Python looked for the place holder and not for the program: it keeps its name where we did not look.

    No more programs are forked by that parent then.
    """
    said = [one.data for one in heard.writes] + [data for _, data in heard.unstamped]
    if _PLACE.encode() not in b"".join(said):
        return False
    with _lock:
        _parents[_kind(job)] = None
    return True


def _is_one_of_all(job: Job) -> bool:
    """Whether nothing about it is special, and its record is known to be the same."""
    return (
        job.python.minor in SAME
        and not (job.own or job.arguments or job.module or job.terminals)
        and job.stdin == "empty"
    )


def _kind(job: Job) -> _Kind:
    nice = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    return _Kind(job.python, job.clock, tuple(environment().items()), cache.bytecode(), nice)


def _parent(kind: _Kind) -> _Parent | None:
    """The one of this kind, which is started where there is none; None where there can be none."""
    with _lock:
        if kind not in _parents:
            _parents[kind] = None
            with contextlib.suppress(OSError):
                _parents[kind] = _Parent(kind)
        _parents.move_to_end(kind)
        while len(_parents) > _MOST:
            _, oldest = _parents.popitem(last=False)
            if oldest is not None:
                oldest.close()
        return _parents[kind]


@atexit.register
def _close_all() -> None:
    """Let all parents end, so that their time is counted with that of our other children."""
    with _lock:
        for parent in filter(None, _parents.values()):
            parent.close()
        _parents.clear()

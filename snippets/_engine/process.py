"""Starts a program in a process group of its own, limits it, and leaves no process behind."""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
import subprocess
import time
from pathlib import Path

from snippets._engine.pythons import environment

#: Memory that a program may address, in KiB, and processor seconds after which the kernel ends it.
MEMORY_KIB = 2 * 1024 * 1024
PROCESSOR_S = 60
#: A program has this long to end by itself after SIGINT.
GRACE_S = 0.3

_TOKEN = "SNIPPETS_RUN"
_numbers = itertools.count(1)


class Program:
    """A started program: ``popen``, and how to end it with all that it started."""

    def __init__(
        self, command: list[str], folder: Path, variables: dict[str, str], inherit: tuple[int, ...], merged: bool
    ) -> None:
        """``merged``: stdout and stderr come through one pipe, in the order of writing.

        Where the system can, a program always finds its objects at the same addresses: the order of a set of tasks,
        and with it who is cancelled first, depends on them.
        """
        self.token = f"{os.getpid()}-{next(_numbers)}"
        limits = f"ulimit -v {MEMORY_KIB} 2>/dev/null; ulimit -t {PROCESSOR_S}; ulimit -c 0"
        still = 'setarch -R true 2>/dev/null && set -- setarch -R "$@"'
        self.popen = subprocess.Popen(
            ["sh", "-c", f'{limits}; {still}; exec "$@"', "sh", *command],
            cwd=folder,
            env=environment(variables | {_TOKEN: self.token}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if merged else subprocess.PIPE,
            pass_fds=inherit,
            start_new_session=True,
        )

    def interrupt(self) -> None:
        """Ask the whole group to end, as Ctrl-C does, and give it a moment."""
        self._signal(signal.SIGINT)
        deadline = time.monotonic() + GRACE_S
        while self.popen.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)

    def finish(self) -> None:
        """Kill what is left of the group, and what left the group. Called after every run, however it ended."""
        self._signal(signal.SIGKILL)
        for _ in range(50):  # what forks while we look is found the next time
            left = _carriers(self.token)
            for pid in left:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
            if not left:
                break
        self.popen.wait()
        for pipe in (self.popen.stdout, self.popen.stderr):
            if pipe is not None:
                pipe.close()

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.popen.pid, number)


def _carriers(token: str) -> list[int]:
    """Processes that were started with this run's token in their environment, wherever they went (Linux only)."""
    mark = f"{_TOKEN}={token}\0".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if mark in entry.read_bytes() and (entry.parent / "stat").read_text().rsplit(")", 1)[1].split()[0] != "Z":
                found.append(int(entry.parent.name))
    return found

"""How runs behind the tests share the machine: with what priority, how many side by side, and when one is alone."""

from __future__ import annotations

import fcntl
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

#: Plain runs at once: they wait more than they compute, but a crowded machine delays timers.
SIDE_BY_SIDE = 4


def patiently() -> None:
    """Let the tests in front go first: this thread, and what it starts, is content with what they leave.

    Nothing for plain runs: Linux gives a process that gives way five times the slack when it sleeps.
    """
    with suppress(OSError):  # where threads have no priority of their own
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 19)


@contextmanager
def locked(file: Path, how: int = fcntl.LOCK_EX) -> Iterator[None]:
    """Hold the lock of a file, alone or, with LOCK_SH, together with others: of this process or of another."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(descriptor, how)
        yield
    finally:
        os.close(descriptor)


class Room:
    """Where runs are made side by side in the background, and now and then one with the room to itself.

    The processes that pytest-xdist shares the tests out to have one room between them, whose locks are in ``folder``.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Beside others, but not while somebody wants to be alone."""
        with locked(self.folder / "door"):
            inside = locked(self.folder / "room", fcntl.LOCK_SH)
            inside.__enter__()
        try:
            yield
        finally:
            inside.__exit__(None, None, None)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """When those that are inside have ended; nobody begins before this is over."""
        with locked(self.folder / "door"), locked(self.folder / "room"):
            yield


#: For all runs that go on behind the tests: real time is short where many share two cores.
ROOM = Room(Path(tempfile.gettempdir()))

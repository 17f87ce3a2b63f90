"""How runs behind the tests share the machine: with what priority, how many side by side, and when one is alone."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

#: Plain runs at once: they wait more than they compute, but a crowded machine delays timers.
SIDE_BY_SIDE = 4


def patiently() -> None:
    """Let the tests in front go first: this thread, and what it starts, is content with what they leave.

    Nothing for plain runs: Linux gives a process that gives way five times the slack when it sleeps.
    """
    with suppress(OSError):  # where threads have no priority of their own
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 19)


class Room:
    """Where runs are made side by side in the background, and now and then one with the room to itself."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside = self._waiting = 0

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Beside others, but not while somebody wants to be alone."""
        with self._changed:
            self._changed.wait_for(lambda: not self._waiting)
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """When those that are inside have ended; nobody begins before this is over."""
        with self._changed:
            self._waiting += 1
            self._changed.wait_for(lambda: not self._inside)
        try:
            yield
        finally:
            with self._changed:
                self._waiting -= 1
                self._changed.notify_all()


#: For all runs that go on behind the tests: real time is short where many share two cores.
ROOM = Room()

"""Lets the program's objects lie where they lie in any other run, whatever was allocated before it begins.

The order of a set of tasks, and with it who is cancelled first, depends on their addresses. CPython puts a small object
into a hole that another of its class of sizes has left, and where there is none into the next pool of an arena. What
the recorder does before the program begins leaves holes, not the same ones in a process that a warm parent has forked.
So all holes are filled, and the program's objects begin with an arena of their own. The garbage collector, too, begins
anew. That is done up to Python 3.13: from 3.14 on it moves the collector away from where a plain run has it, and no
program is forked there (``run/warm.py``).
"""

from __future__ import annotations

import gc
import sys
from typing import Any

#: CPython's classes of small objects in bytes, and its pools and arenas.
_STEP, _MOST, _POOL, _ARENA = 16, 512, 1 << 14, 1 << 20
#: The pools of an arena, of which one is lost where it does not begin on a pool's border; less one.
_ROW = _ARENA // _POOL - 2
#: So many arenas are filled at most, where nothing lies as it is expected to.
_PATIENCE = 4
_DONE = sys.version_info < (3, 14)


class Memory:
    """Holds what fills the holes."""

    def __init__(self) -> None:
        """Leave room for whatever comes before the program: an arena that is nearly empty."""
        self._held: list[Any] = []
        if not _DONE:
            return
        self._start = self._next_arena(0)
        frame = sys._getframe()
        while frame.f_back is not None:  # each is made an object now, and not by whoever asks for it first
            frame = frame.f_back
        gc.freeze()  # all that is there will last; the next collection need not look at it

    def settle(self) -> None:
        """The program begins now."""
        if not _DONE:
            return
        gc.collect()
        gc.unfreeze()
        start = self._next_arena(self._start)
        if not start:
            return
        for size in range(_MOST, 0, -_STEP):
            for _ in range(_PATIENCE * _ARENA // _MOST):
                one = _of(size)
                self._held.append(one)
                if 0 <= id(one) - start < _ARENA:
                    break

    def _next_arena(self, current: int) -> int:
        """Fill pools until an arena begins that is newer than the ``current`` one, and returns where; 0: none is found.

        The newest is found by a whole arena filled in order; from there on Linux puts each below those that there are.
        """
        last = row = 0
        for _ in range(_PATIENCE * _ARENA // _MOST):
            one = _of(_MOST)
            self._held.append(one)
            pool = id(one) // _POOL
            if pool == last:
                continue
            if id(one) < current if current else row >= _ROW and pool != last + 1:
                return pool * _POOL
            row = row + 1 if pool == last + 1 else 0
            last = pool
        return 0


def _of(size: int) -> Any:
    """An object of this class that refers to nothing."""
    if size >= 48:
        return bytes(size - 33)
    return complex(size, 1) if size == 32 else object()

"""The tasks by number: found by identity and referred to weakly, whatever their class says of equality or names."""

from __future__ import annotations

import asyncio
import weakref
from typing import Any, Iterator

Task = asyncio.Task[Any]


class _Reference(weakref.ref[Task]):
    """To one task: its number, and the place of its entry."""

    __slots__ = ("key", "number")
    key: int
    number: int


class Tasks:
    """Which number each living task has."""

    def __init__(self) -> None:
        self.count = 0
        self._known: dict[int, _Reference] = {}
        self._by_number: dict[int, _Reference] = {}

    def number(self, task: Task) -> int | None:
        """The task's number, None where it was not met before."""
        reference = self._known.get(id(task))
        return reference.number if reference is not None and reference() is task else None

    def __len__(self) -> int:
        """How many tasks live."""
        return len(self._known)

    def add(self, task: Task) -> int:
        """Give a task the next number."""
        self.count += 1
        key = id(task)
        self._known.pop(key, None)  # one that is gone: the order of the entries is that of the numbers
        reference = _Reference(task, self._gone)
        reference.key, reference.number = key, self.count
        self._known[key] = self._by_number[self.count] = reference
        return self.count

    def _gone(self, reference: Any) -> None:
        key: int = reference.key
        self._by_number.pop(reference.number, None)
        if self._known.get(key) is reference:
            del self._known[key]

    def get(self, number: int | None) -> Task | None:
        """The task of this number, if it lives."""
        reference = self._by_number.get(number or 0)
        return reference() if reference is not None else None

    def living(self) -> list[Task]:
        """Every living task, in order of number."""
        return [task for reference in list(self._known.values()) if (task := reference()) is not None]

    def __iter__(self) -> Iterator[tuple[Task, int]]:
        """Every living task with its number, in order of number."""
        for reference in list(self._known.values()):
            task = reference()
            if task is not None:
                yield task, reference.number

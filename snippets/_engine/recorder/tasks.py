"""The tasks by number: found by identity and referred to weakly, whatever their class says of equality or names."""

from __future__ import annotations

import asyncio
import weakref
from typing import Any, Iterator

Task = asyncio.Task[Any]


class Tasks:
    """Which number each living task has."""

    def __init__(self) -> None:
        self.count = 0
        self._known: dict[int, tuple[weakref.ref[Task], int]] = {}
        self._by_number: dict[int, weakref.ref[Task]] = {}

    def number(self, task: Task) -> int | None:
        """The task's number, None where it was not met before."""
        entry = self._known.get(id(task))
        return entry[1] if entry is not None and entry[0]() is task else None

    def __len__(self) -> int:
        """How many tasks live."""
        return len(self._known)

    def add(self, task: Task) -> int:
        """Give a task the next number."""
        self.count += 1
        self._known.pop(id(task), None)  # one that is gone: the order of the entries is that of the numbers
        key, known, by_number, number = id(task), self._known, self._by_number, self.count

        def gone(reference: weakref.ref[Task]) -> None:
            by_number.pop(number, None)
            if key in known and known[key][0] is reference:
                del known[key]

        known[key] = (weakref.ref(task, gone), number)
        by_number[number] = known[key][0]
        return number

    def get(self, number: int | None) -> Task | None:
        """The task of this number, if it lives."""
        reference = self._by_number.get(number or 0)
        return reference() if reference is not None else None

    def living(self) -> list[Task]:
        """Every living task, in order of number."""
        return [task for reference, _ in list(self._known.values()) if (task := reference()) is not None]

    def __iter__(self) -> Iterator[tuple[Task, int]]:
        """Every living task with its number, in order of number."""
        for reference, number in list(self._known.values()):
            task = reference()
            if task is not None:
                yield task, number

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
        self._known: "dict[int, tuple[weakref.ref[Task], int]]" = {}

    def number(self, task: Task) -> "int | None":
        """The task's number, None where it was not met before."""
        entry = self._known.get(id(task))
        return entry[1] if entry is not None and entry[0]() is task else None

    def add(self, task: Task) -> int:
        """Give a task the next number."""
        self.count += 1
        key, known = id(task), self._known

        def gone(reference: "weakref.ref[Task]") -> None:
            if key in known and known[key][0] is reference:
                del known[key]

        known[key] = (weakref.ref(task, gone), self.count)
        return self.count

    def __iter__(self) -> "Iterator[tuple[Task, int]]":
        """Every living task with its number, in order of number."""
        for reference, number in sorted(self._known.copy().values(), key=lambda entry: entry[1]):
            task = reference()
            if task is not None:
                yield task, number

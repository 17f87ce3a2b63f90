"""What a picture or a sentence calls each task: by what a reader looks for, `worker_with(lock, 0)`, not `Task-2`."""

from __future__ import annotations

import re
from collections import Counter

from snippets._engine.record.record import Record, Task

#: Tasks that asyncio makes for itself: to tidy up after the program, and where it starts another one. Pictures leave
#: them out.
ASYNCIOS_OWN = ("BaseEventLoop.", "BaseSelectorEventLoop.", "BaseSubprocessTransport.", "Process._noop(")

#: Names that Python itself gives; 3.13 gave "None" to some eager tasks. Any other name was chosen by the program.
_GIVEN_BY_PYTHON = re.compile(r"Task-\d+|None")

#: A program may call a task anything; a lane has only so much room.
LONGEST = 48


def shown_names(record: Record) -> dict[int, str]:
    """A name for each task that pictures show, in order of creation; no two are the same.

    It is the name that the program gave the task, else how its coroutine was called. Equal ones are numbered, `#1`,
    `#2`, in order of creation.
    """
    tasks = shown_tasks(record)
    plain = {task.id: _plain(task) for task in tasks}
    count, met, names = Counter(plain.values()), Counter[str](), dict[int, str]()
    for number, name in plain.items():
        met[name] += 1
        names[number] = name if count[name] == 1 else f"{name} #{met[name]}"
    return names


def told_names(record: Record) -> dict[int, str]:
    """What a sentence on the whole run calls each task: as its coroutine was called, `waiter(event)`.

    Tasks that were called alike and came to different ends have the names that pictures give them, with numbers.
    """
    stood = {stuck.task: (stuck.on, stuck.line) for stuck in record.stuck}
    ends: dict[str, set[object]] = {}
    for task in record.tasks:
        ends.setdefault(task.label, set()).add(stood.get(task.id, task.ended))
    numbered = shown_names(record)
    return {
        task.id: numbered[task.id] if len(ends[task.label]) > 1 and task.id in numbered else task.label or task.name
        for task in record.tasks
    }


def shown_tasks(record: Record) -> list[Task]:
    """The tasks that pictures show, in order of creation."""
    return [task for task in record.tasks if not task.label.startswith(ASYNCIOS_OWN)]


def _plain(task: Task) -> str:
    name = task.label or task.name if _GIVEN_BY_PYTHON.fullmatch(task.name) else task.name
    name = " ".join(name.split()).replace(".<locals>", "") or f"task {task.id}"
    return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"

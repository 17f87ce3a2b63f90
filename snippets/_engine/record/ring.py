"""The one circle of tasks that wait for each other: what a deadlock often is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from snippets._engine.record.record import Stuck

#: Longer circles than this are not looked for.
LONGEST = 100


def ring(stuck: Sequence[Stuck]) -> list[int]:
    """The tasks that wait for each other in a circle, the first once more at the end; none where there is no circle.

    Of a semaphore's holders, or of tasks of which the first is waited for, one is enough: a circle leads through them
    only where all of them are caught. A task that is ready, or runs, waits for nobody: what it waited for has come.
    """
    caught = _caught({task.task: task for task in stuck if task.on not in ("ready", "running")})
    over: set[int] = set()  # no circle leads through these

    def search(path: list[int]) -> list[int]:
        task = caught[path[-1]]
        # Another holder than the task itself says more.
        holders = sorted(dict.fromkeys(task.holders), key=lambda number: number == task.task)
        for following in (*task.waits_for, *holders):
            if following in path:
                return [*path[path.index(following) :], following]
            if len(path) < LONGEST and following in caught and following not in over:
                found = search([*path, following])
                if found:
                    return found
        over.add(path[-1])
        return []

    return next((found for number in caught if (found := search([number]))), [])


def _caught(tasks: Mapping[int, Stuck]) -> dict[int, Stuck]:
    """Those that wait for each other, directly or not, so that none of them can go on."""
    left, behind = dict(tasks), dict[int, list[int]]()
    for number, task in tasks.items():
        for other in (*task.waits_for, *task.holders):
            behind.setdefault(other, []).append(number)
    unsure = [*tasks]
    while unsure:
        number = unsure.pop()
        if number in left and not _waits(left[number], left):
            del left[number]
            unsure += behind.get(number, ())
    return left


def _waits(task: Stuck, tasks: Mapping[int, Stuck]) -> bool:
    """Whether the task waits for some of these, and cannot go on without them."""
    for_ends = _all_known(task, tasks) if task.any_of else any(other in tasks for other in task.waits_for)
    return for_ends or bool(task.holders and all(other in tasks for other in task.holders))


def _all_known(task: Stuck, tasks: Mapping[int, Stuck]) -> bool:
    """Whether all whom this task waits for are among these, where the end of one would be enough."""
    return len(task.waits_for) == task.awaited > 0 and all(other in tasks for other in task.waits_for)

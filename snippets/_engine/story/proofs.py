"""What a record and the program's text prove of tasks: who asked which to end, in which line, and who waited for it.

Where they leave a doubt they prove nothing, and what is asked here says so: with None, or with no request at all.
"""

from __future__ import annotations

from dataclasses import dataclass

from snippets._engine.record.names import ASYNCIOS_OWN
from snippets._engine.record.record import Record, Stuck
from snippets._engine.story.history import CancelCall, History, Point, TaskHistory
from snippets._engine.story.program import ProgramText


@dataclass(slots=True)
class Request:
    """A task was asked to end: which, at which event and time, in which line of the program, or by `asyncio.run`.

    ``heard``: so many waits of the task came after it. ``awaited``: some task waited for its end, or began to.
    ``passed_to``: the tasks that it waited for itself; a request is passed on to those. ``cut_in``: the line in which
    it stood when `asyncio.run` asked once more, where it had not ended by then.
    """

    task: int
    place: int
    time: float
    line: int | None
    by_run: bool
    passed_to: frozenset[int]
    awaited: bool
    heard: int = 0
    cut_in: int | None = None
    taken_back: bool = False


class Proofs:
    """The record, the program, and what the history of the run tells of tasks that were asked to end."""

    def __init__(self, record: Record, program: ProgramText, history: History, names: dict[int, str]) -> None:
        self.record, self.program, self.history, self.names = record, program, history, names
        self.tasks = {task.id: task for task in record.tasks}
        #: When each task ended.
        self.ends = {task.id: task.end for task in history.tasks.values() if task.end is not None}
        #: Tasks that had a turn, and tasks whose end was ever waited for.
        self.begun = {task.id for task in history.tasks.values() if task.steps}
        self.awaited = set(history.waited_for)
        #: Whether every wait tells all tasks that it is for, and no event was left out.
        self.complete = not record.dropped and all(wait.count <= len(wait.tasks) for wait in history.waits.values())
        asked = {number: self._request(task) for number, task in history.tasks.items() if number in self.tasks}
        self.requests = {number: request for number, request in asked.items() if request is not None}

    @property
    def stuck(self) -> list[Stuck]:
        """The program's tasks that never ended, where they stood."""
        return [stuck for stuck in self.record.stuck if not stuck.label.startswith(ASYNCIOS_OWN)]

    def root(self, task: int | None) -> int | None:
        """The task that `asyncio.run` was called with, and that all began with; None where it was another way."""
        while task is not None and (known := self.history.tasks.get(task)) is not None and known.creator is not None:
            task = known.creator
        made = self.tasks.get(task or 0)
        return task if made is not None and made.line in self.program.starting else None

    def outlived(self, task: int) -> int | None:
        """The task that `asyncio.run` was called with, if it ended before this one did: nobody can wait after that."""
        root = self.root(task)
        if root is None or root == task or root not in self.ends:
            return None
        return root if task not in self.ends or self.ends[task].place > self.ends[root].place else None

    def asked(self, by_run: bool) -> list[Request]:
        """The requests to end that nobody took back: those of `asyncio.run`, or of the program in a line of its own."""
        requests = (self.requests[task] for task in sorted(self.requests))
        return [request for request in requests if request.by_run == by_run and not request.taken_back]

    def _request(self, task: TaskHistory) -> Request | None:
        """The request to end that counts: the first, or the first after one that was taken back."""
        found: Request | None = None
        taken_back = iter(task.taken_back)
        back = next(taken_back, None)
        for call in task.cancels:
            while back is not None and back < call.at.place:
                if found is not None:
                    found.taken_back = True
                back = next(taken_back, None)
            place, line = call.at.place, call.line if call.line is not None else self._line_of(call)
            by_run = call.by is None and line in self.program.starting
            if not (by_run or line in self.program.cancelling):
                continue
            if found is None or found.taken_back:
                found = self._asked(task, call.at, line, by_run)
            elif by_run and (stood := [wait for wait in task.waits if found.place < wait.start.place < place]):
                found.cut_in = stood[-1].wait.line if stood[-1].wait is not None else None
        if found is not None and back is not None:
            found.taken_back = True
        return found

    def _asked(self, task: TaskHistory, at: Point, line: int | None, by_run: bool) -> Request:
        wait = task.wait_at(at.place)
        passed_to = frozenset(wait.tasks) if wait is not None else frozenset[int]()
        awaited = any(span.later(at.place) for span in self.history.waited_for.get(task.id, ()))
        heard = sum(wait.start.place > at.place for wait in task.waits)
        return Request(task.id, at.place, at.seconds, line, by_run, passed_to, awaited, heard)

    def _line_of(self, call: CancelCall) -> int | None:
        """The line in which a task asked another to end, from the lines that it ran in the step that was over next.

        The record names no line where the task that was asked was ready to run anyway. A group of tasks asks by itself.
        """
        by = self.history.tasks.get(call.by or 0)
        if by is None or self.program.has_groups:
            return None
        step = by.step_at(call.at.place)
        lines = set(step.ran) & self.program.cancelling if step is not None else set()
        return lines.pop() if len(lines) == 1 else None

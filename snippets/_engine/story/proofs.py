"""What a record and the program's text prove of tasks: who asked which to end, in which line, and who waited for it.

Where they leave a doubt they prove nothing, and what is asked here says so: with None, or with no request at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from snippets._engine.record.events import Cancel, Created, Eager, End, Step, Uncancel, Wait
from snippets._engine.record.names import ASYNCIOS_OWN, shown_names
from snippets._engine.record.record import Record, Stuck, Task
from snippets._engine.story.program import ProgramText

#: Of waits for so many tasks not all are told.
MOST_AWAITED = 20


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


@dataclass(slots=True)
class Proofs:
    """The record and the program, and what the events say of tasks that were asked to end."""

    record: Record
    program: ProgramText
    names: dict[int, str] = field(init=False)
    tasks: dict[int, Task] = field(init=False)
    creators: dict[int, int | None] = field(init=False, default_factory=dict)
    requests: dict[int, Request] = field(init=False, default_factory=dict)
    ends: dict[int, tuple[int, float]] = field(init=False, default_factory=dict)
    #: Tasks that had a turn, and tasks whose end was ever waited for.
    begun: set[int] = field(init=False, default_factory=set)
    awaited: set[int] = field(init=False, default_factory=set)
    #: Whether every wait tells all tasks that it is for, and no event was left out.
    complete: bool = field(init=False)

    def __post_init__(self) -> None:
        self.names = shown_names(self.record)
        self.tasks = {task.id: task for task in self.record.tasks}
        self.complete = not self.record.dropped
        _read(self)

    @property
    def stderr(self) -> str:
        """What came on stderr."""
        return "".join(piece.text for piece in self.record.output if piece.stream == "stderr")

    @property
    def stuck(self) -> list[Stuck]:
        """The program's tasks that never ended, where they stood."""
        return [stuck for stuck in self.record.stuck if not stuck.label.startswith(ASYNCIOS_OWN)]

    def root(self, task: int | None) -> int | None:
        """The task that `asyncio.run` was called with, and that all began with; None where it was another way."""
        while task is not None and self.creators.get(task) is not None:
            task = self.creators[task]
        made = self.tasks.get(task or 0)
        return task if made is not None and made.line in self.program.starting else None

    def outlived(self, task: int) -> int | None:
        """The task that `asyncio.run` was called with, if it ended before this one did: nobody can wait after that."""
        root = self.root(task)
        if root is None or root == task or root not in self.ends:
            return None
        return root if self.ends.get(task, (len(self.record.events), 0.0))[0] > self.ends[root][0] else None

    def asked(self, by_run: bool) -> list[Request]:
        """The requests to end that nobody took back: those of `asyncio.run`, or of the program in a line of its own."""
        requests = (self.requests[task] for task in sorted(self.requests))
        return [request for request in requests if request.by_run == by_run and not request.taken_back]


def _read(proofs: Proofs) -> None:
    """Walk over the events once."""
    waits: dict[int, frozenset[int]] = {}
    lines: dict[int, int | None] = {}
    events = proofs.record.events
    for place, event in enumerate(events):
        if isinstance(event, Created):
            proofs.creators[event.task] = event.creator
        elif isinstance(event, Step | Eager):
            proofs.begun.add(event.task)
            waits.pop(event.task, None)
        elif isinstance(event, Wait):
            lines[event.task] = event.line
            _waits(proofs, waits, event.task, event.tasks)
        elif isinstance(event, End):
            proofs.ends[event.task] = (place, event.seconds)
        elif isinstance(event, Uncancel) and event.task in proofs.requests:
            proofs.requests[event.task].taken_back = True
        elif isinstance(event, Cancel):
            task = event.task
            line = _line_of_request(proofs, place, event.by) if event.line is None else event.line
            by_run = event.by is None and line in proofs.program.starting
            passed_to = waits.get(task, frozenset())
            known = proofs.requests.get(task)
            if task not in proofs.tasks or not (by_run or line in proofs.program.cancelling):
                continue
            if known is None or known.taken_back:
                awaited = any(task in tasks for tasks in waits.values())
                proofs.requests[task] = Request(task, place, event.seconds, line, by_run, passed_to, awaited)
            elif by_run and known.heard:
                known.cut_in = lines[task]


def _waits(proofs: Proofs, waits: dict[int, frozenset[int]], task: int, tasks: Sequence[int]) -> None:
    waits[task] = frozenset(tasks)
    proofs.awaited.update(tasks)
    proofs.complete = proofs.complete and len(tasks) < MOST_AWAITED
    for awaited in tasks:
        if awaited in proofs.requests:
            proofs.requests[awaited].awaited = True
    if task in proofs.requests:
        proofs.requests[task].heard += 1


def _line_of_request(proofs: Proofs, place: int, by: int | None) -> int | None:
    """The line in which this task asked another to end in the step that is over now, from the lines that it ran.

    The record names no line where the task that was asked was ready to run anyway. A group of tasks asks by itself.
    """
    if by is None or proofs.program.has_groups:
        return None
    events = proofs.record.events
    later = (events[index] for index in range(place, len(events)))
    over = next((event for event in later if isinstance(event, Wait | End) and event.task == by), None)
    lines = set(over.ran) & proofs.program.cancelling if over is not None else set()
    return lines.pop() if len(lines) == 1 else None

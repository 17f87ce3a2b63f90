"""What a record and the program's text prove of tasks: who asked which to end, in which line, and who waited for it.

Where they leave a doubt they prove nothing, and what is asked here says so: with None, or with no request at all.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from snippets._engine.pages.markup import code
from snippets._engine.record.record import Record, Stuck, Task, lines_ran
from snippets._engine.story.names import ASYNCIOS_OWN, shown_names

#: Of waits for so many tasks not all are told.
MOST_AWAITED = 20
#: A line of the program is quoted up to so many letters.
QUOTED = 48


class Program:
    """The text of the program, as far as it tells who did something."""

    def __init__(self, source: str) -> None:
        self.lines = source.split("\n")
        try:
            nodes = list(ast.walk(ast.parse(source)))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            nodes = []
        calls = [node for node in nodes if isinstance(node, ast.Call)]
        awaited = {id(node.value) for node in nodes if isinstance(node, ast.Await)}
        self.alone = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
        self.unawaited = [node for node in calls if id(node) not in awaited]
        self.references = [name for node in nodes if (name := last_name(node))]
        self.coroutines = {node.name for node in nodes if isinstance(node, ast.AsyncFunctionDef)}
        self.has_groups = "TaskGroup" in self.references
        #: Lines in which something is asked to end, and those of `asyncio.run`, where its own cancelling begins.
        self.cancelling = lines_of(node for node in calls if last_name(node.func) == "cancel")
        self.running = lines_of(node for node in calls if ast.unparse(node.func) == "asyncio.run")

    def quote(self, line: int) -> str:
        """A line of the program without its indentation, as code; a long one is cut."""
        text = self.lines[line - 1].strip() if 0 < line <= len(self.lines) else ""
        return code(text if len(text) <= QUOTED else text[: QUOTED - 1] + "…") if text else ""

    def made(self, coroutine: str, line: int | None) -> ast.Call | None:
        """The call that made a coroutine of this name which was thrown away in this line, where only one can have."""
        name = coroutine.rpartition(".")[2]
        calls = [call for call in self.unawaited if last_name(call.func) == name]
        here = [call for call in calls if line in lines_of([call])]
        if len(here) == 1 and (id(here[0]) in self.alone or len(calls) == 1):
            return here[0]
        only = len(calls) == 1 and self.references.count(name) == 1 and name in self.coroutines
        return calls[0] if only else None


def last_name(node: ast.AST) -> str | None:
    """`sleep` of `asyncio.sleep`, where this is the name of something."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else None


def lines_of(nodes: Iterable[ast.Call]) -> set[int]:
    """All lines that these calls stand in."""
    return {line for node in nodes for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)}


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

    @property
    def where(self) -> str:
        """Who asked, as HTML: `in line 14`."""
        return f"by {code('asyncio.run()')}" if self.by_run else f"in line {self.line}"


@dataclass(slots=True)
class Run:
    """The record and the program, and what the events say of tasks that were asked to end."""

    record: Record
    program: Program
    file: str
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
        return task if made is not None and made.line in self.program.running else None

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


def _read(run: Run) -> None:
    """Walk over the events once."""
    waits: dict[int, frozenset[int]] = {}
    lines: dict[int, int | None] = {}
    events = run.record.events
    for place, (kind, time, *rest) in enumerate(events):
        if kind == "task":
            run.creators[rest[0]] = rest[3]
        elif kind in ("step", "eager"):
            run.begun.add(rest[0])
            waits.pop(rest[0], None)
        elif kind == "wait":
            lines[rest[0]] = rest[3]
            _waits(run, waits, rest[0], rest[5])
        elif kind == "end":
            run.ends[rest[0]] = (place, time)
        elif kind == "uncancel" and rest[0] in run.requests:
            run.requests[rest[0]].taken_back = True
        elif kind == "cancel":
            task, by, line = rest[:3]
            line = _line_of_request(run, place, by) if line is None else line
            by_run = by is None and line in run.program.running
            passed_to = waits.get(task, frozenset())
            known = run.requests.get(task)
            if task not in run.tasks or not (by_run or line in run.program.cancelling):
                continue
            if known is None or known.taken_back:
                awaited = any(task in tasks for tasks in waits.values())
                run.requests[task] = Request(task, place, time, line, by_run, passed_to, awaited)
            elif by_run and known.heard:
                known.cut_in = lines[task]


def _waits(run: Run, waits: dict[int, frozenset[int]], task: int, tasks: Sequence[int]) -> None:
    waits[task] = frozenset(tasks)
    run.awaited.update(tasks)
    run.complete = run.complete and len(tasks) < MOST_AWAITED
    for awaited in tasks:
        if awaited in run.requests:
            run.requests[awaited].awaited = True
    if task in run.requests:
        run.requests[task].heard += 1


def _line_of_request(run: Run, place: int, by: int | None) -> int | None:
    """The line in which this task asked another to end in the step that is over now, from the lines that it ran.

    The record names no line where the task that was asked was ready to run anyway. A group of tasks asks by itself.
    """
    if by is None or run.program.has_groups:
        return None
    events = run.record.events
    later = (events[index] for index in range(place, len(events)))
    ran = next((event for event in later if event[0] in ("wait", "end") and event[2] == by), None)
    lines = set(lines_ran(ran)) & run.program.cancelling if ran is not None else set()
    return lines.pop() if len(lines) == 1 else None

"""What one run of a program left behind: plain data, and how it is written down as JSON.

A record is made by `run/runner.py` from what the recorder (`recorder/`) reported while the program ran.
Pages, goldens, pictures and the command line are all drawn from records.

The JSON form (`python -m snippets run TARGET --json`) is one object with these keys:

- `version`: of this format, `VERSION` below; it changes when a key changes its meaning or goes away
- `outcome`: what was measured: `finishes`, `exits N`, `raises NAME`, `killed SIGNAL`, `deadlocks`, `hangs`,
  `never yields`, `runs forever`, `stopped` or `refused`
- `output`: a list of `[seconds, "stdout" | "stderr", task name or null, text]`, a piece a write; the texts join to the
  text that pages show (normalised, see `text.py`)
- `exit`: the program's exit status, 128 + N where signal N killed it; null where we stopped it
- `clock`: `virtual` or `real`
- `python`: the version that ran it, like `3.13.0`
- `seconds`: on that clock, from the program's first line to its end or to where we stopped it
- `tasks`: in order of creation, see `Task`
- `events`: what happened, in order, see `EVENTS`; `dropped` counts the loop's callbacks after the recorder's limit was
  met: of what they did only the ends of known tasks are told
- `faults`: how often a part of the recorder failed; where it is not 0, the record is not to be trusted
- `raised`: the class of the exception that ended the program, or null
- `stuck`: where every unfinished task stood at the end, see `Stuck`
- `standstill`: on the real clock, of a program that was silent and idle when it was stopped: what its threads and child
  processes waited for, and what could still have woken it, see `Standstill`; else null
- `near_ties`: a list of `[seconds, what, what]`: timers that met at this moment so nearly that on other machines, which
  wake later or sooner, they may come in the other order, or in one pass of the loop where here they came in two, or the
  other way round. What is timed is a task, by the name that pictures show, `time-out of` a task, or a callback by its
  name. Each pair is told of where it first met; always empty on the real clock
- `verdict`: the lines that explain an outcome which the program did not bring about itself
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from snippets._engine.record.outcome import Outcome

VERSION = 1

Clock = Literal["virtual", "real"]
Stream = Literal["stdout", "stderr"]

#: kind -> what follows the kind in an event; every event is `[kind, seconds, ...]`.
#:
#: A line is one of the program's, or null. Who is ready is a list of task ids and names of callbacks, the next first;
#: timers are `[seconds, task id or name]`, the earliest first; null for a time that never comes. The tasks of a wait
#: are those that must end, or let go of a lock, before it is over: the first 20 of them, and how many there are. Its
#: sort is `sleep`, `task` (awaited itself), `gather`, `TaskGroup`, `wait`, `wait_for`, `shield`, `as_completed`, a
#: primitive's family and method, like `queue.join` or `lock.acquire`, `future`, `library` (a coroutine of a module's),
#: `ready` (it only lets others run) or `unknown`. A family is `lock`, `semaphore`, `event`, `condition`, `barrier`,
#: `queue`, or `other`: what the class is derived from, whatever it is called. The state of a lock or condition is
#: `[taken]`, of a semaphore `[places left]`, of an event `[set]`, of a barrier `[tasks waiting]`, of a queue
#: `[items, unfinished items]`. On Python 3.11 it is not known which lines ran. A cancellation that is taken back within
#: the same step is not seen. `slow` comes after a callback that took more than 50 ms, before its `wait` or `end`: once
#: for each line that took as long, or once without a line, for all that is not known of or for the callback as a whole.
#:
#: A `raise` says where: `await`, out of the await in which the task stood when its step began, as the program's own
#: line receives it; `inside`, in a coroutine that is awaited there, which may keep it or turn it into another;
#: `later` in the step, out of a call or block of asyncio's in that line. What comes out of an `await` is told where the
#: program awaits a future or task, or a coroutine function of asyncio's for tasks, groups, time-outs, threads and
#: primitives: a `wait` says whether it will be. Of the functions in which a task stands the outermost comes first:
#: those of asyncio, `["Condition.wait", "Lock.acquire"]` where it was notified and wants its lock back, and the
#: innermost 2,000 of the program, `[["main", 12], ["worker", 5]]`.
EVENTS = {
    "task": "id of a task that was created, its name then, its label, id of its creator or null, line; also true where "
    "another thread did it while a callback was under way",
    "ready": "id of a task that was put into the ready queue, id of the task that did it or null, line; true as above",
    "cancel": "id of a task whose cancellation was asked for, id of the task that asked or null, line; true as above",
    "uncancel": "id of a task for which such a request was taken back",
    "step": "id of the task that the loop now lets run, who is ready behind it, timers",
    "eager": "id of a task that begins at once, inside the step of its creator, which goes on after its wait or end",
    "call": "name of a callback that is no task's, or the id of the task that it will wake; who is ready, timers, "
    "id of the task of whose end it is told or null, id of the task that waits for what it tells, or 0 for the loop",
    "raise": "id of a task in which an exception is raised, its class, line, where",
    "wait": "id of the task whose step is over, what it waits for, function, line, primitive, tasks, lines it ran, "
    "sort of the wait, how many those tasks are, whether it is still the await of the wait before, whether what that "
    "raises will be told, functions of asyncio, the program's functions that are suspended, each with its line",
    "end": "id of the task, how it ended ('returned', 'cancelled' or 'raised NAME'), its name then, lines it ran",
    "slow": "id of the task whose step it was or null, seconds, line that took them or null",
    "lines": "lines that ran outside any callback of the loop",
    "object": "number of a primitive, its class, its name in the program, its size or parties or null, line, family",
    "state": "number of a primitive that changed, id of the task that changed it or null, its state; also true where "
    "that was seen before a callback began: it happened outside of callbacks, or in another thread",
    "cut": "the recorder's limit was met: what follows is output, and the ends of tasks that were told of",
    "out": "index into output, line, id of the task or null; also true where it came past Python, from another process",
}


def lines_ran(event: Sequence[Any]) -> list[int]:
    """The lines that a step ran, by the `wait` or `end` which came after it; empty on Python 3.11."""
    lines: list[int] = event[8] if event[0] == "wait" else event[5]
    return lines


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a program that goes on for ever is stopped: after so many lines of both streams, or so many seconds."""

    lines: int | None = None
    seconds: float | None = None

    def __str__(self) -> str:
        return f"{self.lines} lines" if self.lines is not None else f"{self.seconds:g} s"


@dataclass(frozen=True, slots=True)
class Piece:
    """One write of the program: when (seconds on the record's clock), to which stream, by which task, and what."""

    seconds: float
    stream: Stream
    task: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Task:
    """One task: its number in order of creation, its name, how it was called, who made it, how it ended.

    `label` is the coroutine with its arguments as the program writes them, like `worker_with(lock, 0)`.
    `parent` is the creating task's name, or None where no task was running. `ended` is `returned`,
    `cancelled`, `raised NAME`, or None where it never ended.
    """

    id: int
    name: str
    label: str
    parent: str | None
    line: int | None
    ended: str | None


@dataclass(frozen=True, slots=True)
class Stuck:
    """Where an unfinished task stood at the end: its id, name and label, what it waits for, and from where.

    `on` reads like `queue.join()`, `sleep(5)` or `gather: Task-2, Task-3`; `ready` is said of a task that could run,
    `running` of the one that did. `waits_for` are the ids of the tasks that must end, or let go of a lock, first: the
    first 20 of them, and `awaited` is how many there are.

    `any_of`: one of them may be enough, as in `wait(..., return_when=FIRST_COMPLETED)`.

    What helps to say why it never came, where it is known: `thing` is the name of a future in the program. `holders`
    are the ids of the tasks that hold the places of the semaphore, each as often as it does, all of which are taken.
    `came` is how many are at the barrier, and how many must come. `given` are the ids of tasks that were handed the
    primitive or future as an argument. `failed` are callbacks that refer to it and raised: name, class of the
    exception, line.
    """

    task: int
    name: str
    label: str
    on: str
    function: str | None
    line: int | None
    waits_for: tuple[int, ...] = ()
    awaited: int = 0
    any_of: bool = False
    thing: str | None = None
    holders: tuple[int, ...] = ()
    came: tuple[int, int] | None = None
    given: tuple[int, ...] = ()
    failed: tuple[tuple[str, str, int | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """A thread or process that stood still: what it is, its name, what it waited for, and where.

    `what` is `main thread`, `thread`, `executor thread`, `process` or `ended process` (that nobody has waited for).
    `waits` are among `lock` (or whatever another thread must do), `child` (the end of a child process), `pipe`,
    `socket` (for something to read), `full pipe`, `full socket` (for somebody to read), `timer` (a sleep or time-out),
    `signal`, `input` (of standard input or a terminal), `listening` (for a connection), `outside` (what is not of this
    run) and `unknown`. `on` is the function that the program called, like `Queue.get()`; `line` the program's line in
    which that is, `begun` the line in which the thread, or its job, or the process was begun; each null if not known.
    """

    what: str
    name: str
    waits: tuple[str, ...]
    on: str | None = None
    line: int | None = None
    begun: int | None = None


@dataclass(frozen=True, slots=True)
class Standstill:
    """A program that was silent and in which nothing ran: what it waited for, as the system and the recorder tell.

    `closing` is what Python itself waited for once the program had come to its end: `executor` (its threads, in
    `asyncio.run`), `generators`, `tasks` (that were cancelled), or `exit` (threads and processes); else null. `unwoken`
    are task ids, and names of callbacks, that were put into the ready queue while the loop slept, which does not wake
    it, each with the line that did so or null; `unseen` are those that wait for a timer that was set so; `unstopped`:
    the loop was told to stop so. `closed_circle`: those that the main task waits for read from
    connections whose other ends are in the program itself. `wakers` are pairs of what could still have woken it, in
    the words of `Held.waits`, and a name: an address, a signal; none where nothing could.
    """

    closing: str | None = None
    unwoken: tuple[tuple[int | str, int | None], ...] = ()
    unseen: tuple[int | str, ...] = ()
    unstopped: bool = False
    closed_circle: bool = False
    held: tuple[Held, ...] = ()
    wakers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """What one run left behind. The list above says what each field means."""

    outcome: Outcome
    output: tuple[Piece, ...]
    exit: int | None
    clock: Clock
    python: str
    seconds: float
    tasks: tuple[Task, ...] = ()
    events: tuple[tuple[Any, ...], ...] = ()
    dropped: int = 0
    faults: int = 0
    raised: str | None = None
    stuck: tuple[Stuck, ...] = ()
    standstill: Standstill | None = None
    verdict: tuple[str, ...] = ()
    near_ties: tuple[tuple[float, str, str], ...] = ()
    version: int = field(default=VERSION)

    @property
    def text(self) -> str:
        """All that was printed, both streams in the order of writing, normalised."""
        return "".join(piece.text for piece in self.output)

    @property
    def minor(self) -> str:
        """The Python that ran it without its last number, like `3.13`."""
        return ".".join(self.python.split(".")[:2])

    def to_json(self) -> str:
        """The documented JSON form, on one line, the same bytes for the same record."""
        data = dataclasses.asdict(self)
        data["output"] = [[p.seconds, p.stream, p.task, p.text] for p in self.output]
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
        return text.encode("utf-8", "backslashreplace").decode()  # half a surrogate pair, as JSON itself escapes it

    @classmethod
    def from_json(cls, text: str) -> Record:
        """The record that `to_json` wrote. Raises ValueError, KeyError or TypeError for anything else."""
        data = json.loads(text)
        if data["version"] != VERSION:
            raise ValueError(f"a record of version {data['version']}, not {VERSION}")
        data["outcome"] = Outcome(data["outcome"])
        data["output"] = tuple(Piece(*piece) for piece in data["output"])
        data["tasks"] = tuple(Task(**task) for task in data["tasks"])
        data["events"] = tuple(tuple(event) for event in data["events"])
        data["stuck"] = tuple(Stuck(**{key: frozen(value) for key, value in row.items()}) for row in data["stuck"])
        data["standstill"] = _standstill(data["standstill"]) if data["standstill"] is not None else None
        data["verdict"] = tuple(data["verdict"])
        data["near_ties"] = tuple((seconds, one, two) for seconds, one, two in data["near_ties"])
        return cls(**data)


def frozen(value: Any) -> Any:
    """Lists as tuples, all the way down."""
    return tuple(map(frozen, value)) if isinstance(value, list) else value


def _standstill(data: dict[str, Any]) -> Standstill:
    held = tuple(Held(**{key: frozen(value) for key, value in row.items()}) for row in data["held"])
    return Standstill(**{key: frozen(value) for key, value in data.items()} | {"held": held})

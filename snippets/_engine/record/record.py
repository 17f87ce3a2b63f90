"""What one run of a program left behind: plain data, and how it is written down as JSON.

A record is put together (`record/assemble.py`) from what the recorder (`recorder/`) reported while the program ran.
Pages, goldens, pictures and the command line are all drawn from records.

The JSON form (`python -m snippets run TARGET --json`) is one object with these keys:

- `version`: of this format, `VERSION` below; it changes when a key changes its meaning or goes away
- `outcome`: what was measured: `finishes`, `exits N`, `raises NAME`, `killed SIGNAL`, `deadlocks`, `hangs`,
  `never yields`, `runs forever`, `stopped` or `refused`
- `output`: a list of `[seconds, "stdout" | "stderr", task name or null, text]`, a piece a write; the texts join to the
  text that pages show (normalised, see `record/text.py`)
- `exit`: the program's exit status, 128 + N where signal N killed it; null where we stopped it
- `clock`: `virtual` or `real`
- `python`: the version that ran it, like `3.13.0`
- `seconds`: on that clock, from the program's first line to its end or to where we stopped it
- `tasks`: in order of creation, see `Task`
- `events`: what happened, in order, each a list, see `record/events.py`; `dropped` counts the loop's callbacks after
  the recorder's limit was met: of what they did only the ends of known tasks are told
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
from dataclasses import dataclass, field
from typing import Any, Literal

from snippets._engine.record import events
from snippets._engine.record.events import Event
from snippets._engine.record.outcome import Ended, Outcome

VERSION = 1

Clock = Literal["virtual", "real"]
Stream = Literal["stdout", "stderr"]


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
    ended: Ended | None


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
    events: tuple[Event, ...] = ()
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
    def stderr(self) -> str:
        """What of that went to stderr."""
        return "".join(piece.text for piece in self.output if piece.stream == "stderr")

    @property
    def minor(self) -> str:
        """The Python that ran it without its last number, like `3.13`."""
        return ".".join(self.python.split(".")[:2])

    def to_json(self) -> str:
        """The documented JSON form, on one line, the same bytes for the same record."""
        data = dataclasses.asdict(self)
        data["output"] = [[p.seconds, p.stream, p.task, p.text] for p in self.output]
        data["events"] = [events.fields(event) for event in self.events]
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
        data["tasks"] = tuple(Task(**task | {"ended": _ended(task["ended"])}) for task in data["tasks"])
        data["events"] = tuple(map(events.event, data["events"]))
        data["stuck"] = tuple(Stuck(**{key: frozen(value) for key, value in row.items()}) for row in data["stuck"])
        data["standstill"] = _standstill(data["standstill"]) if data["standstill"] is not None else None
        data["verdict"] = tuple(data["verdict"])
        data["near_ties"] = tuple((seconds, one, two) for seconds, one, two in data["near_ties"])
        return cls(**data)


def _ended(text: str | None) -> Ended | None:
    return None if text is None else Ended(text)


def frozen(value: Any) -> Any:
    """Lists as tuples, all the way down."""
    return tuple(map(frozen, value)) if isinstance(value, list) else value


def _standstill(data: dict[str, Any]) -> Standstill:
    held = tuple(Held(**{key: frozen(value) for key, value in row.items()}) for row in data["held"])
    return Standstill(**{key: frozen(value) for key, value in data.items()} | {"held": held})

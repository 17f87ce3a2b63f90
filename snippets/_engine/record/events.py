"""What happened in a run: a type for each kind of event, in JSON a list of its fields, ``["step", 0.5, 2, …]``.

The recorder reports the same fields in the same order (``recorder/channel.py``), with whole microseconds for seconds.
Times are in seconds on the record's clock. A task is told of by its id, a primitive and a piece of output by their
number; a line is one of the program's. Where the last field is False by default, it is left out of the list while it
is. A cancellation that is taken back within the same step is not seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, TypeAlias

#: The id of a task, or the name of a callback that is no task's.
Who: TypeAlias = int | str


class Created(NamedTuple):
    """A task was created."""

    kind: Literal["task"]
    seconds: float
    task: int
    name: str
    """Its name then."""
    label: str
    """How its coroutine was called, like ``worker(queue)``."""
    creator: int | None
    """The task that created it."""
    line: int | None
    elsewhere: bool = False
    """Whether another thread did it while a callback was under way."""


class Ready(NamedTuple):
    """A task was put into the ready queue, by the task ``by`` where it is known."""

    kind: Literal["ready"]
    seconds: float
    task: int
    by: int | None
    line: int | None
    elsewhere: bool = False
    """Whether another thread did it while a callback was under way."""


class Cancel(NamedTuple):
    """The cancellation of a task was asked for, by the task ``by`` where it is known."""

    kind: Literal["cancel"]
    seconds: float
    task: int
    by: int | None
    line: int | None
    elsewhere: bool = False
    """Whether another thread did it while a callback was under way."""


class Uncancel(NamedTuple):
    """A request to cancel a task was taken back."""

    kind: Literal["uncancel"]
    seconds: float
    task: int


class Step(NamedTuple):
    """The loop now lets a task run."""

    kind: Literal["step"]
    seconds: float
    task: int
    ready: list[Who]
    """Who is ready behind it, the next first."""
    timers: list[list[Any]]
    """``[seconds, who]`` each, the earliest first; null for a time that never comes."""


class Eager(NamedTuple):
    """A task begins at once, inside the step of its creator, which goes on after its wait or end."""

    kind: Literal["eager"]
    seconds: float
    task: int


class Call(NamedTuple):
    """The loop now runs a callback that is no step of a task."""

    kind: Literal["call"]
    seconds: float
    who: Who
    """Its name, or the id of the task that it will wake."""
    ready: list[Who]
    """Who is ready behind it, the next first."""
    timers: list[list[Any]]
    """As those of a ``Step``."""
    ended: int | None
    """The task of whose end it is told."""
    wakes: int | None
    """The task that waits for what it tells, 0 for the loop."""


class Raise(NamedTuple):
    """An exception is raised in a task.

    ``where`` is ``await``: out of the await in which the task stood when its step began, as the program's own line
    receives it; ``inside``: in a coroutine that is awaited there, which may keep it or turn it into another;
    ``later``: later in the step, out of a call or block of asyncio's in that line. What comes out of an await is told
    where the program awaits a future or task, or a coroutine function of asyncio's for tasks, groups, time-outs,
    threads and primitives: a ``Wait`` says whether it will be.
    """

    kind: Literal["raise"]
    seconds: float
    task: int
    error: str
    """The class of the exception."""
    line: int | None
    where: Literal["await", "inside", "later"]


class Wait(NamedTuple):
    """A task's step is over, and it waits.

    ``sort`` is ``sleep``, ``task`` (awaited itself), ``gather``, ``TaskGroup``, ``wait``, ``wait_for``, ``shield``,
    ``as_completed``, a primitive's family and method, like ``queue.join`` or ``lock.acquire``, ``future``, ``library``
    (a coroutine of a module's), ``ready`` (it only lets others run) or ``unknown``.
    """

    kind: Literal["wait"]
    seconds: float
    task: int
    on: str
    """For what, in words, like ``queue.join()``."""
    function: str | None
    line: int | None
    primitive: int | None
    """The number of the primitive, where it waits for one."""
    tasks: list[int]
    """The tasks that must end, or let go of a lock, before it is over: the first 20 of them."""
    ran: list[int]
    """The lines that the step ran; empty on Python 3.11."""
    sort: str
    awaited: int
    """How many those tasks are."""
    same: bool
    """Whether it is still the await of the wait before."""
    watched: bool
    """Whether what this await raises will be told."""
    asyncio: list[str]
    """The functions of asyncio in which it stands, the outermost first.

    ``["Condition.wait", "Lock.acquire"]`` where it was notified and wants its lock back.
    """
    stack: list[list[Any]]
    """The program's functions that are suspended, the outermost first, each with its line.

    The innermost 2,000 of them: ``[["main", 12], ["worker", 5]]``.
    """


class End(NamedTuple):
    """A task ended; ``how`` is ``returned``, ``cancelled`` or ``raised NAME``, ``name`` the task's name then."""

    kind: Literal["end"]
    seconds: float
    task: int
    how: str
    name: str
    ran: list[int]
    """The lines that its last step ran; empty on Python 3.11."""


class Slow(NamedTuple):
    """A callback took more than 50 ms; before the ``Wait`` or ``End`` of its step, if it was one.

    Told of once for each line that took as long, or once without a line, for all that is not known of or for the
    callback as a whole.
    """

    kind: Literal["slow"]
    seconds: float
    task: int | None
    """The task whose step it was."""
    took: float
    """How many seconds it took."""
    line: int | None


class Lines(NamedTuple):
    """Lines that ran outside any callback of the loop."""

    kind: Literal["lines"]
    seconds: float
    ran: list[int]


class Object(NamedTuple):
    """A primitive was first seen.

    ``family`` is ``lock``, ``semaphore``, ``event``, ``condition``, ``barrier``, ``queue``, or ``other``: what its
    class is derived from, whatever it is called.
    """

    kind: Literal["object"]
    seconds: float
    primitive: int
    cls: str
    """The name of its class."""
    name: str
    """Its name in the program."""
    size: int | None
    """A queue's size, or how many a barrier waits for."""
    line: int | None
    family: str


class State(NamedTuple):
    """A primitive changed, by the task ``by`` where it is known.

    The state of a lock or condition is ``[taken]``, of a semaphore ``[places left]``, of an event ``[set]``, of a
    barrier ``[tasks waiting]``, of a queue ``[items, unfinished items]``.
    """

    kind: Literal["state"]
    seconds: float
    primitive: int
    by: int | None
    state: list[int]
    outside: bool = False
    """Whether it was seen before a callback began: it happened outside of callbacks, or in another thread."""


class Cut(NamedTuple):
    """The recorder's limit was met: what follows is output, and the ends of tasks that were told of."""

    kind: Literal["cut"]
    seconds: float


class Out(NamedTuple):
    """The program wrote the piece of this number, counted from 0."""

    kind: Literal["out"]
    seconds: float
    piece: int
    line: int | None
    task: int | None
    past: bool = False
    """Whether it came past Python, from another process or an extension."""


Event: TypeAlias = (
    Created | Ready | Cancel | Uncancel | Step | Eager | Call | Raise | Wait | End | Slow | Lines | Object | State | Cut
    | Out
)  # fmt: skip

#: The type of each kind of event.
TYPES: dict[str, type[Event]] = {
    "task": Created, "ready": Ready, "cancel": Cancel, "uncancel": Uncancel, "step": Step, "eager": Eager, "call": Call,
    "raise": Raise, "wait": Wait, "end": End, "slow": Slow, "lines": Lines, "object": Object, "state": State,
    "cut": Cut, "out": Out,
}  # fmt: skip


def event(fields: Sequence[Any]) -> Event:
    """The event that a list stands for. Raises KeyError for an unknown kind, TypeError for a wrong number of fields."""
    return TYPES[fields[0]](*fields)


def fields(event: Event) -> list[Any]:
    """The event as a list, which is its form in JSON; a last field that says nothing is left out."""
    said = list(event)
    return said[:-1] if event._field_defaults and not said[-1] else said

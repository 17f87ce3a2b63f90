"""What happened in a run: a type for each kind of event, in JSON a list of its fields, ``["step", 0.5, 2, …]``.

The kind comes first, which is the type's name in small letters (that of ``Created`` is ``task``), then the time,
then what is listed for each, in order. The recorder reports the same fields (``recorder/channel.py``), with whole
microseconds for seconds. Times are in seconds on the record's clock. A task is told of by its id, a primitive and a
piece of output by their number; a line is one of the program's, None where it is not known. Where the last field is
False by default, it is left out of the list while it is. A cancellation that is taken back within the same step is
not seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple, TypeAlias

from snippets._engine.record.outcome import Ended

#: The id of a task, or the name of a callback that is no task's.
Who: TypeAlias = int | str


class Created(NamedTuple):
    """A task was created.

    Attributes:
        task: Its id.
        name: Its name then.
        label: How its coroutine was called, like ``worker(queue)``.
        creator: The task that created it.
        line: In which line.
        elsewhere: Whether another thread did it while a callback was under way.
    """

    kind: Literal["task"]
    seconds: float
    task: int
    name: str
    label: str
    creator: int | None
    line: int | None
    elsewhere: bool = False


class Ready(NamedTuple):
    """A task was put into the ready queue.

    Attributes:
        task: Which one.
        by: The task that did it, where it was one.
        line: In which line.
        elsewhere: Whether another thread did it while a callback was under way.
    """

    kind: Literal["ready"]
    seconds: float
    task: int
    by: int | None
    line: int | None
    elsewhere: bool = False


class Cancel(NamedTuple):
    """The cancellation of a task was asked for.

    Attributes:
        task: Whose.
        by: The task that asked, where it was one.
        line: In which line.
        elsewhere: Whether another thread did it while a callback was under way.
    """

    kind: Literal["cancel"]
    seconds: float
    task: int
    by: int | None
    line: int | None
    elsewhere: bool = False


class Uncancel(NamedTuple):
    """A request to cancel a task was taken back.

    Attributes:
        task: Of which task.
    """

    kind: Literal["uncancel"]
    seconds: float
    task: int


class Step(NamedTuple):
    """The loop now lets a task run.

    Attributes:
        task: Which one.
        ready: Who is ready behind it, the next first.
        timers: ``[seconds, who]`` each, the earliest first; null for a time that never comes.
    """

    kind: Literal["step"]
    seconds: float
    task: int
    ready: list[Who]
    timers: list[list[Any]]


class Eager(NamedTuple):
    """A task begins at once, inside the step of its creator, which goes on after its wait or end.

    Attributes:
        task: Which one.
    """

    kind: Literal["eager"]
    seconds: float
    task: int


class Call(NamedTuple):
    """The loop now runs a callback that is no step of a task.

    Attributes:
        who: Its name, or the id of the task that it will wake.
        ready: Who is ready behind it, the next first.
        timers: As those of a ``Step``.
        ended: The task of whose end it is told.
        wakes: The task that waits for what it tells, 0 for the loop.
    """

    kind: Literal["call"]
    seconds: float
    who: Who
    ready: list[Who]
    timers: list[list[Any]]
    ended: int | None
    wakes: int | None


class Raise(NamedTuple):
    """An exception is raised in a task.

    ``where`` is ``await``: out of the await in which the task stood when its step began, as the program's own line
    receives it; ``inside``: in a coroutine that is awaited there, which may keep it or turn it into another;
    ``later``: later in the step, out of a call or block of asyncio's in that line. What comes out of an await is told
    where the program awaits a future or task, or a coroutine function of asyncio's for tasks, groups, time-outs,
    threads and primitives: a ``Wait`` says whether it will be.

    Attributes:
        task: In which task.
        error: The class of the exception.
        line: In which line.
        where: As above.
    """

    kind: Literal["raise"]
    seconds: float
    task: int
    error: str
    line: int | None
    where: Literal["await", "inside", "later"]


class Wait(NamedTuple):
    """A task's step is over, and it waits.

    ``sort`` is ``sleep``, ``task`` (awaited itself), ``gather``, ``TaskGroup``, ``wait``, ``wait_for``, ``shield``,
    ``as_completed``, a primitive's family and method, like ``queue.join`` or ``lock.acquire``, ``future``, ``library``
    (a coroutine of a module's), ``ready`` (it only lets others run) or ``unknown``.

    Attributes:
        task: Which one.
        on: For what, in words, like ``queue.join()``.
        function: The function of the program in which it stands.
        line: The line in which it stands.
        primitive: The number of the primitive, where it waits for one.
        tasks: The tasks that must end, or let go of a lock, before it is over: the first 20 of them.
        ran: The lines that the step ran; empty on Python 3.11.
        sort: As above.
        awaited: How many those tasks are.
        same: Whether it is still the await of the wait before.
        watched: Whether what this await raises will be told.
        asyncio: The functions of asyncio in which it stands, the outermost first: ``["Condition.wait",
            "Lock.acquire"]`` where it was notified and wants its lock back.
        stack: The program's functions that are suspended, the outermost first, each with its line, like
            ``[["main", 12], ["worker", 5]]``: the innermost 2,000 of them.
    """

    kind: Literal["wait"]
    seconds: float
    task: int
    on: str
    function: str | None
    line: int | None
    primitive: int | None
    tasks: list[int]
    ran: list[int]
    sort: str
    awaited: int
    same: bool
    watched: bool
    asyncio: list[str]
    stack: list[list[Any]]


class End(NamedTuple):
    """A task ended.

    Attributes:
        task: Which one.
        how: ``returned``, ``cancelled`` or ``raised NAME``.
        name: Its name then.
        ran: The lines that its last step ran; empty on Python 3.11.
    """

    kind: Literal["end"]
    seconds: float
    task: int
    how: Ended
    name: str
    ran: list[int]


class Slow(NamedTuple):
    """A callback took more than 50 ms; before the ``Wait`` or ``End`` of its step, if it was one.

    Told of once for each line that took as long, or once without a line, for all that is not known of or for the
    callback as a whole.

    Attributes:
        task: The task whose step it was.
        took: How many seconds it took.
        line: The line that took so long.
    """

    kind: Literal["slow"]
    seconds: float
    task: int | None
    took: float
    line: int | None


class Lines(NamedTuple):
    """Lines that ran outside any callback of the loop.

    Attributes:
        ran: Which lines.
    """

    kind: Literal["lines"]
    seconds: float
    ran: list[int]


class Object(NamedTuple):
    """A primitive was first seen.

    ``family`` is ``lock``, ``semaphore``, ``event``, ``condition``, ``barrier``, ``queue``, or ``other``: what its
    class is derived from, whatever it is called.

    Attributes:
        primitive: Its number.
        cls: The name of its class.
        name: Its name in the program.
        size: A queue's size, or how many a barrier waits for.
        line: Where it was made.
        family: As above.
    """

    kind: Literal["object"]
    seconds: float
    primitive: int
    cls: str
    name: str
    size: int | None
    line: int | None
    family: str


class State(NamedTuple):
    """A primitive changed.

    The state of a lock or condition is ``[taken]``, of a semaphore ``[places left]``, of an event ``[set]``, of a
    barrier ``[tasks waiting]``, of a queue ``[items, unfinished items]``.

    Attributes:
        primitive: Its number.
        by: The task that changed it, where it was one.
        state: As above.
        outside: Whether it was seen before a callback began: it happened outside of callbacks, or in another thread.
    """

    kind: Literal["state"]
    seconds: float
    primitive: int
    by: int | None
    state: list[int]
    outside: bool = False


class Cut(NamedTuple):
    """The recorder's limit was met: what follows is output, and the ends of tasks that were told of."""

    kind: Literal["cut"]
    seconds: float


class Out(NamedTuple):
    """The program wrote the piece of this number, counted from 0.

    Attributes:
        piece: Its number.
        line: In which line.
        task: In which task.
        past: Whether it came past Python, from another process or an extension.
    """

    kind: Literal["out"]
    seconds: float
    piece: int
    line: int | None
    task: int | None
    past: bool = False


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
    made = TYPES[fields[0]](*fields)
    return made._replace(how=Ended(made.how)) if isinstance(made, End) else made


def fields(event: Event) -> list[Any]:
    """The event as a list, which is its form in JSON; a last field that says nothing is left out."""
    said = list(event)
    return said[:-1] if event._field_defaults and not said[-1] else said

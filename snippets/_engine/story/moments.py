"""What ``walk`` makes of a run: plain data for each callback of the loop, and how everything stood after it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from snippets._engine.record.outcome import Ended
from snippets._engine.story.callbacks import Callback, known
from snippets._engine.story.history import Waiting
from snippets._engine.story.primitives import Thing


@dataclass(frozen=True, slots=True)
class Cancellation:
    """A cancellation that was asked for and has not arrived yet.

    ``source`` is `task`, `timeout`, `group`, `run` or `callback`; ``through`` the task that passed it on. ``late``:
    the task was ready already, its wait was over.
    """

    source: str
    by: int | None
    line: int | None
    through: int | None = None
    late: bool = False
    #: A TaskGroup kept it back until its tasks had ended.
    put_off: bool = False
    #: Whether it arrived, later in the record, and in which line.
    arrives: bool = False
    arrives_in: int | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that a step did.

    ``kind`` is `created`, `printed`, `woke`, `asked`, `used`, `changed` or `passed`. ``what`` is a method, a text or an
    expression; ``paused`` is False where an await did not suspend; ``woke`` lists who became ready through it;
    ``past`` is said of what another process printed.
    """

    kind: str
    line: int | None
    task: int | None = None
    what: str = ""
    thing: Thing | None = None
    before: Thing | None = None
    woke: tuple[int, ...] = ()
    paused: bool | None = None
    #: Who woke up: for which primitive it had waited.
    waited: int | None = None
    index: int | None = None
    asked: Cancellation | None = None
    inner: Moment | None = None
    resumed: bool = False
    past: bool = False
    #: Another thread did it while this step was under way.
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Resumed:
    """Why a suspended task goes on: what it waited for, a cancellation that arrives now, what its await raises.

    ``inside`` is the class of an exception that was raised in what it awaits; whether it came out of that, ``raises``
    says, if the wait tells. ``turned`` is the line of a timeout's block that made `TimeoutError` of it. ``due``: a
    timer of the wait's own had ended it.
    """

    wait: Waiting
    asked: Cancellation | None
    raises: str | None
    caught: int | None
    #: Where an `except*` did: it and the others beside it that took a part in this step.
    parts: tuple[int, ...] = ()
    #: Clauses that looked at what was raised, and did not catch it.
    in_vain: tuple[int, ...] = ()
    by: int | None = None
    by_line: int | None = None
    failed: tuple[int, ...] = ()
    inside: str | None = None
    turned: int | None = None
    due: bool = False

    @property
    def over(self) -> bool:
        """Whether the await is known to have ended without an exception."""
        return self.wait.told and self.raises is None


How = Literal["running", "ready", "sleeping", "waiting", "returned", "cancelled", "failed"]


@dataclass(frozen=True, slots=True)
class TaskState:
    """How a task stands, its lines (innermost first), and why."""

    how: How
    lines: tuple[int, ...] = ()
    wait: Waiting | None = None
    ended: Ended | None = None
    asked: Cancellation | None = None


@dataclass(slots=True)
class Moment:
    """One callback of the loop, or what happened before, between and after; then how everything stood.

    ``kind`` is `start`, `step`, `callback`, `outside`, `end` or `cut`. ``after`` is how a step left its task: its wait,
    how it ended, or None where it never let go.
    """

    kind: str
    seconds: float
    task: int | None = None
    name: str = ""
    about: int | None = None
    first: bool = False
    resumed: Resumed | None = None
    stopped: Cancellation | None = None
    deeds: list[Deed] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    after: Waiting | Ended | None = None
    #: The event at which it was over.
    place: int = 0
    #: When it was over, as far as is known: on the virtual clock a jump comes behind it.
    until: float = 0.0
    ready: list[int | str | tuple[str, int]] = field(default_factory=list)
    timers: list[tuple[float | None, int | str]] = field(default_factory=list)
    states: dict[int, TaskState] = field(default_factory=dict)
    things: dict[int, Thing] = field(default_factory=dict)
    #: Of callbacks that are told of ends: which task, of how many, how many had been told of; who waits for that.
    told: tuple[int, ...] = ()
    awaiting: int | None = None
    for_the_loop: bool = False
    of: tuple[int, ...] = ()
    jumped: bool = False
    #: Where a step took long: seconds, and the line, where that is known.
    slow: list[tuple[float, int | None]] = field(default_factory=list)

    @property
    def callback(self) -> Callback:
        """What is known of the callback that it is."""
        return known(self.name)


@dataclass(slots=True)
class Open:
    """A step, or another callback, while its events are being heard."""

    moment: Moment
    #: Who was ready behind it when it began, and the timers.
    behind: list[Any] = field(default_factory=list)
    timers: list[Any] = field(default_factory=list)
    is_timer: bool = False
    resumed_line: int | None = None
    heard: list[tuple[int | None, Deed]] = field(default_factory=list)
    changes: dict[int, tuple[int, ...]] = field(default_factory=dict)
    before: dict[int, Thing] = field(default_factory=dict)
    #: Tasks that were put into the ready queue meanwhile.
    added: list[int] = field(default_factory=list)
    #: Exceptions that were raised in it: class, line, and where, as `events.Raise` says.
    raised: list[tuple[str, int | None, str]] = field(default_factory=list)

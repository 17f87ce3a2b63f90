"""The program's clock: the machine's own, or one that moves only by fixed costs, by sleeping and by jumping.

The virtual clock moves by a fixed cost for each callback that the loop runs, each line and each reading, never by what
was measured, so the same program always meets the same times. The costs also keep timers of equal delay in the order
in which they were set, as the real clock does. Who sleeps is woken late, as in the world, and by a rule (``lateness``).
Trio's autojump clock gave the idea.

It takes the place of the functions of ``time`` before anything else is imported; the loop's own clock reads those.
"""

from __future__ import annotations

import gc
import math
import operator
import sys
import time
from collections import deque
from datetime import UTC
from typing import TYPE_CHECKING, Any, Callable

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

CALLBACK_NS = 10_000
LINE_NS = 100
READ_NS = 1_000
#: How late a process is woken that sleeps. Linux lets ``epoll_wait`` be late by a thousandth of its time-out, by the
#: thread's slack at least and by 100 ms at most (``select_estimate_accuracy``), and on an idle machine takes all of it.
#: (By a two-hundredth where the process gives way to others, ``nice``: this clock keeps the time of one that does not.)
#: ``nanosleep``, which is ``time.sleep``, has the thread's slack alone.
SLACK_NS, SLACK_PART, MOST_SLACK_NS = 50_000, 1_000, 100_000_000
#: Then the process has to be brought back: a processor that sleeps for longer sleeps deeper, and is up again later.
WAKE_NS, WAKE_PART = 250_000, 20
#: The four numbers come from ``tests/lateness`` on an idle machine of two processors (Linux 6, Pythons 3.11 to 3.15,
#: which are alike). How many ms late ``asyncio.sleep`` was, medians of several runs, and what the model makes of it:
#:
#: =======  =========  =========  =========  =========  =========  =========  =========  =========  =========
#: asked    1 ms       5 ms       10 ms      50 ms      0.1 s      0.2 s      0.5 s      1 s        2 s
#: =======  =========  =========  =========  =========  =========  =========  =========  =========  =========
#: fastest  .08        .11        .14        .25        .28        .38        .68        1.23       2.23
#: median   .09-.16    .23-.32    .29-.33    .32-.36    .36-.41    .44-.51    .78-.80    1.27-1.32  2.25-2.5
#: model    .12        .32        .32        .32        .37        .47        .77        1.27       2.27
#: =======  =========  =========  =========  =========  =========  =========  =========  =========  =========
#: So many of the last readings are kept, and so many altogether.
_RECENT, _MOST_READINGS = 6, 20_000
#: The virtual clock starts here, so that no program ever sees a time near zero.
START_NS = 1_000 * 10**9
#: What ``time.time()`` starts from: noon UTC on 14 October 2022, the day of the post, the same in every run.
EPOCH_NS = 1_665_748_800 * 10**9
_UTCNOW = (
    "datetime.datetime.utcnow() is deprecated and scheduled for removal in a future version. Use timezone-aware "
    "objects to represent datetimes in UTC: datetime.datetime.now(datetime.UTC)."
)


class Clock:
    """The machine's clock, and what both clocks can tell."""

    virtual = False

    def __init__(self) -> None:
        self.began = time.monotonic_ns()
        self._monotonic_ns = time.monotonic_ns

    def elapsed_us(self) -> int:
        """Whole microseconds since the program began; asking costs nothing."""
        return (self._monotonic_ns() - self.began) // 1000

    def elapsed_at(self, loop_time: float) -> float:
        """Seconds since the program began, of a time on the loop's clock."""
        return loop_time - self.began / 1e9

    def start(self) -> None:
        """The program begins now: what came before, and took time, was ours."""
        self.began = self._monotonic_ns()

    def callback(self) -> None:
        """The loop runs one callback."""

    def line(self) -> None:
        """The program runs one line."""

    def install(self) -> None:
        """Put this clock in place of Python's, if it is another."""


class VirtualClock(Clock):
    """A clock of its own; ``on_look`` and ``on_move``, where set, are called whenever the program has moved it.

    They are two, and not one that calls both, because a program may read its clock where little stack is left.
    """

    virtual = True

    def __init__(self) -> None:
        super().__init__()
        self.began = self.now = START_NS
        self.busy = 0  # what the program used of it without sleeping: its processor time
        self.on_look: Callable[[], None] | None = None
        self.on_move: Callable[[], None] | None = None
        #: Told of each sleep that blocks the program: how long, and how late it was woken, in nanoseconds.
        self.on_blocked: Callable[[int, int], None] = lambda slept, late: None
        #: The last wake-up (see ``ties``); and what was read, each with the wake-up before it: the last readings, the
        #: latest first, and for each place within a millisecond the first that fell there.
        self.wake: Any = None
        self.recent: deque[tuple[int, Any]] = deque(maxlen=_RECENT)
        self.readings: dict[int, tuple[int, Any]] = {}
        #: The same of the time of day, by microseconds: as a float it has no more.
        self.looks: dict[int, tuple[int, Any]] = {}

    def elapsed_us(self) -> int:
        """Whole microseconds since the program began; asking costs nothing."""
        return (self.now - self.began) // 1000

    def start(self) -> None:
        """The program begins now; nothing has moved this clock before."""

    def callback(self) -> None:
        """The loop runs one callback."""
        self._spend(CALLBACK_NS)

    def line(self) -> None:
        """The program runs one line."""
        self._spend(LINE_NS)

    def read(self) -> int:
        """The time in nanoseconds, as the program asks for it."""
        self._spend(READ_NS)
        self.recent.appendleft((self.now, self.wake))
        if len(self.readings) < _MOST_READINGS:
            self.readings.setdefault(self.now % 1_000_000, self.recent[0])
        return self.now

    def wall(self) -> int:
        """The time of day in nanoseconds since 1970."""
        now = self.read()
        self.looks.setdefault(now // 1_000 % 1_000, self.recent[0])
        return EPOCH_NS + now - START_NS

    def processor(self) -> int:
        """The nanoseconds in which the program did not sleep."""
        self._spend(READ_NS)
        return self.busy

    def sleep(self, *given: Any, **named: Any) -> None:
        """What ``time.sleep`` does on this clock: nothing else happens meanwhile. Raises as ``time.sleep`` does."""
        seconds = given[0] if len(given) == 1 and not named else None
        length = seconds if isinstance(seconds, float) else _index(seconds)
        if length is None or not 0 <= length < 1e9:
            self._sleep(*given, **named)  # which says what is wrong
            return
        slept = math.ceil(length * 1e9)
        late = lateness(slept, 0) if slept else 0
        self.now += slept + late
        self.on_blocked(slept, late)
        if self.on_look is not None:
            self.on_look()
        if self.on_move is not None:
            self.on_move()

    def jump(self, timeout: float) -> int:
        """Pass over the time in which nothing is ready, and wake late. Returns what was slept, in nanoseconds.

        epoll waits whole milliseconds, rounded up, and the system is late as well, so that timers which are that near
        are due in the same turn of the loop, and what is late once stays late; jumping exactly to the next timer would
        print another order than the real clock.
        """
        slept = math.ceil(timeout * 1e3) * 1_000_000
        self.now += slept + lateness(slept, slept // SLACK_PART)
        if self.on_move is not None:
            self.on_move()
        return slept

    def _spend(self, cost: int) -> None:
        self.now += cost
        self.busy += cost
        if self.on_look is not None:
            self.on_look()
        if self.on_move is not None:
            self.on_move()

    def install(self) -> None:
        """Put this clock in place of all of Python's."""
        self._sleep = time.sleep
        clocks = {"monotonic": self.read, "perf_counter": self.read, "time": self.wall}
        clocks |= {"process_time": self.processor, "thread_time": self.processor}
        for name, clock in clocks.items():
            _replace(name, _asking(getattr(time, name), _seconds(clock)))
            _replace(name + "_ns", _asking(getattr(time, name + "_ns"), clock))
        _replace("sleep", self.sleep)
        self._install_system_clocks()
        self._install_defaults()
        self._install_datetime()

    def _install_system_clocks(self) -> None:
        original = time.clock_gettime_ns
        known: dict[int, Callable[[], int]] = {}
        readers = {self.wall: ("REALTIME",), self.read: ("MONOTONIC", "BOOTTIME", "MONOTONIC_RAW", "UPTIME_RAW")}
        readers[self.processor] = ("PROCESS_CPUTIME_ID", "THREAD_CPUTIME_ID")
        for reader, names in readers.items():
            known |= {getattr(time, f"CLOCK_{name}"): reader for name in names if hasattr(time, f"CLOCK_{name}")}

        def clock_gettime_ns(clk_id: int, /) -> int:
            return known[clk_id]() if clk_id in known else original(clk_id)

        _replace("clock_gettime_ns", clock_gettime_ns)
        _replace("clock_gettime", lambda clk_id, /: clock_gettime_ns(clk_id) / 1e9)

    def _install_defaults(self) -> None:
        """The functions that take the present where no time is given."""
        seconds = _seconds(self.wall)
        for name in ("localtime", "gmtime", "ctime"):
            _replace(name, _defaulting(getattr(time, name), seconds))
        asctime, strftime, localtime = time.asctime, time.strftime, time.localtime
        _replace("asctime", lambda *given: asctime(*(given or (localtime(),))))
        _replace("strftime", lambda *given: strftime(*given, *((localtime(),) if len(given) == 1 else ())))

    def _install_datetime(self) -> None:
        from datetime import date, datetime

        seconds = _seconds(self.wall)

        def now(cls: type[datetime], tz: tzinfo | None = None) -> datetime:
            return cls.fromtimestamp(seconds(), tz)

        def utcnow(cls: type[datetime]) -> datetime:
            if sys.version_info >= (3, 12):
                import warnings

                warnings.warn(_UTCNOW, DeprecationWarning, stacklevel=2)
            return cls.fromtimestamp(seconds(), UTC).replace(tzinfo=None)

        # datetime is a type written in C: its own dictionary is behind a read-only view. Nothing has looked these
        # names up yet, so no cache knows the old ones. datetime.today() is date's.
        today = gc.get_referents(date.__dict__)[0]
        today["today"] = classmethod(Function(today["today"], lambda cls: cls.fromtimestamp(seconds())))
        methods = gc.get_referents(datetime.__dict__)[0]
        for call in (now, utcnow):
            methods[call.__name__] = classmethod(Function(methods[call.__name__], call))


def lateness(slept: int, slack: int) -> int:
    """How many nanoseconds late who sleeps for ``slept`` is woken, where the system may take ``slack`` for itself."""
    return min(max(SLACK_NS, slack), MOST_SLACK_NS) + min(WAKE_NS, slept // WAKE_PART)


def of(name: str) -> Clock:
    """The clock of this name, ``virtual`` or ``real``."""
    return VirtualClock() if name == "virtual" else Clock()


class Function:
    """Stands for a function written in C: shown like it, and like it no method when it is an attribute of a class.

    No traceback shows a frame of what is called: the exception is stripped of them, and to raise it again adds none.
    """

    def __init__(self, original: Any, call: Callable[..., Any]) -> None:
        self._call, self._shown = call, repr(original)
        for name in ("__name__", "__qualname__", "__module__", "__doc__", "__text_signature__"):
            setattr(self, name, getattr(original, name, None))

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        try:
            return self._call(*arguments, **named)
        except BaseException as error:
            error.__traceback__ = None
            raise

    def __repr__(self) -> str:
        return self._shown


def _replace(name: str, call: Callable[..., Any]) -> None:
    """Put ``call`` in place of a function of ``time``, also where a ``.pth`` file has had it imported already."""
    original = getattr(time, name)
    function = Function(original, call)
    for module in list(sys.modules.values()):
        for other, value in list(getattr(module, "__dict__", {}).items()):
            if value is original:
                setattr(module, other, function)


def _defaulting(original: Callable[..., Any], seconds: Callable[[], float]) -> Callable[..., Any]:
    """The same function, given the present where it is given no time."""
    return lambda *given: original(*given) if given and given[0] is not None else original(seconds())


def _seconds(clock: Callable[[], int]) -> Callable[[], float]:
    return lambda: clock() / 1e9


def _asking(original: Callable[..., Any], clock: Callable[[], Any]) -> Callable[..., Any]:
    """The same function of no arguments; given any, the original says what is wrong."""
    return lambda *given, **named: original(*given, **named) if given or named else clock()


def _index(value: Any) -> int | None:
    try:
        return operator.index(value)
    except TypeError:
        return None

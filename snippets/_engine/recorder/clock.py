"""The program's clock: the machine's own, or one that moves only by fixed costs, by sleeping and by jumping.

The virtual clock moves by a fixed cost for each callback that the loop runs and each reading, never by what was
measured, so the same program always meets the same times. The costs also keep timers of equal delay in the order in
which they were set, as the real clock does. Trio's autojump clock gave the idea.
"""

from __future__ import annotations

import gc
import math
import sys
import time
import warnings
from asyncio import base_events
from datetime import UTC, date, datetime, tzinfo
from typing import Any, Callable

CALLBACK_NS = 10_000
READ_NS = 1_000
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

    def callback(self) -> None:
        """The loop runs one callback."""

    def install(self) -> None:
        """Put this clock in place of Python's, if it is another."""


class VirtualClock(Clock):
    """A clock of its own; ``on_move`` is called whenever it moved."""

    virtual = True

    def __init__(self, on_move: "Callable[[], None]") -> None:
        super().__init__()
        self.began = self.now = START_NS
        self.busy = 0  # what the program used of it without sleeping: its processor time
        self.on_move = on_move

    def elapsed_us(self) -> int:
        """Whole microseconds since the program began; asking costs nothing."""
        return (self.now - self.began) // 1000

    def callback(self) -> None:
        """The loop runs one callback."""
        self._spend(CALLBACK_NS)

    def read(self) -> int:
        """The time in nanoseconds, as the program asks for it."""
        self._spend(READ_NS)
        return self.now

    def sleep(self, seconds: float, /) -> None:
        """What ``time.sleep`` does on this clock: nothing else happens meanwhile. Raises as ``time.sleep`` does."""
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        self.now += math.ceil(seconds * 1e9)
        self.on_move()

    def jump(self, timeout: float) -> None:
        """Pass over the time in which nothing is ready.

        epoll waits whole milliseconds, rounded up, so that timers less than one apart are due in the same turn of the
        loop; jumping exactly to the next one would print another order than the real clock.
        """
        self.now += math.ceil(timeout * 1e3) * 1_000_000
        self.on_move()

    def _spend(self, cost: int) -> None:
        self.now += cost
        self.busy += cost
        self.on_move()

    def install(self) -> None:
        """Put this clock in place of all of Python's."""
        read = self.read
        wall: "Callable[[], int]" = lambda: EPOCH_NS + read() - START_NS  # noqa: E731
        base_events.BaseEventLoop.time = lambda loop: read() / 1e9  # type: ignore[assignment,method-assign]
        clocks = {"monotonic": read, "perf_counter": read, "time": wall}
        clocks |= dict.fromkeys(("process_time", "thread_time"), lambda: self.busy)
        for name, clock in clocks.items():
            setattr(time, name, _named(name, _seconds(clock)))
            setattr(time, name + "_ns", _named(name + "_ns", _whole(clock)))
        time.sleep = _named("sleep", lambda seconds, /: self.sleep(seconds))
        self._install_system_clocks(wall)
        self._install_defaults(lambda: wall() / 1e9)

    def _install_system_clocks(self, wall: "Callable[[], int]") -> None:
        original = time.clock_gettime_ns
        known = {time.CLOCK_REALTIME: wall, time.CLOCK_MONOTONIC: self.read}
        for name in ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC_RAW", "CLOCK_UPTIME_RAW"):
            if hasattr(time, name):
                known[getattr(time, name)] = self.read
        for name in ("CLOCK_PROCESS_CPUTIME_ID", "CLOCK_THREAD_CPUTIME_ID"):
            if hasattr(time, name):
                known[getattr(time, name)] = lambda: self.busy

        def clock_gettime_ns(clk_id: int, /) -> int:
            return known[clk_id]() if clk_id in known else original(clk_id)

        time.clock_gettime_ns = clock_gettime_ns
        time.clock_gettime = _named("clock_gettime", lambda clk_id, /: clock_gettime_ns(clk_id) / 1e9)

    def _install_defaults(self, seconds: "Callable[[], float]") -> None:
        """The functions that take the present where no time is given, and ``datetime.now``."""
        for name in ("localtime", "gmtime", "ctime"):
            original: "Callable[..., Any]" = getattr(time, name)
            setattr(time, name, _named(name, _defaulting(original, seconds)))
        asctime, strftime, localtime = time.asctime, time.strftime, time.localtime
        time.asctime = _named("asctime", lambda *a: asctime(*(a or (localtime(),))))
        time.strftime = _named("strftime", lambda form, *a: strftime(form, *(a or (localtime(),))))

        def now(cls: "type[datetime]", tz: "tzinfo | None" = None) -> datetime:
            return cls.fromtimestamp(seconds(), tz)

        def utcnow(cls: "type[datetime]") -> datetime:
            if sys.version_info >= (3, 12):
                warnings.warn(_UTCNOW, DeprecationWarning, stacklevel=2)
            return cls.fromtimestamp(seconds(), UTC).replace(tzinfo=None)

        # datetime is a type written in C: its own dictionary is behind a read-only view. Nothing has looked these
        # names up yet, so no cache knows the old ones. datetime.today() is date's.
        gc.get_referents(date.__dict__)[0]["today"] = classmethod(lambda cls: cls.fromtimestamp(seconds()))
        methods = gc.get_referents(datetime.__dict__)[0]
        methods["now"] = classmethod(now)
        methods["utcnow"] = classmethod(utcnow)


def _defaulting(original: "Callable[..., Any]", seconds: "Callable[[], float]") -> "Callable[..., Any]":
    """The same function, given the present where it is given no time."""
    return lambda *given: original(*given) if given and given[0] is not None else original(seconds())


def _seconds(clock: "Callable[[], int]") -> "Callable[[], float]":
    return lambda: clock() / 1e9


def _whole(clock: "Callable[[], int]") -> "Callable[[], int]":
    return lambda: clock()


def _named(name: str, function: "Callable[..., Any]") -> "Callable[..., Any]":
    function.__name__ = function.__qualname__ = name
    function.__module__ = "time"
    return function

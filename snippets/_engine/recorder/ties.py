"""Near ties: timers that meet so nearly that the lateness of wake-ups decides which comes first, or in which pass.

Waking up is late by other amounts on other machines, and each time anew: from ``fastest`` to ``slowest`` after the
deadline. Each timer is set in a turn of the loop that began with a wake-up, so its deadline is a constant and a sum of
such latenesses along a chain of wake-ups. Chains have their beginnings in common, and there the lateness is the same
for both: what two deadlines can be apart is known from the wake-ups that only one of them goes back to.

At each wake-up the timer that the loop slept for is held against those that are pending. They can come alone, one
after the other, or in one pass of the loop, in either order. If more than one of these is possible, it is a near tie.
"""

from __future__ import annotations

import heapq
from asyncio import base_events
from typing import Any, Callable, Iterator, NamedTuple

from . import ready
from .channel import Channel
from .clock import SLACK_PART, VirtualClock, lateness
from .graft import graft
from .tasks import Tasks

#: A wake-up is taken to be no later than this, or than one and a half times the clock's own lateness if that is more.
#: The second counts from about a second on: the slack grows with the time slept, and what exceeds it does as well.
SLOWEST_NS = 2_000_000
#: ``tests/lateness`` has never seen ``asyncio.sleep`` be less late than this and a thousandth of the time slept.
FASTEST_NS = 80_000
#: The same for ``time.sleep()``.
FASTEST_BLOCKED_NS = 50_000
#: So many near ties are told of, and after so many wake-ups none is looked for any more.
MOST_TOLD, MOST_WAKES = 20, 50_000
#: So many of the timers that are not due yet are looked at in each wake-up.
MOST_AHEAD = 20
#: A delay of whole milliseconds is one that somebody wrote; by less than this do floats miss it.
_ROUND_NS, _MISSED_NS = 1_000_000, 0.05
#: By so much they miss it where the time of day was read, of which a float has not all digits.
_MISSED_BY_DAY_NS = 1_000
#: So is one of fewer characters, like 0.00025: what a program takes off the present has more.
_SHORT = 9
#: Later than this no clock goes, in seconds.
_FAR_S = 1e9


#: A timer as reported: of what sort (``timer``, ``timeout``, ``blocks``), and a task's number or a callback's name.
Who = tuple[str, Any]


def fastest(slept: int) -> int:
    """The least lateness, in nanoseconds, of a loop that sleeps for ``slept``."""
    return FASTEST_NS + min(slept // 1_000, 100_000_000)


def slowest(slept: int) -> int:
    """The greatest lateness, in nanoseconds, that is reckoned with of a loop that sleeps for ``slept``."""
    return max(SLOWEST_NS, lateness(slept, slept // SLACK_PART) * 3 // 2)


class Wake:
    """A moment at which the program was woken, and the wake-up in whose turn it had set what woke it.

    ``least`` and ``most``: by how much all wake-ups up to here can have been earlier or later than on this clock, in
    nanoseconds. ``leap`` is a wake-up farther back, which makes the way to a common one short in any chain.
    """

    __slots__ = ("before", "depth", "leap", "least", "most")

    def __init__(self, before: Wake | None = None, least: int = 0, most: int = 0) -> None:
        self.before, self.leap, self.depth = self, self, 0
        self.least, self.most = least, most
        if before is not None:
            far = before.leap
            self.before, self.depth = before, before.depth + 1
            self.leap = far.leap if before.depth - far.depth == far.depth - far.leap.depth else before
            self.least, self.most = before.least + least, before.most + most


def common(one: Wake, two: Wake) -> Wake:
    """The last wake-up that both go back to."""
    while one.depth != two.depth:
        if one.depth < two.depth:
            one, two = two, one
        one = one.leap if one.leap.depth >= two.depth else one.before
    while one is not two:
        one, two = (one.leap, two.leap) if one.leap is not two.leap else (one.before, two.before)
    return one


class Deadline(NamedTuple):
    """When a timer is due (nanoseconds), and so long after which reading of the clock, in which turn."""

    when: int
    delay: int
    since: Wake


def apart(one: Deadline, two: Deadline) -> tuple[int, int]:
    """How much later than ``one`` ``two`` can be on any machine, least and most, in nanoseconds."""
    model = two.when - one.when
    if one.since is two.since:
        return model, model
    both = common(one.since, two.since)
    least = model + (two.since.least - both.least) - (one.since.most - both.most)
    most = model + (two.since.most - both.most) - (one.since.least - both.least)
    # Whatever is late, the clock was read for one of them before it was read for the other.
    if two.when - two.delay >= one.when - one.delay:
        return max(least, two.delay - one.delay), most
    return least, min(most, two.delay - one.delay)


class Ties:
    """Knows of each pending timer since which wake-up its time runs, and looks for near ties at each."""

    def __init__(self, clock: VirtualClock, channel: Channel, known: Tasks, acting: Callable[[], int | None]) -> None:
        """``acting()`` tells the number of the task that blocks the program."""
        self._clock, self._channel, self._known, self._acting = clock, channel, known, acting
        clock.wake = self._root = Wake()
        #: By the moments at which they are due: to the bit those of two timers are the same only where both were set
        #: for the same moment.
        self._due: dict[float, Deadline] = {}
        self._delay: Any = None
        self._told: set[frozenset[Who]] = set()
        self._wakes = 0
        #: Who has blocked the program since the loop last looked for timers that are due.
        self._blocker: int | None = None
        self._blocked_since: Wake | None = None

    def install(self) -> None:
        """Follow every timer that is set, and every sleep that blocks."""
        graft(base_events.BaseEventLoop.call_later, before=self._later)
        graft(base_events.BaseEventLoop.call_at, before=self._guarded(self._at))
        self._clock.on_blocked = self._guarded(self._blocked)
        self.woken, self.passes = self._guarded(self._woken), self._guarded(self._passes)

    def _guarded(self, hook: Callable[..., None]) -> Callable[..., None]:
        def call(*arguments: Any) -> None:
            try:
                hook(*arguments)
            except Exception:
                self._channel.faults += 1

        return call

    # Where timers are set

    def _later(self, loop: Any, delay: Any, *_: Any) -> None:
        self._delay = delay

    def _at(self, loop: Any, when: Any, callback: Any, *_: Any) -> None:
        delay, self._delay = self._delay, None
        if type(when) in (float, int) and 0 <= when < _FAR_S and self._looks(loop):
            if type(delay) not in (float, int) or abs(_ns(when - delay) - self._clock.now) > 1:
                delay = None  # it was not call_later() that called, or not on this clock
            self._due[when] = self._deadline(when, delay, ready.timed_out(callback) is not None)
            if len(self._due) > 2 * len(loop._scheduled) + 100:
                pending = {timer._when for timer in loop._scheduled}
                self._due = {when: due for when, due in self._due.items() if when in pending}

    def _deadline(self, when: float, delay: float | None, ours: bool) -> Deadline:
        """``delay``: as ``call_later`` was given it, else None; ``ours``: asyncio has added one itself."""
        clock, due = self._clock, _ns(when)
        if delay is not None and (_is_round(delay * 1e9) or len(repr(delay)) < _SHORT):
            return Deadline(due, _ns(delay), clock.wake)
        # A time of the program's own, like its start and so many steps: the time runs since that was read, however
        # late the present turn is. Where the program has itself taken the present off it, it had read that before.
        end = when if delay is None else delay + clock.recent[1 if len(clock.recent) > 1 else 0][0] / 1e9
        readings = [*(clock.recent if delay is None else ()), clock.readings.get(_ns(end) % _ROUND_NS)]
        looks = [clock.looks.get((_ns(end) // 1_000 + off) % 1_000) for off in (0, -1, 1)] if clock.looks else []
        for missed, found in ((_MISSED_NS, readings), (_MISSED_BY_DAY_NS, looks)):
            for reading in found:
                if reading is not None and reading[0] <= end * 1e9 and _is_round(end * 1e9 - reading[0], missed):
                    return Deadline(due, due - reading[0], reading[1] or self._root)  # None: read before we came
        return Deadline(due, due - clock.now, self._root if delay is None and not ours else clock.wake)

    # Where it is woken

    def _blocked(self, slept: int, late: int) -> None:
        """The program has blocked itself for ``slept`` and ``late`` nanoseconds."""
        self._clock.wake = self._wake(self._clock.wake, late, FASTEST_BLOCKED_NS, SLOWEST_NS)
        self._blocker, self._blocked_since = self._acting(), self._clock.wake

    def _passes(self, loop: Any) -> None:
        """The loop does not sleep in this turn, and is about to see which timers are due."""
        since, self._blocked_since = self._blocked_since, None
        if since is None or loop is None or not self._looks(loop):
            return
        now = Deadline(self._clock.now, 0, since)
        for timer in self._pending(loop, now.when):
            if self._is_known(timer):
                least, most = apart(now, self._due[timer._when])
                if least <= 0 < most and self._due[timer._when].since is not since:
                    self._tell(("blocks", self._blocker), self._who(timer))

    def _woken(self, loop: Any, slept: int) -> None:
        """The loop has slept for ``slept`` nanoseconds, until its next timer, and is late."""
        self._blocked_since = None  # nothing came between it and the sleep
        if not self._looks(loop) or not loop._scheduled:
            return
        first = loop._scheduled[0]
        if not self._is_known(first) or self._due[first._when].when > self._clock.now:
            return
        one, fast, slow = self._due[first._when], fastest(slept), slowest(slept)
        late = self._clock.now - one.when
        before: Any = first
        for timer in self._pending(loop, self._clock.now):
            if timer is not first and self._is_known(timer):
                two = self._due[timer._when]
                if _is_near(one, two, fast, max(slow, late)):
                    self._tell(self._who(first), self._who(timer))
                elif two.when <= self._clock.now and apart(self._due[before._when], two)[0] < 0:
                    self._tell(self._who(before), self._who(timer))
                before = timer
        self._clock.wake = self._wake(one.since, late, fast, slow)

    def _wake(self, since: Any, late: int, fast: int, slow: int) -> Wake:
        self._wakes += 1
        return Wake(since, min(0, fast - late), max(0, slow - late))

    def _looks(self, loop: Any) -> bool:
        """Whether near ties are looked for: not in a loop with a clock of its own, nor without end."""
        plain = type(loop).time is base_events.BaseEventLoop.time
        return plain and self._wakes < MOST_WAKES and len(self._told) < MOST_TOLD

    def _is_known(self, timer: Any) -> bool:
        return timer._when in self._due

    def _pending(self, loop: Any, now: int) -> Iterator[Any]:
        """The timers that are due now, in the order of the heap, and some of the next ones."""
        heap, ahead = loop._scheduled, 0
        following = [(heap[0]._when, 0)] if heap else []
        while following and ahead < MOST_AHEAD:
            when, index = heapq.heappop(following)
            ahead += _ns(when) > now if when < _FAR_S else MOST_AHEAD
            following_of = (child for child in (2 * index + 1, 2 * index + 2) if child < len(heap))
            for child in following_of:
                heapq.heappush(following, (heap[child]._when, child))
            if not heap[index]._cancelled:
                yield heap[index]

    # What is told

    def _who(self, timer: Any) -> Who:
        task = ready.timed_out(timer._callback, timer._args)
        number = self._known.number(task) if task is not None else None
        if number is not None:
            return "timeout", number
        return "timer", ready.owner(timer, self._known)

    def _tell(self, one: Who, two: Who) -> None:
        if len(self._told) < MOST_TOLD and frozenset((one, two)) not in self._told:
            self._told.add(frozenset((one, two)))
            self._channel.send("tie", self._clock.elapsed_us(), one, two)


def _is_near(one: Deadline, two: Deadline, fast: int, slow: int) -> bool:
    """Whether more than one is possible: ``one`` comes alone, ``two`` in the same pass, or before it.

    What is set in one turn with one delay always comes in that order, and so near that the pass is the same.
    """
    if one.since is two.since and one.delay == two.delay:
        return False
    least, most = apart(one, two)
    return least <= slow and not (least >= 0 and most <= fast)


def _ns(seconds: float) -> int:
    return round(seconds * 1e9)


def _is_round(ns: float, missed: float = _MISSED_NS) -> bool:
    """Whether this is a number of whole milliseconds, but for what floats miss."""
    return abs(ns - round(ns / _ROUND_NS) * _ROUND_NS) < missed

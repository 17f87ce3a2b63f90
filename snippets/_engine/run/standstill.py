"""A program on the real clock that is silent and idle: whether anything could still wake it, and on what it waits.

What the kernel tells (``kernel.py``) decides; what the recorder answers (``recorder/inquiry.py``) gives the names and
lines. Where either does not know, less is said, and nothing is called a hang.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from snippets._engine.record.record import Held, Standstill
from snippets._engine.record.reports import Answer, Unfinished
from snippets._engine.run import kernel

#: The recorder handles this signal anyway; it answers it where processor time is left.
QUESTION = signal.SIGXCPU
#: Threads of asyncio's own, by what they were begun for: nothing of theirs is the program's.
_ASYNCIOS_OWN = ("_do_shutdown()", "_do_waitpid()")
#: When a silence is first looked into, as a part of how long it may last.
FIRST_LOOK = 0.1
#: So many threads and processes are told of.
MOST_TOLD = 20


@dataclass
class Vigil:
    """Looks at a program that has fallen silent, twice, and tells whether anything has run between.

    ``processes`` lists all that belong to the run; ``silent_s`` is how long nothing may be heard, and from the first
    ``FIRST_LOOK`` of it on nothing run: few programs are silent for that long, and to look takes milliseconds.
    """

    pid: int
    processes: Callable[[], Iterable[int]]
    silent_s: float
    _heard: int = 0
    _since: float = field(default_factory=time.monotonic)
    _told: bool = False
    _first: kernel.Snapshot | None = None

    def idle(self, heard: int) -> kernel.Snapshot | None:
        """To be called every now and then with how much was heard so far: a look, if nothing has run for long."""
        silent = time.monotonic() - self._since
        if heard != self._heard:
            self._begin(heard)
        elif self._first is None and silent >= self.silent_s * FIRST_LOOK:
            self._first = self.look()
        elif self._first is not None and not self._told and silent >= self.silent_s:
            found = self._still()
            self._told = found is not None  # once a silence: nothing changes while nothing runs
            return found
        return None

    def answered(self, heard: int) -> None:
        """To answer, the program has run: what was heard of that is no news, but from here on it must be still."""
        told = self._told
        self._begin(heard)
        self._told = told

    def _begin(self, heard: int) -> None:
        self._heard, self._first, self._told = heard, None, False
        self._since = time.monotonic()

    def idle_for(self, seconds: float) -> kernel.Snapshot | None:
        """At the very end: a last look, if nothing runs for so many seconds, which are waited for."""
        self._first = self.look()
        time.sleep(seconds)
        return self._still()

    def _still(self) -> kernel.Snapshot | None:
        """A look, if it is the same as the first since anything was heard; else it is the first of the next."""
        now, before = self.look(), self._first
        if now is not None and before is not None and now.spent == before.spent:
            return now
        self._first, self._since = now, time.monotonic()
        return None

    def look(self) -> kernel.Snapshot | None:
        """What all threads of the run wait for now."""
        return kernel.look(self.pid, self.processes())

    def ask(self) -> bool:
        """Ask the recorder what stands where; False where it cannot hear."""
        if not kernel.catches(self.pid, QUESTION):
            return False
        with contextlib.suppress(OSError):
            os.kill(self.pid, QUESTION)
            return True
        return False


def worth_asking(look: kernel.Snapshot) -> bool:
    """Whether the answer could show that nothing can wake the program: timers and listening sockets may not count."""
    return not {wait.kind for wait in look.wakers} - {"timer", "listening"} and all(
        wait.pid == look.pid for wait in look.wakers
    )


def judge(look: kernel.Snapshot, answer: Answer) -> Standstill:
    """What is known of a program in which nothing runs."""
    loops, stuck, ready_in = answer.facts.get("loops", []), answer.stuck, answer.ready_in
    circle = _closed_circle(look, loops, stuck)
    timers = {loop["tid"]: loop["timers"] for loop in loops if loop["sleeps"]}
    wakers = [
        (wait.kind, wait.name)
        for wait in look.wakers
        if not (wait.kind == "timer" and timers.get(wait.tid) in ("none", "executor"))
        and not (wait.kind == "listening" and circle)
    ]
    wakers += [("signal", name) for name in answer.handled]
    if answer.facts.get("interrupt"):
        wakers.append(("signal", "SIGINT"))
    if answer.facts.get("alarm"):
        wakers.append(("timer", "an alarm of the system"))
    threads = answer.facts.get("threads", [])
    closing = next((row["closing"] for row in [*loops, *threads] if row["closing"]), None)
    asleep = [loop for loop in loops if loop["sleeps"]]
    unwoken = [(who, ready_in.get(who)) for loop in asleep for who in loop["ready"]]
    unseen = [who for loop in asleep if "timer" not in _waits(look, look.pid, loop["tid"]) for who in loop["timers_of"]]
    return Standstill(
        closing=closing,
        unwoken=tuple(unwoken),
        unseen=tuple(unseen),
        unstopped=any(loop["stopping"] for loop in asleep),
        closed_circle=circle,
        held=tuple(_held(look, answer))[:MOST_TOLD],
        wakers=tuple(dict.fromkeys(wakers)),
    )


def _closed_circle(look: kernel.Snapshot, loops: list[dict[str, Any]], stuck: list[Unfinished]) -> bool:
    """Whether all that the main task waits for, at the end, are connections with both ends in this run."""
    inside = {wait.fd for wait in look.waits if wait.pid == look.pid and wait.kind in ("socket", "full socket")}
    for loop in loops:
        standing = {one.task: one for one in stuck}
        seen: set[int] = set()
        waiting = [loop["main"]] if loop["main"] in standing else []
        leaves: list[int | None] = []
        while waiting:
            number = waiting.pop()
            seen.add(number)
            following = [other for other in standing[number].waits_for if other in standing]
            waiting += [other for other in following if other not in seen]
            if not following:
                leaves.append(loop["descriptors"].get(str(number)))
        if leaves and all(number is not None and number in inside for number in leaves):
            return True
    return False


def _waits(look: kernel.Snapshot, pid: int, tid: int | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(wait.kind for wait in look.waits if (wait.pid, wait.tid) == (pid, tid)))


def _held(look: kernel.Snapshot, answer: Answer) -> Iterable[Held]:
    """Each thread of the program that does not only run a loop, and each process beside it."""
    loops = {loop["tid"] for loop in answer.facts.get("loops", []) if loop["sleeps"]}
    for row in answer.facts.get("threads", []):
        if row["tid"] in loops or not row["busy"] or (row["on"] or "").endswith(_ASYNCIOS_OWN):
            continue
        what = "main thread" if row["main"] else "executor thread" if row["pool"] else "thread"
        waits = _waits(look, look.pid, row["tid"])
        yield Held(
            what, row["name"] or "", waits, row["on"], row["line"], row["begun"] or answer.made_in.get(row["begun_by"])
        )
    begun = {pid: line or answer.made_in.get(by) for pid, line, by in answer.facts.get("children", [])}
    for pid, name in look.names.items():
        if pid != look.pid:
            waits = tuple(dict.fromkeys(wait.kind for wait in look.waits if wait.pid == pid))
            yield Held("process", name, waits, begun=begun.get(pid))
    for pid, name in look.ended.items():
        yield Held("ended process", name, (), begun=begun.get(pid))

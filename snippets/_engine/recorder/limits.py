"""Where a program is stopped, and what is said of it then.

A label may declare a stop for what goes on for ever; every program has limits on output, steps and processor time.
To be stopped is only to be told apart from going on for ever by what was declared: the runner decides that.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # the very functions, whatever the program or refuse.py did
import os
import resource
import signal
from types import FrameType
from typing import Callable

from . import Settings, streams
from .channel import Channel
from .clock import Clock
from .trace import Trace

#: After a declared stop the step under way may end within as many lines again, and within this processor time.
GRACE_CPU_S = 1.0
_exit = os._exit


class Limits:
    """Counts, and ends the program where it met one of its limits."""

    def __init__(self, channel: Channel, clock: Clock, trace: Trace) -> None:
        self.channel, self.clock, self.trace = channel, clock, trace
        self.lines = self.size = self.late = 0
        self.stopping = False
        #: Before the program begins, and in a forked child, which has no limits of ours.
        self.off = True
        #: Whether a signal that says "after all processor time" was a question of the runner's, now answered.
        self.asked: Callable[[FrameType | None, float], bool] = lambda frame, most_cpu: False
        trace.on_step_end = self.step_ended

    def begin(self, settings: Settings) -> None:
        """Count from now on, as the runner asks."""
        self.settings = settings
        self.most_lines = settings.stop_lines or settings.most_lines
        self._install_processor_limit()
        self.off = False

    # Called by the hooks

    def admit(self, data: bytes) -> bytes:
        """The part of a write that is still within the limits; the rest is not reported."""
        if self.stopping:
            self.late += data.count(b"\n")
            if self.late >= self.most_lines:
                self.end_never_yields()
            return b""
        kept, lines = self._room(data)
        self.lines += lines
        self.size += len(kept)
        self.trace.step_lines += lines
        return kept

    def met(self) -> None:
        """After a write was reported: is this where the program is stopped?"""
        if self.stopping or self.off:
            return
        if self.settings.stop_lines is not None and self.lines >= self.settings.stop_lines:
            self.declared_stop()
        elif self.lines >= self.most_lines:
            self.end("lines", f"after {self.most_lines:,} lines{self._since()}")
        elif self.size >= self.settings.most_bytes:
            self.end("bytes", f"after {self.settings.most_bytes:,} bytes of output{self._since()}")

    def moved(self) -> None:
        """The virtual clock moved."""
        stop = self.settings.stop_seconds
        if stop is not None and not (self.stopping or self.off) and self.clock.elapsed_us() >= stop * 1_000_000:
            self.declared_stop()

    def step_ended(self) -> None:
        """A step of the loop is over: what was to be stopped has yielded."""
        if self.stopping:
            self.end_runs_forever()
        # On the real clock time is the limit.
        if self.clock.virtual and self.trace.steps >= self.settings.most_steps:
            steps = f"after {self.settings.most_steps:,} steps of the event loop"
            self.end("steps", f"{steps}, a limit that --clock real does not have")

    # Ends

    def declared_stop(self) -> None:
        """The label's stop is met. A step under way gets some grace, to tell a flood from one that never yields."""
        if self.trace.in_step() is None:
            self.end_runs_forever()
        self.stopping = True
        self.channel.send("stop", self.clock.elapsed_us())
        _signal.signal(signal.SIGVTALRM, lambda number, frame: self.end_never_yields())
        _signal.setitimer(signal.ITIMER_VIRTUAL, GRACE_CPU_S)

    def end_never_yields(self) -> None:
        """One step of one task went on past the stop."""
        self.end("never yields", self._since().removeprefix("; "))

    def end_runs_forever(self) -> None:
        """The program was still going at the stop, its tasks taking turns."""
        self.end("runs forever", "")

    def end(self, kind: str, words: str) -> None:
        """Report, and leave at once: the process ends here, as it stands."""
        if self.off:
            return
        streams.keep_order(self.channel.sync)
        faults, dropped = self.channel.faults, self.channel.dropped
        self.channel.send("over", self.clock.elapsed_us(), kind, words, faults, dropped, self.trace.stuck())
        self.channel.flush()
        _exit(0)

    def _install_processor_limit(self) -> None:
        """Stop a program that computes for too long; the kernel kills it if even that goes unheard."""

        def spent(number: int, frame: FrameType | None) -> None:
            if self.asked(frame, self.settings.most_cpu):
                return
            line = self.trace.line()
            where = f", in line {line}" if line else ""
            self.end("cpu", f"after {self.settings.most_cpu} s of processor time{where}{self._since()}")

        _signal.signal(signal.SIGXCPU, spent)
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        limit = self.settings.most_cpu
        resource.setrlimit(resource.RLIMIT_CPU, (limit if hard < 0 else min(limit, hard), hard))

    # What is said

    def _since(self) -> str:
        """That one step went on and on, where that is so; else nothing."""
        task = self.trace.running[self.trace.main][-1] if self.trace.in_step() is not None else None
        if task is None or self.trace.step_lines * 2 < self.lines:
            return ""
        where = f"since line {self.trace.resumed}" if self.trace.resumed else "since it began"
        called = self.trace.labels.get(self.trace.in_step() or 0, "")
        return f"; task {self.trace.name(task)} {called} had not suspended {where}"

    def _room(self, data: bytes) -> tuple[bytes, int]:
        lines = data.count(b"\n")
        if self.lines + lines > self.most_lines:
            position = -1
            for _ in range(self.most_lines - self.lines):
                position = data.index(b"\n", position + 1)
            data = data[: position + 1]
        data = data[: self.settings.most_bytes - self.size]
        return data, data.count(b"\n")

"""Puts the parts together while Python starts, and takes leave when the program is over."""

from __future__ import annotations

import atexit
import os
import sys
from typing import Any

from . import Settings, blocking, names, refuse, sleep, streams
from .channel import Channel
from .clock import Clock, Function, VirtualClock
from .inquiry import Inquiry
from .limits import Limits
from .memory import Memory
from .terminal import Terminals
from .ties import Ties
from .trace import Trace


class Recorder:
    """The recorder in two parts: what is the same for every program, and what depends on the one that is to be run.

    Between the two a process can be forked for each of many programs (``warm.py``).
    """

    def __init__(self, clock: Clock) -> None:
        """Put the hooks into asyncio. Raises RuntimeError where this asyncio is not as expected."""
        lacking = names.missing()
        if lacking:
            version = sys.version.split()[0]
            raise RuntimeError(f"Python {version} moved what the recorder leans on: {', '.join(lacking)}")
        self.clock = clock
        self.channel = Channel(prompt=not clock.virtual)
        self.trace = Trace(self.channel, clock)
        self.limits = Limits(self.channel, clock, self.trace)
        self.trace.install()
        self.channel.on_cut = self.trace.cut
        ties = None
        if isinstance(clock, VirtualClock):
            ties = Ties(clock, self.channel, self.trace.tasks, self.trace.in_step)
            ties.install()
        sleep.install(clock, self.channel, self.trace, self.limits.end, ties)
        if isinstance(clock, VirtualClock):
            blocking.install(clock, lambda: self.trace.line(beyond_the_loop=True), self.limits.end)
            refuse.install(lambda: self.trace.line(beyond_the_loop=True), self.limits.end)
        else:
            inquiry = Inquiry(self.channel, clock, self.trace)
            inquiry.install()
            self.limits.asked = inquiry.asked
        self.memory = Memory()

    def begin(self, settings: Settings) -> None:
        """Record the program that Python is about to run."""
        clock, channel, trace, limits = self.clock, self.channel, self.trace, self.limits
        channel.begin(settings.channel, settings.answers, settings.most_events)
        limits.begin(settings)
        outlet = streams.Outlet(_sink(channel, clock, trace, limits))
        late = streams.late(channel.descriptor)
        terminals = Terminals(settings.terminals)
        terminals.install()
        streams.install(outlet, terminals.behind)
        streams.install_os_write(outlet)
        trace.begin(settings.program)
        _flush_before_the_end(channel)
        channel.send("python", sys.version.split()[0], os.path.dirname(os.__file__))
        channel.flush()
        # Registered first, so called last: after the program's own atexit functions.
        atexit.register(_leave, channel, clock, trace, outlet, late)
        os.register_at_fork(after_in_child=lambda: _forked(channel, outlet, limits))
        if isinstance(clock, VirtualClock):
            clock.on_look = trace.slow.moved
            clock.on_move = limits.moved if settings.stop_seconds is not None else None

    def start(self) -> None:
        """All is ready, and nothing comes before the program but Python's own doing."""
        self.memory.settle()
        self.channel.kept = self.memory
        self.clock.start()


def _sink(channel: Channel, clock: Clock, trace: Trace, limits: Limits) -> streams.Sink:
    pipes = streams.Pipes()

    def write(stream: str, data: bytes) -> bool:
        if not (channel.open and pipes.ours(stream)):
            return False
        kept = limits.admit(data)
        if kept:
            streams.keep_order(channel.sync)
            text = kept.decode("utf-8", "surrogateescape")
            channel.send("out", clock.elapsed_us(), stream, *trace.where(), text)
            channel.flush()
        limits.met()
        return True

    return write


def _flush_before_the_end(channel: Channel) -> None:
    """What ends the process at once must not take with it what is still to be reported."""
    sys.addaudithook(lambda event, _: channel.flush() if event in ("os.kill", "os.killpg") else None)
    for name in ("_exit", "abort"):
        original = getattr(os, name)

        def call(*arguments: Any, _original: Any = original, **named: Any) -> Any:
            channel.flush()
            return _original(*arguments, **named)

        setattr(os, name, Function(original, call))


def _forked(channel: Channel, outlet: streams.Outlet, limits: Limits) -> None:
    """A forked child is not recorded; what it prints goes to the descriptors."""
    channel.close()
    limits.off = True
    outlet.sink = lambda stream, data: False


def _leave(channel: Channel, clock: Clock, trace: Trace, outlet: streams.Outlet, late: streams.Sink) -> None:
    """The program is over; what Python prints while it takes itself apart needs another way."""
    error = getattr(sys, "last_value", None)
    raised = type(error).__name__ if error is not None else None
    channel.send("exit", clock.elapsed_us(), raised, channel.faults, channel.dropped, trace.stuck())
    channel.flush()
    channel.close()
    outlet.sink = late

"""Puts the parts together while Python starts, and takes leave when the program is over."""

from __future__ import annotations

import atexit
import os
import sys

from . import Settings, names, refuse, sleep, streams
from .channel import Channel
from .clock import Clock, VirtualClock
from .limits import Limits
from .trace import Trace


def install(settings: Settings) -> None:
    """Record the program that Python is about to run. Raises RuntimeError where this asyncio is not as expected."""
    lacking = names.missing()
    if lacking:
        raise RuntimeError(f"Python {sys.version.split()[0]} moved what the recorder leans on: {', '.join(lacking)}")
    virtual = settings.clock == "virtual"
    channel = Channel(settings.channel, settings.most_events, prompt=not virtual)
    os.set_inheritable(settings.channel, False)
    clock = VirtualClock(lambda: limits.moved()) if virtual else Clock()
    trace = Trace(settings.program, channel, clock)
    limits = Limits(settings, channel, clock, trace)
    limits.install_processor_limit()
    trace.install()
    sleep.install(clock, channel, limits.end)
    streams.install(_sink(channel, clock, trace, limits))
    streams.install_os_write(_sink(channel, clock, trace, limits))
    clock.install()
    channel.send("python", sys.version.split()[0], os.path.dirname(os.__file__))
    channel.flush()
    # Registered first, so called last: after the program's own atexit functions.
    atexit.register(_leave, channel, clock, trace)
    os.register_at_fork(after_in_child=channel.close)
    if virtual:
        refuse.install(trace.line, limits.end)


def _sink(channel: Channel, clock: Clock, trace: Trace, limits: Limits) -> streams.Sink:
    def write(stream: str, data: bytes) -> bool:
        if not channel.open:
            return False
        kept = limits.admit(data)
        if kept:
            task = trace.current()
            text = kept.decode("utf-8", "surrogateescape")
            name = task.get_name() if task is not None else None
            channel.send("out", clock.elapsed_us(), stream, trace.id_of(task), name, trace.line(), text)
            channel.flush()
        limits.met()
        return True

    return write


def _leave(channel: Channel, clock: Clock, trace: Trace) -> None:
    """The program is over; what Python prints while it takes itself apart goes to the descriptors."""
    error = getattr(sys, "last_value", None)
    raised = type(error).__name__ if error is not None else None
    channel.send("exit", clock.elapsed_us(), raised, channel.dropped, trace.stuck())
    channel.flush()
    channel.close()

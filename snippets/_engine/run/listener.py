"""Hears a recorded run out: its reports and what comes past them, until it ends, stands still or meets a limit."""

from __future__ import annotations

import contextlib
import os
import selectors
import time
from collections.abc import Callable

from snippets._engine.record.heard import Heard
from snippets._engine.run import kernel
from snippets._engine.run.job import Job
from snippets._engine.run.process import Child
from snippets._engine.run.standstill import Vigil, judge, worth_asking

#: So long nothing must be reported before the program's descriptors are read, and so much is read of one at once.
QUIET_S = 0.05
MOST_AT_ONCE = 4_000_000
#: So often it is looked at whether a silent program waits for its caller.
LOOK_S = 0.5
#: So long the recorder may take to answer; and for so long, at the end, nothing runs in what is idle.
ANSWER_S = 1.0
LAST_LOOK_S = 0.3


#: What was heard so far, and whether the program waits for what its caller types.
OnWait = Callable[[Heard, bool], None]


def listen(program: Child, reader: int, answer: int, heard: Heard, job: Job, on_wait: OnWait | None = None) -> bool:
    """Hear a run out. Returns True where it had to be stopped from here.

    ``on_wait`` is called several times a second.

    What the program writes past Python, or its children write, comes through its descriptors. The recorder asks before
    it reports anything while such bytes wait there (``sync``), so reports come first and descriptors only when asked
    for, when nothing is reported for a while, or when all is over. On the virtual clock their place is before the next
    output, whenever they were read; on the real clock the moment counts.
    """
    pipes = _Pipes(program, reader)
    limit, ended = _Limit(job, program), False
    vigil = Vigil(program.popen.pid, program.processes, job.silent_s) if job.clock == "real" else None
    with pipes:
        while not heard.over:
            quiet = not pipes.wait(QUIET_S)
            asked = heard.reports(pipes.reports())
            if asked or quiet or ended:
                for name, data in pipes.written():
                    heard.hold(name, data)
                if asked or ended or job.clock == "real":
                    heard.let_go(now=job.clock == "real")
            if asked:
                with contextlib.suppress(OSError):
                    os.write(answer, b"." * asked)
            if ended:
                return False
            ended = program.popen.poll() is not None  # once more round: what it left is in the pipes
            over = limit.met(quiet) or heard.too_much
            if on_wait is not None:
                on_wait(heard, limit.reads)
            if over:
                if vigil is not None and not ended:
                    _judge(vigil.idle_for(LAST_LOOK_S), vigil, pipes, heard, always=True)
                    heard.stopped_at(limit.seconds)
                return not ended
            # Where a stop is declared, it is waited for: how a program ends is then compared with the label.
            if quiet and not ended and vigil is not None and (job.stop is None or job.stop.seconds is None):
                _judge(vigil.idle(heard.count), vigil, pipes, heard)
                if heard.standstill is not None:
                    heard.stopped_at()
                    return True
    return False


class _Limit:
    """How long a run may take by the wall.

    On the virtual clock that is how long it may neither report nor compute; the recorder counts what it computes. On
    either the time in which it waits for what its caller types does not count.
    """

    def __init__(self, job: Job, program: Child) -> None:
        self.seconds = job.wall_s
        self._program, self._virtual, self._typed = program, job.clock == "virtual", job.stdin == "callers"
        self._began = self._looked = time.monotonic()
        #: Whether the program waits for what its caller types.
        self.reads = False
        self._spent = 0.0

    def met(self, quiet: bool) -> bool:
        """Whether it is met now; ``quiet``: nothing has come from the program for a while."""
        now = time.monotonic()
        if not quiet or now > self._looked + LOOK_S:
            self._look(now, quiet)
            self._looked = now
        return now > self._began + self.seconds

    def _look(self, now: float, quiet: bool) -> None:
        if self._virtual:
            before, self._spent = self._spent, self._program.processor_s() if quiet else -1.0
            if not quiet or before != self._spent:
                self._began = now
        if self._typed:
            read, self.reads = self.reads, quiet and kernel.reads_input(self._program.popen.pid)
            self.seconds += now - self._looked if read and self.reads else 0


def _judge(look: kernel.Snapshot | None, vigil: Vigil, pipes: _Pipes, heard: Heard, always: bool = False) -> None:
    """Note what a program waits for in which nothing runs: if nothing can wake it, or ``always``."""
    if look is None or not (always or (worth_asking(look) and not heard.handled)):
        return
    patience = time.monotonic() + ANSWER_S
    if not heard.handled and vigil.ask():
        while heard.asked is None and time.monotonic() < patience:
            pipes.wait(QUIET_S)
            heard.reports(pipes.reports())
    found = judge(look, heard.answered())
    if always or not found.wakers:
        heard.standstill = found
    else:
        heard.asked = None
        vigil.answered(heard.count)


class _Pipes:
    """The pipes of one run, read without waiting."""

    def __init__(self, program: Child, reader: int) -> None:
        assert program.popen.stdout is not None and program.popen.stderr is not None
        self.open = {
            "reports": reader,
            "stdout": program.popen.stdout.fileno(),
            "stderr": program.popen.stderr.fileno(),
        }
        self._selector = selectors.DefaultSelector()
        for name, number in self.open.items():
            os.set_blocking(number, False)
            self._selector.register(number, selectors.EVENT_READ, name)

    def __enter__(self) -> _Pipes:
        return self

    def __exit__(self, *_: object) -> None:
        self._selector.close()

    def wait(self, seconds: float) -> bool:
        """Wait for reports; False where none came, but perhaps something through the descriptors."""
        ready = {key.data for key, _ in self._selector.select(seconds)}
        if ready and "reports" not in ready and "reports" in self.open:
            # Give the reports before these bytes, and those that ask for them, a moment to arrive.
            time.sleep(QUIET_S / 10)
            return any(key.data == "reports" for key, _ in self._selector.select(0))
        return "reports" in ready

    def reports(self) -> bytes:
        """All that has been reported by now."""
        return self._read("reports")

    def written(self) -> list[tuple[str, bytes]]:
        """All that stands in the program's two descriptors by now."""
        return [(name, data) for name in ("stdout", "stderr") if (data := self._read(name))]

    def _read(self, name: str) -> bytes:
        parts: list[bytes] = []
        while name in self.open and sum(map(len, parts)) < MOST_AT_ONCE:
            try:
                data = os.read(self.open[name], 1 << 16)
            except BlockingIOError:
                break
            if not data:
                self._selector.unregister(self.open.pop(name))
                break
            parts.append(data)
        return b"".join(parts)

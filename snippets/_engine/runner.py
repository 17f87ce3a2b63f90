"""Runs programs, each in a child process: recorded, or plainly to compare with; keeps what they left in a cache.

``record`` is one recorded run. ``start`` and ``result`` are for variants of examples: all at once, as many side by
side as there are cores, and from the cache where nothing that could matter has changed.
"""

from __future__ import annotations

import os
import selectors
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from snippets._engine import cache
from snippets._engine.assemble import Heard, assemble
from snippets._engine.catalogue import Stop, Variant
from snippets._engine.process import Program
from snippets._engine.pythons import Python, suitable
from snippets._engine.record import Clock, Record
from snippets._engine.recorder import VARIABLE, Settings

#: The last resort for a program on the virtual clock that neither ends nor computes, in seconds of the wall.
LAST_RESORT_S = 120.0
#: How long a program on the real clock may go on where no stop is declared.
REAL_S = 60.0
#: More bytes than this of a plain run are not waited for.
MOST_PLAIN = 20_000_000

_START = Path(__file__).parent / "recorder" / "start"
OnOutput = Callable[[str, bytes], None]

_pool = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="runs")
_lock = threading.Lock()
_running: dict[str, Future[Record]] = {}


class RunnerError(Exception):
    """A program could not be run or recorded; the message is one line."""


@dataclass(frozen=True, slots=True)
class Job:
    """One run to make: which file, on which Python and clock, where to stop, and what to mask in its text."""

    file: Path
    python: Python
    clock: Clock = "virtual"
    stop: Stop | None = None
    mask: tuple[str, ...] = ()

    @classmethod
    def of(cls, variant: Variant, python: Python) -> Job:
        """The run that a variant's label asks for."""
        return cls(variant.file, python, variant.clock, variant.stop, variant.mask)

    @property
    def command(self) -> list[str]:
        """What plain Python is called with, in the file's folder."""
        name = self.file.name
        return [str(self.python.path), "-u", name if not name.startswith("-") else f"./{name}"]

    @property
    def wall_s(self) -> float:
        """Seconds of the wall after which the run is stopped whatever it does."""
        if self.clock == "virtual":
            return LAST_RESORT_S
        return self.stop.seconds if self.stop is not None and self.stop.seconds is not None else REAL_S


def record(job: Job, on_output: OnOutput | None = None) -> Record:
    """Run a program with the recorder and return what it left; ``on_output(stream, bytes)`` hears each write at once.

    Raises RunnerError where the file cannot be read or the recorder cannot be installed.
    """
    if not job.file.is_file():
        raise RunnerError(f"{job.file}: there is no such file")
    reader, writer = os.pipe()
    try:
        program = Program(job.command, job.file.parent, _variables(job, writer), (writer,), merged=False)
    finally:
        os.close(writer)
    heard = Heard(on_output)
    try:
        stopped = _listen(program, reader, heard, job)
        if stopped:
            program.interrupt()
        else:
            program.popen.wait()
    finally:
        os.close(reader)
        program.finish()
    status = program.popen.returncode
    if heard.version is None or status == 70:
        said = "".join(data.decode("utf-8", "replace") for _, data in heard.unstamped).strip().splitlines()
        raise RunnerError(f"{job.file.name} could not be recorded on {job.python.path}: {said[-1] if said else status}")
    return assemble(heard, job.file, job.clock, job.stop, job.mask, None if stopped else status)


def plain(job: Job, enough: Callable[[bytes], bool] | None = None, silent_s: float = 0.0) -> tuple[bytes, int | None]:
    """Run a program without the recorder, nothing patched: all that it wrote, both streams in order, and its status.

    With ``enough`` it is stopped when that says so of what was written, and has then been silent and alive for
    ``silent_s`` seconds; the status is None. A program that does not get there is stopped after the last resort.
    """
    program = Program(job.command, job.file.parent, {}, (), merged=True)
    assert program.popen.stdout is not None
    written, deadline = b"", time.monotonic() + LAST_RESORT_S
    silent_from = time.monotonic() if enough is not None and enough(written) else None
    try:
        with selectors.DefaultSelector() as selector:
            selector.register(program.popen.stdout, selectors.EVENT_READ)
            while time.monotonic() < deadline and len(written) < MOST_PLAIN:
                data = os.read(program.popen.stdout.fileno(), 65536) if selector.select(0.1) else None
                if data == b"" or (data is None and program.popen.poll() is not None):
                    return written, program.popen.wait()
                written += data or b""
                if silent_from is not None and (data or time.monotonic() > silent_from + silent_s):
                    break
                if silent_from is None and data and enough is not None and enough(written):
                    silent_from = time.monotonic()
                    if not silent_s:
                        break
        program.interrupt()
    finally:
        program.finish()
    return written, None


def _variables(job: Job, channel: int) -> dict[str, str]:
    stop = job.stop or Stop()
    settings = Settings(
        program=str(job.file.resolve()),
        channel=channel,
        clock=job.clock,
        stop_lines=stop.lines,
        stop_seconds=stop.seconds if job.clock == "virtual" else None,
    )
    return {"PYTHONPATH": str(_START), VARIABLE: settings.to_json()}


def _listen(program: Program, reader: int, heard: Heard, job: Job) -> bool:
    """Hear a run out. Returns True where it had to be stopped from here."""
    streams = {"stdout": program.popen.stdout, "stderr": program.popen.stderr}
    with selectors.DefaultSelector() as selector:
        selector.register(reader, selectors.EVENT_READ, "channel")
        for name, pipe in streams.items():
            assert pipe is not None
            selector.register(pipe, selectors.EVENT_READ, name)
        deadline = time.monotonic() + job.wall_s
        ended: float | None = None
        while selector.get_map():
            ready = {key.data: key.fileobj for key, _ in selector.select(0.1)}
            # Taking the reports first and the descriptors then keeps the order of what happened one after the other:
            # whatever was written before a report was sent is in its pipe by now.
            taken = {name: os.read(_number(ready[name]), 1 << 20) for name in ("channel", *streams) if name in ready}
            for name in (*streams, "channel"):
                if name not in taken:
                    continue
                if not taken[name]:
                    selector.unregister(ready[name])
                elif name == "channel":
                    heard.reports(taken[name])
                else:
                    heard.bytes_of(name, taken[name])
            now = time.monotonic()
            if heard.over and not ready:
                return False
            if program.popen.poll() is not None:
                # What the program started may hold its pipes open for ever.
                ended = ended or now
                if now > ended + 0.5 or not ready:
                    return False
            elif now > deadline or heard.too_much:
                return True
    return False


def _number(file: object) -> int:
    return file if isinstance(file, int) else file.fileno()  # type: ignore[attr-defined]


class NoPython(RunnerError):  # noqa: N818 (it is said, not only raised)
    """No Python on this machine is one that the variant is meant for."""


def start(variants: Iterable[Variant]) -> None:
    """Begin the runs of all these variants, as many side by side as there are cores; returns at once."""
    for variant in variants:
        try:
            _future(variant)
        except (RunnerError, OSError):  # said by whoever asks for the result
            continue


def result(variant: Variant) -> Record:
    """What a variant leaves when it is run as its label says: from a run, or from the cache of the very same run.

    Raises RunnerError where it cannot be run, NoPython where a newer Python is needed than any at hand.
    """
    return _future(variant).result()


def _future(variant: Variant) -> Future[Record]:
    python = suitable(variant)
    if python is None:
        raise NoPython(f"{variant.id} needs Python {variant.python}, and none is at hand")
    job = Job.of(variant, python)
    key = cache.key(job.file, variant.file.with_name("example.toml"), python, job)
    with _lock:
        if key not in _running:
            _running[key] = _pool.submit(_run_or_take, key, job)
        return _running[key]


def _run_or_take(key: str, job: Job) -> Record:
    kept = cache.take(key)
    if kept is None:
        kept = record(job)
        cache.keep(key, kept)
    return kept

"""Runs programs, each in a child process: recorded, or plainly to compare with; keeps what they left in a cache.

``record`` is one recorded run. ``start`` and ``result`` are for variants of examples: all at once, as many side by
side as there are cores, and from the cache where nothing that could matter has changed.
"""

from __future__ import annotations

import contextlib
import math
import os
import re
import selectors
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from pathlib import Path

from snippets._engine.examples.catalogue import ROOT, Variant, relative
from snippets._engine.record.assemble import assemble
from snippets._engine.record.heard import Heard, signal_name
from snippets._engine.record.record import Clock, Record, Stop
from snippets._engine.recorder import BYTECODE, CHANGED, VARIABLE, Settings
from snippets._engine.run import cache, kernel, process
from snippets._engine.run.process import Program, Stdin
from snippets._engine.run.pythons import Python, callers, environment, seen, suitable
from snippets._engine.run.standstill import Vigil, judge, worth_asking
from snippets._engine.words.verdict import verdict

#: The last resort for a program on the virtual clock that neither ends nor computes, in seconds of the wall.
LAST_RESORT_S = 120.0
#: How long a program on the real clock may go on where no stop is declared.
REAL_S = 60.0
#: How much of the processor's time a program may use.
PROCESSOR_S = 30.0
#: More bytes than this of a plain run are not waited for.
MOST_PLAIN = 20_000_000
#: So long nothing must be reported before the program's descriptors are read, and so much is read of one at once.
QUIET_S = 0.05
MOST_AT_ONCE = 4_000_000
#: So often it is looked at whether a silent program waits for its caller.
LOOK_S = 0.5
#: So long the recorder may take to answer; and for so long, at the end, nothing runs in what is idle.
ANSWER_S = 1.0
LAST_LOOK_S = 0.3

_START = Path(__file__).parents[1] / "recorder" / "start"
#: Stream, bytes, seconds since the program's first line.
OnOutput = Callable[[str, bytes, float], None]

_pool = ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="runs")
#: Programs on the real clock wait more than they compute, and so need not wait for each other.
_waiting = ThreadPoolExecutor((os.cpu_count() or 1) + 2, thread_name_prefix="real runs")
_lock = threading.Lock()
_running: dict[str, Future[Record]] = {}


class RunnerError(Exception):
    """A program could not be run or recorded; the message is one line."""


class NotRecordedError(RunnerError):
    """The recorder could not begin in the program's process: perhaps the machine was too crowded."""


@dataclass(frozen=True, slots=True)
class Most:
    """What a program may use that no label says where to stop. None for ``seconds`` is the clock's own default."""

    lines: int = 10_000
    bytes: int = 2_000_000
    steps: int = 1_000_000
    #: Of the wall on the real clock, of the processor on the virtual one.
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One run to make: which file, on which Python and clock, where to stop, and what to mask in its text.

    ``arguments`` are the program's. With ``module`` it is run as ``python -m MODULE`` in our own working folder, and
    ``file`` is where that module was found. ``own``: the program is the caller's own, and gets the caller's
    environment; ``stdin`` is what it reads. ``terminals`` are those of its two outputs that lead to a terminal:
    descriptor, columns, lines.
    """

    file: Path
    python: Python
    clock: Clock = "virtual"
    stop: Stop | None = None
    mask: tuple[str, ...] = ()
    #: On the real clock a program is looked at when it was silent, and nothing in it has run, for so many seconds.
    silent_s: float = 2.0
    arguments: tuple[str, ...] = ()
    module: str | None = None
    own: bool = False
    stdin: Stdin = "empty"
    most: Most = Most()
    terminals: tuple[tuple[int, int, int], ...] = ()

    @classmethod
    def of(cls, variant: Variant, python: Python) -> Job:
        """The run that a variant's label asks for."""
        return cls(variant.file, python, variant.clock, variant.stop, variant.mask)

    @property
    def command(self) -> list[str]:
        """What plain Python is called with, in ``folder``."""
        name = self.file.name if not self.file.name.startswith("-") else f"./{self.file.name}"
        called = [name] if self.module is None else ["-m", self.module]
        return [str(self.python.path), "-u", *called, *self.arguments]

    @property
    def folder(self) -> Path:
        """The working folder: the file's, or for a module ours."""
        return self.file.parent if self.module is None else Path.cwd()

    @property
    def program(self) -> str:
        """The file as the program's own frames name it: a link keeps its name, links to its folder do not."""
        return str(self.file if self.module is not None else self.file.parent.resolve() / self.file.name)

    @property
    def wall_s(self) -> float:
        """Seconds of the wall after which the run is stopped whatever it does."""
        if self.clock == "virtual":
            return LAST_RESORT_S
        if self.stop is not None and self.stop.seconds is not None:
            return self.stop.seconds
        return self.most.seconds or REAL_S

    @property
    def processor_s(self) -> float:
        """Seconds of the processor's time after which the recorder stops the program."""
        return max(PROCESSOR_S, self.most.seconds or 0) if self.clock == "real" else self.most.seconds or PROCESSOR_S

    def start(self, environment: dict[str, str], inherit: tuple[int, ...] = (), *, merged: bool = False) -> Program:
        """Start the program, in this environment and within its limits."""
        return Program(
            self.command, self.folder, environment, inherit, merged=merged, stdin=self.stdin,
            memory_kib=None if self.own else process.MEMORY_KIB,
            processor_s=max(process.PROCESSOR_S, 2 * self.processor_s),
        )  # fmt: skip


def record(
    job: Job,
    on_output: OnOutput | None = None,
    on_begin: Callable[[], None] | None = None,
    *,
    hand_on_ctrl_c: bool = False,
) -> Record:
    """Run a program with the recorder and return what it left.

    ``on_output(stream, bytes, seconds)`` hears each write at once, and ``on_begin()`` when the program is about to
    begin. ``hand_on_ctrl_c``: the first Ctrl-C is the program's to hear; else, and the second time, KeyboardInterrupt
    is raised and the program ended.

    Raises RunnerError where the file cannot be read, NotRecordedError where the recorder cannot be installed.
    """
    if not job.file.is_file():
        raise RunnerError(f"{job.file}: there is no such file")
    reader, writer = os.pipe()
    question, answer = os.pipe()
    try:
        inherited = (writer, question)
        program = job.start(_environment(job, *inherited), inherited)
    finally:
        os.close(writer)
        os.close(question)
    heard = Heard(on_output, on_begin, job.most.bytes)
    try:
        with _ctrl_c_handed_on(program, heard) if hand_on_ctrl_c else contextlib.nullcontext():
            stopped = _listen(program, reader, answer, heard, job)
        if stopped:
            program.interrupt()
        else:
            program.popen.wait()
    finally:
        os.close(reader)
        os.close(answer)
        program.finish()
    status = program.popen.returncode
    if heard.version is None:
        raise NotRecordedError(_unheard(job, heard, status))
    left, why = assemble(heard, Path(job.program), job.clock, job.stop, job.mask, None if stopped else status)
    return replace(left, verdict=verdict(left, why))


@contextlib.contextmanager
def _ctrl_c_handed_on(program: Program, heard: Heard) -> Iterator[None]:
    """Let the program have the first Ctrl-C, while we go on listening.

    Raises KeyboardInterrupt at the second, and where the program has not begun.
    """
    pressed: list[int] = []

    def press(number: int, frame: object) -> None:
        pressed.append(number)
        if len(pressed) > 1 or heard.version is None:
            raise KeyboardInterrupt
        program.press_ctrl_c()

    before = signal.signal(signal.SIGINT, press)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _unheard(job: Job, heard: Heard, status: int) -> str:
    """Which program could not be recorded, where, and what its process said: its last lines, and its status."""
    said = "".join(data.decode("utf-8", "replace") for _, data in heard.unstamped).split("\n")
    told = " / ".join([line.strip() for line in said if line.strip()][-3:]) or "it said nothing"
    ended = f"status {status}" if status >= 0 else signal_name(-status)
    return f"{relative(job.file)} could not be recorded on {job.python.path} ({ended}): {told}"


def plain(job: Job, enough: Callable[[bytes], bool] | None = None, silent_s: float = 0.0) -> tuple[bytes, int | None]:
    """Run a program without the recorder, nothing patched: all that it wrote, both streams in order, and its status.

    With ``enough`` it is stopped when that says so of what was written, and has then been silent and alive for
    ``silent_s`` seconds; the status is None. A program that does not get there is stopped after the last resort.
    """
    program = job.start(_callers(job) if job.own else environment(), merged=True)
    assert program.popen.stdout is not None
    written, deadline = b"", time.monotonic() + LAST_RESORT_S
    silent_from = time.monotonic() if enough is not None and enough(written) else None
    try:
        with selectors.DefaultSelector() as selector:
            selector.register(program.popen.stdout, selectors.EVENT_READ)
            while time.monotonic() < deadline and len(written) < MOST_PLAIN:
                ended = program.popen.poll() is not None  # asked first: what it wrote at its end is read below
                data = os.read(program.popen.stdout.fileno(), 65536) if selector.select(0.1) else None
                if data == b"" or (data is None and ended):
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        return written, program.popen.wait(max(0.0, deadline - time.monotonic()))
                    break
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


def _callers(job: Job) -> dict[str, str]:
    """The caller's environment, for a program of the caller's own."""
    return callers() | seen(ROOT, job.folder, job.file.parent)


def _environment(job: Job, channel: int, answers: int) -> dict[str, str]:
    """What the program is started with: its environment, and what Python needs to find the recorder."""
    stop, given = job.stop or Stop(), _callers(job) if job.own else environment()
    settings = Settings(
        program=job.program,
        channel=channel,
        answers=answers,
        clock=job.clock,
        stop_lines=stop.lines,
        stop_seconds=stop.seconds if job.clock == "virtual" else None,
        most_lines=job.most.lines,
        most_bytes=job.most.bytes,
        most_steps=job.most.steps,
        most_cpu=math.ceil(job.processor_s),
        terminals=[list(one) for one in job.terminals],
        environment=_restored() if job.own else None,
        lc_ctype=given.get("LC_CTYPE"),
    )
    path = os.pathsep.join(filter(None, (str(_START), given.get("PYTHONPATH"))))
    return given | {"PYTHONPATH": path, VARIABLE: settings.to_json(), BYTECODE: str(cache.bytecode())}


def _restored() -> dict[str, str | None]:
    """The caller's environment in its order, for the recorder to put back: the values that will not arrive as they are.

    A shell stands between, which sets a few variables of its own and hands on none whose name is no name to it.
    """
    return {
        name: value if name in CHANGED or not re.fullmatch(r"[A-Za-z_]\w*", name, re.ASCII) else None
        for name, value in callers().items()
    }


def _listen(program: Program, reader: int, answer: int, heard: Heard, job: Job) -> bool:
    """Hear a run out. Returns True where it had to be stopped from here.

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
            if limit.met(quiet) or heard.too_much:
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

    def __init__(self, job: Job, program: Program) -> None:
        self.seconds = job.wall_s
        self._program, self._virtual, self._typed = program, job.clock == "virtual", job.stdin == "callers"
        self._began = self._looked = time.monotonic()
        self._reads, self._spent = False, 0.0

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
            read, self._reads = self._reads, quiet and kernel.reads_input(self._program.popen.pid)
            self.seconds += now - self._looked if read and self._reads else 0


def _judge(look: kernel.Look | None, vigil: Vigil, pipes: _Pipes, heard: Heard, always: bool = False) -> None:
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

    def __init__(self, program: Program, reader: int) -> None:
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


class NoPython(RunnerError):  # noqa: N818 (it is said, not only raised)
    """No Python on this machine is one that the variant is meant for."""


def start(variants: Iterable[Variant], clock: Clock | None = None) -> None:
    """Begin the runs of all these variants, as many side by side as there are cores; returns at once.

    ``clock`` is another than the label's.
    """
    for variant in variants:
        try:
            _future(variant, clock)
        except (RunnerError, OSError):  # said by whoever asks for the result
            continue


def result(variant: Variant, clock: Clock | None = None) -> Record:
    """What a variant leaves when it is run as its label says: from a run, or from the cache of the very same run.

    ``clock`` is another than the label's. One whose recorder could not begin is tried once more, alone. Raises
    RunnerError where it cannot be run, NoPython where a newer Python is needed than any at hand.
    """
    try:
        return _future(variant, clock).result()
    except NotRecordedError:
        return again(variant, clock)


def again(variant: Variant, clock: Clock | None = None) -> Record:
    """The same once more, when all runs that were begun are over: one on the real clock may have been too crowded.

    What it leaves takes the place of what is in the cache. Raises RunnerError, and then does so whenever it is asked.
    """
    key, job = _job(variant, clock)
    wait(list(_running.values()), timeout=REAL_S)
    made: Future[Record] = Future()
    try:
        made.set_result(record(job))
        cache.keep(key, made.result())
    except RunnerError as error:
        made.set_exception(RunnerError(f"{error}; tried twice"))
    with _lock:
        _running[key] = made
    return made.result()


def _job(variant: Variant, clock: Clock | None = None) -> tuple[str, Job]:
    """The run that a label asks for, and its key in the cache."""
    python = suitable(variant)
    if python is None:
        raise NoPython(f"{variant.id} needs Python {variant.python}, and none is at hand")
    job = Job.of(variant, python)
    if clock is not None:
        job = replace(job, clock=clock)
    # Where the program lies does not matter: its text names no folder.
    how = replace(job, file=Path(job.file.name))
    return cache.key(job.file, variant.file.with_name("example.toml"), python, how), job


def _future(variant: Variant, clock: Clock | None = None) -> Future[Record]:
    key, job = _job(variant, clock)
    with _lock:
        if key not in _running:
            pool = _waiting if job.clock == "real" else _pool
            _running[key] = pool.submit(_run_or_take, key, job)
        return _running[key]


def _run_or_take(key: str, job: Job) -> Record:
    kept = cache.take(key)
    if kept is None:
        kept = record(job)
        cache.keep(key, kept)
    return kept

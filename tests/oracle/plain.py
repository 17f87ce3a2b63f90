"""What a plain run did, from the trace that ``watch.py`` writes: its steps, with all that was seen in them."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from snippets._engine.run.pythons import Python, environment

#: A trace has no more events than these.
MOST = 60_000
WATCH = Path(__file__).parent / "watch.py"
#: A program that waits for ever is ended so long after it has printed all and done all that its record tells.
SILENT_S = 1.5
#: The last resort, in seconds.
LAST_RESORT_S = 60.0

#: One event of the trace without its task; the last of it is its number in the trace.
Event = tuple[Any, ...]
#: A frame that is suspended: its function, its line and its number, which are 0 for those of asyncio.
Frame = tuple[str, int, int]
#: Where an exception comes from that comes out of an `await`; what a line itself raises or calls has other operations.
AWAITING = ("SEND", "END_SEND", "CACHE", "YIELD_VALUE", "RESUME", "CLEANUP_THROW", "LOAD_CONST", "LOAD_COMMON_CONSTANT")
#: What these do with the help of others.
INNER = {"Queue.get": "Queue.get_nowait", "Queue.put": "Queue.put_nowait"}
#: The events that tell of a frame of the program.
FRAMES = ("line", "start", "resume", "yield", "return", "throw", "raise", "reraise", "handled", "unwind")


@dataclass
class Step:
    """One step of a task: what was seen in it, where the task stood before and after it, how it ended."""

    task: int
    place: int
    first: bool
    eager: bool = False
    events: list[Event] = field(default_factory=list)
    before: list[Frame] = field(default_factory=list)
    after: list[Frame] = field(default_factory=list)
    #: `returned`, `cancelled`, `raised NAME`; None where it only pauses, or is not known.
    end: str | None = None
    #: Whether the loop went on after it.
    over: bool = False

    def of(self, *kinds: str) -> list[Event]:
        """The events of these kinds, in order."""
        return [event for event in self.events if event[0] in kinds]

    @property
    def lines(self) -> list[int]:
        """The lines that began, in order."""
        return [event[2] for event in self.of("line")]

    @property
    def stood(self) -> int | None:
        """The program's innermost line before it."""
        return next((line for _, line, _ in self.before if line), None)

    @property
    def stands(self) -> int | None:
        """The program's innermost line after it."""
        return next((line for _, line, _ in self.after if line), None)

    @property
    def arrival(self) -> tuple[str, int] | None:
        """What the await that was resumed raised in the program's innermost frame, and in which line."""
        at = next((index for index, frame in enumerate(self.before) if frame[2]), None)
        if at is None:
            return None
        awaited = self.before[at - 1][0] if at else ""
        for kind, frame, line, *rest in (event for event in self.events if event[0] in FRAMES):
            if kind == "return" and (frame or rest[0] == awaited):
                return None
            if frame != self.before[at][2]:
                continue
            if kind in ("throw", "raise") and rest[0] != "StopIteration":
                return (rest[0], line) if kind == "throw" or rest[1] in AWAITING else None
            if kind in ("line", "yield", "raise"):
                return None
        return None

    @property
    def printed(self) -> str:
        """What was printed in it."""
        return "".join(event[2] for event in self.of("print"))

    @property
    def calls(self) -> list[Event]:
        """Calls of primitives that began and ended in it."""
        begun: list[str] = []
        found: list[Event] = []
        for event in self.of("in", "out"):
            if event[0] == "in":
                begun.append(event[2])
            elif event[2] in begun:
                begun.reverse()
                begun.remove(event[2])
                begun.reverse()
                found.append(event)
            elif found and event[2] in INNER and found[-1][2] == INNER[event[2]]:
                found.pop()  # what a call did that began in an earlier step
        return found


@dataclass
class Plain:
    """One plain run: its steps in order, each task's own, names, and what happened between the steps."""

    steps: list[Step] = field(default_factory=list)
    of: dict[int, list[Step]] = field(default_factory=lambda: defaultdict(list))
    names: dict[int, str] = field(default_factory=dict)
    coroutines: dict[int, str] = field(default_factory=dict)
    #: All events, each with the number of steps that had begun.
    between: list[tuple[int, Event]] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)
    stdout: str = ""
    full: bool = False
    ended: bool = False

    def ended_by(self, task: int, place: int) -> str | None:
        """How a task had ended when so many steps had begun; None where it had not."""
        return next((step.end for step in self.of[task] if step.place <= place and step.end), None)

    def next(self, task: int, place: int) -> Step | None:
        """A task's next step after this place."""
        return next((step for step in self.of[task] if step.place > place), None)

    def everything(self, *kinds: str) -> Iterator[tuple[int, int | None, Event]]:
        """All events of these kinds: how many steps had begun, the task, the event."""
        if len(kinds) == 1:
            return iter(self._by_kind.get(kinds[0], ()))
        found = (item for kind in kinds for item in self._by_kind.get(kind, ()))
        return iter(sorted(found, key=lambda item: item[2][-1]))

    @cached_property
    def _by_kind(self) -> dict[str, list[tuple[int, int | None, Event]]]:
        found: dict[str, list[tuple[int, int | None, Event]]] = {}
        for place, (kind, task, *rest) in self.between:
            found.setdefault(kind, []).append((place, task, (kind, *rest)))
        return found


def read(rows: Iterable[list[Any]]) -> Plain:
    """The run that left these rows."""
    run = Plain()
    open_: dict[int, Step] = {}
    running: int | None = None
    outermost: dict[int, int] = {}
    stood: dict[int, list[Frame]] = {}

    def begin(task: int, eager: bool) -> Step:
        step = Step(task, len(run.steps) + 1, not run.of[task], eager, before=stood.get(task, []))
        run.steps.append(step)
        run.of[task].append(step)
        open_[task] = step
        return step

    def close(task: int) -> None:
        step = open_.pop(task, None)
        if step is not None:
            step.over = True
            step.after = [] if step.end else _suspended(step)
            stood[task] = step.after

    for number, (kind, *rest) in enumerate(rows):
        if kind == "task":
            run.names[rest[0]], run.coroutines[rest[0]] = rest[1:]
            continue
        if kind == "begin":
            running = rest[0]
            if running is not None:
                begin(running, eager=False)
            continue
        if kind == "over":
            for task in list(open_):
                close(task)
            running = None
            continue
        if kind == "end":
            run.ended = True
            continue
        if kind == "made":  # by whom it was made is who acts
            rest = [rest[2], rest[0], rest[1]]
        task, *more = rest
        event = (kind, *more, number)
        run.between.append((len(run.steps), (kind, task, *more, number)))
        if kind == "line":
            run.lines.add(more[1])
        if kind == "print" and more[2] == 1:
            run.stdout += more[1]
        if task is None:
            continue
        step = open_.get(task) or begin(task, eager=True)
        step.events.append(event)
        if kind == "start" and task not in outermost and more[2] == run.coroutines[task].rpartition(".")[2]:
            outermost[task] = more[0]
        if kind in ("return", "unwind") and outermost.get(task) == more[0]:
            error = more[2] if kind == "unwind" else ""
            step.end = (
                "returned" if kind == "return" else "cancelled" if error == "CancelledError" else f"raised {error}"
            )
            if step.eager:
                close(task)
        if step.eager and kind == "yield" and outermost.get(task) == more[0]:
            close(task)
    return run


def _suspended(step: Step) -> list[Frame]:
    """The frames that a step left suspended, the innermost first.

    An exception that is thrown in goes to the innermost frame; where that keeps it and waits again, those around it are
    not even touched, and stand as before.
    """
    found: list[Frame] = []
    for kind, *rest in reversed(step.events):
        if kind == "yield":
            found.append((rest[2], rest[1], rest[0]))
        elif kind != "rest":
            break
    found.reverse()
    touched = {event[1] for event in step.events if event[0] in FRAMES}
    outer = [index for index, frame in enumerate(step.before) if frame[2] and frame[2] not in touched]
    if not outer:
        return found
    first = outer[0]
    while first and not step.before[first - 1][2] and step.before[first - 1][0] not in [f[0] for f in found]:
        first -= 1
    return found + step.before[first:]


def run(file: Path, python: Python, most_lines: int, seconds: float | None) -> Plain:
    """Run a program plainly and watch it.

    It is stopped after ``most_lines`` lines of output, where that is not 0, or some time after ``seconds``, where it
    waits for ever.
    """
    with tempfile.TemporaryDirectory(prefix="oracle") as folder:
        trace = Path(folder) / "trace"
        command = [str(python.path), "-u", str(WATCH), str(trace), str(most_lines), file.name]
        with subprocess.Popen(
            command,
            cwd=file.parent,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as process:
            try:
                _wait(process, trace, seconds)
            finally:
                with suppress(ProcessLookupError):
                    process.kill()
        rows = []
        with suppress(FileNotFoundError, ValueError), trace.open() as lines:
            for line in lines:  # the last may be cut
                rows.append(json.loads(line))
    found = read(rows)
    found.full = len(rows) >= MOST
    return found


def _wait(process: subprocess.Popen[bytes], trace: Path, seconds: float | None) -> None:
    begun = time.monotonic()
    size, since = -1, begun
    while process.poll() is None and time.monotonic() < begun + LAST_RESORT_S:
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.1)
        now = trace.stat().st_size if trace.exists() else 0
        if now != size:
            size, since = now, time.monotonic()
        quiet = time.monotonic() - max(since, begun + (seconds or 0.0))
        if seconds is not None and size > 0 and quiet > SILENT_S:
            return

"""What is to be run: which program, on which Python and clock, what it may use, and where it is stopped."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from snippets._engine.examples.catalogue import ROOT, Variant
from snippets._engine.record.record import Clock, Stop
from snippets._engine.run import process
from snippets._engine.run.process import Child, Stdin
from snippets._engine.run.pythons import Python, callers, environment, seen

#: The last resort for a program on the virtual clock that neither ends nor computes, in seconds of the wall.
LAST_RESORT_S = 120.0
#: How long a program on the real clock may go on where no stop is declared.
REAL_S = 60.0
#: How much of the processor's time a program may use.
PROCESSOR_S = 30.0


class RunnerError(Exception):
    """A program could not be run or recorded; the message is one line."""


class NoPython(RunnerError):  # noqa: N818 (it is said, not only raised)
    """No Python on this machine is one that the variant is meant for."""


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

    @property
    def most_processor_s(self) -> float:
        """Seconds of the processor's time after which the kernel ends the program, should the recorder fail to."""
        return max(process.PROCESSOR_S, 2 * self.processor_s)

    @property
    def environment(self) -> dict[str, str]:
        """What the program is started with: the caller's, for a program of the caller's own, else one for all."""
        return callers() | seen(ROOT, self.folder, self.file.parent) if self.own else environment()

    def start(self, environment: dict[str, str], inherit: tuple[int, ...] = (), *, merged: bool = False) -> Child:
        """Start the program, in this environment and within its limits."""
        return Child.start(
            self.command, self.folder, environment, inherit, merged=merged, stdin=self.stdin,
            memory_kib=None if self.own else process.MEMORY_KIB,
            processor_s=self.most_processor_s,
        )  # fmt: skip

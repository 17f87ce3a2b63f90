"""Runs a command and says what it cost; takes costs by turns, and tells their medians as a table."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

CORES = os.cpu_count() or 1


class FailedError(Exception):
    """A command that was to be measured ended with another status than 0; the text has the end of what it said."""


@dataclass(frozen=True)
class Cost:
    """What one command cost, its children included as far as somebody waited for them."""

    #: User and system time, and time by the clock, in seconds.
    cpu: float
    wall: float
    #: Memory of the largest single process, in MiB.
    peak: float
    #: How many cores others kept busy meanwhile.
    beside: float


def run(command: Sequence[str], cwd: Path, env: dict[str, str] | None = None) -> Cost:
    """The cost of the command, run in that folder. Raises FailedError."""
    with tempfile.TemporaryFile() as said:
        busy, begun = _busy(), time.monotonic()
        child = subprocess.Popen(command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        _, status, used = os.wait4(child.pid, 0)
        wall = time.monotonic() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            said.seek(0)
            tail = said.read().decode("utf-8", "replace")[-2000:]
            raise FailedError(f"{' '.join(command)} ended with {child.returncode}:\n{tail}")
        cpu = used.ru_utime + used.ru_stime
        return Cost(cpu, wall, used.ru_maxrss / 1024, max(0.0, _busy() - busy - cpu) / wall)


def _busy() -> float:
    """Seconds of CPU that this machine has spent since it started, where it tells."""
    try:
        user, nice, system, *_ = Path("/proc/stat").read_text().split()[1:]
    except OSError:
        return 0.0
    return (int(user) + int(nice) + int(system)) / os.sysconf("SC_CLK_TCK")


def by_turns(repeats: int, *tasks: Callable[[], Cost]) -> list[list[Cost]]:
    """The costs of each task, taken by turns, so that a machine that drifts does so for all alike."""
    costs: list[list[Cost]] = [[] for _ in tasks]
    for _ in range(repeats):
        for task, found in zip(tasks, costs, strict=True):
            found.append(task())
    return costs


def typical(costs: Iterable[Cost]) -> Cost:
    """The medians of these costs, figure by figure."""
    each = list(costs)
    return Cost(*(median(getattr(cost, name) for cost in each) for name in ("cpu", "wall", "peak", "beside")))


def ratio(costs: Sequence[Cost], others: Sequence[Cost], figure: str = "cpu") -> float:
    """The median of the ratios, pair by pair, of one figure."""
    pairs = zip(costs, others, strict=True)
    return float(median(getattr(one, figure) / getattr(other, figure) for one, other in pairs))


def row(name: str, costs: Sequence[Cost], told: str = "") -> list[str]:
    """A row of the table: the medians, and what is to be said of them."""
    cost = typical(costs)
    return [name, f"{cost.cpu:.1f}", f"{cost.wall:.1f}", f"{cost.peak:.0f}", f"{cost.beside:.1f}", told]


def table(rows: Iterable[Sequence[str]]) -> str:
    """Rows of ``row`` as a table in Markdown."""
    head = ["", "CPU s", "wall s", "peak MiB", "others' cores", ""]
    rule = ["---", *["---:"] * 4, "---"]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *rows))

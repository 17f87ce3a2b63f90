"""Section ``large``: programs with 10,000 tasks or 100,000 steps under ``python -m snippets``, against plain Python."""

from __future__ import annotations

import sys
from pathlib import Path
from statistics import median

from tests.benchmarks.measure import Cost, by_turns, row, run
from tests.benchmarks.trees import Tree

#: Each takes its size as its argument; 1 is the size that its name in the table tells.
PROGRAMS = {
    "steps": "100,000 steps",
    "through_a_queue": "10,000 tasks and a queue",
    "gathered": "10,000 tasks, gathered",
    "locks": "100,000 steps through locks",
}

#: Limits at which such a program would be stopped, out of the way.
_LIMITS = ["--max-steps", "100000000", "--max-seconds", "600"]


def large(room: Path, repeats: int, _: str) -> list[list[str]]:
    """Each program, recorded and drawn, and what three times its size costs more: by then the record is full."""
    tree = Tree.of("", room / "now")
    rows: list[list[str]] = []
    for name, told in PROGRAMS.items():
        program = Path(__file__).parent / "programs" / f"{name}.py"

        def asked(*words: str, program: Path = program, size: int = 1) -> Cost:
            command = [sys.executable, "-m", "snippets", *words, *_LIMITS, str(program), "--", str(size)]
            return run(command, tree.folder, tree.env)

        def plainly(program: Path = program, size: int = 1) -> Cost:
            return run([sys.executable, "-u", str(program), str(size)], tree.folder, tree.env)

        costs = by_turns(
            repeats,
            lambda: asked("run"),
            lambda: asked("timeline"),
            plainly,
            lambda: asked("run", size=3),
            lambda: plainly(size=3),
        )
        recorded, drawn, plain, recorded_more, plain_more = costs
        later = median(
            (more.cpu - less.cpu) / (other_more.cpu - other_less.cpu)
            for more, less, other_more, other_less in zip(recorded_more, recorded, plain_more, plain, strict=True)
        )
        picture = median(one.cpu - other.cpu for one, other in zip(drawn, recorded, strict=True))
        rows += [
            row(f"{told}, plain", plain),
            row("recorded", recorded, f"{later:.1f} times plain once its record is full"),
            row("and drawn", drawn, f"{picture:.1f} s for the picture"),
        ]
    return rows

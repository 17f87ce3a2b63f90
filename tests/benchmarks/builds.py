"""Sections ``cold``, ``warm`` and ``tests``: builds of the site, against an earlier commit and the floor; the tests."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.benchmarks.floor import Floor
from tests.benchmarks.measure import CORES, by_turns, ratio, row, run, typical
from tests.benchmarks.trees import Tree

Rows = list[list[str]]


def cold(room: Path, repeats: int, against: str) -> Rows:
    """A build from nothing, against the earlier commit's with the programs of today."""
    now, before = Tree.of("", room / "now"), Tree.of(against, room / "before")
    before.take_examples(now)
    costs, others = by_turns(repeats, now.cold, before.cold)
    cost = typical(costs)
    wall = cost.wall / (cost.cpu / CORES)
    return [
        row(
            f"from nothing: {now.runs()} runs of {len(now.examples())} examples",
            costs,
            f"CPU {ratio(costs, others):.2f} of {against[:7]}'s; wall {wall:.2f} times CPU / {CORES} cores",
        ),
        row(f"the same at {against[:7]}: {before.runs()} runs", others),
    ]


def warm(room: Path, repeats: int, against: str) -> Rows:
    """A build with nothing changed, against its floor and the earlier commit's."""
    now, before = Tree.of("", room / "now"), Tree.of(against, room / "before")
    before.take_examples(now)
    floor = Floor(now, room / "floor")
    # The first one settles what a cold build leaves to the next.
    for settle in (now.build, before.cold, floor.build):
        settle()
    costs, lowest, others = by_turns(repeats, now.build, floor.build, before.build)
    return [
        row(
            "nothing changed",
            costs,
            f"{ratio(costs, lowest):.2f} times its floor; {ratio(costs, others):.2f} of {against[:7]}'s",
        ),
        row("its floor", lowest, floor.told()),
        row(f"nothing changed at {against[:7]}", others),
    ]


def tests(room: Path, repeats: int, _: str) -> Rows:
    """The README's second command, once, without installing."""
    tree = Tree.of("", room / "now")
    return [row("the tests", [run([sys.executable, "-m", "pytest", "-q"], tree.folder, tree.env)])]

"""Section ``many``: builds of the site with 200 and with 1,000 examples more, generated in a copy."""

from __future__ import annotations

import re
from pathlib import Path

from tests.benchmarks.floor import Floor
from tests.benchmarks.measure import Cost, by_turns, ratio, row, typical
from tests.benchmarks.trees import Tree

MORE = (200, 1000)

#: Examples on one page, as many as on the longest of the site's own.
PAGE = 10

_PROGRAM = """import asyncio


async def work(name, seconds):
    await asyncio.sleep(seconds)
    print(name, "of example {number}")


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(work("first", {seconds}))
        group.create_task(work("second", 0.1))


asyncio.run(main())
"""
_GOLDEN = """$ python demo.py
second of example {number}
first of example {number}
[exit 0]
"""
_LABEL = """title = "Made {number}"
idea = "Two tasks, of which one sleeps {seconds} s."

[demo]
outcome = "finishes"
"""
_BLOCK = """
```python exec="on" html="on"
from snippets import show

print(show("made_{number}"))
```
"""


def many(room: Path, repeats: int, _: str) -> list[list[str]]:
    """Builds with more and more examples: from nothing once, with nothing changed by turns with their floor."""
    rows: list[list[str]] = []
    before: tuple[int, Cost, Cost] | None = None
    for more in (0, *MORE):
        tree = Tree.of("", room / f"with-{more}")
        add(tree, more)
        cold = tree.cold()
        tree.build()  # settles what a build from nothing leaves to the next
        floor = Floor(tree, room / f"floor-{more}")
        floor.build()
        costs, lowest = by_turns(repeats, tree.build, floor.build)
        warm = typical(costs)
        each = _each(before, more, cold, warm)
        rows += [
            row(f"{more:,} examples more, from nothing", [cold], each[0]),
            row("nothing changed", costs, f"{ratio(costs, lowest):.2f} times its floor{each[1]}"),
            row("its floor", lowest, floor.told()),
        ]
        before = more, cold, warm
    return rows


def _each(before: tuple[int, Cost, Cost] | None, more: int, cold: Cost, warm: Cost) -> tuple[str, str]:
    """What each example more has cost since the last row, from nothing and with nothing changed."""
    if before is None:
        return "", ""
    n = more - before[0]
    told = "{:.0f} ms of CPU and {:.2f} MiB for each more".format
    from_nothing = told(1000 * (cold.cpu - before[1].cpu) / n, (cold.peak - before[1].peak) / n)
    unchanged = told(1000 * (warm.cpu - before[2].cpu) / n, (warm.peak - before[2].peak) / n)
    return from_nothing, f"; {unchanged}"


def add(tree: Tree, more: int) -> None:
    """Write so many small examples into the tree, with the pages that show them."""
    for number in range(more):
        folder = tree.folder / f"snippets/made_{number // PAGE}/made_{number}"
        folder.mkdir(parents=True)
        for name, text in (("demo.py", _PROGRAM), ("demo.out", _GOLDEN), ("example.toml", _LABEL)):
            told = text.format(number=number, seconds=round(0.2 + number / 1000, 3))
            (folder / name).write_text(told, encoding="utf-8")
    pages = range((more + PAGE - 1) // PAGE)
    for page in pages:
        shown = "".join(_BLOCK.format(number=number) for number in range(page * PAGE, min(more, (page + 1) * PAGE)))
        (tree.folder / f"docs/made_{page}.md").write_text(f"# Made {page}\n{shown}", encoding="utf-8")
    ids = tree.folder / "snippets/ids.txt"
    known = ids.read_text(encoding="utf-8").split()
    ids.write_text("\n".join(sorted([*known, *(f"made_{number}" for number in range(more))])) + "\n", encoding="utf-8")
    settings = tree.folder / "mkdocs.yml"
    entries = "".join(f"\n      - Made {page}: made_{page}.md" for page in pages)
    text = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub(r"(\n      - Diagnosis: \S+)", rf"\1{entries}", text), encoding="utf-8")

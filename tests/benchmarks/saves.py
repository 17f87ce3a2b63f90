"""Section ``save``: saves under ``mkdocs serve``, with when each was on its page, and what it cost. On Linux.

CPU and wall are those from the save until the page that shows it was served, programs included.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.measure import Cost, typical
from tests.benchmarks.trees import Tree
from tests.serve.served import Served, serving

PROGRAM, LABEL = "snippets/tasks/forgotten_await/corrected.py", "snippets/tasks/forgotten_await/example.toml"
GOLDEN = "snippets/locks/lock_order/published.out"
BLOCK = '\n```python exec="on" html="on"\nfrom snippets import show\n\nprint(show("{}"))\n```\n\n'
NEW = 'title = "New"\nidea = "An idea."\n\n[demo]\noutcome = "finishes"\n'


def saves(room: Path, repeats: int, against: str) -> list[list[str]]:
    """Every kind of save, once, against the earlier commit's build with nothing changed, which each save was."""
    before = Tree.of(against, room / "before")
    before.cold()
    whole = typical(before.build() for _ in range(repeats))
    rows = [[f"each save at {against[:7]}", f"{whole.cpu:.2f}", f"{whole.wall:.2f}", "", f"{whole.beside:.1f}", ""]]
    tree = Tree.of("", room / "now")
    with serving(tree.folder, room / "served", room / "runs") as served:
        while not served.get(""):
            time.sleep(1)
        return rows + [_measured(served, whole, *save) for save in _saves(served, tree.folder)]


def _saves(served: Served, root: Path) -> list[tuple[str, Callable[[], object], str, str, bool]]:
    """What is saved, with the page to look at, and the text that is to come or to go."""

    def add() -> None:
        folder = root / "snippets/queues/brand_new"
        folder.mkdir()
        (folder / "demo.py").write_text('print("quite new")\n')
        (folder / "example.toml").write_text(NEW)
        served.save("docs/queues.md", "\n\n", "\n" + BLOCK.format("brand_new"))

    def twice() -> None:
        served.save(PROGRAM, 'print("seen foo")', 'print("seen twice")')
        time.sleep(0.3)
        served.save(PROGRAM, 'print("seen twice")', 'print("for good")')

    edit = served.save
    return [
        ("a program", lambda: edit(PROGRAM, 'print("foo")', 'print("seen foo")'), "tasks/", "seen foo", True),
        ("a label", lambda: edit(LABEL, 'title = "', 'title = "Now: '), "tasks/", "Now: ", True),
        ("a label, at home", lambda: edit(LABEL, 'title = "', 'title = "Here: '), "", "Here: ", True),
        ("prose", lambda: edit("docs/queues.md", "\n\n", "\n\nA new word.\n\n"), "queues/", "A new word.", True),
        (
            "a style sheet",
            lambda: edit("docs/assets/extra.css", "\n", "\n.new{}\n"),
            "assets/extra.css",
            ".new{}",
            True,
        ),
        ("a script", lambda: edit("docs/assets/extra.js", "\n", "\nvar fresh\n"), "assets/extra.js", "var fresh", True),
        ("a broken label", lambda: edit(LABEL, "title =", "titel ="), "tasks/", "titel", True),
        ("mended", lambda: edit(LABEL, "titel =", "title ="), "tasks/", "titel", False),
        ("a golden", lambda: edit(GOLDEN, "\n", "\nnot so\n"), "locks/", "published.out:2", True),
        ("mended", lambda: edit(GOLDEN, "\nnot so\n", "\n"), "locks/", "published.out:2", False),
        ("a new example", add, "queues/", "quite new", True),
        ("twice, during a build", twice, "tasks/", "for good", True),
        ("the navigation", lambda: edit("mkdocs.yml", "Home: ", "Start: "), "tasks/", "Start", True),
    ]


def _measured(
    served: Served, whole: Cost, name: str, save: Callable[[], object], place: str, text: str, there: bool
) -> list[str]:
    before, began = _quiet(served), time.monotonic()
    save()
    served.wait(place, text, there)
    wall, cpu = time.monotonic() - began, served.cpu_s() - before
    told = (
        f"1/{whole.cpu / max(cpu, 0.01):.0f} of such a build; {_quiet(served) - before:.2f} CPU s until nothing was due"
    )
    return [f"save: {name}", f"{cpu:.2f}", f"{wall:.2f}", "", "", told]


def _quiet(served: Served) -> float:
    """What the server has computed, in seconds, when it has nothing more to do."""
    last, now = -1.0, served.cpu_s()
    while now - last > 0.05:
        time.sleep(1.5)
        last, now = now, served.cpu_s()
    return now

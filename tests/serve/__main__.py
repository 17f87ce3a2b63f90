"""``python -m tests.serve``: saves under ``mkdocs serve``, with when each was on its page, and what it cost. On Linux.

It serves a clone of the last commit, whose programs are all run first. ``page`` is the time from the save until the
page that shows it was served, and the CPU time up to then, programs included; ``all`` is the CPU time until nothing was
due any more. Best on a machine that does nothing else.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from snippets._engine.examples.catalogue import ROOT
from tests.serve.served import Served, serving

PROGRAM, LABEL = "snippets/tasks/forgotten_await/corrected.py", "snippets/tasks/forgotten_await/example.toml"
GOLDEN = "snippets/locks/lock_order/published.out"
BLOCK = '\n```python exec="on" html="on"\nfrom snippets import show\n\nprint(show("{}"))\n```\n\n'
NEW = 'title = "New"\nidea = "An idea."\n\n[demo]\noutcome = "finishes"\n'


def main() -> None:
    """Prints the table."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch, "clone")
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(root)], check=True)
        with serving(root, Path(scratch, "served"), Path(scratch, "runs")) as served:
            while not served.get(""):
                time.sleep(1)
            _row("", "page", "", "all")
            for name, save, place, text, there in _saves(served, root):
                _measure(served, name, save, place, text, there)


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


def _measure(served: Served, name: str, save: Callable[[], object], place: str, text: str, there: bool) -> None:
    before, began = _quiet(served), time.monotonic()
    save()
    served.wait(place, text, there)
    wall_s, cpu_s = time.monotonic() - began, served.cpu_s() - before
    _row(name, f"{wall_s:.2f} s", f"{cpu_s:.2f} CPU s", f"{_quiet(served) - before:.2f} CPU s")


def _quiet(served: Served) -> float:
    """What the server has computed, in seconds, when it has nothing more to do."""
    last, now = -1.0, served.cpu_s()
    while now - last > 0.05:
        time.sleep(1.5)
        last, now = now, served.cpu_s()
    return now


def _row(*cells: str) -> None:
    sys.stdout.write("{:24}{:>10}{:>14}{:>14}\n".format(*cells))
    sys.stdout.flush()


if __name__ == "__main__":
    main()

"""Section ``plain``: programs that end, as plain blocks of markdown-exec, beside a build of the site."""

from __future__ import annotations

import json
import platform
import shlex
import sys
from pathlib import Path

from snippets._engine.examples import catalogue
from tests.benchmarks.measure import Cost, by_turns, ratio, row, run
from tests.benchmarks.trees import MKDOCS, Tree

#: Outcomes of a program that ends when plain Python runs it.
_ENDS = ("finishes", "raises", "exits")


def plain(room: Path, repeats: int, _: str) -> list[list[str]]:
    """What markdown-exec alone needs to execute examples, one after the other; and a build of the site from nothing.

    The site runs more of them: those that never end, which have no place in a plain block; and it draws, tells and
    checks each.
    """
    tree = Tree.of("", room / "now")
    count = _write(room / "plain", tree)

    def executed() -> Cost:
        return run(MKDOCS, room / "plain", tree.env)

    costs, others = by_turns(repeats, tree.cold, executed)
    told = f"CPU {ratio(costs, others):.2f}, wall {ratio(costs, others, 'wall'):.2f} of the plain blocks'"
    return [
        row(f"from nothing: {tree.runs()} runs", costs, told),
        row(
            f"plain blocks: {count} programs that end", others, "one after the other, as markdown-exec does; they sleep"
        ),
    ]


def _write(folder: Path, tree: Tree) -> int:
    """Write a plain site of the tree's programs into the folder, a page for each topic; returns how many programs."""
    docs = folder / "docs"
    docs.mkdir(parents=True)
    pages: dict[str, list[str]] = {}
    count, python = 0, platform.python_version()
    for example in catalogue.load():
        for variant in example.variants:
            if not variant.runs_on(python) or variant.outcome(python).kind not in _ENDS:
                continue
            file = tree.folder / variant.file.relative_to(catalogue.ROOT)
            command = shlex.join([sys.executable, "-u", file.name])
            source = f"(cd {shlex.quote(str(file.parent))} && {command}) 2>&1 || true"
            pages.setdefault(example.topic, []).append(f'```bash exec="on" result="console"\n{source}\n```\n')
            count += 1
    for topic, blocks in pages.items():
        (docs / f"{topic}.md").write_text(f"# {topic}\n\n" + "\n".join(blocks), encoding="utf-8")
    (docs / "index.md").write_text("# Plain\n", encoding="utf-8")
    settings = {"site_name": "plain", "theme": {"name": "material"}, "plugins": ["search", "markdown-exec"]}
    (folder / "mkdocs.yml").write_text(json.dumps(settings), encoding="utf-8")
    return count

"""The floor of a build: the same pages with the same Markdown, and nothing executed or computed."""

from __future__ import annotations

import os
from pathlib import Path

from tests.benchmarks.measure import Cost, run
from tests.benchmarks.trees import MKDOCS, Tree

#: The tree's own settings, and the hook that listens; read before the build is measured, never part of it.
_SETTINGS = """INHERIT: mkdocs.yml
hooks: [snippets/_engine/mkdocs_hook.py, {hook}]
"""


class Floor:
    """The floor of a tree's build, in a folder of its own."""

    def __init__(self, tree: Tree, folder: Path) -> None:
        """Builds the tree's site once, and stores what is needed to make it again. Raises FailedError."""
        self.tree, self.folder = tree, folder
        folder.mkdir()
        settings = tree.folder / "mkdocs-floor.yml"
        settings.write_text(_SETTINGS.format(hook=Path(__file__).with_name("floor_dump.py")), encoding="utf-8")
        told = {"BENCHMARK_FLOOR": str(folder), "BENCHMARK_SETTINGS": str(tree.folder / "mkdocs.yml")}
        run([*MKDOCS, "-f", settings.name], tree.folder, {**tree.env, **told})
        settings.unlink()

    def build(self) -> Cost:
        """The cost of a build of the floor. Raises FailedError."""
        env = {name: value for name, value in self.tree.env.items() if name != "PYTHONPATH"}
        return run([*MKDOCS, "-f", str(self.folder / "mkdocs.yml")], self.folder, env)

    def told(self) -> str:
        """How far the floor's site is the tree's: whether as many pages, and of the same bytes."""
        ours, theirs = _pages(self.tree.site), _pages(self.folder / "site")
        same = sum(theirs.get(place) == content for place, content in ours.items())
        size, other = (sum(map(len, pages.values())) for pages in (ours, theirs))
        search = "search/search_index.json"
        found = [os.path.getsize(site / search) for site in (self.tree.site, self.folder / "site")]
        return (
            f"the floor has {len(theirs)} of {len(ours)} pages, {same} the same to the byte, "
            f"{other / 1e6:.2f} of {size / 1e6:.2f} MB; "
            f"index for the search {found[1] / 1e3:.0f} of {found[0] / 1e3:.0f} kB"
        )


def _pages(site: Path) -> dict[str, bytes]:
    return {page.relative_to(site).as_posix(): page.read_bytes() for page in site.rglob("*.html")}

"""Copies of the repository at some commit, in which builds can be measured without touching the one at hand."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.measure import Cost, FailedError, run

ROOT = Path(__file__).parents[2]

#: How the site is built; ``-m``, so that the modules of the folder it is called in are used.
MKDOCS = [sys.executable, "-m", "mkdocs", "build"]


class Tree:
    """One copy: it keeps its runs and its site within itself, and is run by the Python that runs the benchmark."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def of(cls, commit: str, folder: Path) -> Tree:
        """A new copy in that folder, as of that commit; "" is the work at hand, but for files that git does not know.

        Raises FailedError.
        """
        commit = commit or _git(ROOT, "stash", "create") or "HEAD"
        try:
            commit = _git(ROOT, "rev-parse", "--verify", f"{commit}^{{commit}}")
        except FailedError:
            raise FailedError(
                f"{commit}: no such commit here; a shallow clone lacks it (git fetch --unshallow)"
            ) from None
        _git(ROOT, "clone", "-q", "--shared", "--no-checkout", str(ROOT), str(folder))
        _git(folder, "-c", "advice.detachedHead=false", "checkout", "-q", commit)
        tree = cls(folder)
        # Bytecode that a first import would write anyway; what runs within programs is the project's own business.
        packages = [sys.executable, "-m", "compileall", "-q", "-x", "recorder", "snippets/_engine"]
        subprocess.run(packages, cwd=folder, check=True)
        return tree

    @property
    def site(self) -> Path:
        """The folder of the built site."""
        return self.folder / "site"

    @property
    def env(self) -> dict[str, str]:
        """The environment of what is measured here."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SNIPPETS_")}
        return {**kept, "PYTHONPATH": str(self.folder), "NO_MKDOCS_2_WARNING": "1"}

    def forget(self) -> None:
        """Delete all that builds have left: the next is one from nothing."""
        for name in (".cache", "site"):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def build(self, *options: str) -> Cost:
        """The cost of a build with these options. Raises FailedError."""
        return run([*MKDOCS, *options], self.folder, self.env)

    def cold(self, *options: str) -> Cost:
        """The cost of a build from nothing. Raises FailedError."""
        self.forget()
        return self.build(*options)

    def examples(self) -> list[Path]:
        """The folders of the examples, relative to the tree."""
        labels = self.folder.glob("snippets/*/*/example.toml")
        return sorted(label.parent.relative_to(self.folder) for label in labels)

    def runs(self) -> int:
        """How many runs the last builds have kept."""
        return len(list((self.folder / ".cache/runs").glob("*.json")))

    def take_examples(self, other: Tree) -> None:
        """Have the other's examples in place of its own."""
        for folder in self.examples():
            shutil.rmtree(self.folder / folder)
        for folder in other.examples():
            shutil.copytree(other.folder / folder, self.folder / folder)
        shutil.copy(other.folder / "snippets/ids.txt", self.folder / "snippets/ids.txt")


def _git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise FailedError(f"git {' '.join(words)}: {done.stderr.strip()}")
    return done.stdout.strip()

"""The folders of the examples by their contents: whether what was made from one would be made from it again."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from snippets._engine.examples import catalogue
from snippets._engine.examples.asked import digest

#: Each file of a folder by its path, with when it was written and its length.
Stamp = tuple[tuple[str, int, int], ...]


class Folders:
    """Every folder as it was when this was made: before anything in it is read."""

    def __init__(self, before: Folders | None = None) -> None:
        """``before`` are the same at another time: what has neither another time nor another length is not read."""
        known: Mapping[str, tuple[Path, Stamp, str]] = before._known if before else {}
        self._known: dict[str, tuple[Path, Stamp, str]] = {}
        for folder in catalogue.folders():
            stamp, was = _stamp(folder), known.get(folder.name)
            same = was is not None and was[:2] == (folder, stamp)
            self._known[folder.name] = folder, stamp, was[2] if was and same else _contents(folder, stamp)

    def digest(self, example_id: str) -> str:
        """What tells an example's folder, with its place, from any other; of an id that is none it tells that."""
        return self._known[example_id][2] if example_id in self._known else "none"

    def of_all(self) -> str:
        """The same of all folders."""
        return digest([(name, known[2]) for name, known in self._known.items()])

    def unchanged(self, example_id: str) -> bool:
        """Whether the folder has the files still that it had."""
        known = self._known.get(example_id)
        return known is not None and _stamp(known[0]) == known[1]

    def all_unchanged(self) -> bool:
        """Whether all have."""
        return all(map(self.unchanged, self._known))


def _stamp(folder: Path) -> Stamp:
    return tuple(sorted(_stats(str(folder), "")))


def _stats(folder: str, inside: str) -> Iterator[tuple[str, int, int]]:
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _stats(entry.path, f"{inside}{entry.name}/")
            else:
                with contextlib.suppress(OSError):
                    stat = entry.stat()
                    yield inside + entry.name, stat.st_mtime_ns, stat.st_size


def _contents(folder: Path, stamp: Stamp) -> str:
    found = hashlib.sha256(repr(folder.parts[-2:]).encode())
    for name, *_ in stamp:
        content = b""
        with contextlib.suppress(OSError):
            content = (folder / name).read_bytes()
        for part in (os.fsencode(name), content):
            found.update(hashlib.sha256(part).digest())
    return found.hexdigest()

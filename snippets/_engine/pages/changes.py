"""What has changed among the sources since a build began, and what of the site depends on that.

Nothing here knows MkDocs. Where a change may show in more places than are known here, it is said to concern the whole.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from snippets._engine.examples import git
from snippets._engine.examples.catalogue import ROOT, SNIPPETS
from snippets._engine.pages.executed import blocks
from snippets._engine.pages.generated import ON_BOTH
from snippets._engine.picture import sheet

#: Where the sources lie; among them folders and files with these names hold nothing that a site is made from.
DOCS, CONFIG = ROOT / "docs", ROOT / "mkdocs.yml"
_NOT_OURS = re.compile(r"\..*|__pycache__")
_LEFT_BY_EDITORS = re.compile(r"\..*|.*(~|\.swp|\.tmp|\.pyc)|#.*#|\d+")

#: A file of an example, by its path from ``snippets/``; a page of ``docs/``; and an asset that is copied and no more.
_EXAMPLE = re.compile(r"[a-z][\w-]*/(?P<id>[a-z]\w*)/[^/]+")
_PAGE = re.compile(r"(?!overrides/).*\.md")
_ASSET = re.compile(rf"assets/(?!{re.escape(sheet.STYLE.name)})[^/]*\.(css|js|svg|png)")
#: What a process reads once, by its path from ``snippets/``.
_CODE = re.compile(r"_engine/.*|\w+\.py")

#: What shows the example that it names and no other; any other call may show all of them.
_OF_ONE = re.compile(
    r"print\(\s*(?:show|slide|embed|beside|share|place|onward|two_clocks|refusal|handed_out)\(\s*[\"'](?P<id>\w+)[^()]*\)\s*\)"
)
#: What a page says of itself and of the examples that it shows anyway, or that have moved.
_OF_PAGE = re.compile(r"print\(\s*(?:minutes|remember|moved)\([^()]*\)\s*\)")
_CALL = re.compile(r"print\(")
#: What waits for no run: it shows what programs are, or where they lie, and not what they do.
_READS = re.compile(r"print\(\s*(?:used_by|at_hand|shelf|shelves|archives)\(")
#: What tells of other pages: how long they take to read, what stands first on them.
_OF_PAGES = re.compile(r"print\(\s*(?:topics|rules)\(")


@dataclass(frozen=True)
class Changes:
    """What was saved: the ids of examples, pages and assets by their places in ``docs/``.

    ``whole`` where more may depend on it than these; ``code`` are files of the machinery, by their places in
    ``snippets/``.
    """

    whole: bool = False
    examples: frozenset[str] = frozenset()
    pages: frozenset[str] = frozenset()
    assets: frozenset[str] = frozenset()
    code: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return self.whole or bool(self.examples or self.pages or self.assets)

    def __or__(self, other: Changes) -> Changes:
        """What is in either."""
        return Changes(
            self.whole or other.whole,
            self.examples | other.examples,
            self.pages | other.pages,
            self.assets | other.assets,
            self.code | other.code,
        )

    @classmethod
    def of(cls, changed: Collection[Path], known: Collection[Path]) -> Changes:
        """Those in these files, of which ``known`` were there before and still are."""
        examples, pages, assets, code, whole = set(), set(), set(), set(), False
        for path in changed:
            place = path.relative_to(SNIPPETS).as_posix() if path.is_relative_to(SNIPPETS) else ""
            if found := _EXAMPLE.fullmatch(place):
                examples.add(found["id"])
                continue
            if _CODE.fullmatch(place):
                code.add(place)
            place = path.relative_to(DOCS).as_posix() if path.is_relative_to(DOCS) else ""
            if path in known and _PAGE.fullmatch(place):
                pages.add(place)
            elif path in known and _ASSET.fullmatch(place):
                assets.add(place)
            else:
                whole = True
        return cls(whole, *map(frozenset, (examples, pages, assets, code)))


@dataclass(frozen=True)
class Shown:
    """The examples that a page shows by their ids, and whether it may show any other.

    ``slow`` where it shows one on the real clock besides, ``all_runs`` where it may wait for the run of any other, and
    ``pages`` where it tells of other pages.
    """

    ids: frozenset[str]
    all: bool
    slow: bool = False
    all_runs: bool = False
    pages: bool = False

    @classmethod
    def on(cls, markdown: str) -> Shown:
        """What the executed blocks of a page show."""
        code = "\n".join(blocks(markdown))
        named = [found["id"] for found in _OF_ONE.finditer(code)]
        others = len(_CALL.findall(code)) - len(named) - len(_OF_PAGE.findall(code))
        waiting = others - len(_READS.findall(code))
        return cls(frozenset(named), others > 0, bool(ON_BOTH.search(code)), waiting > 0, bool(_OF_PAGES.search(code)))


@dataclass
class Sources:
    """The files that the site is made from, as they were when ``changes`` was asked for last, or at the beginning."""

    _seen: dict[Path, tuple[int, int, bytes]] = field(default_factory=dict)
    _at: str | None = None

    def __post_init__(self) -> None:
        self.changes()

    def changes(self) -> Changes:
        """What is another than it was, by its content. Ask before anything is read: what comes later is seen next."""
        before, at_before = self._seen, self._at
        self._seen, self._at = dict(_look(before)), git.position()
        changed = {
            path for path in {*before, *self._seen} if before.get(path, _NONE)[2] != self._seen.get(path, _NONE)[2]
        }
        found = Changes.of(changed, before.keys() & self._seen.keys())
        # Each page of an example names a commit.
        return replace(found, whole=True) if self._at != at_before else found


_NONE = (0, 0, b"")


def _look(before: Mapping[Path, tuple[int, int, bytes]]) -> Iterator[tuple[Path, tuple[int, int, bytes]]]:
    """Each file with when it was written, its length, and a hash, which is not made anew where both are the same."""
    for path in _files():
        try:
            stat = path.stat()
            known = before.get(path, _NONE)
            same = known[:2] == (stat.st_mtime_ns, stat.st_size)
            yield (
                path,
                (
                    stat.st_mtime_ns,
                    stat.st_size,
                    known[2] if same else hashlib.blake2b(path.read_bytes()).digest(),
                ),
            )
        except OSError:  # gone meanwhile, or not ours to read
            continue


def _files() -> Iterator[Path]:
    yield CONFIG
    for top in (DOCS, SNIPPETS):
        for folder, inner, names in os.walk(top):
            inner[:] = [name for name in inner if not _NOT_OURS.fullmatch(name)]
            yield from (Path(folder, name) for name in names if not left_by_editor(name))


def left_by_editor(name: str) -> bool:
    """Whether a file of this name is a backup, a lock or the like, and no source."""
    return bool(_LEFT_BY_EDITORS.fullmatch(name))

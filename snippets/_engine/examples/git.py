"""What git knows: the releases (tags like ``v1.2.0``) with the examples' files in each, and who changed what last.

Without git, or in a copy without history, nothing is known, and nobody is told anything else.
"""

from __future__ import annotations

import functools
import hashlib
import io
import os
import re
import subprocess
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from packaging.version import InvalidVersion, Version

from snippets._engine.examples.asked import asked
from snippets._engine.examples.catalogue import ROOT, Example, Variant, relative

#: The files of an example that stay on the site for each release, by the part of their path behind ``snippets/``.
_KEPT = re.compile(r"snippets/[a-z][\w-]*/(?P<id>[a-z]\w*)/(?P<name>[a-z][\w.-]*\.(?:py|out|toml))")
#: Asks git log for the commit and its day.
_AT, _DAY = "%H %cd", "--date=format-local:%Y-%m-%d"


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its full hash, and its day in UTC (``2026-11-22``). ``changed`` if files here differ from it."""

    hash: str
    day: str
    changed: bool = False

    @property
    def short(self) -> str:
        """The first digits, as people write them."""
        return self.hash[:10]


@dataclass(frozen=True, slots=True)
class Release:
    """A tag: its version (``1.2.0``), its commit, and the examples' files in it by ``id/name``."""

    version: str
    commit: Commit
    files: Mapping[str, bytes] = field(repr=False, hash=False)

    @property
    def examples(self) -> list[str]:
        """The ids of its examples."""
        return sorted({name.partition("/")[0] for name in self.files})

    def holds(self, variant: Variant) -> bool:
        """Whether it has the very program that is here now."""
        kept = self.files.get(f"{variant.example}/{variant.file.name}")
        return kept is not None and hashlib.sha256(kept).hexdigest() == variant.sha256


@asked
def releases() -> tuple[Release, ...]:
    """Every release, the newest first. Read once: call ``forget`` where git may have moved on."""
    return _releases()


@functools.cache
def _releases() -> tuple[Release, ...]:
    found = []
    for tag in (_git("tag", "--list", "v[0-9]*", "--merged", "HEAD") or "").split() if _ours() else ():
        try:
            version = Version(tag.removeprefix("v"))
        except InvalidVersion:
            continue
        found.append((version, _release(tag)))
    return tuple(release for _, release in sorted(found, key=lambda pair: pair[0], reverse=True))


def newest_with(example: Example) -> Release | None:
    """The newest release that has every program of the example as it is now."""
    return next((release for release in releases() if all(map(release.holds, example.variants))), None)


@asked
def head() -> Commit | None:
    """The commit that everything here was made from, None where git knows of none. Whether files differ is not told."""
    return _head()


@functools.cache
def _head() -> Commit | None:
    said = _git("log", "-1", f"--format={_AT}", _DAY) if _ours() else None
    return _commit(said) if said else None


def last_change(example: Example) -> Commit | None:
    """The commit that changed a file of the example last; None in a copy without the whole history."""
    return _last_change(relative(example.folder) + "/")


@asked
def _last_change(folder: str) -> Commit | None:
    commit = _last_changes().get(folder)
    return commit and Commit(commit.hash, commit.day, any(path.startswith(folder) for path in _changed()))


@functools.cache
def _last_changes() -> Mapping[str, Commit]:
    """By folder, with a slash at its end, the newest commit that touched a file right in it."""
    if not _ours() or _git("rev-parse", "--is-shallow-repository") != "false":
        return {}
    found: dict[str, Commit] = {}
    for entry in (_git("log", f"--format=%x00{_AT}", _DAY, "--name-only", "--", "snippets") or "").split("\0")[1:]:
        at, *paths = entry.splitlines()
        for path in filter(None, paths):
            found.setdefault(path.rpartition("/")[0] + "/", _commit(at))
    return found


@functools.cache
def _changed() -> tuple[str, ...]:
    """The files that differ from the commit, or are not in it."""
    said = (_ask("status", "--porcelain", "-z", "--no-renames") or b"").decode(errors="replace")
    return tuple(entry[3:] for entry in said.split("\0"))


@functools.cache
def _ours() -> bool:
    """Whether git knows of this very folder, and not only of one around it."""
    top = _git("rev-parse", "--show-toplevel")
    return top is not None and Path(top).resolve() == ROOT


def position() -> str | None:
    """Where the repository stands, with its tags; None where git knows of none."""
    return _git("show-ref", "--head", "--tags", "-d")


def forget() -> None:
    """Forget what git said: it may say something else now."""
    for known in (_releases, _head, _last_changes, _changed, _ours):
        known.cache_clear()


def _commit(said: str) -> Commit:
    """What git log printed by ``_AT``."""
    number, _, day = said.partition(" ")
    return Commit(number, day)


def _release(tag: str) -> Release:
    commit = _commit(_git("log", "-1", f"--format={_AT}", _DAY, tag) or "")
    files = {}
    archive = _ask("archive", "--format=tar", tag, "snippets") or b""
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar:
            found = _KEPT.fullmatch(member.name)
            content = tar.extractfile(member) if found and member.isfile() else None
            if found and content:
                files[f"{found['id']}/{found['name']}"] = content.read()
    ordered = sorted(files, key=lambda name: (PurePosixPath(name).parent, name))
    return Release(tag.removeprefix("v"), commit, {name: files[name] for name in ordered})


def _git(*words: str) -> str | None:
    said = _ask(*words)
    return None if said is None else said.decode().strip()


def _ask(*words: str) -> bytes | None:
    """What git prints, None where there is none or it refuses. A day is one in UTC."""
    try:
        done = subprocess.run(
            ["git", "-C", str(ROOT), *words],
            capture_output=True,
            check=True,
            env={**os.environ, "TZ": "UTC", "GIT_OPTIONAL_LOCKS": "0"},
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout

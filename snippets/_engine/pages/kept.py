"""Keeps what a site is put together from between builds: beside each piece stands what was asked while it was made.

A piece is taken again as long as every answer is the same, those of ``MADE_BY`` among them. What complained is not
kept, so that the next build complains again. There is one entry for each piece, which the next to be made replaces; one
that was not used for a month is deleted. A damaged entry does not count, and a full or read-only disk costs only time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import msgspec

from snippets._engine.examples import asked
from snippets._engine.examples.asked import Notes, Question
from snippets._engine.examples.catalogue import ROOT
from snippets._engine.picture import sheet
from snippets._engine.run import cache

ENGINE = Path(__file__).resolve().parents[1]
#: What every piece is made by, besides Python and what is installed: the machinery, and what pictures are drawn with.
MADE_BY: tuple[Path, ...] = (ENGINE, ENGINE.with_name("__init__.py"), sheet.STYLE, sheet.STYLE.with_name("fonts"))

_UNUSED_S, _DAY_S = 30 * 86400.0, 86400.0


class Entry(msgspec.Struct, frozen=True):
    """A piece: its name, its contents by theirs, and each question that was asked with the digest of its answer."""

    name: str
    contents: dict[str, bytes]
    asked: list[tuple[Question, str]]


def folder() -> Path:
    """Where the pieces are kept: beside the runs, and as safe to delete."""
    return cache.folder() / "pieces"


def take(name: str, answer: Callable[[Question], str | None]) -> Mapping[str, bytes] | None:
    """What is kept of the piece of this name, if ``answer`` still gives the same answers; else None.

    Its questions are noted as if it had been made.
    """
    path = _path(name)
    entry = _read(path)
    if entry is None or entry.name != name or not unchanged():
        return None
    if any(answer(question) != digest for question, digest in entry.asked):
        return None
    for question, digest in entry.asked:
        asked.note(question, digest)
    with contextlib.suppress(OSError):
        if time.time() - path.stat().st_mtime > _DAY_S:
            os.utime(path)
    return entry.contents


def keep(name: str, contents: Mapping[str, bytes], notes: Notes) -> None:
    """Keep a piece; it is there whole or not at all."""
    if not (notes.lasting and unchanged()):
        return
    data = msgspec.msgpack.encode(Entry(name, dict(contents), list(notes.answers.items())))
    path = _path(name)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
        try:
            new.write_bytes(hashlib.sha256(data).digest() + data)
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)


def clean() -> None:
    """Delete what was not used for a month."""
    with contextlib.suppress(OSError):
        for path in folder().iterdir():
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > _UNUSED_S:
                    path.unlink()


def _path(name: str) -> Path:
    return folder() / hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:40]


def _read(path: Path) -> Entry | None:
    try:
        kept = path.read_bytes()
        if hashlib.sha256(kept[32:]).digest() != kept[:32]:
            return None
        return msgspec.msgpack.decode(kept[32:], type=Entry)
    except (OSError, msgspec.MsgspecError):
        return None


# What every piece is made by


@asked.asked
def made_by() -> str:
    """What the machinery was when this process began to use it."""
    return _made_by


def look() -> None:
    """See whether the machinery is still what it was when this process began: each build does so before all else."""
    global _same
    _same = _machinery() == _made_by


def unchanged() -> bool:
    """Whether the machinery is the same as when this process began. Else nothing is kept, nor taken again."""
    return _same


def _machinery() -> str:
    digest = hashlib.sha256(repr((sys.version, platform.platform(), sorted(_installed()))).encode())
    for path in _files():
        with contextlib.suppress(OSError):
            digest.update(f"{path.relative_to(ROOT)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    for made_of in MADE_BY:
        if made_of.is_file():
            yield made_of
        for top, inner, names in os.walk(made_of):
            inner[:] = sorted(name for name in inner if name != "__pycache__")
            yield from (Path(top, name) for name in sorted(names))


def _installed() -> Iterator[str]:
    """Every package that is installed, with its version, as the names of folders tell."""
    for place in dict.fromkeys(sys.path):
        with contextlib.suppress(OSError):
            yield from (path.name for path in Path(place).iterdir() if path.suffix in (".dist-info", ".egg-info"))


_made_by, _same = _machinery(), True

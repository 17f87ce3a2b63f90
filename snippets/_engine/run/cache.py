"""Keeps records between builds, each under a name made of all that could change it. A damaged entry does not count.

Beside a record stands the day of its run. It is no part of the record, which is the same for every run of its kind.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from snippets._engine.examples.catalogue import ROOT
from snippets._engine.record.record import Record
from snippets._engine.run.pythons import Python

_ENGINE = Path(__file__).parents[1]
#: What decides what a run leaves: the recorder, all that stands between it and the record, and the verdict's words.
MAKERS = ("recorder", "run", "record", "words/verdict.py", "words/standstill.py", "words/needs.py", "words/english.py")


class Kept(NamedTuple):
    """A record, the day (UTC, like ``2025-01-31``) of the run that left it, and what tells both from any other."""

    record: Record
    day: str
    digest: str | None = None


def folder() -> Path:
    """Where the records are kept; ``SNIPPETS_CACHE`` names another place than ``.cache/runs``."""
    return Path(os.environ.get("SNIPPETS_CACHE") or ROOT / ".cache" / "runs")


def bytecode() -> Path:
    """Where each Python keeps the recorder's bytecode: beside the records, and as safe to delete."""
    return folder() / "bytecode"


def key(file: Path, label: Path, python: Python, how: object) -> str:
    """The name of a run: of the program, its label, the recorder, the Python, and how it is run."""
    parts = [file.read_bytes(), label.read_bytes(), _makers(), repr((python, how, platform.platform())).encode()]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def take(name: str) -> Kept | None:
    """What is kept under this name, None where there is nothing or it is damaged."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        data = _path(name).read_bytes()
        entry = json.loads(data)
        if _sum(entry["day"], entry["record"]) == entry["sha256"]:
            return Kept(Record.from_json(entry["record"]), entry["day"], hashlib.sha256(data).hexdigest())
    return None


def digest(name: str) -> str | None:
    """What ``take`` would give as the digest, without a look at what is kept; None where nothing is."""
    try:
        return hashlib.sha256(_path(name).read_bytes()).hexdigest()
    except OSError:
        return None


def keep(name: str, record: Record) -> Kept:
    """Keep the record of a run that has just ended, today; it is there whole or not at all.

    A full or read-only disk costs only the time of the next run.
    """
    text, today = record.to_json(), datetime.now(UTC).date().isoformat()
    entry = json.dumps({"sha256": _sum(today, text), "day": today, "record": text}).encode()
    with contextlib.suppress(OSError):
        folder().mkdir(parents=True, exist_ok=True)
        path = folder() / f"{name}.{os.getpid()}.new"
        path.write_bytes(entry)
        path.replace(_path(name))
    return Kept(record, today, hashlib.sha256(entry).hexdigest())


def _path(name: str) -> Path:
    return folder() / f"{name}.json"


def _sum(ran: str, text: str) -> str:
    return hashlib.sha256(f"{ran} {text}".encode()).hexdigest()


@functools.cache
def _makers() -> bytes:
    digest = hashlib.sha256()
    for made_of in MAKERS:
        for path in sorted((_ENGINE / made_of).rglob("*.py")) or [_ENGINE / made_of]:
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.digest()

"""Files that a build reads many times: each is read again only when it was written again, or is of another length."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path


def text(file: Path) -> str:
    """What stands in a file in UTF-8, its lines ending as Python reads them. Raises OSError and ValueError."""
    return _text(file, *_stamp(file))


def sha256(file: Path) -> str:
    """Of a file's bytes, in hexadecimal digits. Raises OSError."""
    return _sha256(file, *_stamp(file))


def _stamp(file: Path) -> tuple[int, int]:
    stat = file.stat()
    return stat.st_mtime_ns, stat.st_size


@lru_cache(1024)
def _text(file: Path, *stamp: int) -> str:
    return file.read_text(encoding="utf-8")


@lru_cache(1024)
def _sha256(file: Path, *stamp: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()

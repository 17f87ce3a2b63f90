"""Which Pythons are at hand on this machine, so that examples can be checked on each, and newer ones be run at all.

Looked for, in this order: the one that runs us; ``SNIPPETS_PYTHONS`` (executables or folders, separated by colons);
``python3.N`` on PATH; pyenv's versions; what ``tests/pythons --fetch`` fetched.
"""

from __future__ import annotations

import contextlib
import functools
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from snippets._engine.examples.catalogue import PYTHONS, ROOT, Variant, minor

_ASK = "import os, sys; print(sys.implementation.name, sys.version.split()[0], os.path.dirname(os.__file__))"


@dataclass(frozen=True, slots=True)
class Python:
    """An interpreter: where it is, its version like ``3.13.0``, and the folder of its standard library."""

    path: Path
    version: str
    library: str

    @property
    def minor(self) -> str:
        """Its version without the last number, like ``3.13``."""
        return minor(self.version)

    @classmethod
    def running(cls) -> Python:
        """The one that runs this project now."""
        return cls(Path(sys.executable), sys.version.split()[0], str(Path(os.__file__).parent))


def environment() -> dict[str, str]:
    """The environment in which every example runs: nothing of the caller's but where things are found."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "USER", "LOGNAME", "TMPDIR") if name in os.environ}
    fixed = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1"}
    return kept | fixed | seen(ROOT)


def callers() -> dict[str, str]:
    """The environment that we were started with, for a program of the caller's own.

    Where the locale is C, Python adds a better one for itself and for what it starts, which then would not see C.
    """
    variables = dict(os.environ)
    with contextlib.suppress(OSError):
        given = re.search(rb"(?:^|\0)LC_CTYPE=([^\0]*)", Path("/proc/self/environ").read_bytes())
        variables |= {"LC_CTYPE": os.fsdecode(given[1])} if given else {}
        if not given:
            variables.pop("LC_CTYPE", None)
    return variables


def seen(*folders: Path) -> dict[str, str]:
    """The variable by which interpreters made by tests/pythons, which live in a folder of their own, are shown ours."""
    return {"PYTHONS_SEE": os.pathsep.join(filter(None, (*map(str, folders), os.environ.get("PYTHONS_SEE"))))}


@functools.cache
def ask(path: Path) -> Python | None:
    """The Python at this path, or None for what does not answer like a CPython that we support."""
    try:
        answer = subprocess.run(
            [path, "-c", _ASK], capture_output=True, text=True, timeout=60, env=environment(), cwd=ROOT, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.fullmatch(r"cpython (\d+\.\d+\.\S+) (.+)\n", answer.stdout)
    return Python(path, match[1], match[2]) if match and minor(match[1]) in PYTHONS else None


@functools.cache
def at_hand() -> dict[str, Python]:
    """One interpreter for each supported version found here, by its minor version, lowest first."""
    found: dict[str, Python] = {}
    if minor(Python.running().version) in PYTHONS:
        found[Python.running().minor] = Python.running()
    with ThreadPoolExecutor(4) as pool:
        for python in pool.map(ask, dict.fromkeys(_candidates())):
            if python is not None:
                found.setdefault(python.minor, python)
    return {version: found[version] for version in PYTHONS if version in found}


def suitable(variant: Variant) -> Python | None:
    """The Python that runs a variant in this build: ours, or the lowest at hand that the variant is meant for."""
    if variant.runs_on(Python.running().version):
        return Python.running()
    return next((python for version, python in at_hand().items() if variant.runs_on(version)), None)


def _candidates() -> Iterator[Path]:
    for entry in filter(None, os.environ.get("SNIPPETS_PYTHONS", "").split(os.pathsep)):
        path = Path(entry)
        yield from sorted(path.glob("python3.[0-9][0-9]")) if path.is_dir() else [path]
    for version in PYTHONS:
        on_path = shutil.which(f"python{version}")
        if on_path and ".pyenv/shims" not in on_path:
            yield Path(on_path)
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    for version in PYTHONS:
        yield from sorted(root.glob(f"versions/{version}.*/bin/python3"), reverse=True)
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    yield from sorted(Path(os.environ.get("PYTHONS_CACHE") or caches / "pythons").glob("python3.[0-9][0-9]"))

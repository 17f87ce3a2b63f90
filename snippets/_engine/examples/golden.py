"""Goldens: what each variant is known to print, kept in files that are reviewed like code, and compared with every run.

A golden is the command line, the text, and a last line for how it ended::

    $ python published.py
    foo
    [exit 0]

``published.out`` holds for the lowest Python supported; from where the text differs on, there is a
``published.from-3.14.out``. They are written by ``python -m snippets record`` and by nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from snippets._engine.examples import checks
from snippets._engine.examples.catalogue import Variant, minor, relative, up_to
from snippets._engine.record.outcome import Outcome
from snippets._engine.record.record import Record
from snippets._engine.record.text import lines_of
from snippets._engine.record.transcript import compare

_NO_NEWLINE = "\\ no newline at the end\n"


@dataclass(frozen=True, slots=True)
class Golden:
    """One golden file: what is printed, how it ends (like ``[exit 0]``), and the lowest Python that it holds for."""

    path: Path
    text: str
    ending: str
    since: str


def render(name: str, text: str, outcome: Outcome) -> str:
    """The contents of a golden file for a program of this file name."""
    if text and not text.endswith("\n"):
        text += "\n" + _NO_NEWLINE
    return f"$ python {name}\n{text}{outcome.golden_line}\n"


def read(path: Path, since: str) -> Golden | None:
    """The golden in this file, None for a file that is no golden."""
    stat = path.stat()
    return _read(path, since, stat.st_mtime_ns, stat.st_size)


@lru_cache(1024)
def _read(path: Path, since: str, *stamp: int) -> Golden | None:
    first, _, rest = path.read_text(encoding="utf-8").partition("\n")
    body, last = rest[: rest.rstrip("\n").rfind("\n") + 1], rest.rstrip("\n").rpartition("\n")[2]
    if not first.startswith("$ python ") or not re.fullmatch(r"\[.+\]", last):
        return None
    return Golden(path, body.removesuffix("\n" + _NO_NEWLINE) if body.endswith(_NO_NEWLINE) else body, last, since)


def path_of(variant: Variant, version: str) -> Path:
    """Where the golden for this Python is written if it differs from that of the Pythons before."""
    lowest = variant.pythons()[0]
    suffix = ".out" if minor(version) == lowest else f".from-{minor(version)}.out"
    return variant.file.with_name(variant.key + suffix)


def of(variant: Variant, version: str) -> Golden | None:
    """The golden that holds for this Python: the newest that is not newer. None where there is none."""
    for python in reversed(up_to(version)):
        if variant.runs_on(python) and (path := path_of(variant, python)).exists():
            return read(path, python)
    return None


def differences(variant: Variant, run: Record) -> list[str]:
    """What is not as declared or as recorded, a clear line each; empty where all is well."""
    file, again = relative(variant.file), f"python -m snippets record {variant.example}"
    declared = variant.outcome(run.python)
    found = checks.problems(variant)
    if run.outcome != declared:
        why = f": {run.verdict[0]}" if run.verdict else ""
        found.append(f"{file} is declared {declared!r} on Python {minor(run.python)}, but {run.outcome}{why}")
    found += [f"{file} must show {text!r}, and does not" for text in variant.shows if text not in run.text]
    found += [f"{file} must not show {text!r}, but does" for text in variant.hides if text in run.text]
    if "transcript" in variant.flaw and variant.claimed is not None and compare(variant.claimed, run.text).right:
        found.append(f"{file} prints what the post says: its flaw is no transcript")
    golden = of(variant, run.python)
    if golden is None:
        path = relative(path_of(variant, variant.pythons()[0]))
        return [*found, f"{path} is missing or is no golden: {again}"]
    return found + _against(golden, variant, run.text, run.outcome.golden_line, f"if the run is right: {again}")


def _against(golden: Golden, variant: Variant, text: str, end: str, hint: str) -> list[str]:
    """Where a text and its ending differ from a golden: the first such line."""
    number, said = first_difference(lines_of(golden.text), lines_of(text), variant.unordered)
    if said:
        where = f"{relative(golden.path)}:{number + 1}"
        return [f"{where}: the golden has {said[0]}, the run printed {said[1]}; {hint}"]
    if golden.ending != end:
        return [f"{relative(golden.path)}: the golden ends {golden.ending}, the run {end}; {hint}"]
    return []


def first_difference(old: list[str], new: list[str], unordered: bool) -> tuple[int, tuple[str, str] | None]:
    """The first line, counted from 1, in which two texts differ, and what each has there."""
    if unordered:
        old, new = sorted(old), sorted(new)
    if old == new:
        return 0, None
    number = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    return number + 1, (_line(old, number), _line(new, number))


def _line(lines: list[str], number: int) -> str:
    if number >= len(lines):
        return "nothing more"
    text = lines[number].rstrip("\n")
    return repr(text if len(text) <= 100 else text[:99] + "…")


def write(variant: Variant, run: Record) -> str | None:
    """Write or remove the golden for this run's Python; returns what changed in one line, or None.

    The run must be as declared, and plain Python must have agreed: see ``run/agree.py``.
    """
    path, contents = path_of(variant, run.python), render(variant.file.name, run.text, run.outcome)
    before = _before(variant, run.python)
    if before is not None and before.text == run.text and before.ending == run.outcome.golden_line:
        if path.exists():
            path.unlink()
            return f"{relative(path)}: removed, as on Python {before.since}"
        return None
    if before is None:
        # The first recording of a variant, perhaps on a machine without the lowest Python.
        path = path_of(variant, variant.pythons()[0])
    old = path.read_text(encoding="utf-8") if path.exists() else None
    if old == contents:
        return None
    path.write_text(contents, encoding="utf-8")
    return f"{relative(path)}: {'changed' if old is not None else 'written'}"


def _before(variant: Variant, version: str) -> Golden | None:
    """The golden that would hold for this Python if it had none of its own."""
    lower = [python for python in up_to(version) if variant.runs_on(python) and python != minor(version)]
    return of(variant, lower[-1]) if lower else None


def stale(variants: Iterable[Variant], folder: Path) -> list[Path]:
    """Golden files in an example's folder that no variant uses any more."""
    used = {path_of(variant, python) for variant in variants for python in variant.pythons()}
    return sorted(path for path in folder.glob("*.out") if path.name != "claimed.out" and path not in used)

"""What the command line asks to be run: an example, a file or a module, with its arguments and limits, as a job."""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from snippets._engine.examples import catalogue
from snippets._engine.examples.catalogue import CatalogueError, Target, Variant
from snippets._engine.record.record import Clock
from snippets._engine.run import pythons
from snippets._engine.run.job import Job, Most, NoPython, RunnerError
from snippets._engine.run.pythons import Python

#: What a program of the reader's own may use: enough for one that prints much and ends.
OWN = Most(lines=250_000, bytes=20_000_000)
_UNITS = {"": 1, "b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9}

#: How Python finds the file of a module, as ``python -m`` does, but without running the packages above it.
_FIND = """
import json, sys
def spec(name, path):
    for finder in sys.meta_path:
        found = finder.find_spec(name, path)
        if found is not None:
            return found
def find(name):
    path, above = None, ""
    for part in name.split("."):
        if above and path is None:
            return None, f"{above} is not a package"
        above += "." * bool(above) + part
        found = spec(above, path)
        if found is None:
            return None, f"there is no module {above}"
        path = found.submodule_search_locations
        path = list(getattr(path, "_path", path)) if path is not None else None
    if path is not None:
        found = spec(name + ".__main__", path)
        if found is None:
            return None, f"{name} is a package without a __main__.py"
    return found.origin, ""
print(json.dumps(find(sys.argv[1])))
"""


def add_options(verb: argparse.ArgumentParser) -> None:
    """Give a verb the options that say what is run, and how."""
    verb.add_argument(
        "target", metavar="TARGET", nargs="?", help="an example's id, ID/VARIANT, or the path of a .py file"
    )
    verb.add_argument("-m", dest="module", metavar="MODULE", help="a module instead, as `python -m` runs it")
    verb.add_argument("--clock", choices=("virtual", "real"), help="default: as its label says, else virtual")
    verb.add_argument("--python", metavar="PATH", type=Path, help="the interpreter to run it on")
    most = verb.add_argument_group("limits at which a program is stopped (defaults are for a program of your own)")
    most.add_argument("--max-lines", metavar="N", type=number, help=f"lines of output, {OWN.lines:,}")
    most.add_argument("--max-output", metavar="SIZE", type=size, help=f"like 500kB, {OWN.bytes // 10**6} MB")
    most.add_argument("--max-steps", metavar="N", type=number, help=f"steps of the event loop, {OWN.steps:,}")
    most.add_argument(
        "--max-seconds",
        metavar="S",
        type=seconds,
        help="of CPU time, 30; on the real clock, of wall-clock time, 60, not counting waits for what you type",
    )


def target(options: argparse.Namespace, stdin_is_open: bool) -> tuple[Job, Variant | None]:
    """The run that is asked for, and the label of its program where it has one.

    A label says how; what is given goes before it. Raises CatalogueError, RunnerError, NoPython.
    """
    if (options.target is None) == (options.module is None):
        raise CatalogueError("name one thing to run: an example's id, the path of a .py file, or -m MODULE")
    named = python_of(options.python) if options.python else None
    if options.module is not None:
        file = _of_module(options.module, named or Python.running())
        variant = catalogue.of_file(file)
    else:
        file, variant = _of_text(options.target)
    python = named or _suitable(variant)
    clock: Clock = options.clock or (variant.clock if variant else "virtual")
    job = Job(
        file, python, clock, arguments=tuple(options.arguments), module=options.module,
        most=_most(options, OWN if variant is None else Most()),
    )  # fmt: skip
    if variant is None:
        return replace(job, own=True, stdin="callers" if stdin_is_open else "closed"), None
    return replace(job, stop=variant.stop, mask=variant.mask), variant


def _of_text(text: str) -> tuple[Path, Variant | None]:
    """The file of a target, and its label where it has one. Raises CatalogueError."""
    path = Path(text)
    if text.endswith(".py") and path.is_file():
        variant = catalogue.of_file(path)
        return variant.file if variant else path.absolute(), variant
    target = Target.parse(text)
    if not text or not path.is_dir() or any(folder.name == target.example for folder in catalogue.folders()):
        if text.endswith(".py"):
            raise CatalogueError(f"there is no file {text}")
        if not text or text.startswith((".", "/")) or path.is_file():
            raise CatalogueError(f"{text!r} is neither an example's id nor a .py file")
        variant = catalogue.find(target.example).variant(target.key)
        return variant.file, variant
    raise CatalogueError(f"{text} is a folder: name a .py file, an example's id, or -m MODULE")


def _of_module(name: str, python: Python) -> Path:
    """Where ``python -m`` finds the module from here. Raises RunnerError."""
    try:
        asked = subprocess.run(
            [python.path, "-c", _FIND, name],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            env=pythons.callers() | pythons.seen(Path.cwd()),
            check=False,
        )
        found, wrong = json.loads(asked.stdout.splitlines()[-1])
    except (OSError, ValueError, IndexError):
        raise RunnerError(f"{python.path} could not look up the module {name}") from None
    if wrong:
        hint = "; -m takes a module's name: for a file, leave out -m" if name.endswith(".py") else ""
        raise RunnerError(f"-m {name}: {wrong}, for {python.path} in this folder{hint}")
    if not str(found).endswith(".py") or not Path(found).is_file():
        raise RunnerError(f"-m {name}: it has no .py file of its own")
    return Path(found)


def python_of(path: Path) -> Python:
    """The interpreter that the user named, by its path or its name on PATH. Raises RunnerError."""
    text = str(path)
    on_path = shutil.which(text) if os.sep not in text else None
    path = Path(on_path or path).absolute()
    if not path.exists():
        raise RunnerError(f"there is no file {text}")
    if path.is_dir() or not os.access(path, os.X_OK):
        raise RunnerError(f"{text} is {'a folder' if path.is_dir() else 'not executable'}, so no interpreter")
    found = pythons.ask(path)
    if found is None:
        raise RunnerError(f"{text} is not CPython {catalogue.PYTHONS[0]} to {catalogue.PYTHONS[-1]}")
    return found


def _suitable(variant: Variant | None) -> Python:
    """Ours, or the one that the variant needs, which is then named. Raises NoPython."""
    if variant is None:
        return Python.running()
    found = pythons.suitable(variant)
    if found is None:
        raise NoPython(f"{variant.id} needs Python {variant.python}: none was found; see tests/pythons")
    if found != Python.running():
        print(f"snippets: {variant.id} needs Python {variant.python}; this is {found.version}", file=sys.stderr)
    return found


def _most(options: argparse.Namespace, default: Most) -> Most:
    given = {
        "lines": options.max_lines,
        "bytes": options.max_output,
        "steps": options.max_steps,
        "seconds": options.max_seconds,
    }
    return replace(default, **{name: value for name, value in given.items() if value is not None})


def number(text: str) -> int:
    """A number from 1, perhaps with commas."""
    number = int(text.replace(",", "").replace("_", ""))
    if number < 1:
        raise ValueError
    return number


def size(text: str) -> int:
    """Bytes, as ``3000000``, ``500kB`` or ``10 MB``."""
    found = re.fullmatch(r"([\d.,_]+?)\s*([kmg]?b?)", text.strip().lower())
    if not found:
        raise ValueError
    unit = found[2] if found[2] in _UNITS else found[2] + "b"
    return max(1, round(float(found[1].replace(",", "").replace("_", "")) * _UNITS[unit]))


def seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < 10**9:
        raise ValueError
    return seconds

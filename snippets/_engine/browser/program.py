"""One program in the reader's browser: everything up to its first line, and what Python does when it is over.

JavaScript calls ``prepare`` once, when Python is up: what it leaves can be kept as an image of the memory, from which
each later process starts. ``stage`` returns a program's code as a function that JavaScript calls, so that no frame of
ours stands below it. ``ended`` does what ``python file.py`` does with what the program raised.
"""

from __future__ import annotations

import importlib
import json
import linecache
import logging
import os
import signal
import sys
import time
import types
import zipimport
from pathlib import Path
from typing import Any

from snippets._engine.browser import emscripten

#: The folder of the program, and the names that the recorder and the archive of all modules of ours have.
HOME, RECORDER, ARCHIVE = "/home/pyodide", "_snippets_recorder", "/engine.zip"
#: What leads out to JavaScript, and what of ours a program must not find.
_OUTWARD = ("js", "pyodide", "pyodide_js", "_pyodide", _CORE := "_pyodide_core")
_OURS = ("snippets", RECORDER)
_LAST = ("last_exc", "last_type", "last_value", "last_traceback")

_recorder: Any = None


def prepare() -> None:
    """Make this interpreter a Unix process with the recorder in it, as far as it can be without a program."""
    global _recorder
    _name_sources()
    _find_sources()
    emscripten.settle()
    clock = importlib.import_module(RECORDER + ".clock").of("virtual")
    clock.install()
    # Natively logging, which asyncio imports, asks the recorder's clock for the time. Here it has been imported before.
    now: Any = time.time_ns()
    logging._startTime = now if isinstance(logging._startTime, int) else now / 1e9  # type: ignore[attr-defined]
    _recorder = importlib.import_module(RECORDER + ".install").Recorder(clock)


def _name_sources() -> None:
    """Name of each module its source, as where bytecode lies in folders of its own and not beside it."""
    for module in [*sys.modules.values()]:
        file = getattr(module, "__file__", None)
        if isinstance(file, str) and file.endswith(".pyc"):
            module.__file__ = file[:-1]


def _find_sources() -> None:
    """Let ``linecache`` read the standard library's sources in their archive, as it does files where they are files."""
    original = linecache.updatecache

    def updatecache(filename: str, module_globals: Any = None) -> list[str]:
        lines = original(filename, module_globals)
        archive, found, _ = filename.partition(".zip" + os.sep)
        if not lines and found:
            try:
                text = zipimport.zipimporter(f"{archive}.zip").get_data(filename).decode()
            except OSError:
                return []
            lines = text.splitlines(keepends=True)
            linecache.cache[filename] = len(text), None, lines, filename
        return lines

    linecache.updatecache = updatecache


def stage(text: str) -> Any:
    """Make all ready for one program: its code as a function, or None for one that does not compile.

    ``text`` is JSON: ``name`` and ``source``, and what else of the recorder's ``Settings`` is not as usual.
    """
    job = json.loads(text)
    path, data = f"{HOME}/{job.pop('name')}", job.pop("source").encode("utf-8", "surrogatepass")
    Path(path).write_bytes(data)
    os.chdir(HOME)
    settings = importlib.import_module(RECORDER).Settings
    channel, answers = os.open("/dev/reports", os.O_WRONLY), os.open("/dev/null", os.O_RDONLY)
    main = _main(path)
    _recorder.begin(settings(program=path, channel=channel, answers=answers, clock="virtual", **job))
    _forget()
    _recorder.start()
    try:
        code = compile(data, path, "exec", dont_inherit=True)
    except BaseException as error:
        ended(error.with_traceback(None))
        return None
    return types.FunctionType(code, main.__dict__)


def _main(path: str) -> Any:
    """The module ``__main__`` as ``python file.py`` makes it."""
    main: Any = types.ModuleType("__main__")
    main.__dict__.update(__file__=path, __builtins__=sys.modules["builtins"], __cached__=None)
    main.__loader__ = importlib.machinery.SourceFileLoader("__main__", path)
    sys.modules["__main__"], sys.argv = main, [path]
    return main


def _forget() -> None:
    """Take out of the program's sight what is ours, and what leads to JavaScript and is no part of Python."""
    for name in [name for name in sys.modules if name.partition(".")[0] in (*_OUTWARD, *_OURS)]:
        del sys.modules[name]
    sys.modules[_CORE] = None  # type: ignore[assignment]  # it is built in; the others are in the library's archive
    for files in zipimport._zip_directory_cache.values():  # type: ignore[attr-defined]
        for name in [name for name in files if name.partition("/")[0] in _OUTWARD]:
            del files[name]
    sys.meta_path[:] = [one for one in sys.meta_path if not _module_of(one).startswith(("_pyodide", "pyodide"))]
    sys.path[:] = [HOME, *(entry for entry in sys.path if entry not in (ARCHIVE, HOME))]
    for name in _LAST:
        if hasattr(sys, name):
            delattr(sys, name)


def _module_of(finder: object) -> str:
    """Where a finder comes from, which may be a class or an object."""
    return str(getattr(finder, "__module__", ""))


def ended(error: BaseException | None = None) -> int:
    """Do with what the program raised what ``python file.py`` does; returns the status, below 0 for a signal.

    Without an argument it is the exception that went out to JavaScript, which Python keeps as its last.
    """
    error = error or sys.last_exc  # type: ignore[attr-defined]
    if isinstance(error, SystemExit):
        if error.code is None or isinstance(error.code, int):
            return error.code or 0
        print(error.code, file=sys.stderr)
        return 1
    sys.last_exc = sys.last_value = error  # type: ignore[attr-defined]
    sys.last_type, sys.last_traceback = type(error), error.__traceback__
    sys.excepthook(type(error), error, error.__traceback__)
    return -int(signal.SIGINT) if isinstance(error, KeyboardInterrupt) else 1

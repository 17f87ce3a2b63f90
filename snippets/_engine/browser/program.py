"""One program in the reader's browser: everything up to its first line, and what Python does when it is over.

JavaScript calls ``prepare`` once, when Python is up: what it leaves can be kept as an image of the memory, from which
each later process starts. ``stage`` makes ``__main__`` and says where the next two steps are, which JavaScript has
CPython call. The first compiles the program: CPython runs that code in ``__main__``, as it does for ``python file.py``,
so that no frame of ours stands below the program. The other does what Python does with what the program raised.
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
from functools import partial
from pathlib import Path
from typing import Any

from snippets._engine.browser import emscripten

#: The folder of the program, and the names that the recorder and the archive of all modules of ours have.
HOME, RECORDER, ARCHIVE = "/home/pyodide", "_snippets_recorder", "/engine.zip"
#: What leads out to JavaScript, and what of ours a program must not find.
_CORE = "_pyodide_core"
_OUTWARD = ("js", "pyodide", "pyodide_js", "_pyodide", _CORE)
#: ``resource`` is a stand-in for the recorder's limits, and has no more of what a program may look for in it.
_OURS = ("snippets", RECORDER, "resource")
_LAST = ("last_exc", "last_type", "last_value", "last_traceback")
#: Variables that Pyodide and Emscripten set for themselves.
_THEIRS = ("PYTHONINSPECT", "LD_LIBRARY_PATH", "_")

_recorder: Any = None
#: What must not be taken away while the program runs: the next steps and its module.
_running: tuple[Any, ...] = ()


def prepare() -> None:
    """Make this interpreter a Unix process with the recorder in it, as far as it can be without a program."""
    global _recorder
    _name_sources()
    _find_sources()
    clocks = importlib.import_module(RECORDER + ".clock")
    emscripten.settle(clocks.Function)
    clock = clocks.of("virtual")
    clock.install()
    # Natively logging, which asyncio imports, asks the recorder's clock for the time. Here it has been imported before.
    now: Any = time.time_ns()
    logging._startTime = now if isinstance(logging._startTime, int) else now / 1e9  # type: ignore[attr-defined]
    _recorder = importlib.import_module(RECORDER + ".install").Recorder(clock)


def _start_plainly() -> None:
    """Have what ``python -u`` has, where Pyodide starts Python in another way."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=False, write_through=True)  # type: ignore[union-attr]
    sys.excepthook = sys.__excepthook__
    sys.executable = ""  # as where it is not known
    for name in _THEIRS:
        os.environ.pop(name, None)


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


def stage(text: str) -> tuple[int, int]:
    """Make all ready for one program. Returns the addresses of two functions: what compiles it, and ``ended``.

    ``text`` is JSON: ``name`` and ``source``, and what else of the recorder's ``Settings`` is not as usual.
    """
    global _running
    job = json.loads(text)
    path, data = f"{HOME}/{job.pop('name')}", job.pop("source").encode("utf-8", "surrogatepass")
    Path(path).write_bytes(data)
    os.chdir(HOME)
    settings = importlib.import_module(RECORDER).Settings
    channel, answers = os.open("/dev/reports", os.O_WRONLY), os.open("/dev/null", os.O_RDONLY)
    Path("/dev/reports").unlink()  # nobody else is to report
    main = _main(path)
    _recorder.begin(settings(program=path, channel=channel, answers=answers, clock="virtual", **job))
    _start_plainly()
    _forget()
    _recorder.start()
    steps = partial(_compiled, data, path), ended
    _running = *steps, main
    return id(steps[0]), id(steps[1])


def _compiled(data: bytes, path: str) -> types.CodeType | None:
    """The program's code; None for one that does not compile, and then Python has said so."""
    try:
        code: types.CodeType = compile(data, path, "exec", dont_inherit=True)
    except BaseException as error:
        _told(error.with_traceback(None))
        return None
    return code


def _main(path: str) -> Any:
    """The module ``__main__`` as ``python -u file.py`` makes it, in the file's folder; its names in the same order."""
    main: Any = types.ModuleType("__main__")
    main.__loader__ = importlib.machinery.SourceFileLoader("__main__", path)
    main.__dict__.update(__builtins__=sys.modules["builtins"], __file__=path, __cached__=None)
    sys.modules["__main__"], sys.argv = main, [Path(path).name]
    sys.orig_argv = ["python", "-u", *sys.argv]
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
    sys.path[:] = [HOME, *(entry for entry in sys.path if entry not in (ARCHIVE, HOME, ""))]
    sys.modules["builtins"].__dict__.pop("___EvalCodeResultException", None)
    if "random" in sys.modules:  # else all that begin from one image would draw the same
        sys.modules["random"].seed()
    _forget_last()


def _forget_last() -> None:
    for name in _LAST:
        if hasattr(sys, name):
            delattr(sys, name)


def _module_of(finder: object) -> str:
    """Where a finder comes from, which may be a class or an object."""
    return str(getattr(finder, "__module__", ""))


def ended(raised: bool) -> int:
    """Do with what the program raised, which stands in ``sys.last_exc``, what ``python file.py`` does.

    Returns the status of the process, below 0 for a signal.
    """
    global _running
    _running = ()
    error = sys.last_exc if raised else None  # type: ignore[attr-defined]
    _forget_last()
    return _told(error) if error is not None else 0


def _told(error: BaseException) -> int:
    if isinstance(error, SystemExit):
        return _status(error)
    sys.last_exc = sys.last_value = error  # type: ignore[attr-defined]
    sys.last_type, sys.last_traceback = type(error), error.__traceback__
    status = _hooked(error)
    return -int(signal.SIGINT) if isinstance(error, KeyboardInterrupt) and status == 1 else status


def _status(leaving: SystemExit) -> int:
    """The status that the process ends with, as its parent sees it."""
    if isinstance(leaving.code, int):
        return (leaving.code if leaving.code.bit_length() < 64 else -1) & 0xFF
    if leaving.code is not None:
        print(leaving.code, file=sys.stderr)
    return int(leaving.code is not None)


def _hooked(error: BaseException) -> int:
    """Let ``sys.excepthook`` tell of it; where that is missing or fails, say so as Python does."""
    hook = getattr(sys, "excepthook", None)
    if hook is None:
        print("sys.excepthook is missing", file=sys.stderr)
        hook = sys.__excepthook__
    try:
        hook(type(error), error, error.__traceback__)
    except SystemExit as leaving:
        return _status(leaving)
    except BaseException as failed:
        behind = failed.__traceback__ and failed.__traceback__.tb_next  # without this frame
        print("Error in sys.excepthook:", file=sys.stderr)
        sys.__excepthook__(type(failed), failed.with_traceback(behind), behind)
        print("\nOriginal exception was:", file=sys.stderr)
        sys.__excepthook__(type(error), error, error.__traceback__)
    return 1

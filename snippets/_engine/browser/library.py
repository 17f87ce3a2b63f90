"""Packs the archives for the browser, inside the very Python that will read them: ``library.mjs`` runs this in Node.

What every run needs has its bytecode beside its source, since to compile it would take the reader's browser a second.
Modules that no program in a browser can use are left out.
"""

from __future__ import annotations

import importlib.util
import io
import marshal
import sys
import zipfile
from typing import Any

#: Of the standard library, by the beginnings of names: what needs a terminal, a window, a process or a server.
LEFT_OUT = (
    "_pyrepl/", "xmlrpc/", "wsgiref/", "pydoc", "doctest", "imaplib", "mailbox", "smtplib", "ftplib", "poplib",
    "idlelib", "turtle", "tkinter", "ensurepip", "venv", "sqlite3/", "curses/", "dbm/", "pyclbr", "pickletools",
    "cProfile", "profile", "pstats", "webbrowser", "antigravity", "xml/", "ctypes/", "netrc", "sysconfig/",
    "_sysconfigdata", "pdb", "bdb", "encodings/cp", "encodings/mac", "encodings/iso", "encodings/koi", "encodings/gb",
    "encodings/big5", "encodings/euc", "encodings/shift", "encodings/hz", "encodings/johab", "encodings/tis",
    "encodings/ptcp", "encodings/palmos", "encodings/hp_", "encodings/kz1", "tarfile",
    "zipapp", "trace.py", "tabnanny", "plistlib", "wave", "colorsys", "rlcompleter", "modulefinder", "filecmp",
    "_ios_support", "_apple_support", "_android", "nturl2path", "asyncio/windows", "asyncio/proactor",
    "asyncio/tools", "multiprocessing/popen_spawn_win32", "compression/zstd",
)  # fmt: skip
#: And of these, what programs that fetch and read pages use.
KEPT = ("encodings/cp1252", "encodings/iso8859_15")
#: What no traceback shows a line of.
_UNSEEN = ("pyodide/", "_pyodide/")
_EPOCH = (1980, 1, 1, 0, 0, 0)
#: Of bytecode in a file: that it is told apart by a hash of its source, which nobody checks.
_UNCHECKED = (0b01).to_bytes(4, "little")


def packed(archive: str, *, sources: bool) -> bytes:
    """An archive of modules once more, with bytecode for those that are imported by now; the same bytes each time.

    ``archive`` is its path. Without ``sources`` a module that has its bytecode there goes without its text.
    """
    file = io.BytesIO()
    imported = {module.__file__ for module in sys.modules.values() if _read(module)}
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(file, "w") as new:
        for name in sorted(old.namelist()):
            if name.endswith("/") or (name.startswith(LEFT_OUT) and not name.startswith(KEPT)):
                continue
            data, path = old.read(name), f"{archive}/{name}"
            made = path in imported or path + "c" in imported
            if made:
                new.writestr(zipfile.ZipInfo(name + "c", _EPOCH), _bytecode(data, path), zipfile.ZIP_DEFLATED, 9)
            if not made or (sources and not name.startswith(_UNSEEN)):
                new.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED, 9)
    return file.getvalue()


def _read(module: Any) -> bool:
    """Whether a module comes from a file; some are part of Python itself, although they name one."""
    origin = getattr(getattr(module, "__spec__", None), "origin", None)
    return getattr(module, "__file__", None) is not None and origin != "frozen"


def _bytecode(source: bytes, path: str) -> bytes:
    head = importlib.util.MAGIC_NUMBER + _UNCHECKED + importlib.util.source_hash(source)
    return head + marshal.dumps(compile(source, path, "exec", dont_inherit=True))

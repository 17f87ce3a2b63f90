"""stdout and stderr: each write is reported with its time, task and line instead of going to the descriptor.

The streams stay what Python makes of them under ``-u``: a text wrapper around an unbuffered file. Only the file's
``write`` differs. In a forked child the bytes go to the descriptor after all, where the runner reads them too.
"""

from __future__ import annotations

import fcntl
import io
import os
import sys
import termios
from typing import Any, Callable

from .clock import Function

_fstat = os.fstat

Sink = Callable[[str, bytes], bool]
NUMBERS = {"stdout": 1, "stderr": 2}


class Outlet:
    """Where writes go: ``sink(stream, bytes)``, which answers False for "let it go to the descriptor"."""

    __slots__ = ("sink",)

    def __init__(self, sink: Sink) -> None:
        self.sink = sink


def late(descriptor: int) -> Sink:
    """A sink for when Python takes itself apart: it uses no module, only what it holds itself."""
    write, opened = os.write, b'["late","'

    def report(stream: str, data: bytes) -> bool:
        if data:  # Python flushes what is empty, too
            write(descriptor, opened + stream.encode() + b'","' + data.hex().encode() + b'"]\n')
        return True

    return report


def install(outlet: Outlet, terminal: Callable[[str], bool]) -> None:
    """Give every write of Python code to the outlet's sink; ``terminal`` tells which streams lead to one."""
    for name, descriptor in NUMBERS.items():
        old = getattr(sys, name)
        if old is None:
            continue
        old.flush()
        new = _wrapper(descriptor, name, old, outlet, terminal)
        setattr(sys, name, new)
        setattr(sys, f"__{name}__", new)


def _unread(descriptor: int) -> bool:
    """Whether something was written to the pipe itself, past Python, and not taken by the runner yet."""
    try:
        return any(fcntl.ioctl(descriptor, termios.FIONREAD, bytes(4)))
    except OSError:
        return False


def keep_order(sync: Callable[[], None]) -> None:
    """Before a write or the end is reported: let the runner take first what went to the descriptors directly."""
    if _unread(1) or _unread(2):
        sync()


class Pipes:
    """The two pipes that the program was given."""

    def __init__(self) -> None:
        self.original = {number: self._identity(number) for number in (1, 2)}

    def ours(self, stream: str) -> bool:
        """Whether the descriptor is still the pipe that the program was given: else its writes are not ours to take."""
        number = NUMBERS[stream]
        return self._identity(number) == self.original[number]

    @staticmethod
    def _identity(descriptor: int) -> tuple[int, int] | None:
        try:
            found = _fstat(descriptor)
        except OSError:
            return None
        return found.st_dev, found.st_ino


def _wrapper(
    descriptor: int, name: str, old: io.TextIOWrapper, outlet: Outlet, terminal: Callable[[str], bool]
) -> io.TextIOWrapper:
    file_write, file_isatty = io.FileIO.write, io.FileIO.isatty

    class FileIO(io.FileIO):
        # No global is used here: this runs while Python takes its modules apart.
        def write(self, data: bytes, /) -> int:  # type: ignore[override]
            try:
                view = memoryview(data)
            except TypeError:
                return file_write(self, data)  # which says what is wrong
            if not self.closed and outlet.sink(name, bytes(view)):
                return view.nbytes
            return file_write(self, data)

        def isatty(self) -> bool:
            return file_isatty(self) or terminal(name)

    FileIO.__module__, FileIO.__qualname__ = "_io", "FileIO"
    raw = FileIO(descriptor, "w", closefd=False)
    raw.name = f"<{name}>"
    wrapper = io.TextIOWrapper(
        raw,
        encoding=old.encoding,
        errors=old.errors,
        newline="\n",
        line_buffering=old.line_buffering,
        write_through=old.write_through,
    )
    wrapper.mode = "w"  # type: ignore[misc]
    return wrapper


def install_os_write(outlet: Outlet) -> None:
    """Report ``os.write(1, ...)`` and ``os.write(2, ...)`` in their place between the other writes."""
    original, names = os.write, {1: "stdout", 2: "stderr"}

    def write(*arguments: Any, **named: Any) -> int:
        if (
            len(arguments) == 2
            and not named
            and type(arguments[0]) is int
            and arguments[0] in names
            and isinstance(arguments[1], (bytes, bytearray, memoryview))
        ):
            data = bytes(arguments[1])
            if outlet.sink(names[arguments[0]], data):
                return len(data)
        return original(*arguments, **named)

    os.write = Function(original, write)

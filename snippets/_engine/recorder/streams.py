"""stdout and stderr: each write is reported with its time, task and line instead of going to the descriptor.

The streams stay what Python makes of them under ``-u``: a text wrapper around an unbuffered file. Only the file's
``write`` differs. Once the recorder is done (and in a forked child) the bytes go to the descriptor after all, where
the runner reads them too.
"""

from __future__ import annotations

import io
import sys
from typing import Callable

Sink = Callable[[str, bytes], bool]


def install(sink: Sink) -> None:
    """Give every write to ``sink(stream, bytes)``, which answers False for "let it go to the descriptor"."""
    for descriptor, name in ((1, "stdout"), (2, "stderr")):
        old = getattr(sys, name)
        if old is None:
            continue
        old.flush()
        new = _wrapper(descriptor, name, old, sink)
        setattr(sys, name, new)
        setattr(sys, f"__{name}__", new)


def _wrapper(descriptor: int, name: str, old: io.TextIOWrapper, sink: Sink) -> io.TextIOWrapper:
    file_write = io.FileIO.write

    class FileIO(io.FileIO):
        # No global is used here: this runs while Python takes its modules apart.
        def write(self, data: bytes, /) -> int:  # type: ignore[override]
            if sink(name, bytes(data)):
                return memoryview(data).nbytes
            return file_write(self, data)

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


def install_os_write(sink: Sink) -> None:
    """Report ``os.write(1, ...)`` and ``os.write(2, ...)`` in their place between the other writes."""
    import os

    original, names = os.write, {1: "stdout", 2: "stderr"}

    def write(fd: int, data: bytes, /) -> int:
        if fd in names and sink(names[fd], bytes(data)):
            return memoryview(data).nbytes
        return original(fd, data)

    os.write = write  # type: ignore[assignment]

"""Runs a program without the recorder, nothing patched, to compare with."""

from __future__ import annotations

import contextlib
import os
import selectors
import subprocess
import time
from collections.abc import Callable

from snippets._engine.run.job import LAST_RESORT_S, Job

#: More bytes than this of a plain run are not waited for.
MOST_PLAIN = 20_000_000


def plain(job: Job, enough: Callable[[bytes], bool] | None = None, silent_s: float = 0.0) -> tuple[bytes, int | None]:
    """Run a program without the recorder, nothing patched: all that it wrote, both streams in order, and its status.

    With ``enough`` it is stopped when that says so of what was written, and has then been silent and alive for
    ``silent_s`` seconds; the status is None. A program that does not get there is stopped after the last resort.
    """
    program = job.start(job.environment, merged=True)
    assert program.popen.stdout is not None
    written, deadline = b"", time.monotonic() + LAST_RESORT_S
    silent_from = time.monotonic() if enough is not None and enough(written) else None
    try:
        with selectors.DefaultSelector() as selector:
            selector.register(program.popen.stdout, selectors.EVENT_READ)
            while time.monotonic() < deadline and len(written) < MOST_PLAIN:
                ended = program.popen.poll() is not None  # asked first: what it wrote at its end is read below
                data = os.read(program.popen.stdout.fileno(), 65536) if selector.select(0.1) else None
                if data == b"" or (data is None and ended):
                    with contextlib.suppress(subprocess.TimeoutExpired):
                        return written, program.popen.wait(max(0.0, deadline - time.monotonic()))
                    break
                written += data or b""
                if silent_from is not None and (data or time.monotonic() > silent_from + silent_s):
                    break
                if silent_from is None and data and enough is not None and enough(written):
                    silent_from = time.monotonic()
                    if not silent_s:
                        break
        program.interrupt()
    finally:
        program.finish()
    return written, None

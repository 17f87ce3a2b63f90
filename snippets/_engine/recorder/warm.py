"""One start of Python for many programs: this process waits, and for each of them forks another that goes on.

It has come as far as Python comes before it looks at the program: asyncio is imported and the recorder's hooks are in
place. What comes then is Python's own doing, as after any other start, and no frame of ours stands below it. The name
of the program's file stands in Python's configuration; the runner writes it there (``run/warm.py``).

For each program there are two new processes: one that waits for the program's end and tells the runner of it, and the
program's. So this one is the same each time, and a program finds the same memory whichever comes before it.
"""

from __future__ import annotations

import fcntl
import json
import os
import resource
import select
import signal
import socket
import sys
import threading
from typing import Any, NoReturn

from . import Settings

#: More than a job in JSON.
_MOST = 1 << 16
#: Descriptors of our own are moved here, out of the way of those that the program opens.
_HIGH = 700
_select = select.select


def wait(settings: Settings) -> Settings:
    """Wait for programs; returns in the process of each. Never returns in this one, which ends with the runner."""
    link = _socket(settings.warm)
    os.close(os.pidfd_open(os.getpid()))  # where the kernel has none of these, no program is forked
    link.send(b"ready")
    while True:
        _, descriptors, _, _ = socket.recv_fds(link, 1, 1)
        if not descriptors:
            _leave()
        if os.fork() == 0:
            break
        os.close(descriptors[0])
        os.waitpid(-1, os.WNOHANG)  # one at a time, so that each turn is like the one before
    link.close()
    return _begun(_socket(descriptors[0]))


def _leave() -> NoReturn:
    """End when all that were forked have ended, which they do without the runner. So their time is counted as ours."""
    try:
        while True:
            os.waitpid(-1, 0)
    except ChildProcessError:
        os._exit(0)


def _begun(link: socket.socket) -> Settings:
    text, descriptors, _, _ = socket.recv_fds(link, _MOST, 4)
    held, release = os.pipe()
    child = os.fork()
    if child != 0:
        for descriptor in (*descriptors, held):
            os.close(descriptor)
        _see_out(child, link, release)
    os.close(release)
    try:
        settings = _become(json.loads(text), descriptors)
        link.send(b"begun %d" % os.getpid())
        if not os.read(held, 1):  # the runner has gone
            os._exit(1)
        os.close(held)
    except (OSError, ValueError):  # a limit beyond what we may is a ValueError
        link.send(b"no")
        os._exit(1)
    link.close()
    return settings


def _see_out(child: int, link: socket.socket, release: int) -> NoReturn:
    """Let the program begin when the runner says so, and tell it of the end. Where the runner ends, end the program."""
    try:
        ended: Any = os.pidfd_open(child)
        if ended not in _select([ended, link], [], [])[0] and link.recv(1):
            os.write(release, b"!")
        if ended not in _select([ended, link], [], [])[0]:
            os.kill(child, signal.SIGKILL)  # in case it has no group of its own yet
            os.killpg(child, signal.SIGKILL)
    except OSError:  # it has ended
        pass
    try:
        _, status = os.waitpid(child, 0)
        link.send(b"over %d" % os.waitstatus_to_exitcode(status))
    finally:
        os._exit(0)


def _become(job: dict[str, Any], descriptors: list[int]) -> Settings:
    """Take on all that a process is given when it is started."""
    os.setsid()
    os.chdir(job["folder"])
    for number, amount in job["limits"]:
        resource.setrlimit(number, (amount, amount))
    stdout, stderr, channel, answers = descriptors
    os.dup2(stdout, 1)
    os.dup2(stderr, 2)
    os.close(stdout)
    os.close(stderr)
    if "PWD" in os.environ:  # the shell on the way sets it
        os.environ["PWD"] = job["folder"]
    sys.argv[0] = sys.orig_argv[-1] = job["name"]
    if hasattr(threading.main_thread(), "_set_native_id"):
        threading.main_thread()._set_native_id()  # type: ignore[attr-defined]
    return Settings(**{**job["settings"], "channel": channel, "answers": answers})


def _socket(descriptor: int | None) -> socket.socket:
    """The socket of this descriptor, moved away."""
    assert descriptor is not None
    high = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, _HIGH)
    os.close(descriptor)
    return socket.socket(fileno=high)

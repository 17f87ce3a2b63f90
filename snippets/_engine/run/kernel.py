"""What each thread of a run waits for, as Linux tells: the system call in which it sleeps, and whether that ends.

Read from outside, through ``/proc``: the program is not asked and does not notice. Elsewhere nothing is known.
"""

from __future__ import annotations

import contextlib
import os
import platform
import re
import select
import signal
import socket
import stat
import struct
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

#: What a thread can wait for. The first row ends by itself or can be ended by somebody who is not of this run; the
#: second only by another thread or process of the run; of the last nothing is known, or it does not wait at all.
Kind = Literal[
    "timer", "signal", "input", "listening", "outside",
    "lock", "child", "pipe", "full pipe", "socket", "full socket",
    "unknown",
]  # fmt: skip
WAKERS = ("timer", "signal", "input", "listening", "outside", "unknown")

#: name -> number on x86-64, number on arm64 (None: not there), which argument is the time-out, and what form that has:
#: "ms" is a number below 0 for none, "*" a pointer, 0 for none, "!" means always limited.
_CALLS: dict[str, tuple[int | None, int | None, int, str]] = {
    "read": (0, 63, 0, ""),
    "pread64": (17, 67, 0, ""),
    "readv": (19, 65, 0, ""),
    "recvfrom": (45, 207, 0, ""),
    "recvmsg": (47, 212, 0, ""),
    "accept": (43, 202, 0, ""),
    "accept4": (288, 242, 0, ""),
    "write": (1, 64, 0, ""),
    "writev": (20, 66, 0, ""),
    "sendto": (44, 206, 0, ""),
    "sendmsg": (46, 211, 0, ""),
    "poll": (7, None, 2, "ms"),
    "ppoll": (271, 73, 2, "*"),
    "select": (23, None, 4, "*"),
    "pselect6": (270, 72, 4, "*"),
    "epoll_wait": (232, None, 3, "ms"),
    "epoll_pwait": (281, 22, 3, "ms"),
    "epoll_pwait2": (441, 441, 3, "*"),
    "futex": (202, 98, 3, "*"),
    "nanosleep": (35, 101, 0, "!"),
    "clock_nanosleep": (230, 115, 0, "!"),
    "restart_syscall": (219, 128, 0, "!"),
    "wait4": (61, 260, 0, ""),
    "waitid": (247, 95, 0, ""),
    "pause": (34, None, 0, ""),
    "rt_sigsuspend": (130, 133, 0, ""),
    "rt_sigtimedwait": (128, 137, 2, "*"),
}
_READS = ("read", "pread64", "readv", "recvfrom", "recvmsg", "accept", "accept4")
_WRITES = ("write", "writev", "sendto", "sendmsg")
_POLLS = ("poll", "ppoll", "select", "pselect6")
_SIGNALS = ("pause", "rt_sigsuspend", "rt_sigtimedwait")

#: Signals that a program may handle without anybody outside being likely to send them: those of the recorder, a
#: child's end, and crashes. Ctrl-C's is handled in every Python; the recorder tells whether by the program itself.
_EXPECTED = {"SIGINT", "SIGXCPU", "SIGVTALRM", "SIGCHLD", "SIGSEGV", "SIGFPE", "SIGABRT", "SIGBUS", "SIGILL"}
_FIRST_OF_LIBC, _LAST_OF_LIBC = 32, 33
_LISTENS, _UNIX_LISTENS = "0A", 0x10000
#: Where multiprocessing's own fork server listens: nobody else knows of it.
_OF_MULTIPROCESSING = re.compile(r"/pymp-[^/]*/")


@dataclass(frozen=True, slots=True)
class ThreadWait:
    """One thing that a thread waits for: which process and thread, what kind of thing, its descriptor, and its name.

    ``name`` says more of what is outside: an address, a path, a signal's name.
    """

    pid: int
    tid: int
    kind: Kind
    fd: int | None = None
    name: str = ""


@dataclass(frozen=True)
class Snapshot:
    """All processes of a run at one moment: what each of their threads waits for, and how often it has run so far.

    ``spent`` maps (pid, tid) to what changes whenever the thread runs; two equal ones mean that none has run between.
    ``ended`` are the children that nobody has waited for, by number, with their names.
    """

    pid: int
    waits: tuple[ThreadWait, ...]
    spent: Mapping[tuple[int, int], tuple[str, ...]]
    names: Mapping[int, str]
    ended: Mapping[int, str]

    @property
    def wakers(self) -> list[ThreadWait]:
        """What could wake something in the run without anything in the run doing so, and what is not understood."""
        return [wait for wait in self.waits if wait.kind in WAKERS]


def look(pid: int, processes: Iterable[int]) -> Snapshot | None:
    """What all threads of these processes wait for now; ``pid`` is the program itself. None where it cannot be told."""
    numbers = _numbers()
    if sys.platform != "linux" or numbers is None:
        return None
    try:
        return _Looking(pid, sorted({pid, *processes}), numbers).made()
    except (OSError, ValueError, IndexError):  # a process ended while we looked, or the kernel does not tell
        return None


def reads_input(pid: int) -> bool:
    """Whether some thread of this process waits for its standard input; not, where that cannot be told."""
    found = look(pid, ())
    return found is not None and any(wait.kind == "input" for wait in found.waits)


def catches(pid: int, number: int) -> bool:
    """Whether a process handles a signal."""
    with contextlib.suppress(OSError, ValueError):
        return bool(_caught(pid) >> (number - 1) & 1)
    return False


def _numbers() -> dict[int, str] | None:
    """System calls by number, on this kind of machine."""
    column = {"x86_64": 0, "aarch64": 1}.get(platform.machine())
    if column is None:
        return None
    return {number: name for name, call in _CALLS.items() if (number := (call[0], call[1])[column]) is not None}


def _caught(pid: int) -> int:
    found = re.search(r"^SigCgt:\s*([0-9a-f]+)$", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return int(found[1], 16) if found else 0


@dataclass
class _Looking:
    """One look, while it is made."""

    pid: int
    pids: list[int]
    numbers: dict[int, str]
    sockets: _Sockets = field(init=False)

    def __post_init__(self) -> None:
        self.links = {pid: _links(pid) for pid in self.pids}
        self.ours = {name for links in self.links.values() for name in links.values()}
        #: What the runner itself holds, as a pipe to the program's standard input: that is outside.
        self.foreign = set(_links(os.getpid()).values())
        self.sockets = _Sockets(self.pid, self.ours)

    def made(self) -> Snapshot:
        waits: list[ThreadWait] = []
        spent: dict[tuple[int, int], tuple[str, ...]] = {}
        for pid in self.pids:
            for task in sorted(Path(f"/proc/{pid}/task").iterdir(), key=lambda path: int(path.name)):
                call, status = (task / "syscall").read_text().split(), (task / "status").read_text()
                spent[pid, int(task.name)] = (*call[:7], *re.findall(r"ctxt_switches:\s*(\d+)", status))
                if re.search(r"^State:\s*S", status, re.MULTILINE):
                    waits += dict.fromkeys(self._waits(pid, int(task.name), call))
                else:  # it runs, or was stopped, or the disk is slow
                    waits.append(ThreadWait(pid, int(task.name), "unknown"))
        waits += [ThreadWait(self.pid, self.pid, "signal", name=name) for name in self._handled()]
        names = {pid: Path(f"/proc/{pid}/comm").read_text().strip() for pid in self.pids}
        return Snapshot(self.pid, tuple(waits), spent, names, _ended(self.pids))

    def _handled(self) -> list[str]:
        """The signals that the program itself handles, beyond what every program does."""
        caught, found = _caught(self.pid), []
        for number in range(1, 65):
            if caught >> (number - 1) & 1 and not _FIRST_OF_LIBC <= number <= _LAST_OF_LIBC:
                with contextlib.suppress(ValueError):
                    found.append(signal.Signals(number).name)
        return [name for name in found if name not in _EXPECTED]

    def _waits(self, pid: int, tid: int, call: list[str]) -> Iterator[ThreadWait]:
        """What a thread waits for in the system call that it is in."""
        name = self.numbers.get(int(call[0])) if call[0].lstrip("-").isdigit() else None
        if name is None:
            yield ThreadWait(pid, tid, "unknown")
            return
        arguments = [int(value, 16) for value in call[1:7]]
        if _limited(name, arguments):
            yield ThreadWait(pid, tid, "timer")
        if name in _SIGNALS:
            yield ThreadWait(pid, tid, "signal")
        elif name == "futex":
            yield ThreadWait(pid, tid, "lock")
        elif name in ("wait4", "waitid"):
            yield ThreadWait(pid, tid, "child")
        elif name in _READS or name in _WRITES:
            yield self._descriptor(pid, tid, arguments[0], name in _WRITES)
        elif name.startswith("epoll"):
            for watched, full in _watched(pid, arguments[0]):
                yield self._descriptor(pid, tid, watched, full)
        elif name in _POLLS:  # which ones is in the process's memory: it could be any of them
            for number, link in self.links[pid].items():
                wait = self._descriptor(pid, tid, number, False)
                a_file = wait.kind == "unknown" and link.startswith("/")  # nobody has to wait for one
                if not a_file and (link not in self.foreign or number == 0):
                    yield wait

    def _descriptor(self, pid: int, tid: int, number: int, full: bool) -> ThreadWait:
        kind, name = self._kind(self.links[pid].get(number, ""), pid, number, full)
        return ThreadWait(pid, tid, kind, number, name)

    def _kind(self, link: str, pid: int, number: int, full: bool) -> tuple[Kind, str]:
        """What a descriptor is and who is behind it: its file's name as the kernel writes it says the most."""
        if link == "/dev/null" or link in ("anon_inode:[pidfd]", "anon_inode:[eventfd]"):
            return "child" if "pidfd" in link else "lock", ""
        special: dict[str, Kind] = {"[timerfd]": "timer", "[signalfd]": "signal", "inotify": "outside"}
        for mark, kind in special.items():
            if link.startswith("anon_inode:") and mark in link:
                return kind, ""
        if link in self.foreign and link.startswith(("pipe:", "socket:")):
            return "input", ""
        if link.startswith("pipe:"):
            return "full pipe" if full else "pipe", ""
        if link.startswith("socket:"):
            return self.sockets.kind(int(link[len("socket:[") : -1]), full)
        if link.startswith(("/dev/pts/", "/dev/tty", "/dev/console")):
            return "input", "the terminal"
        with contextlib.suppress(OSError):
            if stat.S_ISFIFO(Path(f"/proc/{pid}/fd/{number}").stat().st_mode):
                return "outside", link
        return "unknown", link


def _limited(name: str, arguments: list[int]) -> bool:
    """Whether a system call ends by itself after some time."""
    *_, position, form = _CALLS[name]
    if form == "ms":
        return not arguments[position] & 0x80000000
    return form == "!" or (form == "*" and arguments[position] != 0)


def _links(pid: int) -> dict[int, str]:
    """The open files of a process by descriptor, by the names that the kernel has for them."""
    found = {}
    for path in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(OSError):
            found[int(path.name)] = os.readlink(path)  # noqa: PTH115 (most are no paths)
    return found


def _watched(pid: int, epoll: int) -> Iterator[tuple[int, bool]]:
    """The descriptors that are watched, each with whether it is for writing."""
    for number, events in re.findall(
        r"^tfd:\s*(\d+) events:\s*([0-9a-f]+)", Path(f"/proc/{pid}/fdinfo/{epoll}").read_text(), re.MULTILINE
    ):
        yield from (
            (int(number), writing)
            for writing in (False, True)
            if int(events, 16) & (select.EPOLLOUT if writing else select.EPOLLIN)
        )


def _ended(pids: list[int]) -> dict[int, str]:
    """Children of these processes that have ended and were not waited for."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            name, _, rest = path.read_text().partition("(")[2].rpartition(")")
            state, parent = rest.split()[:2]
            if state == "Z" and int(parent) in pids:
                found[int(path.parent.name)] = name
    return found


class _Sockets:
    """The sockets of a run, and whether both of their ends are in it."""

    def __init__(self, pid: int, ours: set[str]) -> None:
        self.pid = pid
        self.inodes = {int(name[len("socket:[") : -1]) for name in ours if name.startswith("socket:")}

    def kind(self, inode: int, full: bool) -> tuple[Kind, str]:
        """What is behind a socket: it listens, or its other end is in this run, or elsewhere."""
        inside: Kind = "full socket" if full else "socket"
        if inode in self._unix:
            flags, path = self._unix[inode]
            if flags & _UNIX_LISTENS:
                return ("socket", "") if _OF_MULTIPROCESSING.search(path) else ("listening", path)
            return (inside, "") if self._peers.get(inode) in self.inodes else ("outside", path)
        found = next((row for row in self._inet if row[0] == inode), None)
        if found is None:
            return "outside", ""
        _, local, remote, state = found
        if state == _LISTENS or remote.endswith(":0000"):
            return "listening", _address(local)
        return (inside, "") if (remote, local) in self._pairs else ("outside", _address(remote))

    @cached_property
    def _inet(self) -> list[tuple[int, str, str, str]]:
        """TCP and UDP sockets: inode, own address, the other's, state."""
        found = []
        for protocol in ("tcp", "tcp6", "udp", "udp6"):
            with contextlib.suppress(OSError):
                for line in Path(f"/proc/{self.pid}/net/{protocol}").read_text().splitlines()[1:]:
                    _, local, remote, state, *rest = line.split()
                    found.append((int(rest[5]), local, remote, state))
        return found

    @cached_property
    def _pairs(self) -> set[tuple[str, str]]:
        """Both addresses of each connection that has an end here, also where it was not accepted yet."""
        ports = {
            local.rpartition(":")[2]
            for inode, local, _, state in self._inet
            if inode in self.inodes and state == _LISTENS
        }
        return {
            (local, remote)
            for inode, local, remote, _ in self._inet
            if inode in self.inodes or (not inode and local.rpartition(":")[2] in ports)
        }

    @cached_property
    def _unix(self) -> dict[int, tuple[int, str]]:
        """Sockets of the system itself: inode -> flags, path."""
        found = {}
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{self.pid}/net/unix").read_text().splitlines()[1:]:
                _, _, _, flags, _, _, inode, *path = line.split(maxsplit=7)
                found[int(inode)] = (int(flags, 16), path[0] if path else "")
        return found

    @cached_property
    def _peers(self) -> dict[int, int]:
        """The other ends of the system's own sockets, as the kernel's socket diagnosis tells: inode -> inode."""
        try:
            return dict(_diagnosed())
        except (OSError, struct.error):
            return {}


def _diagnosed() -> Iterator[tuple[int, int]]:
    dump, request, done, by_family, show_peer, every = 0x300, 1, 3, 20, 4, 0xFFFFFFFF
    body = struct.pack("=BBHIIIII", socket.AF_UNIX, 0, 0, every, 0, show_peer, every, every)
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 4) as link:
        link.settimeout(1.0)
        link.send(struct.pack("=IHHII", 16 + len(body), by_family, dump | request, 1, 0) + body)
        while True:
            data = link.recv(1 << 16)
            while len(data) >= 16:
                length, kind = struct.unpack("=IH", data[:6])
                if kind != by_family:
                    if kind == done:
                        return
                    raise OSError("the kernel has no diagnosis of sockets")
                (inode,) = struct.unpack("=I", data[20:24])
                yield from ((inode, peer) for peer in _peer(data[32:length]))
                data = data[(length + 3) & ~3 :]


def _peer(attributes: bytes) -> Iterator[int]:
    while len(attributes) >= 4:
        length, kind = struct.unpack("=HH", attributes[:4])
        if kind == 2:
            yield struct.unpack("=I", attributes[4:8])[0]
        attributes = attributes[(max(length, 4) + 3) & ~3 :]


def _address(text: str) -> str:
    """An address as people write it, ``127.0.0.1:8080``, from the kernel's hexadecimal one."""
    host, _, port = text.partition(":")
    words = [
        bytes.fromhex(host[at : at + 8])[:: -1 if sys.byteorder == "little" else 1] for at in range(0, len(host), 8)
    ]
    raw = b"".join(words)
    if raw.startswith(bytes(10) + b"\xff\xff"):
        raw = raw[12:]
    family = socket.AF_INET if len(raw) == 4 else socket.AF_INET6
    shown = socket.inet_ntop(family, raw)
    return f"{shown}:{int(port, 16)}" if family == socket.AF_INET else f"[{shown}]:{int(port, 16)}"

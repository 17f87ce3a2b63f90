"""A site under ``mkdocs serve`` for tests and for the table: its pages, saves in its sources, and what it cost."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from urllib.error import HTTPError

Found = TypeVar("Found")


class Served:
    """A server of the site in ``root``, whose folder and log stand below ``scratch``."""

    def __init__(self, root: Path, scratch: Path, cache: Path, *options: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        self._root, self._scratch, self._log = root, scratch, scratch / "serve.log"
        #: What makes a clean build of the same sources the same, byte for byte.
        self.environment = {"SNIPPETS_CACHE": str(cache), "SITE_URL": f"http://{self.address}/"}
        more = {"PYTHONPATH": str(root), "TMPDIR": str(scratch), "NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1"}
        with self._log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", self.address, *options],
                cwd=root,
                env=os.environ | self.environment | more,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    @property
    def said(self) -> str:
        """What the terminal shows."""
        return self._log.read_text(encoding="utf-8")

    def get(self, place: str) -> str:
        """What stands at this place of the site, or why it could not be made; nothing where there is nothing yet."""
        try:
            with urllib.request.urlopen(f"http://{self.address}/{place}", timeout=60) as answer:
                return str(answer.read().decode())
        except HTTPError as error:
            return str(error.read().decode()) if error.code == 500 else ""
        except OSError:
            return ""

    def wait(self, place: str, text: str, there: bool = True) -> str:
        """What stands at this place as soon as it holds the text, or no longer does."""
        return eventually(lambda: page if (page := self.get(place)) and (text in page) is there else "")

    def save(self, place: str, old: str, new: str) -> None:
        """Write ``new`` instead of ``old`` in a source, once."""
        file = self._root / place
        text = file.read_text(encoding="utf-8")
        assert old in text, place
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    def made(self) -> list[str]:
        """What was made after each save, by the log: ``tasks.md``."""
        return re.findall(r"Made (.+) in [\d.]+ seconds", self.said)

    def differs_from(self, clean: Path) -> list[str]:
        """The names of files that are others here than in this folder, or only in one, when all that is due is made."""
        theirs = _files(clean)
        deadline = time.monotonic() + 60
        while True:
            ours = _files(next(self._scratch.glob("mkdocs_*")))
            differing = sorted(name for name in {*ours, *theirs} if ours.get(name) != theirs.get(name))
            if not differing or time.monotonic() > deadline:
                return differing
            time.sleep(0.5)

    def cpu_s(self) -> float:
        """What the server and the programs that it ran have computed, in seconds; by Linux' word."""
        stat = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, stat[11:15])) / os.sysconf("SC_CLK_TCK")

    def interrupt(self) -> int:
        """End it as Ctrl-C does; returns its status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)


@contextmanager
def serving(root: Path, scratch: Path, cache: Path, *options: str) -> Iterator[Served]:
    """A server with these options for as long as it is needed."""
    scratch.mkdir()
    served = Served(root, scratch, cache, *options)
    try:
        yield served
    finally:
        served.process.terminate()
        served.process.wait()


def _files(site: Path) -> dict[str, bytes]:
    """What a built site holds."""
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def eventually(holds: Callable[[], Found]) -> Found:
    """What ``holds`` gives once it is true; a minute is for a machine that is busy with something else."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        found = holds()
        if found:
            return found
        time.sleep(0.03)
    raise AssertionError("it did not happen within a minute")

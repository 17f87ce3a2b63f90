"""Firefox, driven by its own protocol: Marionette, JSON over a socket, for which no driver has to be installed."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

WAIT_S = 120
PREFERENCES = {
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.safebrowsing.downloads.remote.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}


def executable() -> str | None:
    """Firefox as Debian packages it, or as it is found on PATH."""
    return next(filter(None, map(shutil.which, ("/usr/bin/firefox-esr", "firefox-esr", "firefox"))), None)


class Firefox:
    """One window."""

    def __init__(self, port: int) -> None:
        self._socket = _connected(port)
        self._file = self._socket.makefile("rb")
        self._asked = 0
        self._answer()
        self._ask("WebDriver:NewSession", capabilities={})
        self._ask("WebDriver:SetTimeouts", script=WAIT_S * 1000)

    def _answer(self) -> Any:
        length = b""
        while (digit := self._file.read(1)) != b":":
            length += digit
        return json.loads(self._file.read(int(length)))

    def _ask(self, command: str, **parameters: Any) -> Any:
        self._asked += 1
        data = json.dumps([0, self._asked, command, parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(data), data))
        _, _, error, result = self._answer()
        assert error is None, error["message"]
        return result

    def goto(self, url: str) -> None:
        self._ask("WebDriver:Navigate", url=url)

    def evaluate(self, script: str) -> Any:
        """What the body of an asynchronous function returns, in the page."""
        whole = f"const done = arguments[0]; (async () => {{ {script} }})().then(done, error => done(`${{error}}`))"
        return self._ask("WebDriver:ExecuteAsyncScript", script=whole)["value"]


def _connected(port: int) -> socket.socket:
    deadline = time.monotonic() + WAIT_S
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), WAIT_S)
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


@contextmanager
def opened(profile: Path) -> Iterator[Firefox]:
    """A Firefox with a new profile in this folder, for as long as it is needed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    lines = [
        f"user_pref({name!r}, {json.dumps(value)});"
        for name, value in (PREFERENCES | {"marionette.port": port}).items()
    ]
    (profile / "user.js").write_text("\n".join(lines))
    process = subprocess.Popen(
        [executable() or "firefox", "--headless", "--no-remote", "--marionette", "--profile", str(profile)],
        env=os.environ | {"HOME": str(profile)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield Firefox(port)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

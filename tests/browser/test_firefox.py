"""Runs in Firefox, as Debian packages it: one up to its picture, a deadlock, and one that is stopped."""

from __future__ import annotations

import functools
import threading
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from snippets._engine.browser import installed
from tests.browser import firefox
from tests.conftest import Quiet, lacking

#: What stands on the site in place of one program.
SPIN = 'print("spins")\nwhile True:\n    pass\n'


class Spinning(Quiet):
    """A server of the site with a program that never ends, where another is published."""

    spin: Path

    def translate_path(self, path: str) -> str:
        return str(self.spin) if path == "/s/event_never_set/published.py" else super().translate_path(path)


#: Presses Run; `until` waits for something of the run's panel.
RUN = """
    window.refused ??= [];
    document.addEventListener("securitypolicyviolation", event => refused.push(event.effectiveDirective));
    const section = document.querySelector("section[data-runs]");
    const until = async holds => {
        for (;;) {
            const panel = section.querySelector("[data-browser-run]");
            if (panel && holds(panel)) return panel;
            if (/could not be run/.test(panel?.textContent)) throw Error(panel.textContent);
            await new Promise(soon => setTimeout(soon, 10));
        }
    };
    section.querySelector("button[data-run]").click();
"""
OVER = """
    const { dataset, textContent } = await until(panel => panel.dataset.outcome);
    const printed = document.querySelector("[data-browser-run] pre.output").textContent;
    const published = section.querySelector("pre.output").textContent;
    const drawn = document.querySelectorAll("[data-browser-run] figure.timeline > svg").length;
    return [dataset.state, dataset.outcome, printed === published, drawn, refused];
"""
STOP = """
    await until(panel => panel.dataset.state === "running" && panel.textContent.includes("spins"));
    section.querySelector("button[data-stop]").click();
    const { dataset } = await until(panel => panel.dataset.outcome);
    return [dataset.state, refused];
"""


@pytest.mark.thorough
def test_programs_run_deadlock_and_are_stopped(site: Path, tmp_path: Path) -> None:
    if installed.lacking():
        lacking(installed.lacking())
    if not firefox.executable():
        lacking("there is no firefox on this machine")
    Spinning.spin = tmp_path / "spin.py"
    Spinning.spin.write_text(SPIN)
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Spinning, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with firefox.opened(tmp_path) as window:

        def run(example: str, then: str) -> Any:
            window.goto(f"http://127.0.0.1:{server.server_port}/s/{example}/")
            return window.evaluate(RUN + then)

        assert run("lock_order", OVER) == ["over", "finishes", True, 1, []]
        assert run("queue_sentinel", OVER) == ["over", "deadlocks", True, 1, []]
        assert run("event_never_set", STOP) == ["stopped", []]
    server.shutdown()

"""Section ``browser``: what it takes to run an example in the reader's browser, in bytes and in seconds."""

from __future__ import annotations

import gzip
import os
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.benchmarks.measure import FailedError
from tests.benchmarks.trees import ROOT, Tree

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

#: The last commit at which nothing could be run in the browser.
BEFORE = "bfb9c8d"
MODULES = "snippets/_engine/browser/node_modules"
PAGE, SECTION = "first-steps/", "two_at_once-demo"
#: What a host compresses.
TEXTS = {".html", ".css", ".js", ".mjs", ".json", ".svg", ".wasm"}

#: Presses Run; milliseconds until something is printed, and until the picture is there.
RUN = """
async section => {
  const host = document.getElementById(section);
  const begun = performance.now();
  const found = {};
  delete host.querySelector("[data-browser-run]")?.dataset.outcome;
  host.querySelector("button[data-run]").click();
  while (!found.picture && performance.now() - begun < 120_000) {
    await new Promise(requestAnimationFrame);
    const run = host.querySelector("[data-browser-run]");
    const printed = run && run.dataset.state !== "loading" && run.querySelector("pre.output")?.textContent;
    if (printed) found.output ??= performance.now() - begun;
    if (run?.dataset.outcome && run.querySelector("figure.timeline svg")) found.picture = performance.now() - begun;
  }
  return found;
}
"""
#: Stops a program that never yields; milliseconds until the page draws again.
STOP = """
async pool => {
  const { run } = await import(pool);
  const job = { name: "spin.py", source: "while True:\\n    pass\\n", most_cpu: 60 };
  const going = await new Promise(running => {
    const begun = run(job, { running: () => setTimeout(() => running(begun), 500) });
  });
  const begun = performance.now();
  going.stop();
  await going.done;
  await new Promise(requestAnimationFrame);
  return performance.now() - begun;
}
"""


class Server(SimpleHTTPRequestHandler):
    """The built site, with the types that browsers ask for, to be kept for a while, as on most hosts."""

    extensions_map = {  # noqa: RUF012 (as the class above has it)
        **SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }

    def end_headers(self) -> None:
        """Let a browser keep it, as hosts do."""
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address of a site."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Server, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


def weight(site: Path, urls: Sequence[str]) -> int:
    """The bytes of these files, compressed where a host does that."""
    total = 0
    for url in dict.fromkeys(url for url in urls if url.startswith("http")):
        path = site / urlsplit(url).path.lstrip("/")
        path = path / "index.html" if path.is_dir() else path
        data = path.read_bytes()
        total += len(gzip.compress(data, 6)) if path.suffix in TEXTS else len(data)
    return total


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser."""
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, ("/usr/bin/chromium", "chromium", "chromium-browser"))), None)
    if path is None:
        raise FailedError("there is no chromium on this machine")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


def visited(context: BrowserContext, address: str) -> tuple[Page, list[str]]:
    """The page, opened and at rest, and what it asks for from then on and has asked for."""
    page, asked = context.new_page(), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + PAGE)
    page.wait_for_load_state("networkidle")
    return page, asked


def browser(room: Path, repeats: int, _: str) -> list[list[str]]:
    """Weights of a visit, of the first Run and of the first Edit, and how long a Run takes, cold and later."""
    if not (ROOT / MODULES).exists():
        raise FailedError("nothing can be run in the browser: npm ci --prefix snippets/_engine/browser")
    now, before = Tree.of("", room / "now"), Tree.of(BEFORE, room / "before")
    os.symlink((ROOT / MODULES).resolve(), now.folder / MODULES)
    for tree in (now, before):
        tree.build("-q")
    with chromium() as opened, served(now.site) as address, served(before.site) as old:
        rows = _weights(opened, now.site, address, before.site, old)
        times: dict[str, list[float]] = {}
        for _repeat in range(repeats):
            for name, found in _times(opened, address).items():
                times.setdefault(name, []).append(found)
    return [*rows, *([name, "", f"{median(found) / 1000:.3f}", "", "", ""] for name, found in times.items())]


def _weights(opened: Any, site: Path, address: str, before: Path, old: str) -> list[list[str]]:
    context = opened.new_context()
    _, asked_before = visited(context, old)
    context.close()
    context = opened.new_context()
    page, asked = visited(context, address)
    rows = []

    def tell(what: str, more: int) -> None:
        rows.append([what, "", "", "", "", f"{more / 1000:,.1f} kB compressed"])

    visit = weight(site, asked)
    tell(f"a first visit of {PAGE}, more than at {BEFORE}", visit - weight(before, asked_before))
    page.evaluate(RUN, SECTION)
    page.wait_for_load_state("networkidle")
    ran = weight(site, asked)
    tell("the first Run", ran - visit)
    edit = page.locator(f"#{SECTION} button[data-edit]")
    if edit.count() and edit.is_visible():
        edit.click()
        page.wait_for_load_state("networkidle")
        tell("the first Edit", weight(site, asked) - ran)
    context.close()
    return rows


def _times(opened: Any, address: str) -> dict[str, float]:
    """Milliseconds, by what they are of."""
    found: dict[str, float] = {}
    context = opened.new_context()
    for cache in ("nothing", "files"):
        page, _ = visited(context, address)
        first = page.evaluate(RUN, SECTION)
        found[f"first Run to its first output, {cache} in the browser's cache"] = first["output"]
        found[f"and to its picture, {cache} in the cache"] = first["picture"]
        page.wait_for_timeout(3000)  # until the next process waits
        later = page.evaluate(RUN, SECTION)
        found["each later Run to its picture"] = later["picture"]
        page.wait_for_timeout(3000)
        found["Stop, until the page draws again"] = page.evaluate(STOP, f"{address}assets/run/pool.mjs")
        page.close()
    context.close()
    return found

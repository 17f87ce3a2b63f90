"""Strangers' programs in the reader's browser: their words are text, nothing leads out, and a page's policy holds."""

from __future__ import annotations

import functools
import re
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page

from snippets._engine.browser import installed
from tests.conftest import WIDE, Quiet, Visit, Windows, lacking

#: One page of each kind: with programs, in a frame, slides; and others.
FEW = ("tasks/", "s/lock_order/embed/", "s/lock_order/slide/")
MORE = ("", "s/", "s/lock_order/", "claims/", "mistakes/", "reference/", "status/", "404.html")
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
#: Keeps what a page's policy has refused.
REFUSED = """window.refused = []; document.addEventListener("securitypolicyviolation", event =>
    refused.push(`${event.effectiveDirective} ${event.blockedURI}`))"""


def test_every_page_has_its_policy_before_all_else_and_no_script_in_an_attribute(site: Path) -> None:
    for page in site.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        head, found, rest = POLICY.split(html, maxsplit=1)
        assert "script-src 'self' 'wasm-unsafe-eval'" in found and "'unsafe-eval'" not in found, page
        assert "'unsafe-inline'" not in found.partition("script-src")[2].partition(";")[0], page
        assert not re.search(r"<(script|link|style|base|img)\b", head), page
        assert len(head) < 200, "the charset has to stand in the first 1024 bytes"
        assert not re.search(r"<[a-z][^>]*\son[a-z]+\s*=", re.sub(r"<script.*?</script>", "", rest, flags=re.DOTALL)), (
            page
        )


@pytest.mark.parametrize("path", [*FEW, *(pytest.param(path, marks=pytest.mark.thorough) for path in MORE)])
def test_a_page_asks_for_nothing_that_its_policy_refuses(visit: Visit, path: str) -> None:
    with visit(path, first=lambda page: page.add_init_script(REFUSED)) as page:
        page.wait_for_load_state("networkidle")
        assert page.evaluate("refused") == []
        page.evaluate("""() => {
            document.body.insertAdjacentHTML("beforeend", '<img src="data:," onerror="window.owned = 1">');
            document.body.append(Object.assign(document.createElement("script"), { textContent: "window.owned = 1" }));
            fetch("https://elsewhere.example/").catch(() => {});
        }""")
        page.wait_for_function("refused.length >= 3")
        assert page.evaluate("window.owned") is None
        assert sorted(page.evaluate("refused")) == [
            "connect-src https://elsewhere.example/", "script-src-attr inline", "script-src-elem inline",
        ]  # fmt: skip


def test_what_the_theme_and_we_bring_later_works_under_the_policy(visit: Visit) -> None:
    with visit(
        "s/lock_order/", first=lambda page: page.add_init_script(REFUSED), permissions=["clipboard-write"]
    ) as page:
        page.locator(".md-search__input").fill("gather")
        page.wait_for_selector(".md-search-result__item")
        page.keyboard.press("Escape")
        page.get_by_title("Switch to light").click()
        page.locator(".p-open").first.click()
        page.wait_for_selector(".player input[type=range]")
        page.locator(".guess-first").first.click()
        page.wait_for_selector(".q-ask")
        assert page.evaluate("refused") == []


def test_a_page_opened_from_disk_says_why_nothing_runs_there(visit: Visit, site: Path) -> None:
    with visit("") as page:
        if not installed.lacking():
            page.goto((site / "s/lock_order/index.html").resolve().as_uri())
            assert page.locator(".run-not").all_text_contents() == [
                "Opened from a folder on disk, a page cannot run programs: browsers start no workers there."
            ]
            assert page.locator("button[data-run]").count() == 0


@pytest.mark.thorough
def test_a_page_in_a_frame_of_another_host_works(visit: Visit, address: str, tmp_path: Path) -> None:
    """It runs its program, too: its workers have its policy, and the frame's page has none."""
    if installed.lacking():
        lacking(installed.lacking())
    (tmp_path / "index.html").write_text(
        f'<!doctype html><iframe src="{address}s/lock_order/embed/" height=700></iframe>'
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with visit("", first=lambda page: page.add_init_script(REFUSED)) as page:
        page.goto(f"http://localhost:{server.server_port}/")
        frame = page.frame_locator("iframe")
        frame.locator("button[data-run]").first.click()
        frame.locator("[data-browser-run][data-outcome=finishes]").wait_for(timeout=120_000)
        assert page.frames[1].evaluate("refused") == []
    server.shutdown()


# Programs of strangers

PUBLISHED = "s/lock_order/"
BAD = """<img src=x onerror=alert(1)> '"</svg></text>]]><script>alert(1)</script><a href="javascript:alert(1)">&lt;"""
#: Under such names: tasks, a coroutine, its documentation, an exception, what is printed and raised.
NAMED = f"""
import asyncio
BAD = {BAD!r}

class Own(Exception):
    __doc__ = BAD
Own.__name__ = Own.__qualname__ = BAD

async def worker(lock):
    "<script>alert(1)</script>"
    async with lock:
        print(BAD, "\\x1b[31mred\\x1b]8;;javascript:alert(1)\\x07link\\x1b]8;;\\x07")
        await asyncio.sleep(1)
worker.__name__ = worker.__qualname__ = BAD

async def main():
    lock = asyncio.Lock()
    await asyncio.gather(*(asyncio.create_task(worker(lock), name=BAD + str(n)) for n in range(3)))
    failed = asyncio.get_running_loop().create_future()
    failed.set_exception(Own(BAD))
    del failed
    raise Own(BAD)
asyncio.run(main())
"""
#: Waits forever, under such names.
STUCK = f"""
import asyncio
async def waits(event): await event.wait()
async def main():
    event = asyncio.Event()
    await asyncio.gather(*(asyncio.create_task(waits(event), name={BAD!r} + str(n)) for n in range(2)))
asyncio.run(main())
"""
UNREADABLE = f"def {{}} {BAD}"
LONG = f"print({BAD!r} * 10_000)"
#: Reports that the recorder never made, written to its channel.
FORGED = f"""
import asyncio, json, os
bad = {BAD!r}
def forged(value):
    if isinstance(value, str): return bad
    return [value[0], *map(forged, value[1:])] if isinstance(value, list) else value
async def main():
    for fd in range(3, 1000):
        try: os.write(fd, b"")
        except OSError: continue
        for line in (["out", 1, "stdout", None, None, None, bad], ["out", 0, bad, 1, 1, bad, bad], [bad], bad):
            os.write(fd, (json.dumps(line) + "\\n").encode())
    await asyncio.sleep(1)
asyncio.run(main())
"""

#: What of a run's panel could do something, or is not ours.
LIVE = """panel => [...panel.querySelectorAll("*")].filter(one =>
    /^(script|img|image|iframe|object|embed|link|base|meta|form|foreignObject|animate|set)$/i.test(one.localName) ||
    [...one.attributes].some(({ name, value }) => /^on/i.test(name) || /^\\s*javascript:/i.test(value))
).map(one => one.outerHTML.slice(0, 200))"""


class Stranger:
    """A page on which a published program has been exchanged for others."""

    def __init__(self, page: Page) -> None:
        self.page, self.source = page, ""
        self.dialogs: list[str] = []
        page.on("dialog", self._dismiss)

    def _dismiss(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def run(self, source: str) -> None:
        """Press Run, with this program in place of the page's, and wait until all is shown."""
        if self.source:
            self.page.reload()
        self.source = source
        self.page.locator("button[data-run]").first.click()
        self.page.wait_for_selector("[data-browser-run][data-state=over] .ended", timeout=120_000)

    def prints(self, source: str) -> str:
        """What a program prints, where it is run as the page runs its own."""
        printed: str = self.page.evaluate(PRINTS, source)
        return printed


#: By the very module that the buttons use.
PRINTS = """async source => {
    const pool = await import("/assets/run/pool.mjs");
    let printed = "";
    const out = (time, stream, text) => (printed += text);
    await pool.run({ name: "stranger.py", source, most_lines: 1000 }, { out }).done;
    return printed;
}"""


@pytest.fixture(scope="module")
def stranger(windows: Windows, address: str) -> Iterator[Stranger]:
    if installed.lacking():
        lacking(installed.lacking())
    with windows.page(WIDE, 900) as page:
        page.add_init_script(REFUSED)
        found = Stranger(page)
        page.route("**/*.py", lambda route: route.fulfill(body=found.source, content_type="text/plain"))
        page.goto(address + PUBLISHED)
        yield found


THOROUGH = {
    "stuck": (STUCK, "<img src=x onerror=alert(1)>"),
    "unreadable": (UNREADABLE, BAD),
    "long": (LONG, BAD * 100),
    "forged": (FORGED, "It ran, but its run could not be drawn."),
}


@pytest.mark.parametrize(
    ("source", "said"),
    [
        pytest.param(NAMED, BAD, id="named"),
        *(pytest.param(*case, marks=pytest.mark.thorough, id=name) for name, case in THOROUGH.items()),
    ],
)
def test_whatever_a_program_prints_names_or_raises_is_text(stranger: Stranger, source: str, said: str) -> None:
    stranger.run(source)
    page = stranger.page
    panel = page.locator("[data-browser-run]").first
    assert said in (panel.text_content() or "")
    page.evaluate("document.querySelectorAll('[data-browser-run] details').forEach(one => one.open = true)")
    if panel.locator(".p-open").count():
        panel.locator(".p-open").first.click()
        panel.locator(".player button:not(.p-open)").first.wait_for()
        for _ in range(12):
            page.keyboard.press("ArrowRight")
            assert panel.evaluate(LIVE) == []
    assert panel.evaluate(LIVE) == []
    assert stranger.dialogs == [] and page.evaluate("refused") == []


#: The address at which a link gives this program to whoever follows it.
LINK = """async source => {
    const { address, packed } = await import("/assets/run/share.mjs");
    return `${address(document.querySelector("[data-own]"), await packed(source))}`;
}"""


@pytest.mark.thorough
def test_a_program_in_a_link_is_text_and_does_not_run_by_itself(visit: Visit, address: str) -> None:
    if installed.lacking():
        lacking(installed.lacking())
    with visit("run/") as page:
        link = page.evaluate(LINK, NAMED)
    with visit("", first=lambda page: page.add_init_script(REFUSED)) as page:
        dialogs: list[str] = []
        page.on("dialog", lambda dialog: dialogs.append(dialog.message))
        page.goto(link)
        page.wait_for_function("document.querySelector('[data-own] textarea').value.includes('onerror')")
        page.wait_for_timeout(1_000)
        assert page.locator("[data-browser-run]").count() == 0 and len(page.workers) == 0
        page.locator("[data-own] button[data-run]").click()
        page.wait_for_selector("[data-browser-run][data-state=over] .ended", timeout=120_000)
        assert page.locator("[data-own]").evaluate(LIVE) == []
        assert dialogs == [] and page.evaluate("refused") == []


#: What leads out of a worker. The first are asked for by their names, the others have to fail when they are tried.
GONE = (
    "fetch", "XMLHttpRequest", "WebSocket", "WebTransport", "EventSource", "importScripts", "Worker", "SharedWorker",
    "BroadcastChannel", "indexedDB", "caches", "cookieStore", "FontFace", "RTCPeerConnection", "RTCDataChannel",
    "webkitRequestFileSystem", "webkitRequestFileSystemSync", "Notification", "PushManager", "postMessage", "close",
    "navigator.sendBeacon", "navigator.storage", "navigator.serviceWorker", "navigator.locks",
    "navigator.storageBuckets", "navigator.gpu", "navigator.usb", "navigator.serial", "navigator.hid",
    "navigator.permissions",
)  # fmt: skip
#: Waits for the last thing that a worker does before it runs programs or draws.
READY = """async () => {
    for (let n = 0; n < 600 && "caches" in self; n++) await new Promise(soon => setTimeout(soon, 50));
}"""
LEFT = "names => names.filter(name => name.split('.').reduce((at, one) => at?.[one], self))"
#: In a turn of its own: while the debugger evaluates, nothing is refused.
TRIED = """async tried => {
    const { promise, resolve } = Promise.withResolvers();
    setTimeout(async () => resolve(await tried().then(() => "done", error => `${error}`)));
    return promise;
}"""
BLOB = "new Blob(['1'], { type: 'text/javascript' })"
REFUSALS = {
    "eval": ("async () => eval('1')", "EvalError"),
    "Function": ("async () => Function('return 1')()", "EvalError"),
    "a module of another host": ("() => import('https://elsewhere.example/x.mjs')", "TypeError"),
    "a module in an address": ("() => import('data:text/javascript,1')", "TypeError"),
    "a module in a blob": (
        "() => import(URL.createObjectURL(new Blob(['1'], {type: 'text/javascript'})))",
        "TypeError",
    ),
}


#: Has the worker begin once more, which would bring what it fetches by.
AGAIN = "() => dispatchEvent(new MessageEvent('message', { data: { type: 'start', place: location.origin } }))"


#: Looks for ways out, and says what it met: by name, and then in all that is alive.
ESCAPE = """
import gc, importlib, sys
for name in "js pyodide pyodide_js _pyodide _pyodide_core pyodide.http snippets _snippets_recorder".split():
    try:
        importlib.import_module(name)
        print("imported", name)
    except ModuleNotFoundError:
        pass
print([one for one in sys.meta_path if "yodide" in getattr(one, "__module__", "")])
alive = [value for one in gc.get_objects() if type(one) is dict for value in one.values()]
found = {id(one): one for one in alive if type(one).__name__ == "JsProxy" and not isinstance(one, type)}
for proxy in found.values():
    for way in ("fetch", "XMLHttpRequest", "WebSocket", "importScripts", "indexedDB", "postMessage", "Worker"):
        if hasattr(proxy, way):
            print("has", way)
    try:
        proxy.constructor.constructor("return 1")()
        print("evaluated")
    except Exception as error:
        print(str(error)[:9])
"""


def test_nothing_leads_out_of_a_worker(stranger: Stranger) -> None:
    if not stranger.source:
        stranger.run("print(1)")
    waiting = [worker for worker in stranger.page.workers if worker.url.startswith("blob:")][-1]
    waiting.evaluate(READY)
    assert waiting.evaluate(LEFT, [*GONE]) == []
    for what, (tried, refusal) in REFUSALS.items():
        assert waiting.evaluate(f"() => ({TRIED})({tried})").startswith(refusal), what
    waiting.evaluate(AGAIN)
    assert waiting.evaluate("() => typeof fetch") == "undefined"
    met = stranger.prints(ESCAPE).splitlines()
    assert met[0] == "[]" and len(met) > 3, "nothing of JavaScript is alive; is it looked for as it should be?"
    assert {*met[1:]} == {"EvalError"}

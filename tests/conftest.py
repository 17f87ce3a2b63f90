"""What the tests share: runs that begin with the session, the built site, copies of the repository, and a browser."""

from __future__ import annotations

import functools
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from snippets._engine.examples.catalogue import ROOT
from snippets._engine.pages import kept
from snippets._engine.run.pythons import Python
from tests import asked
from tests.background import ROOM, Room, locked

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.bugs.test_bugs import Runs
    from tests.examples.runs import PlainRuns, Recordings
    from tests.recorder.test_recorder import Comparisons
    from tests.recorder.test_ties import Grid

#: Most processes that share the tests: each opens its own browser.
MOST_WORKERS = 4
#: Runs begun together by the first test that asks for them. The files with these tests come first, as they wait most.
TOGETHER = ("plain_runs", "recordings", "comparisons", "bug_runs", "grid", "suites")


def asking(request: pytest.FixtureRequest, fixture: str) -> list[pytest.Function]:
    """The selected tests of this file that want a fixture, of those with parameters."""
    return [
        item
        for item in request.session.items
        if isinstance(item, pytest.Function) and item.module is request.module
        if fixture in item.fixturenames and hasattr(item, "callspec")
    ]


@pytest.fixture(scope="module")
def recordings(request: pytest.FixtureRequest) -> Iterator[Recordings]:
    """The recorded runs that the selected tests ask for."""
    from tests.examples.runs import Recordings, pair

    runs = Recordings([pair(item) for item in asking(request, "recordings")])
    yield runs
    runs.close()


@pytest.fixture(scope="module")
def plain_runs(request: pytest.FixtureRequest) -> Iterator[PlainRuns]:
    """The plain runs that the selected tests ask for."""
    from tests.examples.runs import PlainRuns, pair

    runs = PlainRuns([pair(item) for item in asking(request, "plain_runs")], request.config.getoption("thorough"))
    yield runs
    runs.close()


@pytest.fixture(scope="module")
def comparisons(request: pytest.FixtureRequest) -> Iterator[Comparisons]:
    """The recorder's programs, recorded and plain, as far as the selected tests ask for them."""
    from tests.recorder import test_recorder

    params = [item.callspec.params for item in asking(request, "comparisons")]
    runs = test_recorder.Comparisons(test_recorder.jobs_of(params))
    yield runs
    runs.close()


@pytest.fixture(scope="module")
def bug_runs(request: pytest.FixtureRequest) -> Iterator[Runs]:
    """The programs made after published bugs, recorded and plain, as far as the selected tests ask for them."""
    from tests.bugs.test_bugs import Runs

    runs = Runs(request.session.items)
    yield runs
    runs.close()


@pytest.fixture(scope="module")
def grid(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grid]:
    """Programs whose timers meet, or nearly, recorded and plain."""
    from tests.recorder.test_ties import Grid

    runs = Grid(tmp_path_factory.mktemp("grid"))
    yield runs
    runs.close()


@pytest.fixture(autouse=True)
def _nothing_kept(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have pieces of the site made in this process anew: a test may have changed what they are made by."""
    if "kept_pieces" not in request.fixturenames:
        monkeypatch.setattr(kept, "take", lambda *_: None)
        monkeypatch.setattr(kept, "keep", lambda *_: None)


def is_worker(config: pytest.Config) -> bool:
    """Whether this process is one of several that share the tests."""
    return hasattr(config, "workerinput")


@pytest.fixture(scope="session", autouse=True)
def _begun(request: pytest.FixtureRequest, cache: Path) -> None:
    """Let those who share the tests begin with the site, if any test wants it: what it runs, nobody runs again.

    Who is alone builds it only for the first test that asks for it.
    """
    wanted = any("site" in getattr(item, "fixturenames", ()) for item in request.session.items)
    if is_worker(request.config) and wanted:
        request.getfixturevalue("site")


def pytest_configure(config: pytest.Config) -> None:
    """Tell what is asked for; and let what tests start find our tools compiled, and hear Ctrl-C.

    That also where a shell has started us in the background.
    """
    asked.thorough = config.getoption("thorough")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    """One flag parts the tests."""
    parser.addoption(
        "--thorough",
        action="store_true",
        help="also what is marked thorough: every Python at hand, and what takes long; alone with -m thorough",
    )
    parser.addoption(
        "--all-suites",
        action="store_true",
        help="of CPython's own tests every module, on every Python that ships them, on both clocks: an hour or so",
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """A process for each processor and one more, as tests also wait; for some tests this one alone, at once."""
    return 0 if chosen(config) else min((os.cpu_count() or 1) + 1, MOST_WORKERS)


def chosen(config: pytest.Config) -> bool:
    """Whether some tests are asked for, by name or place, and not all."""
    return bool(config.option.keyword) or config.args_source != pytest.Config.ArgsSource.TESTPATHS


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is thorough, unless it is asked for; and sort.

    A test whose ``python`` is another than the running one is thorough by that.
    """
    for item in items:
        python = item.callspec.params.get("python") if hasattr(item, "callspec") else None
        if isinstance(python, Python) and python != Python.running():
            item.add_marker("thorough")
    if not config.getoption("thorough"):
        left_out = [item for item in items if item.get_closest_marker("thorough")]
        items[:] = [item for item in items if not item.get_closest_marker("thorough")]
        config.hook.pytest_deselected(items=left_out)
    waiting, seen = with_any(items, *TOGETHER), with_any(items, "browser")
    if is_worker(config):  # files that take long first, so that no process has one left when the others are through
        many = Counter(item.path for item in items)
        items.sort(key=lambda item: (item.path not in waiting, item.path not in seen, -many[item.path]))
    else:
        items.sort(key=lambda item: ("site" in getattr(item, "fixturenames", ()), item.path not in waiting))


def with_any(items: list[pytest.Item], *fixtures: str) -> set[Path]:
    """The files with a test that wants one of these fixtures."""
    return {item.path for item in items if {*fixtures} & set(getattr(item, "fixturenames", ()))}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how much was compared with plain Python, and what was taken from earlier comparisons.

    Tests tell of it by ``record_property``, which also comes from the processes that share them.
    """
    told: dict[str, list[Any]] = {}
    for report in (report for reports in terminalreporter.stats.values() for report in reports):
        if getattr(report, "when", None) == "call":
            for name, value in report.user_properties:
                told.setdefault(name, []).append(value)
    if compared := Counter(told.get("compared", [])):
        versions = sorted(compared, key=lambda version: tuple(map(int, version.split(".")[:2])))
        terminalreporter.write_line(
            f"{compared.total()} pairs of variant and Python compared, recorded and plain: "
            + ", ".join(f"{version} ({compared[version]})" for version in versions)
        )
    if kept := told.get("kept"):
        terminalreporter.write_line(
            f"{len(kept)} plain comparisons taken from measured.json; --thorough makes them again"
        )
    for line in told.get("only alone", []):
        terminalreporter.write_line(f"agreed only when run alone: {line}")
    for line in told.get("said", []):
        terminalreporter.write_line(line)


Build = Callable[..., subprocess.CompletedProcess[str]]


def build_strictly(
    root: Path,
    site: Path,
    cache: Path,
    *options: str,
    builder: str = "mkdocs",
    packages: Path | None = None,
    **more: str,
) -> subprocess.CompletedProcess[str]:
    """Build a checkout: ``build(root, site, cache, *options, NAME="of the environment")``.

    What it printed is in stdout. ``builder`` is another module to build with, found below ``packages``.
    """
    kept = {
        "SNIPPETS_CACHE": str(cache),
        "PYTHONPATH": os.pathsep.join(map(str, filter(None, (root, packages)))),
        "NO_MKDOCS_2_WARNING": "1",
        "NO_COLOR": "1",
    }
    return subprocess.run(
        [sys.executable, "-m", builder, "build", "--strict", "--site-dir", str(site), *options],
        cwd=root,
        env=os.environ | more | kept,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="session")
def build() -> Build:
    """Builds a checkout strictly: ``build(root, site, cache)``."""
    return build_strictly


def built_together(folder: Path) -> str:
    """The site in this folder, built from nothing by the first that asks for it; meanwhile no runs go on behind tests.

    Returns what a build that failed has said.
    """
    folder.mkdir(exist_ok=True)
    said = folder / "said"
    with locked(folder / "building"):
        if not said.exists():
            with Room(folder).alone():
                built = build_strictly(ROOT, folder / "site", folder / "cache")
            said.write_text(built.stdout if built.returncode else "")
    return said.read_text()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(config: pytest.Config) -> None:
    """Begin the site while the processes that share all tests still collect them. Whatever happens it is waited for."""
    if chosen(config) or config.option.collectonly:
        return
    folder = config._tmp_path_factory.getbasetemp() / "built"  # type: ignore[attr-defined] # as xdist finds it
    threading.Thread(target=built_together, args=[folder]).start()


@pytest.fixture(scope="session")
def cache(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the runs of this session are kept, those of the site and those that tests make: empty at first.

    All processes that share the tests have it together, and one room for runs in the background.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if is_worker(request.config) else base) / "built"
    folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ROOM, "folder", folder)
        patched.setenv("SNIPPETS_CACHE", str(folder / "cache"))
        yield folder / "cache"


@pytest.fixture(scope="session")
def site(cache: Path) -> Path:
    """The site, built strictly. What pages are asked for in this process comes from the same runs."""
    assert built_together(cache.parent) == ""
    return cache.parent / "site"


#: The examples that a copy of the repository has: those that tests break, cite or look for.
KEPT = ("cancel_unawaited", "forgotten_await", "queue_sentinel", "event_never_set", "lock_order", "semaphore_order")
BLOCK = '\n```python exec="on" html="on"\nfrom snippets import {name}\n\nprint({name}("{target}"))\n```\n'


@pytest.fixture
def checkout(tmp_path: Path, site: Path) -> Path:
    """A copy of the repository that a test may break, with few examples. ``tmp_path/cache`` holds all of their runs."""
    return with_few_examples(tmp_path, site)


def with_few_examples(place: Path, site: Path) -> Path:
    """A copy of the repository in this place, with few examples and bare pages, so that it is soon built.

    ``place/cache`` holds the runs of the whole site.
    """
    shutil.copytree(site.parent / "cache", place / "cache")
    root = place / "checkout"
    shutil.copytree(ROOT / "docs", root / "docs")
    shutil.copytree(
        ROOT / "snippets",
        root / "snippets",
    )
    for name in ("mkdocs.yml", "LICENSE"):
        shutil.copy(ROOT / name, root / name)
    for label in root.glob("snippets/*/*/example.toml"):
        if label.parent.name not in KEPT:
            shutil.rmtree(label.parent)
    (root / "snippets" / "ids.txt").write_text("".join(f"{name}\n" for name in sorted(KEPT)))
    (root / "snippets" / "claims.toml").write_text("")
    for page in (root / "docs").rglob("*.md"):
        text = page.read_text(encoding="utf-8")
        shown = [name for name in KEPT if f'show("{name}"' in text]
        page.write_text("# Page\n" + "".join(BLOCK.format(name="show", target=name) for name in shown))
    with (root / "docs" / "clocks.md").open("a") as clocks:
        clocks.write(BLOCK.format(name="two_clocks", target="lock_order/published"))
    return root


# A browser

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
AXE = Path(__file__).parent / "browser" / "node_modules" / "axe-core" / "axe.min.js"
WIDE, PHONE = 1400, 390

Visit = Callable[..., Any]


def lacking(what: str) -> None:
    """Skip, or fail where everything must be there."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


def barriers(page: Page) -> list[str]:
    """What axe-core finds on a page as it is seen now: the rule, what is wrong, and where."""
    if not AXE.exists():
        lacking("axe-core is not there: npm ci in tests/browser")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))  # a script in the page is not what its policy allows
    violations = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)")
    return [
        f"{found['id']}: {found['help']}: {node['target']} {node.get('failureSummary', '')}"
        for found in violations
        for node in found["nodes"]
    ]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, as Debian packages it or as it is found on PATH."""
    path = next(filter(None, map(shutil.which, ("/usr/bin/chromium", "chromium", "chromium-browser"))), None)
    if path is None:
        lacking("there is no chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patched:
        patched.setattr("playwright.sync_api.Page.wait_for_function", _wait_for_function)
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


def _wait_for_function(page: Page, expression: str, *, arg: Any = None, timeout: float = 30_000) -> None:
    """Wait until this holds in the page. Playwright's own asks by ``eval``, which the policy of our pages refuses."""
    from playwright.sync_api import Error, TimeoutError

    deadline = time.monotonic() + timeout / 1000
    while time.monotonic() < deadline:
        try:
            if page.evaluate(expression, arg):
                return
        except Error as error:  # another page came meanwhile
            if "context was destroyed" not in error.message:
                raise
        page.wait_for_timeout(20)
    raise TimeoutError(f"not within {timeout / 1000:g} s: {expression}")


class Quiet(SimpleHTTPRequestHandler):
    """A server that does not tell of each request."""

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the built site is served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


#: The list of all; and permanent pages, which are made alike, so that three stand for all: with a transcript, with
#: alternatives, on the real clock.
PERMANENT = ("s/", "s/lock_order/", "s/queue_sentinel/", "s/request_handler/")


#: One page of each kind, for the default run.
FEW = ("", "claims/", "locks/", "s/", "s/lock_order/", "tasks/")


@pytest.fixture(scope="session", params=["few", pytest.param("all", marks=pytest.mark.thorough)])
def paths(request: pytest.FixtureRequest, site: Path) -> list[str]:
    """The addresses of the pages that are looked at in the browser, from the site's root: a few; thoroughly all."""
    found = [path.relative_to(site).as_posix().removesuffix("index.html") for path in site.rglob("*.html")]
    assert {*FEW, *PERMANENT} <= set(found)
    few = request.param == "few"
    return sorted(FEW if few else (path for path in found if not path.startswith("s/") or path in PERMANENT))


def topics(paths: list[str]) -> list[str]:
    """The pages that hold the examples, each once."""
    return [path for path in paths if path.count("/") == 1]


#: Opens all that is folded and so many players of the page, then goes to this step in each, or to its last.
ALL_OPEN = """
async ([step, most]) => {
  document.querySelectorAll("details").forEach(details => details.open = true);
  document.querySelectorAll(".folds:not(:has(:checked))").forEach(label => label.click());
  document.querySelectorAll(".alts > .variant").forEach(variant => variant.style.display = "block"); // behind tabs
  const players = [...document.querySelectorAll(".player[data-steps]")].slice(0, most);
  for (const host of players) (await openPlayer(host)).step(step);
}
"""
ALL = 10_000
LAST = 10_000


@dataclass
class Seen:
    """Every page, opened once on a wide screen for all tests that only look at it, and what all of them asked for."""

    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def seen(browser: Browser, address: str, paths: list[str]) -> Iterator[Seen]:
    """The pages, all folded parts open. A test may change their width, and puts it back."""
    found = Seen()
    context = browser.new_context(viewport={"width": WIDE, "height": 900})
    context.on("request", lambda request: found.asked.append(request.url))
    for path in paths:
        found.pages[path] = page = context.new_page()
        page.goto(address + path)
    for page in found.pages.values():
        page.wait_for_load_state("networkidle")
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        page.evaluate("document.querySelectorAll('.folds').forEach(label => label.click())")
    yield found
    context.close()


class Windows:
    """Pages of one browser, each as if nobody had been on the site before, but for files that the browser has kept.

    What they have in common is kept: for each set of options a context in which a page rests on the site, so that the
    browser need not start a process and compile the theme's script for every test, which takes longer than most tests.
    """

    def __init__(self, browser: Browser, resting: str) -> None:
        self._browser, self._resting = browser, resting
        self._kept: dict[str, BrowserContext] = {}

    @contextmanager
    def page(self, width: int, height: int, **options: Any) -> Iterator[Page]:
        """A new page of this size; other options are those of a browser's context."""
        name = repr(sorted(options.items()))
        context = self._kept.pop(name, None) or self._new(**options)
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        try:
            yield page
        except BaseException:
            context.close()  # who knows what it has left
            raise
        rests, *opened = context.pages
        for one in opened:
            one.close()
        rests.evaluate("localStorage.clear()")
        context.clear_cookies()
        self._kept[name] = context

    def _new(self, **options: Any) -> BrowserContext:
        context = self._browser.new_context(**options)
        context.new_page().goto(self._resting)
        return context


@pytest.fixture(scope="session")
def windows(browser: Browser, address: str) -> Windows:
    """Pages of the site as it is served."""
    return Windows(browser, f"{address}assets/mark.svg")


@pytest.fixture
def visit(windows: Windows, address: str) -> Visit:
    """Opens a page: ``with visit("tasks/", width=390) as page``; other options are those of a browser's context.

    What is to be caught with ``page.route`` is said in ``first``, which gets the page before it goes anywhere:
    Chromium lets through, unseen, what a page asks for right after a route was made.
    """

    @contextmanager
    def open_page(
        path: str, width: int = WIDE, first: Callable[[Page], object] | None = None, **options: Any
    ) -> Iterator[Page]:
        with windows.page(width, 900, **options) as page:
            if first is not None:
                first(page)
            page.goto(address + path)
            yield page

    return open_page

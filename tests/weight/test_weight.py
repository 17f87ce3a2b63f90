"""What a first visit weighs, in bytes and counts, against limits a little above what they were when these were set."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from tests.conftest import WIDE


@dataclass(frozen=True)
class Weight:
    """A first visit: bytes compressed, requests, elements of the page, and elements styled until it is at rest."""

    transferred: int
    requests: int
    elements: int
    styled: int


#: One page of each kind, and the longest. To raise a limit is a decision: say in the commit what it buys.
LIMITS = {
    "": Weight(142_000, 14, 1_700, 7_000),
    "cancelling-several/": Weight(184_000, 15, 9_450, 10_000),
    "claims/": Weight(186_000, 16, 10_200, 7_000),
    "s/": Weight(164_000, 15, 5_300, 8_500),
    "s/gather_forever/": Weight(149_000, 13, 3_500, 10_000),
    "mistakes/": Weight(144_000, 14, 1_550, 6_000),
    "s/lock_order/slide/": Weight(76_000, 9, 1_200, 5_000),
    "s/lock_order/embed/": Weight(97_000, 11, 500, 3_000),
}
#: What no page may weigh, in bytes.
MOST = 200_000
#: What servers compress.
TEXTS = {".html", ".css", ".js", ".json", ".svg", ".xml"}


def transferred(site: Path, url: str) -> int:
    """The bytes of what stands at an address, as a server sends it, without headers."""
    path = site / urlsplit(url).path.lstrip("/")
    path = path / "index.html" if path.is_dir() else path
    content = path.read_bytes()
    return len(gzip.compress(content, 9, mtime=0)) if path.suffix in TEXTS else len(content)


def visited(browser: Browser, site: Path, address: str, path: str) -> tuple[Weight, dict[str, int]]:
    """What a first visit of a page weighs, and the bytes of each thing that came."""
    with browser.new_context(viewport={"width": WIDE, "height": 900}) as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        browser.start_tracing(page=page, categories=["devtools.timeline"])
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        elements = page.evaluate("document.querySelectorAll('*').length")
        events = json.loads(browser.stop_tracing())["traceEvents"]
    asked = [url for url in asked if url.startswith(address)]
    came = {urlsplit(url).path: transferred(site, url) for url in asked}
    styled = sum(event["args"].get("elementCount", 0) for event in events if event["name"] == "UpdateLayoutTree")
    return Weight(sum(came.values()), len(asked), elements, styled), came


#: By default no more than these.
FEW = ("", "cancelling-several/", "s/lock_order/slide/")


@pytest.mark.parametrize(
    "path", [pytest.param(path, marks=() if path in FEW else pytest.mark.thorough) for path in LIMITS]
)
def test_a_first_visit_weighs_no_more_than_it_did(browser: Browser, site: Path, address: str, path: str) -> None:
    found, came = visited(browser, site, address, path)
    most = asdict(LIMITS[path])
    grown = [
        f"{path or 'home'}: {number:,} {name}, {number - most[name]:,} more than the limit"
        for name, number in asdict(found).items()
        if number > most[name]
    ]
    heaviest = ", ".join(f"{name} {size:,}" for name, size in sorted(came.items(), key=lambda one: -one[1])[:6])
    assert not grown, "\n".join([*grown, f"heaviest, in bytes: {heaviest}", "limits: tests/weight/test_weight.py"])


@pytest.mark.thorough
def test_no_page_weighs_more_than_all_may(browser: Browser, site: Path, address: str) -> None:
    """The page that is longest, read from the files: what else it takes is much the same for all topics."""
    pages = [page for page in site.rglob("index.html") if "releases" not in page.parts]
    longest = max(pages, key=lambda page: len(gzip.compress(page.read_bytes(), 6)))
    path = longest.parent.relative_to(site).as_posix() + "/"
    found, _ = visited(browser, site, address, path)
    assert found.transferred <= MOST, f"{path}: {found.transferred:,} bytes, {found.transferred - MOST:,} too many"


def test_pages_load_the_styles_of_what_they_show_and_no_others(site: Path) -> None:
    for page in site.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        if "/slide.css" in html:
            continue
        linked = re.findall(r'<link rel="stylesheet" href="[^"]*/?assets/(timeline|player|_mkdocstrings)\.css"', html)
        shown = {"timeline": '<svg class="tl' in html, "_mkdocstrings": 'class="doc ' in html}
        assert linked == [name for name in shown if shown[name]], page

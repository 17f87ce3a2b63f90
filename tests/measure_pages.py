"""Measures pages of a built site as a reader meets them: ``python -m tests.measure_pages SITE [PAGE ...]``."""

from __future__ import annotations

import argparse
import functools
import shutil
import sys
import threading
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from snippets._engine.examples.catalogue import load
from tests.conftest import FLAGS, WIDE, Quiet

#: Pages with fewer programs than one are measured, too, but for those of single examples and of slides.
LEFT_OUT = ("s/", "v/", "talks/")

#: What is seen without opening anything: all heights and places in px, words of prose before the first program. What is
#: folded away stands where that which opens it stands.
MEASURE = """
flawed => {
  const top = found => {
    while (found && !found.getClientRects().length) found = found.parentElement;
    return found ? Math.round(found.getBoundingClientRect().top + scrollY) : null;
  };
  const content = document.querySelector("article.md-content__inner") || document.body;
  const programs = [...content.querySelectorAll("section[data-variant]")];
  const working = programs.find(one => !flawed.includes(`${one.dataset.example}/${one.dataset.variant}`));
  const first = content.querySelector("pre");
  const prose = (before, node) => {
    const texts = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
    let said = "";
    while (texts.nextNode()) {
      const text = texts.currentNode, around = text.parentElement;
      if (before && !(text.compareDocumentPosition(before) & Node.DOCUMENT_POSITION_FOLLOWING)) break;
      if (around.closest("pre, svg, script, style, .headerlink") || !around.checkVisibility()) continue;
      if (node && around.closest(node)) continue;
      said += " " + text.data;
    }
    return said.split(/\\s+/).filter(word => /\\w/.test(word)).length;
  };
  const time = /About (\\S+) minute/.exec(content.innerText);
  return {
    height: document.documentElement.scrollHeight,
    programs: programs.length,
    first: top(programs[0]), working: top(working),
    before: first ? prose(first) : null,
    words: prose(null, "article.ex"),
    minutes: time ? time[1] : null,
  };
}
"""
COLUMNS = {
    "height": "height", "programs": "programs", "first": "first at", "working": "working at",
    "before": "words before code", "words": "words", "minutes": "minutes",
}  # fmt: skip


def main() -> int:
    """Print a table of the pages of a site. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.measure_pages", description=__doc__)
    parser.add_argument("site", type=Path, help="a built site")
    parser.add_argument("page", nargs="*", help="like tasks; all pages, where none is named")
    given = parser.parse_args()
    found = {page.parent.relative_to(given.site).as_posix(): page for page in given.site.rglob("index.html")}
    names = given.page or sorted(name for name in found if not f"{name}/".startswith(LEFT_OUT))
    print(f"{'page':<16}" + "".join(f"{title:>{len(title) + 3}}" for title in COLUMNS.values()))
    for name, told in measured(given.site, names).items():
        cells = ((title, _said(told[key])) for key, title in COLUMNS.items())
        print(f"{name:<16}" + "".join(f"{said:>{len(title) + 3}}" for title, said in cells), flush=True)
    return 0


def _said(value: int | str | None) -> str:
    return "-" if value is None else f"{value:,}" if isinstance(value, int) else value


def measured(site: Path, names: list[str], width: int = WIDE) -> dict[str, dict[str, Any]]:
    """What is seen of each of these pages in Chromium, as they open."""
    flawed = [f"{one.id}/{variant.key}" for one in load() for variant in one.variants if variant.flaw]
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    told = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": width, "height": 900})
        for name in names:
            page.goto(f"http://127.0.0.1:{server.server_port}/{'' if name == '.' else f'{name}/'}")
            page.wait_for_load_state("networkidle")
            page.add_style_tag(content="* { content-visibility: visible !important }")  # else heights are guesses
            told[name] = page.evaluate(MEASURE, flawed)
        browser.close()
    server.shutdown()
    return told


if __name__ == "__main__":
    sys.exit(main())

"""``llms.txt``: what is on the site, for readers that are programs, with links to pages as Markdown (llmstxt.org)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from snippets._engine.pages import address, as_markdown
from snippets._engine.pages.build import Build

FILE = "llms.txt"


@dataclass(frozen=True, slots=True)
class Page:
    """A page by its source in ``docs/``: its title, a sentence, and the part of the navigation that it is in."""

    source: str
    title: str
    description: str
    part: str


def listing(build: Build, name: str, description: str, pages: Sequence[Page]) -> str:
    """The pages in the order of the navigation, by its parts, and all examples."""
    lines = [f"# {name}", "", f"> {description}", ""]
    lines += [
        "Every output on these pages comes from a run of the program beside it, made while the site was built.",
        "",
    ]
    for part in dict.fromkeys(page.part for page in pages):
        lines += [f"## {part or 'Pages'}", "", *_rows(page for page in pages if page.part == part), ""]
    lines += ["## Examples one by one", ""]
    lines += [_row(f"s/{one.id}/index.md", one.title, one.idea) for one in build.examples]
    return "\n".join(lines) + "\n"


def _rows(pages: Iterator[Page]) -> Iterator[str]:
    for page in pages:
        yield _row(as_markdown.beside(page.source), page.title, page.description)


def _row(place: str, title: str, said: str) -> str:
    root = address.site() if address.known() else ""
    return f"- [{unescape(title)}]({root}{place})" + (f": {unescape(' '.join(said.split()))}" if said else "")

"""The post that is re-told: what it is called, who wrote it, and where its source stands. Nowhere else in the code."""

from __future__ import annotations

from snippets._engine.pages.markup import Markup, el, fragment
from snippets._engine.words.english import listed

TITLE = "Dive into Python asyncio - part 2"
AUTHOR = "bolu-atx"
YEAR = 2022
BLOCKS = 13
SOURCE = (
    "https://github.com/bolu-atx/boludev.github.io/blob/909d6776522b55b670a776ee397334abd00683e1"
    "/_posts/2022-10-14-python-async-pt2.md"
)


def link() -> Markup:
    """The title in quotation marks, as HTML, with a link to the post."""
    return el("a", f"“{TITLE}”", href=SOURCE)


def link_to(lines: str) -> Markup:
    """A link to these lines of the post's source, given like ``25-44`` or ``25``, as HTML."""
    first, _, last = lines.replace("\N{EN DASH}", "-").partition("-")
    address = f"{SOURCE}?plain=1#L{first}-L{last or first}"
    which = f"lines {lines}" if last else f"line {lines}"
    return el("a", f"{which} of the post\N{RIGHT SINGLE QUOTATION MARK}s source", href=address)


def credit(*blocks: int) -> Markup:
    """Whose programs these blocks are, ``block 8 of “…” by … (2022)``, as HTML."""
    which = f"block {blocks[0]}" if len(blocks) == 1 else f"blocks {listed([str(block) for block in blocks])}"
    return fragment(f"{which} of ", link(), f" by {AUTHOR} ({YEAR})")

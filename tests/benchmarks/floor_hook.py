"""A hook of MkDocs: gives a build's pages what ``floor_dump.py`` has stored, in place of what would be computed."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_stored: dict[str, dict[str, Any]] = {}
_blocks: Iterator[str] = iter(())


def on_config(config: Any) -> None:
    """Have each block that was executed give what it gave then."""
    _stored.update(pickle.loads(Path(config.config_file_path).with_name("stored.pickle").read_bytes()))
    fences = config.mdx_configs.setdefault("pymdownx.superfences", {}).setdefault("custom_fences", [])
    fences.append({"name": "python", "class": "python", "validator": _executed, "format": _given})


def _executed(language: str, inputs: dict[str, str], options: Any, attrs: Any, md: Any) -> bool:
    return "exec" in inputs


def _given(*args: Any, **named: Any) -> str:
    return next(_blocks)


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> None:
    """Begin with the page's first block."""
    global _blocks
    _blocks = iter(_stored[page.file.src_uri]["blocks"])


def on_page_content(html: str, page: Any, config: Any, files: Any) -> str:
    """The page as it was: the addresses and options in its prose were made to fit."""
    page.toc = _stored[page.file.src_uri].get("toc", page.toc)
    kept: str = _stored[page.file.src_uri]["html"]
    return kept


def on_page_context(context: dict[str, Any], page: Any, config: Any, nav: Any) -> None:
    """What its template was given besides."""
    context.update(_stored[page.file.src_uri]["context"])

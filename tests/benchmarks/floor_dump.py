"""A hook of MkDocs: writes, beside a build, the sources of its floor, which makes the same pages and computes nothing.

They go into the folder that ``BENCHMARK_FLOOR`` names: ``docs``, ``mkdocs.yml``, and what ``floor_hook.py`` gives back.
"""

from __future__ import annotations

import dataclasses
import json
import os
import pickle
import shutil
from pathlib import Path
from typing import Any

from mkdocs.plugins import event_priority
from mkdocs.utils.meta import YAML_RE
from mkdocs.utils.yaml import yaml_load

FOLDER = Path(os.environ["BENCHMARK_FLOOR"])
_page = ""
_blocks: dict[str, list[str]] = {}
_pages: dict[str, dict[str, Any]] = {}
_theirs: set[str] = set()  # what the theme brings, and pages: the floor makes these itself

#: What MkDocs itself gives a template.
_USUAL = {
    "base_url",
    "build_date_utc",
    "config",
    "extra_css",
    "extra_javascript",
    "mkdocs_version",
    "nav",
    "page",
    "pages",
}


@event_priority(-100)  # after the plugin that executes blocks
def on_config(config: Any) -> None:
    """Keep what each executed block gives."""
    for fence in config.mdx_configs["pymdownx.superfences"]["custom_fences"]:
        if fence["format"].__module__.startswith("markdown_exec"):
            fence["format"] = _kept(fence["format"])


def _kept(formatter: Any) -> Any:
    def keep(*args: Any, **named: Any) -> Any:
        html = formatter(*args, **named)
        _blocks.setdefault(_page, []).append(str(html))
        return html

    return keep


@event_priority(-100)
def on_env(env: Any, config: Any, files: Any) -> None:
    """Note which files the floor's build makes itself."""
    folders = [str(folder) for folder in config.theme.dirs if not str(folder).startswith(config.docs_dir)]
    for file in files:
        if file.is_documentation_page() or any((file.abs_src_path or "").startswith(folder) for folder in folders):
            _theirs.add(file.dest_uri)


@event_priority(-100)  # as the page goes into Markdown
def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> None:
    """Keep the page's Markdown, with its front matter."""
    global _page
    _page = page.file.src_uri
    front = YAML_RE.match(page.file.content_string)
    _pages[_page] = {"markdown": markdown, "front": front[0] if front else ""}


@event_priority(-100)  # as the page goes into its template
def on_page_content(html: str, page: Any, config: Any, files: Any) -> None:
    """Keep the page's HTML."""
    _pages[page.file.src_uri] |= {"html": html, "toc": page.toc}


@event_priority(-100)
def on_page_context(context: dict[str, Any], page: Any, config: Any, nav: Any) -> None:
    """Keep what its template is given besides."""
    added = {name: value for name, value in context.items() if name not in _USUAL}
    # A template reads a dictionary as it reads an object, and the floor need not know the object's class.
    _pages[page.file.src_uri]["context"] = {name: _plain(value) for name, value in added.items()}


def _plain(value: Any) -> Any:
    return dataclasses.asdict(value) if dataclasses.is_dataclass(value) and not isinstance(value, type) else value


@event_priority(-100)
def on_post_build(config: Any) -> None:
    """Write the floor's sources."""
    site, docs = Path(config.site_dir), FOLDER / "docs"
    for file in site.rglob("*"):
        place = file.relative_to(site).as_posix()
        if file.is_file() and place not in _theirs and not place.startswith(("sitemap.xml", "404.html", "search/")):
            (docs / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, docs / place)
    stored: dict[str, dict[str, Any]] = {}
    for name, page in _pages.items():
        blocks, markdown = _blocks.get(name, []), page["markdown"]
        documented = any(line.startswith("::: ") for line in markdown.splitlines())
        if documented:  # made from docstrings: it is stored as one block
            blocks, markdown = [page["html"]], '```python exec="on"\n```\n'
        (docs / name).parent.mkdir(parents=True, exist_ok=True)
        (docs / name).write_text(page["front"] + "\n" + markdown, encoding="utf-8")
        stored[name] = {"blocks": blocks, "html": page["html"], "context": page["context"]}
        if documented:
            stored[name]["toc"] = page["toc"]
    (FOLDER / "stored.pickle").write_bytes(pickle.dumps(stored))
    (FOLDER / "mkdocs.yml").write_text(json.dumps(_settings(config)), encoding="utf-8")


def _settings(config: Any) -> dict[str, Any]:
    """The site's settings without what executes, computes or checks."""
    with open(os.environ["BENCHMARK_SETTINGS"], encoding="utf-8") as file:
        settings: dict[str, Any] = yaml_load(file)
    for name in ("watch", "not_in_nav", "exclude_docs"):
        settings.pop(name, None)
    ours = ("markdown-exec", "mkdocstrings", "offline")
    plugins = [plugin if isinstance(plugin, dict) else {plugin: {}} for plugin in settings["plugins"]]
    return settings | {
        "hooks": [str(Path(__file__).with_name("floor_hook.py"))],
        "plugins": [plugin for plugin in plugins if next(iter(plugin)) not in ours],
        "docs_dir": str(FOLDER / "docs"),
        "site_dir": str(FOLDER / "site"),
        "theme": settings["theme"] | {"custom_dir": str(Path(config.docs_dir) / "overrides")},
        "copyright": str(config.copyright),
        "extra_css": [str(place) for place in config.extra_css],
        "extra_javascript": [str(place) for place in config.extra_javascript],
        "validation": {"omitted_files": "ignore", "not_found": "ignore", "unrecognized_links": "ignore"},
    }

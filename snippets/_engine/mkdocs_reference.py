"""The door for mkdocstrings: what it makes of the machinery's own docstrings is kept like any other piece of the site.

To read every module of the machinery takes it longer than all else in a build with nothing changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NoReturn
from xml.etree.ElementTree import Element

from snippets._engine.examples import asked
from snippets._engine.examples.catalogue import ROOT
from snippets._engine.pages import build

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


class _AbsentError(Exception):
    """It is not kept."""


def unlink(config: MkDocsConfig) -> None:
    """Take its style sheet from all pages; the template links it where something is documented."""
    plugin: Any = config.plugins.get("mkdocstrings")
    if plugin is not None and plugin.css_filename in config.extra_css:
        config.extra_css.remove(plugin.css_filename)


def keep(config: MkDocsConfig) -> None:
    """Have its handler for Python take what is kept, with headings and their other names, and collect only the rest."""
    plugin: Any = config.plugins.get("mkdocstrings")
    if plugin is None or not plugin.plugin_enabled:
        return
    handler = plugin.get_handler("python")
    collect, render, get_aliases = handler.collect, handler.render, handler.get_aliases
    aliases: dict[str, tuple[str, ...]] = {}

    def name(identifier: str, options: Any) -> str:
        return f"reference {identifier} {options!r}"

    def collected(identifier: str, options: Any) -> Any:
        try:
            return build.current().piece(name(identifier, options), _absent)
        except _AbsentError:
            return collect(identifier, options)

    def rendered(data: Any, options: Any, locale: str | None = None) -> str:
        if not isinstance(data, Mapping):
            data = build.current().piece(name(data.path, options), lambda: made(data, options, locale))
        for tag, attributes, text, others in json.loads(data["headings"]):
            heading = Element(tag, attributes)
            heading.text = text
            handler._headings.append(heading)
            aliases[attributes["id"]] = tuple(others)
        html: str = data["html"].decode()
        return html

    def made(data: Any, options: Any, locale: str | None) -> dict[str, bytes]:
        asked.data(ROOT / "mkdocs.yml")
        html = render(data, options, locale=locale)
        found = [(one.tag, one.attrib, one.text, get_aliases(one.attrib["id"])) for one in handler.get_headings()]
        return {"html": html.encode(), "headings": json.dumps(found).encode()}

    handler.collect, handler.render = collected, rendered
    handler.get_aliases = lambda identifier: aliases[identifier] if identifier in aliases else get_aliases(identifier)


def _absent() -> NoReturn:
    raise _AbsentError

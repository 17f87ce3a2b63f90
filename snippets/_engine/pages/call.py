"""The frame of what pages call, and the pages that are generated around such a call."""

from __future__ import annotations

import functools
import logging
import reprlib
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from snippets._engine.examples.catalogue import CatalogueError
from snippets._engine.pages import build
from snippets._engine.pages.build import Build
from snippets._engine.pages.markup import Markup, el, fragment, warning_box

log = logging.getLogger("mkdocs.plugins.snippets")

P = ParamSpec("P")
#: What makes HTML from a build and what the page gives; and what a page calls.
Make = Callable[Concatenate[Build, P], Markup]
Call = Callable[P, Markup]


def failed(name: str, line: str) -> Markup:
    """The box that stands where something cannot be shown; ``name`` is the example's, or that of what was called."""
    return el("article", warning_box([line]), class_="ex", data_example=name)


def page_call_with(box: Callable[[str, str], Markup]) -> Callable[[Make[P]], Call[P]]:
    """As ``page_call``, with another box: ``box(name, line)`` is its HTML."""

    def framed(make: Make[P]) -> Call[P]:
        @functools.wraps(make)
        def call(*args: P.args, **options: P.kwargs) -> Markup:
            now, name = build.current(), str(args[0]) if args else make.__name__

            def made() -> dict[str, bytes]:
                return {"html": make(now, *args, **options).encode("utf-8", "surrogatepass")}

            try:
                piece = now.piece(f"{make.__module__}.{make.__name__} {args} {options}", made)
                html = Markup(piece["html"].decode("utf-8", "surrogatepass"))  # noqa: S704
            except CatalogueError as error:
                html = box(name, now.complain(str(error)))
            except Exception as error:  # the line fails a strict build
                called = f"{make.__name__}({', '.join(map(reprlib.repr, args))})"
                log.debug(called, exc_info=True)
                message = f"{type(error).__name__}: {' '.join(str(error).split())}"
                html = box(name, now.complain(f"{called} failed: {message}"))
            return fragment(html, "\n")

        return call

    return framed


#: Makes of a function what pages call: the build is the current one, and the page comes out whatever happens. It never
#: raises, but complains once, in one line, and leaves that in a box on the page.
page_call = page_call_with(failed)


def generated_page(title: str, *calls: str, **front: str) -> str:
    """The Markdown of a page that is made by these calls, like ``show("lock_order")``, and that the search leaves out.

    ``title`` and the values of ``front`` are YAML.
    """
    head = "".join(f"{key}: {value}\n" for key, value in {"title": title, **front}.items())
    blocks = [
        f'```python exec="on" html="on"\nfrom snippets import {call.partition("(")[0]}\n\nprint({call})\n```\n'
        for call in calls
    ]
    return "\n".join([f"---\n{head}search: {{exclude: true}}\n---\n", *blocks])

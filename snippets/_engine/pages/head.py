"""What machines read in the head of a page: Open Graph for links that unfurl, schema.org for search engines."""

from __future__ import annotations

import json
from dataclasses import dataclass

from snippets._engine.examples import git
from snippets._engine.examples.catalogue import CatalogueError, Example
from snippets._engine.examples.measured import pythons_of
from snippets._engine.pages import address, cite, post, social_card
from snippets._engine.pages.build import Build
from snippets._engine.pages.markup import plain, words

LICENSE = "https://spdx.org/licenses/MIT.html"


@dataclass(frozen=True, slots=True)
class Head:
    """The head of one page; ``image`` is the whole address of its card, ``data`` is JSON for a script element.

    Neither it nor ``url`` is known where nobody has told us where the site is published.
    """

    title: str
    description: str
    url: str | None
    image: str | None
    width: int
    height: int
    data: str


def head(build: Build, url: str, title: str, description: str) -> Head:
    """The head of the page at this address (relative to the site), which may be an example's."""
    example = _example(build, url)
    place = f"s/{example.id}/{social_card.FILE}" if example else social_card.FILE
    image, whole = (address.site() + place, address.site() + url) if address.known() else (None, None)
    data = _program(build, example.id, whole, image) if example else _page(whole, title, description)
    # A script element ends at the first "</", also inside a string.
    known = {name: value for name, value in data.items() if value is not None}
    text = json.dumps({"@context": "https://schema.org", **known}, ensure_ascii=False).replace("</", "<\\/")
    return Head(title, description, whole, image, social_card.WIDTH, social_card.HEIGHT, text)


def _example(build: Build, url: str) -> Example | None:
    folder, _, rest = url.removeprefix("s/").partition("/")
    try:
        return build.find(folder) if url.startswith("s/") and folder and rest in ("", "slide/", "embed/") else None
    except CatalogueError:
        return None


def _page(url: str | None, title: str, description: str) -> dict[str, object]:
    kind = "WebSite" if url and url == address.site() else "WebPage"
    return {"@type": kind, "name": title, "description": description, "url": url, "inLanguage": "en"}


def _program(build: Build, example_id: str, url: str | None, image: str | None) -> dict[str, object]:
    """What is said of an example on each of its pages, which have addresses of their own."""
    piece = build.piece(f"head of {example_id}", lambda: {"data": json.dumps(_said(build.find(example_id))).encode()})
    said: dict[str, object] = json.loads(piece["data"])
    return said | {"url": url, "image": image}


def _said(example: Example) -> dict[str, object]:
    release, last = git.newest_with(example), git.last_change(example)
    known = {
        "dateModified": last and last.day,
        "version": release and release.version,
        "isBasedOn": {"@type": "BlogPosting", "name": post.TITLE, "url": post.SOURCE} if example.post else None,
    }
    return {
        "@type": "SoftwareSourceCode",
        "identifier": example.id,
        "name": plain(words(example.title)),
        "description": plain(words(example.idea)),
        "url": None,
        "image": None,
        "inLanguage": "en",
        "programmingLanguage": {"@type": "ComputerLanguage", "name": "Python", "url": "https://www.python.org/"},
        "runtimePlatform": [f"CPython {python}" for python in pythons_of(example.variants[0])],
        "keywords": ["asyncio", example.topic],
        "license": LICENSE,
        "author": {"@type": "Organization", "name": cite.AUTHORS},
        "isPartOf": {"@type": "WebSite", "name": cite.WORK, **({"url": address.site()} if address.known() else {})},
        **{name: value for name, value in known.items() if value},
    }

"""What the machinery adds to a site, for whatever builds it: pages and files, what runs left, links that fit a page.

Nothing here knows MkDocs: ``mkdocs_hook.py`` hands its events on to these functions, and another builder's would too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from snippets._engine.examples import git, pydocs, scaffold
from snippets._engine.examples.catalogue import CatalogueError
from snippets._engine.pages import claims, example_page, index, releases, social_card, two_clocks
from snippets._engine.pages.build import Build
from snippets._engine.pages.executed import blocks, shown
from snippets._engine.words.english import listed

#: A call that shows an example, or those of its variants that it names.
SHOW = re.compile(r"\bshow\(\s*[\"'](?P<id>[^\"']*)[\"'](?P<keys>(?:\s*,\s*[\"'][^\"']*[\"'])*)")

#: A program that a page shows on both clocks.
ON_BOTH = re.compile(r"\btwo_clocks\([\"']([^\"']*)[\"']\)")

#: An address that begins with ``site:``, up to its query or anchor.
WITHIN = re.compile(r'="site:([^"#?]*)')

#: Code in prose, and the options in it: a browser would break the line behind their hyphens.
CODE, OPTION = re.compile(r"<code>[^<-]*-[^<]*</code>"), re.compile(r"(?<![\w-])--?\w[\w-]*")

#: A block of code in prose, which may scroll sideways: the theme lets the keyboard reach it, but only when it is seen.
BLOCK, REACHED = "<pre><span></span><code>", '<pre><span></span><code tabindex="0">'


def sources(build: Build) -> Iterator[tuple[str, str | bytes | Path]]:
    """What joins the site's sources: for each place among them the content, or the file to be copied there.

    What ends with ``.md`` is a page with blocks that are to be executed; the rest goes into the site as it is.
    """
    for example in build.examples:
        yield from example_page.sources(build, example)
    for old, new in scaffold.moved().items():
        yield f"{example_page.FOLDER}/{old}/index.html", example_page.moved(old, new)
    for release in git.releases():
        yield from releases.sources(release)
    yield from build.piece("lists", lambda: _lists(build)).items()


def _lists(build: Build) -> dict[str, bytes]:
    """What other tools read, and all programs in one piece."""
    return {
        "snippets.json": (json.dumps(index.listing(build.examples), indent=1) + "\n").encode(),
        "claims.json": claims.to_json(claims.readable(build)).encode(),
        releases.ARCHIVE: releases.archive(build.examples),
    }


def left(build: Build, description: str) -> Iterator[tuple[str, bytes]]:
    """What joins the built site: what each run left, and the pictures of links; ``description`` is the site's.

    Waits for the runs.
    """
    for example in build.examples:
        yield from left_of(build, example.id).items()
    yield from left_of_all(build, description).items()


def left_of(build: Build, example_id: str) -> Mapping[str, bytes]:
    """What the runs of one example left, and the picture of links to it."""

    def made() -> dict[str, bytes]:
        shown, home = build.example(example_id), f"{example_page.FOLDER}/{example_id}"
        files = {f"{home}/{name}": text.encode("utf-8", "replace") for name, text in example_page.files(shown)}
        return files | {f"{home}/{social_card.FILE}": social_card.card(shown.first)}

    return build.piece(f"left of {example_id}", made)


def left_of_all(build: Build, description: str) -> Mapping[str, bytes]:
    """The picture of links to the site."""

    def made() -> dict[str, bytes]:
        ids = [example.id for example in build.examples]
        chosen = social_card.HERO if social_card.HERO in ids else next(iter(ids), None)
        return {social_card.FILE: social_card.home(build.example(chosen).first, description)} if chosen else {}

    return build.piece(f"left of all: {description}", made)


def begin_slow(build: Build, markdown: str) -> None:
    """Begin what a page will ask for on both clocks: on the real one it takes its time."""
    for target in ON_BOTH.findall(markdown):
        two_clocks.begin(build, target)


def linked(markdown: str) -> str:
    """A page's Markdown with names of the standard library as links to Python's documentation."""
    return pydocs.linked(markdown)


def finished(build: Build, name: str, markdown: str, html: str, address: Callable[[str], str]) -> str:
    """A page's HTML with addresses that fit it, options of commands whole, and code in reach of the keyboard.

    ``name`` is the page's, ``address`` tells how it names a place of the site, given like ``tasks/``, where an address
    begins with ``site:``. Complains of each example that the page's ``markdown`` shows and its HTML lacks, as when no
    block was executed.
    """
    for example_id in shown(markdown):
        if f'data-example="{example_id}"' not in html:
            lost = f"show({example_id!r}) left no example on the page; was its block executed?"
            build.complain(f"docs/{name}: {lost}")
    for said in gaps(build, markdown):
        build.complain(f"docs/{name}: {said}")
    whole = CODE.sub(lambda code: OPTION.sub(r'<span class="nw">\g<0></span>', code[0]), html)
    return WITHIN.sub(lambda found: f'="{address(found[1])}', whole.replace(BLOCK, REACHED))


def parts(markdown: str) -> dict[str, list[list[str]]]:
    """For each example that a page's blocks show, call by call the variants that are named; none where it is all."""
    found: dict[str, list[list[str]]] = {}
    for call in SHOW.finditer("\n".join(blocks(markdown))):
        found.setdefault(call["id"], []).append(re.findall(r"[\"']([^\"']*)[\"']", call["keys"]))
    return found


def gaps(build: Build, markdown: str) -> Iterator[str]:
    """What is wrong with examples that a page shows in parts: these have to show each variant once, and in order.

    A variant that stands nowhere would be run and checked, and seen by nobody.
    """
    for example_id, calls in parts(markdown).items():
        try:
            known = [variant.key for variant in build.find(example_id).variants]
        except CatalogueError:  # which is complained of where it is to be shown
            continue
        keys = [key for call in calls for key in call or known]
        if keys == known or not set(keys) <= set(known):
            continue
        twice = [key for key in known if keys.count(key) > 1]
        missing = [key for key in known if key not in keys]
        if twice:
            yield f"{example_id} is shown with {listed(twice)} more than once"
        elif missing:
            call = ", ".join(f'"{key}"' for key in [example_id, *missing])
            yield f"{example_id} is shown without {listed(missing)}; add show({call})"
        else:
            yield f"{example_id} is shown as {listed(keys)}; its label has {listed(known)}"


#: Where a site has scripts and style sheets of ours, and no others.
OURS = ("assets/*.js", "assets/*.css", "assets/run/*.mjs", "assets/run/*.css")


def lighten(file: Path) -> None:
    """Leave the comments out of a script or style sheet of ours in the built site; of a script, whole lines of them."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".css":
        text = re.sub(r"/\*.*?\*/\n?", "", text, flags=re.DOTALL)
    else:
        text = "".join(line for line in text.splitlines(keepends=True) if not line.lstrip().startswith("//"))
    file.write_text(text, encoding="utf-8")

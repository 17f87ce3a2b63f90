"""Makes a build of the site honest: every label is valid, every ``show`` on a page really ran. Keeps no state.

It also sees to what only the page's place in the site decides: addresses that begin with ``site:``.

MkDocs loads this file as a module of its own, beside the one that imports would give; so what a build remembers
lives in ``pages/build.py``.
"""

from __future__ import annotations

import json
import re
import sys
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

# While MkDocs loads a hook the hook's folder comes first in the search for modules, where ``text`` and ``record``
# would be ours. Nothing here should be found in that way.
sys.path[:] = [entry for entry in sys.path if not entry or Path(entry).resolve() != Path(__file__).resolve().parent]

from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.utils import get_relative_url

from snippets._engine.examples import git, pydocs, scaffold
from snippets._engine.pages import (
    build,
    claims,
    example_page,
    folder,
    head,
    index,
    post,
    share,
    social_card,
    two_clocks,
)
from snippets._engine.pages import releases as shelves
from snippets._engine.run import process
from snippets._engine.slides import deck

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

#: The first or last line of a fenced block, and a call of ``show`` in one.
FENCE = re.compile(r"\s*(?P<fence>`{3,}|~{3,})(?P<options>[^`]*)$")
SHOWN = re.compile(r"\b(?:show|slide|embed)\(\s*[\"']([^\"']*)[\"']")

#: A program that a page shows on both clocks.
ON_BOTH = re.compile(r"\btwo_clocks\([\"']([^\"']*)[\"']\)")

#: An address that begins with ``site:``, up to its query or anchor.
WITHIN = re.compile(r'="site:([^"#?]*)')

#: Code in prose, and the options in it: a browser would break the line behind their hyphens.
CODE, OPTION = re.compile(r"<code>[^<]*</code>"), re.compile(r"(?<![\w-])--?\w[\w-]*")


@event_priority(100)  # before mkdocstrings reads its own configuration
def on_config(config: MkDocsConfig) -> None:
    """Say where names of Python lead, and name the post in the foot.

    Complains where nothing would execute the blocks that the pages' outputs come from.
    """
    now = build.begin()
    git.forget()
    config.copyright = (config.copyright or "").replace("{post}", post.link())
    docstrings = config.plugins.get("mkdocstrings")
    if docstrings is not None:
        python = docstrings.config["handlers"].setdefault("python", {})
        python["inventories"] = [{"url": pydocs.INVENTORY.as_uri(), "base_url": pydocs.BASE}]
    if folder.being_packed():  # before the theme's plugin, which would load this from another host
        config.extra["polyfills"] = ["assets/iframe-worker.js"]
    plugin = config.plugins.get("markdown-exec")
    if plugin is None or not plugin.config.get("enabled", True):
        now.complain("markdown-exec is not among the plugins of mkdocs.yml, or is disabled: no example is run")


def on_pre_build(config: MkDocsConfig) -> None:
    """Read every label; each that cannot be read is one warning, also if no page shows it."""
    build.current().examples  # noqa: B018


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Add a permanent page for each example with the programs beside it, and the list of all."""
    now = build.current()

    def add(place: str, content: str | bytes | None = None, path: Path | None = None) -> None:
        at = {"content": content} if content is not None else {"abs_src_path": str(path)}
        files.append(File.generated(config, place, inclusion=InclusionLevel.NOT_IN_NAV, **at))

    for example in now.examples:
        home = f"{example_page.FOLDER}/{example.id}"
        add(f"{home}/index.md", example_page.page(example))
        add(f"{home}/embed/index.md", share.embed_page(example))
        add(f"{home}/slide/index.md", deck.page(example))
        for variant in example.variants:
            add(f"{home}/{variant.file.name}", path=variant.file)
    for old, new in scaffold.moved().items():
        add(f"{example_page.FOLDER}/{old}/index.html", example_page.moved(old, new))
    for release in git.releases():
        add(f"{shelves.FOLDER}/{release.version}/index.md", shelves.page(release))
        for name, content in release.files.items():
            add(f"{shelves.FOLDER}/{release.version}/{name}", content)
    add("snippets.json", json.dumps(index.listing(now.examples), indent=1) + "\n")
    add("claims.json", claims.to_json(claims.readable(now)))
    add(shelves.ARCHIVE, shelves.archive(now.examples))


def on_shutdown() -> None:
    """End what still runs, and begin nothing more: after Ctrl-C nobody waits for it."""
    process.end_all()


def on_nav(nav: object, config: MkDocsConfig, files: Files) -> None:
    """Begin what a page will ask for on both clocks: on the real one it takes its time."""
    for file in files.documentation_pages():
        for target in ON_BOTH.findall(file.content_string if file.src_uri == "clocks.md" else ""):
            two_clocks.begin(build.current(), target)


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: object) -> str:
    """Make names of the standard library links to Python's documentation."""
    return pydocs.linked(markdown)


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: object) -> None:
    """Give the template what machines read in the head of the page."""
    # Front matter holds HTML, since the theme puts it into the page as it is.
    title = unescape(str(config.site_name if page.is_homepage else page.title))
    description = unescape(str(page.meta.get("description") or config.site_description))
    context["head"] = head.head(page.url, title, description)


def on_post_build(config: MkDocsConfig) -> None:
    """Put what each run left beside its permanent page; leave the comments out of our scripts."""
    for script in Path(config.site_dir, "assets").glob("*.js"):
        lines = script.read_text(encoding="utf-8").splitlines(keepends=True)
        script.write_text("".join(line for line in lines if not line.lstrip().startswith("//")), encoding="utf-8")
    now = build.current()
    for shown in now.results:
        home = Path(config.site_dir, example_page.FOLDER, shown.example.id)
        for name, text in example_page.files(shown):
            (home / name).write_bytes(text.encode("utf-8", "replace"))
        (home / social_card.FILE).write_bytes(social_card.card(shown.first))
    for shown in [one for one in now.results if one.example.id == social_card.HERO] or now.results[:1]:
        picture = social_card.home(shown.first, str(config.site_description))
        Path(config.site_dir, social_card.FILE).write_bytes(picture)
    if folder.wanted():
        folder.pack(now, Path(config.config_file_path), Path(config.site_dir))


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Make addresses that begin with ``site:`` fit the page, and keep options of commands whole.

    Complains about each example that a page's source shows and its HTML lacks, as when no block was executed.
    """
    for example_id in shown(page.markdown or ""):
        if f'data-example="{example_id}"' not in html:
            left = f"show({example_id!r}) left no example on the page; was its block executed?"
            build.current().complain(f"{page.file.src_uri}: {left}")
    whole = CODE.sub(lambda code: OPTION.sub(r'<span class="nw">\g<0></span>', code[0]), html)
    return WITHIN.sub(lambda found: f'="{_address(found[1], page.url, files, config)}', whole)


def _address(place: str, here: str, files: Files, config: MkDocsConfig) -> str:
    """How the page at ``here`` names a place of the site, which is given as with directory URLs: ``tasks/``."""
    if not config.use_directory_urls and (not place or place.endswith("/")):
        page = files.get_file_from_path(f"{place.rstrip('/')}.md") if place else None
        place = page.url if page else f"{place}index.html"
    return get_relative_url(place or ".", here)


def shown(markdown: str) -> list[str]:
    """The ids that a page's executed blocks show, in order; a block that only quotes such a block does not count."""
    found: list[str] = []
    fence, executed = "", False
    for line in markdown.splitlines():
        mark = FENCE.match(line)
        if mark and not fence:
            fence, executed = mark["fence"], "exec=" in mark["options"]
        elif mark and mark["fence"] == fence and not mark["options"].strip():
            fence = ""
        elif fence and executed:
            found += SHOWN.findall(line)
    return found

"""The door for MkDocs: hands its events on to ``pages/generated.py``, which knows what the machinery adds to a site.

MkDocs loads this file as a module of its own, beside the one that imports would give; so it keeps no state, and what a
build remembers lives in ``pages/build.py``.
"""

from __future__ import annotations

import logging
import sys
from functools import partial
from html import unescape
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

# While MkDocs loads a hook the hook's folder comes first in the search for modules, where ``record`` and ``run``
# would be ours. Nothing here should be found in that way.
sys.path[:] = [entry for entry in sys.path if not entry or Path(entry).resolve() != Path(__file__).resolve().parent]

from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.utils import get_relative_url

import snippets
from snippets._engine import mkdocs_reference, mkdocs_search, mkdocs_serve, mkdocs_site
from snippets._engine.browser import pack
from snippets._engine.examples import pydocs
from snippets._engine.pages import (
    address,
    as_markdown,
    build,
    example_page,
    feed,
    folder,
    foot,
    generated,
    head,
    kept,
    order,
    policy,
    post,
    share,
    written,
)
from snippets._engine.pages.card import show
from snippets._engine.run import process
from snippets._engine.slides.deck import slide

if TYPE_CHECKING:
    from collections.abc import Callable

    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page


def on_startup(command: str, dirty: bool) -> None:
    """Heed what is saved while a site is served."""
    if command == "serve" and not dirty:
        mkdocs_serve.start()


@event_priority(100)  # before mkdocstrings reads its own configuration
def on_config(config: MkDocsConfig) -> None:
    """Say where names of Python lead, and name the post in the foot.

    Complains where nothing would execute the blocks that the pages' outputs come from. A strict build hears of
    warnings, and fails, also with ``-q``.
    """
    said = logging.getLogger("mkdocs")
    if config.strict and said.level > logging.WARNING:  # -q would not count them either, and the build would pass
        said.setLevel(logging.WARNING)
    served = mkdocs_serve.saves()
    now = served.begin(config) if served else build.begin()
    config.copyright = (config.copyright or "").replace("{post}", post.link())
    config.extra |= {"foot": foot.of_site(), "published": address.known()}
    docstrings = config.plugins.get("mkdocstrings")
    if docstrings is not None:
        python = docstrings.config["handlers"].setdefault("python", {})
        python["inventories"] = [{"url": pydocs.INVENTORY.as_uri(), "base_url": pydocs.BASE}]
    if folder.being_packed():  # before the theme's plugin, which would load this from another host
        config.extra["polyfills"] = ["assets/iframe-worker.js"]
    if wrong := foot.wrong():
        now.complain(wrong)
    plugin = config.plugins.get("markdown-exec")
    if plugin is None or not plugin.config.get("enabled", True):
        now.complain("markdown-exec is not among the plugins of mkdocs.yml, or is disabled: no example is run")


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Add the pages of each example and release, with the programs beside them, and the lists of all.

    Each label that cannot be read is one warning, also if no page shows it, and so is each page.
    """
    if not address.known():  # the site's map would name the placeholder
        config.theme.static_templates.discard("sitemap.xml")
    mkdocs_reference.keep(config)
    mkdocs_reference.unlink(config)
    for file in [*files.documentation_pages()]:
        try:
            _ = file.content_string
        except UnicodeDecodeError as error:
            files.remove(file)
            told = f"is not UTF-8 (byte {error.start + 1}), and left out; save it as UTF-8"
            build.current().complain(f"docs/{file.src_uri} {told}")
    sources = dict(generated.sources(build.current())) | _for_browsers()
    for place, source in sources.items():
        files.append(mkdocs_site.joining(config, place, source))
    if served := mkdocs_serve.saves():
        served.joined(sources)


def _for_browsers() -> mkdocs_site.Joining:
    """What runs programs in the reader's browser, where it is installed; a folder opened from disk cannot have it."""
    if folder.being_packed():
        return {}
    try:
        return dict(pack.files())
    except pack.NotPackedError as error:
        logging.getLogger("mkdocs.snippets").info("Built %s", error)
        return {}


def on_shutdown() -> None:
    """End what still runs, and begin nothing more: after Ctrl-C nobody waits for it."""
    if served := mkdocs_serve.saves():
        served.close()
    process.end_all()


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> None:
    """Begin all runs, and let pages be made in the order in which these end."""
    now, pages = build.current(), files.documentation_pages()
    for file in pages:
        if file.src_uri == "clocks.md":
            generated.begin_slow(now, file.content_string)
    now.start()
    now.ahead = partial(_ahead, now)
    now.order = [file.src_uri for file in files]
    mkdocs_site.reorder(files, sorted(pages, key=lambda file: order.place(now, file.content_string)))
    if served := mkdocs_serve.saves():
        served.found(nav)


def _ahead(now: build.Build, example_id: str) -> None:
    """Make what an example's own pages show, and what stands beside them; the pages then find it made."""
    show(example_id, level=1)
    example_page.beside(example_id)
    share.share(example_id)
    share.embed(example_id)
    slide(example_id)
    generated.left_of(now, example_id)


@event_priority(-100)  # when the other plugins are through
def on_env(env: jinja2.Environment, config: MkDocsConfig, files: Files) -> None:
    """Write pages in the order of MkDocs; keep what single pages are made anew with after a save."""
    mkdocs_site.reorder(files, filter(None, map(files.get_file_from_path, build.current().order)))
    mkdocs_site.list_pages(config, files)
    if served := mkdocs_serve.saves():
        served.made(config, files, env)


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Callable[[], None]) -> None:
    """Take over what is to be made after a save; strict builds make everything, and stay with MkDocs."""
    mkdocs_serve.admit_reloading(server)
    served = mkdocs_serve.saves()
    if served and not config.strict:
        served.serve(server, builder)


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: object) -> str:
    """Hold the page's head against what is heeded; make names of the standard library links to their documentation."""
    now = build.current()
    now.page = "" if page.file.generated_by else page.file.src_uri
    if now.page:
        written.head(now, now.page, page.meta, markdown)
    return generated.linked(markdown)


def _with_head(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: object) -> None:
    """Give the template what machines read in the head of the page."""
    # Front matter holds HTML, since the theme puts it into the page as it is.
    title = unescape(str(config.site_name if page.is_homepage else page.title))
    description = unescape(str(page.meta.get("description") or config.site_description))
    context["head"] = head.head(build.current(), page.url, title, description)
    context["foot"] = foot.of_page(build.current(), page.file.src_uri, title, page.url)


on_page_context = CombinedEvent(mkdocs_search.before, _with_head, mkdocs_search.after)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Make addresses that begin with ``site:`` fit the page; complain about each example that did not come out."""

    def address(place: str) -> str:
        """How the page names a place of the site, which is given as with directory URLs: ``tasks/``."""
        if not config.use_directory_urls and (not place or place.endswith("/")):
            other = files.get_file_from_path(f"{place.rstrip('/')}.md") if place else None
            place = other.url if other else f"{place}index.html"
        return get_relative_url(place or ".", page.url)

    def known(place: str) -> bool:
        """Whether there is a page or a file at a place of the site, or will be."""
        names = (f"{place.rstrip('/')}.md", f"{place}index.md") if place.endswith("/") else (place,)
        return any(files.get_file_from_path(name) for name in names)

    now, name, markdown = build.current(), page.file.src_uri, page.markdown or ""
    now.page = ""
    if not page.file.generated_by:
        for said in written.wrong(now, name, markdown, html, known):
            now.complain(said)
    return generated.finished(now, name, markdown, html, address)


@event_priority(-100)  # when it is as it will be written
def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Give a page its policy, and put beside it what is made from the same source.

    A folder opened from disk does without: its pages have no origin for a policy to name, and no need of Markdown.
    """
    source, markdown = page.file.src_uri, page.markdown or ""
    beside = {}
    if source == feed.SOURCE:
        beside[feed.FILE] = feed.feed(markdown)
        for said in feed.wrong(markdown):
            build.current().complain(said)
    if config.use_directory_urls and not page.meta.get("template"):
        beside[as_markdown.beside(source)] = as_markdown.page(build.current(), source, markdown, _call)
    for place, content in beside.items():
        path = Path(config.site_dir, place)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return _guarded(output)


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Give the page for addresses at which nothing stands its policy, too."""
    return _guarded(output_content) if template_name.endswith(".html") else output_content


def _guarded(html: str) -> str:
    return html if folder.being_packed() else policy.guarded(html)


def _call(name: str) -> Callable[..., str]:
    call: Callable[..., str] = getattr(snippets, name)
    return call


def on_post_build(config: MkDocsConfig) -> None:
    """Put what each run left beside its permanent page; leave the comments out of our scripts and sheets."""
    site = Path(config.site_dir)
    for path in chain.from_iterable(map(site.glob, generated.OURS)):
        generated.lighten(path)
    for place, content in generated.left(build.current(), str(config.site_description)):
        (site / place).write_bytes(content)
    kept.clean()
    if folder.wanted():
        folder.pack(build.current(), Path(config.config_file_path), site)

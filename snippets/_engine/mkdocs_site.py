"""A site that MkDocs has built, of which single pages can be made anew, by MkDocs' own functions.

Nothing here knows of servers and threads: ``mkdocs_serve.py`` says what is to be made, and when.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markdown_exec import markdown_config
from mkdocs.commands import build as mkdocs_build
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from snippets._engine.pages import build, example_page, generated, llms, path, social_card
from snippets._engine.pages.changes import Changes, Shown

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.nav import Navigation

#: Places in ``docs/`` that join the sources, each with its content or the file to be copied there.
Joining = dict[str, "str | bytes | Path"]
#: What ``Site.make_rest`` makes: the index for the search, and others.
REST = ("search/search_index.json", "sitemap.xml", "sitemap.xml.gz", "404.html", social_card.FILE, llms.FILE)
#: What mkdocstrings replaces on a page; other pages are told then where names lead.
_OF_MODULES = re.compile(r"^:::", re.MULTILINE)


class WholeError(Exception):
    """More may depend on a change than is known here, as where other pages show a page's title."""


@dataclass
class Site:
    """What MkDocs knows of the last whole build, and what has joined the sources."""

    config: MkDocsConfig
    files: Files
    nav: Navigation
    env: jinja2.Environment
    joined: Joining
    #: Whether pages came or went, of which the site's map does not know yet.
    _moved: bool = field(default=False, init=False)

    def join(self, sources: Joining) -> set[str]:
        """Take over what joins the sources now; returns the places of what is new in it."""
        before, known = self.joined, {place: self.files.get_file_from_path(place) for place in self.joined}
        for file in filter(None, known.values()):
            self.files.remove(file)
        new = {place for place in sources if sources[place] != before.get(place)}
        for place, content in sources.items():
            old = known.get(place)
            file = old if old and place not in new else self._joining(place, content, old)
            self.files.append(file)
            if not file.is_documentation_page() and (place in new or isinstance(content, Path)):
                file.copy_file()
        for place in before.keys() - sources.keys():
            gone = known[place]
            if gone:
                Path(gone.abs_dest_path).unlink(missing_ok=True)
        self.joined, self._moved = sources, self._moved or before.keys() != sources.keys()
        return new

    def _joining(self, place: str, content: str | bytes | Path, old: File | None) -> File:
        """What joins the sources, with the page that the same place had before, which knows where it stands."""
        file = joining(self.config, place, content)
        if old and old.page:
            file.page = old.page
            file.page.file = file
        elif file.is_documentation_page():
            Page(None, file, self.config)
        return file

    def copy(self, place: str) -> None:
        """Copy an asset. Raises WholeError where MkDocs does not know it."""
        file = self.files.get_file_from_path(place)
        if file is None:
            raise WholeError
        file.copy_file()
        if any(Path(place).match(ours) for ours in generated.OURS):
            generated.lighten(Path(file.abs_dest_path))

    def showing(self, changes: Changes, new: Collection[str]) -> tuple[list[File], list[File]]:
        """The pages that depend on the changes: those to be made at once, and others, the next to be read first.

        ``new`` are places among those that joined the sources. Raises WholeError.
        """
        at_once: list[File] = []
        later: list[File] = []
        lists: list[File] = []
        for file in self.files.documentation_pages():
            try:
                markdown = file.content_string
            except UnicodeDecodeError:  # of which a whole build complains
                raise WholeError from None
            shown = Shown.on(markdown)
            if file.src_uri in changes.pages:
                if _OF_MODULES.search(markdown):
                    raise WholeError
                at_once.append(file)
            elif shown.ids & changes.examples and not shown.all:
                (later if file.generated_by or shown.slow else at_once).append(file)
            elif file.src_uri in new:
                later.append(file)
            elif shown.all and (changes.examples or (shown.pages and changes.pages)):
                lists.append(file)
        return at_once, later + lists

    def make(self, files: Collection[File]) -> None:
        """Make these pages, but for those that are no more. Raises WholeError where others show what is new in one."""
        files = [file for file in files if self.files.get_file_from_path(file.src_uri) is file]
        documents = self.files.documentation_pages()
        markdown_config.save(self.config.markdown_extensions, self.config.mdx_configs)
        for file in files:
            page = _page(file)
            before, shown = page.title, _shown(page)
            mkdocs_build._populate_page(page, self.config, self.files)
            moved = page.title != before or _shown(page) != shown
            if moved and any(page is other for other in self.nav.pages):
                raise WholeError
        if any(_OF_MODULES.search(file.content_string) for file in files):
            self.config.plugins.on_env(self.env, config=self.config, files=Files(files))
        else:  # on another page nothing else is to be done, and mkdocstrings writes its files anew, and empty
            self.config.plugins["autorefs"].on_env(self.env, config=self.config, files=Files(files))
        for file in files:
            self._write(_page(file), documents)
        markdown_config.reset()

    def _write(self, page: Page, documents: Sequence[File]) -> None:
        entries = self._search.search_index.entries
        entries[:] = [entry for entry in entries if _url(entry) != page.url]
        mkdocs_build._build_page(page, self.config, documents, self.nav, self.env)
        page.validate_anchor_links(files=self.files, log_level=self.config.validation.links.anchors)

    def leave(self, example_id: str) -> None:
        """Put what an example's runs left beside its page, and take away what is no more."""
        top, folder = Path(self.config.site_dir), f"{example_page.FOLDER}/{example_id}"
        left: dict[str, bytes] = {}
        if any(example.id == example_id for example in build.current().examples):
            left = dict(generated.left_of(build.current(), example_id))
        for place, content in left.items():
            (top / place).write_bytes(content)
        joined = {file.dest_uri for file in self.files if file.dest_uri.startswith(f"{folder}/")}
        joined |= {place.removesuffix(".html") + ".md" for place in joined if place == f"{folder}/index.html"}
        for left_over in sorted((top / folder).rglob("*"), reverse=True):
            if left_over.is_file() and left_over.relative_to(top).as_posix() not in left.keys() | joined:
                left_over.unlink()
        if not left and not joined:
            shutil.rmtree(top / folder, ignore_errors=True)

    def make_rest(self) -> None:
        """Make the index for the search, the picture of links to the site and, where pages came or went, its map."""
        order = {_page(file).url: number for number, file in enumerate(self.files.documentation_pages())}
        entries = self._search.search_index.entries
        entries[:] = sorted(filter(lambda entry: _url(entry) in order, entries), key=lambda entry: order[_url(entry)])
        self._search.on_post_build(config=self.config)
        list_pages(self.config, self.files)
        for place, content in generated.left_of_all(build.current(), str(self.config.site_description)).items():
            Path(self.config.site_dir, place).write_bytes(content)
        if self._moved:
            self._moved = False
            for template in self.config.theme.static_templates:
                mkdocs_build._build_theme_template(template, self.env, self.files, self.config, self.nav)

    @property
    def _search(self) -> Any:
        return searching(self.config)


def searching(config: MkDocsConfig) -> Any:
    """The plugin that makes the index for the search."""
    return next(plugin for plugin in config.plugins.values() if hasattr(plugin, "search_index"))


def list_pages(config: MkDocsConfig, files: Files) -> None:
    """List the pages and examples for readers that are programs, as ``pages/llms.py`` says."""
    pages = [_page(file) for file in files.documentation_pages()]
    page, listed = next((page for page in pages if page.is_homepage), None), list[llms.Page]()
    while page:
        *_, part = "", *(str(one.title) for one in page.ancestors)
        listed.append(llms.Page(page.file.src_uri, str(page.title), str(page.meta.get("description") or ""), part))
        page = page.next_page
    text = llms.listing(build.current(), config.site_name, str(config.site_description), listed)
    Path(config.site_dir).mkdir(parents=True, exist_ok=True)
    Path(config.site_dir, llms.FILE).write_text(text, encoding="utf-8")


def joining(config: MkDocsConfig, place: str, source: str | bytes | Path) -> File:
    """What joins the sources, as a file of MkDocs."""
    at: dict[str, Any] = {"abs_src_path": str(source)} if isinstance(source, Path) else {"content": source}
    return File.generated(config, place, inclusion=InclusionLevel.NOT_IN_NAV, **at)


def reorder(files: Files, order: Iterable[File]) -> None:
    """Put these files behind all others, in this order. MkDocs makes pages, and then writes them, as they stand."""
    for file in order:
        files.remove(file)
        files.append(file)


def _shown(page: Page) -> list[path.Place]:
    return list(path.on_page(page.file.src_uri, page.markdown or ""))


def _page(file: File) -> Page:
    assert file.page
    return file.page


def _url(entry: dict[str, Any]) -> str:
    """Which page an entry of the search's index is of."""
    return str(entry["location"]).partition("#")[0]

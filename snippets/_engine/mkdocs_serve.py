"""The door for ``mkdocs serve``: after a save it makes again what depends on that, where MkDocs would make everything.

MkDocs rereads its configuration, cleans the folder and renders every page for each save, and answers nobody meanwhile;
``--dirty`` looks only at the times of Markdown files. So here the last whole build of MkDocs is kept, and its own
functions make single pages of it anew: first those that show what was saved, and then the browser loads; the rest
follows in the background, or when it is asked for. What may concern everything is a whole build by MkDocs, as ever.
"""

from __future__ import annotations

import fnmatch
import logging
import re
import shutil
import threading
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import watchdog.events
import watchdog.observers
from markdown_exec import markdown_config
from mkdocs.commands import build as mkdocs_build
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from snippets._engine.pages import build, example_page, generated, social_card
from snippets._engine.pages.changes import Changes, Shown, Sources

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.nav import Navigation

log = logging.getLogger("mkdocs.plugins.snippets")

#: Places in ``docs/`` that join the sources, each with its content or the file to be copied there.
Joining = dict[str, "str | bytes | Path"]
#: What is due besides pages and what the runs of an example left: by this one name.
REST = "search/search_index.json"
_WITH_REST = ("sitemap.xml", "404.html", social_card.FILE)
#: What mkdocstrings replaces on a page; other pages are told then where names lead.
_OF_MODULES = re.compile(r"^:::", re.MULTILINE)


@dataclass(frozen=True)
class Site:
    """What MkDocs knows of the last whole build."""

    config: MkDocsConfig
    files: Files
    nav: Navigation
    env: jinja2.Environment


class WholeError(Exception):
    """More may depend on a change than is known here, as where other pages show a page's title."""


class Saves:
    """A site that is served, and what of it is due."""

    def __init__(self) -> None:
        self._sources = Sources()
        self._changes = Changes()
        self._site: Site | None = None
        self._joined: Joining = {}
        #: Held while something is made; the other one guards what is due, by the place in the site where it will stand.
        self._making, self._news = threading.RLock(), threading.Condition()
        self._due: dict[str, Callable[[], None]] = {}
        self._over = self._taken_over = False
        #: Whether pages came or went, of which the site's map does not know yet.
        self._moved = False

    # What MkDocs' events tell

    def begin(self) -> build.Build:
        """The build that MkDocs is about to make, with what was made of examples that have not changed."""
        return build.go_on(self._changes.examples) if self._taken_over else build.begin()

    def joined(self, sources: Joining) -> None:
        """What was added to the sources."""
        self._joined = sources

    def found(self, nav: Navigation) -> None:
        """How one goes from page to page."""
        self._nav = nav

    def made(self, config: MkDocsConfig, files: Files, env: jinja2.Environment) -> None:
        """All pages are rendered, and will soon be written."""
        if self._site is None:
            self._site = Site(config, files, self._nav, env)

    def close(self) -> None:
        """Make nothing more."""
        self._over = True

    def serve(self, server: LiveReloadServer, whole: Callable[[], None]) -> None:
        """Build by ourselves from now on, and by ``whole`` what concerns everything; answer when nothing is due."""
        self._server, self._whole, self._taken_over = server, whole, True
        server.builder = self._save
        server.set_app(self._answer)
        watched, polling = list(server._watched_paths), server.observer
        for path in watched:
            server.unwatch(path)
        polling.unschedule_all()
        server.observer = _Observer()
        for path in watched:
            server.watch(path)
        threading.Thread(target=self._follow, name="due", daemon=True).start()

    # After a save

    def _save(self) -> None:
        """Make what shows the changes, and let the rest be due."""
        began = time.monotonic()
        with self._making:
            changes, self._changes = self._changes | self._sources.changes(), Changes()
            if not changes and self._site:
                self._server._wanted_epoch = self._server._visible_epoch  # no browser need load anything
                return
            self._changes = changes
            try:
                if self._site is None or changes.whole:
                    raise WholeError
                made = self._make_what_shows(changes)
                log.info("Made %s in %.2f seconds", made, time.monotonic() - began)
            except WholeError:
                self._make_all()
            except Exception as error:
                self._failed(error)
            self._changes = Changes()

    def _wake(self) -> None:
        """Have MkDocs' loop ask for what changed."""
        with self._server._rebuild_cond:
            self._server._want_rebuild = True
            self._server._rebuild_cond.notify_all()

    def _make_all(self) -> None:
        """Have MkDocs make everything. Where it cannot, the next save is the next try."""
        self._site, self._moved = None, False
        self._drop_due()
        try:
            self._whole()
        except (Exception, SystemExit) as error:
            self._failed(error)

    def _failed(self, error: BaseException) -> None:
        """Go on with what is there; after the next save everything is made."""
        self._site = None
        said = " ".join(str(error).split())
        log.error("Not all could be made, which is tried again after the next save: %s: %s", type(error).__name__, said)

    def _make_what_shows(self, changes: Changes) -> str:
        """Make the pages that show these, copy the assets, and note what else depends on them.

        Returns in words what was made. Raises WholeError.
        """
        assert self._site
        for place in changes.assets:
            self._copy(place)
        if not (changes.examples or changes.pages):
            return _listed(changes.assets)
        anew = set(changes.pages)
        if changes.examples:
            build.go_on(changes.examples)
            anew |= self._join(dict(generated.sources(build.current())))
        at_once, later = self._sorted(changes, anew)
        self._make_pages(at_once)
        for file in later:
            self._is_due(file.dest_uri, lambda file=file: self._make_pages([file]))  # type: ignore[misc]
        for example_id in changes.examples:
            place = f"{example_page.FOLDER}/{example_id}/*"
            self._is_due(place, lambda example_id=example_id: self._leave(example_id))  # type: ignore[misc]
        self._is_due(REST, self._make_rest)
        return _listed([*(file.src_uri for file in at_once), *changes.assets])

    def _sorted(self, changes: Changes, anew: set[str]) -> tuple[list[File], list[File]]:
        """The pages that depend on the changes: those to be made at once, and others, the next to be read first."""
        assert self._site
        at_once: list[File] = []
        later: list[File] = []
        lists: list[File] = []
        for file in self._site.files.documentation_pages():
            shown = Shown.on(file.content_string)
            if file.src_uri in changes.pages and _OF_MODULES.search(file.content_string):
                raise WholeError
            if file.src_uri in changes.pages:
                at_once.append(file)
            elif shown.ids & changes.examples and not shown.all:
                (later if file.generated_by else at_once).append(file)
            elif file.src_uri in anew:
                later.append(file)
            elif shown.all and changes.examples:
                lists.append(file)
        return at_once, later + lists

    def _join(self, sources: Joining) -> set[str]:
        """Take over what joins the sources now; returns the places of what is new in it."""
        assert self._site
        config, files, before = self._site.config, self._site.files, self._joined
        known = {place: files.get_file_from_path(place) for place in before}
        for file in filter(None, known.values()):
            files.remove(file)
        written = {place for place in sources if sources[place] != before.get(place)}
        for place, content in sources.items():
            old = known.get(place)
            file = old or joining(config, place, content)
            if old and place in written:
                file = joining(config, place, content)
                file.page = old.page
                if file.page:
                    file.page.file = file
            if not file.page and file.is_documentation_page():
                Page(None, file, config)
            files.append(file)
            if not file.is_documentation_page() and (place in written or isinstance(content, Path)):
                file.copy_file()
        for place in before.keys() - sources.keys():
            gone = known[place]
            if gone:
                Path(gone.abs_dest_path).unlink(missing_ok=True)
                self._is_no_longer_due(gone.dest_uri)
        self._joined, self._moved = sources, self._moved or before.keys() != sources.keys()
        return written

    def _copy(self, place: str) -> None:
        assert self._site
        file = self._site.files.get_file_from_path(place)
        if file is None:
            raise WholeError
        file.copy_file()
        if place.endswith(".js"):
            generated.lighten(Path(file.abs_dest_path))

    def _make_pages(self, files: list[File]) -> None:
        """Make these pages by MkDocs' own functions. Raises WholeError where others show what is new in one."""
        assert self._site
        config, every, nav, env = self._site.config, self._site.files, self._site.nav, self._site.env
        documents = every.documentation_pages()
        markdown_config.save(config.markdown_extensions, config.mdx_configs)
        for file in files:
            page = _page(file)
            before = page.title
            mkdocs_build._populate_page(page, config, every)
            if page.title != before and any(page is other for other in nav.pages):
                raise WholeError
        if any(_OF_MODULES.search(file.content_string) for file in files):
            config.plugins.on_env(env, config=config, files=Files(files))
        else:  # on another page nothing else is to be done, and mkdocstrings writes its files anew, and empty
            config.plugins["autorefs"].on_env(env, config=config, files=Files(files))
        for file in files:
            page = _page(file)
            _forget(search_entries(config), page.url)
            mkdocs_build._build_page(page, config, documents, nav, env)
            page.validate_anchor_links(files=every, log_level=config.validation.links.anchors)
        markdown_config.reset()

    def _leave(self, example_id: str) -> None:
        """Put what an example's runs left beside its page, and take away what is no more."""
        assert self._site
        top, folder = Path(self._site.config.site_dir), f"{example_page.FOLDER}/{example_id}"
        left: dict[str, bytes] = {}
        if any(example.id == example_id for example in build.current().examples):
            left = dict(generated.left_of(build.current(), example_id))
        for place, content in left.items():
            (top / place).write_bytes(content)
        joined = {file.dest_uri for file in self._site.files if file.dest_uri.startswith(f"{folder}/")}
        for path in sorted((top / folder).rglob("*"), reverse=True):
            if path.is_file() and path.relative_to(top).as_posix() not in left.keys() | joined:
                path.unlink()
        if not left and not joined:
            shutil.rmtree(top / folder, ignore_errors=True)

    def _make_rest(self) -> None:
        """The index for the search, the picture of links to the site and, where pages came or went, the site's map."""
        assert self._site
        config, files, nav, env = self._site.config, self._site.files, self._site.nav, self._site.env
        order = {_page(file).url: number for number, file in enumerate(files.documentation_pages())}
        entries = search_entries(config)
        entries[:] = [entry for entry in entries if _place(entry) in order]
        entries.sort(key=lambda entry: order[_place(entry)])
        search(config).on_post_build(config=config)
        for place, content in generated.left_of_all(build.current(), str(config.site_description)).items():
            Path(config.site_dir, place).write_bytes(content)
        if self._moved:
            self._moved = False
            for template in config.theme.static_templates:
                mkdocs_build._build_theme_template(template, env, files, config, nav)

    # What is due

    def _is_due(self, place: str, make: Callable[[], None]) -> None:
        with self._news:
            self._due[place] = make
            self._news.notify_all()

    def _is_no_longer_due(self, place: str) -> None:
        with self._news:
            self._due.pop(place, None)
            self._news.notify_all()

    def _drop_due(self) -> None:
        with self._news:
            self._due.clear()
            self._news.notify_all()

    def _follow(self) -> None:
        """Make what is due, for as long as the site is served; saves go between."""
        while not self._server.observer.is_alive():
            time.sleep(0.05)
        with self._making:  # what was saved since the first build began
            self._changes |= self._sources.changes()
        if self._changes:
            self._wake()
        while True:
            with self._news:
                self._news.wait_for(lambda: self._due)
            with self._making:
                with self._news:
                    place = next(iter(self._due), None)
                    make = self._due[place] if place else None
                if place and make:
                    self._try(place, make)

    def _try(self, place: str, make: Callable[[], None]) -> None:
        try:
            if not self._over:
                make()
        except WholeError:
            self._site = None
            self._wake()
        except Exception as error:
            if not self._over:
                log.error("%s could not be made anew: %s: %s", place, type(error).__name__, error)
        finally:
            self._is_no_longer_due(place)

    def _answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request when what it is for is no longer due: that is made next."""
        path = str(environ["PATH_INFO"])
        if path.startswith(self._server.mount_path):
            with self._server._epoch_cond:
                self._server._epoch_cond.wait_for(lambda: self._server._visible_epoch == self._server._wanted_epoch)
            place = path.removeprefix(self._server.mount_path)
            place += "index.html" if path.endswith("/") else ""
            with self._news:
                self._ask(place)
                self._news.wait_for(lambda: self._key(place) is None)
        return self._server.serve_request(environ, start_response)

    def _ask(self, place: str) -> None:
        """Put what is asked for at the front of what is due."""
        key = self._key(place)
        if key is not None:
            first = {key: self._due.pop(key)}
            self._due = first | self._due

    def _key(self, place: str) -> str | None:
        """By which name what stands there is due, None if it is not."""
        if place in self._due:
            return place
        if REST in self._due and (place in _WITH_REST or place.removesuffix(".gz") in _WITH_REST):
            return REST
        if place.endswith(".html"):
            return None
        return next((key for key in self._due if key.endswith("/*") and fnmatch.fnmatch(place, key)), None)


class _Observer(watchdog.observers.Observer):  # type: ignore[misc, valid-type]
    """Tells of what is written, at once, and not of what is only read."""

    def schedule(self, event_handler: Any, path: Any, **options: Any) -> Any:
        kinds = (
            watchdog.events.FileCreatedEvent,
            watchdog.events.FileModifiedEvent,
            watchdog.events.FileMovedEvent,
            watchdog.events.FileDeletedEvent,
        )
        if Path(path).is_file():  # editors write another and give it the name: so the folder is watched
            path, options["recursive"] = str(Path(path).parent), False
        return super().schedule(event_handler, path, **options | {"event_filter": list(kinds)})


def joining(config: MkDocsConfig, place: str, source: str | bytes | Path) -> File:
    """What joins the sources, as a file of MkDocs."""
    at: dict[str, Any] = {"abs_src_path": str(source)} if isinstance(source, Path) else {"content": source}
    return File.generated(config, place, inclusion=InclusionLevel.NOT_IN_NAV, **at)


def _listed(places: Collection[str]) -> str:
    """The names of a few files, and how many others there are."""
    names = sorted(place.rpartition("/")[2] for place in places)
    more = [f"{len(names) - 3} more"] if len(names) > 3 else []
    return ", ".join(names[:3] + more) or "no page"


def _page(file: File) -> Page:
    assert file.page
    return file.page


def search(config: MkDocsConfig) -> Any:
    """The plugin that makes the index for the search."""
    return next(plugin for plugin in config.plugins.values() if hasattr(plugin, "search_index"))


def search_entries(config: MkDocsConfig) -> list[dict[str, Any]]:
    """The index so far."""
    entries: list[dict[str, Any]] = search(config).search_index.entries
    return entries


def _forget(entries: list[dict[str, Any]], url: str) -> None:
    entries[:] = [entry for entry in entries if _place(entry) != url]


def _place(entry: dict[str, Any]) -> str:
    return str(entry["location"]).partition("#")[0]


_serving: list[Saves] = []


def start() -> None:
    """The site is to be served: from now on saves are heeded."""
    _serving[:] = [Saves()]


def saves() -> Saves | None:
    """The site that is served; None in a build."""
    return _serving[0] if _serving else None

"""The door for ``mkdocs serve``: after a save it makes again what depends on that, where MkDocs would make everything.

MkDocs rereads its configuration, cleans the folder and renders every page for each save, and answers nobody meanwhile;
``--dirty`` looks only at the times of Markdown files. So here the last whole build of MkDocs is kept as a ``Site``, and
single pages of it are made anew: first those that show what was saved, and then the browser loads; the rest follows in
the background, or when it is asked for. What may concern everything is a whole build by MkDocs, as ever.
"""

from __future__ import annotations

import contextlib
import fnmatch
import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from wsgiref.util import FileWrapper

import watchdog.events
import watchdog.observers
from jinja2 import TemplateSyntaxError
from mkdocs.exceptions import Abort

from snippets._engine.mkdocs_site import REST, Joining, Site, WholeError
from snippets._engine.pages import build, example_page, feed, generated, policy
from snippets._engine.pages.changes import Changes, Sources, left_by_editor
from snippets._engine.run import process

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation

log = logging.getLogger("mkdocs.plugins.snippets")

#: How often we look for changes of which the system does not tell, as on a disk that is another machine's.
LOOK_S = 2
#: After so long a save that is not made yet is told of.
LONG_S = 5
#: What is due besides pages and what the runs of an example left: by this one name.
_REST = REST[0]


class Saves:
    """A site that is served, and what of it is due."""

    _server: LiveReloadServer
    _whole: Callable[[], None]
    _nav: Navigation

    def __init__(self) -> None:
        self._sources, self._joined = Sources(), Joining()
        #: What changed and is not made yet; and the site that lacks it, None where all is to be made.
        self._changes = Changes()
        self._site: Site | None = None
        #: Why not all could be made, or nothing.
        self._failure = ""
        #: Held while something is made; the other one guards what is due, by the place in the site where it will stand.
        self._making, self._news = threading.RLock(), threading.Condition()
        self._due: dict[str, Callable[[], None]] = {}
        self._begun = self._taken_over = self._over = False

    # What MkDocs' events tell

    def begin(self, config: MkDocsConfig) -> build.Build:
        """The build that MkDocs is about to make, with what was made of examples that have not changed.

        Raises Abort, before the first build, where nothing can be served at the address.
        """
        if not self._begun:
            _check(*config.dev_addr)
        self._begun = True
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
            self._site = Site(config, files, self._nav, env, self._joined)

    def close(self) -> None:
        """Make nothing more, and wait until what is being made is: the folder is about to be deleted."""
        self._over = True
        process.end_all()
        with self._making:
            self._drop_due()

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
        """Make what shows the changes, and let the rest be due. What fails is tried again after the next save."""
        with self._making:
            self._look()
            if self._site and not self._changes:
                self._server._wanted_epoch = self._server._visible_epoch  # no browser need load anything
                return
            try:
                self._make(self._site)
            except (Exception, SystemExit) as error:
                self._failed(error)
            else:
                self._changes, self._failure = Changes(), ""

    def _look(self) -> bool:
        """See what was saved since we looked last; returns whether anything was."""
        found = self._sources.changes()
        if found.code:
            log.warning(
                "%s: the server has the code that was there when it began; end it with Ctrl-C and start it again",
                _listed(found.code),
            )
        self._changes |= found
        return bool(found)

    def _make(self, site: Site | None) -> None:
        """Make what depends on the changes at once, or where that may be anything, have MkDocs make everything."""
        began = time.monotonic()
        if site and not self._changes.whole:
            with contextlib.suppress(WholeError):
                with _told_if_long():
                    made = self._make_what_shows(site, self._changes)
                log.info("Made %s in %.2f seconds", made, time.monotonic() - began)
                return
        self._site = None
        self._drop_due()
        self._whole()

    def _make_what_shows(self, site: Site, changes: Changes) -> str:
        """Make the pages that show these, copy the assets, and note what else depends on them.

        Returns in words what was made. Raises WholeError.
        """
        for place in changes.assets:
            site.copy(place)
        if not (changes.examples or changes.pages):
            return _listed(changes.assets)
        joined: set[str] = set()
        if changes.examples:
            joined = site.join(dict(generated.sources(build.go_on(changes.examples))))
        else:
            build.current().pages_changed()
        at_once, later = site.showing(changes, joined)
        site.make(at_once)
        for file in later:
            self._is_due(file.dest_uri, partial(site.make, [file]))
        for example_id in changes.examples:
            self._is_due(f"{example_page.FOLDER}/{example_id}/*", partial(site.leave, example_id))
        self._is_due(_REST, site.make_rest)
        return _listed([*(file.src_uri for file in at_once), *changes.assets])

    def _failed(self, error: BaseException) -> None:
        """Say what cannot be made, in the terminal and on every page; after the next save everything is made."""
        self._site = None
        self._drop_due()
        where = f"{error.filename}:{error.lineno}: " if isinstance(error, TemplateSyntaxError) else ""
        said = f"{where}{type(error).__name__}: {' '.join(str(error).split())}"
        self._failure = f"Not all could be made, which is tried again after the next save: {said}"
        log.error(self._failure)

    # What is due

    def _is_due(self, place: str, make: Callable[[], None]) -> None:
        with self._news:
            self._due.pop(place, None)
            self._due[place] = make  # behind all others, also if it was due before: the rest is made from them
            self._news.notify_all()

    def _drop_due(self) -> None:
        with self._news:
            self._due.clear()
            self._news.notify_all()

    def _follow(self) -> None:
        """Make what is due, and look for saves of which the system does not tell, for as long as the site is served."""
        pause_s = 0.0  # at once for what was saved during the first build
        while True:
            with self._news:
                self._news.wait_for(lambda: self._due, pause_s)
            with self._making:
                if self._over:
                    return
                if self._due:
                    self._make_next()
                elif self._look():
                    self._wake()
            pause_s = LOOK_S

    def _make_next(self) -> None:
        """Make what is due first. A save goes before the one after."""
        with self._news:
            place, make = next(iter(self._due.items()))
        try:
            make()
        except WholeError:
            self._site = None
            self._drop_due()
            self._wake()
        except Exception as error:
            if not self._over:
                self._failed(error)
        finally:
            with self._news:
                self._due.pop(place, None)
                self._news.notify_all()

    def _wake(self) -> None:
        """Have MkDocs' loop ask for what changed."""
        with self._server._rebuild_cond:
            self._server._want_rebuild = True
            self._server._rebuild_cond.notify_all()

    # Requests

    def _answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request when what it is for is no longer due: that is made next."""
        server, path, heads = self._server, str(environ["PATH_INFO"]), list[Any]()
        place = path.removeprefix(server.mount_path) + ("index.html" if path.endswith("/") else "")
        while True:
            with server._epoch_cond:
                server._epoch_cond.wait_for(lambda: server._visible_epoch == server._wanted_epoch)
            with self._news:
                self._ask(place)
                self._news.wait_for(lambda: self._key(place) is None)
            if self._failure and place.endswith(".html"):
                return self._refusal(start_response)
            body = server.serve_request(environ, lambda *head: heads.append(head))
            with self._news:
                right = self._key(place) is None
            if right:
                start_response(*heads[-1])
                return body
            if isinstance(body, FileWrapper):  # a save came between
                body.close()

    def _refusal(self, start_response: StartResponse) -> Iterable[bytes]:
        """A page that tells what could not be made, and loads anew after the next save."""
        start_response("500 Internal Server Error", [("Content-Type", "text/html; charset=utf-8")])
        page = f"<!doctype html>\n<title>Not made</title>\n<body><p>{escape(self._failure)}</p></body>\n"
        with_script: bytes = self._server._inject_js_into_html(  # type: ignore[no-untyped-call]
            page.encode(), self._server._visible_epoch
        )
        return [with_script]

    def _ask(self, place: str) -> None:
        """Put what is asked for at the front of what is due; not the rest, which is made from all others."""
        key = self._key(place)
        if key not in (None, _REST):
            first = {key: self._due.pop(key)}
            self._due = first | self._due

    def _key(self, place: str) -> str | None:
        """By which name what stands there is due, None if it is not."""
        if place.endswith(".md") or place == feed.FILE:  # made with the page of the same source
            place = f"{feed.SOURCE[:-3]}/index.html" if place == feed.FILE else place.removesuffix(".md") + ".html"
        if place in self._due:
            return place
        if _REST in self._due and place in REST:
            return _REST
        if place.endswith(".html"):
            return None
        return next((key for key in self._due if key.endswith("/*") and fnmatch.fnmatch(place, key)), None)


class _Observer(watchdog.observers.Observer):  # type: ignore[misc, valid-type]
    """Tells of sources that are written, at once, and not of what is only read or left by an editor."""

    def schedule(self, event_handler: Any, path: Any, **options: Any) -> Any:
        tell, file = event_handler.on_any_event, None
        if Path(path).is_file():  # editors write another and give it the name: so the folder is watched
            file, path, options["recursive"] = Path(path), str(Path(path).parent), False

        def heed(event: watchdog.events.FileSystemEvent) -> None:
            places = [Path(os.fsdecode(place)) for place in (event.src_path, event.dest_path) if place]
            if any(place == file if file else not left_by_editor(place.name) for place in places):
                tell(event)

        event_handler.on_any_event = heed
        kinds = (
            watchdog.events.FileCreatedEvent,
            watchdog.events.FileModifiedEvent,
            watchdog.events.FileMovedEvent,
            watchdog.events.FileDeletedEvent,
        )
        return super().schedule(event_handler, path, **options | {"event_filter": list(kinds)})

    def start(self) -> None:
        try:
            super().start()
        except OSError as error:  # as where others have taken all that the system allows
            log.warning("The system does not tell of saves, so they are looked for every %s seconds: %s", LOOK_S, error)


def _check(host: str, port: int) -> None:
    """Raises Abort where nothing can be served there."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as server:
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            server.bind((host, port))
    except OSError as error:
        raise Abort(
            f"{host}:{port}: {error.strerror}; another server may be there: name a place with --dev-addr"
        ) from None


@contextlib.contextmanager
def _told_if_long() -> Iterator[None]:
    """Say what to do where something takes long, as a program that does not end."""
    timer = threading.Timer(LONG_S, log.info, ["Still being made; a program that is saved anew is ended first"])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _listed(places: Collection[str]) -> str:
    """The names of a few files, and how many others there are."""
    names = sorted(place.rpartition("/")[2] for place in places)
    more = [f"{len(names) - 3} more"] if len(names) > 3 else []
    return ", ".join(names[:3] + more) or "no page"


_serving: list[Saves] = []


def start() -> None:
    """The site is to be served: from now on saves are heeded."""
    _serving[:] = [Saves()]


def admit_reloading(server: LiveReloadServer) -> None:
    """Let pages run the script that MkDocs adds to each that it serves, another one each time: by their policy."""
    inject = server._inject_js_into_html

    def admitted(content: bytes, epoch: int) -> bytes:
        return policy.guarded(inject(content, epoch).decode()).encode()  # type: ignore[no-untyped-call]

    server._inject_js_into_html = admitted  # type: ignore[method-assign]


def saves() -> Saves | None:
    """The site that is served; None in a build."""
    return _serving[0] if _serving else None

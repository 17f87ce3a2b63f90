"""Makes every piece of the site of the checkout in the working folder, without a builder: run by ``test_kept``.

Prints JSON: ``pieces``, each with the digest of what it came out as; ``made``, those that were not kept already;
``said``, what was complained of; and ``unnoted``, what a piece read that it does not say it is made from (with
``--hear``). With ``--clean`` also ``clean``, the pieces and what was said when nothing is kept.
"""

from __future__ import annotations

import ast
import functools
import gc
import hashlib
import json
import logging
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import snippets
from snippets._engine.examples.catalogue import ROOT
from snippets._engine.pages import build, executed, generated, kept
from snippets._engine.pages.build import FOLDER, Build
from snippets._engine.run import cache

#: What pages of ``docs/`` call; generated pages say themselves what they do.
CALLS = (
    "strip()", "signs()", "glance()", 'topics(queues="a")', 'hero("{id}")', 'tally("{{lines}}")', "gallery()",
    "used_by()", "status()", "mistakes()", "messages()", "claims()", 'claims_tell("{{by_run}}")', "archives()",
    "shelves()", "at_hand()", 'handed_out("{id}", "citation")', 'two_clocks("{id}")',
    'refusal("executors_unguarded/to_thread")', "costs()", "suites()", 'minutes("lesson")', 'remember("lesson")',
    'moved("lesson")', 'anatomy("{id}")',
    "rules()", "own()", 'deck("A", "B?", "{id} run")',
)  # fmt: skip
EXAMPLE = "lock_order"

reading: set[str] | None = None
heard: list[str] = []
made: list[str] = []
unnoted: dict[str, list[str]] = {}
notes_of: dict[str, Any] = {}


def listen(event: str, args: tuple[Any, ...]) -> None:
    """Hears what is opened."""
    if reading is not None and event == "open" and isinstance(args[0], str | os.PathLike):
        reading.add(os.fspath(args[0]))


def forget() -> None:
    """Empty what functions remember: what they have read already would not be heard."""
    for one in gc.get_objects():
        if isinstance(one, functools._lru_cache_wrapper) and str(one.__module__).startswith("snippets."):
            one.cache_clear()


def ours(now: Build, path: str, answers: Mapping[tuple[str, tuple[str, ...]], str]) -> bool:
    """Whether a piece with these answers says that it is made from this file, or it is none of a piece's business."""
    if not path.startswith(f"{ROOT}{os.sep}") or path.startswith((str(kept.ENGINE), str(cache.folder()))):
        return True
    place = Path(path).relative_to(ROOT)
    if place.parts[0] in (".cache", ".git") or "__pycache__" in place.parts:
        return True
    if any(map(Path(path).is_relative_to, kept.MADE_BY)):
        return True
    names = {name for name, _ in answers}
    if place.parts[0] == "snippets" and len(place.parts) > 3:
        return "all folders" in names or (FOLDER, (place.parts[2],)) in answers
    asking = {"mkdocs.yml": {"address:site", "address:_pages", "address:names", "address:parts"}}.get(
        place.as_posix(), set()
    )
    if place.parts[0] == "docs" and place.suffix == ".md":
        asking = {"path:around", "path:_place", "address:_page"}
    return (
        any(name.endswith(tuple(asking)) for name in names if asking)
        or ("snippets._engine.examples.asked:_data", (place.as_posix(),)) in answers
    )


def watch() -> None:
    """From now on note which pieces are made, and what each read."""
    global reading
    piece = Build.piece

    def watched(now: Build, name: str, make: Any) -> Any:
        def making() -> Any:
            global reading
            made.append(name)
            if "--hear" not in sys.argv:
                return make()
            forget()
            now._results.clear()
            reading, before = set(), reading
            try:
                return make()
            finally:
                heard_here, reading = reading, before
                opened[name] = heard_here

        opened: dict[str, set[str]] = {}
        found = piece(now, name, making)
        for path in sorted(opened.get(name, ())):
            if name in notes_of and not ours(now, path, notes_of[name].answers):
                unnoted.setdefault(name, []).append(os.path.relpath(path, ROOT))
        return found

    keep = kept.keep

    def keeping(name: str, contents: Mapping[str, bytes], notes: Any) -> None:
        notes_of[name] = notes
        keep(name, contents, notes)

    Build.piece = watched  # type: ignore[method-assign, assignment]
    kept.keep = keeping
    sys.addaudithook(listen)


class Ear(logging.Handler):
    """Hears what is complained of."""

    def emit(self, record: logging.LogRecord) -> None:
        heard.append(record.getMessage())


def everything(now: Build) -> dict[str, str]:
    """Each page's blocks run, and each file, by their digests."""
    found: dict[str, bytes] = {}
    names = {name: getattr(snippets, name) for name in dir(snippets) if name in snippets._FROM}
    calls = [call.format(id=EXAMPLE) for call in CALLS]
    for place, source in generated.sources(now):
        if isinstance(source, str) and place.endswith(".md"):
            code = ast.parse("\n".join(executed.blocks(source)))
            calls += [ast.unparse(node.args[0]) for node in ast.walk(code) if isinstance(node, ast.Call) and node.args
                      and isinstance(node.func, ast.Name) and node.func.id == "print"]  # fmt: skip
        if isinstance(source, Path):
            source = source.read_bytes()
        found[place] = source.encode() if isinstance(source, str) else source
    for call in calls:
        found[call] = str(eval(call, dict(names))).encode()
    for place, content in generated.left(now, "A site."):
        found[place] = content
    missing = names.keys() - {call.partition("(")[0] for call in calls} - {"shelf"}
    assert not missing, f"add to CALLS what pages call: {missing}"
    return {name: hashlib.sha256(content).hexdigest() for name, content in found.items()}


if __name__ == "__main__":
    log = logging.getLogger("mkdocs.plugins.snippets")
    log.addHandler(Ear(logging.WARNING))
    log.propagate = False
    begun = build.begin()
    begun.start()
    watch()
    found: dict[str, Any] = {"pieces": everything(begun), "made": made[:], "said": heard[:], "unnoted": unnoted}
    if "--clean" in sys.argv:
        forget()
        heard.clear()
        kept.take = lambda *_: None
        kept.keep = lambda *_: None
        found["clean"] = {"pieces": everything(build.begin()), "said": heard}
    print(json.dumps(found))

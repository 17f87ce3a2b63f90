"""Examples of asyncio that are run, checked and shown. Pages call these names in markdown-exec blocks.

``show`` returns an example's card, ``slide`` its slides, ``deck`` a few slides by choice, and ``embed`` a card for
somebody else's frame. ``hero`` and ``topics`` return what the home page shows, ``strip``, ``glance`` and ``tally``
what became of the post's blocks, ``signs`` what the signs mean, ``anatomy`` one program as an example has it.
``minutes`` tells how long a page takes to read, ``remember`` collects the rules of its examples, and ``rules`` those
of all. Lists are ``gallery`` of all examples, ``used_by`` of the names of asyncio that they use, ``status`` of what
each program did in this build, ``mistakes`` and ``messages`` of what is seen of a mistake, and ``claims`` of the
post's statements, which ``claims_tell`` counts. ``beside`` lists the files of a permanent page and ``share`` what a
speaker takes along from it; ``handed_out`` is a sample of that, and ``at_hand`` tells where the repository is.
``shelf`` lists a release's files, ``shelves`` the releases, ``archives`` what can be had in one piece. ``two_clocks``
holds a program's times on both clocks against each other, ``refusal`` says what the virtual one will not do, ``costs``
what moves it, and ``suites`` how many of CPython's own tests ran on both.
``own`` is where a program of the reader's own is run. ``moved`` leads on from anchors that a page once had.
"""

from __future__ import annotations

import importlib
from typing import Any

#: Each name, and the module of the engine that it comes from; behind a colon its name there, if that is another.
_FROM = {
    "anatomy": "pages.anatomy",
    "archives": "pages.releases",
    "at_hand": "pages.share",
    "beside": "pages.example_page",
    "claims": "pages.claims",
    "claims_tell": "pages.claims:tell",
    "costs": "pages.two_clocks",
    "deck": "slides.deck",
    "embed": "pages.share",
    "gallery": "pages.gallery",
    "glance": "pages.blocks",
    "handed_out": "pages.share",
    "hero": "pages.home",
    "onward": "pages.path",
    "own": "pages.own",
    "place": "pages.path",
    "messages": "pages.mistakes",
    "minutes": "pages.lesson",
    "mistakes": "pages.mistakes",
    "moved": "pages.moved",
    "refusal": "pages.two_clocks",
    "remember": "pages.lesson",
    "rules": "pages.rules",
    "share": "pages.share",
    "shelf": "pages.releases",
    "shelves": "pages.releases",
    "show": "pages.card",
    "signs": "pages.blocks",
    "slide": "slides.deck",
    "status": "pages.status",
    "strip": "pages.blocks",
    "suites": "pages.two_clocks",
    "tally": "pages.blocks",
    "topics": "pages.home",
    "two_clocks": "pages.two_clocks",
    "used_by": "pages.gallery",
}


def __getattr__(name: str) -> Any:
    """One of these names, imported when it is asked for: the command line, which is to start soon, needs none."""
    if name not in _FROM:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, _, own = _FROM[name].partition(":")
    return getattr(importlib.import_module(f"snippets._engine.{module}"), own or name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_FROM])

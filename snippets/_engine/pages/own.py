"""The page that runs a program of the reader's own, in their browser: the field for it, and programs to begin with."""

from __future__ import annotations

from snippets._engine.browser import installed
from snippets._engine.examples.catalogue import Example
from snippets._engine.pages.build import Build
from snippets._engine.pages.call import page_call
from snippets._engine.pages.markup import Markup, el

#: What to begin with, in the order in which the site teaches.
STARTS = (
    "two_at_once", "group_waits_for_all", "timeout_ends_wait", "forgotten_await", "lock_order", "semaphore_order",
    "queue_sentinel", "event_never_set",
)  # fmt: skip
_NO_SCRIPT = "Programs run here by a script, and this browser runs none."
_LACKING = "In this copy of the site no programs can be run: it was built without what that needs."


@page_call
def own(build: Build) -> Markup:
    """The place for a program of the reader's own, as HTML; where none can be run, a line that says so."""
    known = {example.id: example for example in build.examples}
    starts = [known[name] for name in STARTS if name in known and installed.runs(known[name].variants[0])]
    if not starts:
        return el("p", _LACKING, class_="own-none")
    program = el(
        "textarea", starts[0].variants[0].source, class_="own-program", aria_label="Your program", rows=18,
        spellcheck="false", autocapitalize="off", autocomplete="off", hidden=True,
    )  # fmt: skip
    inside = el("div", el("p", _NO_SCRIPT, class_="own-none"), _begin(starts), program, id="own", data_own=True)
    return el("div", inside, class_="ex own")


def _begin(starts: list[Example]) -> Markup:
    options = (
        el("option", one.title.replace("`", ""), value=f"site:s/{one.id}/{one.variants[0].file.name}") for one in starts
    )
    choice = el("label", "Begin with ", el("select", *options))
    return el(
        "p", choice, " ", el("button", "Take it", type="button", data_begin=True), class_="own-begin", hidden=True
    )

"""The slides of an example, ``/s/{id}/slide/``: ``slide`` puts its steps together, ``deck`` a few slides by choice.

Every step is a ``section.step`` that stands there whole, so that it can be read without a script and printed as one
page. What steps share, pictures of runs and QR codes, stands once in the deck's ``defs``. What is shown of a run comes
from its record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from snippets._engine.examples.catalogue import CatalogueError, Example, Target
from snippets._engine.pages import card, post
from snippets._engine.pages.build import Build
from snippets._engine.pages.call import failed, page_call_with
from snippets._engine.pages.markup import Markup, el, fragment, spaced, words
from snippets._engine.pages.result import Result
from snippets._engine.slides import show, sides
from snippets._engine.slides import steps as run_steps
from snippets._engine.slides.show import ShownExample, Slide

#: What ``deck`` can show of an example, or of one of its variants, and what makes it.
PARTS: dict[str, Callable[[ShownExample, Result], Iterator[Slide]]] = {
    "code": run_steps.program,
    "steps": run_steps.steps,
    "run": run_steps.verdict,
    "said": run_steps.said,
    "mended": sides.mended,
    "ends": sides.ends,
    "rule": lambda shown, _: show.rule(shown),
}

#: What the notes say of the keys; ``?`` shows them all.
KEYS = Markup(" · ").join(
    spaced(el("kbd", key), does)
    for key, does in {
        "→": "next", "←": "back", "p": "play", "n": "notes", "w": "notes in a window", "f": "full screen", "?": "keys",
    }.items()
)  # fmt: skip


def _failed(name: str, line: str) -> Markup:
    step = el("section", failed(name, line), class_="step", id=1, data_kind="failed", data_say=line)
    return fragment(el("main", step, class_="deck"), _notes([]))


@page_call_with(_failed)
def slide(build: Build, example_id: str) -> Markup:
    """The slides of an example, as HTML for a markdown-exec block with ``html="on"``."""
    shown = ShownExample(build.example(example_id))
    return _deck([shown], list(_all(shown)), example_id)


@page_call_with(_failed)
def deck(build: Build, title: str, question: str, *slides: str) -> Markup:
    """A few slides by choice: ``deck("Who waits?", "What is missing?", "lock_order code", "lock_order run")``.

    ``title`` and ``question`` stand on the first of them. Each of ``slides`` names an example, or one of its variants
    as ``ID/VARIANT``, and what is shown of it: one of ``PARTS``.
    """
    return _chosen(build, title, question, slides)


def _all(shown: ShownExample) -> Iterator[Slide]:
    """Every step of an example, in the order in which it is told."""
    first = shown.first
    yield from show.title(shown)
    yield from run_steps.program(shown, first)
    yield from run_steps.steps(shown, first)
    yield from run_steps.verdict(shown, first)
    yield from run_steps.said(shown, first)
    for other in shown.others:
        yield from sides.mended(shown, other)
        yield from sides.ends(shown, other)
    yield from show.rule(shown)


def _chosen(build: Build, title: str, question: str, slides: Sequence[str]) -> Markup:
    shows: dict[str, ShownExample] = {}
    found: list[Slide] = []
    for wanted in slides:
        target, _, part = wanted.partition(" ")
        example_id, key = Target.parse(target)
        if part not in PARTS:
            raise CatalogueError(f"deck: {wanted!r}: {part!r} is none of {', '.join(PARTS)}")
        if example_id not in shows:
            shows[example_id] = ShownExample(build.example(example_id))
        shown = shows[example_id]
        found += [replace(step, example=shown.example) for step in PARTS[part](shown, shown.runs.of_key(key))]
    below = el("p", "From ", _sources([*shows.values()]), ".", class_="s-by")
    opening = show.opening("Slides", title, question, below)
    return _deck(list(shows.values()), [Slide("title", opening, f"{title}. {question}"), *found])


def _sources(shows: Sequence[ShownExample]) -> Markup:
    titles = Markup(" and ").join(fragment("“", words(shown.example.title), "”") for shown in shows)
    # Whoever shows a program of the post names its author.
    blocks = [shown.example.post for shown in shows if shown.example.post]
    return fragment(titles, *(("; ", post.credit(*blocks)) if blocks else ()))


def _deck(shows: Sequence[ShownExample], steps: Sequence[Slide], name: str | None = None) -> Markup:
    """The steps as sections, what they refer to, and the notes for whoever speaks."""
    one = shows[0].example
    sections = fragment(
        *(_section(step, index, len(steps), step.example or one) for index, step in enumerate(steps, 1))
    )
    defs = el("defs", *(fragment(shown.defs(sections), show.qr_of(shown.example)) for shown in shows))
    drawn = el("svg", defs, class_="s-defs", width=0, height=0, aria_hidden="true")
    main = el("main", drawn, sections, class_="deck", data_example=name, data_steps=len(steps))
    return fragment(main, _notes(shows))


def _section(step: Slide, index: int, count: int, example: Example) -> Markup:
    about = step.variant
    known = {"data_program": about.id, **card.in_browser(about)} if about else {}
    title = el("h1", words(example.title)) if step.kind != "title" else None
    place = el("span", show.short(example)), show.code_of(example)
    link = el("a", *place, class_="s-link", href=f"site:s/{example.id}/") if step.kind != "rule" else None
    return el(
        "section",
        el("header", el("div", title, el("p", step.head, class_="s-role")), link, class_="s-head"),
        step.body,
        el("p", el("b", str(index)), f" / {count}", class_="s-place"),
        class_=f"step is-{step.kind}", id=index, aria_label=f"Step {index} of {count}", data_kind=step.kind,
        data_say=" ".join(step.say.split()), data_s=None if step.seconds is None else f"{step.seconds:g}",
        **known,
    )  # fmt: skip


def _notes(shows: Sequence[ShownExample]) -> Markup:
    """What to say and what the room will ask, a line of the label each; folded until it is asked for."""
    parts = []
    for shown in shows:
        items = [el("li", line.strip()) for line in (shown.example.notes or "").splitlines() if line.strip()]
        parts.append(el("h2", words(shown.example.title)) if len(shows) > 1 else None)
        parts.append(el("ul", *items) if items else el("p", "There are no notes for it."))
    name = "Speaker\N{RIGHT SINGLE QUOTATION MARK}s notes"
    said = el("summary", name), el("p", KEYS, class_="s-keys")
    return el("aside", el("details", *said, *parts, class_="notes", id="notes"), aria_label=name)

"""The slides of an example, ``/s/{id}/slide/``: ``slide`` puts its steps together, ``deck`` a few slides by choice.

Every step is a ``section.step`` that stands there whole, so that it can be read without a script and printed as one
page. What steps share, pictures of runs and QR codes, stands once in the deck's ``defs``. What is shown of a run comes
from its record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from snippets._engine.examples.catalogue import CatalogueError, Example, Target
from snippets._engine.pages import post
from snippets._engine.pages.build import Build
from snippets._engine.pages.call import failed, page_call_with
from snippets._engine.pages.markup import attributes, escape, words
from snippets._engine.pages.result import Result
from snippets._engine.slides import show, sides
from snippets._engine.slides import steps as run_steps
from snippets._engine.slides.show import ShownExample, Step

#: What ``deck`` can show of an example, or of one of its variants, and what makes it.
PARTS: dict[str, Callable[[ShownExample, Result], Iterator[Step]]] = {
    "code": run_steps.program,
    "steps": run_steps.steps,
    "run": run_steps.verdict,
    "said": run_steps.said,
    "mended": sides.mended,
    "ends": sides.ends,
    "rule": lambda shown, _: show.rule(shown),
}

#: What the notes say of the keys; ``?`` shows them all.
KEYS = " · ".join(
    f"<kbd>{escape(key)}</kbd> {does}"
    for key, does in {
        "→": "next", "←": "back", "p": "play", "n": "notes", "w": "notes in a window", "f": "full screen", "?": "keys",
    }.items()
)  # fmt: skip


def _failed(name: str, line: str) -> str:
    step = attributes(class_="step", id=1, data_kind="failed", data_say=line)
    return f'<main class="deck"><section{step}>{failed(name, line)}</section></main>{_notes([])}\n'


@page_call_with(_failed)
def slide(build: Build, example_id: str) -> str:
    """The slides of an example, as HTML for a markdown-exec block with ``html="on"``."""
    shown = ShownExample(build.example(example_id))
    return _deck([shown], list(_all(shown)), example_id)


@page_call_with(_failed)
def deck(build: Build, title: str, question: str, *slides: str) -> str:
    """A few slides by choice: ``deck("Who waits?", "What is missing?", "lock_order code", "lock_order run")``.

    ``title`` and ``question`` stand on the first of them. Each of ``slides`` names an example, or one of its variants
    as ``ID/VARIANT``, and what is shown of it: one of ``PARTS``.
    """
    return _chosen(build, title, question, slides)


def _all(shown: ShownExample) -> Iterator[Step]:
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


def _chosen(build: Build, title: str, question: str, slides: Sequence[str]) -> str:
    shows: dict[str, ShownExample] = {}
    found: list[Step] = []
    for wanted in slides:
        target, _, part = wanted.partition(" ")
        example_id, key = Target.parse(target)
        if part not in PARTS:
            raise CatalogueError(f"deck: {wanted!r}: {part!r} is none of {', '.join(PARTS)}")
        if example_id not in shows:
            shows[example_id] = ShownExample(build.example(example_id))
        shown = shows[example_id]
        found += [replace(step, example=shown.example) for step in PARTS[part](shown, shown.runs.of_key(key))]
    below = f'<p class="s-by">From {_sources([*shows.values()])}.</p>'
    opening = show.opening("Slides", escape(title), question, below)
    return _deck(list(shows.values()), [Step("title", opening, f"{title}. {question}"), *found])


def _sources(shows: Sequence[ShownExample]) -> str:
    titles = " and ".join(f"“{words(shown.example.title)}”" for shown in shows)
    # Whoever shows a program of the post names its author.
    blocks = [shown.example.post for shown in shows if shown.example.post]
    return titles + (f"; {post.credit(*blocks)}" if blocks else "")


def _deck(shows: Sequence[ShownExample], steps: Sequence[Step], name: str | None = None) -> str:
    """The steps as sections, what they refer to, and the notes for whoever speaks."""
    one = shows[0].example
    sections = "".join(_section(step, index, len(steps), step.example or one) for index, step in enumerate(steps, 1))
    defs = "".join(shown.defs(sections) + show.qr_of(shown.example) for shown in shows)
    return (
        f'<main class="deck"{attributes(data_example=name, data_steps=len(steps))}>'
        f'<svg class="s-defs" width="0" height="0" aria-hidden="true"><defs>{defs}</defs></svg>{sections}</main>'
        f"{_notes(shows)}\n"
    )


def _section(step: Step, index: int, count: int, example: Example) -> str:
    head = attributes(
        class_=f"step is-{step.kind}", id=index, aria_label=f"Step {index} of {count}", data_kind=step.kind,
        data_say=" ".join(step.say.split()), data_s=None if step.seconds is None else f"{step.seconds:g}",
    )  # fmt: skip
    title = f"<h1>{words(example.title)}</h1>" if step.kind != "title" else ""
    link = (
        f'<a class="s-link" href="site:s/{example.id}/"><span>{show.short(example)}</span>{show.code_of(example)}</a>'
        if step.kind != "rule"
        else ""
    )
    return (
        f'<section{head}><header class="s-head"><div>{title}<p class="s-role">{step.head}</p></div>{link}</header>'
        f'{step.body}<p class="s-place"><b>{index}</b> / {count}</p></section>'
    )


def _notes(shows: Sequence[ShownExample]) -> str:
    """What to say and what the room will ask, a line of the label each; folded until it is asked for."""
    parts = []
    for shown in shows:
        lines = [line for line in (shown.example.notes or "").splitlines() if line.strip()]
        items = "".join(f"<li>{escape(line.strip())}</li>" for line in lines)
        name = f"<h2>{words(shown.example.title)}</h2>" if len(shows) > 1 else ""
        parts.append(f"{name}<ul>{items}</ul>" if items else f"{name}<p>There are no notes for it.</p>")
    name = "Speaker\N{RIGHT SINGLE QUOTATION MARK}s notes"
    keys = f'<p class="s-keys">{KEYS}</p>'
    folded = f'<details class="notes" id="notes"><summary>{name}</summary>{keys}{"".join(parts)}</details>'
    return f'<aside aria-label="{name}">{folded}</aside>'

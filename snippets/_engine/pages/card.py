"""What a page shows of an example: ``show`` runs its variants and returns the whole card as HTML.

Other tools read the card, so this much of it stays as it is: each variant is a ``<section id="{example}-{variant}">``
with ``data-example``, ``data-variant``, ``data-outcome`` (measured), ``data-python`` and ``data-clock``, and holds one
``pre.output``, whose text is the text of the run.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from snippets._engine.browser import installed
from snippets._engine.examples.catalogue import CatalogueError, Example, Variant
from snippets._engine.pages import exercise, post, verdict
from snippets._engine.pages.build import Build
from snippets._engine.pages.call import page_call
from snippets._engine.pages.markup import Markup, Verdict, el, fragment, icon, spaced, words
from snippets._engine.pages.quiz import quiz
from snippets._engine.pages.report import body
from snippets._engine.pages.result import ExampleResult, Result
from snippets._engine.words.english import capital, number

#: Where the site tells how to read a card. Whatever page the card stands on, ``generated.finished`` makes it fit.
READING = "site:reading/"


@page_call
def show(build: Build, example_id: str, *keys: str, level: int = 3) -> Markup:
    """The card of an example, as HTML for a markdown-exec block with ``html="on"``; its heading is of this level.

    With ``keys`` only these variants: the rest follows in another call, and prose can stand between the two. Heading
    and foot come once; ``generated.finished`` sees to it that a page shows each variant once, and in order.
    """
    if level not in range(1, 6):  # below it are the headings of its programs
        raise CatalogueError(f"show({example_id!r}, level={level!r}): a level is one of 1 to 5")
    return card(build.example(example_id), level, keys)


def card(shown: ExampleResult, level: int = 3, keys: Sequence[str] = ()) -> Markup:
    """An example as HTML: heading, what was published, what corrects it, what to remember; or a part of that."""
    example = shown.example
    chosen = [shown.of_key(key) for key in keys] or list(shown.results)
    begins, ends = shown.results[0] in chosen, shown.results[-1] in chosen
    parts = [head(example, level)] if begins else []
    mending = [one for one in shown.corrections if one.base]
    parts += [
        section(one, level + 1, quiz(shown) if one is shown.first else None) for one in chosen if one not in mending
    ]
    now = [one for one in mending if one in chosen]
    parts.append(alternatives(now, level + 1) if len(now) > 1 else fragment(*(section(one, level + 1) for one in now)))
    if ends:
        parts += end(shown, level)
    return el("article", *parts, class_="ex" if begins else "ex goes-on", data_example=example.id)


def end(shown: ExampleResult, level: int) -> list[Markup]:
    """What follows on the last variant: where nothing is to be mended that it is so, what to remember, and the foot."""
    example, first = shown.example, shown.first
    stays = not shown.others and first.variant.flaw == ("transcript",)
    rule = el("p", el("b", "Remember"), " ", words(example.rule), class_="rule") if example.rule else Markup()
    return [code_stays(level + 1) if stays else Markup(), rule, foot(shown, level > 1)]


def head(example: Example, level: int) -> Markup:
    """Where the example comes from, its title with a link to itself, and its idea.

    Nothing is wrapped around the three: the site's search then takes the whole card for what stands under the title.
    """
    kicker = f"Block {example.post} of {post.BLOCKS}" if example.post else None
    lines = el("span", post.link_to(example.lines)) if example.post and example.lines else None
    link = el("a", "#", class_="headerlink", href=f"#{example.id}", title="Link to this example")
    return fragment(
        el("p", spaced(kicker, lines), class_="kicker", data_search_exclude=True) if kicker else None,
        el(f"h{level}", words(example.title), " ", link, id=example.id),
        el("p", words(example.idea), class_="idea"),
    )


def corrections(results: Sequence[Result]) -> str:
    """The sentence above several corrections: how many there are, and which of them ran.

    Where nothing is wrong with the first program the others are no corrections, but other ways.
    """
    lacking = sum(not one.ran for one in results)
    ran = f"; {number(lacking)} could not be run in this build" if lacking else " and was run"
    what = "corrections" if results[0].mends else "other ways"
    return f"{capital(number(len(results)))} {what}. Each stands on its own{ran}."


def section(result: Result, level: int, asked: Markup | None = None) -> Markup:
    """A variant that stands open: its verdict, and all that is known of it. ``level`` is that of its heading.

    ``asked`` is what a reader may guess first.
    """
    needs, idea = verdict.needs(result.variant), result.variant.idea
    pinned = el("p", needs, class_="needs") if needs else None
    top = el("div", el(f"h{level}", result.role, class_="role"), result.verdict.html(), pinned, class_="variant-head")
    task = exercise.box(result.example, result.variant)
    return _variant(result, top, el("p", words(idea), class_="say") if idea else None, body(result), task, asked)


def alternatives(results: Sequence[Result], level: int) -> Markup:
    """Several corrections in one frame, each behind a tab: a button for each, of which one is chosen.

    On paper, without a script and in old browsers there are no tabs, and all stand one below the other.
    """
    example, what = results[0].example.id, "Corrections" if results[0].mends else "Other ways"
    buttons = (_tab(one, one is results[0]) for one in results)
    tabs = el("div", *buttons, class_="alt-tabs", role="radiogroup", aria_label=f"{what} of {example}")
    shown = (alternative(one, level, index, len(results)) for index, one in enumerate(results))
    return el("div", el("p", corrections(results), class_="then"), tabs, *shown, class_="alts")


def _tab(result: Result, chosen: bool) -> Markup:
    variant = result.variant
    button = el(
        "input", type="radio", name=f"alt_{variant.example}", value=f"{variant.example}-{variant.key}",
        checked=chosen,
    )  # fmt: skip
    said = el("span", _name(result), class_="alt-n")
    return el("label", button, icon(result.verdict.sign), said, class_="alt-tab", data_v=result.verdict.kind)


def _name(result: Result) -> Markup:
    return words(result.variant.title or capital(result.variant.key.replace("_", " ")))


def alternative(result: Result, level: int, index: int, count: int) -> Markup:
    """One of several corrections, with what tells it from the others."""
    variant = result.variant
    needs = verdict.needs(variant)
    top = el(
        "div",
        el("p", f"{'Correction' if result.mends else 'Way'} {index + 1} of {count}", class_="alt-k"),
        el(f"h{level}", _name(result), class_="role alt-t"),
        result.verdict.html(),
        el("p", needs, class_="needs") if needs else None,
        el("p", result.change.counts, class_="alt-d") if result.change else None,
        class_="variant-head",
    )
    return _variant(result, top, el("p", words(variant.idea), class_="say") if variant.idea else None, body(result))


def _variant(result: Result, *inside: Markup | None) -> Markup:
    """A variant's section, with the attributes that other tools read."""
    variant, record = result.variant, result.record
    return el(
        "section", *inside, id=f"{variant.example}-{variant.key}", class_=f"variant is-{result.verdict.kind}",
        data_example=variant.example, data_variant=variant.key, data_outcome=record.outcome,
        data_python=record.python, data_clock=record.clock, **in_browser(result.variant),
    )  # fmt: skip


def in_browser(variant: Variant) -> dict[str, str | None]:
    """What the page's scripts have to know to run it in the reader's browser, or why it cannot be run there."""
    if not installed.runs(variant):
        return {"data_runs_not": installed.hinders(variant) or None}
    place, stop = f"site:s/{variant.example}/{variant.file.name}", variant.stop
    mask = json.dumps(variant.mask) if variant.mask else None
    lines, seconds = (stop.lines, stop.seconds) if stop else (None, None)
    known = {"data_runs": place, "data_stop_lines": lines, "data_stop_seconds": seconds, "data_mask": mask}
    known["data_wants"] = exercise.wanted(variant)
    return {name: str(value) if value is not None else None for name, value in known.items()}


def code_stays(level: int) -> Markup:
    """What stands in the correction's place where only the post's transcript is wrong."""
    verdict = Verdict("ok", "ok", "the transcript; the code stays").html()
    said = "There is nothing to fix in the code. What “Python prints”, above, is the correction."
    head = el("div", el(f"h{level}", "Corrected", class_="role"), verdict, class_="variant-head")
    return el("div", head, el("p", said, class_="say"), class_="variant is-ok")


def foot(shown: ExampleResult, elsewhere: bool = True) -> Markup:
    """A line that tells where the example stands for good, how to show it, to have it, to cite it, and what ran it.

    ``elsewhere`` than on its permanent page.
    """
    example = shown.example
    home = f"site:s/{example.id}/"
    links = {home: "Permanent page"} if elsewhere else {}
    links |= {
        f"{home}slide/": "Slides",
        f"{home}#{example.id}_share": "Cite, embed",
    }
    saved = (
        el("a", one.file.name, href=f"{home}{one.file.name}", download=f"{example.id}-{one.file.name}")
        for one in example.variants
    )
    python = shown.first.record.python
    return el(
        "footer",
        *(el("a", name, href=to) for to, name in links.items()),
        el("span", "Download ", Markup(", ").join(saved)),
        el("span", f"Run on Python {python}. " if python else None, el("a", "How to read an example", href=READING)),
        class_="ex-foot",
        data_search_exclude=True,
    )


def copied(name: str, what: str, label: str) -> Markup:
    """Text that can be selected, and a button that copies it; ``name`` is an id of its own on the page.

    The theme's script does the copying. Without it the button is not shown.
    """
    button = el(
        "button", "Copy", el("span", f" {label}", class_="said"),
        type="button", class_="copy", data_clipboard_target=f"#{name}", title=f"Copy {label}",
    )  # fmt: skip
    return el("div", el("pre", what, id=name, tabindex=0), button, class_="copied")

"""What a page shows of an example: ``show`` runs its variants and returns the whole card as HTML.

Other tools read the card, so this much of it stays as it is: each variant is a ``<section id="{example}-{variant}">``
with ``data-example``, ``data-variant``, ``data-outcome`` (measured), ``data-python`` and ``data-clock``, and holds one
``pre.output``, whose text is the text of the run.
"""

from __future__ import annotations

from collections.abc import Sequence

from snippets._engine.examples import catalogue
from snippets._engine.examples.catalogue import Example
from snippets._engine.pages import cite, post, verdict
from snippets._engine.pages.build import Build
from snippets._engine.pages.call import page_call
from snippets._engine.pages.markup import Markup, Verdict, code, el, fragment, spaced, words
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
    return card(build.example(example_id), level, keys)


def card(shown: ExampleResult, level: int = 3, keys: Sequence[str] = ()) -> Markup:
    """An example as HTML: heading, what was published, what corrects it, what to remember; or a part of that."""
    example = shown.example
    chosen = [shown.of_key(key) for key in keys] or list(shown.results)
    begins, ends = shown.results[0] in chosen, shown.results[-1] in chosen
    parts = [head(example, level)] if begins else []
    mending = [one for one in shown.corrections if one.base]
    parts += [section(one, level + 1) for one in chosen if one not in mending]
    now = [one for one in mending if one in chosen]
    if len(now) > 1:
        parts.append(el("p", corrections(now), class_="then"))
        parts += [alternative(one, level + 1, mending.index(one), len(mending), one is now[0]) for one in now]
    else:
        parts += [section(one, level + 1) for one in now]
    if ends:
        parts += end(shown, level)
    return el("article", *parts, class_="ex" if begins else "ex goes-on", data_example=example.id)


def end(shown: ExampleResult, level: int) -> list[Markup]:
    """What follows on the last variant: where nothing is to be mended that it is so, what to remember, and the foot."""
    example, first = shown.example, shown.first
    stays = not shown.others and first.variant.flaw == ("transcript",)
    rule = el("p", el("b", "Remember"), " ", words(example.rule), class_="rule") if example.rule else Markup()
    return [code_stays(level + 1) if stays else Markup(), rule, foot(example)]


def head(example: Example, level: int) -> Markup:
    """Where the example comes from, its title with a link to itself, and its idea.

    Nothing is wrapped around the three: the site's search then takes the whole card for what stands under the title.
    """
    kicker = f"Block {example.post} of {post.BLOCKS}" if example.post else "Not in the post"
    lines = el("span", post.link_to(example.lines)) if example.post and example.lines else None
    link = el("a", "#", class_="headerlink", href=f"#{example.id}", title="Link to this example")
    return fragment(
        el("p", spaced(kicker, lines), class_="kicker", data_search_exclude=True),
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
    return f"{capital(number(len(results)))} {what}. Each stands alone{ran}."


def section(result: Result, level: int) -> Markup:
    """A variant that stands open: its verdict, and all that is known of it. ``level`` is that of its heading."""
    needs, idea = verdict.needs(result.variant), result.variant.idea
    pinned = el("p", needs, class_="needs") if needs else None
    top = el("div", el(f"h{level}", result.role, class_="role"), result.verdict.html(), pinned, class_="variant-head")
    return _variant(result, top, el("p", words(idea), class_="say") if idea else None, body(result))


def alternative(result: Result, level: int, index: int, count: int, unfolded: bool) -> Markup:
    """One of several corrections, folded or not, with what tells it from the others in its summary."""
    variant = result.variant
    title = words(variant.title or capital(variant.key.replace("_", " ")))
    needs = verdict.needs(variant)
    # Spaces between the parts: they are not seen, and what reads the text alone does not glue words together.
    summary = spaced(
        el("span", f"{'Correction' if result.mends else 'Way'} {index + 1} of {count}", class_="role"),
        el(f"h{level}", spaced(title, el("i", needs) if needs else None), class_="alt-t"),
        el("span", words(variant.idea), class_="alt-i") if variant.idea else None,
        el("span", result.change.counts if result.change else None, class_="alt-d"),
        result.verdict.html("span"),
    )
    return _variant(result, el("details", el("summary", summary), body(result), class_="alt", open=unfolded))


def _variant(result: Result, *inside: Markup | None) -> Markup:
    """A variant's section, with the attributes that other tools read."""
    variant, record = result.variant, result.record
    return el(
        "section", *inside, id=f"{variant.example}-{variant.key}", class_=f"variant is-{result.verdict.kind}",
        data_example=variant.example, data_variant=variant.key, data_outcome=record.outcome,
        data_python=record.python, data_clock=record.clock,
    )  # fmt: skip


def code_stays(level: int) -> Markup:
    """What stands in the correction's place where only the post's transcript is wrong."""
    verdict = Verdict("ok", "ok", "the transcript; the code stays").html()
    said = "There is nothing to mend in the code. What “Python prints”, above, is the correction."
    head = el("div", el(f"h{level}", "Corrected", class_="role"), verdict, class_="variant-head")
    return el("div", head, el("p", said, class_="say"), class_="variant is-ok")


def foot(example: Example) -> Markup:
    """Where the example stands for good, how to show it, to run it at home, and to cite it."""
    again = code(f"python -m snippets run {example.id}")
    place = code(catalogue.relative(example.folder))
    cited = copied(f"{example.id}_cite", cite.text(cite.of(example)), "the citation")
    links = {
        f"site:s/{example.id}/": "Permanent page",
        f"site:s/{example.id}/slide/": "Slides",
        READING: "How to read a card",
    }
    return el(
        "footer",
        *(el("a", name, href=to) for to, name in links.items()),
        el("span", "Run it: ", again),
        el("span", "Files: ", place),
        el("details", el("summary", "Cite"), cited, class_="cite"),
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

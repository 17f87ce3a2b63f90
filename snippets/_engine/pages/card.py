"""What a page shows of an example: ``show`` runs its variants and returns the whole card as HTML.

Other tools read the card, so this much of it stays as it is: each variant is a ``<section id="{example}-{variant}">``
with ``data-example``, ``data-variant``, ``data-outcome`` (measured), ``data-python`` and ``data-clock``, and holds one
``pre.output``, whose text is the text of the run.
"""

from __future__ import annotations

from collections.abc import Sequence

from snippets._engine.examples import catalogue
from snippets._engine.examples.catalogue import Example
from snippets._engine.pages import cite, elsewhere, post
from snippets._engine.pages.build import Build
from snippets._engine.pages.call import page_call
from snippets._engine.pages.markup import Verdict, attributes, code, escape, words
from snippets._engine.pages.report import body
from snippets._engine.pages.result import ExampleResult, Result
from snippets._engine.words.english import capital, number

#: Where the site tells how to read a card. Whatever page the card stands on, the hook makes the address fit.
READING = "site:reading/"


@page_call
def show(build: Build, example_id: str, level: int = 3) -> str:
    """The card of an example, as HTML for a markdown-exec block with ``html="on"``; its heading is of this level."""
    return card(build.example(example_id), level)


def card(shown: ExampleResult, level: int = 3) -> str:
    """An example as HTML: heading, what was published, what corrects it, what to remember."""
    example, first = shown.example, shown.first
    mending = [one for one in shown.corrections if one.base]
    parts = [head(example, level), section(first, level + 1)]
    parts += [section(one, level + 1) for one in shown.others if one not in mending]
    if len(mending) > 1:
        parts.append(f'<p class="then">{corrections(mending)}</p>')
        parts += [alternative(one, level + 1, index, len(mending)) for index, one in enumerate(mending)]
    else:
        parts += [section(one, level + 1) for one in mending]
    if not shown.others and first.variant.flaw == ("transcript",):
        parts.append(code_stays(level + 1))
    parts += [remember(example), foot(example)]
    return f'<article class="ex"{attributes(data_example=example.id)}>{"".join(parts)}</article>\n'


def head(example: Example, level: int) -> str:
    """Where the example comes from, its title with a link to itself, and its idea.

    Nothing is wrapped around the three: the site's search then takes the whole card for what stands under the title.
    """
    kicker = f"Block {example.post} of {post.BLOCKS}" if example.post else "Not in the post"
    if example.post and example.lines:
        kicker += f" <span>{post.link_to(example.lines)}</span>"
    link = f'<a class="headerlink" href="#{example.id}" title="Link to this example">#</a>'
    return (
        f'<p class="kicker" data-search-exclude>{kicker}</p><h{level} id="{example.id}">{words(example.title)} {link}'
        f"</h{level}>"
        f'<p class="idea">{words(example.idea)}</p>'
    )


def corrections(results: Sequence[Result]) -> str:
    """The sentence above several corrections: how many there are, and which of them ran.

    Where nothing is wrong with the first program the others are no corrections, but other ways.
    """
    lacking = sum(not one.ran for one in results)
    ran = f"; {number(lacking)} could not be run in this build" if lacking else " and was run"
    what = "corrections" if results[0].mends else "other ways"
    return f"{capital(number(len(results)))} {what}. Each stands alone{ran}."


def section(result: Result, level: int) -> str:
    """A variant that stands open: its verdict, and all that is known of it. ``level`` is that of its heading."""
    needs = elsewhere.needs(result.variant)
    pinned = f'<p class="needs">{needs}</p>' if needs else ""
    idea = f'<p class="say">{words(result.variant.idea)}</p>' if result.variant.idea else ""
    role = f'<h{level} class="role">{result.role}</h{level}>'
    top = f'<div class="variant-head">{role}{result.verdict.html()}{pinned}</div>{idea}'
    return opened(result) + top + body(result) + "</section>"


def alternative(result: Result, level: int, index: int, count: int) -> str:
    """One of several corrections: folded but for the first, with what tells it from the others in its summary."""
    variant = result.variant
    title = words(variant.title or capital(variant.key.replace("_", " ")))
    needs = elsewhere.needs(variant)
    needed = f" <i>{needs}</i>" if needs else ""
    counts = result.change.counts if result.change else ""
    # Spaces between the parts: they are not seen, and what reads the text alone does not glue words together.
    summary = [
        f'<span class="role">{"Correction" if result.mends else "Way"} {index + 1} of {count}</span>',
        f'<h{level} class="alt-t">{title}{needed}</h{level}>',
        f'<span class="alt-i">{words(variant.idea)}</span>' if variant.idea else "",
        f'<span class="alt-d">{counts}</span>',
        result.verdict.html("span"),
    ]
    return (
        f'{opened(result)}<details class="alt"{" open" if index == 0 else ""}>'
        f"<summary>{' '.join(summary)}</summary>{body(result)}</details></section>"
    )


def opened(result: Result) -> str:
    """The start of a variant's section, with the attributes that other tools read."""
    variant, record = result.variant, result.record
    return "<section" + attributes(
        id=f"{variant.example}-{variant.key}", class_=f"variant is-{result.verdict.kind}", data_example=variant.example,
        data_variant=variant.key, data_outcome=record.outcome, data_python=record.python, data_clock=record.clock,
    ) + ">"  # fmt: skip


def code_stays(level: int) -> str:
    """What stands in the correction's place where only the post's transcript is wrong."""
    verdict = Verdict("ok", "ok", "the transcript; the code stays").html()
    head = f'<div class="variant-head"><h{level} class="role">Corrected</h{level}>{verdict}</div>'
    return (
        f'<div class="variant is-ok">{head}'
        '<p class="say">There is nothing to mend in the code. What “Python prints”, above, is the correction.</p></div>'
    )


def remember(example: Example) -> str:
    """The rule to take along, where the label has one."""
    return f'<p class="rule"><b>Remember</b> {words(example.rule)}</p>' if example.rule else ""


def foot(example: Example) -> str:
    """Where the example stands for good, how to show it, to run it at home, and to cite it."""
    again = code(f"python -m snippets run {example.id}")
    place = escape(catalogue.relative(example.folder))
    cited = copied(f"{example.id}_cite", cite.text(cite.of(example)), "the citation")
    links = {
        f"site:s/{example.id}/": "Permanent page",
        f"site:s/{example.id}/slide/": "Slides",
        READING: "How to read a card",
    }
    return (
        '<footer class="ex-foot" data-search-exclude>'
        f"{''.join(f'<a{attributes(href=to)}>{name}</a>' for to, name in links.items())}"
        f"<span>Run it: {again}</span><span>Files: {code(place)}</span>"
        f'<details class="cite"><summary>Cite</summary>{cited}</details></footer>'
    )


def copied(name: str, what: str, label: str) -> str:
    """Text that can be selected, and a button that copies it; ``name`` is an id of its own on the page.

    The theme's script does the copying. Without it the button is not shown.
    """
    button = attributes(type="button", class_="copy", data_clipboard_target=f"#{name}", title=f"Copy {label}")
    return (
        f'<div class="copied"><pre{attributes(id=name, tabindex=0)}>{escape(what)}</pre>'
        f'<button{button}>Copy<span class="said"> {escape(label)}</span></button></div>'
    )

"""What a page shows of an example: ``show`` runs its variants and returns the whole card as HTML.

Other tools read the card, so this much of it stays as it is: each variant is a ``<section id="{example}-{variant}">``
with ``data-example``, ``data-variant``, ``data-outcome`` (measured), ``data-python`` and ``data-clock``, and holds one
``pre.output``, whose text is the text of the run.
"""

from __future__ import annotations

import logging

from snippets._engine.examples import catalogue
from snippets._engine.examples.catalogue import CatalogueError, Example, Variant
from snippets._engine.pages import cite, elsewhere, post
from snippets._engine.pages.build import complain
from snippets._engine.pages.code import change
from snippets._engine.pages.markup import Verdict, attributes, code, escape, warning_box, words
from snippets._engine.pages.report import body
from snippets._engine.pages.result import Told, on_one_axis, tell, unrun
from snippets._engine.words.english import capital, number

log = logging.getLogger("mkdocs.plugins.snippets")

#: What the first variant of an example is called.
ROLES = {"published": "As published", "flawed": "The mistake"}

#: Where the site tells how to read a card. Whatever page the card stands on, the hook makes the address fit.
READING = "site:reading/"


def show(example_id: str, level: int = 3) -> str:
    """The card of an example, as HTML for a markdown-exec block with ``html="on"``. ``level`` is that of its heading.

    Never raises: what is wrong is logged as warnings of one line each, and stands in a box on the page.
    """
    try:
        return card(catalogue.find(example_id), level)
    except CatalogueError as error:
        return failed(example_id, complain(str(error)))
    except Exception as error:  # a page must come out whatever happens; the line fails a strict build
        log.debug("show(%r)", example_id, exc_info=True)
        message = " ".join(str(error).split())
        return failed(example_id, complain(f"show({example_id!r}) failed: {type(error).__name__}: {message}"))


def failed(example_id: str, line: str) -> str:
    """The box that stands where an example cannot be shown."""
    return f'<article class="ex"{attributes(data_example=example_id)}>{warning_box([line])}</article>\n'


def card(example: Example, level: int = 3) -> str:
    """An example as HTML: heading, what was published, what corrects it, what to remember."""
    first, *others = on_one_axis([tell(variant) for variant in example.variants])
    base = first.variant if first.variant.key == "published" or first.variant.flaw else None
    mending = [told for told in others if base and not told.variant.flaw]
    parts = [head(example), section(first, role_of(first.variant, example))]
    parts += [section(told, role_of(told.variant, example), base) for told in others if told not in mending]
    if base and len(mending) > 1:
        parts.append(f'<p class="then">{corrections(mending, base)}</p>')
        parts += [alternative(told, base, index, len(mending)) for index, told in enumerate(mending)]
    else:
        parts += [section(told, role_of(told.variant, example), base) for told in mending]
    if not others and first.variant.flaw == ("transcript",):
        parts.append(code_stays())
    parts += [remember(example), foot(example)]
    html = "".join(parts)
    for old, new in (("h4", f"h{level + 1}"), ("h3", f"h{level}")):  # escaped programs hold no tags
        html = html.replace(f"<{old} ", f"<{new} ").replace(f"</{old}>", f"</{new}>")
    return f'<article class="ex"{attributes(data_example=example.id)}>{html}</article>\n'


def head(example: Example) -> str:
    """Where the example comes from, its title with a link to itself, and its idea.

    Nothing is wrapped around the three: the site's search then takes the whole card for what stands under the title.
    """
    kicker = f"Block {example.post} of {post.BLOCKS}" if example.post else "Not in the post"
    if example.post and example.lines:
        kicker += f" <span>{post.link_to(example.lines)}</span>"
    link = f'<a class="headerlink" href="#{example.id}" title="Link to this example">#</a>'
    return (
        f'<p class="kicker" data-search-exclude>{kicker}</p><h3 id="{example.id}">{words(example.title)} {link}</h3>'
        f'<p class="idea">{words(example.idea)}</p>'
    )


def corrections(told: list[Told], base: Variant) -> str:
    """The sentence above several corrections: how many there are, and which of them ran.

    Where nothing is wrong with the first program the others are no corrections, but other ways.
    """
    lacking = sum(map(unrun, told))
    ran = f"; {number(lacking)} could not be run in this build" if lacking else " and was run"
    what = "corrections" if base.flaw else "other ways"
    return f"{capital(number(len(told)))} {what}. Each stands alone{ran}."


def role_of(variant: Variant, example: Example) -> str:
    """What a variant is, in one or two words of HTML."""
    if variant.title:
        return words(variant.title)
    if variant.key in ROLES:
        return ROLES[variant.key]
    alone = len(example.variants) == 2 and example.variants[0].key in ROLES
    return "Corrected" if alone else words(capital(variant.key.replace("_", " ")))


def section(told: Told, role: str, base: Variant | None = None) -> str:
    """A variant that stands open: its verdict, and all that is known of it. ``base``: what it was made from."""
    needs = elsewhere.needs(told.variant)
    pinned = f'<p class="needs">{needs}</p>' if needs else ""
    idea = f'<p class="say">{words(told.variant.idea)}</p>' if told.variant.idea else ""
    top = f'<div class="variant-head"><h4 class="role">{role}</h4>{told.verdict.html()}{pinned}</div>{idea}'
    return opened(told) + top + body(told, base) + "</section>"


def alternative(told: Told, base: Variant, index: int, count: int) -> str:
    """One of several corrections: folded but for the first, with what tells it from the others in its summary."""
    variant = told.variant
    title = words(variant.title or capital(variant.key.replace("_", " ")))
    needs = elsewhere.needs(variant)
    needed = f" <i>{needs}</i>" if needs else ""
    # Spaces between the parts: they are not seen, and what reads the text alone does not glue words together.
    summary = [
        f'<span class="role">{"Correction" if base.flaw else "Way"} {index + 1} of {count}</span>',
        f'<h4 class="alt-t">{title}{needed}</h4>',
        f'<span class="alt-i">{words(variant.idea)}</span>' if variant.idea else "",
        f'<span class="alt-d">{change(base.source, variant.source).counts}</span>',
        told.verdict.html("span"),
    ]
    return (
        f'{opened(told)}<details class="alt"{" open" if index == 0 else ""}>'
        f"<summary>{' '.join(summary)}</summary>{body(told, base)}</details></section>"
    )


def opened(told: Told) -> str:
    """The start of a variant's section, with the attributes that other tools read."""
    variant, record = told.variant, told.record
    return "<section" + attributes(
        id=f"{variant.example}-{variant.key}", class_=f"variant is-{told.verdict.kind}", data_example=variant.example,
        data_variant=variant.key, data_outcome=record.outcome, data_python=record.python, data_clock=record.clock,
    ) + ">"  # fmt: skip


def code_stays() -> str:
    """What stands in the correction's place where only the post's transcript is wrong."""
    verdict = Verdict("ok", "ok", "the transcript; the code stays").html()
    return (
        f'<div class="variant is-ok"><div class="variant-head"><h4 class="role">Corrected</h4>{verdict}</div>'
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

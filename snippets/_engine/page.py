"""What a page shows of an example: ``show`` runs its variants and returns the whole card as HTML.

Other tools read the card, so this much of it stays as it is: each variant is a ``<section id="{example}-{variant}">``
with ``data-example``, ``data-variant``, ``data-outcome`` (measured), ``data-python`` and ``data-clock``, and holds one
``pre.output``, whose text is the text of the run.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from snippets._engine import (
    catalogue,
    cite,
    elsewhere,
    findings,
    output,
    post,
    runs,
    steps,
    telling,
    timeline,
    transcript,
)
from snippets._engine.catalogue import CatalogueError, Example, Variant
from snippets._engine.listing import Change, change, is_wide, listing
from snippets._engine.markup import (
    Verdict,
    attributes,
    capital,
    code,
    counted,
    escape,
    icon,
    number,
    warning_box,
    words,
)
from snippets._engine.printed import lines
from snippets._engine.record import Record
from snippets._engine.runs import complain
from snippets._engine.transcript import Check

log = logging.getLogger("mkdocs.plugins.snippets")

#: What the first variant of an example is called.
ROLES = {"published": "As published", "flawed": "The mistake"}

#: Where the site tells how to read a card. Whatever page the card stands on, the hook makes the address fit.
READING = "site:reading/"


@dataclass(frozen=True, slots=True)
class Told:
    """A variant with all that its card tells: its run, what is wrong with that, the check of the claim, the verdict.

    ``check`` is None where the post says nothing of the output, or where there is no output to hold it against.
    ``axis_s`` is how long the axis of its picture must be, so that the pictures of one example can be compared.
    """

    variant: Variant
    record: Record
    problems: tuple[str, ...]
    check: Check | None
    verdict: Verdict
    axis_s: float = 0.0


def tell(variant: Variant) -> Told:
    """Take the variant's run, waiting for it, and judge it."""
    run = runs.take(variant)
    claimed = variant.claimed
    check = transcript.compare(claimed, run.record.text) if claimed is not None and run.record.python else None
    return Told(variant, run.record, run.problems, check, telling.verdict(variant, run.record, check))


def unrun(told: Told) -> bool:
    """Whether the variant did not run in this build, so that its text is the recorded one, if there is any."""
    return told.record.outcome == telling.GOLDEN_ONLY


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
        f'<p class="kicker">{kicker}</p><h3 id="{example.id}">{words(example.title)} {link}</h3>'
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


def body(told: Told, base: Variant | None) -> str:
    """All that is shown of a run below its heading."""
    key = "body", told.variant.id, base and base.id, told.axis_s
    return runs.once(told.record, lambda: _body(told, base), *key)


def _body(told: Told, base: Variant | None) -> str:
    """Code left, what is known of the run right, then the comparison with the post, the picture, the changes."""
    variant, check = told.variant, told.check
    changed = change(base.source, variant.source) if base else None
    left = listing(variant, telling.flaws(variant, told.record), changed.new if changed else frozenset())
    # The comparison may itself be the place where the output stands: nothing is shown twice.
    inline = check is not None and "transcript" in variant.flaw and transcript.fits(check)
    beside = not output.is_wide(lines(told.record))
    if inline and check is not None:
        beside = beside and transcript.is_short(check)
    shown = compared(told) if inline else printed(told)
    report = [facts(told), shown if beside else "", ended(told), on_others(told), trouble(told)]
    columns = f'<div class="c-code">{left}</div><div class="c-side">{"".join(report)}</div>'
    wide = " wide" if is_wide(variant.source) else ""
    parts = [warning_box(told.problems), f'<div class="cols{wide}">{columns}</div>']
    if not beside:
        parts.append(f'<div class="c-below">{shown}</div>')
    if check is not None and not inline:
        parts.append(folded_comparison(told))
    parts.append(picture(told))
    if changed and base:
        parts.append(differences(changed, base, variant))
    return "".join(parts)


def on_one_axis(told: list[Told]) -> list[Told]:
    """The same, with the length of the longest run on the virtual clock as the axis of all of them."""
    longest = max((one.record.seconds for one in told if one.record.clock == "virtual"), default=0.0)
    return [replace(one, axis_s=longest) if one.record.clock == "virtual" else one for one in told]


def picture(told: Told) -> str:
    """The run as a picture, below code and output at the card's full width, and the place of the player."""
    variant, record = told.variant, told.record
    if unrun(told):
        return note("No picture: it was not run in this build.")
    title = f"{variant.example}, {variant.key}: {record.outcome}"
    svg, kinds = timeline.timeline(record, f"tl_{variant.example}_{variant.key}", title, told.axis_s)
    if not svg:
        return note("No picture: no task was ever created.")
    numbers = " Its numbers are the lines printed." if "data-n" in svg else ""
    caption = f"<p>Drawn from this run.{numbers}</p>{timeline.legend(kinds)}"
    figure = f'<figure class="timeline">{svg}<figcaption data-search-exclude>{caption}</figcaption></figure>'
    place = f"site:s/{variant.example}/{variant.key}.steps.js"
    # The script makes a button here that loads the steps; without it there is nothing.
    player = f"<div{attributes(class_='player', data_steps=place, data_key=variant.id)}></div>"
    return figure + story(told) + player


def story(told: Told) -> str:
    """The run in plain sentences, folded: the same that the picture tells, for those who do not see it."""
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in steps.told(told.record, told.variant.source))
    return (
        f'<details class="told" data-search-exclude><summary>The run in words</summary><ol>{items}</ol></details>'
        if items
        else ""
    )


def facts(told: Told) -> str:
    """What was measured of the run, as pairs of name and value."""
    rows = "".join(
        f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>"
        for name, value in telling.facts(told.variant, told.record)
    )
    return f'<dl class="facts" data-search-exclude>{rows}</dl>'


def ended(told: Told) -> str:
    """The box that says how the run ended."""
    lead, rest = telling.ending(told.variant, told.record)
    sign = icon(told.verdict.sign)
    return f'<p class="ended" data-v="{told.verdict.kind}">{sign}<span><b>{lead}</b> {rest}</span></p>'


def on_others(told: Told) -> str:
    """The box that says on which other Pythons the run goes otherwise; nothing where it does on none."""
    said = elsewhere.said(told.variant, told.record)
    return f'<p class="ended" data-v="differs">{icon("pythons")}<span>{said}.</span></p>' if said else ""


def trouble(told: Told) -> str:
    """The list of what the run shows to be wrong, each with its line; nothing where it shows nothing."""
    found = findings.findings(told.record, told.variant.source, told.variant.file.name)
    items = "".join(f'<li data-kind="{one.kind}">{one.words}</li>' for one in found)
    return f'<div class="findings"><p class="cap">What the run shows</p><ul>{items}</ul></div>' if items else ""


def printed(told: Told) -> str:
    """The run's output with a caption, and with notes below where it stands in a window or is not all there."""
    found, record = lines(told.record), told.record
    if unrun(told):
        said = f"Recorded on {record.python}" if record.python else "No output"
        drawn = output.pre(found, clock=None)  # a golden holds no times
    else:
        said = "Python prints" if found else "Python prints nothing"
        drawn = output.pre(found, record.clock)
    rest = f"{capital(counted(len(found), 'line'))}; scroll for the rest" if output.is_tall(found) else ""
    return f'<p class="cap">{said}</p>{drawn}{note(rest)}{note(missing(told))}'


def missing(told: Told) -> str:
    """What was left out of the run's text, where something was, and what the label says of why."""
    variant = told.variant
    found = [output.left_out(told.record.text, variant.file.name)]
    if variant.reason:
        found.append(f"{words(variant.reason)}{'' if variant.reason.endswith('.') else '.'}")
    return " ".join(filter(None, found))


def note(said: str) -> str:
    """A note below an output; nothing where nothing is to be said."""
    return f'<p class="cap below">{said}</p>' if said else ""


def compared(told: Told) -> str:
    """The claimed transcript and the real one, which is the run's ``pre.output``, with what is wrong in a sentence."""
    assert told.check is not None
    found, below = lines(told.record), note(missing(told))
    drawn = transcript.slope(told.check, found, told.record.clock, "output rows", below)
    return f'<div class="check"><p class="check-h"><b>{told.check.summary}</b></p>{drawn}</div>'


def folded_comparison(told: Told) -> str:
    """The same as an aside, folded, for an output that stands elsewhere already."""
    check = told.check
    assert check is not None
    drawn = transcript.slope(check, lines(told.record)[: check.shown], told.record.clock)
    more = len(check.real) - check.shown
    below = note(f"{capital(counted(more, 'more line'))} printed" if more else "")
    return (
        f'<details class="check"><summary>What the post says it prints: <span>{check.summary}</span></summary>'
        f"{drawn}{below}</details>"
    )


def differences(changed: Change, base: Variant, variant: Variant) -> str:
    """What was changed from the flawed program, line by line, folded."""
    return (
        f'<details class="diff"><summary>Line by line: {escape(base.key)} → {escape(variant.key)} '
        f"{changed.counts}</summary>"
        f'<pre tabindex="0">{changed.html}</pre></details>'
    )


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

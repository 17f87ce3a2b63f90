"""What a card tells of one run: code and output, how it ended, what it shows, the picture, what was changed."""

from __future__ import annotations

from snippets._engine.examples.catalogue import Variant
from snippets._engine.pages import build, elsewhere, output, transcript, verdict
from snippets._engine.pages.code import Change, change, is_wide, listing
from snippets._engine.pages.markup import attributes, escape, icon, warning_box, words
from snippets._engine.pages.result import Told, unrun
from snippets._engine.picture import timeline
from snippets._engine.record.printed import lines
from snippets._engine.words import findings
from snippets._engine.words import player as players
from snippets._engine.words.described import described
from snippets._engine.words.english import capital, counted


def body(told: Told, base: Variant | None) -> str:
    """All that is shown of a run below its heading."""
    key = "body", told.variant.id, base and base.id, told.axis_s
    return build.once(told.record, lambda: _body(told, base), *key)


def _body(told: Told, base: Variant | None) -> str:
    """Code left, what is known of the run right, then the comparison with the post, the picture, the changes."""
    variant, check = told.variant, told.check
    changed = change(base.source, variant.source) if base else None
    left = listing(variant, verdict.flaws(variant, told.record), changed.new if changed else frozenset())
    # The comparison may itself be the place where the output stands: nothing is shown twice.
    inline = check is not None and "transcript" in variant.flaw and transcript.fits(check)
    beside = not output.is_wide(lines(told.record))
    if inline and check is not None:
        beside = beside and transcript.is_short(check)
    shown = compared(told) if inline else printed(told)
    report = [facts(told), shown if beside else "", ended(told), on_others(told), luck(told), trouble(told)]
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


def picture(told: Told) -> str:
    """The run as a picture, below code and output at the card's full width, and the place of the player."""
    variant, record = told.variant, told.record
    if unrun(told):
        return note("No picture: it was not run in this build.")
    title = f"{variant.example}, {variant.key}: {record.outcome}"
    svg, kinds = timeline.timeline(record, f"tl_{variant.example}_{variant.key}", title, described(record), told.axis_s)
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
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in players.told(told.record, told.variant.source))
    return (
        f'<details class="told" data-search-exclude><summary>The run in words</summary><ol>{items}</ol></details>'
        if items
        else ""
    )


def facts(told: Told) -> str:
    """What was measured of the run, as pairs of name and value."""
    rows = "".join(
        f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>"
        for name, value in verdict.facts(told.variant, told.record)
    )
    return f'<dl class="facts" data-search-exclude>{rows}</dl>'


def ended(told: Told) -> str:
    """The box that says how the run ended."""
    lead, rest = verdict.ending(told.variant, told.record)
    sign = icon(told.verdict.sign)
    return f'<p class="ended" data-v="{told.verdict.kind}">{sign}<span><b>{lead}</b> {rest}</span></p>'


def on_others(told: Told) -> str:
    """The box that says on which other Pythons the run goes otherwise; nothing where it does on none."""
    said = elsewhere.said(told.variant, told.record)
    return f'<p class="ended" data-v="differs">{icon("pythons")}<span>{said}.</span></p>' if said else ""


def luck(told: Told) -> str:
    """The box that says which timers could change places on another machine; nothing where none could."""
    said = verdict.luck(told.record)
    where = attributes(href="site:clocks/#near-ties")
    return (
        f'<p class="ended" data-v="differs" data-near-tie>{icon("differs")}'
        f"<span><b>Luck:</b> {said} <a{where}>Why?</a></span></p>"
        if said
        else ""
    )


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

"""What a card tells of one run: code and output, how it ended, what it shows, the picture, what was changed."""

from __future__ import annotations

from snippets._engine.pages import output, transcript
from snippets._engine.pages.code import is_wide, listing
from snippets._engine.pages.legend import legend
from snippets._engine.pages.markup import attributes, escape, icon, to_html, warning_box, words
from snippets._engine.pages.result import Result
from snippets._engine.words import ending
from snippets._engine.words.english import capital, counted
from snippets._engine.words.transcript import summary


def body(result: Result) -> str:
    """All that is shown of a run below its heading.

    Code left, what is known of the run right, then the comparison with the post, the picture, the changes.
    """
    variant, check, change = result.variant, result.check, result.change
    left = listing(variant, result.flaws, change.new if change else frozenset())
    # The comparison may itself be the place where the output stands: nothing is shown twice.
    inline = check is not None and "transcript" in variant.flaw and transcript.fits(check)
    beside = not output.is_wide(result.lines)
    if inline and check is not None:
        beside = beside and transcript.is_short(check)
    shown = compared(result) if inline else printed(result)
    report = [facts(result), shown if beside else "", ended(result), on_others(result), luck(result), trouble(result)]
    columns = f'<div class="c-code">{left}</div><div class="c-side">{"".join(report)}</div>'
    wide = " wide" if is_wide(variant.source) else ""
    parts = [warning_box(result.problems), f'<div class="cols{wide}">{columns}</div>']
    if not beside:
        parts.append(f'<div class="c-below">{shown}</div>')
    if check is not None and not inline:
        parts.append(folded_comparison(result))
    parts.append(picture(result))
    parts.append(differences(result))
    return "".join(parts)


def picture(result: Result) -> str:
    """The run as a picture, below code and output at the card's full width, and the place of the player."""
    if not result.ran:
        return note("No picture: it was not run in this build.")
    variant, drawing = result.variant, result.drawing
    if drawing is None:
        return note("No picture: no task was ever created.")
    numbers = " Its numbers are the lines printed." if drawing.numbered else ""
    caption = f"<p>Drawn from this run.{numbers}</p>{legend(drawing.kinds)}"
    figure = f'<figure class="timeline">{result.figure}<figcaption data-search-exclude>{caption}</figcaption></figure>'
    place = f"site:s/{variant.example}/{variant.key}.steps.js"
    # The script makes a button here that loads the steps; without it there is nothing.
    player = f"<div{attributes(class_='player', data_steps=place, data_key=variant.id)}></div>"
    return figure + story(result) + player


def story(result: Result) -> str:
    """The run in plain sentences, folded: the same that the picture tells, for those who do not see it."""
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in result.sentences)
    return (
        f'<details class="told" data-search-exclude><summary>The run in words</summary><ol>{items}</ol></details>'
        if items
        else ""
    )


def facts(result: Result) -> str:
    """What was measured of the run, as pairs of name and value."""
    rows = "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in result.facts)
    return f'<dl class="facts" data-search-exclude>{rows}</dl>'


def ended(result: Result) -> str:
    """The box that says how the run ended."""
    lead, rest = map(to_html, result.ending)
    sign = icon(result.verdict.sign)
    return f'<p class="ended" data-v="{result.verdict.kind}">{sign}<span><b>{lead}</b> {rest}</span></p>'


def on_others(result: Result) -> str:
    """The box that says on which other Pythons the run goes otherwise; nothing where it does on none."""
    said = result.elsewhere
    return f'<p class="ended" data-v="differs">{icon("pythons")}<span>{to_html(said)}.</span></p>' if said else ""


def luck(result: Result) -> str:
    """The box that says which timers could change places on another machine; nothing where none could."""
    said = to_html(ending.luck(result.record))
    where = attributes(href="site:clocks/#near-ties")
    return (
        f'<p class="ended" data-v="differs" data-near-tie>{icon("differs")}'
        f"<span><b>Luck:</b> {said} <a{where}>Why?</a></span></p>"
        if said
        else ""
    )


def trouble(result: Result) -> str:
    """The list of what the run shows to be wrong, each with its line; nothing where it shows nothing."""
    items = "".join(f'<li data-kind="{one.kind}">{to_html(one.words)}</li>' for one in result.findings)
    return f'<div class="findings"><p class="cap">What the run shows</p><ul>{items}</ul></div>' if items else ""


def printed(result: Result) -> str:
    """The run's output with a caption, and with notes below where it stands in a window or is not all there."""
    found, record = result.lines, result.record
    if not result.ran:
        said = f"Recorded on {record.python}" if record.python else "No output"
        drawn = output.pre(found, clock=None)  # a golden holds no times
    else:
        said = "Python prints" if found else "Python prints nothing"
        drawn = output.pre(found, record.clock)
    rest = f"{capital(counted(len(found), 'line'))}; scroll for the rest" if output.is_tall(found) else ""
    return f'<p class="cap">{said}</p>{drawn}{note(rest)}{note(missing(result))}'


def missing(result: Result) -> str:
    """What was left out of the run's text, where something was, and what the label says of why."""
    variant = result.variant
    found = [output.left_out(result.record.text, variant.file.name)]
    if variant.reason:
        found.append(f"{words(variant.reason)}{'' if variant.reason.endswith('.') else '.'}")
    return " ".join(filter(None, found))


def note(said: str) -> str:
    """A note below an output; nothing where nothing is to be said."""
    return f'<p class="cap below">{said}</p>' if said else ""


def compared(result: Result) -> str:
    """The claimed transcript and the real one, which is the run's ``pre.output``, with what is wrong in a sentence."""
    assert result.check is not None
    found, below = result.lines, note(missing(result))
    drawn = transcript.slope(result.check, found, result.record.clock, "output rows", below)
    return f'<div class="check"><p class="check-h"><b>{summary(result.check)}</b></p>{drawn}</div>'


def folded_comparison(result: Result) -> str:
    """The same as an aside, folded, for an output that stands elsewhere already."""
    check = result.check
    assert check is not None
    drawn = transcript.slope(check, result.lines[: check.shown], result.record.clock)
    more = len(check.real) - check.shown
    below = note(f"{capital(counted(more, 'more line'))} printed" if more else "")
    return (
        f'<details class="check"><summary>What the post says it prints: <span>{summary(check)}</span></summary>'
        f"{drawn}{below}</details>"
    )


def differences(result: Result) -> str:
    """What was changed from the flawed program, line by line, folded; nothing for the first one."""
    if result.base is None or result.change is None:
        return ""
    return (
        f'<details class="diff"><summary>Line by line: {escape(result.base.key)} → {escape(result.variant.key)} '
        f"{result.change.counts}</summary>"
        f'<pre tabindex="0">{result.change.html}</pre></details>'
    )

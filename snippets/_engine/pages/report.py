"""What a card tells of one run: code and output, how it ended, what it shows, the picture, what was changed."""

from __future__ import annotations

from snippets._engine.pages import output, transcript
from snippets._engine.pages.code import is_wide, listing
from snippets._engine.pages.legend import legend
from snippets._engine.pages.markup import Markup, el, fragment, icon, spaced, to_html, warning_box, words
from snippets._engine.pages.pieces import pairs
from snippets._engine.pages.result import Result, kept
from snippets._engine.words import ending
from snippets._engine.words.english import capital, counted
from snippets._engine.words.transcript import summary


@kept  # an example stands on more than one page
def body(result: Result) -> Markup:
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
    report = facts(result), shown if beside else None, ended(result), on_others(result), luck(result), trouble(result)
    columns = el("div", left, class_="c-code"), el("div", *report, class_="c-side")
    return fragment(
        warning_box(result.problems),
        el("div", *columns, class_="cols wide" if is_wide(variant.source) else "cols"),
        None if beside else el("div", shown, class_="c-below"),
        folded_comparison(result) if check is not None and not inline else None,
        picture(result),
        differences(result),
    )


def picture(result: Result) -> Markup:
    """The run as a picture, below code and output at the card's full width, and the place of the player."""
    if not result.ran:
        return note("No picture: it was not run in this build.")
    variant, drawing = result.variant, result.drawing
    if drawing is None:
        return note("No picture: no task was ever created.")
    caption = el("p", "Drawn from this run."), legend(drawing.key)
    shown = result.figure, el("figcaption", *caption, data_search_exclude=True)
    figure = el("figure", *shown, class_="timeline")
    place = f"site:s/{variant.example}/{variant.key}.steps.js"
    # The script makes a button here that loads the steps; without it there is nothing.
    player = el("div", class_="player", data_steps=place, data_key=variant.id)
    return fragment(figure, story(result), player)


def story(result: Result) -> Markup | None:
    """The run in plain sentences, folded: the same that the picture tells, for those who do not see it."""
    items = [el("li", sentence) for sentence in result.sentences]
    said = el("summary", "The run in words"), el("ol", *items)
    return el("details", *said, class_="told", data_search_exclude=True) if items else None


def facts(result: Result) -> Markup:
    """What was measured of the run, as pairs of name and value."""
    return el("dl", *pairs(result.facts), class_="facts", data_search_exclude=True)


def ended(result: Result) -> Markup:
    """The box that says how the run ended."""
    lead, rest = map(to_html, result.ending)
    return _box(result.verdict.kind, result.verdict.sign, el("b", lead), " ", rest)


def on_others(result: Result) -> Markup | None:
    """The box that says on which other Pythons the run goes otherwise; nothing where it does on none."""
    return _box("differs", "pythons", to_html(result.elsewhere), ".") if result.elsewhere else None


def luck(result: Result) -> Markup | None:
    """The box that says which timers could change places on another machine; nothing where none could."""
    said, why = to_html(ending.luck(result.record)), el("a", "Why?", href="site:clocks/#near-ties")
    return _box("differs", "differs", spaced(el("b", "Luck:"), said, why), data_near_tie=True) if said else None


def _box(kind: str, sign: str, *said: str, **values: str | int | None) -> Markup:
    return el("p", icon(sign), el("span", *said), class_="ended", data_v=kind, **values)


def trouble(result: Result) -> Markup | None:
    """The list of what the run shows to be wrong, each with its line; nothing where it shows nothing."""
    items = [el("li", to_html(one.words), data_kind=one.kind) for one in result.findings]
    said = el("p", "What the run shows", class_="cap"), el("ul", *items)
    return el("div", *said, class_="findings") if items else None


def printed(result: Result) -> Markup:
    """The run's output with a caption, and with notes below where it stands in a window or is not all there."""
    found, record = result.lines, result.record
    if not result.ran:
        said = f"Recorded on {record.python}" if record.python else "No output"
        drawn = output.pre(found, clock=None)  # a golden holds no times
    else:
        said = "Python prints" if found else "Python prints nothing"
        drawn = output.pre(found, record.clock)
    rest = f"{capital(counted(len(found), 'line'))}; scroll for the rest" if output.is_tall(found) else ""
    return fragment(el("p", said, class_="cap"), drawn, note(rest), note(missing(result)))


def missing(result: Result) -> Markup:
    """What was left out of the run's text, where something was, and what the label says of why."""
    reason, found = result.variant.reason, output.left_out(result.record.text, result.variant.file.name)
    return spaced(found, reason and fragment(words(reason), None if reason.endswith(".") else "."))


def note(said: str) -> Markup:
    """A note below an output; nothing where nothing is to be said."""
    return el("p", said, class_="cap below") if said else Markup()


def compared(result: Result) -> Markup:
    """The claimed transcript and the real one, which is the run's ``pre.output``, with what is wrong in a sentence."""
    assert result.check is not None
    found, below = result.lines, note(missing(result))
    drawn = transcript.slope(result.check, found, result.record.clock, "output rows", below)
    return el("div", el("p", el("b", summary(result.check)), class_="check-h"), drawn, class_="check")


def folded_comparison(result: Result) -> Markup:
    """The same as an aside, folded, for an output that stands elsewhere already."""
    check = result.check
    assert check is not None
    drawn = transcript.slope(check, result.lines[: check.shown], result.record.clock)
    more = len(check.real) - check.shown
    below = note(f"{capital(counted(more, 'more line'))} printed" if more else "")
    said = el("summary", "What the post says it prints: ", el("span", summary(check)))
    return el("details", said, drawn, below, class_="check")


def differences(result: Result) -> Markup | None:
    """What was changed from the flawed program, line by line, folded; nothing for the first one."""
    if result.base is None or result.change is None:
        return None
    said = el("summary", f"Line by line: {result.base.key} → {result.variant.key} ", result.change.counts)
    return el("details", said, el("pre", result.change.html, tabindex=0), class_="diff")

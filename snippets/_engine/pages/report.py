"""What a card tells of one run: code with what was changed in it, output, how it ended, what it shows, the picture."""

from __future__ import annotations

from collections.abc import Sequence

from snippets._engine.pages import output, transcript
from snippets._engine.pages.code import BESIDE_LETTERS, LEAST_LETTERS, is_wide, listing, widest
from snippets._engine.pages.legend import legend
from snippets._engine.pages.markup import Markup, el, fragment, icon, plain, spaced, to_html, warning_box, words
from snippets._engine.pages.result import Result, kept
from snippets._engine.words import ending
from snippets._engine.words.english import capital, counted
from snippets._engine.words.transcript import summary

#: Heights in lines of code: what stands above a program's lines and an output's, a line of it, and a note's edges and
#: lines. Notes go below the code where that saves more than a few lines.
_CODE_HEAD, _OUTPUT_HEAD, _OUTPUT_ROW, _NOTE_HEAD, _NOTE_ROW, _WORTH = 2.5, 1.0, 1.3, 1.6, 1.2, 2.0


@kept  # an example stands on more than one page
def body(result: Result) -> Markup:
    """All that is shown of a run below its heading.

    Code left, what is known of the run right, or where there is room; then the comparison with the post, the picture.
    """
    variant, check = result.variant, result.check
    code = listing(variant, result.flaws, result.change)
    letters = _letters(result)
    # The comparison may itself be the place where the output stands: nothing is shown twice.
    inline = check is not None and "transcript" in variant.flaw and transcript.fits(check)
    beside = not output.is_wide(result.lines, output.beside_letters(letters))
    if inline and check is not None:
        beside = beside and transcript.is_short(check)
    shown = compared(result) if inline else printed(result)
    notes = [part for part in (ended(result), on_others(result), luck(result), trouble(result)) if part]
    wide = is_wide(variant.source, result.change)
    right = len(notes) if wide else _placed(result, letters, notes, beside)
    left, side = notes[right:], notes[:right]
    columns = el("div", code, *left, class_="c-code"), el("div", shown if beside else None, *side, class_="c-side")
    return fragment(
        warning_box(result.problems),
        el("div", *columns, class_="cols wide" if wide else "cols", style=f"--w:{letters}"),
        None if beside else el("div", shown, class_="c-below"),
        folded_comparison(result) if check is not None and not inline else None,
        picture(result),
    )


def _letters(result: Result) -> int:
    """For how many letters the column of the code is made: the same for all programs of an example that fit in one."""
    found = [widest(variant.source) for variant in result.example.variants]
    return max([LEAST_LETTERS, *(one for one in found if one <= BESIDE_LETTERS)])


def _placed(result: Result, letters: int, notes: Sequence[Markup], beside: bool) -> int:
    """How many of the notes on a run stand right, below the output; the rest stands below the code, if that is shorter.

    Heights are reckoned in lines of code, which does for telling which column is the shorter one.
    """
    row = output.beside_letters(letters)
    code = _CODE_HEAD + len(result.variant.source.splitlines())
    if result.change:
        folded_code = result.change.same(len(result.variant.source.splitlines()))
        code += result.change.removed - sum(end - start - 1 for start, end in folded_code)
    lines = result.lines[: output.WINDOW_LINES] if beside else []
    folded = folding(result)
    if folded:
        lines = [*result.lines[: folded.start], *result.lines[folded.end :]]
    out = _OUTPUT_HEAD + sum(_OUTPUT_ROW * -(-max(1, len(line.text)) // row) for line in lines) if beside else 0

    def height(note: Markup, width: int) -> float:
        return _NOTE_HEAD + _NOTE_ROW * -(-len(plain(note)) // width)

    def taller(right: int) -> float:
        left = sum(height(note, letters) for note in notes[right:])
        return max(code + left, out + sum(height(note, row) for note in notes[:right]))

    return min(range(len(notes), -1, -1), key=lambda right: taller(right) - (right == len(notes)) * _WORTH)


def picture(result: Result) -> Markup:
    """The run as a picture, below code and output at the card's full width, and the place of the player."""
    if not result.ran:
        return note("No picture: it was not run in this build.")
    variant, drawing = result.variant, result.drawing
    if drawing is None:
        return note("No picture: no task was created.")
    keyed = el("figcaption", legend(drawing.key), data_search_exclude=True)
    figure = el("figure", result.figure, keyed, class_="timeline")
    place = f"site:s/{variant.example}/{variant.key}.steps.js"
    # The script makes a button here that loads the steps; without it there is nothing.
    player = el("div", class_="player", data_steps=place, data_key=variant.id)
    return fragment(figure, el("div", player, story(result), class_="c-more"))


def story(result: Result) -> Markup | None:
    """The run in plain sentences, folded: the same that the picture tells, for those who do not see it."""
    items = [el("li", sentence) for sentence in result.sentences]
    said = el("summary", "The run in words"), el("ol", *items)
    return el("details", *said, class_="told", data_search_exclude=True) if items else None


def ended(result: Result) -> Markup:
    """The box that says how the run ended; where it finishes all the same, what is wrong, and what is seen of that."""
    lead, rest = map(to_html, result.ending)
    seen = symptom(result) if result.meant.wrong and result.record.outcome.kind == "finishes" else None
    return _box(result.verdict.kind, result.verdict.sign, spaced(el("b", lead), seen, rest))


def symptom(result: Result) -> Markup | None:
    """What the label says that is seen of the mistake, as a sentence; of a program that has it."""
    said = result.example.symptom
    if not said or result.variant is not result.example.variants[0]:
        return None
    return fragment("In your own program: ", words(said), None if said.endswith((".", "!", "?")) else ".")


def on_others(result: Result) -> Markup | None:
    """The box that says on which other Pythons the run goes otherwise; nothing where it does on none."""
    return _box("differs", "pythons", to_html(result.elsewhere), ".") if result.elsewhere else None


def luck(result: Result) -> Markup | None:
    """The box that says which timers could change places on another machine; nothing where none could."""
    said, why = to_html(ending.luck(result.record)), el("a", "Why?", href="site:near-ties/#near-ties")
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
    found, folded = result.lines, folding(result)
    rest = (
        f"{capital(counted(len(found), 'line'))}; scroll for the rest" if output.is_tall(found) and not folded else ""
    )
    shown = output.pre(found, result.clock, folded=folded)
    return fragment(el("p", heard(result), class_="cap"), shown, note(rest), note(missing(result)))


def folding(result: Result) -> output.Fold | None:
    """What of the output is folded: it repeats what stands above."""
    return output.fold(result.lines, result.clock, {one.variant.file.name: one.lines for one in result.above})


def heard(result: Result) -> str:
    """Who printed the output: Python; and of that what is not as usual, another version or the real clock."""
    record = result.record
    if not result.ran:
        return f"Recorded on {record.python}" if record.python else "No output"
    usual = (result.above or (result,))[0].record.python
    who = "Python" if record.python == usual else f"Python {record.python}"
    what = "prints" if result.lines else "prints nothing"
    return f"{who} {what}, on the real clock" if record.clock == "real" else f"{who} {what}"


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

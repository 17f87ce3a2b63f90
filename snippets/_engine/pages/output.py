"""What a run printed, as HTML: a line an element, whose text together is byte for byte the text of the run.

Numbers, times and the word "stderr" are not in that text: they are data attributes, which ``extra.css`` shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from snippets._engine.pages.markup import Markup, el, fragment
from snippets._engine.pages.pieces import folded as behind_switch
from snippets._engine.record.printed import Line
from snippets._engine.record.record import Stream
from snippets._engine.record.times import seconds

#: More than this stands in a window that scrolls, where it does not repeat: so many lines, or so many letters.
WINDOW_LINES = 24
WINDOW_LETTERS = 2_000

#: Of lines that only repeat so many stay at either end. So many are folded at least: of those that stand above, and of
#: those that came before in the same output, as a traceback has some of its own.
FIRST, LAST, LEAST_ABOVE, LEAST_BEFORE = 2, 1, 4, 8

#: The column beside the code holds about so many letters in a row, together with a line of the code; if more lines
#: than this are longer, all stand below.
ROW_LETTERS = 104
BESIDE_LONG = 4

#: So many lines get an element and a number each. Nobody counts beyond, and a browser should not have to.
NUMBERED = 400

#: A frame of the standard library in a traceback, as it is left when its line number is gone.
LIBRARY_FRAME = re.compile(r'^[ |]*File "[^"\n]+", in ', re.MULTILINE)

#: A line that points to places in the line above it, which must then not be broken.
CARETS = re.compile(r"[ |]*[\^~][\^~ ]*\n?")


@dataclass(frozen=True, slots=True)
class Fold:
    """Lines that are folded, from ``start`` up to ``end``, counted from 0, and what is said of them instead."""

    start: int
    end: int
    said: str

    @property
    def saved(self) -> int:
        """How many lines are folded."""
        return self.end - self.start


def fold(found: Sequence[Line], clock: str | None, above: Mapping[str, Sequence[Line]]) -> Fold | None:
    """What of these lines repeats and is to be folded: what others ``above`` printed as well, or what came before.

    ``above`` is the output of programs that stand above this one, by the names of their files.
    """
    if len(found) > NUMBERED:
        return None
    folds = [_again(found, clock, lines, file) for file, lines in above.items()]
    return max(filter(None, [*folds, _repeated(found)]), key=lambda one: one.saved, default=None)


def _again(found: Sequence[Line], clock: str | None, above: Sequence[Line], file: str) -> Fold | None:
    """The longest run of lines that were printed by that program as well, and at the same time."""
    now, before = ([_told(line, clock) for line in lines] for lines in (found, above))
    match = SequenceMatcher(None, before, now, autojunk=False).find_longest_match()
    return _within(match.b, match.b + match.size, f"more lines, same as {file}", LEAST_ABOVE)


def _told(line: Line, clock: str | None) -> tuple[str, bool, str]:
    return line.text, line.stderr, seconds(line.seconds, clock) if clock else ""


def _repeated(found: Sequence[Line]) -> Fold | None:
    """The longest run of lines whose texts have all been printed before."""
    seen: set[tuple[str, bool]] = set()
    best, begin = (0, 0), 0
    for index, line in enumerate(found):
        known = (line.text, line.stderr) in seen
        seen.add((line.text, line.stderr))
        begin = begin if known else index + 1
        best = max(best, (index + 1 - begin, -begin))
    size, begin = best[0], -best[1]
    return _within(begin, begin + size, "more lines like these", LEAST_BEFORE)


def _within(start: int, end: int, said: str, least: int) -> Fold | None:
    """All but the ends of that run; None where that is too little."""
    start, end = start + FIRST, end - LAST
    return Fold(start, end, f"{end - start:,} {said}") if end - start >= least else None


def is_tall(found: Sequence[Line]) -> bool:
    """Whether so much was printed that it stands in a window, where nothing of it is folded."""
    return len(found) > WINDOW_LINES or sum(len(line.text) for line in found) > WINDOW_LETTERS


def beside_letters(code_letters: int) -> int:
    """How many letters of an output fit in a row beside code whose longest line has so many."""
    return ROW_LETTERS - code_letters


def is_wide(found: Sequence[Line], letters: int) -> bool:
    """Whether the lines, a traceback's for one, would be torn apart in a column that holds so many letters."""
    long = [len(line.text) > letters for line in found]
    pointing = any(long[i] and CARETS.fullmatch(found[i + 1].text) for i in range(len(found) - 1))
    return not is_tall(found) and (pointing or sum(long) > BESIDE_LONG)


def left_out(text: str, file: str) -> str:
    """A sentence that says what of the text was not shown, for the output of a program of this name; mostly nothing.

    It tells from the text what ``record/text.py`` did to it: file names without folders, frames without line numbers.
    """
    marks = {
        "paths": file in text or LIBRARY_FRAME.search(text),
        "line numbers in the library": LIBRARY_FRAME.search(text),
        "memory addresses": "0x…" in text,
    }
    found = [what for what, there in marks.items() if there]
    return f"Left out: {', '.join(found)}." if found else ""


def pre(
    found: Sequence[Line],
    clock: str | None = "virtual",
    css: str | None = "output",
    marks: Mapping[int, str] | None = None,
    folded: Fold | None = None,
) -> Markup:
    """The lines in one ``pre`` of this class, so far as they are few each with its number, time and mark.

    ``marks`` gives lines, counted from 0, a class of their own. The text of the element is the text of the lines, also
    of those that are ``folded``.
    """
    shown: list[Markup] = []
    time = word = None
    for index, line in enumerate(found[:NUMBERED]):
        now = seconds(line.seconds, clock) if clock else ""
        said = ("" if word == "stderr" else "stderr") if line.stderr else ("" if now == time else now)
        word = "stderr" if line.stderr else None
        time = time if line.stderr else now
        names = ["l", "err" if line.stderr else "", (marks or {}).get(index, "")]
        shown.append(_line(line, " ".join(filter(None, names)), index + 1, said))
    rest = [*_rest(found[NUMBERED:])]
    if folded and folded.end <= len(shown):
        inside = behind_switch(folded.said, shown[folded.start : folded.end])
        shown = [*shown[: folded.start], inside, *shown[folded.end :]]
    # A window must be reachable by keyboard to be scrolled.
    window = is_tall(found) and not folded
    reach: dict[str, str | int] = {"tabindex": 0} if window else {}
    if is_tall(found):  # which would drown the search in one program's noise
        reach["data_search_exclude"] = ""
    return el("pre", *shown, *rest, class_=f"{css} tall" if window else css, **reach)


def _line(line: Line, css: str, number: int, said: str) -> Markup:
    whole = line.stderr or all(stream == "stdout" for stream, _ in line.pieces)
    inner = line.text if whole else fragment(*(_piece(stream, text) for stream, text in line.pieces))
    return el("span", inner, class_=css, data_n=number, data_t=said)


def _piece(stream: Stream, text: str) -> str:
    return el("span", text, class_="errpart") if stream == "stderr" else text


def _rest(found: Sequence[Line]) -> Iterator[Markup]:
    """The lines that have no number any more, in as few elements as tell the two streams apart."""
    for stream, pieces in groupby((piece for line in found for piece in line.pieces), key=lambda piece: piece[0]):
        yield el("span", *(text for _, text in pieces), class_="rest err" if stream == "stderr" else "rest")

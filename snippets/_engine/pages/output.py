"""What a run printed, as HTML: a line an element, whose text together is byte for byte the text of the run.

Numbers, times and the word "stderr" are not in that text: they are data attributes, which ``extra.css`` shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from snippets._engine.pages.markup import Markup, el, fragment
from snippets._engine.record.printed import Line
from snippets._engine.record.record import Stream
from snippets._engine.record.times import seconds

#: More than this stands in a window that scrolls: so many lines, or so many letters.
WINDOW_LINES = 24
WINDOW_LETTERS = 2_000

#: The column beside the code holds about so many letters in a row; if more lines than this are longer, all stand below.
BESIDE_LETTERS = 36
BESIDE_LONG = 4

#: So many lines get an element and a number each. Nobody counts beyond, and a browser should not have to.
NUMBERED = 400

#: A frame of the standard library in a traceback, as it is left when its line number is gone.
LIBRARY_FRAME = re.compile(r'^[ |]*File "[^"\n]+", in ', re.MULTILINE)

#: A line that points to places in the line above it, which must then not be broken.
CARETS = re.compile(r"[ |]*[\^~][\^~ ]*\n?")


def is_tall(found: Sequence[Line]) -> bool:
    """Whether so much was printed that it stands in a window."""
    return len(found) > WINDOW_LINES or sum(len(line.text) for line in found) > WINDOW_LETTERS


def is_wide(found: Sequence[Line]) -> bool:
    """Whether the lines, a traceback's for one, would be torn apart in the column beside the code."""
    long = [len(line.text) > BESIDE_LETTERS for line in found]
    pointing = any(long[i] and CARETS.fullmatch(found[i + 1].text) for i in range(len(found) - 1))
    return not is_tall(found) and (pointing or sum(long) > BESIDE_LONG)


def left_out(text: str, file: str) -> str:
    """A sentence that says what of the text was not shown, for the output of a program of this name; mostly nothing.

    It tells from the text what ``record/text.py`` did to it: file names without folders, frames without line numbers.
    """
    marks = {
        "paths": file in text or LIBRARY_FRAME.search(text),
        "line numbers of the library": LIBRARY_FRAME.search(text),
        "memory addresses": "0x…" in text,
    }
    found = [what for what, there in marks.items() if there]
    return f"Left out: {', '.join(found)}." if found else ""


def pre(
    found: Sequence[Line],
    clock: str | None = "virtual",
    css: str | None = "output",
    marks: Mapping[int, str] | None = None,
) -> Markup:
    """The lines in one ``pre`` of this class, so far as they are few each with its number, time and mark.

    ``marks`` gives lines, counted from 0, a class of their own. The text of the element is the text of the lines.
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
    # A window must be reachable by keyboard to be scrolled, and would drown the search in one program's noise.
    reach: dict[str, str | int] = {"tabindex": 0, "data_search_exclude": ""} if is_tall(found) else {}
    return el("pre", *shown, *_rest(found[NUMBERED:]), class_=f"{css} tall" if reach else css, **reach)


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

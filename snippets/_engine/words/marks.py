"""The marks in which every sentence on a run is written: ``{2}`` is task 2, backticks hold code, “…” what was printed.

A word joiner (U+2060), which no screen shows, behind a brace or a backtick says that it is no mark. What tells of a run
returns texts with these marks; ``to_plain`` takes them out, and the pages make HTML of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from snippets._engine.words.english import listed

#: What a piece of a text may be.
Kind = Literal["text", "task", "code", "printed"]
#: What says that the character before it is no mark.
NO_MARK = "\u2060"
#: A piece of the program is no longer than this in a sentence of the player's.
_LONGEST = 60
_TASK = r"\{(\d+)\}"
_MARK = re.compile(rf"{_TASK}|`((?:[^`]|`{NO_MARK})*)`(?!{NO_MARK})|(“[^”]*”)")


def ref(number: int) -> str:
    """A task, by its number."""
    return f"{{{number}}}"


def refs(numbers: Iterable[int], last: str = "and", most: int = 6, unnamed: int = 0) -> str:
    """Several tasks, and so many more that are not known by name; of many only how many more."""
    found = list(dict.fromkeys(numbers))
    count = len(found) + unnamed
    more = [f"{count - min(most - 1, len(found))} more"] if count > most or unnamed else []
    return listed([ref(n) for n in (found[: most - 1] if more else found)] + more, last)


def literal(text: str) -> str:
    """A text of the program's or of Python's, in which nothing is a mark."""
    return re.sub(r"`|\{(?=\d+\})", rf"\g<0>{NO_MARK}", text.replace(NO_MARK, ""))


def code(text: str) -> str:
    """A piece of the program, whole."""
    return f"`{literal(text)}`"


def brief(text: str) -> str:
    """A piece of the program in one line and not too long: cut, and with other quotes for its own backticks."""
    text = literal(" ".join(text.split()).replace("`", "'"))
    return f"`{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + '…'}`"


def quoted(text: str, most: int = 60) -> str:
    """The first line of what was printed, in quotation marks."""
    first = next((line for line in text.split("\n") if line.strip()), "").replace("“", '"').replace("”", '"')
    return f"“{first if len(first) <= most else first[: most - 1] + '…'}”"


def parts(text: str, names: Mapping[int, str] | None = None) -> Iterator[tuple[Kind, str]]:
    """The pieces of a text, each with what it is, in the words that are to be read: tasks by these names."""
    at = 0
    for found in _MARK.finditer(text):
        yield "text", text[at : found.start()].replace(NO_MARK, "")
        at = found.end()
        if found[1]:
            yield "task", _named(found, names)
        elif found[3]:
            yield "printed", found[3].replace(NO_MARK, "")
        else:
            yield "code", re.sub(_TASK, lambda task: _named(task, names), found[2]).replace(NO_MARK, "")
    yield "text", text[at:].replace(NO_MARK, "")


def _named(task: re.Match[str], names: Mapping[int, str] | None) -> str:
    return (names or {}).get(int(task[1]), f"task {task[1]}")


def to_plain(text: str, names: Mapping[int, str] | None = None) -> str:
    """A text as plain words: no marks, tasks by these names."""
    return "".join(said for _, said in parts(text, names))


def unlined(text: str) -> str:
    """A sentence about a line that is not known goes without it."""
    return re.sub(r",? (?:in|after|at) line \?(?=[ ,:.]|$)", "", text)

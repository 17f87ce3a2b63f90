"""A program's lines in pieces that a page colours, by Python's tokenizer: for programs that no page was built with."""

from __future__ import annotations

import io
import keyword
import token
import tokenize
from collections.abc import Iterator

#: The classes that Pygments gives, for what the player tells apart by colour.
KEYWORD, STRING, COMMENT = "k", "s", "c1"
_CONSTANTS = {"True": "kc", "False": "kc", "None": "kc"}
_KINDS = {token.STRING: STRING, token.COMMENT: COMMENT}
#: From 3.12 on a string may be told in parts.
_KINDS |= {number: STRING for number, name in token.tok_name.items() if name.startswith(("FSTRING_", "TSTRING_"))}


def coloured(lines: list[str]) -> list[list[tuple[str, str]]]:
    """Each line as pieces ``(class, text)``, the class empty where there is none; together they are the line.

    Where the text stops being Python, the rest is plain.
    """
    marked: list[list[tuple[int, int, str]]] = [[] for _ in lines]
    for kind, (first, begin), (last, end) in _marks(lines):
        for number in range(first, min(last, len(lines)) + 1):
            start, stop = begin if number == first else 0, end if number == last else len(lines[number - 1])
            marked[number - 1].append((start, stop, kind))
    return [_pieces(line, marks) for line, marks in zip(lines, marked, strict=True)]


def _marks(lines: list[str]) -> Iterator[tuple[str, tuple[int, int], tuple[int, int]]]:
    """The tokens that have a class, each with its first and last place: line from 1, column from 0."""
    try:
        for one in tokenize.generate_tokens(io.StringIO("\n".join(lines) + "\n").readline):
            kind = _KINDS.get(one.type, "")
            if one.type == token.NAME and keyword.iskeyword(one.string):
                kind = _CONSTANTS.get(one.string, KEYWORD)
            if kind:
                yield kind, one.start, one.end
    except (SyntaxError, tokenize.TokenError):
        return


def _pieces(line: str, marks: list[tuple[int, int, str]]) -> list[tuple[str, str]]:
    pieces, at = [], 0
    for start, stop, kind in marks:
        pieces += [("", line[at:start]), (kind, line[start:stop])]
        at = max(at, stop)
    return [(kind, text) for kind, text in [*pieces, ("", line[at:])] if text]

"""From the bytes that a program wrote to the text that pages and goldens hold: the one place where output is changed.

Few rules, each for something that says where or when a program ran and not what it does:

1. Bytes that are no UTF-8, control characters and invisible marks of direction become visible.
2. The folder of the program goes from its paths; the standard library's folder too.
3. A memory address, as in ``<object at 0x7f...>``, becomes ``0x…``.
4. In a traceback the standard library's frames keep file and function, and lose line number and caret line, which
   differ between Pythons that behave the same.
5. What the label's ``mask`` matches becomes ``…``.

An exception's own lines, the last of a traceback, are never touched by 2 to 4.
"""

from __future__ import annotations

import codecs
import re
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

Edit = tuple[int, int, str]

#: Written at the end of a text of which we did not keep everything.
CUT = "[cut here: {}]\n"

_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]")
_ADDRESS = re.compile(r"(?<= at )0x[0-9a-fA-F]{6,16}\b")
_HEADER = re.compile(r"(?P<indent>[ |]*)(?:[+-]+ )?(?:Exception Group )?Traceback \(most recent call last\):$")
_FRAME = re.compile(r'(?P<indent>[ |]*)  File "(?P<file>[^"]*)", line (?P<line>\d+)(?P<rest>.*)$')
_CARETS = re.compile(r"[ |]*[~^]+\s*$")


@dataclass(frozen=True, slots=True)
class Places:
    """The folders that go from a text: the program's own, and the standard library's of the Python that ran it."""

    program: str
    library: str

    def in_library(self, file: str) -> bool:
        """Whether a traceback's file belongs to Python itself."""
        return file.startswith((self.library + "/", "<frozen "))


def decode(writes: Iterable[tuple[str, bytes]]) -> list[str]:
    """Each write (stream, bytes) as text, also where a character was cut in two by the end of a write."""
    decoders = {name: codecs.getincrementaldecoder("utf-8")("backslashreplace") for name in ("stdout", "stderr")}
    return [decoders[stream].decode(data) for stream, data in writes]


def normalise(pieces: list[str], places: Places, mask: Iterable[str] = ()) -> list[str]:
    """The same pieces by the rules above. They still join to the text: an edit is in the piece in which it begins."""
    spared = _exception_lines("".join(pieces))
    pieces = _apply(pieces, lambda text: _traceback_edits(text, places))
    for rule in (_folder_rule(places.program), _folder_rule(places.library), _ADDRESS):
        pieces = _apply(pieces, lambda text, rule=rule: _outside(text, spared, rule))  # type: ignore[misc]
    for pattern in mask:
        pieces = _apply(pieces, lambda text, pattern=pattern: _matches(text, re.compile(pattern), "…"))  # type: ignore[misc]
    return [_INVISIBLE.sub(lambda match: visible(match[0]), piece) for piece in pieces]


def without_folders(text: str, places: Places) -> str:
    """Only rule 2, for a text that is shown while it comes."""
    for folder in (places.program, places.library):
        text = _folder_rule(folder).sub("", text)
    return text


def visible(character: str) -> str:
    """A control character as its picture (``␛``), another invisible one by its number (``\\u202e``)."""
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _folder_rule(folder: str) -> re.Pattern[str]:
    return re.compile(re.escape(folder) + r"/(?=[\w<])")


def _outside(text: str, spared: set[str], rule: re.Pattern[str]) -> list[Edit]:
    """Edits by a rule, but none in an exception's own line."""
    new = "0x…" if rule is _ADDRESS else ""
    edits, start = [], 0
    for line in lines_of(text):
        if line not in spared:
            edits += [(start + m.start(), start + m.end(), new) for m in rule.finditer(line)]
        start += len(line)
    return edits


def _matches(text: str, pattern: re.Pattern[str], new: str) -> list[Edit]:
    return [(match.start(), match.end(), new) for match in pattern.finditer(text) if match[0]]


def _exception_lines(text: str) -> set[str]:
    """The lines that say which exception ended a traceback, and what it says."""
    found, inside = set(), False
    for line in lines_of(text):
        if _HEADER.match(line.rstrip("\n")):
            inside = True
        elif inside and not line.lstrip("| ").startswith(("File ", "+")) and _depth(line) == 0:
            found.add(line)
            inside = False
    return found


def _depth(line: str) -> int:
    """How far a line of a traceback is indented, past the rail that groups of exceptions draw."""
    body = re.sub(r"^[ ]*\| ", "", line)
    return len(body) - len(body.lstrip(" "))


def _traceback_edits(text: str, places: Places) -> list[Edit]:
    """Rule 4: frames of the standard library."""
    edits: list[Edit] = []
    start, in_library = 0, False
    for line in lines_of(text):
        frame = _FRAME.match(line.rstrip("\n"))
        if frame:
            in_library = places.in_library(frame["file"]) and frame["rest"].startswith(", in ")
            if in_library:
                begin = start + frame.start("line") - len(", line ")
                edits.append((begin, start + frame.end("line"), ""))
        elif in_library and _CARETS.match(line):
            edits.append((start, start + len(line), ""))
        elif not line.startswith(" "):
            in_library = False
        start += len(line)
    return edits


def _apply(pieces: list[str], find: Callable[[str], list[Edit]]) -> list[str]:
    """The pieces after the edits that a rule finds in their joined text."""
    whole = "".join(pieces)
    edits = deque(find(whole))
    result, start = [], 0
    for piece in pieces:
        end, position = start + len(piece), start
        kept: list[str] = []
        while edits and edits[0][0] < end:
            begin, finish, new = edits[0]
            if begin >= start:
                kept += (whole[position:begin], new)
            position = min(finish, end)
            if finish > end:
                break
            edits.popleft()
        result.append("".join(kept) + whole[position:end])
        start = end
    return result


def lines_of(text: str) -> list[str]:
    """The lines with their ends, at newlines only (``splitlines`` also splits at control characters)."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)

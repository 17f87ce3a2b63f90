"""What a run printed, in lines: each with its number, the moment of its first piece, and what went to which stream."""

from __future__ import annotations

from dataclasses import dataclass

from snippets._engine.record.record import Record, Stream
from snippets._engine.record.text import lines_of


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: when its first piece was written (seconds), which of the record's that is, and all pieces."""

    seconds: float
    first: int
    pieces: tuple[tuple[Stream, str], ...]

    @property
    def text(self) -> str:
        """The line as written, with its newline if it has one."""
        return "".join(text for _, text in self.pieces)

    @property
    def stderr(self) -> bool:
        """Whether the whole line went to stderr."""
        return all(stream == "stderr" for stream, _ in self.pieces)


def lines(record: Record) -> list[Line]:
    """The record's output in lines; line n of a picture or a page is the n-th. The last may lack its newline."""
    found: list[Line] = []
    pieces: list[tuple[Stream, str]] = []
    began, first = 0.0, 0
    for index, piece in enumerate(record.output):
        for text in lines_of(piece.text):
            began, first = (began, first) if pieces else (piece.seconds, index)
            pieces.append((piece.stream, text))
            if text.endswith("\n"):
                found.append(Line(began, first, tuple(pieces)))
                pieces = []
    return [*found, Line(began, first, tuple(pieces))] if pieces else found

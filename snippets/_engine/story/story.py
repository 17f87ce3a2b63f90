"""The story of one run: all that is read out of its record and the program's text, each part once."""

from __future__ import annotations

from functools import cached_property

from snippets._engine.record.names import shown_names
from snippets._engine.record.printed import Line, lines
from snippets._engine.record.record import Record
from snippets._engine.story.history import History
from snippets._engine.story.lanes import Picture, picture
from snippets._engine.story.moments import Moment
from snippets._engine.story.program import ProgramText
from snippets._engine.story.proofs import Proofs
from snippets._engine.story.walk import moments


class Story:
    """All that one run tells. To make one costs nothing: each part is read when it is first asked for, and kept.

    It is handed on in place of record and text, so that pictures, sentences and findings share one reading.
    """

    def __init__(self, record: Record, source: str) -> None:
        """``source`` is the text of the program that ran; empty where it is not known."""
        self.record, self.source = record, source

    @cached_property
    def program(self) -> ProgramText:
        """The text of the program, parsed."""
        return ProgramText(self.source)

    @cached_property
    def names(self) -> dict[int, str]:
        """What pictures and sentences call each task that they show, by its number, in order of creation."""
        return shown_names(self.record)

    @cached_property
    def lines(self) -> list[Line]:
        """What was printed, in lines; line n of a picture or a page is the n-th."""
        return lines(self.record)

    @cached_property
    def history(self) -> History:
        """What each task did and how each primitive stood: the events, gone over once."""
        return History(self.record)

    @cached_property
    def lanes(self) -> Picture:
        """What a picture of the run shows."""
        return picture(self.record, self.history, self.names, self.lines)

    @cached_property
    def moments(self) -> list[Moment]:
        """What happened in each callback of the loop, no more than ``walk.MOST`` of them."""
        return moments(self.record, self.program, self.history)

    @cached_property
    def proofs(self) -> Proofs:
        """What is proved of tasks that were asked to end, and of who waited for whom."""
        return Proofs(self.record, self.program, self.history, self.names)

"""The picture of a run in words, and its end in a line, for those who do not see it."""

from __future__ import annotations

import re

from snippets._engine.record.record import Record
from snippets._engine.record.times import fine as time
from snippets._engine.story.lanes import MOST_LANES, Span, chosen
from snippets._engine.story.story import Story
from snippets._engine.words.bars import at, end_of, ends_of, label
from snippets._engine.words.english import capital, counted

#: What is said of a picture that was drawn from a record which had become too long.
CUT = "The record was cut: what followed is not known, except what was printed and how these tasks ended."


def described(story: Story) -> str:
    """The picture in words, a sentence a lane."""
    seen = story.lanes
    over = f" over {time(seen.last.seconds)}" if seen.timed else ", in next to no time"
    said = [f"{counted(len(seen.lanes), 'task').capitalize()}{over}."]
    said += [CUT] if seen.cut else []
    most = max(2, 48 // len(seen.lanes)) if seen.lanes else 0
    lanes = chosen(seen.lanes, MOST_LANES)
    for lane in lanes:
        spans = "; ".join(_told(span, seen.timed) for span in lane.spans[:most])
        more = "; and so on" if len(lane.spans) > most else ""
        end = end_of(lane) + (at(lane.end, seen.timed) if lane.end else "")
        said.append(f"{lane.name}: {spans}{more}{'; ' if spans else ''}{end}.")
    drawn = {lane.task for lane in lanes}
    rest = [lane for lane in seen.lanes if lane.task not in drawn]
    said += [f"{capital(ends_of(rest))}."] if rest else []
    said += [f"{capital(seen.stopped)}{at(seen.last, seen.timed)}."] if seen.stopped else []
    return " ".join(said)


def _told(span: Span, timed: bool) -> str:
    until = "for good" if span.open else f"to {time(span.stop.seconds)}"
    words = label(span)
    return f"{words} {time(span.start.seconds)} {until}" if timed else words + (" for good" if span.open else "")


def ended(record: Record, title: str) -> str:
    """How a run ended by itself, in a line: with what Python says of the exception, and the program's line of it."""
    if record.raised is None:
        return f"{title} {record.outcome}"
    said = record.stderr.splitlines()
    last = next((line for line in reversed(said) if re.match(rf"([\w.]+\.)?{record.raised}\b", line)), record.raised)
    lines = [int(found[1]) for line in said if (found := re.match(r' *File "[^/"<]+", line (\d+)', line))]
    return f"{title} raises {last}{f' (line {lines[-1]})' if lines else ''}"

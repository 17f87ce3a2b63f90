"""What stands on the picture of a run, and what each sign of it says to those who point at it or do not see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from snippets._engine.record.times import fine as time
from snippets._engine.story.history import Point
from snippets._engine.story.lanes import Lane, Level, Mark, Span
from snippets._engine.words.templates import BARS, LEVELS

#: Where a lane was too much to draw: on it, and said of it.
AND_SO_ON, TORN = "and so on", "too much to draw: cut here"
#: What is said at the moment from which on the record was cut, and of what no task printed.
CUT_SHORT, OUTSIDE = "the record was cut", "printed outside any task"
#: What is said of an axis that counts events: where no time passed, and where too little did.
NO_TIME, IN_ORDER = "in the order of what happened: no time passes", "in order"


def at(moment: Point, timed: bool) -> str:
    """`` at 1.5 s``; nothing where the axis counts events."""
    return f" at {time(moment.seconds)}" if timed else ""


def label(span: Span) -> str:
    """The words on a bar: what a task waits for, with tasks called as their lanes are, or else how it does."""
    if span.how:
        return BARS[span.how]
    if not span.count:
        return span.on
    if span.doing == "task":
        return span.tasks[0] if span.tasks else span.on
    if len(span.tasks) == span.count < 3:
        return f"{span.doing}: {', '.join(span.tasks)}"
    return f"{span.doing}: {span.count:,} task{'s' * (span.count != 1)}"


def bar(lane: Lane, span: Span, timed: bool) -> str:
    """What a bar says: who does what, when, and in which line."""
    return f"{lane.name}: {label(span)}, {_when(span, timed)}{_line(span.line)}"


def held(lane: Lane, span: Span, timed: bool) -> str:
    """What the foot of a bar says: who holds what, and when."""
    return f"{lane.name} holds {span.on}, {_when(span, timed)}"


def created(lane: Lane, by: str) -> str:
    """What the line to a new lane says."""
    return f"{lane.name} was created by {by}{_line(lane.line)}"


def woken(name: str, by: str, line: int | None) -> str:
    """What an arrow from lane to lane says."""
    return f"{by} wakes {name}{_line(line)}"


def asked(lane: str, mark: Mark, timed: bool) -> str:
    """What a cross says: who was asked to end, by whom, and when."""
    by = f" by {mark.by}" if mark.by else ""
    return f"{lane}: cancellation requested{by}{_line(mark.line)}" + (f", {time(mark.at.seconds)}" if timed else "")


def printed(numbers: str, several: bool, text: str) -> str:
    """What a dot says: the numbers of its lines, and the text of the first."""
    return f"line{'s' if several else ''} {numbers}{f': {text}' if text else ''}"


def end_of(lane: Lane) -> str:
    """How a task ended, in the record's words."""
    return lane.ended or "never ended"


def ended(lane: Lane, timed: bool) -> str:
    """What the sign at the end of a lane says."""
    if lane.ended is None or lane.end is None:
        return f"{lane.name} never ended"
    was = "was " if lane.ended in ("cancelled", "destroyed") else ""
    return f"{lane.name} {was}{lane.ended}{at(lane.end, timed)}"


def level(seen: Level) -> str:
    """What stands at a level: what is counted, and how many there can be."""
    return LEVELS[seen.counts] + (f", room for {seen.limit}" if seen.limit else "")


def ends_of(lanes: Sequence[Lane]) -> str:
    """How many lanes are not drawn, and how these tasks ended, in as few words as a telephone has room for."""
    ends = Counter(lane.ended.how if lane.ended else end_of(lane) for lane in lanes)
    more = f"and {len(lanes):,} more task{'s' * (len(lanes) != 1)}"
    if len(ends) == 1:
        return f"{more}: {'all ' * (len(lanes) > 1)}{next(iter(ends))}"
    return f"{more}: {', '.join(f'{count:,} {how}' for how, count in ends.most_common())}"


def _line(number: int | None) -> str:
    return f", line {number}" if number else ""


def _when(span: Span, timed: bool) -> str:
    if not timed:
        return "for good" if span.open else "no time"
    return f"{time(span.start.seconds)} " + ("for good" if span.open else f"to {time(span.stop.seconds)}")

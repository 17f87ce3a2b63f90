"""Where a moment lies in a picture, and how places are written there."""

from __future__ import annotations

from dataclasses import dataclass

from snippets._engine.story.history import Point
from snippets._engine.story.lanes import Picture, Span

#: The axis lies between these percents of the width.
X0, X1 = 2.0, 96.0


@dataclass(frozen=True, slots=True)
class Scale:
    """From moments to percents of the width: by time up to ``seconds``, or by the order of events."""

    seconds: float
    places: tuple[int, ...] = ()

    @property
    def timed(self) -> bool:
        """Whether the axis is time."""
        return not self.places

    def x(self, moment: Point) -> float:
        """Where a moment lies, in percent."""
        if self.timed:
            part = min(1.0, moment.seconds / self.seconds) if self.seconds else 0.0
        else:
            part = sum(place < moment.place for place in self.places) / max(1, len(self.places) - 1)
        return X0 + (X1 - X0) * min(1.0, part)


def length(seen: Picture) -> float:
    """How many seconds an axis must have for this picture: what never ends must be seen to go on."""
    return seen.last.seconds * (1.12 if seen.endless else 1.0)


def scale_of(seen: Picture, seconds: float = 0.0) -> Scale:
    """The axis of a picture: ``seconds`` long at least, or by the order of events where no time passes."""
    if seen.timed or (seconds and seen.endless):
        return Scale(max(seconds, length(seen)))
    moments = {moment.place for lane in seen.lanes for span in lane.spans for moment in (span.start, span.stop)}
    moments |= {mark.at.place for lane in seen.lanes for mark in (*lane.prints, *lane.cancels)}
    moments |= {lane.end.place for lane in seen.lanes if lane.end} | {mark.at.place for mark in seen.outside}
    return Scale(seen.last.seconds, tuple(sorted(moments)) or (0,))


def extent(scale: Scale, span: Span) -> float:
    """How wide a span is, in percent; one that goes on beyond the picture reaches its edge."""
    stop = X1 + 1 if span.open else scale.x(span.stop)
    return max(0.0, stop - scale.x(span.start))


def nice(seconds: float) -> float:
    """The distance of the axis' marks: at most seven."""
    for power in range(-4, 7):
        for first in (1, 2, 5):
            if seconds / (first * 10.0**power) <= 7:
                return first * 10.0**power
    return seconds or 1.0


def pc(value: float) -> str:
    """A place or width as SVG has it."""
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"

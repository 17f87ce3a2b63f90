"""Small pictures of a run, of bars alone: the thumbnail that lists have, and the bars that other renderers draw."""

from __future__ import annotations

from dataclasses import dataclass

from snippets._engine.picture.axis import extent, pc, scale_of
from snippets._engine.picture.kinds import KINDS, kind_of
from snippets._engine.picture.timeline import MOST_SPANS
from snippets._engine.story.lanes import MOST_LANES, chosen
from snippets._engine.story.story import Story

#: How far apart the lanes of a thumbnail are, in pixels.
PITCH = 7


@dataclass(frozen=True, slots=True)
class SmallBar:
    """A span as small pictures have it: its kind, where it begins and how wide it is, in percent."""

    kind: str
    x: float
    width: float


def bars(story: Story, seconds: float = 0.0, most: int = MOST_LANES) -> list[tuple[str, list[SmallBar]]]:
    """The names of a run's lanes, no more than ``most``, each with its bars but for those too short to see.

    ``seconds`` is the length of the axis where several pictures share it.
    """
    scale, rows = scale_of(story.lanes, seconds), []
    for lane in chosen(story.lanes.lanes, most):
        row = [SmallBar(kind_of(span.doing), scale.x(span.start), extent(scale, span)) for span in lane.spans]
        rows.append((lane.name, [bar for bar in row if bar.width > 0.4][:MOST_SPANS]))
    return rows


def thumbnail(story: Story, seconds: float = 0.0) -> str:
    """A thumbnail for lists as SVG, hidden from screen readers because words stand beside it; empty without a task."""
    if not story.lanes.lanes:
        return ""
    rows = [row for _, row in bars(story, seconds)]
    drawn = "".join(_bar(bar, index * PITCH) for index, row in enumerate(rows) for bar in row)
    return f'<svg class="tl mini" aria-hidden="true" width="100%" height="{PITCH * len(rows)}">{drawn}</svg>'


def _bar(bar: SmallBar, y: float) -> str:
    if KINDS[bar.kind].small == "line":
        return f'<line class="{bar.kind}" x1="{pc(bar.x)}" x2="{pc(bar.x + bar.width)}" y1="{y + 3:g}" y2="{y + 3:g}"/>'
    return f'<rect class="{bar.kind}" x="{pc(bar.x)}" y="{y + 1:g}" width="{pc(max(bar.width, 0.6))}" height="4.5"/>'

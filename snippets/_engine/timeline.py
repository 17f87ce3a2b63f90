"""Record -> SVG: a lane a task over time, or over the order of events where no time passes.

x is in percent and y in pixels, so that text keeps its size at any width; what fits only on a wide screen, or is laid
out otherwise on a narrow one, carries a class that ``docs/assets/timeline.css`` shows or hides. The same record gives
the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from snippets._engine.dots import NARROW, WIDE, dots
from snippets._engine.lanes import Lane, Level, Moment, Picture, Span, picture
from snippets._engine.markup import attributes, counted, escape
from snippets._engine.printed import Line, lines
from snippets._engine.record import Record
from snippets._engine.scale import X0, X1, Scale, extent, nice, pc, scale_of
from snippets._engine.times import fine as time

STYLE = Path(__file__).resolve().parents[2] / "docs" / "assets" / "timeline.css"

#: Heights, in pixels, of the axis, of a lane's name, bar and dots, and of the space below a lane.
AXIS, NAME, BAR, DOTS, GAP = 26, 18, 22, 22, 10
LEVEL = 26
#: A letter's width, in pixels.
LETTER = 6.7
#: More lanes than these are not drawn, nor more spans in one of them; a mark says so.
MOST_LANES, MOST_SPANS = 16, 60
#: How large a picture may be, in bytes: it is drawn with fewer and fewer moments until it is not larger.
LARGEST = 19_500

#: What a picture says that was drawn from a record which had become too long.
CUT = "The record was cut: more happened than is drawn."

_END_GLYPHS = {
    "returned": "M-3.6 .4-1.2 3 3.8-3",
    "raised": "M-3-3 3 3M3-3-3 3",
    "cancelled": "M-3.4 0H3.4",
    "destroyed": "M-3.4 0H3.4",
}
_SWATCH = 'x=".5" y=".5" width="25" height="11" rx="2"'
_UNITS = 'patternUnits="userSpaceOnUse"'
_NEVER_GLYPH = "M-2-3.4V3.4M2-3.4V3.4"
_ON_GLYPH = "M-3-3.2 3 0-3 3.2"

LEGEND = {
    "run": "running, and holding the loop",
    "sleep": "sleeping",
    "wait": "waiting for another task to act",
    "tasks": "waiting for tasks to end",
    "else": "waiting for a future",
    "late": "ready, and not yet its turn",
    "hold": "holding the lock",
}


@dataclass
class Drawing:
    """The pieces of one SVG in the order of drawing, and what has been used of the legend."""

    uid: str
    scale: Scale
    seen: Picture
    most: int = MOST_SPANS
    parts: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    lanes: dict[int, float] = field(default_factory=dict)
    height: float = AXIS

    def add(self, *parts: str) -> None:
        """Draw on top of what is there."""
        self.parts += parts

    def before(self, moment: Moment) -> int:
        """How many lines were printed before a moment."""
        marks = (mark for marks in (*(lane.prints for lane in self.seen.lanes), self.seen.outside) for mark in marks)
        return max((mark.number for mark in marks if mark.at.place < moment.place), default=0)


def timeline(record: Record, uid: str, title: str, seconds: float = 0.0) -> tuple[str, list[str]]:
    """The picture of a run as inline SVG, and which kinds of ``LEGEND`` it uses; an empty text where there is no task.

    ``uid`` makes the ids in it unique on a page. ``seconds`` is the length of the axis where several pictures share it.
    """
    drawing = fitting(record, uid, seconds)
    if drawing is None:
        return "", []
    scale = drawing.scale
    head = attributes(
        class_="tl", role="img", aria_labelledby=f"{uid}_t {uid}_d", width="100%", height=f"{drawing.height:g}",
        data_scale="time" if scale.timed else "steps", data_t0=0, data_t1=f"{scale.seconds * 1000:g}",
        data_x0=f"{X0:g}", data_x1=f"{X1:g}",
    )  # fmt: skip
    return framed(head, drawing, title, record), [kind for kind in LEGEND if kind in drawing.used]


def mini(record: Record, seconds: float = 0.0) -> str:
    """A thumbnail for lists: the bars alone, hidden from screen readers because words stand beside it."""
    seen = picture(record)
    if not seen.lanes:
        return ""
    pitch, rows = 7, bars(seen, seconds)
    drawn = "".join(_mini_bar(bar, index * pitch) for index, row in enumerate(rows) for bar in row)
    return f'<svg class="tl mini" aria-hidden="true" width="100%" height="{pitch * len(rows)}">{drawn}</svg>'


@dataclass(frozen=True, slots=True)
class Bar:
    """A span as the small pictures have it: its kind (of ``LEGEND``), where it begins and how wide it is in percent."""

    kind: str
    x: float
    width: float


def bars(seen: Picture, seconds: float = 0.0) -> list[list[Bar]]:
    """The bars of the first lanes of a picture, without those too short to be seen."""
    scale, rows = scale_of(seen, seconds), []
    for lane in seen.lanes[:MOST_LANES]:
        row = [Bar(span.kind, scale.x(span.start), extent(scale, span)) for span in lane.spans]
        rows.append([bar for bar in row if bar.width > 0.4][:MOST_SPANS])
    return rows


def legend(kinds: Sequence[str]) -> str:
    """What the looks of the bars mean, as a list in HTML, for those that a picture uses."""
    items = "".join(f"<li>{swatch(kind)} {LEGEND[kind]}</li>" for kind in kinds)
    return f'<ul class="plain legend">{items}</ul>' if items else ""


# ------------------------------------------------------------------------------------------------ the whole


def fitting(record: Record, uid: str, seconds: float) -> Drawing | None:
    seen, most, lanes = picture(record), MOST_SPANS, MOST_LANES
    if not seen.lanes:
        return None
    while True:
        drawing = _draw(record, seen, uid, seconds, (most, lanes))
        if sum(map(len, drawing.parts)) <= LARGEST - 1_000 - len(described(record)) or lanes < 3:
            return drawing
        most, lanes = (most * 2 // 3, lanes) if most > 3 else (most, lanes * 2 // 3)


def _draw(record: Record, seen: Picture, uid: str, seconds: float, most: tuple[int, int]) -> Drawing:
    drawing = Drawing(uid, scale_of(seen, seconds), seen, most[0])
    lanes, printed = seen.lanes[: most[1]], lines(record)
    y = float(AXIS)
    for lane in lanes:
        drawing.lanes[lane.task] = y + NAME
        y += NAME + BAR + (DOTS if lane.prints else 2) + GAP
    outside = y
    y += NAME + DOTS if seen.outside else 0
    rest = len(seen.lanes) - len(lanes)
    y += NAME if rest else 0
    levels = [level for level in seen.levels if any(width > 0.25 for _, width, _ in _steps(drawing, level))]
    end = y + (NAME + LEVEL + GAP) * len(levels)
    drawing.height = end + (NAME if seen.cut else 0)
    _axis(drawing)
    _made(drawing, lanes)
    _wakes(drawing, lanes)
    for lane in lanes:
        _lane(drawing, lane, printed)
    if seen.outside:
        drawing.add(f'<text class="d h" x="{pc(X0)}" y="{outside + 12:g}">printed outside any task</text>')
        drawing.add(*dots(drawing.scale, seen.outside, outside + NAME + 6, printed, max(2, drawing.most // 2)))
    if rest:
        drawing.add(f'<text class="d h" x="{pc(X0)}" y="{y - 6:g}">and {counted(rest, "more task")}</text>')
    for index, level in enumerate(levels):
        _level(drawing, level, y + (NAME + LEVEL + GAP) * index)
    if seen.cut:
        drawing.add(f'<text class="d h" x="{pc(X0)}" y="{end + 6:g}">{CUT}</text>')
    return drawing


def framed(head: str, drawing: Drawing, title: str, record: Record) -> str:
    uid = drawing.uid
    patterns = (
        f'<defs><pattern id="{uid}_w" width="7" height="7" {_UNITS} patternTransform="rotate(45)">'
        '<rect class="wp" width="7" height="7"/><line class="wl" y2="7"/></pattern>'
        f'<pattern id="{uid}_e" width="6" height="6" {_UNITS}><rect class="ep" width="6" height="6"/>'
        '<circle class="ed" cx="3" cy="3" r=".9"/></pattern></defs>'
    )
    told = f'<title id="{uid}_t">{escape(title)}</title><desc id="{uid}_d">{escape(described(record))}</desc>'
    return f"<svg{head}>{told}{patterns}{''.join(drawing.parts)}</svg>"


def described(record: Record) -> str:
    """The picture in words, a sentence a lane, for those who do not see it."""
    seen = picture(record)
    over = f" over {time(seen.last.seconds)}" if seen.timed else ", in next to no time"
    said = [f"{counted(len(seen.lanes), 'task').capitalize()}{over}."]
    said += [CUT] if seen.cut else []
    most = max(2, 48 // len(seen.lanes)) if seen.lanes else 0
    for lane in seen.lanes[:MOST_LANES]:
        spans = "; ".join(_told(span, seen.timed) for span in lane.spans[:most])
        more = "; and so on" if len(lane.spans) > most else ""
        end = f"{lane.ended}{_at(lane.end, seen.timed)}" if lane.ended and lane.end else "never ended"
        said.append(f"{lane.name}: {spans}{more}{'; ' if spans else ''}{end}.")
    return " ".join(said)


def _told(span: Span, timed: bool) -> str:
    until = "for good" if span.open else f"to {time(span.stop.seconds)}"
    return (
        f"{span.label} {time(span.start.seconds)} {until}" if timed else span.label + (" for good" if span.open else "")
    )


def _at(moment: Moment, timed: bool) -> str:
    return f" at {time(moment.seconds)}" if timed else ""


# -------------------------------------------------------------------------------------- axis, lines between lanes


def _axis(drawing: Drawing) -> None:
    bottom = drawing.height - GAP
    if not drawing.scale.timed:
        said = "in the order of what happened: no time passes" if drawing.seen.last.seconds < 0.001 else "in order"
        drawing.add(f'<text class="d" x="{pc(X0)}" y="13">{said}</text>')
        return
    seconds, step = drawing.scale.seconds, nice(drawing.scale.seconds)
    for index in range(int(seconds / step + 1e-6) + 1):
        x = drawing.scale.x(Moment(index * step, 0))
        anchor = "start" if index == 0 else "end" if x > X1 - 1 else "middle"
        said = f"{index * step * 1000:g} ms" if index and step < 0.01 else time(index * step)
        css = "d" if index % 2 == 0 or seconds / step < 5 else "d wid"
        drawing.add(
            f'<text class="{css}" x="{pc(x)}" y="13" text-anchor="{anchor}">{said}</text>',
            f'<line class="g" x1="{pc(x)}" x2="{pc(x)}" y1="20" y2="{bottom:g}"/>',
        )


def _made(drawing: Drawing, lanes: Sequence[Lane]) -> None:
    """Who created whom: a dotted line from the creator's lane, a little left of the moment, so that dots stay free."""
    for lane in lanes:
        if lane.parent in drawing.lanes:
            x, top, y = drawing.scale.x(lane.born), drawing.lanes[lane.parent] + BAR, drawing.lanes[lane.task]
            drawing.add(
                f'<svg x="{pc(x)}" overflow="visible"><title>{escape(_born(drawing, lane))}</title>'
                f'<path class="made" d="M-6 {top:g}V{y + BAR / 2:g}h5"/></svg>'
            )


def _born(drawing: Drawing, lane: Lane) -> str:
    by = next((other.name for other in drawing.seen.lanes if other.task == lane.parent), "")
    line = f", line {lane.line}" if lane.line else ""
    return f"{lane.name} was created by {by}{line}"


def _wakes(drawing: Drawing, lanes: Sequence[Lane]) -> None:
    names = {lane.task: lane.name for lane in lanes}
    for wake in [wake for wake in drawing.seen.wakes if wake.by in names and wake.task in names][: drawing.most]:
        x, start, end = drawing.scale.x(wake.at), drawing.lanes[wake.by], drawing.lanes[wake.task]
        down = end > start
        start, end, sign = (start + BAR, end, 1) if down else (start, end + BAR, -1)
        line = f", line {wake.line}" if wake.line else ""
        told = f"{names[wake.by]} wakes {names[wake.task]}{line}"
        drawing.add(
            f'<svg x="{pc(x)}" overflow="visible"><title>{escape(told)}</title>'
            f'<path class="w" d="M0 {start:g}V{end - 5 * sign:g}"/>'
            f'<path class="wa" d="M0 {end:g}-3.5 {end - 6 * sign:g}h7z"/></svg>'
        )


# ------------------------------------------------------------------------------------------------ a lane


def _lane(drawing: Drawing, lane: Lane, printed: Sequence[Line]) -> None:
    y = drawing.lanes[lane.task]
    ended = lane.ended or "never ended"
    drawing.add(
        f'<text class="h" x="{pc(X0)}" y="{y - 6:g}"><tspan class="b">{escape(lane.name)}</tspan> '
        f'<tspan class="d">{escape("· " + ended)}</tspan></text>'
    )
    drawn = 0
    for span in lane.spans:
        if extent(drawing.scale, span) < 0.25 and (drawing.scale.timed or span.kind != "run"):
            continue
        drawn += 1
        if drawn > drawing.most:
            _cut(drawing, drawing.scale.x(span.start), y)
            break
        _span(drawing, lane, span, y)
    for hold in lane.holds[: drawing.most]:
        _hold(drawing, lane, hold, y)
    _cancels(drawing, lane, y)
    _end(drawing, lane, y)
    drawing.add(*dots(drawing.scale, lane.prints, y + BAR + 12, printed, max(2, drawing.most // 2)))


def _span(drawing: Drawing, lane: Lane, span: Span, y: float) -> None:
    x, wide = drawing.scale.x(span.start), extent(drawing.scale, span)
    drawing.used.add(span.kind)
    told = f"{lane.name}: {span.label}, {_told_when(drawing, span)}{f', line {span.line}' if span.line else ''}"
    pattern = {"wait": "w", "else": "e"}.get(span.kind)
    fill = f'fill="url(#{drawing.uid}_{pattern})"' if pattern else ""
    if span.kind == "tasks":
        shape = f'<line class="tasks" x1="4" x2="100%" y1="{BAR / 2:g}" y2="{BAR / 2:g}"/>'
    elif span.kind == "late":
        shape = f'<rect class="late" x=".5" y="6.5" width="100%" height="{BAR - 13}" rx="2"/>'
    else:
        shape = f'<rect class="{span.kind}" {fill} x=".5" y=".5" width="100%" height="{BAR - 1}" rx="2"/>'
    lit = attributes(
        class_="sp",
        data_s=span.step,
        data_l=span.line,
        x=pc(x),
        y=f"{y:g}",
        width=pc(max(wide, 0.3)),
        height=BAR,
    )
    drawing.add(f"<svg{lit}><title>{escape(told)}</title>{shape}{_label(span, wide)}</svg>")


def _label(span: Span, width: float) -> str:
    need = len(span.label) * LETTER + 12
    css = "" if need <= width * NARROW / 100 else "wid" if need <= width * WIDE / 100 else None
    if css is None:
        return ""
    on = " on" if span.kind == "run" else " h hh" if span.kind in ("tasks", "late") else ""
    x, y = (12, 15) if span.kind in ("tasks", "late") else (7, 13.5)
    return f'<text{attributes(class_=(css + on).strip() or None)} x="{x}" y="{y:g}">{escape(span.label)}</text>'


def _hold(drawing: Drawing, lane: Lane, hold: Span, y: float) -> None:
    x, wide = drawing.scale.x(hold.start), extent(drawing.scale, hold)
    if wide < 0.25:
        return
    drawing.used.add("hold")
    told = f"{lane.name} holds {hold.label}, {_told_when(drawing, hold)}"
    drawing.add(
        f'<rect class="hold" x="{pc(x)}" y="{y + BAR - 5:g}" width="{pc(wide)}" height="5">'
        f"<title>{escape(told)}</title></rect>"
    )


def _cancels(drawing: Drawing, lane: Lane, y: float) -> None:
    for mark in lane.cancels[:6]:
        x = drawing.scale.x(mark.at)
        by = f" by {mark.by}" if mark.by else ""
        told = f"{lane.name}: cancellation asked for{by}{f', line {mark.line}' if mark.line else ''}"
        if drawing.scale.timed:
            told += f", {time(mark.at.seconds)}"
        words = f"cancel(){by}"
        beside = f'<text class="h can wid" x="-8" y="-10" text-anchor="end">{escape(words)}</text>' if x > 55 else ""
        drawing.add(
            f'<svg x="{pc(x)}" y="{y:g}" overflow="visible" data-b="{drawing.before(mark.at)}">'
            f"<title>{escape(told)}</title>"
            f'<path class="can" d="M-4-9 4-1M4-9-4-1" stroke-width="1.8" fill="none"/>{beside}</svg>'
        )


def _end(drawing: Drawing, lane: Lane, y: float) -> None:
    before = None
    if lane.end is not None and lane.ended is not None:
        before = drawing.before(lane.end)
        css, glyph, x = lane.ended.split()[0], _END_GLYPHS[lane.ended.split()[0]], drawing.scale.x(lane.end)
        was = "was " if css in ("cancelled", "destroyed") else ""
        told = f"{lane.name} {was}{lane.ended}{_at(lane.end, drawing.scale.timed)}"
    elif drawing.seen.endless:
        stands = any(span.open and span.kind not in ("run", "sleep") for span in lane.spans)
        css, glyph, x = "never", _NEVER_GLYPH if stands else _ON_GLYPH, X1 + 1.6
        told = f"{lane.name} never ended"
    else:
        return
    drawing.add(
        f"<svg{attributes(x=pc(x), y=f'{y + BAR / 2:g}', overflow='visible', data_b=before)}>"
        f'<title>{escape(told)}</title><g class="{css}">'
        f'<circle class="e" r="7.5"/><path d="{glyph}" fill="none" stroke-width="2" stroke-linecap="round" '
        f'stroke-linejoin="round"/></g></svg>'
    )


def _cut(drawing: Drawing, x: float, y: float) -> None:
    drawing.add(
        f'<svg x="{pc(x)}" y="{y:g}" overflow="visible"><title>too much to draw: cut here</title>'
        f'<path class="cut" d="M0-3l4 5-8 5 8 5-8 5 8 5-4 4"/>'
        f'<text class="d h" x="-10" y="15" text-anchor="end">and so on</text></svg>'
    )


# ----------------------------------------------------------------------------------------- levels and small things


def _level(drawing: Drawing, level: Level, y: float) -> None:
    room = f", room for {level.limit}" if level.limit else ""
    drawing.add(
        f'<text class="h" x="{pc(X0)}" y="{y + 12:g}"><tspan class="b">{escape(level.name)}</tspan> '
        f'<tspan class="d">{escape(level.what + room)}</tspan></text>'
    )
    top, most = y + NAME, max(1, *(count for _, count in level.points))
    for x, width, count in _steps(drawing, level):
        if width < 0.25:
            continue
        height = LEVEL * count / most
        middle = attributes(x=pc(x + width / 2), y=f"{top + LEVEL - 3:g}", text_anchor="middle")
        box = attributes(x=pc(x), y=f"{top + LEVEL - height:g}", width=pc(width), height=f"{height:g}")
        drawing.add(f'<rect class="level"{box}/>{f"<text{middle}>{count}</text>" if width > 2.5 else ""}')
    drawing.add(f'<line class="g" x1="{pc(X0)}" x2="{pc(X1)}" y1="{top + LEVEL:g}" y2="{top + LEVEL:g}"/>')


def _steps(drawing: Drawing, level: Level) -> list[tuple[float, float, int]]:
    """Where the level stays at a count above zero: from which percent, how wide, how many."""
    scale = drawing.scale
    at = [scale.x(moment) for moment, _ in level.points] + [
        X1 + 1 if drawing.seen.endless else scale.x(drawing.seen.last)
    ]
    counts = [count for _, count in level.points]
    return [(x, end - x, count) for x, end, count in zip(at, at[1:], counts, strict=False) if count > 0]


def _told_when(drawing: Drawing, span: Span) -> str:
    if not drawing.scale.timed:
        return "for good" if span.open else "no time"
    return f"{time(span.start.seconds)} " + ("for good" if span.open else f"to {time(span.stop.seconds)}")


def _mini_bar(bar: Bar, y: float) -> str:
    if bar.kind == "tasks":
        return f'<line class="tasks" x1="{pc(bar.x)}" x2="{pc(bar.x + bar.width)}" y1="{y + 3:g}" y2="{y + 3:g}"/>'
    return f'<rect class="{bar.kind}" x="{pc(bar.x)}" y="{y + 1:g}" width="{pc(max(bar.width, 0.6))}" height="4.5"/>'


def swatch(kind: str) -> str:
    """A small bar of this kind, as it looks in the picture."""
    shapes = {
        "tasks": '<line class="tasks" x1="2" x2="25" y1="6" y2="6"/>',
        "hold": '<rect class="hold" y="4" width="26" height="5"/>',
        "late": '<rect class="late" x=".5" y="2.5" width="25" height="7" rx="2"/>',
        "wait": f'<rect class="wait wp" {_SWATCH}/><path class="wl" d="M3 11 13 1M10 11 20 1M17 11 25 3"/>',
        "else": f'<rect class="else ep" {_SWATCH}/><path class="else" d="M5 4v1M10 7v1M15 4v1M20 7v1"/>',
    }
    shape = shapes.get(kind, f'<rect class="{kind}" {_SWATCH}/>')
    return f'<svg class="tl sw" width="26" height="12" aria-hidden="true">{shape}</svg>'

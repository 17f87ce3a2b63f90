"""Record -> SVG: a lane a task over time, or over the order of events where no time passes.

x is in percent and y in pixels, so that text keeps its size at any width; what fits only on a wide screen, or is laid
out otherwise on a narrow one, carries a class that ``docs/assets/timeline.css`` shows or hides. The same record gives
the same bytes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path

from snippets._engine.picture.axis import X0, X1, Scale, extent, nice, pc, scale_of
from snippets._engine.picture.cancels import crosses
from snippets._engine.picture.dots import dots
from snippets._engine.picture.fit import NARROW, WIDE, cut_to, ground, long, room_css
from snippets._engine.picture.svg import attributes, escape
from snippets._engine.record.printed import Line, lines
from snippets._engine.record.record import Record
from snippets._engine.record.times import fine as time
from snippets._engine.story.lanes import MOST_LANES, Lane, Level, Mark, Picture, Point, Span, chosen, ends_of, picture

STYLE = Path(__file__).resolve().parents[3] / "docs" / "assets" / "timeline.css"

#: Heights, in pixels, of the axis, of a lane's name, its cancellations, bar and dots, and of the space below a lane.
AXIS, NAME, CROSS, BAR, DOTS, GAP = 26, 20, 17, 22, 22, 10
LEVEL = 26
#: So many letters of a name are left at least.
SHORTEST = 12
#: How far a name stands above its bar, and the sign of a lane's end reaches to the left of it, in pixels.
ABOVE, SIGN = 8, 10
#: More spans than these are not drawn in a lane; a mark says so.
MOST_SPANS = 60
#: How large a picture may be, in bytes, on a page and as a file of its own: it is drawn with fewer and fewer moments
#: until it is not larger.
LARGEST, LARGEST_FILE = 19_500, 60_000

#: What is said at the moment from which on the record was cut.
CUT_SHORT = "the record was cut"

_END_GLYPHS = {
    "returned": "M-3.6 .4-1.2 3 3.8-3",
    "raised": "M-3-3 3 3M3-3-3 3",
    "cancelled": "M-3.4 0H3.4",
    "destroyed": "M-3.4 0H3.4",
}
_SWATCH = 'x=".5" y=".5" width="25" height="11" rx="2"'
_UNITS = 'patternUnits="userSpaceOnUse"'
#: A question mark, so many times, that no font is needed for.
_ASKS = "M-2-2.6c.6-1.5 4-1.5 4 .8 0 1.6-2 1.4-2 3.1M0 3.9v.1"
#: The patterns themselves: size, and what is in them.
_FILLS = {
    "wait": f'width="7" height="7" {_UNITS} patternTransform="rotate(45)"><rect class="wp" width="7" height="7"/>'
    '<line class="wl" y2="7"/>',
    "else": f'width="6" height="6" {_UNITS}><rect class="ep" width="6" height="6"/>'
    '<circle class="ed" cx="3" cy="3" r=".9"/>',
    "unknown": f'width="22" height="22" {_UNITS}><rect class="up" width="22" height="22"/>'
    f'<path class="uq" transform="translate(11 11)" d="{_ASKS}"/>',
}
_NEVER_GLYPH = "M-2-3.4V3.4M2-3.4V3.4"
_ON_GLYPH = "M-3-3.2 3 0-3 3.2"

#: What is said where the drawing of a lane is broken off.
AND_SO_ON = "and so on"
#: The patterns that fill bars, each by a letter of its id.
PATTERNS = {"wait": "w", "else": "e", "unknown": "u"}

LEGEND = {
    "run": "running, and holding the loop",
    "sleep": "sleeping",
    "wait": "waiting for another task to act",
    "tasks": "waiting for tasks to end",
    "else": "waiting for a future",
    "late": "ready, and not yet its turn",
    "unknown": "not recorded",
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

    def __post_init__(self) -> None:
        marks = (mark for marks in (*(lane.prints for lane in self.seen.lanes), self.seen.outside) for mark in marks)
        places = sorted((mark.at.place, mark.number) for mark in marks)
        self._places = [place for place, _ in places]
        self._numbers = list(accumulate((number for _, number in places), max, initial=0))

    def add(self, *parts: str) -> None:
        """Draw on top of what is there."""
        self.parts += parts

    def words(self, y: float, text: str, name: str = "", when: str = "") -> None:
        """A row of words at the left edge, first a name in bold; no line goes through it.

        What has no room is cut, the name first. ``when`` are attributes that say from what moment on the words behind
        the name are true.
        """
        wide, narrow = (_shortened(name, text, width * (1 - X0 / 100)) for width in (WIDE, NARROW))
        for css, (bold, rest) in [("", wide)] if wide == narrow else [("wid", wide), ("nar", narrow)]:
            shown = f'<tspan class="d"{when}>{escape(rest)}</tspan>'
            shown = f'<tspan class="b">{escape(bold)}</tspan> {shown}' if bold else escape(rest)
            look = attributes(class_=f"{'h' if bold else 'd h'} {css}".strip(), x=pc(X0), y=f"{y:g}")
            self.add(ground(f"{bold} {rest}".strip(), pc(X0), y - 10, css=css), f"<text{look}>{shown}</text>")

    def before(self, moment: Point) -> int:
        """How many lines were printed before a moment."""
        return self._numbers[bisect_left(self._places, moment.place)]


def timeline(record: Record, uid: str, title: str, said: str, seconds: float = 0.0) -> tuple[str, list[str]]:
    """The picture of a run as inline SVG, and which kinds of ``LEGEND`` it uses; an empty text where there is no task.

    ``uid`` makes the ids in it unique on a page; ``said`` is the picture in words, for those who do not see it.
    ``seconds`` is the length of the axis where several pictures share it.
    """
    drawing = fitting(record, uid, seconds, LARGEST - len(said))
    if drawing is None:
        return "", []
    scale = drawing.scale
    head = attributes(
        class_="tl", role="img", aria_labelledby=f"{uid}_t {uid}_d", width="100%", height=f"{drawing.height:g}",
        data_scale="time" if scale.timed else "steps", data_t0=0, data_t1=f"{scale.seconds * 1000:g}",
        data_x0=f"{X0:g}", data_x1=f"{X1:g}",
    )  # fmt: skip
    return framed(head, drawing, title, said), [kind for kind in LEGEND if kind in drawing.used]


def mini(record: Record, seconds: float = 0.0) -> str:
    """A thumbnail for lists: the bars alone, hidden from screen readers because words stand beside it."""
    seen = picture(record)
    if not seen.lanes:
        return ""
    pitch, rows = 7, [row for _, row in bars(seen, seconds)]
    drawn = "".join(_mini_bar(bar, index * pitch) for index, row in enumerate(rows) for bar in row)
    return f'<svg class="tl mini" aria-hidden="true" width="100%" height="{pitch * len(rows)}">{drawn}</svg>'


@dataclass(frozen=True, slots=True)
class Bar:
    """A span as the small pictures have it: its kind (of ``LEGEND``), where it begins and how wide it is in percent."""

    kind: str
    x: float
    width: float


def bars(seen: Picture, seconds: float = 0.0, most: int = MOST_LANES) -> list[tuple[str, list[Bar]]]:
    """The names of the lanes of a picture, no more than ``most``, each with its bars but for those too short to see."""
    scale, rows = scale_of(seen, seconds), []
    for lane in chosen(seen.lanes, most):
        row = [Bar(span.kind, scale.x(span.start), extent(scale, span)) for span in lane.spans]
        rows.append((lane.name, [bar for bar in row if bar.width > 0.4][:MOST_SPANS]))
    return rows


def legend(kinds: Sequence[str]) -> str:
    """What the looks of the bars mean, as a list in HTML, for those that a picture uses."""
    items = "".join(f"<li>{swatch(kind)} {LEGEND[kind]}</li>" for kind in kinds)
    return f'<ul class="plain legend">{items}</ul>' if items else ""


# ------------------------------------------------------------------------------------------------ the whole


def fitting(record: Record, uid: str, seconds: float, largest: int) -> Drawing | None:
    """The drawing of a run with as many moments and lanes as ``largest`` bytes hold; None where there is no task."""
    seen, most, lanes = picture(record), MOST_SPANS, MOST_LANES
    if not seen.lanes:
        return None
    room, printed = largest - 1_000, lines(record)
    while True:
        drawing = _draw(seen, printed, uid, seconds, (most, lanes))
        if sum(map(len, drawing.parts)) <= room or lanes < 3:
            return drawing
        most, lanes = (most * 2 // 3, lanes) if most > 3 else (most, lanes * 2 // 3)


def _draw(seen: Picture, printed: Sequence[Line], uid: str, seconds: float, most: tuple[int, int]) -> Drawing:
    drawing = Drawing(uid, scale_of(seen, seconds), seen, most[0])
    lanes = chosen(seen.lanes, most[1])
    drawn = {lane.task for lane in lanes}
    rest = [lane for lane in seen.lanes if lane.task not in drawn]
    folded = sorted((mark for lane in rest for mark in lane.prints), key=lambda mark: mark.number)
    y = float(AXIS)
    for lane in lanes:
        drawing.lanes[lane.task] = y = y + NAME + (CROSS if lane.cancels else 0)
        y += BAR + (DOTS if lane.prints else 2) + GAP
    outside = y
    y += NAME + DOTS if seen.outside else 0
    more = y
    y += (NAME + (DOTS if folded else 0)) if rest else 0
    levels = [level for level in seen.levels if any(width > 0.25 for _, width, _ in _steps(drawing, level))]
    end = y + (NAME + LEVEL + GAP) * len(levels)
    notes = _notes(drawing)
    drawing.height = end + NAME * len(notes)
    _axis(drawing, end if notes else end - GAP)
    _noted(drawing, notes, end)
    _made(drawing, lanes)
    _wakes(drawing, lanes)
    for lane in lanes:
        _lane(drawing, lane, printed)
    if seen.outside:
        _dotted(drawing, "printed outside any task", seen.outside, outside, printed)
    if rest:
        _dotted(drawing, ends_of(rest), folded, more, printed)
    for index, level in enumerate(levels):
        _level(drawing, level, y + (NAME + LEVEL + GAP) * index)
    return drawing


def _shortened(name: str, text: str, pixels: float) -> tuple[str, str]:
    """A name and the words behind it in so many pixels: both whole, or else first the name cut and then the words."""
    name = cut_to(name, max(pixels - long(f" {text}"), long("x") * SHORTEST)) if name else ""
    return name, cut_to(text, pixels - long(f"{name} " if name else ""))


def _dotted(drawing: Drawing, words: str, marks: Sequence[Mark], y: float, printed: Sequence[Line]) -> None:
    """A row of words, and below it the dots of lines that belong to no lane."""
    drawing.words(y + 12, words)
    drawing.add(*dots(drawing.scale, marks, y + NAME + 6, printed, max(12, drawing.most // 2)))


def _notes(drawing: Drawing) -> list[tuple[Point, str, str]]:
    """What is said of a moment of the whole run, below all lanes: when, and in more words and in fewer."""
    seen, timed = drawing.seen, drawing.scale.timed
    moments = [(seen.cut, CUT_SHORT), (seen.last if seen.stopped else None, seen.stopped)]
    return [(at, f"{said}{_at(at, timed) or ' here'}", f"{said} here") for at, said in moments if at is not None]


def _noted(drawing: Drawing, notes: Sequence[tuple[Point, str, str]], top: float) -> None:
    """A line through all lanes at each of these moments, and below them its words, where there is more room."""
    rows = [(drawing.scale.x(moment), top + NAME * index) for index, (moment, _, _) in enumerate(notes)]
    for x, y in rows:
        drawing.add(f'<line class="stop" x1="{pc(x)}" x2="{pc(x)}" y1="20" y2="{y + NAME - 4:g}"/>')
    for (x, y), (moment, words, few) in zip(rows, notes, strict=True):
        room = max(x, 100 - x)
        css = room_css(long(words) + 8, room)
        said = [(words, css)] if not css and css is not None else [(words, "wid"), (few, "nar")]
        texts = "".join(_note(text, look or "", left=x > 50) for text, look in said if look is not None)
        drawing.add(
            f'<svg x="{pc(x)}" y="{y:g}" overflow="visible" data-b="{drawing.before(moment)}">{texts}</svg>',
        )


def _note(text: str, css: str, left: bool) -> str:
    under = ground(text, "4", 3, 14, css)
    under = f'<g transform="scale(-1 1)">{under}</g>' if left else under
    place = attributes(x=-6 if left else 6, y=14, text_anchor="end" if left else None)
    return f'{under}<text class="{f"never {css}".strip()}"{place}>{escape(text)}</text>'


def framed(head: str, drawing: Drawing, title: str, said: str) -> str:
    uid = drawing.uid
    used = "".join(
        f'<pattern id="{uid}_{PATTERNS[kind]}" {_FILLS[kind]}</pattern>' for kind in _FILLS if kind in drawing.used
    )
    patterns = f"<defs>{used}</defs>" if used else ""
    told = f'<title id="{uid}_t">{escape(title)}</title><desc id="{uid}_d">{escape(said)}</desc>'
    return f"<svg{head}>{told}{patterns}{''.join(drawing.parts)}</svg>"


def _at(moment: Point, timed: bool) -> str:
    return f" at {time(moment.seconds)}" if timed else ""


# -------------------------------------------------------------------------------------- axis, lines between lanes


def _axis(drawing: Drawing, bottom: float) -> None:
    if not drawing.scale.timed:
        said = "in the order of what happened: no time passes" if drawing.seen.last.seconds < 0.001 else "in order"
        drawing.add(f'<text class="d" x="{pc(X0)}" y="13">{said}</text>')
        return
    seconds, step = drawing.scale.seconds, nice(drawing.scale.seconds)
    marks = []
    for index in range(int(seconds / step + 1e-6) + 1):
        x = drawing.scale.x(Point(index * step, 0))
        said = f"{index * step * 1000:g} ms" if index and step < 0.01 else time(index * step)
        marks.append((x, said, "start" if index == 0 else "end" if x > X1 - 1 else "middle"))
    wide = _apart(marks, WIDE)
    narrow = _apart(marks, NARROW)
    for index, (x, said, anchor) in enumerate(marks):
        css = "d" if index in narrow else "d wid"
        if index in wide | narrow:
            drawing.add(f'<text class="{css}" x="{pc(x)}" y="13" text-anchor="{anchor}">{said}</text>')
        drawing.add(f'<line class="g" x1="{pc(x)}" x2="{pc(x)}" y1="20" y2="{bottom:g}"/>')


def _apart(marks: Sequence[tuple[float, str, str]], width: int) -> set[int]:
    """The marks of the axis that are labelled: each, or each second, or as few as do not touch one another."""
    for every in range(1, len(marks) + 1):
        free, kept = -10.0, set(range(0, len(marks), every))
        for x, said, anchor in (marks[index] for index in sorted(kept)):
            left = x * width / 100 - long(said) * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
            if left < free + 8:
                break
            free = left + long(said)
        else:
            return kept
    return {0}


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
            f'<path class="wa" d="M0 {end:g}-3.5 {end - 5 * sign:g}h7z"/></svg>'
        )


# ------------------------------------------------------------------------------------------------ a lane


def _lane(drawing: Drawing, lane: Lane, printed: Sequence[Line]) -> None:
    y = drawing.lanes[lane.task]
    at = attributes(data_x=f"{drawing.scale.x(lane.end):g}", data_b=drawing.before(lane.end)) if lane.end else ""
    words = f"· {lane.ended or 'never ended'}"
    drawing.words(y - ABOVE - (CROSS if lane.cancels else 0), words, lane.name, at or ' data-x="100"')
    drawn = 0
    for span in lane.spans:
        if extent(drawing.scale, span) < 0.25 and (drawing.scale.timed or span.kind != "run"):
            continue
        drawn += 1
        if drawn > drawing.most:
            _cut(drawing, lane, drawing.scale.x(span.start), y)
            break
        _span(drawing, lane, span, y)
    for hold in lane.holds[: drawing.most]:
        _hold(drawing, lane, hold, y)
    above = y - CROSS / 2 - 2.5
    drawing.add(*crosses(drawing.scale, lane.name, lane.cancels, above, lambda mark: drawing.before(mark.at)))
    _end(drawing, lane, y)
    drawing.add(*dots(drawing.scale, lane.prints, y + BAR + 12, printed, max(2, drawing.most // 2)))


def _span(drawing: Drawing, lane: Lane, span: Span, y: float) -> None:
    x, wide = drawing.scale.x(span.start), extent(drawing.scale, span)
    drawing.used.add(span.kind)
    told = f"{lane.name}: {span.label}, {_told_when(drawing, span)}{f', line {span.line}' if span.line else ''}"
    pattern = PATTERNS.get(span.kind)
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
    bare = span.kind in ("tasks", "late", "unknown")  # nothing is under the words but lines, or signs
    x, y = (12, 15) if bare else (7, 13.5)
    css = room_css(x + long(span.label) + SIGN, width)
    if css is None:
        return ""
    on = " on" if span.kind == "run" else " h" if bare else ""
    fill = "bg" if bare else {"wait": "wp", "else": "ep"}.get(span.kind)
    under = ground(f"{span.label} ", f"{x - 1}", 3, 16, css, fill) if fill else ""
    return f'{under}<text{attributes(class_=(css + on).strip() or None)} x="{x}" y="{y:g}">{escape(span.label)}</text>'


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


def _end(drawing: Drawing, lane: Lane, y: float) -> None:
    before = None
    if lane.end is not None and lane.ended is not None:
        before = drawing.before(lane.end)
        css, glyph, x = lane.ended.split()[0], _END_GLYPHS[lane.ended.split()[0]], drawing.scale.x(lane.end)
        was = "was " if css in ("cancelled", "destroyed") else ""
        told = f"{lane.name} {was}{lane.ended}{_at(lane.end, drawing.scale.timed)}"
    elif drawing.seen.endless:
        stands = any(span.open and span.kind not in ("run", "sleep", "unknown") for span in lane.spans)
        css, glyph, x = "never", _NEVER_GLYPH if stands or drawing.seen.still else _ON_GLYPH, X1 + 1.6
        told = f"{lane.name} never ended"
    else:
        return
    drawing.add(
        f"<svg{attributes(x=pc(x), y=f'{y + BAR / 2:g}', overflow='visible', data_b=before)}>"
        f'<title>{escape(told)}</title><g class="{css}">'
        f'<circle class="e" r="7.5"/><path d="{glyph}" fill="none" stroke-width="2" stroke-linecap="round" '
        f'stroke-linejoin="round"/></g></svg>'
    )


def _cut(drawing: Drawing, lane: Lane, x: float, y: float) -> None:
    """Here the drawing of a lane is broken off: its words stand where nothing else is drawn."""
    until = drawing.scale.x(lane.end) if lane.end is not None else X1
    whole, css, words = room_css(6 + SIGN, until - x), room_css(10 + long(AND_SO_ON) + SIGN, until - x), ""
    if whole is None:
        return  # nearly all of it is drawn
    if css is not None:
        words = ground(AND_SO_ON, "9", 3, 16, css)
        words += f'<text class="{f"d h {css}".strip()}" x="10" y="15">{AND_SO_ON}</text>'
    drawing.add(
        f"<svg{attributes(class_=whole or None, x=pc(x), y=f'{y:g}', overflow='visible')}>"
        f"<title>too much to draw: cut here</title>"
        f'<path class="cut" d="M0 1l4 4-8 4 8 4-8 4 8 4"/>{words}</svg>'
    )


# ----------------------------------------------------------------------------------------- levels and small things


def _level(drawing: Drawing, level: Level, y: float) -> None:
    room = f", room for {level.limit}" if level.limit else ""
    drawing.words(y + 12, level.what + room, level.name)
    top, most = y + NAME, max(1, *(count for _, count in level.points))
    drawing.add(f'<line class="g" x1="{pc(X0)}" x2="{pc(X1)}" y1="{top + LEVEL:g}" y2="{top + LEVEL:g}"/>')
    for x, width, count in _steps(drawing, level):
        if width < 0.25:
            continue
        height = LEVEL * count / most
        box = attributes(x=pc(x), y=f"{top + LEVEL - height:g}", width=pc(width), height=f"{height:g}")
        drawing.add(f'<rect class="level"{box}/>')
        css = room_css(long(f"{count}") + 12, width)
        if css is not None:
            low = height < 14  # then its number stands above it
            y_of = top + LEVEL - (height + 4 if low else 3)
            named = attributes(class_=f"count {css}".strip(), x=pc(x), dx=6, y=f"{y_of:g}")
            under = ground(f"{count} ", pc(x), y_of - 11, 14, css) if low else ""
            drawing.add(f"{under}<text{named}>{count}</text>")


def _steps(drawing: Drawing, level: Level) -> list[tuple[float, float, int]]:
    """Where the level stays at a count above zero: from which percent, how wide, how many."""
    scale = drawing.scale
    seen = drawing.seen
    at = [scale.x(moment) for moment, _ in level.points]
    at.append(scale.x(seen.cut) if seen.cut else X1 + 1 if seen.endless else scale.x(seen.last))
    counts = [count for _, count in level.points]
    return [(x, end - x, count) for x, end, count in zip(at, at[1:], counts, strict=False) if count > 0]


def _told_when(drawing: Drawing, span: Span) -> str:
    if not drawing.scale.timed:
        return "for good" if span.open else "no time"
    return f"{time(span.start.seconds)} " + ("for good" if span.open else f"to {time(span.stop.seconds)}")


def _mini_bar(bar: Bar, y: float) -> str:
    if bar.kind in ("tasks", "unknown"):
        return f'<line class="{bar.kind}" x1="{pc(bar.x)}" x2="{pc(bar.x + bar.width)}" y1="{y + 3:g}" y2="{y + 3:g}"/>'
    return f'<rect class="{bar.kind}" x="{pc(bar.x)}" y="{y + 1:g}" width="{pc(max(bar.width, 0.6))}" height="4.5"/>'


def swatch(kind: str) -> str:
    """A small bar of this kind, as it looks in the picture."""
    shapes = {
        "tasks": '<line class="tasks" x1="2" x2="25" y1="6" y2="6"/>',
        "hold": '<rect class="hold" y="4" width="26" height="5"/>',
        "late": '<rect class="late" x=".5" y="2.5" width="25" height="7" rx="2"/>',
        "unknown": f'<rect class="unknown up" {_SWATCH}/><path class="uq" transform="translate(13 6)" d="{_ASKS}"/>',
        "wait": f'<rect class="wait wp" {_SWATCH}/><path class="wl" d="M3 11 13 1M10 11 20 1M17 11 25 3"/>',
        "else": f'<rect class="else ep" {_SWATCH}/><path class="else" d="M5 4v1M10 7v1M15 4v1M20 7v1"/>',
    }
    shape = shapes.get(kind, f'<rect class="{kind}" {_SWATCH}/>')
    return f'<svg class="tl sw" width="26" height="12" aria-hidden="true">{shape}</svg>'

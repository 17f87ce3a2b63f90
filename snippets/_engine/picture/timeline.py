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

from snippets._engine.picture import marks, shapes
from snippets._engine.picture.axis import X0, X1, Scale, extent, nice, scale_of
from snippets._engine.picture.cancels import crosses
from snippets._engine.picture.dots import dots
from snippets._engine.picture.fit import NARROW, WIDE, Only, cut_to, long, room
from snippets._engine.picture.kinds import BAR, KINDS, kind_of, patterns
from snippets._engine.picture.shapes import Canvas, Row, Shape, Since
from snippets._engine.picture.svg import attributes, escape, in_xml
from snippets._engine.record.printed import Line
from snippets._engine.record.times import fine as time
from snippets._engine.story.history import Point
from snippets._engine.story.lanes import MOST_LANES, Lane, Level, Mark, Picture, Span, chosen
from snippets._engine.story.story import Story
from snippets._engine.words import bars

#: Heights, in pixels, of the axis, of a lane's name, its cancellations and dots, and of the space below a lane.
AXIS, NAME, CROSS, DOTS, GAP = 26, 20, 17, 22, 10
LEVEL = 26
#: So many letters of a name are left at least.
SHORTEST = 12
#: How far a name stands above its bar, and the sign of a lane's end reaches to the left of it, in pixels.
ABOVE, SIGN = 8, 10
#: Ticks that are nearer to one another, in percent, are one.
TICKS = 0.6
#: More spans than these are not drawn in a lane; a mark says so.
MOST_SPANS = 60
#: How large a picture may be, in bytes, on a page and as a file of its own: it is drawn with fewer and fewer moments
#: until it is not larger.
LARGEST, LARGEST_FILE = 19_500, 60_000


@dataclass
class Drawing:
    """The picture of a run as shapes, in the order of drawing, and as they stand on a page (``inner``).

    ``uid`` is what the ids in ``inner`` begin with. ``scale`` is its axis, ``height`` is in pixels.
    """

    uid: str
    scale: Scale
    seen: Picture
    most: int = MOST_SPANS
    shapes: list[Shape] = field(default_factory=list)
    inner: str = ""
    lanes: dict[int, float] = field(default_factory=dict)
    height: float = AXIS

    def __post_init__(self) -> None:
        marks = (mark for marks in (*(lane.prints for lane in self.seen.lanes), self.seen.outside) for mark in marks)
        places = sorted((mark.at.place, mark.number) for mark in marks)
        self._places = [place for place, _ in places]
        self._numbers = list(accumulate((number for _, number in places), max, initial=0))

    @property
    def key(self) -> tuple[str, ...]:
        """The kinds of bars and the marks in it, in the order in which a key beside it explains them."""
        held: list[str] = ["hold"] if any(isinstance(shape, shapes.Hold) for shape in self.shapes) else []
        bars = {shape.kind for shape in self.shapes if isinstance(shape, shapes.Bar)}
        if not self.scale.timed and "run" in bars:  # nothing is held up by a bar that takes no time
            bars = bars - {"run"} | {"step"}
        return marks.ordered({*held, *bars, *marks.found(self.shapes)})

    def add(self, *shapes: Shape) -> None:
        """Draw on top of what is there."""
        self.shapes += shapes

    def words(self, y: float, role: Row, text: str, name: str = "", since: Since | None = None) -> None:
        """A row of words at the left edge, first a name in bold; no line goes through it.

        What has no room is cut, the name first. ``since`` says from what moment on the words behind the name are true.
        """
        wide, narrow = (_shortened(name, text, width * (1 - X0 / 100)) for width in (WIDE, NARROW))
        rows: list[tuple[Only, tuple[str, str]]] = [("", wide)] if wide == narrow else [("wid", wide), ("nar", narrow)]
        for only, (bold, rest) in rows:
            self.add(shapes.Ground(X0, y - 10, f"{bold} {rest}".strip(), only=only))
            self.add(shapes.Words(X0, y, role, bold, rest, since, only=only))

    def before(self, moment: Point) -> int:
        """How many lines were printed before a moment."""
        return self._numbers[bisect_left(self._places, moment.place)]


def draw(story: Story, uid: str, seconds: float = 0.0, largest: int = LARGEST) -> Drawing | None:
    """The picture of a run with as many moments and lanes as ``largest`` bytes hold; None where there is no task.

    ``uid`` makes the ids in it unique on a page. ``seconds`` is the length of the axis where several pictures share it.
    """
    seen, most, lanes = story.lanes, MOST_SPANS, MOST_LANES
    if not seen.lanes:
        return None
    canvas = Canvas(uid)
    while True:
        drawing = _draw(seen, story.lines, uid, seconds, (most, lanes))
        drawing.inner = "".join(shape.svg(canvas) for shape in drawing.shapes)
        if len(drawing.inner) <= largest - 1_000 or lanes < 3:
            return drawing
        most, lanes = (most * 2 // 3, lanes) if most > 3 else (most, lanes * 2 // 3)


def inline(drawing: Drawing, title: str, said: str) -> str:
    """A drawing as an SVG on a page; ``said`` is the picture in words, for those who do not see it."""
    scale, uid = drawing.scale, drawing.uid
    head = attributes(
        class_="tl", role="img", aria_labelledby=f"{uid}_t {uid}_d", width="100%", height=f"{drawing.height:g}",
        data_scale="time" if scale.timed else "steps", data_t0=0, data_t1=f"{scale.seconds * 1000:g}",
        data_x0=f"{X0:g}", data_x1=f"{X1:g}",
    )  # fmt: skip
    return framed(head, drawing, title, said)


def framed(head: str, drawing: Drawing, title: str, said: str) -> str:
    """A drawing in an SVG element with these attributes, with a title and a description."""
    uid = drawing.uid
    told = f'<title id="{uid}_t">{escape(title)}</title><desc id="{uid}_d">{escape(said)}</desc>'
    return in_xml(f"<svg{head}>{told}{patterns(drawing.key, uid)}{drawing.inner}</svg>")


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
        _dotted(drawing, "outside", bars.OUTSIDE, seen.outside, outside, printed)
    if rest:
        _dotted(drawing, "left out", bars.ends_of(rest), folded, more, printed)
    for index, level in enumerate(levels):
        _level(drawing, level, y + (NAME + LEVEL + GAP) * index)
    return drawing


def _shortened(name: str, text: str, pixels: float) -> tuple[str, str]:
    """A name and the words behind it in so many pixels: both whole, or else first the name cut and then the words."""
    name = cut_to(name, max(pixels - long(f" {text}"), long("x") * SHORTEST)) if name else ""
    return name, cut_to(text, pixels - long(f"{name} " if name else ""))


def _dotted(drawing: Drawing, role: Row, words: str, marks: Sequence[Mark], y: float, printed: Sequence[Line]) -> None:
    """A row of words, and below it the dots of lines that belong to no lane."""
    drawing.words(y + 12, role, words)
    drawing.add(*dots(drawing.scale, marks, y + NAME + 6, printed, max(12, drawing.most // 2)))


def _notes(drawing: Drawing) -> list[tuple[Point, str, str]]:
    """What is said of a moment of the whole run, below all lanes: when, and in more words and in fewer."""
    seen, timed = drawing.seen, drawing.scale.timed
    moments = [(seen.cut, bars.CUT_SHORT), (seen.last if seen.stopped else None, seen.stopped)]
    return [(at, f"{said}{bars.at(at, timed) or ' here'}", f"{said} here") for at, said in moments if at is not None]


def _noted(drawing: Drawing, notes: Sequence[tuple[Point, str, str]], top: float) -> None:
    """A line through all lanes at each of these moments, and below them its words, where there is more room."""
    rows = [(drawing.scale.x(moment), top + NAME * index) for index, (moment, _, _) in enumerate(notes)]
    for x, y in rows:
        drawing.add(shapes.StraightLine(x, 20, "stop", x, y + NAME - 4))
    for (x, y), (moment, words, few) in zip(rows, notes, strict=True):
        fits = room(long(words) + 8, max(x, 100 - x))
        # Where the words do not fit everywhere, a narrow screen has fewer.
        said: tuple[tuple[str, Only], ...] = ((words, ""),) if fits == "" else ((words, "wid"), (few, "nar"))
        drawing.add(shapes.Note(x, y, said, x > 50, before=drawing.before(moment)))


# -------------------------------------------------------------------------------------- axis, lines between lanes


def _axis(drawing: Drawing, bottom: float) -> None:
    if not drawing.scale.timed:
        said = bars.NO_TIME if drawing.seen.last.seconds < 0.001 else bars.IN_ORDER
        drawing.add(shapes.AxisWords(X0, 13, said))
        return
    seconds, step = drawing.scale.seconds, nice(drawing.scale.seconds)
    marks = []
    for index in range(int(seconds / step + 1e-6) + 1):
        x = drawing.scale.x(Point(index * step, 0))
        said = f"{index * step * 1000:g} ms" if index and step < 0.01 else time(index * step)
        over = x > X1 - 1 or x * NARROW / 100 + long(said) / 2 > NARROW  # in the middle they might leave the picture
        marks.append((x, said, "start" if index == 0 else "end" if over else "middle"))
    wide, narrow = _apart(marks, WIDE), _apart(marks, NARROW)
    for index, (x, said, anchor) in enumerate(marks):
        if index in wide | narrow:
            drawing.add(shapes.AxisWords(x, 13, said, anchor, only="" if index in narrow else "wid"))
        drawing.add(shapes.StraightLine(x, 20, "g", x, bottom))


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
    names = {lane.task: lane.name for lane in lanes}
    for lane in lanes:
        if lane.parent in names:
            x, top, y = drawing.scale.x(lane.born), drawing.lanes[lane.parent] + BAR, drawing.lanes[lane.task]
            drawing.add(shapes.CreationLine(x, top, y + BAR / 2, said=bars.created(lane, names[lane.parent])))


def _wakes(drawing: Drawing, lanes: Sequence[Lane]) -> None:
    names = {lane.task: lane.name for lane in lanes}
    for wake in [wake for wake in drawing.seen.wakes if wake.by in names and wake.task in names][: drawing.most]:
        x, start, end = drawing.scale.x(wake.at), drawing.lanes[wake.by], drawing.lanes[wake.task]
        start, end = (start + BAR, end) if end > start else (start, end + BAR)
        said = bars.woken(names[wake.task], names[wake.by], wake.line)
        drawing.add(shapes.WakeArrow(x, start, end, said=said))


# ------------------------------------------------------------------------------------------------ a lane


def _lane(drawing: Drawing, lane: Lane, printed: Sequence[Line]) -> None:
    y = drawing.lanes[lane.task]
    since = (drawing.scale.x(lane.end), drawing.before(lane.end)) if lane.end else (100.0, None)
    words = f"· {bars.end_of(lane)}"
    drawing.words(y - ABOVE - (CROSS if lane.cancels else 0), "lane", words, lane.name, since)
    drawn, torn = 0, 100.0
    for span in lane.spans:
        if extent(drawing.scale, span) < 0.25 and (drawing.scale.timed or span.doing != "run"):
            continue
        drawn += 1
        if drawn > drawing.most:
            torn = drawing.scale.x(span.start)
            _tear(drawing, lane, torn, y)
            break
        _span(drawing, lane, span, y)
    _turns(drawing, lane, y, torn)
    for hold in lane.holds[: drawing.most]:
        _hold(drawing, lane, hold, y)
    above = y - CROSS / 2 - 2.5
    drawing.add(*crosses(drawing.scale, lane.name, lane.cancels, above, lambda mark: drawing.before(mark.at)))
    _end(drawing, lane, y)
    drawing.add(*dots(drawing.scale, lane.prints, y + BAR + 12, printed, max(2, drawing.most // 2)))


def _span(drawing: Drawing, lane: Lane, span: Span, y: float) -> None:
    x, wide = drawing.scale.x(span.start), extent(drawing.scale, span)
    label, said = bars.label(span), bars.bar(lane, span, drawing.scale.timed)
    kind = kind_of(span.doing)
    beyond = KINDS[kind].text == "h" and KINDS[kind].form != "line"
    fits = room((12 if beyond else 7) + long(label) + SIGN, wide)
    drawing.add(shapes.Bar(x, y, kind, wide, label, fits, said, span.step, span.line))


def _turns(drawing: Drawing, lane: Lane, y: float, until: float) -> None:
    """A tick for each turn of a task; of those that would be a solid block only so many that bars are seen between."""
    if not drawing.scale.timed:
        return  # there each turn is a bar
    apart, ticks = max(TICKS, (X1 - X0) / (2 * drawing.most)), list[float]()
    for turn in lane.turns:
        x = drawing.scale.x(turn)
        if x <= until and (not ticks or x - ticks[-1] >= apart):
            ticks.append(x)
    if ticks:
        drawing.add(shapes.Turns(0, y, tuple(ticks)))


def _hold(drawing: Drawing, lane: Lane, hold: Span, y: float) -> None:
    x, wide = drawing.scale.x(hold.start), extent(drawing.scale, hold)
    if wide < 0.25:
        return
    drawing.add(shapes.Hold(x, y + BAR - 5, wide, bars.held(lane, hold, drawing.scale.timed)))


def _end(drawing: Drawing, lane: Lane, y: float) -> None:
    middle, said = y + BAR / 2, bars.ended(lane, drawing.scale.timed)
    if lane.end is not None and lane.ended is not None:
        how, x = lane.ended.how, drawing.scale.x(lane.end)
        drawing.add(shapes.EndSign(x, middle, how, before=drawing.before(lane.end), said=said))
    elif drawing.seen.endless:
        stands = any(span.open and span.doing not in ("run", "sleep", "unknown") for span in lane.spans)
        still = stands or drawing.seen.still
        drawing.add(shapes.EndSign(X1 + 1.6, middle, "never", still, said=said))


def _tear(drawing: Drawing, lane: Lane, x: float, y: float) -> None:
    """Here the drawing of a lane is broken off: its words stand where nothing else is drawn."""
    until = drawing.scale.x(lane.end) if lane.end is not None else X1
    whole, words = room(6 + SIGN, until - x), room(10 + long(bars.AND_SO_ON) + SIGN, until - x)
    if whole is not None:  # else nearly all of it is drawn
        drawing.add(shapes.Tear(x, y, words, said=bars.TORN, only=whole))


# ----------------------------------------------------------------------------------------- levels and small things


def _level(drawing: Drawing, level: Level, y: float) -> None:
    drawing.words(y + 12, "level", bars.level(level), level.name)
    floor, most = y + NAME + LEVEL, max(1, *(count for _, count in level.points))
    drawing.add(shapes.StraightLine(X0, floor, "g", X1, floor))
    for x, width, count in _steps(drawing, level):
        if width < 0.25:
            continue
        height = LEVEL * count / most
        drawing.add(shapes.LevelBox(x, floor - height, width, height))
        fits = room(long(f"{count}") + 12, width)
        if fits is not None:
            low = height < 14  # then its number stands above it
            y_of = floor - (height + 4 if low else 3)
            if low:
                drawing.add(shapes.Ground(x, y_of - 11, f"{count} ", 14, only=fits))
            drawing.add(shapes.Count(x, y_of, count, only=fits))


def _steps(drawing: Drawing, level: Level) -> list[tuple[float, float, int]]:
    """Where the level stays at a count above zero: from which percent, how wide, how many."""
    scale = drawing.scale
    seen = drawing.seen
    at = [scale.x(moment) for moment, _ in level.points]
    at.append(scale.x(seen.cut) if seen.cut else X1 + 1 if seen.endless else scale.x(seen.last))
    counts = [count for _, count in level.points]
    return [(x, end - x, count) for x, end, count in zip(at, at[1:], counts, strict=False) if count > 0]

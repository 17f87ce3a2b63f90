"""The shapes that a picture of a run is made of, each with its role and its place, and how each is written as SVG.

x is in percent of the width and y in pixels, so that text keeps its size at any width. What is laid out otherwise on a
narrow screen is there twice, once ``only`` for ``wid`` and once for ``nar``.
"""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import Literal

from snippets._engine.picture import kinds
from snippets._engine.picture.axis import pc
from snippets._engine.picture.fit import Only, ground
from snippets._engine.picture.kinds import BAR
from snippets._engine.picture.svg import attributes, escape
from snippets._engine.words.bars import AND_SO_ON

_END_GLYPHS = {
    "returned": "M-3.6 .4-1.2 3 3.8-3",
    "raised": "M-3-3 3 3M3-3-3 3",
    "cancelled": "M-3.4 0H3.4",
    "destroyed": "M-3.4 0H3.4",
    "still": "M-2-3.4V3.4M2-3.4V3.4",
    "goes on": "M-3-3.2 3 0-3 3.2",
}
#: From what moment on something is true: where that lies, and how many lines had been printed by then.
Since = tuple[float, int | None]

#: How far a tick reaches beyond a bar, in pixels.
OVER = 3

#: What a row of words is of.
Row = Literal["lane", "level", "outside", "left out", "picture"]

#: How a lane's drawing looks where it is broken off, and what is said there.
_TEAR = "M0 1l4 4-8 4 8 4-8 4 8 4"


@dataclass(frozen=True, slots=True)
class Shape:
    """What all shapes have in common: where they are, and for which widths they are meant."""

    x: float
    y: float
    _: KW_ONLY
    only: Only = ""

    @property
    def reach(self) -> float:
        """How far down it begins, in pixels; a line from lane to lane, how far down it reaches."""
        return self.y

    def svg(self, canvas: Canvas) -> str:
        """The shape, as this canvas has it."""
        raise NotImplementedError


class Canvas:
    """How shapes are written on a page and in a file: for all widths at once, with their tooltips and references."""

    def __init__(self, uid: str) -> None:
        """``uid`` makes the picture's ids unique in the document that it stands in."""
        self.uid = uid

    #: How far to the right of its moment a tick is drawn, in thousandths of the width.
    late = 0.0

    def names(self, *names: str) -> str | None:
        """The class of what is meant for some widths only, or has names of its own; None where it needs none."""
        return " ".join(filter(None, names)) or None

    def shows(self, only: Only) -> bool:
        """Whether what is meant for these widths is drawn."""
        return True

    def says(self, bar: Bar) -> bool:
        """Whether a bar's label is drawn."""
        return bar.room is not None

    def title(self, said: str) -> str:
        """What is said of a shape that is pointed at."""
        return f"<title>{escape(said)}</title>" if said else ""

    def ref(self, number: int | None) -> int | None:
        """A number by which a script finds the shape: of a step, or of a line."""
        return number

    def since(self, x: float, before: int | None) -> dict[str, str | int | None]:
        """Attributes of words that are true only from a moment on: where it lies, and after how many printed lines."""
        return {"class_": "d", "data_x": f"{x:g}", "data_b": before}

    def instant(self, shape: Instant, inner: str) -> str:
        """Something that is of one moment."""
        y = None if isinstance(shape, Between) else f"{shape.y:g}"
        head = attributes(class_=shape.only or None, x=pc(shape.x), y=y, overflow="visible", data_b=shape.before)
        return f"<svg{head}>{self.title(shape.said)}{inner}</svg>"

    def dot(self, dot: Dot, inner: str) -> str:
        """The number of one line printed, or of several."""
        head = attributes(
            class_=self.names("n", "err" if dot.err else "", dot.only),
            data_n=dot.first, data_m=dot.last, data_k=dot.more, data_s=dot.step,
            x=pc(dot.x), y=f"{dot.y:g}", overflow="visible",
        )  # fmt: skip
        return f"<svg{head}>{self.title(dot.said)}{inner}</svg>"


# ----------------------------------------------------------------------------------- lines and words of the whole


@dataclass(frozen=True, slots=True)
class StraightLine(Shape):
    """A straight line: of the axis or of a level (``g``), or where something happened to the whole run (``stop``)."""

    role: Literal["g", "stop"]
    x2: float
    bottom: float

    def svg(self, canvas: Canvas) -> str:
        ends = attributes(class_=self.role, x1=pc(self.x), x2=pc(self.x2), y1=f"{self.y:g}", y2=f"{self.bottom:g}")
        return f"<line{ends}/>"


@dataclass(frozen=True, slots=True)
class AxisWords(Shape):
    """Words at the axis: the time of a mark, or what the axis counts."""

    said: str
    anchor: str | None = None

    def svg(self, canvas: Canvas) -> str:
        place = attributes(class_=canvas.names("d", self.only), x=pc(self.x), y=f"{self.y:g}", text_anchor=self.anchor)
        return f"<text{place}>{self.said}</text>"


@dataclass(frozen=True, slots=True)
class Ground(Shape):
    """The paper that words stand on, so that no line or pattern goes through them."""

    words: str
    height: float = 12

    def svg(self, canvas: Canvas) -> str:
        return ground(self.words, pc(self.x), self.y, self.height, canvas.names("bg", self.only))


@dataclass(frozen=True, slots=True)
class Words(Shape):
    """A row of words at the left edge, first the name of a lane or a level in bold.

    ``role`` says what the row is of: a lane, a level, what was printed ``outside`` any task, the lanes ``left out``, or
    the whole ``picture``. ``since``: from what moment on the words behind the name are true.
    """

    role: Row
    name: str
    rest: str
    since: Since | None = None

    def svg(self, canvas: Canvas) -> str:
        look = attributes(class_=canvas.names("h" if self.name else "d h", self.only), x=pc(self.x), y=f"{self.y:g}")
        if not self.name:
            return f"<text{look}>{escape(self.rest)}</text>"
        when = attributes(**canvas.since(*self.since)) if self.since else ' class="d"'
        shown = f'<tspan class="b">{escape(self.name)}</tspan> <tspan{when}>{escape(self.rest)}</tspan>'
        return f"<text{look}>{shown}</text>"


# -------------------------------------------------------------------------------------------- what takes some time


@dataclass(frozen=True, slots=True)
class Bar(Shape):
    """How a task spent a span of time, with its label where it has ``room``, and what led to it."""

    kind: str
    width: float
    label: str
    room: Only | None
    said: str
    step: int
    line: int | None

    def svg(self, canvas: Canvas) -> str:
        box = attributes(
            class_="sp", data_s=canvas.ref(self.step), data_l=canvas.ref(self.line),
            x=pc(self.x), y=f"{self.y:g}", width=pc(max(self.width, 0.3)), height=BAR,
        )  # fmt: skip
        label = self._label(canvas) if canvas.says(self) else ""
        return f"<svg{box}>{canvas.title(self.said)}{kinds.bar(self.kind, canvas.uid)}{label}</svg>"

    def _label(self, canvas: Canvas) -> str:
        look = kinds.KINDS[self.kind]
        line, bare = look.form == "line", look.text == "h"
        x, y = (12 if bare and not line else 7), (15 if bare else 13.5)
        only, paper = self.room or "", "bg" if bare else look.paper
        left = 1 if line else x - 1  # a line begins behind its label
        under = ground(f"{self.label} ", f"{left}", 3, 16, canvas.names(paper, only)) if paper else ""
        place = attributes(class_=canvas.names(only, look.text), x=x, y=f"{y:g}")
        return f"{under}<text{place}>{escape(self.label)}</text>"


@dataclass(frozen=True, slots=True)
class Hold(Shape):
    """For how long a task held a lock, at the foot of its bars."""

    width: float
    said: str

    def svg(self, canvas: Canvas) -> str:
        box = attributes(class_="hold", x=pc(self.x), y=f"{self.y:g}", width=pc(self.width), height=5)
        return f"<rect{box}>{canvas.title(self.said)}</rect>"


@dataclass(frozen=True, slots=True)
class Turns(Shape):
    """A tick for each time at which a task ran: that takes no time, or too little for a bar."""

    at: tuple[float, ...]

    def svg(self, canvas: Canvas) -> str:
        # one path for all, a thousand wide: that is stretched, and its lines are not
        high = BAR + 2 * OVER
        ticks = "".join(f"M{x * 10 + canvas.late:.0f} 0v{high}" for x in self.at)
        box = attributes(
            y=f"{self.y - OVER:g}", width="100%", height=high, viewBox=f"0 0 1000 {high}", preserveAspectRatio="none"
        )
        return f'<svg{box}><path class="tick" d="{ticks}"/></svg>'


@dataclass(frozen=True, slots=True)
class LevelBox(Shape):
    """For how long a queue held so many items, or a semaphore had so many places left."""

    width: float
    height: float

    def svg(self, canvas: Canvas) -> str:
        box = attributes(x=pc(self.x), y=f"{self.y:g}", width=pc(self.width), height=f"{self.height:g}")
        return f'<rect class="level"{box}/>'


@dataclass(frozen=True, slots=True)
class Count(Shape):
    """How many they were, as a number."""

    count: int

    def svg(self, canvas: Canvas) -> str:
        place = attributes(class_=canvas.names("count", self.only), x=pc(self.x), dx=6, y=f"{self.y:g}")
        return f"<text{place}>{self.count}</text>"


# --------------------------------------------------------------------------------------------- what is of one moment


@dataclass(frozen=True, slots=True)
class Instant(Shape):
    """What is of one moment. ``before``: how many lines had been printed by then; ``said`` when it is pointed at."""

    _: KW_ONLY
    before: int | None = None
    said: str = ""

    def svg(self, canvas: Canvas) -> str:
        return canvas.instant(self, self.inner(canvas))

    def inner(self, canvas: Canvas) -> str:
        """The shape around its place."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Note(Instant):
    """What happened to the whole run, in the words for each width."""

    texts: tuple[tuple[str, Only], ...]
    left: bool

    def inner(self, canvas: Canvas) -> str:
        return "".join(self._text(text, only, canvas) for text, only in self.texts if canvas.shows(only))

    def _text(self, text: str, only: Only, canvas: Canvas) -> str:
        under = ground(text, "4", 3, 14, canvas.names("bg", only))
        under = f'<g transform="scale(-1 1)">{under}</g>' if self.left else under
        place = attributes(x=-6 if self.left else 6, y=14, text_anchor="end" if self.left else None)
        return f"{under}<text{attributes(class_=canvas.names('never', only))}{place}>{escape(text)}</text>"


@dataclass(frozen=True, slots=True)
class Between(Instant):
    """A line from lane to lane, from ``y`` to ``end``."""

    end: float

    @property
    def reach(self) -> float:
        return max(self.y, self.end)


@dataclass(frozen=True, slots=True)
class CreationLine(Between):
    """Who created whom: a dotted line, a little left of the moment, so that dots stay free."""

    def inner(self, canvas: Canvas) -> str:
        return f'<path class="made" d="M-6 {self.y:g}V{self.end:g}h5"/>'


@dataclass(frozen=True, slots=True)
class WakeArrow(Between):
    """Who woke whom: an arrow."""

    def inner(self, canvas: Canvas) -> str:
        head = self.end - (5 if self.end > self.y else -5)
        return f'<path class="w" d="M0 {self.y:g}V{head:g}"/><path class="wa" d="M0 {self.end:g}-3.5 {head:g}h7z"/>'


@dataclass(frozen=True, slots=True)
class Cross(Instant):
    """A task was asked to end, once or more; by whom, in words beside it, at its right or at its left."""

    words: str
    left: bool

    def inner(self, canvas: Canvas) -> str:
        cross = '<circle class="bg" r="6"/><path class="can" d="M-4-4 4 4M4-4-4 4" stroke-width="1.8" fill="none"/>'
        return (self._beside() if self.words else "") + cross

    def _beside(self) -> str:
        place = attributes(x=-9 if self.left else 9, y=4, text_anchor="end" if self.left else None)
        under = ground(self.words, "8", -6)
        under = f'<g transform="scale(-1 1)">{under}</g>' if self.left else under
        return f'{under}<text class="can"{place}>{escape(self.words)}</text>'


@dataclass(frozen=True, slots=True)
class EndSign(Instant):
    """How a task ended: a sign in the colour of ``how``. One that never ended stands ``still``, or goes on."""

    how: str
    still: bool = False

    def inner(self, canvas: Canvas) -> str:
        glyph = _END_GLYPHS[self.how if self.how != "never" else "still" if self.still else "goes on"]
        return (
            f'<g class="{self.how}"><circle class="e" r="7.5"/><path d="{glyph}" fill="none" stroke-width="2" '
            f'stroke-linecap="round" stroke-linejoin="round"/></g>'
        )


@dataclass(frozen=True, slots=True)
class Tear(Instant):
    """Where the drawing of a lane is broken off, with words where they have ``room``."""

    room: Only | None

    def inner(self, canvas: Canvas) -> str:
        words = ""
        if self.room is not None and canvas.shows(self.room):
            words = ground(AND_SO_ON, "9", 3, 16, canvas.names("bg", self.room))
            words += f'<text{attributes(class_=canvas.names("d h", self.room))} x="10" y="15">{AND_SO_ON}</text>'
        return f'<path class="cut" d="{_TEAR}"/>{words}'


@dataclass(frozen=True, slots=True)
class Dot(Shape):
    """The number of a printed line at the moment at which it came, or a pill for several, moved so that all are seen.

    ``last`` is the number of the last line where they follow on one another, ``more`` how many they are else; ``shift``
    and ``width`` are in pixels.
    """

    shift: float
    width: float
    words: str
    err: bool
    first: int
    last: int | None
    more: int | None
    step: int
    said: str

    def svg(self, canvas: Canvas) -> str:
        pill = f'<rect x="-7.5" y="-7.5" width="{self.width:g}" height="15" rx="{2 if self.err else 7.5:g}"/>'
        form = '<circle r="7.5"/>' if self.width == 15 and not self.err else pill
        inner = f'{form}<text x="{self.width / 2 - 7.5:g}" y="3.4">{self.words}</text>'
        moved = f'<g transform="translate({self.shift:g} 0)">{inner}</g>' if self.shift else inner
        return canvas.dot(self, moved)

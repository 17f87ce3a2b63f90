"""The picture of a run as slides show it: in larger type, and so that one drawing can be shown up to any moment.

A deck holds each drawing once. A step refers to it and says how far the run has come, by two properties that the
drawing inherits: ``--at``, the moment as a percent of the width, and ``--upto``, the last line printed. A cover hides
what comes behind that moment; signs at one moment, and words that are true only from then on, say themselves which.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from snippets._engine.pages.markup import Markup, el
from snippets._engine.picture import axis, timeline
from snippets._engine.picture.axis import X0, pc
from snippets._engine.picture.fit import Only
from snippets._engine.picture.kinds import patterns
from snippets._engine.picture.shapes import (
    AxisWords,
    Bar,
    Between,
    Canvas,
    Dot,
    EndSign,
    Instant,
    Shape,
    StraightLine,
    Words,
)
from snippets._engine.picture.svg import attributes
from snippets._engine.story.history import Point
from snippets._engine.words.english import counted

#: How wide a drawing is, in design pixels: alone across the slide, and beside something.
ACROSS, BESIDE = 1216, 594

#: How large its letters are in design pixels, and how wide one is.
TYPE, LETTER = 16, 9.6

#: A dot's number is drawn with 9.6 pixels and made as large as the rest.
DOT = TYPE / 9.6

#: Signs at the ends of lanes.
SIGN = 1.4

#: A drawing is no higher than this, in design pixels: rows that do not fit are left out, and a line says how many.
HIGHEST = 532

#: What is shown once the run is over: all of it.
OVER = 100.0


@dataclass(frozen=True, slots=True)
class SlidePicture:
    """A drawing to stand in a deck's ``defs``: its id, its SVG, its size in design pixels, what its key explains.

    ``dots`` are the first line of each dot and where it stands, in percent; ``scale`` is its axis.
    """

    id: str
    svg: Markup
    width: float
    height: float
    key: tuple[str, ...]
    dots: tuple[tuple[int, float], ...]
    scale: axis.Scale

    def at(self, line: int, seconds: float) -> float:
        """Where the moment lies at which this line was printed, in percent of the width."""
        if self.scale.timed:
            return self.scale.x(Point(seconds, 0))
        return max((x for first, x in self.dots if first <= line), default=X0)

    def shown(self, at: float = OVER, upto: int = 10**6, label: str = "", came: float | None = None) -> Markup:
        """The drawing as far as the run has come, as SVG that refers to it; it may grow from where it ``came``."""
        style = f"--at:{at:.2f};--upto:{upto}" + (f";--from:{came:.2f}" if came is not None else "")
        size = f"width:{self.width / 16:g}rem;height:{self.height / 16:g}rem"
        return el(
            "svg", el("use", href=f"#{self.id}"), class_="s-pic", viewBox=f"0 0 {self.width:g} {self.height:g}",
            role="img", aria_label=label or None, style=f"{size};{style}",
        )  # fmt: skip


def draw(drawing: timeline.Drawing, uid: str, width: int) -> SlidePicture:
    """The drawing of a run in this width, in design pixels; ``uid`` is its id in the deck."""
    canvas = _Slide(uid, width)
    shapes = [shape for shape in drawing.shapes if canvas.shows(shape.only)]
    shapes, height = _cut(shapes, drawing.height - timeline.GAP + 2)
    inner = Markup(patterns(drawing.key, uid)), _layers(shapes, canvas, height)
    svg = el("svg", *inner, id=uid, class_="tl s-tl", width=width, height=f"{height:g}", overflow="visible")
    dots = tuple((shape.first, shape.x) for shape in shapes if isinstance(shape, Dot))
    return SlidePicture(uid, svg, width, height, drawing.key, dots, drawing.scale)


class _Slide(Canvas):
    """How shapes are written on a slide: for one width, without tooltips, with the moment from which each is seen."""

    late = 2.0  # behind the cover as long as that stands at its moment: not all who run then have run

    def __init__(self, uid: str, width: int) -> None:
        super().__init__(uid)
        self.width = width
        self.kept: Only = "nar" if width < ACROSS else "wid"

    def names(self, *names: str) -> str | None:
        return super().names(*(name for name in names if name not in ("wid", "nar")))

    def shows(self, only: Only) -> bool:
        return only in ("", self.kept)

    def says(self, bar: Bar) -> bool:
        fits = len(bar.label) * LETTER + 16 <= bar.width * self.width / 100
        return super().says(bar) and (fits or self.shows(bar.room or ""))

    def title(self, said: str) -> str:
        return ""

    def ref(self, number: int | None) -> None:
        return None

    def since(self, x: float, before: int | None) -> dict[str, str | int | None]:
        return {"class_": "d s-end", "style": f"--gx:{x:g};--b:{before or 0}"}

    def instant(self, shape: Instant, inner: str) -> str:
        # Much may happen at one time: what comes between two lines is not seen with the first of them.
        style = f"--gx:{round(shape.x, 2):g};--b:{shape.before or 0}"
        y = None if isinstance(shape, Between) else f"{shape.y:g}"
        head = attributes(class_="s-pt", x=pc(shape.x), y=y, overflow="visible", style=style)
        return f"<svg{head}>{_larger(inner, SIGN) if isinstance(shape, EndSign) else inner}</svg>"

    def dot(self, dot: Dot, inner: str) -> str:
        names = self.names("n", "err" if dot.err else "")
        place = {"x": pc(dot.x), "y": f"{dot.y:g}", "overflow": "visible", "style": f"--k:{dot.first}"}
        return f"<svg{attributes(class_=names, data_n=dot.first, **place)}>{_larger(inner, DOT)}</svg>"


def _larger(inner: str, times: float) -> str:
    return f'<g transform="scale({times:.4g})">{inner}</g>'


def _layers(shapes: Iterable[Shape], canvas: Canvas, height: float) -> Markup:
    """The shapes as they lie over one another, with the cover above what it hides."""
    cover = f'<rect class="s-cover" y="-10" width="110%" height="{height + 20:g}"/>'
    now = f'<rect class="s-now" y="16" width="2" height="{height - 26:g}"/>'
    below, above = list[str](), list[str]()
    for shape in sorted(shapes, key=_layer):
        (below if _layer(shape) < 2 else above).append(shape.svg(canvas))
    return Markup("".join([*below, cover, now, *above]))  # noqa: S704


def _layer(shape: Shape) -> int:
    """Lines from lane to lane, bars and all else under the cover; then signs, words, and on top of all the dots."""
    if isinstance(shape, Dot):
        return 4
    if isinstance(shape, AxisWords | Words):
        return 3
    if isinstance(shape, Instant):
        return 0 if isinstance(shape, Between) else 2
    return 1


def _cut(shapes: list[Shape], height: float) -> tuple[list[Shape], float]:
    """The rows of a picture of this height that a slide has room for, with a line that says how many more there are."""
    if height <= HIGHEST:
        return shapes, height
    rows = [shape for shape in shapes if isinstance(shape, Words)]
    # A row begins a little above its name; a line of words stands below the last that is left.
    names = [row.y for row in rows if row.role in ("lane", "level")]
    edges = [y - timeline.NAME + 4 for y in names]
    edge = max((y for y in edges if y + timeline.NAME + 8 <= HIGHEST), default=float(HIGHEST))
    more = any(row.y > edge and row.role == "left out" for row in rows)
    kept = [
        replace(shape, bottom=min(shape.bottom, edge)) if isinstance(shape, StraightLine) else shape
        for shape in shapes
        if shape.reach < edge
    ]
    said = "… and more rows" if more else f"… and {counted(sum(y > edge for y in names), 'more row')}"
    return [*kept, Words(X0, edge + timeline.NAME, "picture", "", said)], edge + timeline.NAME + 8

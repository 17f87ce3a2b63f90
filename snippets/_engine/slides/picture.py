"""The picture of a run as slides show it: in larger type, and so that one drawing can be shown up to any moment.

A deck holds each drawing once. A step refers to it and says how far the run has come, by two properties that the
drawing inherits: ``--at``, the moment as a percent of the width, and ``--upto``, the last line printed.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass

import segno

from snippets._engine.pages.markup import attributes
from snippets._engine.picture import axis, timeline
from snippets._engine.record.record import Record
from snippets._engine.words.described import described
from snippets._engine.words.english import counted

#: How wide a drawing is, in design pixels: alone across the slide, and beside something.
ACROSS, BESIDE = 1216, 594

#: How large its letters are in design pixels, and how wide one is.
TYPE, LETTER = 16, 9.6

#: A dot's number is drawn with 9.6 pixels and made as large as the rest.
DOT = TYPE / 9.6

#: Signs at the ends of lanes and where somebody is cancelled.
SIGN = 1.4

#: A drawing is no higher than this, in design pixels: rows that do not fit are left out, and a line says how many.
HIGHEST = 532

#: What is shown once the run is over: all of it.
OVER = 100.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing to stand in a deck's ``defs``: its id, its SVG, its height in design pixels, what its legend needs.

    ``dots`` are the first line of each dot and where it stands, in percent; ``seconds`` is the length of the axis
    where that is time.
    """

    id: str
    svg: str
    width: float
    height: float
    kinds: tuple[str, ...]
    dots: tuple[tuple[int, float], ...]
    seconds: float | None

    def at(self, line: int, seconds: float) -> float:
        """Where the moment lies at which this line was printed, in percent of the width."""
        if self.seconds is not None:
            part = min(1.0, seconds / self.seconds) if self.seconds else 0.0
            return axis.X0 + (axis.X1 - axis.X0) * part
        return max((x for first, x in self.dots if first <= line), default=axis.X0)

    def shown(self, at: float = OVER, upto: int = 10**6, label: str = "", came: float | None = None) -> str:
        """The drawing as far as the run has come, as SVG that refers to it; it may grow from where it ``came``."""
        style = f"--at:{at:.2f};--upto:{upto}" + (f";--from:{came:.2f}" if came is not None else "")
        size = f"width:{self.width / 16:g}rem;height:{self.height / 16:g}rem"
        whole = attributes(
            class_="s-pic", viewBox=f"0 0 {self.width:g} {self.height:g}", role="img", aria_label=label or None,
            style=f"{size};{style}",
        )  # fmt: skip
        return f'<svg{whole}><use href="#{self.id}"/></svg>'


def draw(record: Record, uid: str, seconds: float, width: int) -> Drawing | None:
    """The drawing of a run in this width, on an axis of so many seconds; None where no task was ever created."""
    made, kinds = timeline.timeline(record, uid, uid, described(record), seconds)
    if not made:
        return None
    root = ET.fromstring(made)
    timed = root.get("data-scale") == "time"
    _only(root, "nar" if width < ACROSS else "wid", width)
    parts = _Parts(root, float(root.get("height", "0")) - timeline.GAP + 2)
    parts.cut(HIGHEST)
    dots = tuple((int(dot.get("data-n", "0")), _percent(dot)) for dot in parts.dots)
    head = attributes(id=uid, class_="tl s-tl", width=width, height=f"{parts.height:g}", overflow="visible")
    svg = f"<svg{head}>{parts.svg()}</svg>"
    length = float(root.get("data-t1", "0")) / 1000 if timed else None
    return Drawing(uid, svg, width, parts.height, tuple(kinds), dots, length)


def _only(root: ET.Element, kept: str, width: int) -> None:
    """Leave out what is meant for another width; the words in a bar stay where there is room for them."""
    other = {"nar": "wid", "wid": "nar"}[kept]
    for parent in list(root.iter()):
        for child in list(parent):
            names = (child.get("class") or "").split()
            wide = width * _percent(parent, "width") / 100
            said = next((part.text or "" for part in parent if part.tag == "text"), "")
            fits = parent.get("class") == "sp" and len(said) * LETTER + 16 <= wide
            if other in names and not fits:
                parent.remove(child)
            elif names:
                child.set("class", " ".join(name for name in names if name not in ("wid", "nar")))


class _Parts:
    """The parts of a picture, sorted by how they come to be seen: past, words, points in time, dots."""

    def __init__(self, root: ET.Element, height: float) -> None:
        self.past: list[ET.Element] = []
        self.still: list[ET.Element] = []
        self.points: list[ET.Element] = []
        self.dots: list[ET.Element] = []
        self.defs: list[ET.Element] = []
        self.height = height
        for part in root:
            names = (part.get("class") or "").split()
            if part.tag == "defs":
                self.defs.append(part)
            elif part.tag in ("title", "desc"):
                continue
            elif "n" in names:
                self.dots.append(_larger(part, DOT))
            elif part.tag == "svg" and "sp" not in names:
                self.points.append(part)
            elif part.tag == "text" and {"h", "d"} & set(names):
                self.still.append(part)
            else:
                self.past.append(part)
        self._hide_ends()

    def _hide_ends(self) -> None:
        """How a task ended stands behind its name, and is not told before it did."""
        for point in self.points:
            # Much may happen at one time: what comes between two lines is not seen with the first of them.
            when = f"--gx:{_percent(point):g};--b:{point.attrib.pop('data-b', 0)}"
            point.set("class", "s-pt")
            point.set("style", when)
            if any(part.get("class") == "e" for part in point.iter("circle")):
                _larger(point, SIGN)
        for text in self.still:
            for said in text.iter("tspan"):
                if said.get("data-x") is not None:
                    said.set("class", f"{said.get('class')} s-end")
                    said.set("style", f"--gx:{said.attrib.pop('data-x')};--b:{said.attrib.pop('data-b', 0)}")
        for dot in self.dots:
            dot.set("style", f"--k:{dot.get('data-n')}")

    def cut(self, highest: float) -> None:
        """Leave out the rows below this height, and say how many they are."""
        names = [_y(text) for text in self.still if any(part.get("class") == "b" for part in text)]
        if self.height <= highest:
            return
        # A row begins a little above its name; a line of words stands below the last that is left.
        edges = [y - timeline.NAME + 4 for y in names]
        edge = max((y for y in edges if y + timeline.NAME + 8 <= highest), default=highest)
        more = any(_y(text) > edge and (text.text or "").startswith("and ") for text in self.still)
        for parts in (self.past, self.still, self.points, self.dots):
            parts[:] = [part for part in parts if _y(part) < edge]
            for line in parts:
                if line.get("class") in ("g", "stop") and float(line.get("y2", "0")) > edge:
                    line.set("y2", f"{edge:g}")
        said = ET.Element("text", {"class": "d h", "x": f"{axis.X0}%", "y": f"{edge + timeline.NAME:g}"})
        said.text = "… and more rows" if more else f"… and {counted(sum(y > edge for y in names), 'more row')}"
        self.still.append(said)
        self.height = edge + timeline.NAME + 8

    def svg(self) -> str:
        """All of it, what comes later on top."""
        height = f"{self.height + 20:g}"
        cover = f'<rect class="s-cover" y="-10" width="110%" height="{height}"/>'
        now = f'<rect class="s-now" y="16" width="2" height="{self.height - 26:g}"/>'
        past = "".join(map(_text, [*self.defs, *self._under(), *self.past]))
        return past + cover + now + "".join(map(_text, [*self._over(), *self.still, *self.dots]))

    def _under(self) -> Iterator[ET.Element]:
        """Lines from lane to lane, which lie below the bars."""
        return (point for point in self.points if not _is_sign(point))

    def _over(self) -> Iterator[ET.Element]:
        return (point for point in self.points if _is_sign(point))


def _is_sign(point: ET.Element) -> bool:
    """Whether a point is a sign at the end of a lane or a cancellation, and not a line between two lanes."""
    return not {"made", "w"} & {path.get("class") for path in point.iter("path")}


def _larger(part: ET.Element, times: float) -> ET.Element:
    """What is in a part, so many times larger."""
    inner = [child for child in part if child.tag != "title"]
    group = ET.Element("g", {"transform": f"scale({times:.4g})"})
    for child in list(part):
        part.remove(child)
    group.extend(inner)
    part.append(group)
    return part


def _y(part: ET.Element) -> float:
    """How far down a part of a picture stands; for a line between two lanes how far down it reaches."""
    if part.get("y") is None and part.tag == "svg":
        return max(
            (float(y) for path in part.iter("path") for y in re.findall(r"[V ]([\d.]+)", path.get("d", ""))), default=0
        )
    return float(part.get("y") or part.get("y1") or 0)


def _percent(part: ET.Element, name: str = "x") -> float:
    value = part.get(name, "0")
    return float(value.removesuffix("%")) if value.endswith("%") else 0.0


def _text(part: ET.Element) -> str:
    for inner in part.iter():
        for title in inner.findall("title"):
            inner.remove(title)
        for name in ("data-s", "data-l", "data-m", "data-k"):
            inner.attrib.pop(name, None)
    return ET.tostring(part, encoding="unicode")


def qr(address: str, uid: str) -> str:
    """The QR code of an address, as a symbol of this id: dark on white, whatever the colours around it."""
    code = segno.make(address, micro=False)
    drawn = code.svg_inline(border=4, omitsize=True, dark="#000", light="#fff", svgclass=None, lineclass=None)
    width, height = code.symbol_size(border=4)
    return f'<symbol id="{uid}" viewBox="0 0 {width} {height}">{drawn}</symbol>'

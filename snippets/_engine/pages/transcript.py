"""What the post says that a program prints, against what it prints, drawn as two columns.

The columns are joined by lines. Those of the longest common order run side by side; a line out of place crosses them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from snippets._engine.pages import output
from snippets._engine.pages.markup import Markup, el
from snippets._engine.record.printed import Line
from snippets._engine.record.transcript import Check

#: The printed side stands in the picture itself up to this size; more is a window's business.
MOST_LINES = 40
MOST_LETTERS = 160

#: Lines up to this need little room, lines over that need a lot; the picture takes another form for either.
SHORT, LONG = 22, 42

#: So many letters of a line surely fit into a row of the picture on a phone, and on a wide screen.
NARROW, WIDE = 20, 60


def fits(check: Check) -> bool:
    """Whether all that was printed can stand beside the claim, a row a line."""
    return len(check.real) <= MOST_LINES and max(map(len, check.real), default=0) <= MOST_LETTERS


def is_short(check: Check) -> bool:
    """Whether the comparison is narrow enough for the column beside the code: short lines, or no columns at all."""
    return is_apart(check) or _width(check.claimed, check.real) <= SHORT


def is_apart(check: Check) -> bool:
    """Whether claim and print have no line in common, so that there is nothing to join."""
    return not (check.kept or check.moved)


def slope(check: Check, printed: Sequence[Line], clock: str, css: str = "rows", below: Markup | None = None) -> Markup:
    """The picture: claimed left, printed right, joined by lines; where nothing joins them, one above the other.

    ``css`` is the class of the printed side's ``pre``, ``below`` stands below that. Of an open claim the
    caller may leave out the lines that follow on ``check.shown``.
    """
    said = el("p", "The post says", class_="cap"), el("ol", *_said(check), class_="plain")
    right = el("p", "Python prints", class_="cap")
    if is_apart(check):
        return el("div", el("div", *said), el("div", right, output.pre(printed, clock, css), below), class_="apart")
    marks = {j: "mv" for _, j in check.moved} | dict.fromkeys(check.new, "new")
    rows = max(len(check.claimed) + check.open_end, len(printed))
    width = _width(check.claimed, [line.text.rstrip() for line in printed])
    form = " short" if width <= SHORT else " long" if width > LONG else ""
    style = f"--rows:{rows};--narrow:{max(1, -(-width // NARROW))};--wide:{max(1, -(-width // WIDE))}"
    return el(
        "div",
        el("div", *said, class_="side said"),
        _wires(check, rows),
        el("div", right, output.pre(printed, clock, css, marks), below, class_="side real"),
        class_=f"slope{form}",
        style=style,
    )


def _width(*sides: Sequence[str]) -> int:
    return max((len(line) for side in sides for line in side), default=0)


def _said(check: Check) -> Iterator[Markup]:
    """The claimed lines as list items. What a curve shows is said in words too, for those who cannot see it."""
    place, gone = dict(check.moved), set(check.gone)
    for i, line in enumerate(check.claimed):
        css = "mv" if i in place else "gone" if i in gone else None
        more = None
        if i in place:
            more = el("span", f"(printed as line {place[i] + 1})", class_="vh")
        if i in gone:
            more = el("b", "not printed")
        yield el("li", el("span", line), more and " ", more, class_=css)
    if check.open_end:
        yield el("li", el("span", "…"), class_="on")


def _wires(check: Check, rows: int) -> Markup:
    paths = [("kp", pair) for pair in check.kept] + [("mv", pair) for pair in check.moved]
    drawn = [el("path", class_=css, d=_curve(10 * i + 5, 10 * j + 5)) for css, (i, j) in paths]
    drawn += [el("path", class_="no", d=f"M0 {10 * i + 5}H24") for i in check.gone]
    box = f"0 0 100 {10 * rows}"
    return el("svg", *drawn, class_="wires", viewBox=box, preserveAspectRatio="none", aria_hidden="true")


def _curve(left: int, right: int) -> str:
    return f"M0 {left}C50 {left} 50 {right} 100 {right}"

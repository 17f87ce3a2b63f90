"""What the post says that a program prints, against what it prints, drawn as two columns.

The columns are joined by lines. Those of the longest common order run side by side; a line out of place crosses them.
"""

from __future__ import annotations

from collections.abc import Sequence

from snippets._engine.pages import output
from snippets._engine.pages.markup import attributes, escape
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


def slope(check: Check, printed: Sequence[Line], clock: str, css: str = "rows", below: str = "") -> str:
    """The picture: claimed left, printed right, joined by lines; where nothing joins them, one above the other.

    ``css`` is the class of the printed side's ``pre``, ``below`` is HTML to stand below that. Of an open claim the
    caller may leave out the lines that follow on ``check.shown``.
    """
    said, right = _said(check), "Python prints"
    if is_apart(check):
        return (
            f'<div class="apart"><div><p class="cap">The post says</p><ol class="plain">{said}</ol></div>'
            f'<div><p class="cap">{right}</p>{output.pre(printed, clock, css)}{below}</div></div>'
        )
    marks = {j: "mv" for _, j in check.moved} | dict.fromkeys(check.new, "new")
    rows = max(len(check.claimed) + check.open_end, len(printed))
    width = _width(check.claimed, [line.text.rstrip() for line in printed])
    form = " short" if width <= SHORT else " long" if width > LONG else ""
    style = f"--rows:{rows};--narrow:{max(1, -(-width // NARROW))};--wide:{max(1, -(-width // WIDE))}"
    return (
        f'<div class="slope{form}" style="{style}">'
        f'<div class="side said"><p class="cap">The post says</p><ol class="plain">{said}</ol></div>'
        f"{_wires(check, rows)}"
        f'<div class="side real"><p class="cap">{right}</p>{output.pre(printed, clock, css, marks)}{below}</div></div>'
    )


def _width(*sides: Sequence[str]) -> int:
    return max((len(line) for side in sides for line in side), default=0)


def _said(check: Check) -> str:
    """The claimed lines as list items. What a curve shows is said in words too, for those who cannot see it."""
    place, gone = dict(check.moved), set(check.gone)
    items = []
    for i, line in enumerate(check.claimed):
        css = "mv" if i in place else "gone" if i in gone else None
        more = ""
        if i in place:
            more = f' <span class="vh">(printed as line {place[i] + 1})</span>'
        if i in gone:
            more = " <b>not printed</b>"
        items.append(f"<li{attributes(class_=css)}><span>{escape(line)}</span>{more}</li>")
    if check.open_end:
        items.append('<li class="on"><span>…</span></li>')
    return "".join(items)


def _wires(check: Check, rows: int) -> str:
    paths = [("kp", pair) for pair in check.kept] + [("mv", pair) for pair in check.moved]
    drawn = "".join(f'<path class="{css}" d="{_curve(10 * i + 5, 10 * j + 5)}"/>' for css, (i, j) in paths)
    drawn += "".join(f'<path class="no" d="M0 {10 * i + 5}H24"/>' for i in check.gone)
    return (
        f'<svg class="wires" viewBox="0 0 100 {10 * rows}" preserveAspectRatio="none" aria-hidden="true">{drawn}</svg>'
    )


def _curve(left: int, right: int) -> str:
    return f"M0 {left}C50 {left} 50 {right} 100 {right}"

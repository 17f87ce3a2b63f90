"""What the post says that a program prints, against what it prints: compared line by line and drawn as two columns.

The columns are joined by lines. Those of the longest common order run side by side; a line out of place crosses them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from snippets._engine.pages import output
from snippets._engine.pages.markup import attributes, escape
from snippets._engine.record.printed import Line
from snippets._engine.words.english import capital, counted, number

#: A claim whose last line is this goes on like that; what is printed beyond it is not held against it.
AND_SO_ON = "..."

#: The printed side stands in the picture itself up to this size; more is a window's business.
MOST_LINES = 40
MOST_LETTERS = 160

#: Lines up to this need little room, lines over that need a lot; the picture takes another form for either.
SHORT, LONG = 22, 42

#: So many letters of a line surely fit into a row of the picture on a phone, and on a wide screen.
NARROW, WIDE = 20, 60


ONE_GONE = "the one line in the post is not printed"


@dataclass(frozen=True, slots=True)
class Check:
    """A claimed transcript held against the printed lines; the pairs are indices into ``claimed`` and ``real``.

    ``kept`` pairs stand in one common order, the longest there is. ``moved`` pairs are printed, but elsewhere;
    ``gone`` lines are claimed and not printed; ``new`` lines are printed and not claimed.
    """

    claimed: tuple[str, ...]
    real: tuple[str, ...]
    open_end: bool
    kept: tuple[tuple[int, int], ...]
    moved: tuple[tuple[int, int], ...]
    gone: tuple[int, ...]
    new: tuple[int, ...]

    @property
    def right(self) -> bool:
        """Whether the claim holds."""
        return not (self.moved or self.gone or self.new)

    @property
    def summary(self) -> str:
        """What is wrong with the claim, counted, in one sentence."""
        if self.right:
            return "Python prints what the post says."
        total, faults = len(self.claimed), []
        if self.gone and len(self.gone) == total:
            faults.append(f"none of the {number(total)} lines in the post is printed" if total > 1 else ONE_GONE)
        elif self.gone:
            faults.append(f"{_of(self.gone, total)} not printed")
        if self.moved and self.gone:
            faults.append(f"{number(len(self.moved))} {_are(self.moved)} out of place")
        elif self.moved:
            faults.append(f"{_of(self.moved, total)} out of place")
        if self.new and len(self.gone) == total:
            faults.append(f"{counted(len(self.new), 'other')} {_are(self.new)}")
        elif self.new:
            faults.append(f"{counted(len(self.new), 'line')} {_are(self.new)} printed that the post does not show")
        return capital("; ".join(faults)) + "."

    @property
    def words(self) -> str:
        """The same in the few words of a verdict."""
        if self.right:
            return "prints what the post says"
        if not self.gone and not self.new:
            return "prints another order than the post"
        if self.gone and not self.new and not self.moved:
            return f"prints {number(len(self.real))} lines; the post shows {number(len(self.claimed))}"
        return "prints other lines than the post"

    @property
    def shown(self) -> int:
        """How many printed lines the picture needs: all, or to where an open claim has been matched."""
        if not self.open_end:
            return len(self.real)
        last = max((j for _, j in (*self.kept, *self.moved)), default=len(self.claimed) - 1)
        return min(len(self.real), last + 1)


def _are(lines: Sequence[object]) -> str:
    return "is" if len(lines) == 1 else "are"


def _of(lines: Sequence[object], total: int) -> str:
    """``two of the nine lines in the post are``."""
    return f"{number(len(lines))} of the {number(total)} lines in the post {_are(lines)}"


def compare(claimed: str, text: str) -> Check:
    """Hold what the post says against a run's text, line by line, spaces at the ends of lines left out."""
    said = [line.rstrip() for line in claimed.rstrip("\n").split("\n")] if claimed.strip() else []
    real = [line.rstrip() for line in text.removesuffix("\n").split("\n")] if text else []
    open_end = bool(said) and said[-1] == AND_SO_ON
    said = said[:-1] if open_end else said
    kept = common(said, real)
    left = [i for i in range(len(said)) if i not in {i for i, _ in kept}]
    free = [j for j in range(len(real)) if j not in {j for _, j in kept}]
    moved = []
    for i in left:
        j = next((j for j in free if real[j] == said[i]), None)
        if j is not None:
            free.remove(j)
            moved.append((i, j))
    gone = tuple(i for i in left if i not in {i for i, _ in moved})
    new = () if open_end else tuple(free)
    return Check(tuple(said), tuple(real), open_end, tuple(kept), tuple(moved), gone, new)


def common(one: Sequence[str], two: Sequence[str]) -> list[tuple[int, int]]:
    """The longest common subsequence as pairs of indices; of several the one that matches earliest."""
    longest = [[0] * (len(two) + 1) for _ in range(len(one) + 1)]
    for i in reversed(range(len(one))):
        for j in reversed(range(len(two))):
            same = one[i] == two[j]
            longest[i][j] = longest[i + 1][j + 1] + 1 if same else max(longest[i + 1][j], longest[i][j + 1])
    pairs, i, j = [], 0, 0
    while i < len(one) and j < len(two):
        if one[i] == two[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif longest[i + 1][j] >= longest[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


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

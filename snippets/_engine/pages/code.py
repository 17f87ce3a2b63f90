"""Program text as HTML: the numbered, highlighted listing, in it what was changed from another program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise

from pygments import highlight  # type: ignore[import-untyped]
from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
from pygments.lexers import PythonLexer  # type: ignore[import-untyped]
from pygments.token import STANDARD_TYPES  # type: ignore[import-untyped]

from snippets._engine.examples.catalogue import Variant
from snippets._engine.pages.markup import Markup, el, fragment, icon
from snippets._engine.pages.pieces import folded

_LEXER = PythonLexer(stripnl=False, ensurenl=False)

#: So many letters of a line fit beside what is known of the run; a program with longer ones takes the whole width.
#: The column is never made for fewer letters than the other number.
BESIDE_LETTERS, LEAST_LETTERS = 74, 44
#: So many lines that went are shown where they stood; of more only the number is told.
MOST_GONE = 6
#: So many lines stand on either side of what was changed; what is farther away is folded where it has so many lines.
AROUND, LEAST_SAME = 3, 8


@dataclass(frozen=True, slots=True)
class Change:
    """What was changed from one program to another: which lines came, and which went before which line, from 0."""

    new: frozenset[int] = frozenset()
    gone: Mapping[int, Sequence[str]] = field(default_factory=dict)

    @property
    def added(self) -> int:
        """How many lines came."""
        return len(self.new)

    @property
    def removed(self) -> int:
        """How many lines went."""
        return sum(map(len, self.gone.values()))

    def same(self, lines: int) -> list[tuple[int, int]]:
        """Long stretches of a program of so many lines that are as they were, and far from what was changed."""
        near = {at + off for at in self.new for off in range(-AROUND, AROUND + 1)}
        near |= {at + off for at in self.gone for off in range(-AROUND, AROUND)}
        edges = [-1, *sorted(at for at in near if 0 <= at < lines), lines]
        return [(one + 1, other) for one, other in pairwise(edges) if LEAST_SAME <= other - one - 1 < lines]

    @property
    def counts(self) -> Markup:
        """How many lines came and went, as HTML, with signs."""
        return fragment(el("ins", f"+{self.added}"), " ", el("del", f"\N{MINUS SIGN}{self.removed}"))


def coloured(source: str) -> list[Markup]:
    """The program's lines as HTML with Pygments' classes. Every tag that a line opens, it closes."""
    html = Markup(highlight(source.removesuffix("\n"), _LEXER, HtmlFormatter(nowrap=True)))
    return html.removesuffix("\n").split("\n")


def tokens(source: str) -> list[list[tuple[str, str]]]:
    """The program's lines, each in pieces: Pygments' short name of what a piece is, like ``kn``, and its text."""
    lines: list[list[tuple[str, str]]] = [[]]
    for kind, text in _LEXER.get_tokens(source.removesuffix("\n")):
        while kind not in STANDARD_TYPES:
            kind = kind.parent
        first, *others = text.split("\n")
        lines[-1].append((STANDARD_TYPES[kind], first))
        lines += [[(STANDARD_TYPES[kind], other)] for other in others]
    return lines


def widest(source: str) -> int:
    """How many letters its longest line has."""
    return max(map(len, source.splitlines()), default=0)


def is_wide(source: str, changed: Change | None = None) -> bool:
    """Whether the program has lines that would be cut off in the column beside what is known of the run.

    Lines that went are shown in it as well.
    """
    gone = changed.gone.values() if changed else ()
    shown = [line for lines in gone if len(lines) <= MOST_GONE for line in lines]
    return max(map(len, (*source.splitlines(), *shown)), default=0) > BESIDE_LETTERS


def listing(variant: Variant, flaws: Sequence[str] = (), changed: Change | None = None) -> Markup:
    """The variant's program. With flaws, said in these words, it is marked as flawed, and is copied with a warning.

    Lines that came are marked, what went stands as a mark where it was, and long stretches that are unchanged are
    folded. Each line has an id of its own, without a hyphen because Material splits a hash there. The text of the
    ``code`` element is the file's.
    """
    numbered, change = coloured(variant.source), changed or Change()
    lines: list[Markup] = []
    for index, html in enumerate(numbered):
        css, number = "ln add" if index in change.new else "ln", index + 1
        line = el("span", html, "\n", class_=css, data_no=number, id=f"{variant.example}_{variant.key}_l{number}")
        lines.append(fragment(*_gone(change.gone.get(index, ())), line))
    lines.append(fragment(*_gone(change.gone.get(len(numbered), ()))))
    for start, end in reversed(change.same(len(numbered)) if changed else []):
        lines[start:end] = [folded(f"{end - start} unchanged lines", lines[start:end])]
    named = el("span", variant.file.name, class_="fn")
    return el(
        "div",
        el("span", named, *_flawtag(flaws), " ", class_="filename"),
        el("pre", el("code", *lines), tabindex=0),
        class_="highlight flawed" if flaws else "highlight",
        data_careful=", ".join(flaws) if flaws else None,
    )


def _gone(lines: Sequence[str]) -> list[Markup]:
    """Lines that are no longer there, as marks: they are seen and read aloud, and are no part of the program's text."""
    if len(lines) > MOST_GONE:
        return [el("span", class_="dl many", data_del=f"{len(lines)} lines")]
    return [el("span", class_="dl", data_del=line) for line in lines]


def _flawtag(flaws: Sequence[str]) -> Iterator[str]:
    """The flaws with dots between them; a line may end behind a dot, but not within a flaw."""
    if flaws:
        said = [*(f"{flaw} ·" for flaw in flaws[:-1]), flaws[-1]]
        words = Markup(" ").join(el("span", one, class_="nw") for one in said)
        yield from (" ", el("span", icon("warning"), words, class_="flawtag"))


def change(before: str, after: str) -> Change:
    """What turns the one program into the other."""
    old, new = before.splitlines(), after.splitlines()
    came: set[int] = set()
    gone: dict[int, list[str]] = {}
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        came.update(range(j1, j2))
        if i1 < i2:
            gone.setdefault(j1, []).extend(old[i1:i2])
    return Change(frozenset(came), gone)

"""Program text as HTML: the numbered, highlighted listing, and what changed between two programs line by line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from difflib import SequenceMatcher

from pygments import highlight  # type: ignore[import-untyped]
from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
from pygments.lexers import PythonLexer  # type: ignore[import-untyped]
from pygments.token import STANDARD_TYPES  # type: ignore[import-untyped]

from snippets._engine.examples.catalogue import Variant
from snippets._engine.pages.markup import Markup, el, fragment, icon

_LEXER = PythonLexer(stripnl=False, ensurenl=False)

#: So many letters of a line fit beside what is known of the run; a program with longer ones takes the whole width.
BESIDE_LETTERS = 74


@dataclass(frozen=True, slots=True)
class Change:
    """What was changed from one program to another: how many lines came and went, which came, and all of it as HTML."""

    added: int
    removed: int
    new: frozenset[int]
    html: Markup

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


def is_wide(source: str) -> bool:
    """Whether the program has lines that would be cut off in the column beside what is known of the run."""
    return max(map(len, source.splitlines()), default=0) > BESIDE_LETTERS


def listing(variant: Variant, flaws: Sequence[str] = (), new: Set[int] = frozenset()) -> Markup:
    """The variant's program. With flaws, said in these words, it is marked as flawed and has no copy button.

    ``new`` holds the indices of lines, counted from 0, that are marked as added. Each line has an id of its own,
    without a hyphen because Material splits a hash there. The text of the ``code`` element is the file's.
    """
    numbered = coloured(variant.source)
    width = len(str(len(numbered)))
    lines = []
    for index, html in enumerate(numbered, 1):
        number = el("span", class_="no", data_no=f"{index:>{width}}")
        css = "ln add" if index - 1 in new else "ln"
        lines.append(el("span", number, html, "\n", class_=css, id=f"{variant.example}_{variant.key}_l{index}"))
    named = el("span", variant.file.name, class_="fn")
    return el(
        "div",
        el("span", named, *_flawtag(flaws), " ", class_="filename"),
        el("pre", el("code", *lines), tabindex=0),
        class_="highlight no-copy flawed" if flaws else "highlight",
    )


def _flawtag(flaws: Sequence[str]) -> Iterator[str]:
    """The flaws with dots between them; a line may end behind a dot, but not within a flaw."""
    if flaws:
        said = [*(f"{flaw} ·" for flaw in flaws[:-1]), flaws[-1]]
        words = Markup(" ").join(el("span", one, class_="nw") for one in said)
        yield from (" ", el("span", icon("warning"), words, class_="flawtag"))


def change(before: str, after: str) -> Change:
    """What turns the one program into the other, as lines that go and come with three lines around them."""
    old, new = before.splitlines(), after.splitlines()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    html: list[Markup] = []
    came: set[int] = set()
    went = 0
    for group in matcher.get_grouped_opcodes(3):
        html.append(el("span", f"from line {group[0][3] + 1}\n", class_="hk"))
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                html += [_row(" ", line) for line in old[i1:i2]]
                continue
            html += [_row("-", line) for line in old[i1:i2]] + [_row("+", line) for line in new[j1:j2]]
            came.update(range(j1, j2))
            went += i2 - i1
    return Change(len(came), went, frozenset(came), fragment(*html))


def _row(sign: str, line: str) -> Markup:
    css = {"+": "dl add", "-": "dl del", " ": "dl"}[sign]
    return el("span", f"{sign} {line}\n", class_=css)

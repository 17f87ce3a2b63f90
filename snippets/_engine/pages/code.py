"""Program text as HTML: the numbered, highlighted listing, and what changed between two programs line by line."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from difflib import SequenceMatcher

from pygments import highlight  # type: ignore[import-untyped]
from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
from pygments.lexers import PythonLexer  # type: ignore[import-untyped]

from snippets._engine.examples.catalogue import Variant
from snippets._engine.pages.markup import attributes, escape, icon

#: So many letters of a line fit beside what is known of the run; a program with longer ones takes the whole width.
BESIDE_LETTERS = 74


@dataclass(frozen=True, slots=True)
class Change:
    """What was changed from one program to another: how many lines came and went, which came, and all of it as HTML."""

    added: int
    removed: int
    new: frozenset[int]
    html: str

    @property
    def counts(self) -> str:
        """How many lines came and went, as HTML, with signs."""
        return f"<ins>+{self.added}</ins> <del>\N{MINUS SIGN}{self.removed}</del>"


def coloured(source: str) -> list[str]:
    """The program's lines as HTML with Pygments' classes. Every tag that a line opens, it closes."""
    lexer = PythonLexer(stripnl=False, ensurenl=False)
    html: str = highlight(source.removesuffix("\n"), lexer, HtmlFormatter(nowrap=True))
    return html.removesuffix("\n").split("\n")


def is_wide(source: str) -> bool:
    """Whether the program has lines that would be cut off in the column beside what is known of the run."""
    return max(map(len, source.splitlines()), default=0) > BESIDE_LETTERS


def listing(variant: Variant, flaws: Sequence[str] = (), new: Set[int] = frozenset()) -> str:
    """The variant's program. With flaws, said in these words, it is marked as flawed and has no copy button.

    ``new`` holds the indices of lines, counted from 0, that are marked as added. Each line has an id of its own,
    without a hyphen because Material splits a hash there. The text of the ``code`` element is the file's.
    """
    numbered = coloured(variant.source)
    width = len(str(len(numbered)))
    lines = []
    for index, html in enumerate(numbered):
        css = "ln add" if index in new else "ln"
        attrs = attributes(class_=css, id=f"{variant.example}_{variant.key}_l{index + 1}")
        lines.append(f'<span{attrs}><span class="no" data-no="{index + 1:>{width}}"></span>{html}\n</span>')
    css = "highlight no-copy flawed" if flaws else "highlight"
    named = f'<span class="fn">{escape(variant.file.name)}</span>'
    return (
        f'<div class="{css}"><span class="filename">{named}{_flawtag(flaws)} </span>'
        f'<pre tabindex="0"><code>{"".join(lines)}</code></pre></div>'
    )


def _flawtag(flaws: Sequence[str]) -> str:
    """The flaws with dots between them; a line may end behind a dot, but not within a flaw."""
    if not flaws:
        return ""
    said = [f"{escape(flaw)} ·" for flaw in flaws[:-1]] + [escape(flaws[-1])]
    words = " ".join(f'<span class="nw">{one}</span>' for one in said)
    return f' <span class="flawtag">{icon("warning")}{words}</span>'


def change(before: str, after: str) -> Change:
    """What turns the one program into the other, as lines that go and come with three lines around them."""
    old, new = before.splitlines(), after.splitlines()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    html: list[str] = []
    came: set[int] = set()
    went = 0
    for group in matcher.get_grouped_opcodes(3):
        html.append(f'<span class="hk">from line {group[0][3] + 1}\n</span>')
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                html += [_row(" ", line) for line in old[i1:i2]]
                continue
            html += [_row("-", line) for line in old[i1:i2]] + [_row("+", line) for line in new[j1:j2]]
            came.update(range(j1, j2))
            went += i2 - i1
    return Change(len(came), went, frozenset(came), "".join(html))


def _row(sign: str, line: str) -> str:
    css = {"+": "dl add", "-": "dl del", " ": "dl"}[sign]
    return f'<span class="{css}">{sign} {escape(line)}\n</span>'

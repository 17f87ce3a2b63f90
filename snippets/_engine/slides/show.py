"""An example to be shown on slides: its runs, the drawings that its steps refer to, its first slide and its last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import segno

from snippets._engine.examples import python_names
from snippets._engine.examples.catalogue import Example, Variant
from snippets._engine.pages import address, post
from snippets._engine.pages.markup import Markup, code, el, fragment, plain, warning_box, words
from snippets._engine.pages.result import ExampleResult, Result
from snippets._engine.slides import layout
from snippets._engine.slides.arrange import Arrangement, arrange
from snippets._engine.slides.layout import BODY, LEFT, TOP, Box, rem
from snippets._engine.slides.picture import ACROSS, BESIDE, SlidePicture, draw
from snippets._engine.words.english import capital, counted

#: So many names that a program uses stand on the first slide.
NAMES = 6


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: what sort of step it is, its body, what is read aloud when it comes, what stands in its head.

    ``seconds`` is the moment of a run that it shows, on that run's clock; ``example`` the one whose link it carries,
    where that is not the deck's first; ``variant`` the program that it shows.
    """

    kind: str
    body: Markup
    say: str
    head: Markup | None = None
    seconds: float | None = None
    example: Example | None = None
    variant: Variant | None = None


@dataclass
class ShownExample:
    """An example with its runs, and the drawings that its steps refer to, by id."""

    runs: ExampleResult
    drawn: dict[str, SlidePicture | None] = field(default_factory=dict)
    _arranged: dict[Result, Arrangement] = field(default_factory=dict)

    @property
    def example(self) -> Example:
        """The example itself."""
        return self.runs.example

    @property
    def first(self) -> Result:
        """What is shown first, which the others are held against."""
        return self.runs.first

    @property
    def others(self) -> list[Result]:
        """The others: those that are flawed themselves, then the corrections."""
        return sorted(self.runs.others, key=lambda one: not one.variant.flaw)

    def drawing(self, result: Result, width: int) -> SlidePicture | None:
        """The picture of a run, drawn once for this width; None where there is none."""
        uid = f"pic_{result.variant.example}_{result.variant.key}_{'across' if width == ACROSS else 'beside'}"
        if uid not in self.drawn:
            self.drawn[uid] = draw(result.drawing, uid, width) if result.drawing else None
        return self.drawn[uid]

    def arrangement(self, result: Result) -> Arrangement:
        """Where program, output and picture stand in all the steps of a run, worked out once: many ways are tried."""
        if result not in self._arranged:
            narrow = self.drawing(result, BESIDE)
            height = narrow.height if narrow else 0.0
            self._arranged[result] = arrange(result.variant.source, result.lines, result.clock, height)
        return self._arranged[result]

    def defs(self, used: str) -> Markup:
        """The drawings that this HTML refers to."""
        return fragment(*(d.svg for d in self.drawn.values() if d and f'"#{d.id}"' in used))

    def role(self, result: Result) -> Markup:
        """What a variant is: ``As published``, ``Correction 2 of 3: its title``."""
        mending = self.runs.corrections
        if result not in mending or len(mending) < 2:
            return result.role
        what = "Correction" if result.mends else "Way"
        return fragment(f"{what} {mending.index(result) + 1} of {len(mending)}: ", result.role)

    def head(self, result: Result, verdict: bool = False) -> Markup:
        """The second line of a slide's head: what is shown, and how it ended if that may be told."""
        end = result.verdict.html("span") if verdict else None
        return fragment(el("span", self.role(result)), " ", code(result.variant.file.name), " ", end)


def title(shown: ShownExample) -> Iterator[Slide]:
    """The title, and a question that does not tell how it comes out."""
    example, variant = shown.example, shown.first.variant
    count = len(variant.source.splitlines())
    question = f"{capital(counted(count, 'line'))} of Python. What do they print, and how does it end?"
    if "fragment" in variant.flaw:
        question = f"{capital(counted(count, 'line'))} of a longer program. What happens if they are run alone?"
    names = [code(name) for name in sorted(python_names.names(variant.source), key=python_names.order)][:NAMES]
    about = el("p", Markup(" · ").join(names), class_="s-uses") if names else None
    # Only where somebody is at work, as under ``mkdocs serve``: such a build is not published.
    wrong = warning_box([line for result in shown.runs.results for line in result.problems])
    below = fragment(wrong, about, el("p", _origin(example), class_="s-by"))
    body = opening(_kicker(example), words(example.title), question, below)
    yield Slide("title", body, f"{plain(words(example.title))}. {question}", example=example)


def opening(kicker: str, said: str, question: str, below: Markup) -> Markup:
    """The first slide of a deck: a large title with a question under it."""
    size = layout.prose_size([(said, 1.0)], 1000, 250, (84, 76, 68, 60, 52, 46))
    top = (
        el("p", kicker, class_="s-kicker"),
        el("h1", said, style=f"font-size:{rem(size)}"),
        el("p", question, class_="s-question"),
    )
    return fragment(el("div", *top, class_="s-open"), el("div", below, class_="s-low"))


def _kicker(example: Example) -> str:
    return f"Block {example.post} of {post.BLOCKS}" if example.post else "Not in the post"


def _origin(example: Example) -> str:
    if not example.post:
        return "An example of “asyncio, executed”."
    where = f", lines {example.lines}" if example.lines else ""
    return f"From “{post.TITLE}” by {post.AUTHOR} ({post.YEAR}){where}."


def rule(shown: ShownExample) -> Iterator[Slide]:
    """What to remember, where to find it again, and what it was run on."""
    example = shown.example
    said, name = (words(example.rule), "Remember") if example.rule else (words(example.idea), "What happens")
    width, height = 850.0, BODY - 70 - len(shown.runs.results) * 30
    size = layout.prose_size([(said, 1.0)], width, height - 60, (50, 46, 42, 38, 34, 30, 26))
    heads = (el("th", head, scope="col") for head in ("Program", "Run", "Python", "Clock", "SHA-256"))
    rows = map(_ran, shown.runs.results)
    told = el("p", name, class_="s-kicker"), el("p", said, style=f"font-size:{rem(size)}")
    body = fragment(
        el("div", *told, class_="s-rule", style=Box(LEFT, TOP, width, height).style),
        el("a", code_of(example), el("span", short(example)), class_="s-large", href=f"site:s/{example.id}/"),
        el("table", el("thead", el("tr", *heads)), el("tbody", *rows), class_="s-ran"),
    )
    yield Slide("rule", body, f"{name}: {plain(said)}", example=example)


def _ran(result: Result) -> Markup:
    variant, record = result.variant, result.record
    cells = (
        result.verdict.html("span"),
        f"{record.python or 'none'}{' (recorded)' if record.python and not result.ran else ''}",
        record.clock,
        f"{variant.sha256[:12]}…",
    )
    return el("tr", el("th", variant.file.name, scope="row"), *(el("td", cell) for cell in cells))


def short(example: Example) -> Markup:
    """The short link to print and to type: the permanent address without ``https://``, in two lines."""
    if not address.known():
        return fragment(f"s/{example.id}/")
    root, place = address.site().partition("://")[2], f"s/{example.id}/"
    return fragment(root, el("wbr"), place)


def code_of(example: Example) -> Markup | None:
    """The QR code of the permanent address, if this build was told where the site is published."""
    if not address.known():
        return None
    drawn = el("use", href=f"#qr_{example.id}")
    return el("svg", drawn, class_="s-qr", role="img", aria_label="QR code of this address")


def qr_of(example: Example) -> Markup | None:
    """The same, to stand in ``defs``."""
    return qr(address.permanent(example.id), f"qr_{example.id}") if address.known() else None


def qr(address: str, uid: str) -> Markup:
    """The QR code of an address, as a symbol of this id: dark on white, whatever the colours around it."""
    code = segno.make(address, micro=False)
    drawn = code.svg_inline(border=4, omitsize=True, dark="#000", light="#fff", svgclass=None, lineclass=None)
    width, height = code.symbol_size(border=4)
    return el("symbol", Markup(drawn), id=uid, viewBox=f"0 0 {width} {height}")  # noqa: S704

"""The steps of one run on slides: the program, what it prints line by line, the verdict, what the post says of it.

Each function yields steps whose body is HTML laid out in design pixels; ``deck.py`` puts them into a deck.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from snippets._engine.pages import transcript
from snippets._engine.pages.legend import legend
from snippets._engine.pages.markup import Markup, Verdict, el, fragment, icon, to_html, words
from snippets._engine.pages.result import Result
from snippets._engine.picture.axis import X0
from snippets._engine.record.printed import Line
from snippets._engine.slides import code as listings
from snippets._engine.slides import layout, output
from snippets._engine.slides.arrange import Arrangement
from snippets._engine.slides.layout import BODY, GAP, LEFT, TOP, WIDTH, Box, rem
from snippets._engine.slides.picture import ACROSS, BESIDE, TYPE, SlidePicture
from snippets._engine.slides.show import ShownExample, Slide
from snippets._engine.words.marks import to_plain
from snippets._engine.words.transcript import summary

#: How wide a line may be where claim and print are joined by lines.
SLOPE = 480

#: What stands where nothing was printed.
NOTHING = layout.row("prints nothing", names="gap")

#: What is read aloud of a step that prints: so many letters.
SAID = 240

#: The height of a heading above a program or an output, and of a row of letters of the smallest size.
HEADING = 38


def program(
    shown: ShownExample, result: Result, added: frozenset[int] = frozenset(), verdict: bool = False
) -> Iterator[Slide]:
    """The program, large: on one slide, or on as many as it needs."""
    sheets = listings.sheets(result.variant.source)
    name = result.variant.file.name
    for index, sheet in enumerate(sheets):
        body = fragment()
        for box, window in sheet.columns:
            rows = listings.listing(sheet.program, window, added=added, whole=len(sheets) == 1)
            body += listings.code_pane(box, sheet.size, rows, name, hatched(result))
        first, last = sheet.columns[0][1].first + 1, sheet.columns[-1][1].last
        say = f"The program {name}, lines {first} to {last}"
        head = fragment(shown.head(result, verdict), *part(index, len(sheets)))
        yield Slide("code", body, say, head, variant=result.variant)


def part(index: int, count: int) -> Iterator[str]:
    """Which one this is of several slides; nothing where it is alone."""
    if count > 1:
        yield from (" ", el("span", f"{index + 1} of {count}", class_="s-part"))


def hatched(result: Result) -> str:
    """A program with a flaw has a hatched edge on all slides, as it has on the pages."""
    return "flawed" if result.flaws else ""


def steps(shown: ShownExample, result: Result) -> Iterator[Slide]:
    """The run line by line: what is printed, the line of the program that prints it, the picture up to that moment."""
    where = shown.arrangement(result)
    drawing = shown.drawing(result, ACROSS if where.across else BESIDE) if where.picture else None
    heights = [len(rows) for rows in where.program.rows]
    printing = _printing(result)
    window, came = None, X0
    for group in output.steps(where.out.printed):
        numbers = {n for entry in group for n in range(entry.number, entry.last + 1)}
        lit = frozenset(line - 1 for line in map(printing.get, numbers) if line)
        window = listings.window(heights, where.code_rows, lit, window)
        last = group[-1].last
        body = _code(result, where, listings.listing(where.program, window, lit))
        body += _out(where, output.latest(where.out.printed, last, where.out.rows, numbers))
        if drawing and where.picture:
            at = max(drawing.at(entry.last, entry.seconds) for entry in group)
            body += _picture(where.picture, drawing.shown(at, last, f"The run up to line {last}", came), drawing)
            came = at
        yield Slide("run", body, _said(result, group), shown.head(result), group[-1].seconds, variant=result.variant)


def _printing(result: Result) -> dict[int, int | None]:
    """The line of the program that printed each line of the output, by its number."""
    seen = result.story.lanes
    marks = [mark for lane in seen.lanes for mark in lane.prints] + seen.outside
    return {mark.number: mark.line for mark in marks}


def _said(result: Result, group: tuple[output.OutputRow, ...]) -> str:
    text = "; ".join(line.text.strip() for line in result.lines[group[0].number - 1 : group[-1].last])
    text = text if len(text) <= SAID else f"{text[:SAID]} and so on"
    first, last = group[0].number, group[-1].last
    return f"Line {first}: {text}" if first == last else f"Lines {first} to {last}: {text}"


def _code(result: Result, where: Arrangement, rows: Markup) -> Markup:
    return listings.code_pane(where.code, where.size, rows, result.variant.file.name, hatched(result))


def _out(where: Arrangement, rows: Markup) -> Markup:
    return output.output_pane(where.out.box, where.out.size, rows or NOTHING, "Output")


def _picture(box: Box, drawn: Markup, drawing: SlidePicture) -> Markup:
    return fragment(el("div", drawn, class_="s-picture", style=box.style), legend_row(drawing.key))


def legend_row(key: Iterable[str]) -> Markup:
    """What bars and marks mean, in a row."""
    return el("div", legend(key, short=True), class_="s-legend")


def verdict(shown: ShownExample, result: Result) -> Iterator[Slide]:
    """The run when it is over: its verdict and why in the program's place, the rest as it was."""
    where = shown.arrangement(result)
    drawing = shown.drawing(result, ACROSS if where.across else BESIDE) if where.picture else None
    lead, rest = result.ending
    idea = result.variant.idea or (shown.example.idea if result is shown.first else "")
    others = result.elsewhere
    how = fragment(el("b", to_html(lead)), " ", to_html(rest))
    paragraphs = [how, words(idea), to_html(f"{others}." if others else "")]
    where = _roomy(where)
    body = _judged(result.verdict, [html for html in paragraphs if html], where.code)
    last = where.out.printed.entries[-1].last if where.out.printed.entries else 0
    body += _out(where, output.latest(where.out.printed, last, where.out.rows))
    if drawing and where.picture:
        body += _picture(where.picture, drawing.shown(label="The whole run"), drawing)
    say = f"{to_plain(result.verdict.words)}. {to_plain(lead)} {to_plain(rest)}"
    yield Slide("verdict", body, say, shown.head(result), result.record.seconds, variant=result.variant)


def _roomy(where: Arrangement) -> Arrangement:
    """The same, where the output stands below the program with no more room for it than it takes."""
    code, out = where.code, where.out
    if code.x != out.box.x:
        return where
    bottom = out.box.y + out.box.height
    taken = min(out.box.height, max(1, out.printed.height) * out.size * layout.ROW + 1)
    box = replace(out.box, y=bottom - taken, height=taken)
    height = max(code.height, bottom - taken - code.y - 18)
    return replace(where, code=replace(code, height=height), out=replace(out, box=box))


def _judged(said: Verdict, paragraphs: list[Markup], box: Box) -> Markup:
    sized = [(to_html(said.words) + "mm", 1.5), *((html, 1.0) for html in paragraphs)]
    size = layout.prose_size(sized, box.width - 46, box.height - 30, (30, 28, 26, 24, 22, 20, 19, 18, 17, 16))
    style = f"{box.style_at_most};font-size:{rem(size)}"
    head = el("p", icon(said.sign), el("span", to_html(said.words)), class_="s-said")
    return el("div", head, *(el("p", html) for html in paragraphs), class_="s-verdict", data_v=said.kind, style=style)


def said(shown: ShownExample, result: Result) -> Iterator[Slide]:
    """What the post says that is printed, held against what is printed; nothing where the post is right or silent."""
    check = result.check
    if check is None or check.right:
        return
    printed = result.lines[: check.shown]
    said = el("p", summary(check), class_="s-summary")
    rows = max(len(check.claimed) + check.open_end, len(printed))
    row = min(36.0, (BODY - 60 - 30) / rows)
    longest = max(len(line) for line in (*check.claimed, *(line.text.rstrip() for line in printed)))
    size = min(24.0, row / 1.45, SLOPE / (longest * layout.MONO))
    if transcript.is_apart(check) or size < TYPE:
        body = _apart(result, printed)
    else:
        style = f"--s-row:{rem(row)};--s-t:{rem(size)}"
        body = el("div", transcript.slope(check, printed, result.record.clock), class_="s-slope", style=style)
    yield Slide("said", fragment(said, body), f"What the post says: {summary(check)}", shown.head(result, verdict=True))


def _apart(result: Result, printed: list[Line]) -> Markup:
    """Claim and print, each in a column of its own: they have nothing in common, or too much to be joined by lines."""
    assert result.check is not None
    top, height, left = TOP + 60 + HEADING, BODY - 60 - HEADING, 380.0
    claimed = [Line(0.0, 0, (("stdout", f"{line}\n"),)) for line in result.check.claimed]
    boxes = Box(LEFT, top, left, height), Box(LEFT + left + GAP, top, WIDTH - left - GAP, height)
    sides = []
    for some, box in zip((claimed, printed), boxes, strict=True):
        out = output.fitted(output.entries(some, None), box)
        # What is claimed is no line of the output, and has no number.
        rows = output.both_ends(out.printed, out.rows, numbered=some is printed)
        sides.append(output.output_pane(box, out.size, rows, ""))
    heads = [heading(name, box) for name, box in zip(("The post says", "Python prints"), boxes, strict=True)]
    return fragment(*heads, *sides)


def heading(said: str, below: Box) -> Markup:
    """A heading just above a place."""
    box = Box(below.x, below.y - HEADING, below.width, HEADING - 6)
    return el("p", said, class_="s-heading", style=box.style)

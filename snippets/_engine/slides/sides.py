"""Two runs side by side on slides: what a correction changes in the program, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from snippets._engine.pages.code import change
from snippets._engine.pages.markup import Markup, el, fragment, plain, spaced, words
from snippets._engine.pages.result import Result
from snippets._engine.picture.marks import ordered
from snippets._engine.slides import code, layout, output, split
from snippets._engine.slides.layout import BODY, GAP, LEFT, TOP, WIDTH, Box
from snippets._engine.slides.output import Fitted
from snippets._engine.slides.picture import BESIDE, OVER, TYPE, SlidePicture
from snippets._engine.slides.show import ShownExample, Slide
from snippets._engine.slides.steps import HEADING, NOTHING, hatched, heading, legend_row, part, program, verdict
from snippets._engine.words.english import counted
from snippets._engine.words.marks import to_plain

#: Outputs beside each other have at least so many rows, else the pictures get a slide of their own.
ROWS = 7

#: Programs that take more slides than this side by side have too little in common.
PAGES = 2


def mended(shown: ShownExample, result: Result) -> Iterator[Slide]:
    """Both programs side by side with what was changed; the other alone where it is a far longer one."""
    variant = result.variant
    idea = words(variant.idea or "")
    top, base = _top(result), _base(shown, result)
    if base is None:
        yield from program(shown, result, change(shown.first.variant.source, variant.source).new, verdict=True)
        return
    height = TOP + BODY - top
    both = split.split(base.variant.source, variant.source, height)
    width = (WIDTH - GAP) / 2
    boxes = Box(LEFT, top, width, height), Box(LEFT + width + GAP, top, width, height)
    place = Box(LEFT, TOP - 4, WIDTH, top - TOP - HEADING).style
    said = el("p", idea, class_="s-idea", style=place) if idea else None
    heads = [heading(_name(one), box) for one, box in zip((base, result), boxes, strict=True)]
    for index, pairs in enumerate(both.pages):
        panes = (
            code.code_pane(box, both.size, rows, one.variant.file.name, hatched(one))
            for rows, one, box in zip(split.halves(both, pairs), (base, result), boxes, strict=True)
        )
        body, head = (
            fragment(said, *heads, *panes),
            fragment(el("span", shown.role(result)), *part(index, len(both.pages))),
        )
        say = f"{base.variant.file.name} and {variant.file.name} side by side. {plain(idea)}"
        yield Slide("mended", body, say, head, variant=result.variant)


def _top(result: Result) -> float:
    """Where two programs side by side begin: below what is said of the second."""
    idea = words(result.variant.idea or "")
    return TOP + (layout.prose_height(idea, 22, WIDTH) if idea else 0) + HEADING


def _base(shown: ShownExample, result: Result) -> Result | None:
    """What a variant is held against: the first program, or one shown before that is nearer; None if none is near."""
    for base in (shown.first, *shown.others[: shown.others.index(result)]):
        both = split.split(base.variant.source, result.variant.source, TOP + BODY - _top(result))
        if len(both.pages) <= PAGES:
            return base
    return None


def _name(result: Result) -> Markup:
    """A program's name, with its verdict."""
    return spaced(el("code", result.variant.file.name), result.verdict.html("span"))


def ends(shown: ShownExample, result: Result) -> Iterator[Slide]:
    """The outputs of both side by side, and their pictures below; where those are tall, on a slide of their own.

    How a run ends that is held against none stands alone.
    """
    base = _base(shown, result)
    if base is None:
        yield from (replace(step, kind="ends") for step in verdict(shown, result))
        return
    both = base, result
    drawings = [shown.drawing(one, BESIDE) for one in both]
    pictured = max((drawing.height for drawing in drawings if drawing), default=0.0)
    room = BODY - HEADING - (pictured + 16 if pictured else 0)
    apart = room < ROWS * TYPE * layout.ROW
    height = BODY - HEADING if apart else room
    width = (WIDTH - GAP) / 2
    boxes = [Box(LEFT + n * (width + GAP), TOP + HEADING, width, height) for n in range(2)]
    heads = fragment(*(heading(_name(one), box) for one, box in zip(both, boxes, strict=True)))
    wholes = [output.entries(one.lines, one.clock) for one in both]
    least = min(output.fitted(whole, box).size for whole, box in zip(wholes, boxes, strict=True))
    outs = [output.fitted(whole, box, least + 4) for whole, box in zip(wholes, boxes, strict=True)]
    outputs = fragment(*(_all_of(one, out) for one, out in zip(both, outs, strict=True)))
    foot = [Box(b.x, b.y + 14 if apart else TOP + BODY - pictured, b.width, pictured) for b in boxes]
    pictures = [_beside(one, d, box) for one, d, box in zip(both, drawings, foot, strict=True)]
    key = ordered({name for drawing in drawings if drawing for name in drawing.key})
    pictures.append(legend_row(key) if pictured else None)
    head, say = el("span", shown.role(result)), " and ".join(_summed(one) for one in both)
    if apart:
        yield Slide("ends", fragment(heads, outputs), f"The outputs side by side: {say}", head)
        yield Slide("ends", fragment(heads, *pictures), f"The pictures side by side: {say}", head)
    else:
        yield Slide("ends", fragment(heads, outputs, *pictures), f"Both runs side by side: {say}", head)


def _summed(result: Result) -> str:
    count = len(result.lines)
    return f"{result.variant.file.name} prints {counted(count, 'line')} and {to_plain(result.verdict.words)}"


def _all_of(result: Result, out: Fitted) -> Markup:
    rows = output.both_ends(out.printed, out.rows) or NOTHING
    return output.output_pane(out.box, out.size, rows, f"Output of {result.variant.file.name}")


def _beside(result: Result, drawing: SlidePicture | None, box: Box) -> Markup | None:
    """A picture in its place, or a line that says why there is none."""
    if drawing:
        label = f"The whole run of {result.variant.file.name}"
        return el("div", drawing.shown(OVER, label=label), class_="s-picture", style=box.style)
    why = "no task was created" if result.ran else "it was not run in this build"
    return el("p", f"No picture: {why}.", class_="s-none", style=box.style) if box.height else None

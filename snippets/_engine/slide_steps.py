"""The steps of an example's slides: title, program, run line by line, verdict, what corrects it, rule.

Each function yields steps whose body is HTML laid out in design pixels; ``slide.py`` puts them into a deck.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from snippets._engine import address, elsewhere, lanes, post, slide_parts, telling, timeline, transcript, uses
from snippets._engine import page as cards
from snippets._engine.catalogue import Example
from snippets._engine.listing import change
from snippets._engine.markup import Verdict, attributes, capital, code, counted, escape, icon, plain, warning_box, words
from snippets._engine.page import Told
from snippets._engine.printed import Line, lines
from snippets._engine.scale import X0
from snippets._engine.slide_parts import BODY, GAP, LEFT, TOP, WIDTH, Arrangement, Box, Fitted, rem
from snippets._engine.slide_picture import ACROSS, BESIDE, OVER, TYPE, Drawing, draw, qr

#: The height of a heading above a program or an output, and of a row of letters of the smallest size.
HEADING = 38

#: How wide a line may be where claim and print are joined by lines.
SLOPE = 480

#: Outputs beside each other have at least so many rows, else the pictures get a slide of their own.
ROWS = 7

#: So many names that a program uses stand on the first slide.
NAMES = 6

#: What the bars mean, in fewer words than on the pages: all of it stands in one row.
LEGEND = {
    "run": "runs",
    "sleep": "sleeps",
    "wait": "waits for a task to act",
    "tasks": "waits for tasks to end",
    "else": "waits for a future",
    "late": "ready, has no turn",
    "hold": "holds the lock",
}

#: The numbers of the lines of an output.
NUMBERS = re.compile(r' data-n="\d+"')

#: What stands where nothing was printed.
NOTHING = '<span class="r gap">prints nothing\n</span>'

#: What is read aloud of a step that prints: so many letters.
SAID = 240


@dataclass(frozen=True, slots=True)
class Step:
    """One slide: what sort of step it is, its body, what is read aloud when it comes, what stands in its head.

    ``seconds`` is the moment of a run that it shows, on that run's clock; ``example`` the one whose link it carries,
    where that is not the deck's first.
    """

    kind: str
    body: str
    say: str
    head: str = ""
    seconds: float | None = None
    example: Example | None = None


@dataclass
class Show:
    """An example with its runs, and the drawings that its steps refer to, by id."""

    example: Example
    told: list[Told]
    drawn: dict[str, Drawing | None] = field(default_factory=dict)

    @property
    def first(self) -> Told:
        """What is shown first, which the others are held against."""
        return self.told[0]

    @property
    def others(self) -> list[Told]:
        """The others: those that are flawed themselves, then the corrections."""
        return sorted(self.told[1:], key=lambda told: not told.variant.flaw)

    def drawing(self, told: Told, width: int) -> Drawing | None:
        """The picture of a run, drawn once for this width; None where there is none."""
        uid = f"pic_{told.variant.example}_{told.variant.key}_{'across' if width == ACROSS else 'beside'}"
        if uid not in self.drawn:
            self.drawn[uid] = None if cards.unrun(told) else draw(told.record, uid, told.axis_s, width)
        return self.drawn[uid]

    def defs(self, used: str) -> str:
        """The drawings that this HTML refers to."""
        return "".join(d.svg for d in self.drawn.values() if d and f'"#{d.id}"' in used)

    def role(self, told: Told) -> str:
        """What a variant is, as HTML: ``As published``, ``Correction 2 of 3: its title``."""
        role = cards.role_of(told.variant, self.example)
        mending = [one for one in self.others if not one.variant.flaw]
        if told not in mending or len(mending) < 2:
            return role
        what = "Correction" if self.first.variant.flaw else "Way"
        return f"{what} {mending.index(told) + 1} of {len(mending)}: {role}"

    def head(self, told: Told, verdict: bool = False) -> str:
        """The second line of a slide's head: what is shown, and how it ended if that may be told."""
        file = f"<code>{escape(told.variant.file.name)}</code>"
        end = told.verdict.html("span") if verdict else ""
        return f"<span>{self.role(told)}</span> {file} {end}"


def show(example: Example) -> Show:
    """The example with its runs, waiting for them."""
    return Show(example, cards.on_one_axis([cards.tell(variant) for variant in example.variants]))


# ------------------------------------------------------------------------------------------------ title, rule


def title(it: Show) -> Iterator[Step]:
    """The title, and a question that does not tell how it comes out."""
    example, variant = it.example, it.first.variant
    count = len(variant.source.splitlines())
    question = f"{capital(counted(count, 'line'))} of Python. What do they print, and how does it end?"
    names = [code(name) for name in sorted(uses.names(variant.source), key=uses.order)][:NAMES]
    about = f'<p class="s-uses">{" · ".join(names)}</p>' if names else ""
    # Only where somebody is at work, as under ``mkdocs serve``: such a build is not published.
    wrong = warning_box([line for told in it.told for line in told.problems])
    below = f'{wrong}{about}<p class="s-by">{_origin(example)}</p>'
    body = opening(_kicker(example), words(example.title), question, below)
    yield Step("title", body, f"{plain(words(example.title))}. {question}", example=example)


def opening(kicker: str, said: str, question: str, below: str) -> str:
    """The first slide of a deck: a large title with a question under it."""
    size = slide_parts.prose_size([(said, 1.0)], 1000, 250, (84, 76, 68, 60, 52, 46))
    return (
        f'<div class="s-open"><p class="s-kicker">{kicker}</p><h1 style="font-size:{rem(size)}">{said}</h1>'
        f'<p class="s-question">{escape(question)}</p></div><div class="s-low">{below}</div>'
    )


def _kicker(example: Example) -> str:
    return f"Block {example.post} of {post.BLOCKS}" if example.post else "Not in the post"


def _origin(example: Example) -> str:
    if not example.post:
        return "An example of “asyncio, executed”."
    where = f", lines {escape(example.lines)}" if example.lines else ""
    return f"From “{escape(post.TITLE)}” by {escape(post.AUTHOR)} ({post.YEAR}){where}."


def rule(it: Show) -> Iterator[Step]:
    """What to remember, where to find it again, and what it was run on."""
    example = it.example
    said, name = (words(example.rule), "Remember") if example.rule else (words(example.idea), "What happens")
    rows = "".join(_ran(told) for told in it.told)
    width, height = 850.0, BODY - 70 - len(it.told) * 30
    size = slide_parts.prose_size([(said, 1.0)], width, height - 60, (50, 46, 42, 38, 34, 30, 26))
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("Program", "Run", "Python", "Clock", "SHA-256"))
    body = (
        f'<div class="s-rule" style="{Box(LEFT, TOP, width, height).style}"><p class="s-kicker">{name}</p>'
        f'<p style="font-size:{rem(size)}">{said}</p></div>'
        f'<a class="s-large" href="site:s/{example.id}/">{code_of(example)}<span>{short(example)}</span></a>'
        f'<table class="s-ran"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    )
    yield Step("rule", body, f"{name}: {plain(said)}", example=example)


def _ran(told: Told) -> str:
    variant, record = told.variant, told.record
    cells = (
        told.verdict.html("span"),
        f"{record.python or 'none'}{' (recorded)' if cards.unrun(told) and record.python else ''}",
        record.clock,
        f"{variant.sha256[:12]}…",
    )
    rest = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr><th scope="row">{escape(variant.file.name)}</th>{rest}</tr>'


def short(example: Example) -> str:
    """The short link to print and to type: the permanent address without ``https://``, in two lines."""
    root, place = address.site().partition("://")[2], f"s/{example.id}/"
    return f"{escape(root)}<wbr>{escape(place)}"


def code_of(example: Example) -> str:
    """The QR code of the permanent address."""
    return f'<svg class="s-qr" role="img" aria-label="QR code of this address"><use href="#qr_{example.id}"/></svg>'


def qr_of(example: Example) -> str:
    """The same, to stand in ``defs``."""
    return qr(address.permanent(example.id), f"qr_{example.id}")


# ------------------------------------------------------------------------------------------------ program


def program(it: Show, told: Told, added: frozenset[int] = frozenset(), verdict: bool = False) -> Iterator[Step]:
    """The program, large: on one slide, or on as many as it needs."""
    sheets = slide_parts.sheets(told.variant.source)
    name = told.variant.file.name
    for index, sheet in enumerate(sheets):
        body = ""
        for box, shown in sheet.columns:
            rows = slide_parts.listing(sheet.program, shown, added=added, whole=len(sheets) == 1)
            body += slide_parts.code_pane(box, sheet.size, rows, name, _hatched(told))
        part = f' <span class="s-part">{index + 1} of {len(sheets)}</span>' if len(sheets) > 1 else ""
        first, last = sheet.columns[0][1].first + 1, sheet.columns[-1][1].last
        say = f"The program {name}, lines {first} to {last}"
        yield Step("code", body, say, it.head(told, verdict) + part)


def _hatched(told: Told) -> str:
    """A program with a flaw has a hatched edge on all slides, as it has on the pages."""
    return "flawed" if telling.flaws(told.variant, told.record) else ""


# ------------------------------------------------------------------------------------------------ a run


def arranged(it: Show, told: Told) -> Arrangement:
    """Where program, output and picture stand in all the steps of a run."""
    narrow = it.drawing(told, BESIDE)
    height = narrow.height if narrow else 0.0
    return slide_parts.arrange(told.variant.source, lines(told.record), _clock(told), height)


def _clock(told: Told) -> str | None:
    return None if cards.unrun(told) else told.record.clock


def steps(it: Show, told: Told) -> Iterator[Step]:
    """The run line by line: what is printed, the line of the program that prints it, the picture up to that moment."""
    where = arranged(it, told)
    drawing = it.drawing(told, ACROSS if where.across else BESIDE) if where.picture else None
    heights = [len(rows) for rows in where.program.rows]
    printing = _printing(told)
    shown, came = None, X0
    for group in slide_parts.steps(where.out.printed):
        numbers = {n for entry in group for n in range(entry.number, entry.last + 1)}
        lit = frozenset(line - 1 for line in map(printing.get, numbers) if line)
        shown = slide_parts.window(heights, where.code_rows, lit, shown)
        last = group[-1].last
        body = _code(told, where, slide_parts.listing(where.program, shown, lit))
        body += _out(where, slide_parts.latest(where.out.printed, last, where.out.rows, numbers))
        if drawing and where.picture:
            at = max(drawing.at(entry.last, entry.seconds) for entry in group)
            body += _picture(where.picture, drawing.shown(at, last, f"The run up to line {last}", came), drawing)
            came = at
        yield Step("run", body, _said(told, group), it.head(told), seconds=group[-1].seconds)


def _printing(told: Told) -> dict[int, int | None]:
    """The line of the program that printed each line of the output, by its number."""
    seen = lanes.picture(told.record)
    marks = [mark for lane in seen.lanes for mark in lane.prints] + seen.outside
    return {mark.number: mark.line for mark in marks}


def _said(told: Told, group: tuple[slide_parts.Entry, ...]) -> str:
    text = "; ".join(line.text.strip() for line in lines(told.record)[group[0].number - 1 : group[-1].last])
    text = text if len(text) <= SAID else f"{text[:SAID]} and so on"
    first, last = group[0].number, group[-1].last
    return f"Line {first}: {text}" if first == last else f"Lines {first} to {last}: {text}"


def _code(told: Told, where: Arrangement, rows: str) -> str:
    return slide_parts.code_pane(where.code, where.size, rows, told.variant.file.name, _hatched(told))


def _out(where: Arrangement, rows: str) -> str:
    return slide_parts.output_pane(where.out.box, where.out.size, rows or NOTHING, "Output")


def _picture(box: Box, drawn: str, drawing: Drawing) -> str:
    placed = f'<div class="s-picture" style="{box.style}">{drawn}</div>'
    return placed + _legend(drawing.kinds)


def _legend(kinds: Iterable[str]) -> str:
    html = timeline.legend(list(kinds)).replace('<svg class="tl sw"', '<svg class="tl sw" viewBox="0 0 26 12"')
    for kind, said in LEGEND.items():
        html = html.replace(f" {timeline.LEGEND[kind]}</li>", f" {said}</li>")
    return f'<div class="s-legend">{html}</div>'


def verdict(it: Show, told: Told) -> Iterator[Step]:
    """The run when it is over: its verdict and why in the program's place, the rest as it was."""
    where = arranged(it, told)
    drawing = it.drawing(told, ACROSS if where.across else BESIDE) if where.picture else None
    lead, rest = telling.ending(told.variant, told.record)
    idea = told.variant.idea or (it.example.idea if told is it.first else "")
    others = elsewhere.said(told.variant, told.record)
    paragraphs = [f"<b>{lead}</b> {rest}", words(idea) if idea else "", f"{others}." if others else ""]
    where = _roomy(where)
    body = _judged(told.verdict, [html for html in paragraphs if html], where.code)
    last = where.out.printed.entries[-1].last if where.out.printed.entries else 0
    body += _out(where, slide_parts.latest(where.out.printed, last, where.out.rows))
    if drawing and where.picture:
        body += _picture(where.picture, drawing.shown(label="The whole run"), drawing)
    say = f"{plain(told.verdict.words)}. {plain(lead)} {plain(rest)}"
    yield Step("verdict", body, say, it.head(told), seconds=told.record.seconds)


def _roomy(where: Arrangement) -> Arrangement:
    """The same, where the output stands below the program with no more room for it than it takes."""
    code, out = where.code, where.out
    if code.x != out.box.x:
        return where
    bottom = out.box.y + out.box.height
    taken = min(out.box.height, max(1, out.printed.height) * out.size * slide_parts.ROW + 1)
    box = replace(out.box, y=bottom - taken, height=taken)
    height = max(code.height, bottom - taken - code.y - 18)
    return replace(where, code=replace(code, height=height), out=replace(out, box=box))


def _judged(said: Verdict, paragraphs: list[str], box: Box) -> str:
    sized = [(said.words + "mm", 1.5), *((html, 1.0) for html in paragraphs)]
    size = slide_parts.prose_size(sized, box.width - 46, box.height - 30, (30, 28, 26, 24, 22, 20, 19, 18, 17, 16))
    inner = "".join(f"<p>{html}</p>" for html in paragraphs)
    style = f"{box.style.replace('height', 'max-height')};font-size:{rem(size)}"
    return (
        f'<div class="s-verdict"{attributes(data_v=said.kind, style=style)}>'
        f'<p class="s-said">{icon(said.sign)}<span>{said.words}</span></p>{inner}</div>'
    )


# ------------------------------------------------------------------------------------------------ what the post says


def said(it: Show, told: Told) -> Iterator[Step]:
    """What the post says that is printed, held against what is printed; nothing where the post is right or silent."""
    check = told.check
    if check is None or check.right:
        return
    printed = lines(told.record)[: check.shown]
    summary = f'<p class="s-summary">{escape(check.summary)}</p>'
    rows = max(len(check.claimed) + check.open_end, len(printed))
    row = min(36.0, (BODY - 60 - 30) / rows)
    longest = max(len(line) for line in (*check.claimed, *(line.text.rstrip() for line in printed)))
    size = min(24.0, row / 1.45, SLOPE / (longest * slide_parts.MONO))
    if transcript.is_apart(check) or size < TYPE:
        body = _apart(told, printed)
    else:
        style = f"--s-row:{rem(row)};--s-t:{rem(size)}"
        body = f'<div class="s-slope" style="{style}">{transcript.slope(check, printed, told.record.clock)}</div>'
    yield Step("said", summary + body, f"What the post says: {check.summary}", it.head(told, verdict=True))


def _apart(told: Told, printed: list[Line]) -> str:
    """Claim and print, each in a column of its own: they have nothing in common, or too much to be joined by lines."""
    assert told.check is not None
    top, height, left = TOP + 60 + HEADING, BODY - 60 - HEADING, 380.0
    claimed = [Line(0.0, 0, (("stdout", f"{line}\n"),)) for line in told.check.claimed]
    boxes = Box(LEFT, top, left, height), Box(LEFT + left + GAP, top, WIDTH - left - GAP, height)
    sides = []
    for some, box in zip((claimed, printed), boxes, strict=True):
        out = slide_parts.fitted(some, None, box)
        sides.append(slide_parts.output_pane(box, out.size, slide_parts.both_ends(out.printed, out.rows), ""))
    sides[0] = NUMBERS.sub("", sides[0])  # what is claimed is no line of the output
    heads = [_heading(name, box) for name, box in zip(("The post says", "Python prints"), boxes, strict=True)]
    return "".join(heads + sides)


def _heading(html: str, below: Box) -> str:
    """A heading just above a place."""
    box = Box(below.x, below.y - HEADING, below.width, HEADING - 6)
    return f'<p class="s-heading" style="{box.style}">{html}</p>'


# ------------------------------------------------------------------------------------------------ side by side


def mended(it: Show, told: Told) -> Iterator[Step]:
    """Both programs side by side with what was changed; the other alone where it is a far longer one."""
    variant = told.variant
    idea = words(variant.idea or "")
    top = TOP + (slide_parts.prose_height(idea, 22, WIDTH) if idea else 0) + HEADING
    height = TOP + BODY - top
    # Where hardly anything of the first program is left, one that was shown before may be nearer.
    for base in (it.first, *it.others[: it.others.index(told)]):
        both = slide_parts.split(base.variant.source, variant.source, height)
        if len(both.pages) <= 2:
            break
    else:
        base = it.first
        added = change(base.variant.source, variant.source).new
        yield from program(it, told, added, verdict=True)
        return
    width = (WIDTH - GAP) / 2
    boxes = Box(LEFT, top, width, height), Box(LEFT + width + GAP, top, width, height)
    said = (
        f'<p class="s-idea" style="{Box(LEFT, TOP - 4, WIDTH, top - TOP - HEADING).style}">{idea}</p>' if idea else ""
    )
    for index, shown in enumerate(both.pages):
        body = said + "".join(_heading(_name(one), box) for one, box in zip((base, told), boxes, strict=True))
        for rows, one, box in zip(slide_parts.halves(both, shown), (base, told), boxes, strict=True):
            body += slide_parts.code_pane(box, both.size, rows, one.variant.file.name, _hatched(one))
        part = f' <span class="s-part">{index + 1} of {len(both.pages)}</span>' if len(both.pages) > 1 else ""
        say = f"{base.variant.file.name} and {variant.file.name} side by side. {plain(idea)}"
        yield Step("mended", body, say, f"<span>{it.role(told)}</span>" + part)


def _name(told: Told) -> str:
    """A program's name, with its verdict."""
    return f"<code>{escape(told.variant.file.name)}</code> {told.verdict.html('span')}"


def ends(it: Show, told: Told) -> Iterator[Step]:
    """The outputs of both side by side, and their pictures below; where those are tall, on a slide of their own."""
    both = it.first, told
    drawings = [it.drawing(one, BESIDE) for one in both]
    pictured = max((drawing.height for drawing in drawings if drawing), default=0.0)
    room = BODY - HEADING - (pictured + 16 if pictured else 0)
    apart = room < ROWS * TYPE * slide_parts.ROW
    height = BODY - HEADING if apart else room
    width = (WIDTH - GAP) / 2
    boxes = [Box(LEFT + n * (width + GAP), TOP + HEADING, width, height) for n in range(2)]
    heads = "".join(_heading(_name(one), box) for one, box in zip(both, boxes, strict=True))
    outs = [slide_parts.fitted(lines(one.record), _clock(one), box) for one, box in zip(both, boxes, strict=True)]
    least = min(out.size for out in outs)
    outs = [
        slide_parts.fitted(lines(one.record), _clock(one), out.box, least + 4)
        for one, out in zip(both, outs, strict=True)
    ]
    outputs = "".join(_all_of(one, out) for one, out in zip(both, outs, strict=True))
    foot = [Box(b.x, b.y + 14 if apart else TOP + BODY - pictured, b.width, pictured) for b in boxes]
    pictures = [_beside(one, d, box) for one, d, box in zip(both, drawings, foot, strict=True)]
    kinds = [kind for kind in timeline.LEGEND if any(d and kind in d.kinds for d in drawings)]
    pictures.append(_legend(kinds) if pictured else "")
    head, say = f"<span>{it.role(told)}</span>", " and ".join(_summed(one) for one in both)
    if apart:
        yield Step("ends", heads + outputs, f"The outputs side by side: {say}", head)
        yield Step("ends", heads + "".join(pictures), f"The pictures side by side: {say}", head)
    else:
        yield Step("ends", heads + outputs + "".join(pictures), f"Both runs side by side: {say}", head)


def _summed(told: Told) -> str:
    count = len(lines(told.record))
    return f"{told.variant.file.name} prints {counted(count, 'line')} and {plain(told.verdict.words)}"


def _all_of(told: Told, out: Fitted) -> str:
    rows = slide_parts.both_ends(out.printed, out.rows) or NOTHING
    return slide_parts.output_pane(out.box, out.size, rows, f"Output of {told.variant.file.name}")


def _beside(told: Told, drawing: Drawing | None, box: Box) -> str:
    """A picture in its place, or a line that says why there is none."""
    if drawing:
        label = f"The whole run of {told.variant.file.name}"
        return f'<div class="s-picture" style="{box.style}">{drawing.shown(OVER, label=label)}</div>'
    why = "it was not run in this build" if cards.unrun(told) else "no task was ever created"
    return f'<p class="s-none" style="{box.style}">No picture: {why}.</p>' if box.height else ""

"""What the home page shows: the blocks at a glance, one striking run, and sentences whose numbers are counted."""

from __future__ import annotations

from collections.abc import Callable, Set
from typing import Literal

from snippets._engine.examples import catalogue
from snippets._engine.examples.catalogue import CatalogueError, Example, Variant
from snippets._engine.pages import address, build, elsewhere, output, post, transcript, verdict
from snippets._engine.pages.build import complain
from snippets._engine.pages.card import failed
from snippets._engine.pages.markup import Verdict, attributes, icon, plain, words
from snippets._engine.pages.report import ended
from snippets._engine.pages.result import Told, on_one_axis, tell, unrun
from snippets._engine.picture import timeline
from snippets._engine.record.printed import lines
from snippets._engine.words.english import capital, counted, listed, number

#: Which examples a table of the home page shows.
Part = Literal["post", "beside", "beyond"]


def told_examples() -> list[tuple[Example, list[Told]]]:
    """Every example with its variants' runs, the post's blocks first and in order."""
    return [(example, on_one_axis([tell(variant) for variant in example.variants])) for example in build.readable()]


def guarded(name: str, make: Callable[[], str]) -> str:
    """What ``make`` returns; where it fails one warning is logged, and a box stands in its place."""
    try:
        return make()
    except CatalogueError as error:
        return failed(name, complain(str(error)))
    except Exception as error:  # as in page.show: a page must come out whatever happens
        message = " ".join(str(error).split())
        return failed(name, complain(f"{name} failed: {type(error).__name__}: {message}"))


def where(example: Example) -> str:
    """The address of an example's card, for the hook to make it fit the page."""
    return f"site:{example.topic}/#{example.id}"


def strip() -> str:
    """A row of marks, one for each of the post's blocks that is here: its number, its verdict, a link to its card.

    Below it stands what the signs in it mean.
    """
    return guarded("strip", _strip)


def _strip() -> str:
    firsts = [(example, told[0]) for example, told in told_examples() if example.post]
    marks = "".join(_mark(example, first) for example, first in firsts)
    seen = {sign for _, first in firsts for sign in _signs(first)}
    row = f'<ol class="plain strip" style="--marks:{len(firsts)}" data-search-exclude>{marks}</ol>'
    return row + _legend([sign for sign in verdict.SIGNS if sign in seen]) + "\n"


def _mark(example: Example, first: Told) -> str:
    """One block's mark. What its signs say is also said in words: to those who point at it, and read aloud."""
    said = [f"Block {example.post}: {plain(first.verdict.words)}"]
    signs = _signs(first)
    if "fragment" in first.variant.flaw:
        said.append("a fragment")
    if "pythons" in signs:
        said.append(verdict.SIGNS["pythons"])
    link = attributes(
        href=where(example),
        class_="verdict",
        data_v=first.verdict.kind,
        title="; ".join(said),
        aria_label="; ".join(said),
    )
    return f"<li><a{link}><b>{example.post}</b><span>{''.join(map(icon, signs))}</span></a></li>"


def _signs(told: Told) -> list[str]:
    """The signs of a run: its verdict's, and another where the verdict does not hold on every Python."""
    return [told.verdict.sign] + (["pythons"] if elsewhere.differs_by_python(told.variant) else [])


def signs() -> str:
    """Every sign that a verdict can have, with what it stands for."""
    return guarded("signs", lambda: _legend(list(verdict.SIGNS)) + "\n")


def _legend(names: list[str]) -> str:
    items = "".join(f"<li>{verdict.sign(name).html('span')}</li>" for name in names)
    return f'<ul class="plain signs" aria-label="What the signs mean" data-search-exclude>{items}</ul>'


def glance(part: Part = "post") -> str:
    """A table of examples: their first and their corrected run, the verdict on each, and what it left in numbers.

    ``part`` chooses the post's blocks, the examples of ours ``beside`` them, or those of topics ``beyond`` the post.
    What only stands as evidence below the list of statements is in none of them.
    """
    return guarded("glance", lambda: _glance(part))


def _glance(part: Part) -> str:
    everything = [pair for pair in told_examples() if pair[0].topic != "claims"]
    topics = list(dict.fromkeys(example.topic for example, _ in everything if example.post))
    near = {*topics, "clocks"}
    found = [pair for pair in everything if part == _part(pair[0], near)]
    if not found:
        return ""
    ours = part != "post"
    groups = address.in_order(example.topic for example, _ in found) if ours else [None]
    bodies = "".join(_body(group, [pair for pair in found if group in (None, pair[0].topic)]) for group in groups)
    what = ("Example", "Run") if ours else ("Block of the post", "As published, run")
    names = ("<span class='vh'>Block</span>", *what, "Corrected, run")
    heads = " ".join(f'<th scope="col">{name}</th>' for name in names)
    return f'<table class="glance"><thead><tr>{heads}</tr></thead> {bodies}</table>\n'


def _body(topic: str | None, found: list[tuple[Example, list[Told]]]) -> str:
    """Rows of a table, with a row above them that names their topic and leads to its page, if they have one."""
    rows = " ".join(_row(example, told) for example, told in found)
    if topic is None:
        return f"<tbody>{rows}</tbody>"
    page = f'<a href="site:{topic}/">{capital(topic)}</a>'
    head = f'<tr class="topic"><td class="num"></td><th colspan="3" scope="rowgroup">{page}</th></tr>'
    return f"<tbody>{head} {rows}</tbody> "


def _part(example: Example, near: Set[str]) -> Part:
    return "post" if example.post else "beside" if example.topic in near else "beyond"


def _row(example: Example, told: list[Told]) -> str:
    first, *others = [told[0], *(one for one in told[1:] if not one.variant.flaw)]
    title = f'<a href="{where(example)}">{words(example.title)}</a>'
    symptom = f'<span class="symptom">{words(capital(example.symptom))}</span>' if example.symptom else ""
    # Spaces between the cells' parts: not seen, but what reads the text alone does not glue words together.
    cells = [
        f'<td class="num">{example.post or ""}</td>',
        f'<th scope="row">{title} {symptom}</th>',
        f'<td class="was">{_cell(first)}</td>',
        f'<td class="now">{_corrected(first, others)}</td>',
    ]
    return f"<tr{attributes(id=f'b{example.post}' if example.post else None)}>{' '.join(cells)}</tr>"


def _cell(told: Told) -> str:
    """A verdict with its sign, what other Pythons do, and the run in numbers."""
    other = elsewhere.said(told.variant, told.record, texts=False)
    more = Verdict("differs", "pythons", other).html("span") if other else ""
    fragment = "a fragment; " if "fragment" in told.variant.flaw else ""
    measured = f'<span class="meas">{fragment}{verdict.measured(told.variant, told.record)}</span>'
    return " ".join(filter(None, (told.verdict.html("span"), more, measured, thumbnail(told))))


def thumbnail(told: Told) -> str:
    """The run as a small picture without words; nothing where there is none."""
    drawn = "" if unrun(told) else timeline.mini(told.record, told.axis_s)
    return f'<span class="thumb">{drawn}</span>' if drawn else ""


def _corrected(first: Told, others: list[Told]) -> str:
    if not others:
        same = "same code, right transcript" if first.variant.flaw == ("transcript",) else "nothing to correct"
        return Verdict("ok", "ok", same).html("span")
    if not first.variant.flaw and first.verdict.kind == "ok":
        ways = f'<span class="meas">{counted(len(others), "other way")} beside it</span>'
        return f"{Verdict('ok', 'ok', 'nothing to correct').html('span')} {ways}"
    ran = [told for told in others if not unrun(told)]
    alike = len(ran) > 1 and {told.verdict.kind for told in ran} == {"ok"}
    cells = [_ways_to_mend(ran)] if alike else [_cell(told) for told in ran]
    cells += [told.verdict.html("span") for told in others if unrun(told)]
    return " ".join(cells) + _unrestored(first, others)


def _ways_to_mend(told: list[Told]) -> str:
    """Several corrections that all finish, in one."""
    took = dict.fromkeys(verdict.measured(one.variant, one.record) for one in told)
    ways = Verdict("ok", "ok", f"finishes, {number(len(told))} ways").html("span")
    return f'{ways} <span class="meas">{"; ".join(took)}</span> {thumbnail(told[0])}'


def _unrestored(first: Told, others: list[Told]) -> str:
    """Words for corrections of which none prints what the post says: they mend something else."""
    claimed = first.variant.claimed
    if claimed is None or "transcript" not in first.variant.flaw:
        return ""
    if any(transcript.compare(claimed, told.record.text).right for told in others):
        return ""
    who = {1: "does not print", 2: "neither prints"}.get(len(others), "none prints")
    return f' <span class="meas">{who} what the post says</span>'


def hero(example_id: str) -> str:
    """An example's published run as the home page shows it: the post's transcript against the real one, and the end.

    It repeats nothing of the card that other tools read: no section, no id, no ``pre.output``.
    """
    return guarded(f"hero({example_id!r})", lambda: _hero(catalogue.find(example_id)))


def _hero(example: Example) -> str:
    told = tell(example.variants[0])
    found = lines(told.record)
    if told.check:
        shown = found if len(found) <= output.WINDOW_LINES else found[: told.check.shown]
        drawn = transcript.slope(told.check, shown, told.record.clock)
        more = len(found) - len(shown)
        drawn += f'<p class="more">{capital(counted(more, "more line"))}, and then</p>' if more else ""
    else:
        drawn = f'<p class="cap">Python prints</p>{output.pre(found, told.record.clock, "rows")}'
    block = f"Block {example.post}" if example.post else example.id
    name = attributes(role="group", aria_label=f"{block}, as published")
    made = f"{block}, {'recorded' if unrun(told) else 'run for this page'} on Python {told.record.python}."
    link = f'<a href="{where(example)}">{words(example.title)}</a>'
    return (
        f'<div class="variant hero-run is-{told.verdict.kind}"{name}><div class="check">{drawn}</div>{ended(told)}'
        f'<p class="cap made">{made} {link}</p></div>\n'
    )


def tally(template: str) -> str:
    """A piece of HTML whose numbers are counted: ``{shown}`` and the like are replaced. All but ``post`` are words.

    ``post`` links to the post, which has ``blocks`` blocks; ``shown`` of them are here, and ``still_to_come`` is a
    sentence on the others. Of those shown ``fragments`` are fragments; of the rest ``endless`` never end, ``raising``
    break, ``differing`` print something else than the post says, ``unmeant`` are not as meant in another way, and
    ``fine`` do as they say, here at least; ``endless_do`` reads "two never end". ``programs``
    ran in this build, on ``pythons``, and printed ``lines`` lines; ``not_run`` is a sentence on those that did not run.
    Each also comes with a capital letter first, ``{Shown}``.
    """
    return guarded("tally", lambda: template.strip().format_map(counts()) + "\n")


def counts() -> dict[str, str]:
    """What ``tally`` puts into sentences, by name."""
    everything = told_examples()
    firsts = [told[0] for example, told in everything if example.post]
    found = {"post": post.link(), "blocks": number(post.BLOCKS), "shown": number(len(firsts))}
    found["still_to_come"] = _still_to_come(post.BLOCKS - len(firsts))
    found |= _ways(firsts)
    found |= _ran([one for _, told in everything for one in told])
    return found | {capital(key): capital(value) for key, value in found.items()}


def _still_to_come(count: int) -> str:
    if not count:
        return ""
    return f"The other {number(count)} {'is' if count == 1 else 'are'} still to come."


def _ways(firsts: list[Told]) -> dict[str, str]:
    """How many of the post's blocks go which way."""
    verbs = {
        "fragments": ("is a fragment", "are fragments"),
        "endless": ("never ends", "never end"),
        "raising": ("raises an exception", "raise an exception"),
        "differing": (_OTHER_LINES.replace("print", "prints", 1), _OTHER_LINES),
        "unmeant": ("finishes, but not as meant", "finish, but not as meant"),
        "fine": ("does as it says", "do as they say"),
    }
    ways = [_way(one) for one in firsts]
    found = {}
    for name, (one, many) in verbs.items():
        count = ways.count(name)
        found[name] = number(count) if count else "none"
        found[name + "_do"] = f"{found[name]} {one if count == 1 else many}"
    elsewhere_too = sum(way == "fine" and bool(one.variant.flaw) for way, one in zip(ways, firsts, strict=True))
    if elsewhere_too:
        some = "but" if elsewhere_too == ways.count("fine") else f"{number(elsewhere_too)} of them"
        found["fine_do"] += f", {some} not on every Python"
    return found


#: What is said of blocks whose transcript is wrong, and that end as they should.
_OTHER_LINES = "print other lines than the post shows or the same in another order"


def _way(first: Told) -> str:
    """The name under which ``_ways`` counts a block."""
    if "fragment" in first.variant.flaw:
        return "fragments"
    if first.verdict.kind in ("stuck", "raises"):
        return "endless" if first.verdict.kind == "stuck" else "raising"
    if verdict.as_it_says(first.variant, first.record):
        return "fine"
    return "differing" if "transcript" in first.variant.flaw else "unmeant" if first.verdict.kind == "differs" else ""


def _ran(everything: list[Told]) -> dict[str, str]:
    """What the build really ran, on which Pythons, and what it did not run."""
    records = [one.record for one in everything if not unrun(one)]
    pythons = sorted({record.python for record in records}, key=_version)
    return {
        "programs": str(len(records)),
        "pythons": f"Python {listed(pythons)}",
        "lines": f"{sum(record.text.count(chr(10)) for record in records):,}",
        "not_run": _not_run([one.variant for one in everything if unrun(one)]),
    }


def _not_run(variants: list[Variant]) -> str:
    """A sentence on what no Python at hand could run; empty where there is nothing of the kind."""
    if not variants:
        return ""
    newer = listed(sorted({variant.pythons()[0] for variant in variants}, key=_version), "or")
    if len(variants) == 1:
        return f"One more needs Python {newer} and was not run; it is shown as it was recorded."
    return f"{capital(number(len(variants)))} more need Python {newer} and were not run; they are shown as recorded."


def _version(python: str) -> tuple[int, ...]:
    return tuple(int(part) for part in python.split(".") if part.isdigit())

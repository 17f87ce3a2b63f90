"""What the home page shows: the blocks at a glance, one striking run, and sentences whose numbers are counted."""

from __future__ import annotations

from collections.abc import Callable

from snippets._engine import catalogue, elsewhere, output, runs, telling, transcript
from snippets._engine.catalogue import CatalogueError, Example
from snippets._engine.markup import Verdict, attributes, capital, counted, icon, number, words
from snippets._engine.page import Told, ended, failed, tell
from snippets._engine.runs import complain


def told_examples() -> list[tuple[Example, list[Told]]]:
    """Every example with its variants' runs, the post's blocks first and in order."""
    return [(example, [tell(variant) for variant in example.variants]) for example in runs.readable()]


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
    """The address of an example's card, from the home page."""
    return f"{example.topic}/#{example.id}"


def strip() -> str:
    """A row of marks, one for each of the post's blocks that is here: its number, its verdict, a link to its card."""
    return guarded("strip", _strip)


def _strip() -> str:
    marks = []
    for example, (first, *_) in told_examples():
        if example.post is None:
            continue
        said = f"block {example.post}: {first.verdict.words}"
        link = attributes(href=where(example), class_="verdict", data_v=first.verdict.kind)
        seen = f'<b aria-hidden="true">{example.post}</b>{icon(_sign(first))}'
        marks.append(f'<li><a{link}>{seen}<span class="vh">{said}</span></a></li>')
    return f'<ol class="plain strip" style="--marks:{len(marks)}">{"".join(marks)}</ol>\n'


def _sign(told: Told) -> str:
    return "pythons" if elsewhere.differs_by_python(told.variant) else told.verdict.sign


def glance() -> str:
    """A table of all examples: as published and corrected, the verdict on each run and what it left in numbers."""
    return guarded("glance", _glance)


def _glance() -> str:
    rows = "".join(_row(example, told) for example, told in told_examples())
    names = ("<span class='vh'>Block</span>", "Block of the post", "As published, run", "Corrected, run")
    heads = "".join(f'<th scope="col">{name}</th>' for name in names)
    return f'<table class="glance"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>\n'


def _row(example: Example, told: list[Told]) -> str:
    first, *others = told
    title = f'<a href="{where(example)}">{words(example.title)}</a>'
    symptom = f'<span class="symptom">{words(capital(example.symptom))}</span>' if example.symptom else ""
    cells = [
        f'<td class="num">{example.post or ""}</td>',
        f'<th scope="row">{title}{symptom}</th>',
        f'<td class="was">{_cell(first)}</td>',
        f'<td class="now">{_corrected(first, others)}</td>',
    ]
    return f"<tr{attributes(id=f'b{example.post}' if example.post else None)}>{''.join(cells)}</tr>"


def _cell(told: Told) -> str:
    """A verdict with its sign, what other Pythons do, and the run in numbers."""
    other = elsewhere.said(told.variant, told.record, texts=False)
    more = Verdict("differs", "pythons", other).html("span") if other else ""
    return f'{told.verdict.html("span")}{more}<span class="meas">{telling.measured(told.variant, told.record)}</span>'


def _corrected(first: Told, others: list[Told]) -> str:
    if not others:
        same = "same code, right transcript" if first.variant.flaw == ("transcript",) else "nothing to correct"
        return Verdict("ok", "ok", same).html("span")
    alike = {told.verdict.kind for told in others} == {"ok"}
    if len(others) == 1 or not alike:
        return "".join(_cell(told) for told in others)
    took = dict.fromkeys(telling.measured(told.variant, told.record) for told in others)
    ways = Verdict("ok", "ok", f"finishes, {number(len(others))} ways").html("span")
    return f'{ways}<span class="meas">{"; ".join(took)}</span>'


def hero(example_id: str) -> str:
    """An example's published run as the home page shows it: the post's transcript against the real one, and the end.

    It repeats nothing of the card that other tools read: no section, no id, no ``pre.output``.
    """
    return guarded(f"hero({example_id!r})", lambda: _hero(catalogue.find(example_id)))


def _hero(example: Example) -> str:
    told = tell(example.variants[0])
    found = output.lines(told.record)
    if told.check:
        shown = found if len(found) <= output.WINDOW_LINES else found[: told.check.shown]
        drawn = transcript.slope(told.check, shown, told.record.clock)
        more = len(found) - len(shown)
        drawn += f'<p class="more">{capital(counted(more, "more line"))}, and then</p>' if more else ""
    else:
        drawn = f'<p class="cap">Python prints</p>{output.pre(found, told.record.clock, "rows")}'
    block = f"Block {example.post}" if example.post else example.id
    name = attributes(role="group", aria_label=f"{block}, as published")
    made = f"{block}, run for this page on Python {told.record.python}."
    link = f'<a href="{where(example)}">{words(example.title)}</a>'
    return (
        f'<div class="variant hero-run is-{told.verdict.kind}"{name}><div class="check">{drawn}</div>{ended(told)}'
        f'<p class="cap made">{made} {link}</p></div>\n'
    )


def tally(template: str) -> str:
    """A piece of HTML whose numbers are counted: ``{shown}`` and the like are replaced, see ``counts``."""
    return guarded("tally", lambda: template.strip().format_map(counts()) + "\n")


def counts() -> dict[str, str]:
    """What sentences of the home page may count, as words; each also with a capital letter first (``{Shown}``).

    ``shown`` of the post's thirteen blocks are here; of those ``endless`` never end, ``raising`` break, ``differing``
    print or mean something else than the post says, ``fine`` do as the post says. With a verb: ``endless_do`` reads
    "two never end". ``programs`` ran in this build and printed ``lines`` lines; ``python`` is the newest that ran.
    """
    everything = told_examples()
    firsts = [told[0] for example, told in everything if example.post]
    records = [one.record for _, told in everything for one in told]
    kinds = [one.verdict.kind for one in firsts]
    verbs = {
        "endless": ("stuck", "never ends", "never end"),
        "raising": ("raises", "raises an exception", "raise an exception"),
        "differing": ("differs", "finishes, but not as meant", "finish, but not as meant"),
        "fine": ("ok", "does as it says", "do as they say"),
    }
    found = {
        "shown": number(len(firsts)),
        "programs": str(len(records)),
        "lines": f"{sum(r.text.count(chr(10)) for r in records):,}",
    }
    for name, (kind, one, many) in verbs.items():
        count = kinds.count(kind)  # type: ignore[arg-type]
        found[name] = number(count) if count else "none"
        found[name + "_do"] = f"{found[name]} {one if count == 1 else many}"
    found["python"] = max((r.python for r in records if r.python), key=_version, default="")
    return found | {capital(key): capital(value) for key, value in found.items()}


def _version(python: str) -> tuple[int, ...]:
    return tuple(int(part) for part in python.split(".") if part.isdigit())

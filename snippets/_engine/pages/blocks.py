"""The post's blocks: a strip of marks, a table of what each did, and sentences whose numbers are counted."""

from __future__ import annotations

from collections.abc import Sequence

from snippets._engine.examples.catalogue import Variant, by_number
from snippets._engine.pages import address, post, verdict
from snippets._engine.pages.build import Build
from snippets._engine.pages.call import page_call
from snippets._engine.pages.markup import Markup, Verdict, el, fragment, icon, spaced, words
from snippets._engine.pages.pieces import tbody, thead
from snippets._engine.pages.result import ExampleResult, Result
from snippets._engine.words.english import capital, counted, listed, number
from snippets._engine.words.marks import to_plain


@page_call
def strip(build: Build, anchors: bool = False) -> Markup:
    """A row of marks, one for each of the post's blocks that is here: its number, its verdict, a link to its card.

    Below it stands what the signs in it mean. With ``anchors`` the marks have the ids that rows of the table have, for
    a page without that table.
    """
    firsts = [shown.first for shown in build.results if shown.example.post]
    seen = {sign for first in firsts for sign in first.signs}
    style = f"--marks:{len(firsts)}"
    items = (el("li", _mark(one), id=f"b{one.example.post}" if anchors else None) for one in firsts)
    marks = el("ol", *items, class_="plain strip", style=style, data_search_exclude=True)
    return fragment(marks, _legend([sign for sign in verdict.SIGNS if sign in seen]))


def _mark(first: Result) -> Markup:
    """One block's mark. What its signs say is also said in words: to those who point at it, and read aloud."""
    example, signs = first.example, first.signs
    said = [f"Block {example.post}: {to_plain(first.verdict.words)}"]
    if "fragment" in first.variant.flaw:
        said.append("a fragment")
    if "pythons" in signs:
        said.append(verdict.SIGNS["pythons"])
    return el(
        "a", el("b", str(example.post)), el("span", *map(icon, signs)),
        href=address.card(example), class_="verdict", data_v=first.verdict.kind, title="; ".join(said),
        aria_label="; ".join(said),
    )  # fmt: skip


@page_call
def signs(build: Build) -> Markup:
    """Every sign that a verdict can have, with what it stands for."""
    return _legend(list(verdict.SIGNS))


def _legend(names: list[str]) -> Markup:
    items = (el("li", verdict.sign(name).html("span")) for name in names)
    return el("ul", *items, class_="plain signs", aria_label="What the signs mean", data_search_exclude=True)


@page_call
def glance(build: Build) -> Markup:
    """A table of the post's blocks: as published and corrected, the verdict on each, and what it left in numbers."""
    found = [shown for shown in build.results if shown.example.post]
    if not found:
        return Markup()
    head = thead((Markup("<span class='vh'>Block</span>"), "Block of the post", "As published, run", "Corrected, run"))
    return el("table", head, " ", tbody(map(_row, found)), class_="glance")


def _row(shown: ExampleResult) -> Markup:
    example = shown.example
    title = el("a", words(example.title), href=address.card(example))
    symptom = el("span", words(capital(example.symptom)), class_="symptom") if example.symptom else None
    # Spaces between the cells' parts: not seen, but what reads the text alone does not glue words together.
    cells = spaced(
        el("td", str(example.post), class_="num"),
        el("th", title, " ", symptom, scope="row"),
        el("td", _cell(shown.first), class_="was"),
        el("td", _corrected(shown.first, shown.corrections), class_="now"),
    )
    return el("tr", cells, id=f"b{example.post}")


def _cell(result: Result) -> Markup:
    """A verdict with its sign, what other Pythons do, and the run in numbers."""
    other = result.ends_elsewhere
    more = Verdict("differs", "pythons", other).html("span") if other else None
    part = "a fragment; " if "fragment" in result.variant.flaw else ""
    measured = el("span", f"{part}{result.measured}", class_="meas")
    return spaced(result.verdict.html("span"), more, measured, thumbnail(result))


def thumbnail(result: Result) -> Markup | None:
    """The run as a small picture without words; nothing where there is none."""
    return el("span", result.thumbnail, class_="thumb") if result.thumbnail else None


def _corrected(first: Result, others: Sequence[Result]) -> Markup:
    if not others:
        same = "same code, right transcript" if first.variant.flaw == ("transcript",) else "nothing to correct"
        return Verdict("ok", "ok", same).html("span")
    if not first.variant.flaw and first.verdict.kind == "ok":
        ways = el("span", f"{counted(len(others), 'other way')} beside it", class_="meas")
        return spaced(Verdict("ok", "ok", "nothing to correct").html("span"), ways)
    ran = [one for one in others if one.ran]
    alike = len(ran) > 1 and {one.verdict.kind for one in ran} == {"ok"}
    cells = [_ways_to_mend(ran)] if alike else [_cell(one) for one in ran]
    cells += [one.verdict.html("span") for one in others if not one.ran]
    return spaced(*cells, _unrestored(first, others))


def _ways_to_mend(results: Sequence[Result]) -> Markup:
    """Several corrections that all finish, in one."""
    took = dict.fromkeys(one.measured for one in results)
    ways = Verdict("ok", "ok", f"finishes, {number(len(results))} ways").html("span")
    return fragment(ways, " ", el("span", "; ".join(took), class_="meas"), " ", thumbnail(results[0]))


def _unrestored(first: Result, others: Sequence[Result]) -> Markup | None:
    """Words for corrections of which none prints what the post says: they mend something else."""
    if first.variant.claimed is None or "transcript" not in first.variant.flaw or any(one.restores for one in others):
        return None
    who = {1: "does not print", 2: "neither prints"}.get(len(others), "none prints")
    return el("span", f"{who} what the post says", class_="meas")


@page_call
def tally(build: Build, template: str) -> Markup:
    """A piece of HTML whose numbers are counted: ``{shown}`` and the like are replaced. All but ``post`` are words.

    ``post`` links to the post, which has ``blocks`` blocks; ``shown`` of them are here, and ``still_to_come`` is a
    sentence on the others. ``examples`` are all that are on the site. Of the blocks shown ``fragments`` are fragments;
    of the rest ``endless`` never end, ``raising`` break, ``differing`` print something else than the post says,
    ``unmeant`` are flawed in another way, and ``fine`` do as they say, here at least; ``endless_do`` reads "two
    never end". ``programs`` ran in this build, on ``pythons``, and printed ``lines`` lines; ``not_run`` is a sentence
    on those that did not run.
    Each also comes with a capital letter first, ``{Shown}``.
    """
    return Markup(template.strip()).format_map(counts(build.results))  # noqa: S704


def counts(examples: Sequence[ExampleResult]) -> dict[str, str]:
    """What ``tally`` puts into sentences, by name."""
    firsts = [shown.first for shown in examples if shown.example.post]
    found = {"post": post.link(), "blocks": number(post.BLOCKS), "shown": number(len(firsts))}
    found["examples"] = str(len(examples))
    found["still_to_come"] = _still_to_come(post.BLOCKS - len(firsts))
    found |= _ways(firsts)
    found |= _ran([one for shown in examples for one in shown.results])
    return found | {capital(key): capital(value) for key, value in found.items()}


def _still_to_come(count: int) -> str:
    if not count:
        return ""
    return f"The other {number(count)} {'is' if count == 1 else 'are'} still to come."


def _ways(firsts: Sequence[Result]) -> dict[str, str]:
    """How many of the post's blocks go which way."""
    verbs = {
        "fragments": ("is a fragment", "are fragments"),
        "endless": ("never ends", "never end"),
        "raising": ("raises an exception", "raise an exception"),
        "differing": (_OTHER_LINES.replace("print", "prints", 1), _OTHER_LINES),
        "unmeant": ("finishes, but its output is wrong", "finish, but their output is wrong"),
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
_OTHER_LINES = "print other lines than the post shows, or the same lines in another order"


def _way(first: Result) -> str:
    """The name under which ``_ways`` counts a block."""
    if "fragment" in first.variant.flaw:
        return "fragments"
    if first.verdict.kind in ("stuck", "raises"):
        return "endless" if first.verdict.kind == "stuck" else "raising"
    if first.as_it_says:
        return "fine"
    return "differing" if "transcript" in first.variant.flaw else "unmeant" if first.verdict.kind == "differs" else ""


def _ran(everything: Sequence[Result]) -> dict[str, str]:
    """What the build really ran, on which Pythons, and what it did not run."""
    records = [one.record for one in everything if one.ran]
    pythons = sorted({record.python for record in records}, key=by_number)
    return {
        "programs": str(len(records)),
        "pythons": f"Python {listed(pythons)}",
        "lines": f"{sum(record.text.count(chr(10)) for record in records):,}",
        "not_run": _not_run([one.variant for one in everything if not one.ran]),
    }


def _not_run(variants: list[Variant]) -> str:
    """A sentence on what no Python at hand could run; empty where there is nothing of the kind."""
    if not variants:
        return ""
    newer = listed(sorted({variant.pythons()[0] for variant in variants}, key=by_number), "or")
    if len(variants) == 1:
        return f"One more needs Python {newer} and was not run; it is shown as it was recorded."
    return f"{capital(number(len(variants)))} more need Python {newer} and were not run; they are shown as recorded."

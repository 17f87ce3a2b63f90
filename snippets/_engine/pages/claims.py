"""The page with the post's statements, each with its verdict and what shows it; and ``claims.json``.

A line that a run must show may not stand in the program, or the program would only say so.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from snippets._engine.examples import golden
from snippets._engine.examples.catalogue import PYTHONS, CatalogueError, Target, Variant, minor, relative
from snippets._engine.examples.claims import FILE, Claim, Judged, load
from snippets._engine.pages import post
from snippets._engine.pages.build import Build
from snippets._engine.pages.call import page_call
from snippets._engine.pages.markup import Markup, Verdict, code, el, fragment, plain, spaced, warning_box, words
from snippets._engine.pages.pieces import select, sift
from snippets._engine.pages.result import Result
from snippets._engine.picture.signs import Kind
from snippets._engine.record.outcome import Outcome
from snippets._engine.words.english import capital, counted, listed, number
from snippets._engine.words.pythons import span

#: The verdicts, each with the kind of its colour and its sign; docs/claims.md says what they mean.
VERDICTS: dict[Judged, tuple[Kind, str]] = {
    "right": ("ok", "ok"),
    "imprecise": ("differs", "differs"),
    "outdated": ("differs", "pythons"),
    "wrong": ("raises", "raises"),
    "not delivered": ("grey", "grey"),
}


def readable(build: Build) -> list[Claim]:
    """Every statement; where they cannot be read a line is logged, and there are none."""
    try:
        return load()
    except CatalogueError as error:
        build.complain(str(error))
        return []


def problems(claim: Claim, variant: Variant, version: str, text: str, outcome: Outcome) -> list[str]:
    """Why a run of its evidence on this Python does not show what the claim says, a line each; empty where it does."""
    where = f"{relative(FILE)}: line {claim.line} of the post: {claim.evidence}"
    ending, shows = outcome.golden_line, claim.shown(version)
    found = []
    if shows not in (*text.splitlines(), ending):
        found.append(f"{where} must show the line {shows!r} on Python {minor(version)}, and does not")
    if shows != ending and shows in variant.source:
        found.append(f"{where}: the line {shows!r} stands in the program itself, and proves nothing")
    return found


def listing(claims: Iterable[Claim]) -> list[dict[str, object]]:
    """What ``claims.json`` holds."""
    return [
        {
            "quote": claim.quote,
            "line": claim.line,
            "verdict": claim.verdict,
            "correction": plain(words(claim.correction)),
            "evidence": _listed(claim),
        }
        for claim in claims
    ]


def _listed(claim: Claim) -> dict[str, object]:
    """The evidence: a program and its place, or an address; and what it shows, by Python where that differs."""
    by_python = {str(where): said for where, said in claim.shows}
    shows = by_python if len(by_python) > 1 else claim.shows[0][1]
    if claim.sort == "evidence":
        return {"variant": claim.evidence, "url": f"s/{_place(claim)}", "shows": shows}
    return {claim.sort: getattr(claim, claim.sort), "shows": shows}


def to_json(claims: Iterable[Claim]) -> str:
    """The file ``claims.json``."""
    return json.dumps(listing(claims), indent=1, ensure_ascii=False) + "\n"


def _place(claim: Claim) -> str:
    example_id, key = Target.parse(claim.evidence)
    return f"{example_id}/#{example_id}-{key}"


@page_call
def claims(build: Build) -> Markup:
    """Every statement with its verdict and its evidence, as HTML. Complains where a run does not show it."""
    return _claims(build, load())


@page_call
def tell(build: Build, template: str) -> Markup:
    """HTML with ``{statements}``, ``{verdicts}``, ``{by_run}`` and ``{otherwise}`` filled in by their counts."""
    return Markup(template.strip()).format_map(counts(load()))  # noqa: S704


def counts(found: Sequence[Claim]) -> dict[str, str]:
    """How many statements there are, of which verdict, and with which sort of evidence, as prose has it."""
    by_verdict = Counter(claim.verdict for claim in found)
    said = [f"{number(by_verdict[verdict])} {verdict}" for verdict in VERDICTS if by_verdict[verdict]]
    by_sort = Counter(claim.sort for claim in found)
    return {
        "statements": counted(len(found), "statement"),
        "verdicts": listed(said),
        "by_run": number(by_sort["evidence"]),
        "otherwise": number(len(found) - by_sort["evidence"]),
    }


def _claims(build: Build, found: Sequence[Claim]) -> Markup:
    rows = (_row(build, index, claim) for index, claim in enumerate(found, 1))
    by_verdict = Counter(_value(claim.verdict) for claim in found)
    verdicts = [(_value(verdict), verdict) for verdict in VERDICTS if by_verdict[_value(verdict)]]
    field = select("verdict", "Verdict", [("", verdicts)], by_verdict)
    form = sift("statement", len(found), field, data_what="statements")
    return fragment(form, el("ol", *rows, class_="plain all claims"))


def _value(verdict: Judged) -> str:
    """A verdict as the form and the page's script have it."""
    return verdict.replace(" ", "_")


def _row(build: Build, index: int, claim: Claim) -> Markup:
    result = build.result(claim.evidence) if claim.evidence else None
    wrong = [*_shown(claim, result), *_recorded(claim, result.variant)] if result else []
    kind, sign = VERDICTS[claim.verdict]
    quote = el("p", "“", words(claim.quote), "” ", el("cite", post.link_to(str(claim.line))))
    said = (
        Verdict(kind, sign, capital(claim.verdict)).html(),
        el("p", words(claim.correction)),
        el("p", _proof(claim), class_="proof"),
        warning_box([build.complain(line) for line in wrong]),
    )
    return el(
        "li", el("blockquote", quote), el("div", *said),
        id=f"claim-{index}", data_verdict=_value(claim.verdict), data_evidence=claim.sort,
        data_example=result.variant.example if result else None,
    )  # fmt: skip


def _proof(claim: Claim) -> Markup:
    """The evidence in a line: a program and what it shows, or where something else is to be seen."""
    if claim.sort == "evidence":
        return spaced(el("a", claim.evidence, href=f"site:s/{_place(claim)}"), Markup("; ").join(_by_python(claim)))
    address: str = getattr(claim, claim.sort)
    found = re.search("[0-9a-f]{40}", address) if claim.sort == "commit" else None
    name = f"commit {found.group()[:7]}" if found else address.split("/")[2]
    return fragment("No run, but ", el("a", name, href=address), ": ", words(claim.shows[0][1]))


def _by_python(claim: Claim) -> list[Markup]:
    """What the program prints, or how it ends; on which Pythons, where that differs."""
    said = []
    for where, shows in claim.shows:
        on = [python for python in PYTHONS if where.contains(python)]
        does = spaced("ends" if shows.startswith("[") else "prints", code(shows))
        said.append(does if len(claim.shows) == 1 else spaced(does, f"on {span(on, PYTHONS)}"))
    return said


def _shown(claim: Claim, result: Result) -> list[str]:
    """What the run of this build does not show."""
    record = result.record
    if not record.python:
        return []
    outcome = record.outcome if result.ran else result.variant.outcome(record.python)
    return problems(claim, result.variant, record.python, record.text, outcome)


def _recorded(claim: Claim, variant: Variant) -> list[str]:
    """What the goldens do not show: a build runs on one Python, and some statements are about what differs."""
    if len(claim.shows) == 1:
        return []
    kept = [(python, golden.of(variant, python)) for python in variant.pythons()]
    found = [problems(claim, variant, python, known.text, variant.outcome(python)) for python, known in kept if known]
    return [line for lines in found for line in lines]

"""The post's statements, one by one: what is so, and a run that shows it. Kept in ``snippets/claims.toml``.

A statement's evidence is a line that the run of a program must contain. The line may not stand in the program, or the
program would only say so.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from snippets._engine import catalogue, golden, post, runs
from snippets._engine.catalogue import SNIPPETS, CatalogueError, Variant, check_keys, relative, typed
from snippets._engine.home import guarded
from snippets._engine.markup import (
    Kind,
    Verdict,
    attributes,
    capital,
    code,
    counted,
    escape,
    listed,
    number,
    plain,
    warning_box,
    words,
)
from snippets._engine.record import Record

FILE = SNIPPETS / "claims.toml"
KEYS = ("quote", "line", "verdict", "correction", "evidence", "shows")

#: The verdicts, each with the kind of its colour, its sign, and what it means.
VERDICTS: dict[str, tuple[Kind, str, str]] = {
    "right": ("ok", "ok", "It is so."),
    "imprecise": ("differs", "differs", "The idea is right, and a word or a number is not."),
    "outdated": ("differs", "pythons", "It was so, or is so on some Pythons only."),
    "wrong": ("raises", "raises", "It is not so."),
    "not delivered": ("grey", "grey", "It is announced, and does not come."),
}


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement: its words, its line in the post's source, the verdict, what is so, and what shows it.

    ``shows`` is a line that the program ``evidence`` (``EXAMPLE/VARIANT``) prints, or how it ends, like ``[deadlock]``.
    """

    quote: str
    line: int
    verdict: str
    correction: str
    evidence: str
    shows: str

    @property
    def variant(self) -> Variant:
        """The program that is the evidence. Raises CatalogueError."""
        example_id, _, key = self.evidence.partition("/")
        return catalogue.find(example_id).variant(key)


def load(file: Path = FILE) -> list[Claim]:
    """Every statement, in the order of the post. Raises CatalogueError at the first bad one."""
    where = relative(file)
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{where}: {error}") from None
    check_keys(f"{where}:", data, ("claim",))
    found = [_read(f"{where}: claim {index}:", table) for index, table in enumerate(data.get("claim", ()), 1)]
    for index, (one, two) in enumerate(pairwise(found), 2):
        if two.line < one.line:
            raise CatalogueError(f"{where}: claim {index}: line {two.line} of the post comes before line {one.line}")
    return found


def readable() -> list[Claim]:
    """Every statement; where they cannot be read a line is logged, and there are none."""
    try:
        return load()
    except CatalogueError as error:
        runs.complain(str(error))
        return []


def _read(where: str, table: dict[str, object]) -> Claim:
    check_keys(where, table, KEYS)
    for key in KEYS:
        if not table.get(key):
            raise CatalogueError(f"{where} {key} is missing")
        typed(where, table, key, *((int, "a number") if key == "line" else (str, "a string")))
    if "/" not in str(table["evidence"]):
        raise CatalogueError(f"{where} evidence must be EXAMPLE/VARIANT")
    if table["verdict"] not in VERDICTS:
        raise CatalogueError(f"{where} verdict {table['verdict']!r} is none of {', '.join(VERDICTS)}")
    return Claim(**table)  # type: ignore[arg-type]


def problems(claim: Claim, source: str, text: str, outcome: str) -> list[str]:
    """Why a run does not show what the claim says that it shows, a line each; empty where it does."""
    where = f"{relative(FILE)}: line {claim.line} of the post: {claim.evidence}"
    ending = golden.ending(outcome)
    found = []
    if claim.shows not in (*text.splitlines(), ending):
        found.append(f"{where} must show the line {claim.shows!r}, and does not")
    if claim.shows != ending and claim.shows in source:
        found.append(f"{where}: the line {claim.shows!r} stands in the program itself, and proves nothing")
    return found


def listing(claims: Iterable[Claim]) -> list[dict[str, object]]:
    """What ``claims.json`` holds."""
    return [
        {
            "quote": claim.quote,
            "line": claim.line,
            "verdict": claim.verdict,
            "correction": plain(words(claim.correction)),
            "evidence": {"variant": claim.evidence, "url": f"s/{_place(claim)}", "shows": claim.shows},
        }
        for claim in claims
    ]


def to_json(claims: Iterable[Claim]) -> str:
    """The file ``claims.json``."""
    return json.dumps(listing(claims), indent=1, ensure_ascii=False) + "\n"


def _place(claim: Claim) -> str:
    example_id, _, key = claim.evidence.partition("/")
    return f"{example_id}/#{example_id}-{key}"


def claims() -> str:
    """Every statement with its verdict and its evidence, as HTML. Complains where a run does not show it."""
    return guarded("claims", lambda: _claims(load()))


def tell(template: str) -> str:
    """HTML with ``{statements}`` and a count of each verdict, like ``{right_are}``, filled in."""
    return guarded("claims.tell", lambda: template.format_map(counts(load())) + "\n")


def counts(found: Sequence[Claim]) -> dict[str, str]:
    """How many statements there are, and of which verdict, as prose has it."""
    by_verdict = Counter(claim.verdict for claim in found)
    said = [f"{number(by_verdict[verdict])} {verdict}" for verdict in VERDICTS if by_verdict[verdict]]
    return {"statements": counted(len(found), "statement"), "verdicts": listed(said)}


def _claims(found: Sequence[Claim]) -> str:
    by_verdict = Counter(claim.verdict for claim in found)
    rows = "".join(_row(index, claim) for index, claim in enumerate(found, 1))
    return f'{_form(found, by_verdict)}<ol class="plain all claims">{rows}</ol>\n'


def _row(index: int, claim: Claim) -> str:
    variant = claim.variant
    run = runs.take(variant)
    wrong = [runs.complain(line) for line in _shown(claim, run.record)]
    kind, sign, _ = VERDICTS[claim.verdict]
    place = attributes(href=f"site:s/{_place(claim)}")
    proof = (
        f'<p class="proof"><a{place}>{escape(claim.evidence)}</a> '
        f"{'ends' if claim.shows.startswith('[') else 'prints'} {code(claim.shows)}</p>"
    )
    found = attributes(id=f"claim-{index}", data_verdict=claim.verdict.replace(" ", "_"), data_example=variant.example)
    return (
        f"<li{found}><blockquote><p>“{words(claim.quote)}” <cite>{post.link_to(str(claim.line))}</cite></p>"
        f"</blockquote><div>{Verdict(kind, sign, capital(claim.verdict)).html()}"
        f"<p>{words(claim.correction)}</p>{proof}{warning_box(wrong)}</div></li>"
    )


def _shown(claim: Claim, record: Record) -> list[str]:
    if not record.python:
        return []
    outcome = record.outcome if record.outcome != "not run" else claim.variant.outcome(record.python)
    return problems(claim, claim.variant.source, record.text, outcome)


def _form(found: Sequence[Claim], by_verdict: Counter[str]) -> str:
    options = "".join(
        f'<option value="{verdict.replace(" ", "_")}">{verdict} ({by_verdict[verdict]})</option>'
        for verdict in VERDICTS
        if by_verdict[verdict]
    )
    return (
        '<form class="sift" role="search" aria-label="Which statements to show" autocomplete="off" hidden '
        'data-what="statements"><p><label for="sift-verdict">Verdict</label><select id="sift-verdict" name="verdict">'
        f'<option value="">any</option>{options}</select></p><p class="found"><output class="count">'
        f'{counted(len(found), "statement")}</output> <button type="reset">Show all</button></p></form>'
    )

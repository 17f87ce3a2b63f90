"""The post's statements: what each verdict rests on is there and shows it; page and list hold them all."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from urllib.parse import urljoin

import pytest
from msgspec.structs import replace
from packaging.specifiers import SpecifierSet

from snippets._engine.examples import catalogue, golden
from snippets._engine.examples.catalogue import ROOT, CatalogueError, Target, Variant
from snippets._engine.examples.claims import SORTS, Claim, load
from snippets._engine.examples.golden import Golden
from snippets._engine.examples.label import ByPython
from snippets._engine.pages import build, claims, post
from snippets._engine.pages.markup import plain, words
from snippets._engine.record.outcome import Outcome
from snippets._engine.run import pythons
from snippets._engine.words.english import capital, counted, number
from tests.conftest import PHONE, Visit, barriers
from tests.dom import Element, read
from tests.programs import by_id

CLAIMS = load()
NAMES = {id(claim): f"{n}-line-{claim.line}" for n, claim in enumerate(CLAIMS, 1)}
EACH = pytest.mark.parametrize("claim", CLAIMS, ids=NAMES.values())
BY_RUN = [claim for claim in CLAIMS if claim.sort == "evidence"]
EACH_RUN = pytest.mark.parametrize("claim", BY_RUN, ids=[NAMES[id(claim)] for claim in BY_RUN])
EACH_OTHER = pytest.mark.parametrize("claim", [claim for claim in CLAIMS if claim not in BY_RUN])


def of(claim: Claim) -> Variant:
    """The program that is the claim's evidence."""
    return by_id(*Target.parse(claim.evidence))


def goldens(claim: Claim) -> dict[str, Golden]:
    """What the evidence is known to print, by Python: on each of those at hand that it is meant for."""
    variant = of(claim)
    found = {python.version: golden.of(variant, python.version) for python in pythons.at_hand().values()}
    return {version: known for version, known in found.items() if known is not None}


def shows(line: str) -> ByPython[str]:
    """What a claim shows if it shows the same on each Python."""
    return ByPython([(SpecifierSet(), line)])


# The evidence


@EACH_RUN
def test_the_evidence_shows_the_line_on_each_python(claim: Claim) -> None:
    variant = of(claim)
    meant = {python.version for python in pythons.at_hand().values() if variant.runs_on(python.version)}
    assert set(goldens(claim)) == meant
    for version, known in goldens(claim).items():
        assert known.ending == variant.outcome(version).golden_line
        assert claims.problems(claim, of(claim), version, known.text, variant.outcome(version)) == []


@EACH_RUN
def test_without_that_line_it_is_no_evidence(claim: Claim) -> None:
    for version, known in goldens(claim).items():
        text, outcome, line = known.text, of(claim).outcome(version), claim.shown(version)
        if line == known.ending:
            outcome = Outcome("exits 3")
        else:
            text = "".join(printed for printed in text.splitlines(keepends=True) if printed.rstrip("\n") != line)
            assert text != known.text
        (said,) = claims.problems(claim, of(claim), version, text, outcome)
        assert f"line {claim.line} of the post: {claim.evidence} must show the line {line!r} on Python" in said


@EACH_RUN
def test_no_line_stands_in_the_program_that_prints_it(claim: Claim) -> None:
    for version, known in goldens(claim).items():
        assert claim.shown(version) == known.ending or claim.shown(version) not in of(claim).source


def test_a_line_that_the_program_holds_proves_nothing() -> None:
    claim = Claim("q", 1, "right", "c", shows("...got it!"), "event_never_set/corrected")
    version, known = next(iter(goldens(claim).items()))
    (said,) = claims.problems(claim, of(claim), version, known.text, Outcome("finishes"))
    assert said.endswith("the line '...got it!' stands in the program itself, and proves nothing")


def test_the_whole_line_counts_not_a_part_of_it() -> None:
    claim = next(claim for claim in CLAIMS if claim.shows == shows("it is a coroutine: False"))
    version, known = next(iter(goldens(claim).items()))
    for line in ("it is a coroutine", "is a coroutine: False", "it is a coroutine: False "):
        assert claims.problems(replace(claim, shows=shows(line)), of(claim), version, known.text, Outcome("finishes"))


def test_where_pythons_differ_each_shows_a_line_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    claim = next(claim for claim in CLAIMS if len(claim.shows) > 1)
    assert claims._recorded(claim, of(claim)) == []
    swapped = ByPython((where, said) for (where, _), (_, said) in zip(claim.shows, reversed(claim.shows), strict=True))
    found = claims._recorded(replace(claim, shows=swapped), of(claim))
    assert found and all("must show the line" in line for line in found)
    (first, *_), *_ = (claims._by_python(claim),)
    assert " on 3.13 and earlier" in first


@EACH
def test_each_statement_has_one_sort_of_evidence(claim: Claim) -> None:
    assert [bool(getattr(claim, sort)) for sort in SORTS].count(True) == 1
    assert of(claim) if claim.sort == "evidence" else not claim.evidence


@EACH_OTHER
def test_what_no_run_can_show_says_where_it_is_to_be_seen(claim: Claim) -> None:
    address = getattr(claim, claim.sort)
    told = claims._proof(claim)
    assert f'href="{address}"' in told
    assert told.startswith("No run, but ")
    assert plain(words(claim.shows[0][1])) in plain(told)


# What is said


def test_there_are_many_and_each_verdict_occurs() -> None:
    assert len(CLAIMS) >= 60
    assert set(Counter(claim.verdict for claim in CLAIMS)) == set(claims.VERDICTS)
    assert len({(claim.line, claim.quote) for claim in CLAIMS}) == len(CLAIMS)


@EACH
def test_what_is_so_is_one_sentence(claim: Claim) -> None:
    said = plain(words(claim.correction))
    assert said[-1] == "."
    assert not re.search(r"[.!?] [A-Z]", said)
    assert len(said) < 250


#: Verdicts as somebody gives them who has only read the post and run its blocks; a part of the quote names each.
BY_HAND = {
    "Task Groups": "not delivered",
    "async error handling": "not delivered",
    "a subclass of `Future`": "right",
    "A task is a coroutine": "imprecise",
    "foo\nfoo\nfoo\nfoo\nfoo\nfoo cancelled": "wrong",
    "cancel all dispatched tasks": "wrong",
    "task now running on event loop": "wrong",
    "create a custom executor": "wrong",
    "Run in a custom process pool": "imprecise",
    "will be blocked when it tries to get the result": "wrong",
    "not an issue as long as": "right",
    "still awaiting for an item": "wrong",
    "consuming item 0...": "wrong",
    "worker 1 has acquired the lock": "wrong",
    "the `locked` property": "wrong",
    "an executing async function is cancelled": "imprecise",
    "does not support passing in a custom event loop": "imprecise",
    "a lot of context switching": "imprecise",
    "Events can be re-used": "imprecise",
    "that just about covered all": "wrong",
    "In part 3, I will try": "not delivered",
    "use it in a `with` statement": "imprecise",
    "worker 1 is waiting for the semaphore": "wrong",
    "Sleep for 1 second and set the event.": "wrong",
    "the `__enter__` method": "imprecise",
    "asyncio.get_event_loop()": "outdated",
    "asyncio.Task.set_exception_handler": "wrong",
    "Caught exception: This exception is expected": "wrong",
    "how to use `asyncio` in a multi-process environment": "not delivered",
}


@pytest.mark.parametrize("part", BY_HAND)
def test_verdicts_given_by_hand(part: str) -> None:
    (claim,) = [claim for claim in CLAIMS if part in claim.quote]
    assert claim.verdict == BY_HAND[part]


def bare(text: str) -> str:
    """A quote without marks and line breaks."""
    return " ".join(text.replace("`", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split()).rstrip(".")


def margin() -> list[tuple[str, str, str]]:
    """The post's words in the margins of the pages, with our note, and the page."""
    note = re.compile(r'<aside class="mn" markdown>\n“(?P<said>.*?)”\n.*?<span class="ours">(?P<ours>.*?)</span>', re.S)
    return [
        (bare(found["said"]), " ".join(found["ours"].split()), page.name)
        for page in sorted((ROOT / "docs").glob("*.md"))
        for found in note.finditer(page.read_text(encoding="utf-8"))
    ]


def test_the_margins_of_the_pages_say_the_same() -> None:
    found = margin()
    assert len(found) > 20
    for said, ours, page in found:
        about = [claim for claim in CLAIMS if bare(claim.quote) in said or said in bare(claim.quote)]
        assert about, f"{page}: “{said}” is not among the statements"
        closest = max(about, key=lambda claim: min(len(claim.quote), len(said)))  # "event loop" is said often
        if ours.startswith("Right"):
            assert closest.verdict == "right", f"{page}: “{said}”"


def test_what_is_quoted_from_a_block_stands_in_it() -> None:
    checked = 0
    for example in catalogue.load():
        if not (example.post and example.lines):
            continue
        first, last = (int(part) for part in example.lines.split("\N{EN DASH}"))
        published = example.variant("published")
        block = published.source + (published.claimed or "")
        for claim in CLAIMS:
            if first <= claim.line <= last:
                assert claim.quote.strip("`") in block, f"line {claim.line}: {claim.quote}"
                checked += 1
    assert checked > 20


# Bad data

GOOD: dict[str, object] = {
    "quote": "q", "line": 5, "verdict": "right", "correction": "It is so.", "evidence": "lost_update/flawed",
    "shows": "s",
}  # fmt: skip
AT_GITHUB = "https://github.com/a/b/"
NO_RUN = {key: value for key, value in GOOD.items() if key != "evidence"}


def toml(*tables: dict[str, object]) -> str:
    return "".join("[[claim]]\n" + "".join(f"{k} = {value(v)}\n" for k, v in t.items()) for t in tables)


def value(of: object) -> str:
    if isinstance(of, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {json.dumps(said)}" for key, said in of.items()) + "}"
    return json.dumps(of)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (toml(GOOD | {"verdict": "true"}), "claim 1: verdict must be one of right, imprecise, outdated, wrong"),
        *[(toml({k: v for k, v in GOOD.items() if k != key}), f"claim 1: {key} is missing") for key in GOOD],
        (toml(GOOD | {"shows": ""}), "claim 1: shows is missing"),
        (toml(GOOD, GOOD | {"line": 4}), "claim 2: line 4 of the post comes before line 5"),
        (toml(GOOD, GOOD | {"shown": "x"}), "claim 2: unknown key 'shown' (did you mean shows?)"),
        (toml(GOOD | {"line": "5"}), "claim 1: line must be a number"),
        (toml(GOOD | {"quote": 5}), "claim 1: quote must be a string"),
        (toml(GOOD | {"shows": 5}), "claim 1: shows must be a string, or a table by Python, not 5"),
        (toml(GOOD | {"shows": {"<3.14": "s"}}), "claim 1: shows says nothing for 3.14"),
        (toml(GOOD | {"shows": {"<3.14": "s", ">3.11": "t"}}), "claim 1: shows says two things for 3.12"),
        (toml(GOOD | {"shows": {"new": "s"}}), "claim 1: shows 'new' is not a version specifier"),
        (toml(GOOD | {"evidence": "lost_update"}), "claim 1: evidence must be EXAMPLE/VARIANT"),
        (toml(NO_RUN | {"commit": AT_GITHUB + "tree/main"}), "claim 1: commit must be an address at GitHub with a com"),
        (toml(NO_RUN | {"documentation": "javascript:x"}), "claim 1: documentation must be an address that begins"),
        (toml(GOOD | {"documentation": "https://a.b/"}), "claim 1: evidence and documentation: one sort of evidence"),
        (
            toml(NO_RUN | {"documentation": "https://a.b/", "shows": {"<3.14": "s", ">=3.14": "t"}}),
            "claim 1: shows: only a program can show another line on another Python",
        ),
        ("[[claims]]\n", "unknown key 'claims' (did you mean claim?)"),
        ("claim = ", "claims.toml: "),
        ("claim = 3", "claims.toml: each statement is a table of its own, headed [[claim]]"),
        ("claim = [1]", "claims.toml: each statement is a table of its own, headed [[claim]]"),
        (toml(GOOD | {"evidence": "locks/published\n"}), "claim 1: evidence must be EXAMPLE/VARIANT"),
    ],
)
def test_bad_data_is_told_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "claims.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        load(file)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_cannot_be_read_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"none\.toml: .*No such file"):
        load(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("evidence", "nearest"), [("lost_updates/flawed", "lost_update"), ("lost_update/flaw", "flawed")]
)
def test_evidence_that_is_not_there_names_the_nearest(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, evidence: str, nearest: str
) -> None:
    monkeypatch.setattr(claims, "load", lambda: [Claim("q", 1, "right", "c", shows("s"), evidence)])
    build.begin()
    assert f"nearest: {nearest}" in read(claims.claims()).one("div", css="problems").text
    assert len(caplog.messages) == 1


# The page and the list


def rows(site: Path) -> list[Element]:
    tree = read((site / "claims" / "index.html").read_text(encoding="utf-8"))
    return tree.one("ol", css="claims").all("li")


def test_the_page_holds_every_statement_with_its_verdict_and_its_evidence(site: Path) -> None:
    found = rows(site)
    assert [row.attributes["id"] for row in found] == [f"claim-{n}" for n in range(1, len(CLAIMS) + 1)]
    for row, claim in zip(found, CLAIMS, strict=True):
        assert plain(words(claim.quote)) in row.one("blockquote").text
        there = row.one("cite").one("a").attributes["href"]
        assert there == f"{post.SOURCE}?plain=1#L{claim.line}-L{claim.line}"
        assert row.one("p", css="verdict").text == capital(claim.verdict)
        assert row.attributes["data-verdict"] == claim.verdict.replace(" ", "_")
        assert plain(words(claim.correction)) in row.text
        assert not row.all("div", css="problems")
        proof = row.one("p", css="proof")
        assert row.attributes["data-evidence"] == claim.sort
        if claim not in BY_RUN:
            assert proof.one("a").attributes["href"] == getattr(claim, claim.sort)
            continue
        assert [code.text for code in proof.all("code")] == [line for _, line in claim.shows]
        example, key = Target.parse(claim.evidence)
        assert urljoin("claims/", proof.one("a").attributes["href"] or "") == f"s/{example}/#{example}-{key}"
        assert (site / "s" / example / "index.html").exists()


def test_the_page_counts_them(site: Path) -> None:
    page = read((site / "claims" / "index.html").read_text(encoding="utf-8"))
    told = " ".join(page.one("article", css="md-content__inner").text.split())
    assert f"The post makes {counted(len(CLAIMS), 'statement')} that can be checked" in told
    by_verdict = Counter(claim.verdict for claim in CLAIMS)
    for verdict, count in by_verdict.items():
        assert f"{number(count)} {verdict}" in told
    options = {option.attributes["value"]: option.text for option in page.one("form", css="sift").all("option")}
    assert options.pop("") == "any"
    assert options == {v.replace(" ", "_"): f"{v} ({count})" for v, count in by_verdict.items()}
    assert page.one("output", css="count").text == counted(len(CLAIMS), "statement")
    assert f"For {number(len(BY_RUN))} of them that is a program" in told
    assert f"The other {number(len(CLAIMS) - len(BY_RUN))} are about what no run can show" in told


def test_each_demonstration_is_used_and_shown(site: Path) -> None:
    ours = {example.id for example in catalogue.load() if example.topic == "claims"}
    assert ours <= {of(claim).example for claim in BY_RUN}
    page = read((site / "claims" / "index.html").read_text(encoding="utf-8"))
    sections = [section for section in page.all("section") if "data-variant" in section.attributes]
    assert {section.attributes["data-example"] for section in sections} == ours


def test_the_list_for_machines(site: Path) -> None:
    found = json.loads((site / "claims.json").read_text(encoding="utf-8"))
    assert found == claims.listing(CLAIMS)
    assert found == json.loads(claims.to_json(CLAIMS))
    for entry, claim in zip(found, CLAIMS, strict=True):
        assert {"quote", "verdict", "correction", "evidence"} <= set(entry)
        assert (entry["quote"], entry["verdict"]) == (claim.quote, claim.verdict)
        assert not set("<`") & set(entry["correction"])
        lines = entry["evidence"]["shows"]
        assert (list(lines.values()) if isinstance(lines, dict) else [lines]) == [line for _, line in claim.shows]
        if claim not in BY_RUN:
            assert entry["evidence"].keys() == {claim.sort, "shows"}
            assert entry["evidence"][claim.sort] == getattr(claim, claim.sort)
            continue
        assert entry["evidence"]["variant"] == claim.evidence
        place, _, name = entry["evidence"]["url"].partition("#")
        assert f'id="{name}"' in (site / place / "index.html").read_text(encoding="utf-8")


# In a browser


def test_a_verdict_is_chosen_and_stands_in_the_address(visit: Visit) -> None:
    wrong = sum(claim.verdict == "wrong" for claim in CLAIMS)
    with visit("claims/") as page:
        page.select_option("#sift-verdict", "wrong")
        assert page.locator(".claims > li:visible").count() == wrong
        assert page.inner_text(".count") == f"{wrong} of {len(CLAIMS)} statements"
        assert page.url.endswith("claims/?verdict=wrong")
        page.click(".sift button[type=reset]")
        page.wait_for_function(f"document.querySelectorAll('.claims > li:not([hidden])').length === {len(CLAIMS)}")
    with visit("claims/?verdict=not_delivered") as page:
        assert page.locator(".claims > li:visible").count() == sum(c.verdict == "not delivered" for c in CLAIMS)
    with visit("claims/", java_script_enabled=False) as page:
        assert page.locator(".claims > li:visible").count() == len(CLAIMS)
        assert not page.locator("form.sift").is_visible()


@pytest.mark.thorough
def test_two_columns_where_there_is_room_and_one_on_a_phone(visit: Visit) -> None:
    measure = """() => {
      const [quote, said] = document.querySelector(".claims > li").children;
      return [quote.getBoundingClientRect(), said.getBoundingClientRect()].map(box => [box.left, box.top, box.right]);
    }"""
    with visit("claims/") as page:
        quote, said = page.evaluate(measure)
        assert said[0] > quote[2]
        assert abs(said[1] - quote[1]) < 4
    with visit("claims/", width=PHONE) as page:
        quote, said = page.evaluate(measure)
        assert said[0] == quote[0]
        assert said[1] > quote[1]
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE


@pytest.mark.thorough  # by default it is one of the few pages that test_browser looks at
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_a_reader_out(visit: Visit, scheme: str) -> None:
    with visit("claims/", color_scheme=scheme) as page:
        assert barriers(page) == []

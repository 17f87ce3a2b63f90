"""The status page: it tells of every variant what was declared, what this build measured, on what, and on which day."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from snippets._engine.examples import catalogue, measured
from snippets._engine.pages import build, markup, status
from snippets._engine.pages.result import ExampleResult, Result
from snippets._engine.record import record, times
from snippets._engine.record.outcome import Outcome
from snippets._engine.run import cache
from snippets._engine.run.pool import Pool
from snippets._engine.story.story import Story
from snippets._engine.words.ending import does
from snippets._engine.words.marks import to_plain
from tests.conftest import PHONE, Visit
from tests.dom import Element, read
from tests.programs import VARIANTS


def cells(row: Element) -> dict[str, str]:
    return {cell.attributes["data-label"] or "": cell.text for cell in row.all("td")}


def table(tree: Element) -> dict[str, dict[str, str]]:
    """What the table says of each variant, by the column's name."""
    return {
        row.attributes["data-program"] or "": cells(row)
        for row in tree.one("table", css="status").all("tr")
        if "data-program" in row.attributes
    }


def totals(tree: Element) -> dict[str, str]:
    """What the numbers at the head of the page say, by their names."""
    return {one.one("dt").text: one.one("dd").text for one in tree.one("dl", css="totals").all("div")}


def the_page(site: Path) -> Element:
    return read((site / "status" / "index.html").read_text(encoding="utf-8"))


def test_the_status_tells_of_every_variant_what_was_declared_and_measured(site: Path) -> None:
    found = table(the_page(site))
    assert list(found) == [variant.id for variant in VARIANTS]
    for variant in VARIANTS:
        row = found[variant.id]
        assert list(row) == list(status.COLUMNS[1:])
        for _, outcome in variant.outcomes:
            assert to_plain(does(outcome)) in row["Declared"]
        assert row["Does so on"] == status.held_on(measured.pythons_of(variant)) != "not measured"
        kept = Path(site, "s", variant.example, f"{variant.key}.json")
        if not kept.exists():
            assert row["Seconds"] == row["Run on"] == "not run"
            continue
        run = record.Record.from_json(kept.read_text(encoding="utf-8"))
        assert row["Measured"].startswith(to_plain(does(run.outcome)).split()[0])
        assert (row["Clock"], row["Python"]) == (run.clock, run.python)
        assert row["Seconds"] == times.seconds(run.seconds, run.clock)
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", row["Run on"])


def test_the_days_are_those_of_the_runs_that_the_cache_keeps(site: Path) -> None:
    kept = {json.loads(path.read_text("utf-8"))["day"] for path in (site.parent / "cache").glob("*.json")}
    shown = {row["Run on"] for row in table(the_page(site)).values()} - {"not run"}
    assert shown and shown <= kept


def test_the_numbers_at_the_head_add_up(site: Path) -> None:
    tree = the_page(site)
    found = totals(tree)
    ran = sum(row["Seconds"] != "not run" for row in table(tree).values())
    assert found["programs"].startswith(f"{len(VARIANTS)}, in ")
    assert found["run in this build"] == f"{ran} of {len(VARIANTS)}"
    assert found["as declared"] == f"{ran} of {ran}"
    assert {row["Python"] for row in table(tree).values() if row["Seconds"] != "not run"} == set(
        found["Python"].replace(" and ", ", ").split(", ")
    )
    assert " on " in found["machine"]
    held = {one.one("dt").text: one.one("dd").text for one in tree.one("dl", css="held").all("div")}
    assert held == {
        python: "{0} of {0}".format(sum(variant.runs_on(python) for variant in VARIANTS))
        for python in catalogue.PYTHONS
    }
    counts = [int(item.text.rpartition(": ")[2]) for item in tree.one("ul", css="signs").all("li")]
    assert sum(counts) == len(VARIANTS)


@pytest.fixture
def result() -> Result:
    """A variant that finishes, with its run."""
    return build.current().example("lock_order").first


def of(result: Result) -> Element:
    """The status of a site that has only this variant."""
    return read(status.of([ExampleResult(result.example, (result,))]))


def test_what_is_not_as_declared_is_said_where_it_stands(result: Result) -> None:
    tree = of(replace(result, problems=("it printed <another> line",)))
    assert "it printed <another> line" in table(tree)[result.variant.id]["Measured"]
    assert totals(tree)["as declared"] == "0 of 1"


def test_what_did_not_run_is_no_success(result: Result) -> None:
    story = Story(replace(result.record, outcome=Outcome("not run")), result.variant.source)
    tree = of(replace(result, story=story, day=None))
    row = table(tree)[result.variant.id]
    assert "not run in this build" in row["Measured"]
    assert row["Seconds"] == row["Run on"] == "not run"
    assert (totals(tree)["run in this build"], totals(tree)["as declared"]) == ("0 of 1", "0 of 0")


def test_another_outcome_on_another_python_is_declared_in_full() -> None:
    varied = next(variant for variant in VARIANTS if len(variant.outcomes) > 1)
    said = markup.plain(status.declared(varied))
    assert all(str(where) in said for where, _ in varied.outcomes)


@pytest.mark.parametrize(
    ("pythons", "said"),
    [
        ([], "not measured"),
        (["3.12"], "3.12"),
        (["3.11", "3.13"], "3.11 and 3.13"),
        (["3.11", "3.12", "3.13"], "3.11 to 3.13"),
        (["3.11", "3.12", "3.14"], "3.11, 3.12 and 3.14"),
    ],
)
def test_pythons_in_few_words_leave_none_out(pythons: list[str], said: str) -> None:
    assert status.held_on(pythons) == said


class Later(datetime):
    """A clock that is far ahead."""

    @classmethod
    def now(cls, tz: object = None) -> Later:
        return cls(2999, 1, 1, tzinfo=UTC)


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("SNIPPETS_CACHE", str(tmp_path))
    yield tmp_path


def test_the_day_of_a_run_stays_however_late_it_is_looked_up(own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    today = datetime.now(UTC).date().isoformat()
    run = Pool().result(catalogue.find("lock_order").variants[0])
    assert run.day in (today, datetime.now(UTC).date().isoformat())
    monkeypatch.setattr(cache, "datetime", Later)
    assert Pool().result(catalogue.find("lock_order").variants[0]) == run
    assert cache.keep("name", run.record).day == "2999-01-01"
    kept = cache.take("name")
    assert kept is not None and kept[:2] == (run.record, "2999-01-01")


def test_an_entry_without_a_day_or_with_another_one_does_not_count(own_cache: Path) -> None:
    cache.keep("name", Pool().result(catalogue.find("lock_order").variants[0]).record)
    path = own_cache / "name.json"
    whole = json.loads(path.read_text("utf-8"))
    for entry in ({k: v for k, v in whole.items() if k != "day"}, whole | {"day": "2001-01-01"}):
        path.write_text(json.dumps(entry), encoding="utf-8")
        assert cache.take("name") is None
    path.write_text(json.dumps(whole), encoding="utf-8")
    assert cache.take("name") is not None


def test_two_builds_from_the_same_runs_say_the_same(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SNIPPETS_CACHE", str(site.parent / "cache"))
    build.begin()
    first = status.status()
    monkeypatch.setattr(cache, "datetime", Later)
    build.begin()
    assert status.status() == first


def test_a_phone_shows_each_row_as_a_block_with_names(visit: Visit) -> None:
    with visit("status/", PHONE) as page:
        row = page.locator("tr[data-program]").first
        name = "td => getComputedStyle(td, '::before').content"
        for cell in row.locator("td").all():
            assert (cell.get_attribute("data-label") or "?") in cell.evaluate(name)
            box = cell.bounding_box()
            assert box and box["x"] + box["width"] <= PHONE
        assert page.get_by_role("columnheader", name="Declared").count() == 1, "it is a table still, read aloud"
        assert page.get_by_role("row").count() > len(VARIANTS)

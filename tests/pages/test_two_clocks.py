"""What a page tells of the two clocks: times side by side, what is not the same marked, what is refused, what it costs.

The tables' runs are made by hand; what the page on the clocks says of its own examples is run.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from snippets._engine.examples import catalogue
from snippets._engine.examples.catalogue import SNIPPETS, Target
from snippets._engine.pages import build, output, two_clocks
from snippets._engine.pages import card as cards
from snippets._engine.record.outcome import Outcome
from snippets._engine.record.record import Clock, Piece, Record
from snippets._engine.run.cache import Kept
from snippets._engine.run.job import Job
from snippets._engine.run.pool import Pool
from snippets._engine.run.pythons import suitable
from snippets._engine.run.runner import record
from snippets._engine.words import ending
from tests.dom import Element, read

#: Makes the example ``made/published`` of its two runs; nothing of it is run.
Make = Callable[[Record, Record], None]

LABEL = 'title = "T"\nidea = "I."\npost = 1\n[published]\noutcome = "finishes"\n'
CODE = "import threading\n\nthreading.Thread(target=print).start()\n"


def ran(clock: Clock, *lines: tuple[float, str], outcome: str = "finishes", **more: object) -> Record:
    """A record of a run that printed these lines at these times."""
    pieces = tuple(Piece(seconds, "stdout", None, f"{text}\n") for seconds, text in lines)
    fields: dict[str, object] = {"exit": 0, "clock": clock, "python": "3.13.0", "seconds": 1.0} | more
    return Record(Outcome(outcome), pieces, **fields)  # type: ignore[arg-type]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    def make(virtual: Record, real: Record) -> None:
        folder = tmp_path / "topic" / "made"
        folder.mkdir(parents=True)
        (folder / "example.toml").write_text(LABEL, encoding="utf-8")
        (folder / "published.py").write_text(CODE, encoding="utf-8")
        monkeypatch.setattr(catalogue, "folders", lambda *_: [folder])
        on = {"virtual": Kept(virtual, "2025-01-31"), "real": Kept(real, "2025-01-31")}
        monkeypatch.setattr(Pool, "result", lambda pool, variant, clock: on[clock])
        build.begin()

    return make


def rows(figure: Element) -> list[list[str]]:
    """The table's body, a list of texts a row."""
    return [[cell.text for cell in row.walk() if cell.tag in ("th", "td")] for row in figure.one("tbody").all("tr")]


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [r.getMessage() for r in caplog.records if r.levelno >= logging.WARNING]


# --------------------------------------------------------------------------------------------------- side by side


def test_the_same_lines_stand_once_with_both_times(make: Make) -> None:
    virtual = ran("virtual", (0.0, "a"), (1.00004, "b"), (2.0001, "b"), seconds=2.0002)
    make(virtual, ran("real", (0.002, "a"), (1.009, "b"), (2.021, "b"), seconds=2.022))
    figure = read(two_clocks.two_clocks("made/published"))
    assert [head.text for head in figure.one("thead").all("th")] == [
        "Python prints", "virtual clock", "real clock", "later by",
    ]  # fmt: skip
    assert rows(figure) == [
        ["a", "0.000 s", "0.002 s", "2 ms"],
        ["b", "1.000 s", "1.009 s", "9 ms"],
        ["b", "2.000 s", "2.021 s", "21 ms"],
    ]
    assert figure.one("figcaption").text == (
        "made/published, run on both clocks for this page, on Python 3.13.0. It prints the same on both. "
        "On the real clock the first line came 2 ms later, the last one 21 ms. "
        "It finishes after 2.000 s on the virtual clock, and after 2.022 s on the real one."
    )
    assert not figure.all("td", css="mark")


def test_lines_that_are_not_the_same_stand_side_by_side_and_are_marked(make: Make) -> None:
    virtual = ran("virtual", (0.0, "begins"), (0.003, "in time"), seconds=0.003)
    real = ran("real", (0.002, "begins"), (0.104, "too late"), (0.105, "ends"), seconds=0.106)
    make(virtual, real)
    figure = read(two_clocks.two_clocks("made"))
    assert rows(figure) == [
        ["", "begins", "0.000 s", "begins", "0.002 s"],
        ["not the same", "in time", "0.003 s", "too late", "0.104 s"],
        ["not the same", "", "", "ends", "0.105 s"],
    ]
    assert [len(mark.all("svg")) for mark in figure.all("td", css="mark")] == [0, 1, 1], "colour is never alone"
    assert "It does not print the same on both." in figure.one("figcaption").text
    assert "later" not in figure.one("figcaption").text


def test_one_that_ends_otherwise_is_told(make: Make) -> None:
    virtual = ran("virtual", (0.0, "a"), outcome="deadlocks", exit=None, seconds=0.0)
    make(virtual, ran("real", (0.002, "a"), outcome="raises TimeoutError", exit=1, seconds=1.004))
    said = read(two_clocks.two_clocks("made")).one("figcaption").text
    assert "It deadlocks after 0.000 s on the virtual clock, and raises TimeoutError after 1.004 s on the real" in said
    assert "the first line" not in said, "there is only one"


def test_a_line_that_came_sooner_on_the_real_clock_is_not_hidden(make: Make) -> None:
    make(ran("virtual", (0.0052, "a")), ran("real", (0.004, "a")))
    assert rows(read(two_clocks.two_clocks("made"))) == [["a", "0.005 s", "0.004 s", "\N{MINUS SIGN}1 ms"]]


def test_what_is_printed_comes_through_unchanged(make: Make) -> None:
    hostile = "<script>alert(1)</script> &lt; `code` {{ x }} --8<--"
    make(ran("virtual", (0.0, hostile)), ran("real", (0.0, hostile)))
    assert rows(read(two_clocks.two_clocks("made")))[0][0] == hostile


def test_a_program_that_prints_nothing_has_no_table(make: Make) -> None:
    make(ran("virtual"), ran("real"))
    figure = read(two_clocks.two_clocks("made"))
    assert not figure.all("table")
    assert "It prints nothing on either. It finishes" in figure.one("figcaption").text


def test_of_many_lines_only_the_first_are_shown_and_it_is_said(make: Make) -> None:
    lines = [(n / 1000, f"line {n}") for n in range(3_000)]
    make(ran("virtual", *lines), ran("real", *lines))
    figure = read(two_clocks.two_clocks("made"))
    assert len(rows(figure)) == output.WINDOW_LINES
    assert f"Shown are the first {output.WINDOW_LINES} of 3,000 lines." in figure.one("figcaption").text


def test_what_scrolls_can_be_reached_by_keyboard_and_has_a_name(make: Make) -> None:
    make(ran("virtual", (0.0, "a")), ran("real", (0.0, "a")))
    box = read(two_clocks.two_clocks("made")).one("div", css="scroll").attributes
    assert (box["tabindex"], box["role"], box["aria-label"]) == ("0", "region", "made/published on both clocks")


# ---------------------------------------------------------------------------------------------- refused, and costs


REFUSED = "refused: starts a thread in line 3, which the virtual clock cannot do faithfully: use --clock real"


def test_a_refusal_is_quoted_with_the_line_it_speaks_of(make: Make) -> None:
    refused = ran("virtual", outcome="refused", exit=None, verdict=(REFUSED,))
    make(refused, ran("real"))
    figure = read(two_clocks.refusal("made"))
    assert figure.one("pre").text == REFUSED
    assert figure.one("figcaption").text == (
        "made/published, run on the virtual clock for this page. Line 3 reads threading.Thread(target=print).start()."
    )


@pytest.mark.parametrize(
    ("call", "virtual", "said"),
    [
        (
            two_clocks.refusal,
            ran("virtual"),
            "refusal('made/published'): the virtual clock does not refuse it, it finishes",
        ),
        (
            two_clocks.two_clocks,
            ran("virtual", outcome="refused", exit=None, verdict=(REFUSED,)),
            "two_clocks('made/published'): the virtual clock refuses it; show that with refusal()",
        ),
    ],
)
def test_what_is_not_as_the_page_says_is_one_warning_and_a_box(
    make: Make, caplog: pytest.LogCaptureFixture, call: Callable[[str], str], virtual: Record, said: str
) -> None:
    make(virtual, ran("real"))
    assert said in read(call("made")).one("div", css="problems").text
    assert warnings(caplog) == [said]


def test_a_misspelt_name_is_one_warning_and_a_box(make: Make, caplog: pytest.LogCaptureFixture) -> None:
    make(ran("virtual"), ran("real"))
    assert "no example is called 'mad'" in read(two_clocks.two_clocks("mad")).one("div", css="problems").text
    assert "made has no variant 'corrected'" in read(two_clocks.refusal("made/corrected")).text
    assert len(warnings(caplog)) == 2


def test_the_costs_are_those_of_the_clock() -> None:
    assert rows(read(two_clocks.costs())) == [
        ["when the program begins", "14 October 2022, 12:00 UTC"],
        ["a callback of the loop, or a task\N{RIGHT SINGLE QUOTATION MARK}s step", "+ 10 µs"],
        ["a line of the program, of which up to 10,000 count in a step", "+ 0.1 µs"],
        ["a reading of the clock, also by the loop", "+ 1 µs"],
        ["when nothing is ready", "to the next timer, and a little beyond"],
        ["how far beyond it, after a millisecond", "+ 0.1 ms"],
        ["how far beyond it, after a tenth of a second", "+ 0.35 ms"],
        ["how far beyond it, after a second", "+ 1.25 ms"],
        ["how far beyond it, after an hour", "+ 100.25 ms"],
    ]


def test_every_table_has_a_class(make: Make) -> None:
    """Material puts a table without one into boxes of its own, which scroll where ours need not."""
    make(ran("virtual", (0.0, "a")), ran("real", (0.0, "b")))
    for html in (two_clocks.two_clocks("made"), two_clocks.costs()):
        assert read(html).one("table").attributes.get("class")


# ------------------------------------------------------------------------------------- what the page says of its own


def text(target: str, clock: Clock) -> str:
    """What a variant prints on this clock."""
    example_id, key = Target.parse(target)
    variant = catalogue.find(example_id).variant(key)
    python = suitable(variant)
    assert python is not None
    return record(Job(variant.file, python, clock)).text


def test_computing_takes_no_time_on_the_virtual_clock_only() -> None:
    target = "computing_takes_no_time/computes"
    assert (text(target, "virtual"), text(target, "real")) == ("in time\n", "too late\n")


def test_the_waiter_comes_behind_sleepers_that_are_due_in_the_same_pass() -> None:
    assert text("near_ties/sleepers", "virtual").splitlines() == [
        "sleeper 0", "sleeper 1", "sleeper 2", "waiter, woken by sleeper 0",
    ]  # fmt: skip


def test_the_card_names_who_meets_by_luck() -> None:
    card = read(cards.show("how_many_ticks"))
    ticker, counted = (
        next(one for one in card.all("section") if one.attributes.get("id") == f"how_many_ticks-{key}")
        for key in ("ticker", "counted")
    )
    boxes = [one for one in ticker.walk() if "data-near-tie" in one.attributes]
    assert [" ".join(box.text.split()) for box in boxes] == [
        "Luck: these two could change places, or come in one pass of the loop: at 1 s main() and tick(0.1). Why?"
    ]
    assert not [one for one in counted.walk() if "data-near-tie" in one.attributes]


def test_what_lies_in_one_pass_anyway_is_no_luck() -> None:
    assert "data-near-tie" not in cards.show("near_ties")


def test_several_who_meet_are_listed() -> None:
    many = tuple((when, f"a{when}", "<b>") for when in range(1, 8))
    said = ending.luck(replace(ran("virtual"), near_ties=many))
    assert said.startswith(
        "of each of these pairs the two could change places, or come in one pass of the loop: at 1 s "
    )
    assert said.endswith("at 5 s `a5` and `<b>`; and two more.")
    assert ending.luck(ran("virtual")) == ""


def test_timers_of_one_moment_come_in_the_order_of_the_heap_on_both_clocks() -> None:
    expected = [f"call {number}" for number in (0, 2, 5, 1, 3, 4)]
    assert text("equal_deadlines/flawed", "virtual").splitlines() == expected
    assert text("equal_deadlines/flawed", "real").splitlines() == expected


# ------------------------------------------------------------------------------------------ tests that are not ours


def test_the_table_of_cpythons_own_tests_adds_up_what_was_measured() -> None:
    measured = json.loads((SNIPPETS / "suites.json").read_text(encoding="utf-8"))
    table = read(two_clocks.suites())
    assert [row[0] for row in rows(table)] == list(measured)
    for row, modules in zip(rows(table), measured.values(), strict=True):
        assert row[1] == f"{sum(module['virtual'] for module in modules.values()):,}"
        assert row[2] == f"{sum(module['real'] for module in modules.values()):,}"
    sockets = sum(len(module["refused"].get("opens a socket", ())) for module in measured[max(measured)].values())
    assert "11 modules. Each of those counted came out as it does in plain Python." in table.text
    assert f"on {max(measured)}: opens a socket, {sockets} times, starts a thread, " in table.text

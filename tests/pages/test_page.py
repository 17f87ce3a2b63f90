"""What pages show of a run: the contract's elements, texts unchanged, verdicts, problems. Its runs are made by hand."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from snippets._engine.examples import catalogue, golden
from snippets._engine.examples.catalogue import Example
from snippets._engine.pages import blocks, executed, generated, home, output, post, transcript
from snippets._engine.pages import build as builds
from snippets._engine.pages import card as cards
from snippets._engine.pages import code as listings
from snippets._engine.pages import verdict as verdicts
from snippets._engine.record.outcome import Ended, Outcome
from snippets._engine.record.printed import lines
from snippets._engine.record.record import Piece, Record, Stuck, Task
from snippets._engine.record.transcript import compare
from snippets._engine.run.cache import Kept
from snippets._engine.run.job import NoPython, RunnerError
from snippets._engine.run.pool import Pool
from snippets._engine.words.transcript import summary
from tests.dom import Element, read

PUBLISHED = '[published]\noutcome = "finishes"\nflaw = ["design"]\n'
Records = dict[str, Record | Exception]
Make = Callable[..., Example]

CODE = "import asyncio\n\nasync def main():\n    print(1)\n\nasyncio.run(main())\n"
HOSTILE = {
    "snippet": '--8<-- "mkdocs.yml"\n--8<--\n',
    "fences": '```\n````````\n~~~\n    indented\n```python exec="on"\nprint(1)\n```\n',
    "script": "<script>alert(1)</script>\n</pre></section><h1 id=x>\n<!-- \n",
    "entities": "&lt; &amp;amp; &#60; \"quoted\" 'quoted'\n",
    "escapes": "␛[31mred␛[0m ␀\n",
    "templates": "{{ page.title }} {% raw %} ${x} [link](x.md) **bold** _em_ <https://a.b>\n",
    "blank": "\n\n  \n\ttab\n\n",
    "no newline": "last line has no end",
    "marks": "wzxhzdk:0 klzzwxh:0001 \x02wzxhzdk:0\x03\n".replace("\x02", "").replace("\x03", ""),
    "other line ends": "a\u2028b\u0085c\u000bd\n",
    "long line": "x" * 2_000_000 + "\n",
    "many lines": "".join(f"line {n}\n" for n in range(10_000)),
    "nothing": "",
}


def ran(text: str = "1\n", outcome: str = "finishes", **more: object) -> Record:
    """A record of a run that printed this."""
    exit_status = {"finishes": 0, "raises": 1, "exits": 3}.get(outcome.split()[0])
    pieces = tuple(Piece(0.0, "stdout", None, part) for part in text.splitlines(keepends=True))
    fields: dict[str, object] = {"exit": exit_status, "clock": "virtual", "python": "3.13.0", "seconds": 5.0} | more
    return Record(Outcome(outcome), pieces, **fields)  # type: ignore[arg-type]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Makes the example ``made`` of a label, records by variant, files; nothing of it is run."""

    def make(label: str, records: Records, claimed: str | None = None, code: str = CODE) -> Example:
        folder = tmp_path / "topic" / "made"
        folder.mkdir(parents=True)
        if "[published]" in label and "post = " not in label:
            label = f"post = 1\n{label}"
        (folder / "example.toml").write_text(f'title = "A `title`"\nidea = "An *idea*."\n{label}', encoding="utf-8")
        for key in records:
            (folder / f"{key}.py").write_text(code if key == "published" else code + f"# {key}\n", encoding="utf-8")
        if claimed is not None:
            (folder / "claimed.out").write_text(claimed, encoding="utf-8")
        example = catalogue.read(folder)

        def result(pool: Pool, variant: catalogue.Variant) -> Kept:
            found = records[variant.key]
            if isinstance(found, Exception):
                raise found
            return Kept(found, "2025-01-31")

        monkeypatch.setattr(Pool, "start", lambda pool, variants: None)
        monkeypatch.setattr(Pool, "result", result)
        monkeypatch.setattr(golden, "differences", lambda variant, record: [])
        monkeypatch.setattr(catalogue, "folders", lambda *_: [folder])
        builds.begin()
        return example

    return make


def card(example: Example) -> Element:
    return read(cards.card(builds.current().example(example.id)))


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [
        r.getMessage() for r in caplog.records if r.name == "mkdocs.plugins.snippets" and r.levelno >= logging.WARNING
    ]


# ---------------------------------------------------------------------------------------------------- the contract


def test_a_section_carries_what_other_tools_read(make: Make) -> None:
    example = make(
        '[published]\noutcome = "finishes"\n[corrected]\noutcome = "finishes"\n',
        {"published": ran(), "corrected": ran("2\n")},
    )
    sections = card(example).all("section")
    assert [s.attributes["id"] for s in sections] == ["made-published", "made-corrected"]
    first = sections[0].attributes
    assert (first["data-example"], first["data-variant"], first["data-outcome"]) == ("made", "published", "finishes")
    assert (first["data-python"], first["data-clock"]) == ("3.13.0", "virtual")
    assert [s.one("pre", css="output").text for s in sections] == ["1\n", "2\n"]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("flaw", ["outcome", "transcript"])
def test_output_comes_through_unchanged(make: Make, text: str, flaw: str) -> None:
    label = f'[published]\noutcome = "finishes"\nflaw = ["{flaw}"]\n'
    section = card(make(label, {"published": ran(text)}, claimed="what the post says\n")).one("section")
    assert section.one("pre", css="output").text == text


def test_code_comes_through_unchanged(make: Make) -> None:
    code = 'x = """<b>\n\n&amp;\n"""\n\n\n# `--8<--`\tend\n'
    example = make('[published]\noutcome = "finishes"\n', {"published": ran()}, code=code)
    assert card(example).one("div", css="highlight").one("code").text == code


def test_ids_are_unique_and_lines_have_one_without_a_hyphen(make: Make) -> None:
    label = '[published]\noutcome = "finishes"\n[one]\noutcome = "finishes"\n[two]\noutcome = "finishes"\n'
    shown = card(make(label, {key: ran() for key in ("published", "one", "two")}))
    ids = [e.attributes["id"] for e in shown.walk() if "id" in e.attributes]
    assert len(ids) == len(set(ids))
    assert "made_one_l1" in ids and not any("-" in (i or "") for i in ids if "_l" in (i or ""))


def test_flawed_code_is_copied_with_a_warning(make: Make) -> None:
    label = '[published]\noutcome = "finishes"\nflaw = ["design", "warning"]\n[corrected]\noutcome = "finishes"\n'
    published, corrected = card(make(label, {"published": ran(), "corrected": ran()})).all("div", css="highlight")
    assert published.attributes["data-careful"] == "flawed, warns"
    assert "data-careful" not in corrected.attributes


# ------------------------------------------------------------------------------------------------- what is told


@pytest.mark.parametrize(
    ("outcome", "flaw", "kind", "said"),
    [
        ("finishes", [], "ok", "finishes in 5 s"),
        ("finishes", ["design"], "differs", "finishes, but its output is wrong"),
        ("finishes", ["warning"], "differs", "with a warning"),
        ("finishes", ["outcome"], "differs", "finishes, but its output is wrong"),
        ("deadlocks", ["outcome"], "stuck", "deadlocks after 5 s"),
        ("hangs", ["outcome"], "stuck", "hangs"),
        ("never yields", ["outcome"], "stuck", "never yields; floods"),
        ("runs forever", ["outcome"], "stuck", "runs forever"),
        ("raises ValueError", ["outcome"], "raises", "raises ValueError"),
        ("exits 3", ["outcome"], "raises", "exits with 3"),
        ("killed SIGKILL", ["outcome"], "raises", "is killed by SIGKILL"),
        ("stopped", ["outcome"], "grey", "was stopped"),
    ],
)
def test_the_verdict_is_that_of_the_run(make: Make, outcome: str, flaw: list[str], kind: str, said: str) -> None:
    declared = "finishes" if outcome == "stopped" else outcome
    label = f"[published]\noutcome = '{declared}'\nflaw = {flaw}\nstop = {{lines = 200}}\n"
    section = card(make(label, {"published": ran(outcome=outcome)})).one("section")
    assert f"is-{kind}" in (section.attributes["class"] or "").split()
    verdict = section.one("p", css="verdict")
    assert said in verdict.text
    assert verdict.attributes["data-v"] == kind
    assert verdict.all("svg"), "colour is never alone"


def test_where_a_deadlock_waits_is_told(make: Make) -> None:
    stuck = (
        Stuck(1, "Task-1", "main()", "gather: Task-2, Task-3", "main", 9, (2, 3), 2),
        Stuck(2, "Task-2", "waiter(event)", "event.wait()", "waiter", 5),
        Stuck(3, "Task-3", "waiter(event)", "event.wait()", "waiter", 5),
    )
    label = '[published]\noutcome = "deadlocks"\n'
    ended = card(make(label, {"published": ran(outcome="deadlocks", stuck=stuck)})).one("p", css="ended").text
    assert "Deadlock, proved." in ended
    assert "nothing but Ctrl-C could wake it" in ended
    assert "main() waits in gather() for two tasks, line 9." in ended
    assert "Two tasks, all waiter(event), wait in event.wait(), line 5." in ended


def test_of_many_awaited_tasks_all_are_counted(make: Make) -> None:
    named = "gather: Task-2, Task-3, Task-4, Task-5, Task-6, 25 more"
    stuck = (Stuck(1, "Task-1", "main()", named, "main", 9, tuple(range(2, 22)), 30),)
    label = '[published]\noutcome = "deadlocks"\n'
    ended = card(make(label, {"published": ran(outcome="deadlocks", stuck=stuck)})).one("p", css="ended").text
    assert "main() waits in gather() for 30 tasks, line 9." in ended


def test_who_never_yields_is_told(make: Make) -> None:
    stuck = (
        Stuck(1, "Task-1", "main()", "sleep(5)", "main", 9),
        Stuck(2, "Task-2", "foo()", "running", "foo", 5),
        Stuck(3, "Task-3", "bar()", "ready", "bar", 1),
    )
    label = '[published]\noutcome = "never yields"\nstop = {lines = 200}\n'
    ended = card(make(label, {"published": ran(outcome="never yields", stuck=stuck)})).one("p", css="ended").text
    assert "One step of foo() went on past 200 lines without an await that suspends." in ended
    assert "that was watched, not proved" in ended
    assert "bar() was ready to run and never ran." in ended


def test_the_line_that_raised_is_that_of_the_programs_own_traceback(make: Make) -> None:
    text = (
        "Traceback (most recent call last):\n"
        '  File "published.py", line 11, in <module>\n    asyncio.run(main())\n'
        '  File "asyncio/runners.py", in run\n    return runner.run(main)\n'
        '  File "published.py", line 8, in main\n    task.nothing()\n'
        "AttributeError: no such thing\n"
        "Task exception was never retrieved\nTraceback (most recent call last):\n"
        '  File "published.py", line 4, in other\n    raise AttributeError\nAttributeError\n'
    )
    record = ran(text, outcome="raises AttributeError", raised="AttributeError")
    ended = card(make('[published]\noutcome = "raises AttributeError"\n', {"published": record})).one("p", css="ended")
    assert "In main(), line 8;" in ended.text


def test_tasks_of_a_finished_program_are_told_without_those_of_asyncio(make: Make) -> None:
    tasks = (
        Task(1, "Task-1", "main()", None, 9, Ended("returned")),
        Task(2, "Task-2", "waiter(event)", "Task-1", 7, Ended("returned")),
        Task(3, "Task-3", "waiter(event)", "Task-1", 7, Ended("returned")),
        Task(4, "Task-4", "foo()", "Task-1", 7, Ended("cancelled")),
        Task(5, "Task-5", "BaseEventLoop.shutdown_asyncgens()", None, 9, Ended("returned")),
    )
    ended = card(make('[published]\noutcome = "finishes"\n', {"published": ran(tasks=tasks)})).one("p", css="ended")
    assert "main() and two waiter(event) returned; foo() was cancelled." in ended.text


def test_other_pythons_are_told_of(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    label = '[flawed.outcome]\n"<3.14" = "finishes"\n">=3.14" = "raises RuntimeError"\n'
    example = make(label, {"flawed": ran()})

    def of(variant: catalogue.Variant, python: str) -> golden.Golden:
        since = "3.11" if python == "3.11" else "3.12"
        return golden.Golden(Path(since), "1\n" if since == "3.12" else "1\n2\n", "[exit 0]", since)

    monkeypatch.setattr(golden, "of", of)
    said = " ".join(e.text for e in card(example).all("p", css="ended"))
    assert "On 3.11 it prints the same but for one line; on 3.14 and later it raises RuntimeError." in said


@pytest.mark.parametrize(
    ("python", "text", "said"),
    [
        ("3.11.7", "", "On 3.12 and 3.13 it prints two lines; on 3.14 and later it raises RuntimeError."),
        ("3.13.0", "1\n2\n", "On 3.11 it prints nothing; on 3.14 and later it raises RuntimeError."),
        ("3.14.2", "1\n2\n", "On 3.13 and earlier it finishes."),
    ],
)
def test_other_pythons_are_told_of_by_their_outcomes_first(
    make: Make, monkeypatch: pytest.MonkeyPatch, python: str, text: str, said: str
) -> None:
    label = '[flawed.outcome]\n"<3.14" = "finishes"\n">=3.14" = "raises RuntimeError"\n'
    example = make(label, {"flawed": ran(text, python=python)})

    def of(variant: catalogue.Variant, version: str) -> golden.Golden:
        found = {"3.11": ("3.11", ""), "3.12": ("3.12", "1\n2\n"), "3.13": ("3.12", "1\n2\n")}
        since, kept = found.get(catalogue.minor(version), ("3.14", "Traceback\n"))
        return golden.Golden(Path(since), kept, "[exit 0]", since)

    monkeypatch.setattr(golden, "of", of)
    assert said in [e.text for e in card(example).all("p", css="ended")]


TRACEBACK = (
    'Traceback (most recent call last):\n  File "published.py", line 3, in <module>\n    asyncio.run(main())\n'
    '  File "asyncio/runners.py", in run\n    return runner.run(main)\nValueError: no\n'
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TRACEBACK, "Left out: paths, line numbers in the library."),
        ("published.py:5: RuntimeWarning: x\n", "Left out: paths."),
        ("<object object at 0x…>\n", "Left out: memory addresses."),
        ("1\n", None),
    ],
)
@pytest.mark.parametrize("flaw", ["outcome", "transcript"])
def test_what_is_left_out_of_an_output_is_said(make: Make, text: str, said: str | None, flaw: str) -> None:
    label = f'[published]\noutcome = "finishes"\nflaw = ["{flaw}"]\n'
    section = card(make(label, {"published": ran(text)}, claimed="what the post says\n")).one("section")
    notes = [e.text for e in section.all("p", css="below") if "Left out" in e.text]
    assert notes == ([said] if said else [])


def test_a_card_leads_to_the_lines_of_the_post(make: Make) -> None:
    label = 'post = 7\nlines = "174\N{EN DASH}232"\n[published]\noutcome = "finishes"\n'
    kicker = card(make(label, {"published": ran()})).one("p", css="kicker")
    assert kicker.one("a").attributes["href"] == f"{post.SOURCE}?plain=1#L174-L232"
    assert kicker.text == f"Block 7 of 13 {kicker.one('a').text}"


def test_the_posts_address_is_the_same_everywhere() -> None:
    for name in ("README.md", "CITATION.cff", "snippets/NOTICE.txt"):
        assert post.SOURCE in (catalogue.ROOT / name).read_text(encoding="utf-8"), name
    engine = catalogue.SNIPPETS / "_engine"
    assert [f.name for f in engine.rglob("*.py") if "github.com/bolu-atx" in f.read_text(encoding="utf-8")] == [
        "post.py"
    ]


def test_lines_that_are_too_long_take_the_cards_whole_width(make: Make) -> None:
    label = '[published]\noutcome = "finishes"\n'
    narrow, wide = "x" * listings.BESIDE_LETTERS, "x" * (listings.BESIDE_LETTERS + 1)
    assert not listings.is_wide(narrow) and listings.is_wide(wide)
    assert listings.is_wide(narrow, listings.change(wide, narrow)), "what went is shown"
    assert (
        card(make(label, {"published": ran()}, code=f"# {wide}\n"))
        .one(
            "div",
            css="cols",
        )
        .attributes["class"]
        == "cols wide"
    )


def test_each_flaw_is_kept_whole_and_their_dots_stand_at_the_ends(make: Make) -> None:
    label = '[published]\noutcome = "finishes"\nflaw = ["transcript", "warning", "design"]\n'
    tag = card(make(label, {"published": ran()})).one("span", css="flawtag")
    assert tag.text == "its transcript is wrong · warns · flawed"
    assert [e.text for e in tag.all("span", css="nw")] == ["its transcript is wrong ·", "warns ·", "flawed"]


def test_a_flood_stands_in_a_window_that_the_keyboard_reaches(make: Make) -> None:
    text = "".join(f"{n}\n" for n in range(25))
    pre = card(make('[published]\noutcome = "finishes"\n', {"published": ran(text)})).one("pre", css="output")
    assert "tall" in (pre.attributes["class"] or "").split()
    assert pre.attributes["tabindex"] == "0"


def test_streams_and_times_are_no_part_of_the_text() -> None:
    record = Record(
        Outcome("finishes"),
        (
            Piece(0.0, "stdout", None, "a"), Piece(1.0, "stdout", None, "b\nc\n"), Piece(1.0, "stderr", None, "d\ne\n"),
            Piece(2.0, "stdout", None, "f "), Piece(2.0, "stderr", None, "g\n"),
        ),
        0, "virtual", "3.13.0", 2.0,
    )  # fmt: skip
    found = lines(record)
    assert [line.text for line in found] == ["ab\n", "c\n", "d\n", "e\n", "f g\n"]
    pre = read(output.pre(found)).one("pre")
    assert pre.text == record.text
    shown = [(e.attributes["class"], e.attributes["data-t"]) for e in pre.all("span") if "data-n" in e.attributes]
    assert shown == [("l", "0 s"), ("l", "1 s"), ("l err", "stderr"), ("l err", ""), ("l", "2 s")]
    assert pre.one("span", css="errpart").text == "g\n"


# --------------------------------------------------------------------------------------------- claimed and real


@pytest.mark.parametrize(
    ("claimed", "real", "said"),
    [
        ("a\nb\n", "a\nb\n", "Python prints what the post says."),
        ("foo\nfoo\nfoo\nbye\n", "foo\nfoo\nbye\n", "One of the four lines in the post is not printed."),
        ("w0\nw1\na1\nr1\na0\nr0\n", "w0\na0\nw1\nr0\na1\nr1\n", "Two of the six lines in the post are out of place."),
        ("a\nb\nc\n", "c\na\n", "One of the three lines in the post is not printed; one is out of place."),
        ("a\nb\n", "x\n", "None of the two lines in the post is printed; one other is."),
        ("a\n", "x\ny\n", "The one line in the post is not printed; two others are."),
        ("a\n", "a\nb\n", "One line is printed that the post does not show."),
        ("p0\nc0\np1\n...\n", "p0\np1\nc0\np2\n", "One of the three lines in the post is out of place."),
        ("a\n...\n", "a\nb\nc\n", "Python prints what the post says."),
    ],
)
def test_a_claim_is_held_against_the_run(claimed: str, real: str, said: str) -> None:
    assert summary(compare(claimed, real)) == said


def test_the_picture_joins_each_claimed_line_to_where_it_was_printed() -> None:
    check = compare("a\nb\nc\nx\n", "b\na\nc\n")
    assert set(check.kept) | set(check.moved) == {(0, 1), (1, 0), (2, 2)}
    assert check.gone == (3,)
    drawn = read(transcript.slope(check, lines(ran("b\na\nc\n")), "virtual", "output rows"))
    assert len(drawn.all("path")) == 4
    assert "not printed" in drawn.one("li", css="gone").text
    assert "printed as line" in drawn.one("li", css="mv").text, "a curve alone says nothing to who cannot see it"


def test_the_comparison_holds_the_output_only_where_the_transcript_is_the_flaw(make: Make) -> None:
    label = '[published]\noutcome = "finishes"\nflaw = ["outcome"]\n'
    section = card(make(label, {"published": ran("a\n")}, claimed="a\nb\n")).one("section")
    assert section.one("details", css="check").all("pre")[0].attributes["class"] == "rows"


# -------------------------------------------------------------------------------------------------- corrections


def test_several_corrections_are_tabs_of_which_the_first_is_chosen(make: Make) -> None:
    label = (
        PUBLISHED + '[one]\ntitle = "First way"\nidea = "Why."\noutcome = "finishes"\n'
        '[two]\noutcome = "finishes"\npython = ">=3.13"\n'
    )
    shown = card(make(label, {key: ran() for key in ("published", "one", "two")})).one("div", css="alts")
    tabs = shown.one("div", css="alt-tabs").all("label")
    assert [tab.text.strip() for tab in tabs] == ["First way", "Two"]
    buttons = [tab.one("input").attributes for tab in tabs]
    assert ["checked" in button for button in buttons] == [True, False]
    assert len({button["name"] for button in buttons}) == 1, "one of them is chosen"
    sections = shown.all("section")
    assert [button["value"] for button in buttons] == [section.attributes["id"] for section in sections]
    said = ("Correction 1 of 2", "First way", "Why.", "finishes", "+1 \N{MINUS SIGN}0")
    assert all(part in sections[0].text for part in said) and sections[0].one("h4").text == "First way"
    assert "needs 3.13" in sections[1].text


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (ran(), "Two corrections. Each stands on its own and was run."),
        (NoPython("none"), "Two corrections. Each stands on its own; one could not be run in this build."),
    ],
)
def test_corrections_are_counted_and_no_more_is_claimed(
    make: Make, monkeypatch: pytest.MonkeyPatch, second: Record | Exception, said: str
) -> None:
    label = '[one]\noutcome = "finishes"\n[two]\noutcome = "finishes"\n'
    example = make(PUBLISHED + label, {"published": ran(), "one": ran(), "two": second})
    monkeypatch.setattr(golden, "of", lambda variant, python: golden.Golden(Path("x"), "1\n", "[exit 0]", "3.11"))
    assert card(example).one("p", css="then").text == said


def test_where_nothing_is_wrong_others_are_no_corrections(make: Make) -> None:
    label = 'post = 3\n[published]\noutcome = "finishes"\n[one]\noutcome = "finishes"\n[two]\noutcome = "finishes"\n'
    shown = card(make(label, {key: ran() for key in ("published", "one", "two")}))
    assert shown.one("p", css="then").text == "Two other ways. Each stands on its own and was run."
    assert "Way 1 of 2" in shown.text and "orrection" not in shown.text
    cell = read(blocks.glance()).one("td", css="now").text
    assert "nothing to correct" in cell and "two other ways beside it" in cell


def test_a_fragment_is_called_one_and_is_not_blamed(make: Make) -> None:
    label = 'post = 5\n[published]\noutcome = "raises NameError"\nflaw = ["fragment"]\n'
    shown = card(make(label, {"published": ran(outcome="raises NameError")}))
    assert shown.one("p", css="verdict").text == "raises NameError"
    assert shown.one("span", css="flawtag").text == "a fragment"
    assert blocks.tally("{Fragments_do}; {raising_do}") == "One is a fragment; none raise an exception\n"
    assert read(blocks.strip()).one("a").attributes["title"] == "Block 5: raises NameError; a fragment"
    assert "a fragment; 1 line" in read(blocks.glance()).one("td", css="was").text


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ('[published]\noutcome = "finishes"\n', "one does as it says"),
        (
            '[published]\nflaw = ["outcome"]\noutcome = {"<3.14" = "finishes", ">=3.14" = "raises RuntimeError"}\n',
            "one does as it says, but not on every Python",
        ),
        (
            '[published]\noutcome = "finishes"\nflaw = ["transcript", "design"]\n',
            "one prints other lines than the post shows, or the same lines in another order",
        ),
        (PUBLISHED, "one finishes, but its output is wrong"),
    ],
)
def test_the_home_page_blames_a_block_for_no_more_than_is_so(make: Make, label: str, said: str) -> None:
    make("post = 6\n" + label, {"published": ran("a\n")}, claimed="b\n" if "transcript" in label else None)
    assert said in blocks.tally("{fine_do}; {differing_do}; {unmeant_do}\n").strip().split("; ")


def test_what_was_changed_is_marked_in_the_code_and_is_no_part_of_it(make: Make) -> None:
    changed = listings.change("a\nb\nc\n", "a\nB\nc\nd\n")
    assert (changed.added, changed.removed, changed.new) == (2, 1, frozenset({1, 3}))
    label = PUBLISHED + '[corrected]\noutcome = "finishes"\n'
    example = make(label, {"published": ran(), "corrected": ran()})
    mended = CODE.replace("    print(1)\n", "    print(2)\n    print(3)\n").replace("\nasyncio.run(main())\n", "")
    (example.folder / "corrected.py").write_text(mended, encoding="utf-8")
    corrected = card(catalogue.read(example.folder)).all("div", css="highlight")[1].one("code")
    assert corrected.text == mended
    assert [e.text for e in corrected.all("span", css="add")] == ["    print(2)\n", "    print(3)\n"]
    assert [e.attributes["data-del"] for e in corrected.all("span", css="dl")] == [
        "    print(1)",
        "",
        "asyncio.run(main())",
    ]


def test_of_many_lines_that_went_only_the_number_is_told(make: Make) -> None:
    code = "".join(f"line_{n} = {n}\n" for n in range(9))
    records: Records = {"published": ran(), "corrected": ran()}
    example = make(PUBLISHED + '[corrected]\noutcome = "finishes"\n', records, code=code)
    (example.folder / "corrected.py").write_text("line_0 = 0\n", encoding="utf-8")
    corrected = card(catalogue.read(example.folder)).all("div", css="highlight")[1].one("code")
    assert [e.attributes["data-del"] for e in corrected.all("span", css="dl")] == ["8 lines"]


def test_of_a_correction_long_stretches_that_are_as_they_were_are_folded(make: Make) -> None:
    code = "".join(f"line_{n} = {n}\n" for n in range(30))
    example = make(
        PUBLISHED + '[corrected]\noutcome = "finishes"\n', {"published": ran(), "corrected": ran()}, code=code
    )
    (example.folder / "corrected.py").write_text(code.replace("= 20\n", "= 21\n"), encoding="utf-8")
    first, second = (one.one("code") for one in card(catalogue.read(example.folder)).all("div", css="highlight"))
    assert not first.all(css="fold"), "what has not been seen is not folded"
    assert second.one("input").attributes["aria-label"] == "17 unchanged lines" and not second.one("label").text
    assert len(second.one(css="fold").all("span", css="ln")) == 17
    assert second.text == code.replace("= 20\n", "= 21\n"), "the text is whole"


@pytest.mark.parametrize(
    ("before", "text", "said"),
    [
        ("a\nb\nc\nd\ne\nf\ng\n", "a\nb\nc\nd\ne\nf\ng\nh\n", "4 more lines, same as published.py"),
        ("x\n", "w\n" + "foo\n" * 20, "16 more lines like these"),
        ("x\n", "".join(f"{n}\n" for n in range(20)), None),
        ("a\nb\nc\n", "a\nb\nc\nd\n", None),
    ],
)
def test_output_that_repeats_is_folded_and_stays_whole(make: Make, before: str, text: str, said: str | None) -> None:
    label = PUBLISHED + '[corrected]\noutcome = "finishes"\n'
    shown = card(make(label, {"published": ran(before), "corrected": ran(text)})).all("pre", css="output")[1]
    assert shown.text == text
    assert [e.attributes["aria-label"] for e in shown.all("input")] == ([said] if said else [])


def test_output_at_another_time_is_no_repetition(make: Make) -> None:
    late = Record(
        Outcome("finishes"), tuple(Piece(n, "stdout", None, f"{n}\n") for n in range(9)), 0, "virtual", "3.13.0", 9.0
    )
    label = PUBLISHED + '[corrected]\noutcome = "finishes"\n'
    same = "".join(f"{n}\n" for n in range(9))
    assert not card(make(label, {"published": ran(same), "corrected": late})).all("summary")


@pytest.mark.parametrize(
    ("flawed", "corrected", "keys", "said"),
    [
        ("a\n", "a\nb closed\n", 'hides = ["closed"]', "b closed is missing."),
        ("sum: 20\n", "sum: 30\n", 'shows = ["sum: 20"]', "Prints sum: 20, where the correction prints sum: 30."),
        ("a\nlost!\n", "a\n", 'shows = ["lost!"]', "Prints lost!, which the correction does not."),
        ("b\na\n", "a\nb\n", 'hides = ["a\\nb"]', "The lines come in a different order from those of the correction."),
        ("a\n", "a\n", 'shows = ["a"]', "Finishes, but something is missing."),
    ],
)
def test_the_box_says_what_is_wrong_with_the_output(
    make: Make, flawed: str, corrected: str, keys: str, said: str
) -> None:
    label = f'symptom = "It is gone"\nseen = "missing"\n{PUBLISHED}{keys}\n[corrected]\noutcome = "finishes"\n'
    first = card(make(label, {"published": ran(flawed), "corrected": ran(corrected)})).all("section")[0]
    box = first.one("p", css="ended")
    assert box.one("b").text == said
    assert ("In your own program: It is gone." in box.text) == (flawed != corrected)
    assert first.one("p", css="verdict").text == "finishes, but something is missing"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "Python prints"),
        ({"clock": "real"}, "Python prints, on the real clock"),
        ({"python": "3.14.0"}, "Python 3.14.0 prints"),
    ],
)
def test_of_clock_and_python_only_what_is_not_as_usual_is_told(make: Make, more: dict[str, str], said: str) -> None:
    label = PUBLISHED + '[corrected]\noutcome = "finishes"\n'
    shown = card(make(label, {"published": ran(), "corrected": ran(**more)}))
    assert shown.all("section")[1].all("p", css="cap")[0].text == said
    assert "Run on Python 3.13.0." in shown.one("footer").text


def test_where_only_the_transcript_is_wrong_the_code_stays(make: Make) -> None:
    label = '[published]\noutcome = "finishes"\nflaw = ["transcript"]\n'
    shown = card(make(label, {"published": ran("b\na\n")}, claimed="a\nb\n"))
    assert len(shown.all("section")) == 1
    assert "the transcript; the code stays" in shown.text


# ----------------------------------------------------------------------------------------------------- problems


def test_a_wrong_id_is_one_warning_and_a_box(caplog: pytest.LogCaptureFixture) -> None:
    builds.begin()
    shown = read(cards.show("forgoten_await"))
    (line,) = warnings(caplog)
    assert "forgoten_await" in line and "nearest: forgotten_await" in line and "\n" not in line
    assert line in shown.one("article").one("div", css="problems").text


@pytest.mark.parametrize("error", [RunnerError("made/published could not be run"), RuntimeError("two\nlines")])
def test_what_cannot_be_shown_is_one_warning_and_a_box(
    make: Make, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    make('[published]\noutcome = "finishes"\n', {"published": error})
    shown = read(cards.show("made"))
    (line,) = warnings(caplog)
    assert "\n" not in line and line in shown.one("div", css="problems").text


@pytest.mark.parametrize(("clock", "shown"), [("real", "alone\n"), ("virtual", "crowded\n")])
def test_a_run_on_the_real_clock_that_differs_is_made_once_more(
    make: Make, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, clock: str, shown: str
) -> None:
    example = make(f'[published]\noutcome = "finishes"\nclock = "{clock}"\n', {"published": ran("crowded\n")})
    monkeypatch.setattr(golden, "differences", lambda variant, record: ["it differs"] * (record.text != "alone\n"))
    again = iter([Kept(ran("alone\n"), "2025-01-31")])
    monkeypatch.setattr(Pool, "again", lambda pool, variant: next(again))
    assert card(example).one("pre", css="output").text == shown
    assert warnings(caplog) == ["it differs"] * (shown != "alone\n")


def test_each_difference_is_one_warning_in_a_build(
    make: Make, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    make('[published]\noutcome = "finishes"\n', {"published": ran()})
    monkeypatch.setattr(golden, "differences", lambda variant, record: ["line 1 differs", "the outcome differs"])
    for _ in range(2):
        assert "line 1 differs" in read(cards.show("made")).one("div", css="problems").text
    assert warnings(caplog) == ["line 1 differs", "the outcome differs"]
    builds.begin()
    cards.show("made")
    assert len(warnings(caplog)) == 4, "the next build says it again"


def test_a_variant_that_no_python_here_can_run_shows_its_golden(
    make: Make, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    example = make('[published]\noutcome = "finishes"\npython = ">=3.14"\n', {"published": NoPython("none")})
    monkeypatch.setattr(golden, "of", lambda variant, python: golden.Golden(Path("x"), "kept\n", "[exit 0]", "3.14"))
    section = card(example).one("section")
    assert (section.attributes["data-outcome"], section.attributes["data-python"]) == ("not run", "3.14")
    assert section.one("pre", css="output").text == "kept\n"
    assert "recorded on 3.14; not run in this build" in section.one("p", css="verdict").text
    assert "is-grey" in (section.attributes["class"] or "") and not warnings(caplog)


# --------------------------------------------------------------------------------------------- home, hook, build


def test_the_home_page_counts(make: Make) -> None:
    label = 'post = 7\n[published]\noutcome = "deadlocks"\n[corrected]\noutcome = "finishes"\n'
    make(label, {"published": ran("a\n", outcome="deadlocks"), "corrected": ran("a\nb\n")}, claimed="b\n")
    assert blocks.tally("\n{Shown}: {endless_do}, {raising_do}; {programs}, {lines}, {pythons}; {not_run}\n") == (
        "One: one never ends, none raise an exception; 2, 3, Python 3.13.0; \n"
    )
    assert blocks.tally("{blocks}: {still_to_come}") == "thirteen: The other twelve are still to come.\n"
    assert read(blocks.tally("{post}")).one("a").attributes["href"] == post.SOURCE
    assert read(blocks.strip()).one("a").attributes["href"] == "site:topic/#made"
    row = read(blocks.glance()).one("tbody").one("tr")
    assert "deadlocks after 5 s" in row.text and "finishes in 5 s" in row.text


def test_the_home_page_counts_only_what_ran(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    label = (
        f'post = 7\n{PUBLISHED}[one]\noutcome = "finishes"\npython = ">=3.12"\n'
        '[two]\noutcome = "finishes"\n[newer]\noutcome = "finishes"\npython = ">=3.13"\n'
    )
    records: Records = {
        "published": ran("a\n", python="3.11.7"),
        "one": ran(python="3.12.1"),
        "two": ran(python="3.11.7"),
    }
    make(label, records | {"newer": NoPython("none")})
    kept = golden.Golden(Path("x"), "1\n2\n3\n", "[exit 0]", "3.13")
    monkeypatch.setattr(golden, "of", lambda variant, python: kept)
    assert blocks.tally("{programs} on {pythons}, {lines} lines. {not_run}") == (
        "3 on Python 3.11.7 and 3.12.1, 3 lines. "
        "One more needs Python 3.13 and was not run; it is shown as it was recorded.\n"
    )
    row = read(blocks.glance()).one("tbody").text
    assert "finishes, two ways" in row and "recorded on 3.13; not run in this build" in row


@pytest.mark.parametrize(
    ("flaw", "corrected", "said"),
    [
        ("transcript", "a\nb\nc\n", "does not print what the post says"),
        ("transcript", "a\nb\n", None),
        ("design", "a\nb\nc\n", None),
    ],
)
def test_the_home_page_says_where_a_correction_does_not_make_the_transcript_true(
    make: Make, flaw: str, corrected: str, said: str | None
) -> None:
    label = f'post = 7\n[published]\noutcome = "finishes"\nflaw = ["{flaw}"]\n[corrected]\noutcome = "finishes"\n'
    make(label, {"published": ran("a\n"), "corrected": ran(corrected)}, claimed="a\nb\n")
    cell = read(blocks.glance()).one("td", css="now").text
    assert (said in cell) if said else ("what the post says" not in cell)


def test_each_mark_says_what_its_signs_mean(make: Make) -> None:
    label = 'post = 7\n[published]\n[published.outcome]\n"<3.14" = "deadlocks"\n">=3.14" = "raises RuntimeError"\n'
    make(label, {"published": ran(outcome="deadlocks")})
    shown = read(blocks.strip())
    mark = shown.one("a")
    assert mark.attributes["title"] == "Block 7: deadlocks after 5 s; differs between Pythons"
    assert mark.attributes["aria-label"] == mark.attributes["title"]
    assert len(mark.all("svg")) == 2, "the verdict keeps its sign"
    assert [e.text for e in shown.one("ul", css="signs").all("li")] == ["waits forever", "differs between Pythons"]
    assert [e.text for e in read(blocks.signs()).all("li")] == list(verdicts.SIGNS.values())


def test_the_home_pages_run_repeats_nothing_that_tools_read(make: Make) -> None:
    make('post = 7\n[published]\noutcome = "finishes"\n', {"published": ran("a\n")}, claimed="b\na\n")
    shown = read(home.hero("made"))
    assert shown.all("pre") and not shown.all("pre", css="output") and not shown.all("section")
    assert not {"made", "made-published"} & {e.attributes.get("id") for e in shown.walk()}


def test_a_problem_on_the_home_page_is_one_warning(
    site: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SNIPPETS_CACHE", str(site.parent / "cache"))  # what it counts has been run
    builds.begin()
    assert "problems" in blocks.tally("{no_such_number}" + 40 * " and so on")
    (line,) = warnings(caplog)
    assert len(line) < 80, "long texts that a page hands over are named by their ends"


PAGE = """# Page

```python exec="on" html="on"
from snippets import show
print(show("made"))
```
"""


def build_site(tmp_path: Path, markdown: str, **options: Any) -> Element:
    """A site of one page, with the project's own configuration; returns that page."""
    docs, site = tmp_path / "docs", tmp_path / "site"
    docs.mkdir()
    (docs / "index.md").write_text(markdown, encoding="utf-8")
    config = load_config(
        str(catalogue.ROOT / "mkdocs.yml"), docs_dir=str(docs), site_dir=str(site), nav=None, watch=[], **options
    )
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    return read((site / "index.html").read_text(encoding="utf-8"))


def test_output_comes_through_markdown_exec_unchanged(make: Make, tmp_path: Path) -> None:
    """All of them on one page: each is what the one before it could spill into."""
    texts = {f"text_{number}": text for number, text in enumerate(HOSTILE.values())}
    label = "".join(f'[{key}]\noutcome = "finishes"\ntitle = "{key}"\n' for key in texts)
    make(label, {key: ran(text) for key, text in texts.items()})
    sections = build_site(tmp_path, PAGE).all("section")
    shown = {section.attributes["data-variant"]: section.one("pre", css="output").text for section in sections}
    assert list(shown) == list(texts)
    assert [name for name, key in zip(HOSTILE, texts, strict=True) if shown[key] != texts[key]] == []


def test_a_card_leads_to_how_to_read_it_from_wherever_it_stands(make: Make, tmp_path: Path) -> None:
    make('[published]\noutcome = "finishes"\n', {"published": ran('href="site:x"\n')})
    cards = build_site(tmp_path, PAGE.replace("# Page", "# Page\n\n`--check-untyped-defs`, `a-b`"))
    links = [link.attributes["href"] for link in cards.one("footer", css="ex-foot").all("a")]
    assert links == ["s/made/", "s/made/slide/", "s/made/#made_share", "s/made/published.py", "reading/"]
    assert cards.one("pre", css="output").text == 'href="site:x"\n'
    assert [e.text for e in cards.all("span", css="nw")] == ["--check-untyped-defs"]
    foot = cards.one("div", css="md-copyright__highlight")
    assert foot.one("a").attributes["href"] == post.SOURCE and "{post}" not in foot.text


def test_without_markdown_exec_the_build_warns(make: Make, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    make('[published]\noutcome = "finishes"\n', {"published": ran()})
    assert not build_site(tmp_path, PAGE, plugins=["search"]).all("section")
    plugin, lost, *_ = warnings(caplog)  # the others are of its pages under s/
    assert "markdown-exec" in plugin
    assert lost.startswith("docs/index.md: show('made') left no example on the page")


def test_a_broken_label_is_one_warning_also_if_it_is_shown(
    make: Make, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    example = make('[published]\noutcome = "finishes"\n', {"published": ran()})
    (example.folder / "example.toml").write_text("title = 3\n", encoding="utf-8")
    build_site(tmp_path, PAGE)
    assert len(warnings(caplog)) == 1


def test_only_executed_blocks_count_as_shown() -> None:
    quoted = '````markdown\n```python exec="on" html="on"\nshow("quoted")\n```\n````\n'
    plain = '```python\nshow("plain")\n```\n'
    assert executed.shown(plain + PAGE) == ["made"]
    assert executed.shown(quoted + PAGE) == ["made"]


# ------------------------------------------------------------------------------------------------ shown in parts

THREE = PUBLISHED + '[one]\noutcome = "finishes"\n[two]\noutcome = "finishes"\n'


def parted(*calls: str) -> str:
    block = '```python exec="on" html="on"\nfrom snippets import show\nprint(show("made"{}))\n```\n'
    return "# Page\n\n" + "\nA word in between.\n\n".join(block.format(call) for call in calls)


def test_an_example_is_shown_in_parts_with_prose_between_them(
    make: Make, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    make("rule = 'Wait.'\n" + THREE, {key: ran() for key in ("published", "one", "two")})
    page = build_site(tmp_path, parted(', "published"', ', "one", "two"')).one("div", css="md-content")
    assert not warnings(caplog)
    first, second = page.all("article", css="ex")
    assert [section.attributes["data-variant"] for section in first.all("section")] == ["published"]
    assert [section.attributes["data-variant"] for section in second.all("section")] == ["one", "two"]
    assert first.one("h3").attributes["id"] == "made" and not second.all("h3"), "the heading stands once"
    assert not first.all("footer") and len(second.all("footer")) == 1, "the foot stands once, at the end"
    assert not first.all("p", css="rule") and second.all("p", css="rule")
    assert page.text.index("published.py") < page.text.index("A word in between.") < page.text.index("one.py")


@pytest.mark.parametrize(
    ("calls", "said"),
    [
        ([', "published"'], 'docs/index.md: made is shown without one and two; add show("made", "one", "two")'),
        ([', "published"', ""], "docs/index.md: made is shown with published more than once"),
        ([', "published", "two"', ', "one"'], "made is shown as published, two and one; its label has published, one"),
        ([', "published"', ', "three"'], "made has no variant 'three'"),
    ],
)
def test_a_page_shows_each_variant_once_and_in_order(
    make: Make, tmp_path: Path, caplog: pytest.LogCaptureFixture, calls: list[str], said: str
) -> None:
    make(THREE, {key: ran() for key in ("published", "one", "two")})
    build_site(tmp_path, parted(*calls))
    (line,) = warnings(caplog)
    assert said in line


def test_every_program_stands_on_a_page() -> None:
    shown = {
        (example_id, key)
        for page in (catalogue.ROOT / "docs").rglob("*.md")
        for example_id, calls in generated.parts(page.read_text(encoding="utf-8")).items()
        for call in calls
        for key in call or [variant.key for variant in catalogue.find(example_id).variants]
    }
    assert {(example.id, one.key) for example in catalogue.load() for one in example.variants} - shown == set()

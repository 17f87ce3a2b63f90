"""Exercises: each can be done and is not done yet, what a run lacks is named, and the box leads to a solution."""

from __future__ import annotations

from pathlib import Path

import pytest

import snippets
from snippets._engine.examples import catalogue
from snippets._engine.examples.catalogue import Example, Variant
from snippets._engine.pages import build, exercise
from snippets._engine.story.story import Story
from snippets._engine.words import wishes
from snippets._engine.words.marks import to_plain
from snippets._engine.words.wishes import Wishes
from tests import programs
from tests.dom import read
from tests.programs import EXAMPLES, as_known

GIVEN = [
    pytest.param(example, variant, id=variant.id)
    for example in EXAMPLES
    for variant in example.variants
    if variant.exercise
]


def lacks(variant: Variant, wanted: Wishes) -> list[str]:
    """What the recorded run of a program lacks of what is wanted, in plain words."""
    story = Story(as_known(variant), variant.source)
    return [to_plain(said) for said in wishes.missing(story, wanted, variant.file.name)]


@pytest.mark.parametrize(("example", "variant"), GIVEN)
def test_an_exercise_is_not_done_yet_and_every_correction_does_it(example: Example, variant: Variant) -> None:
    wanted = exercise.wishes(variant)
    assert wanted
    assert lacks(variant, wanted), "there is nothing to do"
    others = [one for one in example.variants if not one.exercise and not one.flaw and one.clock == "virtual"]
    for solution in (programs.by_id(*exercise.solution(example, variant)), *others):
        assert lacks(solution, wanted) == [], solution.id


def test_what_is_missing_is_named_from_the_record() -> None:
    tea, fails = programs.by_id("one_after_the_other"), programs.by_id("wait_for_cancels", "flawed")
    assert lacks(tea, Wishes(seconds=1.5)) == ["It takes 2 s, and may take 1.5 s at most."]
    assert lacks(tea, Wishes(seconds=2)) == [], "a sleep of two seconds takes a little longer, and no reader sees that"
    assert lacks(tea, Wishes(("tea is ready", "tea is ready", "cake"))) == ["tea is ready and cake are not printed."]
    assert lacks(tea, Wishes(("cake",) * 4)) == ["cake (4 times) is not printed."]
    assert lacks(fails, Wishes()) == ["It does not finish: it raises CancelledError."]
    assert lacks(programs.by_id("call_without_await"), Wishes()) == ["The run shows one thing to be wrong."]
    assert lacks(programs.by_id("join_without_task_done"), Wishes()) == [
        "It does not finish: it deadlocks after 2 s."
    ], "its tasks never ended, but that is no news"


def test_a_task_that_never_ended_is_missing(tmp_path: Path) -> None:
    source = "import asyncio\nloop = asyncio.new_event_loop()\ntask = loop.create_task(asyncio.sleep(9))\n"
    source += "loop.run_until_complete(asyncio.sleep(0))\nimport os\nos._exit(0)\n"
    story = Story(programs.run(tmp_path, source), source)
    assert "never ended" in " ".join(wishes.missing(story, Wishes(), "program.py"))


def test_the_box_has_the_goal_and_leads_to_a_solution() -> None:
    build.begin()
    card = read(snippets.show("lost_update", "flawed"))
    box = card.one("div", css="try")
    assert "in the end the balance is to be 30" in box.text and "Copy the program" in box.text
    assert box.one("a").attributes["href"] == "site:locks/#lost_update-late_read"
    assert "Try it" not in read(snippets.show("lost_update", "with_lock")).text


def test_an_exercise_in_a_label_that_is_none_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "snippets" / "topic" / "one"
    folder.mkdir(parents=True)
    (folder / "flawed.py").write_text("print(1)\n")
    label = 'title = "One"\nidea = "One."\n[flawed]\noutcome = "finishes"\nexercise = {said = "Make it end."}\n'
    (folder / "example.toml").write_text(label)
    with pytest.raises(catalogue.CatalogueError, match=r"\[flawed\] exercise must be \{goal"):
        catalogue.read(folder)

"""Every variant on every Python at hand: recorded it equals its golden, and plain Python on the real clock does too."""

from __future__ import annotations

import hashlib
import os
from collections import Counter

import pytest

from snippets._engine import catalogue, golden, pythons
from snippets._engine.catalogue import ROOT, Example, Variant
from snippets._engine.pythons import Python
from snippets._engine.record import Record
from snippets._engine.runner import Job, record
from tests.conftest import COMPARED, PAIRS, PlainRuns

EXAMPLES = catalogue.load()
VARIANTS = [variant for example in EXAMPLES for variant in example.variants]
#: The post's blocks as published, by the first digits of their sha256: nobody tidies them up.
PUBLISHED = {
    1: "8bd7d2409e8902f1",
    2: "de6b10875794c618",
    7: "fb3df6f2a58cb2d3",
    10: "2308b0a9daa45078",
    12: "e00ad4c772209a7d",
    13: "8a86ae8436e96d03",
}


def by_id(example_id: str, key: str | None = None) -> Variant:
    return next(example for example in EXAMPLES if example.id == example_id).variant(key)


def run(variant: Variant, python: Python | None = None) -> Record:
    found = python or pythons.suitable(variant)
    if found is None:
        pytest.skip(f"needs Python {variant.python}")
    return record(Job.of(variant, found))


@pytest.mark.parametrize(("variant", "python"), PAIRS)
def test_recorded_equals_golden(variant: Variant, python: Python) -> None:
    assert golden.differences(variant, run(variant, python)) == []


@pytest.mark.parametrize(("variant", "python"), PAIRS)
def test_plain_python_on_the_real_clock_equals_golden(variant: Variant, python: Python, plain_runs: PlainRuns) -> None:
    assert plain_runs.difference(variant, python) is None
    COMPARED.pairs.add((variant.id, python.version))


def test_all_required_pythons_are_at_hand() -> None:
    required = os.environ.get("SNIPPETS_REQUIRE_PYTHONS", "").split()
    assert [version for version in required if version not in pythons.at_hand()] == []


def test_published_files_are_the_posts_to_the_letter() -> None:
    found = {
        example.post: hashlib.sha256(example.variant("published").file.read_bytes()).hexdigest()[:16]
        for example in EXAMPLES
        if example.post
    }
    assert found == PUBLISHED


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)
def test_a_correction_lacks_the_flaw(example: Example) -> None:
    """What is wrong with the published variant must be gone from each correction, or the flaw is only said."""
    flawed = [variant for variant in example.variants if variant.flaw]
    for variant in flawed:
        for other in example.variants:
            if other.flaw or pythons.suitable(other) is None:
                continue
            text = run(other).text
            outcomes = {variant.outcome(python) for python in variant.pythons()}
            if "outcome" in variant.flaw:
                assert outcomes - {other.outcome(python) for python in other.pythons()}
            if {"warning", "design"} & set(variant.flaw):
                failed = [said for said in variant.shows if said not in text]
                failed += [said for said in variant.hides if said in text]
                assert failed, f"{other.id} does not fail any shows or hides of {variant.key}"


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.id)
def test_flaws_need_evidence(variant: Variant) -> None:
    if {"warning", "design"} & set(variant.flaw):
        assert variant.shows or variant.hides
    if "transcript" in variant.flaw:
        assert variant.claimed
    if variant.claimed and not variant.flaw:
        assert golden.matches_claim(variant.claimed, run(variant).text)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)
def test_no_golden_is_left_over(example: Example) -> None:
    assert golden.stale(example.variants, example.folder) == []


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.id)
def test_no_mask_is_left_over(variant: Variant) -> None:
    """A mask must match, an unordered variant must be seen to vary, a real clock must be needed."""
    python = pythons.suitable(variant)
    if python is None:
        pytest.skip(f"needs Python {variant.python}")
    if variant.clock == "real":
        assert record(Job(variant.file, python)).outcome == "refused"
    for mask in variant.mask:
        assert "…" in run(variant).text, mask
    if variant.unordered:
        assert len({run(variant).text for _ in range(20)}) > 1


def test_files_are_not_named_like_the_standard_library() -> None:
    """A neighbour called queue.py would be imported instead of Python's own."""
    import sys

    names = {variant.key for variant in VARIANTS}
    assert names & set(sys.stdlib_module_names) == set()


def test_corrections_keep_to_one_screen() -> None:
    """At most 68 columns, but for lines that are the post's own."""
    for example in EXAMPLES:
        own = set(example.variant().source.splitlines())
        for variant in example.variants:
            if variant.key != "published":
                wide = [line for line in variant.source.splitlines() if len(line) > 68 and line not in own]
                assert wide == [], variant.id


def test_ids_only_grow() -> None:
    """Every id that was ever published stays in the list, and every example is in it."""
    listed = (ROOT / "snippets" / "ids.txt").read_text(encoding="utf-8").split()
    assert listed == sorted(set(listed))
    assert {example.id for example in EXAMPLES} <= set(listed)


# What the post's blocks really do, written by hand and not taken from any golden.


def test_block_1_only_foo_prints() -> None:
    text = run(by_id("forgotten_await")).text
    assert "coroutine 'sleep' was never awaited" in text
    assert "bar" not in text
    assert text.count("foo\n") == 200 - 3
    corrected = run(by_id("forgotten_await", "corrected"))
    assert Counter(corrected.text.split()) == {"foo": 4, "bar": 4}
    assert round(corrected.seconds) == 5


def test_block_2_prints_four_foo_not_five() -> None:
    published = by_id("cancel_unawaited")
    assert run(published).text == "foo\n" * 4 + "foo cancelled\n"
    assert published.claimed == "foo\n" * 5 + "foo cancelled\n"


def test_block_7_waits_in_join_for_an_eleventh_task_done() -> None:
    published = run(by_id("queue_sentinel"))
    assert published.outcome == "deadlocks"
    assert [(task.label, task.on) for task in published.stuck] == [("main()", "queue.join()")]
    assert round(published.seconds) == 11
    expected = ["producing 0/10"]
    expected += [line for n in range(9) for line in (f"producing {n + 1}/10", f"consuming item {n}...")]
    assert published.text.splitlines() == [*expected, "consuming item 9..."]


def test_block_7_is_mended_in_three_ways() -> None:
    for key in ("sentinel", "join_cancel", "shutdown"):
        variant = by_id("queue_sentinel", key)
        if pythons.suitable(variant) is not None:
            assert (run(variant).outcome, run(variant).text) == ("finishes", run(by_id("queue_sentinel")).text)


def test_block_10_waits_for_waiters_before_it_sets_the_event() -> None:
    published = run(by_id("event_never_set"))
    assert published.outcome == "deadlocks"
    assert [task.on for task in published.stuck] == ["gather: Task-2, Task-3, Task-4"] + ["event.wait()"] * 3
    assert run(by_id("event_never_set", "corrected")).text.endswith("...got it!\n" * 3)


@pytest.mark.parametrize("python", pythons.at_hand().values(), ids=lambda python: python.minor)
def test_block_12_differs_between_pythons(python: Python) -> None:
    published = run(by_id("handler_without_run"), python)
    before_3_14 = python.minor in ("3.11", "3.12", "3.13")
    assert published.outcome == ("finishes" if before_3_14 else "raises RuntimeError")
    assert ("DeprecationWarning" in published.text) == (python.minor in ("3.12", "3.13"))
    assert "Caught exception" not in published.text


def test_block_13_calls_a_method_that_no_task_has() -> None:
    published = run(by_id("task_handler_missing"))
    assert published.outcome == "raises AttributeError"
    assert "'_asyncio.Task' object has no attribute 'set_exception_handler'" in published.text
    for key in ("await_it", "done_callback"):
        assert run(by_id("task_handler_missing", key)).text == "Caught exception: This exception is expected\n"

"""Every variant on every Python at hand: recorded it equals its golden, and plain Python on the real clock does too."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable

import pytest

from snippets._engine.examples import golden, scaffold
from snippets._engine.examples.catalogue import Example, Variant
from snippets._engine.record.transcript import compare
from snippets._engine.run import pythons
from snippets._engine.run.job import Job
from snippets._engine.run.pythons import Python
from snippets._engine.run.runner import record
from tests import asked
from tests.examples.runs import PAIRS, PlainRuns, Recordings
from tests.programs import EXAMPLES, VARIANTS, as_known

#: The post's blocks as published, by the first digits of their sha256: nobody tidies them up.
PUBLISHED = {
    1: "8bd7d2409e8902f1",
    2: "de6b10875794c618",
    3: "76dfd9d1da5cca4b",
    4: "2aaf9bffcbbfa8c6",
    5: "9e5c7227df40549c",
    6: "a595014f15b0551b",
    7: "fb3df6f2a58cb2d3",
    8: "d0d2d2cb1e6dfa04",
    9: "ad0e0ddd88302394",
    10: "2308b0a9daa45078",
    11: "2e1e7cb6595365ff",
    12: "e00ad4c772209a7d",
    13: "8a86ae8436e96d03",
}


@pytest.mark.parametrize(("variant", "python"), PAIRS)
def test_recorded_equals_golden(variant: Variant, python: Python, recordings: Recordings) -> None:
    assert recordings.differences(variant, python) == []


Tell = Callable[[str, object], None]
#: By default what sleeps for long is taken from ``measured.json``: so thoroughly all are run, on our Python too.
PLAIN = [pytest.param(*pair.values, id=pair.id, marks=[pytest.mark.thorough] * asked.thorough) for pair in PAIRS]


@pytest.mark.parametrize(("variant", "python"), PLAIN)
def test_plain_python_on_the_real_clock_equals_golden(
    variant: Variant, python: Python, plain_runs: PlainRuns, record_property: Tell
) -> None:
    found = plain_runs.of(variant, python)
    if found.kept:
        record_property("kept", variant.id)
        return
    if found.difference:
        assert plain_runs.alone(variant, python) is None
        record_property("only alone", f"{variant.id} on {python.version}: {found.difference}")
    record_property("compared", python.version)


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
            text = as_known(other).text
            outcomes = {variant.outcome(python) for python in variant.pythons()}
            if "fragment" in variant.flaw:
                assert len(other.source) > len(variant.source), f"{other.id} completes nothing"
            if {"outcome", "fragment"} & set(variant.flaw):
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
        assert compare(variant.claimed, as_known(variant).text).right


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
        virtual = record(Job(variant.file, python), one_of_many=True)
        assert virtual.outcome == "refused" or virtual.text != as_known(variant).text
    for mask in variant.mask:
        assert "…" in as_known(variant).text, mask
    if variant.unordered:
        first = as_known(variant).text
        assert any(record(Job.of(variant, python)).text != first for _ in range(20))


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
    """Every id that was ever published stays in the list, and leads to an example."""
    listed, moved, there = scaffold.ids(), scaffold.moved(), {example.id for example in EXAMPLES}
    assert listed == sorted(set(listed))
    assert there == set(listed) - set(moved)
    assert set(moved.values()) <= there

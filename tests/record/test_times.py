"""Times as readers see them: round where the program's own are, and never in another order."""

from __future__ import annotations

import pytest

from snippets._engine.record import times
from snippets._engine.recorder.clock import lateness


def after(*sleeps: float) -> float:
    """What the virtual clock shows after these sleeps, a little more for the steps between them."""
    slept = [round(sleep * 1e9) for sleep in sleeps]
    return sum(ns + lateness(ns, ns // 1000) + 25_000 for ns in slept) / 1e9


@pytest.mark.parametrize(
    ("sleeps", "said"),
    [
        ([], "0 s"),
        ([0.05], "0.05 s"),
        ([0.1], "0.1 s"),
        ([0.25], "0.25 s"),
        ([0.05] * 20, "1 s"),
        ([0.1] * 15, "1.5 s"),
        ([1.0], "1 s"),
        ([1.0] * 12, "12 s"),
        ([1.0] * 60, "60 s"),
        ([5.0], "5 s"),
        ([10.0], "10 s"),
        ([60.0], "60 s"),
        ([7200.0], "7,200 s"),
        ([0.33], "0.33 s"),
        ([2.75], "2.75 s"),
    ],
)
def test_times_are_as_round_as_the_sleeps_before_them(sleeps: list[float], said: str) -> None:
    assert after(*sleeps) > sum(sleeps) or not sleeps
    assert times.seconds(after(*sleeps)) == said


def test_short_times_stand_in_milliseconds() -> None:
    assert [times.fine(after(ms / 1000)) for ms in (1, 2, 5, 9)] == ["1 ms", "2 ms", "5 ms", "9 ms"]
    assert (times.fine(0.0001), times.fine(0.0101)) == ("0 s", "0.01 s")


@pytest.mark.parametrize("digits", [2, 3])
def test_a_later_time_is_never_shown_as_an_earlier_one(digits: int) -> None:
    moments = [us / 1e6 for us in [*range(0, 1_500_000, 97), *range(1_500_000, 40_000_000, 4_999)]]
    shown = [times.rounded(moment, digits=digits) for moment in moments]
    assert shown == sorted(shown)


def test_what_was_measured_is_shown_to_a_tenth() -> None:
    assert (times.seconds(1.0127, "real"), times.seconds(0.26, "real")) == ("1 s", "0.3 s")

"""A variant with its run and what is to be said of it: what cards, slides and lists are made from."""

from __future__ import annotations

from dataclasses import dataclass, replace

from snippets._engine.examples.catalogue import Variant
from snippets._engine.pages import build, transcript
from snippets._engine.pages import verdict as verdicts
from snippets._engine.pages.markup import Verdict
from snippets._engine.pages.transcript import Check
from snippets._engine.picture.axis import length
from snippets._engine.record.record import Record
from snippets._engine.story import lanes


@dataclass(frozen=True, slots=True)
class Told:
    """A variant with all that its card tells: its run, what is wrong with that, the check of the claim, the verdict.

    ``check`` is None where the post says nothing of the output, or where there is no output to hold it against.
    ``axis_s`` is how long the axis of its picture must be, so that the pictures of one example can be compared.
    """

    variant: Variant
    record: Record
    problems: tuple[str, ...]
    check: Check | None
    verdict: Verdict
    axis_s: float = 0.0


def tell(variant: Variant) -> Told:
    """Take the variant's run, waiting for it, and judge it."""
    run = build.take(variant)
    claimed = variant.claimed
    check = transcript.compare(claimed, run.record.text) if claimed is not None and run.record.python else None
    return Told(variant, run.record, run.problems, check, verdicts.verdict(variant, run.record, check))


def unrun(told: Told) -> bool:
    """Whether the variant did not run in this build, so that its text is the recorded one, if there is any."""
    return told.record.outcome.kind == "not run"


def on_one_axis(told: list[Told]) -> list[Told]:
    """The same, with the axis of the longest run on the virtual clock as the axis of all of them."""
    longest = max((length(lanes.picture(one.record)) for one in told if one.record.clock == "virtual"), default=0.0)
    return [replace(one, axis_s=longest) if one.record.clock == "virtual" else one for one in told]

"""What a comparison with the post's transcript shows, in a sentence and in a few words."""

from __future__ import annotations

from collections.abc import Sequence

from snippets._engine.record.transcript import Check
from snippets._engine.words.english import capital, counted, number

ONE_GONE = "the one line in the post is not printed"


def summary(check: Check) -> str:
    """What is wrong with the claim, counted, in one sentence."""
    if check.right:
        return "Python prints what the post says."
    total, faults = len(check.claimed), []
    if check.gone and len(check.gone) == total:
        faults.append(f"none of the {number(total)} lines in the post is printed" if total > 1 else ONE_GONE)
    elif check.gone:
        faults.append(f"{_of(check.gone, total)} not printed")
    if check.moved and check.gone:
        faults.append(f"{number(len(check.moved))} {_are(check.moved)} out of place")
    elif check.moved:
        faults.append(f"{_of(check.moved, total)} out of place")
    if check.new and len(check.gone) == total:
        faults.append(f"{counted(len(check.new), 'other')} {_are(check.new)}")
    elif check.new:
        faults.append(f"{counted(len(check.new), 'line')} {_are(check.new)} printed that the post does not show")
    return capital("; ".join(faults)) + "."


def in_short(check: Check) -> str:
    """The same in the few words of a verdict."""
    if check.right:
        return "prints what the post says"
    if not check.gone and not check.new:
        return "prints in a different order from the post"
    if check.gone and not check.new and not check.moved:
        return f"prints {number(len(check.real))} lines; the post shows {number(len(check.claimed))}"
    return "prints different lines from the post"


def _are(lines: Sequence[object]) -> str:
    return "is" if len(lines) == 1 else "are"


def _of(lines: Sequence[object], total: int) -> str:
    """``two of the nine lines in the post are``."""
    return f"{number(len(lines))} of the {number(total)} lines in the post {_are(lines)}"

"""Which Python a variant needs, and on which it goes otherwise than in this build: from its label and its goldens."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from snippets._engine.examples.catalogue import PYTHONS, Variant
from snippets._engine.pages.verdict import outcome_words
from snippets._engine.record.record import Record
from snippets._engine.run import golden
from snippets._engine.words.english import capital, counted, listed


def said(variant: Variant, record: Record, *, texts: bool = True) -> str:
    """On which Pythons the variant ends otherwise than in this run, in a sentence; empty where it does on none.

    With ``texts`` also those count on which it ends alike and only prints something else, by its goldens.
    """
    if not record.python or record.minor not in PYTHONS:
        return ""
    found = groupby(variant.pythons(), key=lambda python: _does(variant, record, python, texts))
    return capital("; ".join(f"on {span(list(pythons))} it {does}" for does, pythons in found if does))


def _does(variant: Variant, record: Record, python: str, texts: bool) -> str:
    """What the variant does on that Python, as a verb with what follows it; empty where it does the same as here."""
    outcome = variant.outcome(python)
    if outcome != variant.outcome(record.minor):
        return outcome_words(outcome)
    kept, here = golden.of(variant, python), golden.of(variant, record.minor)
    if not texts or (kept and kept.path) == (here and here.path):
        return ""
    return f"prints {_otherwise(record.text, kept.text if kept else '')}"


def _otherwise(here: str, there: str) -> str:
    """How far what is printed on another Python is from what is printed here."""
    if not there:
        return "nothing"
    ours, theirs = Counter(here.splitlines()), Counter(there.splitlines())
    if not ours:
        return counted(theirs.total(), "line")
    if not ours & theirs:
        return "something else"
    other = max((ours - theirs).total(), (theirs - ours).total())
    return f"the same but for {counted(other, 'line')}" if other else "the same in another order"


def span(pythons: list[str]) -> str:
    """These Pythons, of which none between is missing, in few words: ``3.13 and earlier``."""
    if pythons[-1] == PYTHONS[-1]:
        return f"{pythons[0]} and later" if len(pythons) > 1 else pythons[0]
    if pythons[0] == PYTHONS[0]:
        return f"{pythons[-1]} and earlier" if len(pythons) > 1 else pythons[0]
    return listed(pythons) if len(pythons) < 3 else f"{pythons[0]} to {pythons[-1]}"


def differs_by_python(variant: Variant) -> bool:
    """Whether the label declares another outcome for some Pythons than for others."""
    return len({variant.outcome(python) for python in variant.pythons()}) > 1


def needs(variant: Variant) -> str | None:
    """``needs 3.13`` for a variant that not every supported Python can run."""
    pythons = variant.pythons()
    return f"needs {pythons[0]}" if pythons and pythons[0] != PYTHONS[0] else None

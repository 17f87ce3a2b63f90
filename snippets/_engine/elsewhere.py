"""Which Python a variant needs, and on which it goes otherwise than in this build: from its label and its goldens."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from snippets._engine import golden
from snippets._engine.catalogue import PYTHONS, Variant
from snippets._engine.markup import capital, counted, listed
from snippets._engine.record import Record
from snippets._engine.telling import outcome_words


def said(variant: Variant, record: Record, *, texts: bool = True) -> str:
    """On which Pythons the variant ends otherwise than in this run, in a sentence; empty where it does on none.

    With ``texts`` also those count on which it ends alike and only prints something else, by its goldens.
    """
    if not record.python or record.minor not in PYTHONS:
        return ""
    here = _expected(variant, record.minor)
    clauses = []
    for what, group in groupby(variant.pythons(), key=lambda python: _expected(variant, python)):
        pythons = list(group)
        if what[0] != here[0]:
            clauses.append(f"on {_range(pythons)} it {outcome_words(what[0])}")
        elif texts and what != here:
            clauses.append(f"on {_range(pythons)} it prints {_otherwise(variant, record, pythons[0])}")
    return capital("; ".join(clauses))


def _otherwise(variant: Variant, record: Record, python: str) -> str:
    """How far the golden for that Python is from this run's text."""
    kept = golden.of(variant, python)
    ours, theirs = (Counter(text.splitlines()) for text in (record.text, kept.text if kept else ""))
    if not ours & theirs:
        return "something else"
    other = max((ours - theirs).total(), (theirs - ours).total())
    return f"the same but for {counted(other, 'line')}" if other else "the same in another order"


def _expected(variant: Variant, python: str) -> tuple[str, str]:
    kept = golden.of(variant, python)
    return variant.outcome(python), str(kept.path) if kept else ""


def _range(pythons: list[str]) -> str:
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

"""Which Python a variant needs, and on which it goes otherwise than in this build: from its label and its goldens."""

from __future__ import annotations

from snippets._engine.examples import golden
from snippets._engine.examples.catalogue import PYTHONS, Variant
from snippets._engine.record.record import Record
from snippets._engine.words import pythons as words
from snippets._engine.words.ending import does


def said(variant: Variant, record: Record, *, texts: bool = True) -> str:
    """On which Pythons the variant ends otherwise than in this run, in a sentence; empty where it does on none.

    With ``texts`` also those count on which it ends alike and only prints something else, by its goldens.
    """
    if not record.python or record.minor not in PYTHONS:
        return ""
    return words.on_others([(python, _does(variant, record, python, texts)) for python in variant.pythons()], PYTHONS)


def _does(variant: Variant, record: Record, python: str, texts: bool) -> str:
    """What the variant does on that Python, as a verb with what follows it; empty where it does the same as here."""
    outcome = variant.outcome(python)
    if outcome != variant.outcome(record.minor):
        return does(outcome)
    kept, here = golden.of(variant, python), golden.of(variant, record.minor)
    if not texts or (kept and kept.path) == (here and here.path):
        return ""
    return words.prints(record.text, kept.text if kept else "")


def differs_by_python(variant: Variant) -> bool:
    """Whether the label declares another outcome for some Pythons than for others."""
    return len({variant.outcome(python) for python in variant.pythons()}) > 1


def needs(variant: Variant) -> str | None:
    """``needs 3.13`` for a variant that not every supported Python can run."""
    pythons = variant.pythons()
    return f"needs {pythons[0]}" if pythons and pythons[0] != PYTHONS[0] else None

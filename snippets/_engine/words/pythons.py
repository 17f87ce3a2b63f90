"""How a program does otherwise on other Pythons than in this run, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from snippets._engine.words.english import capital, counted, listed


def on_others(does: Sequence[tuple[str, str]], every: Sequence[str]) -> str:
    """On which Pythons a program does what: pairs of a Python and what it does there, empty where it does as here.

    ``every`` is all Pythons that are told of, in order. Empty where it does otherwise on none.
    """
    alike = groupby(does, key=lambda pair: pair[1])
    told = [f"on {span([python for python, _ in pairs], every)} it {what}" for what, pairs in alike if what]
    return capital("; ".join(told))


def span(pythons: Sequence[str], every: Sequence[str]) -> str:
    """These Pythons, of which none between is missing, in few words: ``3.13 and earlier``."""
    if pythons[-1] == every[-1]:
        return f"{pythons[0]} and later" if len(pythons) > 1 else pythons[0]
    if pythons[0] == every[0]:
        return f"{pythons[-1]} and earlier" if len(pythons) > 1 else pythons[0]
    return listed(pythons) if len(pythons) < 3 else f"{pythons[0]} to {pythons[-1]}"


def prints(here: str, there: str) -> str:
    """What is printed on another Python, by how far it is from what is printed here."""
    if not there:
        return "prints nothing"
    ours, theirs = Counter(here.splitlines()), Counter(there.splitlines())
    if not ours:
        return f"prints {counted(theirs.total(), 'line')}"
    if not ours & theirs:
        return "prints something else"
    other = max((ours - theirs).total(), (theirs - ours).total())
    return f"prints the same but for {counted(other, 'line')}" if other else "prints the same in another order"

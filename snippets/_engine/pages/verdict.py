"""The verdict on a run: its sign and kind, and what its label says of it that words depend on; ``words/`` says it.

Every word here is computed from the record, the label and the comparison with the post; nothing is typed per example.
"""

from __future__ import annotations

from snippets._engine.examples.catalogue import Variant
from snippets._engine.pages.markup import Kind, Verdict
from snippets._engine.record.record import Record
from snippets._engine.record.transcript import Check
from snippets._engine.words import ending as words
from snippets._engine.words.ending import Finish, Meant
from snippets._engine.words.transcript import in_short

#: What each sign of a verdict stands for; ``markup.ICONS`` draws them.
SIGNS = {
    "ok": "does as it says",
    "differs": "prints or means something else",
    "endless": "goes on for ever",
    "stuck": "waits for ever",
    "raises": "breaks",
    "pythons": "not so on every Python",
    "grey": "not run, or stopped",
}
KINDS: dict[str, Kind] = {"ok": "ok", "stuck": "stuck", "endless": "stuck", "raises": "raises", "grey": "grey"}
#: The kind and the sign of a run by its outcome; of one that finishes they depend on its label.
_BY_OUTCOME: dict[str, tuple[Kind, str]] = {
    "deadlocks": ("stuck", "stuck"),
    "hangs": ("stuck", "stuck"),
    "never yields": ("stuck", "endless"),
    "runs forever": ("stuck", "endless"),
    "raises": ("raises", "raises"),
    "exits": ("raises", "raises"),
    "killed": ("raises", "raises"),
}


def verdict(variant: Variant, record: Record, check: Check | None = None) -> Verdict:
    """The verdict on a run: by how it ended, and where it finishes by what the label and the comparison say of that."""
    if record.outcome.kind != "finishes":
        kind, sign = _BY_OUTCOME.get(record.outcome.kind, ("grey", "grey"))
        return Verdict(kind, sign, words.briefly(record, meant(variant)))
    if "transcript" in variant.flaw and check and not check.right:
        return Verdict("differs", "differs", in_short(check))
    said: Kind = "ok" if _unblamed(variant) else "differs"
    return Verdict(said, said, words.briefly(record, meant(variant)))


def meant(variant: Variant) -> Meant:
    """What words on a run of this variant need to know of its label."""
    breaks = not variant.flaw and variant.key != "published"
    return Meant(_finish(variant), breaks, variant.flaw, variant.stop, variant.file.name, str(variant.python))


def _finish(variant: Variant) -> Finish:
    if _unblamed(variant):
        return "as meant"
    if _elsewhere(variant):
        return "not everywhere"
    if variant.flaw == ("warning",):
        return "with a warning"
    return "other lines" if "transcript" in variant.flaw and "design" not in variant.flaw else "not as meant"


def sign(name: str) -> Verdict:
    """A sign of ``SIGNS`` with what it stands for, to be shown in a list of signs."""
    return Verdict(KINDS.get(name, "differs"), name, SIGNS[name])


def _unblamed(variant: Variant) -> bool:
    """Whether nothing is wrong with the variant, a fragment or not."""
    return set(variant.flaw) <= {"fragment"}


def _elsewhere(variant: Variant) -> bool:
    """Whether all that is wrong with the variant is how it ends on other Pythons."""
    ends = {variant.outcome(python) for python in variant.pythons()}
    return set(variant.flaw) - {"fragment"} == {"outcome"} and len(ends) > 1


def as_it_says(variant: Variant, record: Record) -> bool:
    """Whether the program did what it was meant to, here at least."""
    return record.outcome.kind == "finishes" and (_unblamed(variant) or _elsewhere(variant))


def flaws(variant: Variant, record: Record) -> list[str]:
    """What is wrong with a flawed program, in the words for its title line; nothing for one without a flaw."""
    return words.flaws(record, meant(variant))


def facts(variant: Variant, record: Record) -> list[tuple[str, str]]:
    """What was measured, as pairs of a name and a value."""
    return words.facts(record, variant.stop)


def measured(variant: Variant, record: Record) -> str:
    """The run in numbers, very short: ``20 lines, stuck since 11 s``."""
    return words.measured(record, variant.stop)


def ending(variant: Variant, record: Record) -> tuple[str, str]:
    """How the run ended: a few words for the start, and the sentences that follow, in the marks of ``words/``."""
    return words.ending(record, meant(variant))

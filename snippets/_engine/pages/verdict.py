"""The verdict on a run: its kind and sign, and what words on it need to know of its label; ``words/`` says it.

All of it is computed from the record, the label and the comparison with the post; nothing is typed per example.
"""

from __future__ import annotations

from snippets._engine.examples import golden
from snippets._engine.examples.catalogue import PYTHONS, Variant
from snippets._engine.pages.markup import Verdict
from snippets._engine.picture.signs import BY_OUTCOME, Kind
from snippets._engine.record.record import Record
from snippets._engine.record.transcript import Check
from snippets._engine.words import pythons
from snippets._engine.words.ending import Finish, Meant, briefly, does
from snippets._engine.words.transcript import in_short

#: What each sign of a verdict stands for; ``markup.ICONS`` draws them.
SIGNS = {
    "ok": "does as it says",
    "differs": "finishes, but something is wrong",
    "endless": "goes on forever",
    "stuck": "waits forever",
    "raises": "fails",
    "pythons": "differs between Pythons",
    "grey": "not run, or stopped",
}
KINDS: dict[str, Kind] = {"ok": "ok", "stuck": "stuck", "endless": "stuck", "raises": "raises", "grey": "grey"}


def verdict(variant: Variant, record: Record, check: Check | None = None, seen: str | None = None) -> Verdict:
    """The verdict on a run: by how it ended, and where it finishes by what the label and the comparison say of that.

    ``seen`` is what the label says that is seen of the mistake.
    """
    label = meant(variant, seen)
    if record.outcome.kind != "finishes":
        kind, sign = BY_OUTCOME.get(record.outcome.kind, ("grey", "grey"))
        return Verdict(kind, sign, briefly(record, label))
    if "transcript" in variant.flaw and check and not check.right:
        return Verdict("differs", "differs", in_short(check))
    said: Kind = "ok" if _unblamed(variant) else "differs"
    return Verdict(said, said, briefly(record, label))


def meant(variant: Variant, seen: str | None = None, wrong: str = "") -> Meant:
    """What words on a run of this variant need to know of its label, and of its corrections' runs."""
    breaks, needs = not variant.flaw and variant.key != "published", str(variant.python)
    known = (variant.flaw, variant.stop, variant.file.name, needs, seen or "", wrong)
    return Meant(_finish(variant), breaks, *known)


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
    return set(variant.flaw) - {"fragment"} == {"outcome"} and differs_by_python(variant)


def on_other_pythons(variant: Variant, record: Record, *, texts: bool = True) -> str:
    """On which Pythons the variant ends otherwise than in this run, in a sentence; empty where it does on none.

    With ``texts`` also those count on which it ends alike and only prints something else, by its goldens.
    """
    if not record.python or record.minor not in PYTHONS:
        return ""
    return pythons.on_others([(python, _does(variant, record, python, texts)) for python in variant.pythons()], PYTHONS)


def _does(variant: Variant, record: Record, python: str, texts: bool) -> str:
    """What the variant does on that Python, as a verb with what follows it; empty where it does the same as here."""
    outcome = variant.outcome(python)
    if outcome != variant.outcome(record.minor):
        return does(outcome)
    kept, here = golden.of(variant, python), golden.of(variant, record.minor)
    if not texts or (kept and kept.path) == (here and here.path):
        return ""
    return pythons.prints(record.text, kept.text if kept else "")


def differs_by_python(variant: Variant) -> bool:
    """Whether the label declares another outcome for some Pythons than for others."""
    return len({variant.outcome(python) for python in variant.pythons()}) > 1


def needs(variant: Variant) -> str | None:
    """``needs 3.13`` for a variant that not every supported Python can run."""
    first = next(iter(variant.pythons()), PYTHONS[0])
    return f"needs {first}" if first != PYTHONS[0] else None

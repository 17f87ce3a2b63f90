"""The post's statements, one by one: what is so, and what shows it. Kept in ``snippets/claims.toml``.

Nearly always a statement's evidence is a line that the run of a program must contain. What no run can show has another
sort of evidence, and says so: a commit, or a page of documentation.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal, get_args

from msgspec import Meta, Struct, field

from snippets._engine.examples import catalogue
from snippets._engine.examples.catalogue import PYTHONS, SNIPPETS, CatalogueError, named, relative
from snippets._engine.examples.label import STRING, ByPython, allowed, says, values

FILE = SNIPPETS / "claims.toml"

#: The sorts of evidence, of which each statement has one.
SORTS = ("evidence", "commit", "documentation")
Judged = Literal["right", "imprecise", "outdated", "wrong", "not delivered"]
#: Behind its ``$`` it says that no line break follows, which `re` would allow.
GITHUB = r"^https://github\.com/[\w.-]+/[\w.-]+/(?:blob|commit|tree)/[0-9a-f]{40}(?:[/?#]\S*)?$(?!\n)"


class Claim(Struct, frozen=True, forbid_unknown_fields=True):
    """One statement: its words, its line in the post's source, the verdict, what is so, and what shows it.

    ``shows`` is a line that the program ``evidence`` (``EXAMPLE/VARIANT``) prints, or how it ends, like ``[deadlock]``;
    each with the Pythons on which it does. Where the evidence is no run, one of ``commit`` and ``documentation`` is an
    address, and ``shows`` says in a few words what is to be seen there.
    """

    quote: Annotated[str, says("What the post says, to the letter", STRING)]
    line: Annotated[int, says("Where in the post's source that begins", "a number", ge=1)]
    verdict: Annotated[Judged, says("How it stands with that", f"one of {', '.join(get_args(Judged))}")]
    correction: Annotated[str, says("What is so, in one sentence", STRING)]
    shows: Annotated[
        ByPython[str], says("A line that is printed, or how the run ends", f"{STRING}, or a table by Python")
    ]
    evidence: Annotated[str, says("Which program shows it", "EXAMPLE/VARIANT", pattern=r"^[^/\s]+/[^/\s]+$(?!\n)")] = ""
    commit: Annotated[
        str, says("Where it is to be seen", "an address at GitHub with a commit of 40 digits", pattern=GITHUB)
    ] = ""
    documentation: Annotated[
        str,
        says("Where it is to be read", "an address that begins with https://", pattern=r"^https://[\w.-]+/\S*$(?!\n)"),
    ] = ""

    def __post_init__(self) -> None:
        found = [sort for sort in SORTS if getattr(self, sort)]
        if not found:
            raise ValueError(f"evidence is missing; where no run can show it: {' or '.join(SORTS[1:])}")
        if len(found) > 1:
            raise ValueError(f"{' and '.join(found)}: one sort of evidence is enough")
        if len(self.shows) > 1 and not self.evidence:
            raise ValueError("shows: only a program can show another line on another Python")
        self.shows.check("shows", PYTHONS)

    @property
    def sort(self) -> str:
        """Which sort of evidence it is, one of ``SORTS``."""
        return next(sort for sort in SORTS if getattr(self, sort))

    def shown(self, version: str) -> str:
        """What the evidence shows on this Python, given like ``3.13`` or ``3.13.0``."""
        return self.shows.on(catalogue.minor(version))


class Claims(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file."""

    claims: Annotated[tuple[Claim, ...], Meta(description="The statements, in the post's order.")] = field(
        name="claim", default=()
    )


def load(file: Path = FILE) -> list[Claim]:
    """Every statement, in the order of the post. Raises CatalogueError at the first bad one."""
    where, data = relative(file), catalogue.toml(file)
    found = []
    with named(f"{where}:"):
        allowed(data, Claims)
        tables = data.get("claim", [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            raise ValueError("each statement is a table of its own, headed [[claim]]")
    for index, table in enumerate(tables, 1):
        with named(f"{where}: claim {index}:"):
            found.append(Claim(**values(table, Claim)))
    for index, (one, two) in enumerate(pairwise(found), 2):
        if two.line < one.line:
            raise CatalogueError(f"{where}: claim {index}: line {two.line} of the post comes before line {one.line}")
    return found

"""What the tables of a label may hold, key by key; read with one line for each mistake, and printed for editors."""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Callable, Iterable
from typing import Annotated, Any, Literal, Self, TypeVar, get_args

import msgspec
from msgspec import Meta, Struct, field
from msgspec.structs import FieldInfo
from packaging.specifiers import InvalidSpecifier, SpecifierSet

from snippets._engine.record.outcome import Outcome
from snippets._engine.record.record import Clock

Flaw = Literal["outcome", "transcript", "warning", "design", "fragment"]
FLAWS: tuple[str, ...] = get_args(Flaw)
#: What is seen of a mistake whose run neither stands still nor fails nor complains: the run does not tell that, we do.
Seen = Literal["missing", "wrong", "late", "more"]
SEEN: tuple[str, ...] = get_args(Seen)
OUTCOME = re.compile(
    r"finishes|exits \d{1,3}|raises [A-Za-z_]\w*|killed SIG[A-Z0-9]+|deadlocks|hangs|never yields|runs forever"
)
OUTCOMES = "finishes, exits N, raises NAME, killed SIGNAL, deadlocks, hangs, never yields, runs forever"
#: Where a link in a label may lead: to the web, or to a place of the site (``site:locks/#near-tie``).
LINK = re.compile(r"https?://|site:")
#: The target of a link or picture in Markdown; and what is quoted there as code.
MARKDOWN_LINK = re.compile(r"\]\(\s*<?\s*([^)>\s]*)|^ {0,3}\[[^]]+\]:\s*<?([^>\s]+)", re.MULTILINE)
CODE_SPAN = re.compile(r"(`+).+?\1", re.DOTALL)
EXERCISE = '{goal = "...", prints = ["a line"], seconds = N, solution = "ID/VARIANT"}, all but the goal if needed'
STRING, STRINGS, STOP = "a string", "a list of strings", "{lines = N} or {seconds = N}, N at most 10000"

Word = TypeVar("Word", bound=str)
Text = Annotated[str, Meta(min_length=1)]


class ByPython(tuple[tuple[SpecifierSet, Word], ...]):
    """What is said of the Pythons: one word for all of them, or a table of specifiers, each with its word."""

    __slots__ = ()

    @classmethod
    def read(cls, value: object, word: Callable[[str], Word]) -> Self:
        """From what a TOML file holds. Raises ValueError as ``word`` does, TypeError for what is none of the two."""
        table: dict[str, Any] = value if isinstance(value, dict) else {"": value}
        if not all(said and isinstance(said, str) for said in table.values()):
            raise TypeError(f"neither a string nor a table of them: {value!r}")
        return cls((specifier(where), word(said)) for where, said in table.items())

    def on(self, python: str) -> Word:
        """What is said of this Python, given like ``3.13``."""
        return next(said for where, said in self if where.contains(python))

    def check(self, key: str, pythons: Iterable[str]) -> None:
        """Raises ValueError, naming the key, unless it says one thing for each of these Pythons."""
        for python in pythons:
            fits = [str(where) for where, _ in self if where.contains(python)]
            if len(fits) != 1:
                what = f"two things for {python}: {' and '.join(fits)}" if fits else f"nothing for {python}"
                raise ValueError(f"{key} says {what}")


def says(what: str, must: str, **limits: Any) -> Meta:
    """What a key says, as editors show it, and what its value must be, as a complaint says it, too."""
    return Meta(description=f"{what}: {must}.", extra={"must": must}, **limits)


class Limit(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a program that goes on for ever is stopped: one of the two is given."""

    lines: Annotated[int, Meta(ge=1, le=10_000)] | None = None
    seconds: Annotated[float, Meta(gt=0, le=10_000)] | None = None

    def __post_init__(self) -> None:
        if (self.lines is None) == (self.seconds is None):
            raise ValueError(f"must be {STOP}")


class Exercise(Struct, frozen=True, forbid_unknown_fields=True):
    """What a reader is asked to make of a program; a run of it that finishes is held against this (words/wishes.py).

    ``solution`` is the program that does it, where that is not the first correction.
    """

    goal: Text
    prints: tuple[Text, ...] = ()
    seconds: Annotated[float, Meta(gt=0)] | None = None
    solution: Text | None = None

    def __post_init__(self) -> None:
        check_links(goal=self.goal)


class VariantLabel(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a label may say of one program."""

    title: Annotated[str | None, says("Its own heading, where there are several corrections", STRING)] = None
    idea: Annotated[str | None, says("A sentence on it, where there are several corrections", STRING)] = None
    outcomes: Annotated[ByPython[Outcome], says("How it ends", f"{OUTCOMES}; or a table by Python")] = field(
        name="outcome"
    )
    flaw: Annotated[
        tuple[Flaw, ...], says("What is wrong with it, left out where nothing is", f"a list of {', '.join(FLAWS)}")
    ] = ()
    shows: Annotated[tuple[Text, ...], says("What its output must contain", STRINGS)] = ()
    hides: Annotated[tuple[Text, ...], says("What its output must not contain", STRINGS)] = ()
    limit: Annotated[Limit | None, says("Where it is stopped, as it never ends", STOP)] = field(
        name="stop", default=None
    )
    exercise: Annotated[Exercise | None, says("What a reader is asked to make of it", EXERCISE)] = None
    python: Annotated[SpecifierSet, says("On which Pythons it is to run", "a version specifier like >=3.13")] = field(
        default_factory=SpecifierSet
    )
    clock: Annotated[Clock, says("What it runs on; real where the virtual clock cannot", "virtual or real")] = "virtual"
    mask: Annotated[tuple[Text, ...], says("Regular expressions of what is random by nature", STRINGS)] = ()
    compare: Annotated[
        Literal["unordered"] | None, says("Whether the order of its lines is not its own to decide", "unordered")
    ] = None
    reason: Annotated[str | None, says("Why there are mask and compare", STRING)] = None

    def __post_init__(self) -> None:
        check_links(title=self.title, idea=self.idea, reason=self.reason)
        if (self.mask or self.compare) and not self.reason:
            raise ValueError("mask and compare need a reason")
        endless = sorted({outcome for _, outcome in self.outcomes if outcome.endless and not outcome.proved})
        if endless and not self.limit:
            raise ValueError(f"outcome {', '.join(endless)} needs a stop, like {{lines = 200}}")
        for mask in self.mask:
            try:
                re.compile(mask)
            except re.error as error:
                raise ValueError(f"mask {mask!r} is not a regular expression: {error}") from None


class ExampleLabel(Struct, frozen=True, kw_only=True):
    """What a label may say of its example."""

    title: Annotated[str, says("The heading", STRING)]
    idea: Annotated[str, says("What happens, and why that is worth knowing, in a sentence or two", STRING)]
    post: Annotated[int, says("Which block of the post", "a number from 1 to 13", ge=1, le=13)] | None = None
    lines: Annotated[str | None, says("Where in the post's source that block stands", STRING)] = None
    rule: Annotated[str | None, says("What to remember", STRING)] = None
    symptom: Annotated[str | None, says("What the victim of this mistake sees", STRING)] = None
    seen: Annotated[
        Seen | None, says("Where its run shows nothing by itself, what is seen of it", f"one of {', '.join(SEEN)}")
    ] = None
    notes: Annotated[str | None, says("For speakers: what to ask, and what will be asked", STRING)] = None

    def __post_init__(self) -> None:
        check_links(title=self.title, idea=self.idea, rule=self.rule, symptom=self.symptom, notes=self.notes)


def values(table: dict[str, Any], kind: type[Struct]) -> dict[str, Any]:
    """What the table holds, by the fields of this type. Raises ValueError, with the key and what is allowed."""
    fields = allowed(table, kind)
    for key, one in fields.items():
        if one.required and table.get(key) in (None, ""):
            raise ValueError(f"{key} is missing: {_must(one.type)}")
    return {one.name: _value(key, table[key], one.type) for key, one in fields.items() if key in table}


def allowed(table: dict[str, Any], kind: type[Struct]) -> dict[str, FieldInfo]:
    """The fields of this type by their keys. Raises ValueError for a key of the table that is none of them."""
    fields = _fields(kind)
    for key in table:
        if key not in fields:
            near = difflib.get_close_matches(key, fields, n=1)
            hint = f" (did you mean {near[0]}?)" if near else ""
            raise ValueError(f"unknown key {key!r}{hint}; allowed: {', '.join(fields)}")
    return fields


@functools.cache  # every build reads every label many times
def _fields(kind: type[Struct]) -> dict[str, FieldInfo]:
    return {one.encode_name: one for one in msgspec.structs.fields(kind)}


def _value(key: str, value: object, kind: Any) -> Any:
    try:
        return msgspec.convert(value, kind, dec_hook=_read)
    except msgspec.ValidationError as error:
        cause = error.__cause__  # what one of our own types said
        own = isinstance(cause, ValueError)
        raise ValueError(f"{key} {cause}" if own else f"{key} must be {_must(kind)}, not {value!r}") from None


def _must(kind: Any) -> str:
    """What ``says`` says that a value of this type must be; it stands around the whole type, or around a part."""
    parts = (kind, *get_args(kind))
    return next(str(meta.extra["must"]) for part in parts for meta in getattr(part, "__metadata__", ()))


def _read(kind: Any, value: object) -> object:
    """The types that msgspec does not know. Raises ValueError or TypeError."""
    if kind is SpecifierSet:
        return specifier(value)
    return ByPython.read(value, declared if get_args(kind) == (Outcome,) else str)


def declared(text: str) -> Outcome:
    """An outcome that a label may declare. Raises ValueError for any other."""
    if not OUTCOME.fullmatch(text):
        raise ValueError(f"{text!r} is none of: {OUTCOMES}")
    return Outcome(text)


def specifier(text: object) -> SpecifierSet:
    """A version specifier such as ``>=3.13``. Raises ValueError."""
    try:
        return SpecifierSet(str(text))
    except InvalidSpecifier:
        raise ValueError(f"{text!r} is not a version specifier like >=3.13") from None


def check_links(**sentences: str | None) -> None:
    """Raises ValueError for a link in a label's sentence that leads elsewhere than a label may link to."""
    for key, text in sentences.items():
        for target in map("".join, MARKDOWN_LINK.findall(CODE_SPAN.sub("", text or ""))):
            if not LINK.match(target):
                raise ValueError(f"{key} links to {target!r}: only http://, https:// and site: are allowed")

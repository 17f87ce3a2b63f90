"""Which examples there are: reads every ``example.toml`` under ``snippets/`` and refuses what it does not understand.

An example is a folder ``snippets/TOPIC/ID/`` that holds an ``example.toml``; each of its tables is a variant, the key
being the stem of the variant's file. What the keys mean is told in CONTRIBUTING.md.
"""

from __future__ import annotations

import difflib
import glob
import hashlib
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from snippets._engine.record.outcome import Outcome
from snippets._engine.record.record import Clock, Stop

#: The folder that holds the topics, and the repository that holds it.
SNIPPETS = Path(__file__).resolve().parents[2]
ROOT = SNIPPETS.parent

#: The Pythons that the examples are checked on. The first is the lowest that is supported.
PYTHONS = ("3.11", "3.12", "3.13", "3.14", "3.15")

EXAMPLE_KEYS = ("title", "post", "lines", "idea", "rule", "symptom", "notes")
VARIANT_KEYS = (
    "title", "idea", "outcome", "flaw", "shows", "hides", "stop", "python", "clock", "mask", "compare", "reason",
)  # fmt: skip
FLAWS = ("outcome", "transcript", "warning", "design", "fragment")
OUTCOME = re.compile(
    r"finishes|exits \d{1,3}|raises [A-Za-z_]\w*|killed SIG[A-Z0-9]+|deadlocks|hangs|never yields|runs forever"
)
OUTCOMES = "finishes, exits N, raises NAME, killed SIGNAL, deadlocks, hangs, never yields, runs forever"
NAME = re.compile(r"[a-z][a-z0-9_]*")
#: Where a link in a label may lead: to the web, or to a place of the site (``site:locks/#near-tie``).
LINK = re.compile(r"https?://|site:")
#: The target of a link or picture in Markdown; and what is quoted there as code.
MARKDOWN_LINK = re.compile(r"\]\(\s*<?\s*([^)>\s]*)|^ {0,3}\[[^]]+\]:\s*<?([^>\s]+)", re.MULTILINE)
CODE_SPAN = re.compile(r"(`+).+?\1", re.DOTALL)


class CatalogueError(Exception):
    """A label, an id or a file is not as it must be; the message is one line that names it and the way out."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One runnable file of an example and what its label says of it; see CONTRIBUTING.md for the keys."""

    example: str
    key: str
    file: Path
    outcomes: tuple[tuple[SpecifierSet, Outcome], ...]
    title: str | None = None
    idea: str | None = None
    flaw: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()
    stop: Stop | None = None
    python: SpecifierSet = field(default_factory=SpecifierSet)
    clock: Clock = "virtual"
    mask: tuple[str, ...] = ()
    unordered: bool = False
    reason: str | None = None

    @property
    def id(self) -> str:
        """How the command line names it, ``EXAMPLE/VARIANT``."""
        return f"{self.example}/{self.key}"

    @property
    def source(self) -> str:
        """The program, as published or corrected."""
        return self.file.read_text(encoding="utf-8")

    @property
    def sha256(self) -> str:
        """Of the program's bytes, in hexadecimal digits."""
        return hashlib.sha256(self.file.read_bytes()).hexdigest()

    @property
    def claimed(self) -> str | None:
        """What the post says that the published program prints, or None where it does not say."""
        path = self.file.with_name("claimed.out")
        return path.read_text(encoding="utf-8") if self.key == "published" and path.exists() else None

    def runs_on(self, version: str) -> bool:
        """Whether the variant is meant for this Python, given like ``3.13`` or ``3.13.0``."""
        return self.python.contains(minor(version))

    def outcome(self, version: str) -> Outcome:
        """What the label declares for this Python."""
        return next(said for where, said in self.outcomes if where.contains(minor(version)))

    def pythons(self) -> tuple[str, ...]:
        """The supported Pythons that the variant is meant for, lowest first."""
        return tuple(python for python in PYTHONS if self.runs_on(python))


@dataclass(frozen=True, slots=True)
class Example:
    """One folder: what its label says, and its variants in the order shown."""

    id: str
    topic: str
    folder: Path
    title: str
    idea: str
    variants: tuple[Variant, ...]
    post: int | None = None
    lines: str | None = None
    rule: str | None = None
    symptom: str | None = None
    notes: str | None = None

    def variant(self, key: str | None = None) -> Variant:
        """The variant of that name; without one ``published``, or the first. Raises CatalogueError."""
        if key is None:
            return next((v for v in self.variants if v.key == "published"), self.variants[0])
        for variant in self.variants:
            if variant.key == key:
                return variant
        known = [v.key for v in self.variants]
        raise CatalogueError(f"{self.id} has no variant {key!r}{nearest(key, known)}")


def minor(version: str) -> str:
    """``3.13`` of ``3.13.0``; pre-releases count as the version that they lead to."""
    return ".".join(version.split(".")[:2])


def up_to(version: str) -> list[str]:
    """The supported Pythons that are not newer than this one, lowest first."""
    number = tuple(int(part) for part in minor(version).split("."))
    return [python for python in PYTHONS if tuple(int(part) for part in python.split(".")) <= number]


def nearest(word: str, known: list[str] | tuple[str, ...]) -> str:
    """The end of a complaint about an unknown word: what is near, or all there is."""
    near = difflib.get_close_matches(word, known, n=3, cutoff=0.5)
    return f"; nearest: {', '.join(near)}" if near else f"; there are: {', '.join(known)}" if known else ""


def relative(path: Path) -> str:
    """A path as messages show it: from the repository's root where it lies inside."""
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)


def folders(snippets: Path = SNIPPETS, pattern: str = "*") -> list[Path]:
    """Every folder that is an example and has a name like this, in order of topic and id."""
    return sorted(label.parent for label in snippets.glob(f"[a-z]*/{pattern}/example.toml"))


def load(snippets: Path = SNIPPETS) -> list[Example]:
    """All examples: those of the post in its order, then ours. Raises CatalogueError at the first bad one."""
    examples = [read(folder) for folder in folders(snippets)]
    by_id: dict[str, Example] = {}
    for example in examples:
        if example.id in by_id:
            both = f"{relative(by_id[example.id].folder)} and {relative(example.folder)}"
            raise CatalogueError(f"two examples are called {example.id}: {both}; ids are unique over all topics")
        by_id[example.id] = example
    return sorted(examples, key=lambda e: (e.post is None, e.post or 0, e.topic, e.id))


def find(example_id: str, snippets: Path = SNIPPETS) -> Example:
    """The example of that id. Only its own label is read, another's may be bad. Raises CatalogueError."""
    found = [folder for folder in folders(snippets, glob.escape(example_id) or "*") if folder.name == example_id]
    if not found:
        near = nearest(example_id, sorted(folder.name for folder in folders(snippets)))
        listed = near if near.startswith("; nearest") else "; `python -m snippets list` lists all"
        raise CatalogueError(f"no example is called {example_id!r}{listed}")
    return read(found[-1])


def of_file(path: Path) -> Variant | None:
    """The variant whose file this is, None where no label speaks of it. Raises CatalogueError for a bad label."""
    path = path.resolve()
    if not (path.with_name("example.toml").exists() and path.parent in folders(path.parent.parent.parent)):
        return None
    return next((v for v in read(path.parent).variants if v.file == path), None)


def read(folder: Path) -> Example:
    """The example in this folder. Raises CatalogueError, naming the file, the key and what is allowed."""
    label = folder / "example.toml"
    where = relative(label)
    try:
        data = tomllib.loads(label.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{where}: not TOML: {error}") from None
    tables = {key: value for key, value in data.items() if isinstance(value, dict)}
    plain = {key: value for key, value in data.items() if key not in tables}
    check_keys(f"{where}:", plain, EXAMPLE_KEYS)
    if not NAME.fullmatch(folder.name):
        raise CatalogueError(f"{where}: the folder's name is the id: small letters, digits and _ only")
    for key in ("title", "idea"):
        if key not in plain:
            raise CatalogueError(f"{where}: {key} is missing")
    for key in ("title", "lines", "idea", "rule", "symptom", "notes"):
        typed(where, plain, key, str, "a string")
        check_links(where, key, plain.get(key, ""))
    typed(where, plain, "post", int, "a number from 1 to 13")
    if not 1 <= plain.get("post", 1) <= 13:
        raise CatalogueError(f"{where}: post must be a number from 1 to 13")
    if not tables:
        raise CatalogueError(f"{where}: no variant: add a table like [corrected] for corrected.py")
    variants = tuple(read_variant(where, folder, key, table) for key, table in tables.items())
    for file in sorted(folder.glob("*.py")):
        if file.stem not in tables:
            raise CatalogueError(f"{where}: {file.name} has no table: add [{file.stem}], or delete the file")
    for variant in variants:
        if variant.key == "published" and "post" not in plain:
            raise CatalogueError(f"{where}: [published] is for a block of the post: add post = N, or call it flawed")
        if "fragment" in variant.flaw and not (variant.key == "published" and "post" in plain):
            raise CatalogueError(f"{where}: [{variant.key}] flaw 'fragment' is for a block of the post, as published")
    return Example(id=folder.name, topic=folder.parent.name, folder=folder, variants=variants, **plain)


def read_variant(where: str, folder: Path, key: str, table: dict[str, Any]) -> Variant:
    """One table of a label. Raises CatalogueError."""
    here = f"{where}: [{key}]"
    check_keys(here, table, VARIANT_KEYS)
    file = folder / f"{key}.py"
    if not file.exists():
        files = [path.stem for path in sorted(folder.glob("*.py"))]
        raise CatalogueError(f"{here} has no file {key}.py{nearest(key, files)}")
    for name, kind, said in (
        ("title", str, "a string"), ("idea", str, "a string"), ("reason", str, "a string"), ("python", str, "a string"),
        ("flaw", list, "a list"), ("shows", list, "a list"), ("hides", list, "a list"), ("mask", list, "a list"),
    ):  # fmt: skip
        typed(here, table, name, kind, said)
    for name in ("title", "idea", "reason"):
        check_links(here, name, table.get(name, ""))
    for flaw in table.get("flaw", ()):
        if flaw not in FLAWS:
            raise CatalogueError(f"{here} flaw {flaw!r} is none of {', '.join(FLAWS)}")
    for name in ("shows", "hides", "mask"):
        if any(not isinstance(text, str) or not text for text in table.get(name, ())):
            raise CatalogueError(f"{here} {name} must be a list of strings")
    if table.get("clock", "virtual") not in ("virtual", "real"):
        raise CatalogueError(f"{here} clock {table['clock']!r} is neither virtual nor real")
    if table.get("compare", "unordered") != "unordered":
        raise CatalogueError(f"{here} compare {table['compare']!r}: only unordered is known")
    if ("mask" in table or "compare" in table) and not table.get("reason"):
        raise CatalogueError(f"{here} mask and compare need a reason")
    python = specifier(here, "python", table.get("python", ""))
    outcomes = read_outcomes(here, table.get("outcome"), python)
    stop = read_stop(here, table.get("stop"))
    endless = sorted({outcome for _, outcome in outcomes if outcome.endless and not outcome.proved})
    if stop is None and endless:
        raise CatalogueError(f"{here} outcome {', '.join(endless)} needs a stop, like {{lines = 200}}")
    check_masks(here, table.get("mask", ()))
    return Variant(
        example=folder.name, key=key, file=file.resolve(), outcomes=outcomes, stop=stop, python=python,
        title=table.get("title"), idea=table.get("idea"), reason=table.get("reason"),
        flaw=tuple(table.get("flaw", ())), shows=tuple(table.get("shows", ())), hides=tuple(table.get("hides", ())),
        mask=tuple(table.get("mask", ())), clock=table.get("clock", "virtual"), unordered="compare" in table,
    )  # fmt: skip


def read_outcomes(here: str, value: object, python: SpecifierSet) -> tuple[tuple[SpecifierSet, Outcome], ...]:
    """The declared outcome, for each Python that the variant is meant for exactly one. Raises CatalogueError."""
    if value is None:
        raise CatalogueError(f"{here} outcome is missing; one of: {OUTCOMES}")
    table = value if isinstance(value, dict) else {"": value}
    outcomes = []
    for where, said in table.items():
        if not isinstance(said, str) or not OUTCOME.fullmatch(said):
            raise CatalogueError(f"{here} outcome {said!r} is none of: {OUTCOMES}")
        outcomes.append((specifier(here, "outcome", where), Outcome(said)))
    for version in PYTHONS:
        fits = [str(where) for where, _ in outcomes if where.contains(version)]
        if python.contains(version) and len(fits) != 1:
            problem = f"says two things for {version}: {' and '.join(fits)}" if fits else f"says nothing for {version}"
            raise CatalogueError(f"{here} outcome {problem}")
    return tuple(outcomes)


def read_stop(here: str, value: object) -> Stop | None:
    """Where to stop what goes on for ever, if the label says so. Raises CatalogueError."""
    if value is None:
        return None
    if not isinstance(value, dict) or len(value) != 1 or next(iter(value)) not in ("lines", "seconds"):
        raise CatalogueError(f"{here} stop must be {{lines = N}} or {{seconds = N}}")
    (key, number), kind = next(iter(value.items())), int if "lines" in value else (int, float)
    if not isinstance(number, kind) or isinstance(number, bool) or not 0 < number <= 10_000:
        raise CatalogueError(f"{here} stop: {key} must be a number from 1 to 10000")
    return Stop(lines=int(number)) if key == "lines" else Stop(seconds=float(number))


def specifier(here: str, key: str, text: str) -> SpecifierSet:
    """A version specifier such as ``>=3.13``. Raises CatalogueError."""
    try:
        return SpecifierSet(text)
    except InvalidSpecifier:
        raise CatalogueError(f"{here} {key}: {text!r} is not a version specifier like >=3.13") from None


def check_keys(here: str, table: dict[str, Any], allowed: tuple[str, ...]) -> None:
    """Raises CatalogueError for a key that is not allowed here."""
    for key in table:
        if key not in allowed:
            near = difflib.get_close_matches(key, allowed, n=1)
            hint = f" (did you mean {near[0]}?)" if near else ""
            raise CatalogueError(f"{here} unknown key {key!r}{hint}; allowed: {', '.join(allowed)}")


def typed(here: str, table: dict[str, Any], key: str, kind: type, said: str) -> None:
    """Raises CatalogueError where a key is there and not of this kind."""
    if key in table and (not isinstance(table[key], kind) or isinstance(table[key], bool)):
        raise CatalogueError(f"{here} {key} must be {said}")


def check_links(here: str, key: str, text: str) -> None:
    """Raises CatalogueError for a link in a label's sentence that leads elsewhere than a label may link to."""
    for target in map("".join, MARKDOWN_LINK.findall(CODE_SPAN.sub("", text))):
        if not LINK.match(target):
            raise CatalogueError(f"{here} {key} links to {target!r}: only http://, https:// and site: are allowed")


def check_masks(here: str, masks: list[str] | tuple[str, ...]) -> None:
    """Raises CatalogueError for what is not a regular expression."""
    for mask in masks:
        try:
            re.compile(mask)
        except re.error as error:
            raise CatalogueError(f"{here} mask {mask!r} is not a regular expression: {error}") from None

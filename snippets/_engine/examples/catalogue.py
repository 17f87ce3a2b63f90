"""Which examples there are: reads every ``example.toml`` under ``snippets/`` and refuses what it does not understand.

An example is a folder ``snippets/TOPIC/ID/`` that holds an ``example.toml``; each of its tables is a variant, the key
being the stem of the variant's file. ``label.py`` has the keys.
"""

from __future__ import annotations

import difflib
import glob
import re
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from snippets._engine.examples import asked, label, reading
from snippets._engine.examples.label import ExampleLabel, VariantLabel
from snippets._engine.record.outcome import Outcome
from snippets._engine.record.record import Stop

#: The folder that holds the topics, and the repository that holds it.
SNIPPETS = Path(__file__).resolve().parents[2]
ROOT = SNIPPETS.parent

#: The Pythons that the examples are checked on. The first is the lowest that is supported.
PYTHONS = ("3.11", "3.12", "3.13", "3.14", "3.15")

NAME = re.compile(r"[a-z][a-z0-9_]*")


class CatalogueError(Exception):
    """A label, an id or a file is not as it must be; the message is one line that names it and the way out."""


class Variant(VariantLabel, frozen=True, kw_only=True):
    """One runnable file of an example and what its label says of it."""

    example: str
    key: str
    file: Path

    @property
    def id(self) -> str:
        """How the command line names it, ``EXAMPLE/VARIANT``."""
        return f"{self.example}/{self.key}"

    @property
    def source(self) -> str:
        """The program, as published or corrected."""
        return reading.text(self.file)

    @property
    def sha256(self) -> str:
        """Of the program's bytes, in hexadecimal digits."""
        return reading.sha256(self.file)

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
        return self.outcomes.on(minor(version))

    @property
    def stop(self) -> Stop | None:
        """Where the run is stopped, if it goes on for ever."""
        return Stop(self.limit.lines, self.limit.seconds) if self.limit else None

    @property
    def unordered(self) -> bool:
        """Whether the order of the lines that it prints is not its own to decide."""
        return self.compare is not None

    def pythons(self) -> tuple[str, ...]:
        """The supported Pythons that the variant is meant for, lowest first."""
        return tuple(python for python in PYTHONS if self.runs_on(python))


class Example(ExampleLabel, frozen=True, kw_only=True):
    """One folder: what its label says, and its variants in the order shown."""

    id: str
    topic: str
    folder: Path
    variants: tuple[Variant, ...]

    def variant(self, key: str | None = None) -> Variant:
        """The variant of that name; without one ``published``, or the first. Raises CatalogueError."""
        if key is None:
            return next((v for v in self.variants if v.key == "published"), self.variants[0])
        for variant in self.variants:
            if variant.key == key:
                return variant
        known = [v.key for v in self.variants]
        raise CatalogueError(f"{self.id} has no variant {key!r}{nearest(key, known)}")


class Target(NamedTuple):
    """A program as it is named: the id of its example, and the name of its variant, None for the first."""

    example: str
    key: str | None

    @classmethod
    def parse(cls, text: str) -> Target:
        """Of ``EXAMPLE/VARIANT`` or ``EXAMPLE``."""
        example, _, key = text.partition("/")
        return cls(example, key or None)


def minor(version: str) -> str:
    """``3.13`` of ``3.13.0``; pre-releases count as the version that they lead to."""
    return ".".join(version.split(".")[:2])


def by_number(version: str) -> tuple[int, ...]:
    """What versions are sorted by: ``3.9.2`` comes before ``3.13.0``."""
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def up_to(version: str) -> list[str]:
    """The supported Pythons that are not newer than this one, lowest first."""
    return [python for python in PYTHONS if by_number(python) <= by_number(minor(version))]


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


def load(snippets: Path = SNIPPETS, complain: Callable[[str], object] | None = None) -> list[Example]:
    """All examples: those of the post in its order, then ours.

    One that cannot be read is left out where ``complain`` is given, which hears of it in a line; else CatalogueError is
    raised.
    """
    by_id: dict[str, Example] = {}
    for folder in folders(snippets):
        try:
            example = read(folder)
            if example.id in by_id:
                both = f"{relative(by_id[example.id].folder)} and {relative(example.folder)}"
                raise CatalogueError(f"two examples are called {example.id}: {both}; ids are unique over all topics")
        except CatalogueError as error:
            if complain is None:
                raise
            complain(str(error))
        else:
            by_id[example.id] = example
    return sorted(by_id.values(), key=lambda e: (e.post is None, e.post or 0, e.topic, e.id))


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


@contextmanager
def named(place: str) -> Iterator[None]:
    """Make of an error of reading, or in what was read, a CatalogueError that begins with this place."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise CatalogueError(f"{place} {error}") from None


def toml(file: Path) -> dict[str, Any]:
    """What the file holds. Raises CatalogueError where it cannot be read, or is not TOML."""
    with named(f"{relative(file)}:"):
        text = asked.text(file)
    with named(f"{relative(file)}: not TOML:"):
        return tomllib.loads(text)


def read(folder: Path) -> Example:
    """The example in this folder. Raises CatalogueError, naming the file, the key and what is allowed."""
    file = folder / "example.toml"
    data, where = toml(file), f"{relative(file)}:"
    tables = {key: value for key, value in data.items() if isinstance(value, dict)}
    with named(where):
        values = label.values({key: value for key, value in data.items() if key not in tables}, ExampleLabel)
        if not NAME.fullmatch(folder.name):
            raise ValueError("the folder's name is the id: small letters, digits and _ only")
        if not tables:
            raise ValueError("no variant: add a table like [corrected] for corrected.py")
        variants = tuple(read_variant(where, folder, key, table) for key, table in tables.items())
        _check(folder, variants, values)
        return Example(id=folder.name, topic=folder.parent.name, folder=folder, variants=variants, **values)


def read_variant(where: str, folder: Path, key: str, table: dict[str, Any]) -> Variant:
    """One table of a label. Raises CatalogueError."""
    with named(f"{where} [{key}]"):
        values, file = label.values(table, VariantLabel), folder / f"{key}.py"
        if not file.exists():
            raise ValueError(f"has no file {key}.py{nearest(key, sorted(path.stem for path in folder.glob('*.py')))}")
        try:
            file.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            what = f"{error.reason} at byte {error.start}"
            raise ValueError(f"{file.name} is not UTF-8 ({what}): save it as UTF-8") from None
        variant = Variant(example=folder.name, key=key, file=file.resolve(), **values)
        variant.outcomes.check("outcome", variant.pythons())
        return variant


def _check(folder: Path, variants: tuple[Variant, ...], values: dict[str, Any]) -> None:
    """Raises ValueError for what does not go together in a label."""
    for file in sorted(folder.glob("[!.]*.py")):  # an editor's lock has a dot before the name
        if file.stem not in {variant.key for variant in variants}:
            raise ValueError(f"{file.name} has no table: add [{file.stem}], or delete the file")
    for variant in variants:
        if variant.key == "published" and "post" not in values:
            raise ValueError("[published] is for a block of the post: add post = N, or call it flawed")
        if "fragment" in variant.flaw and not (variant.key == "published" and "post" in values):
            raise ValueError(f"[{variant.key}] flaw 'fragment' is for a block of the post, as published")

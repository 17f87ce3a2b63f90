"""Begins an example, with files to be written over; and reads ``ids.txt``, the list of all ids that were ever used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from snippets._engine.examples.catalogue import NAME, ROOT, SNIPPETS, CatalogueError, folders, nearest, relative

IDS = SNIPPETS / "ids.txt"
#: A topic has the name of its page, which is a part of an address.
TOPIC = re.compile(r"[a-z][a-z0-9_-]*")

_LABEL = """#:schema ../../label.schema.json
title = "What goes wrong, in a few words"
idea = "One sentence: what happens, and why."
rule = "What to remember."
symptom = "What the victim sees."
seen = "missing"

[flawed]
outcome = "finishes"
flaw = ["design"]
hides = ["done"]

[corrected]
outcome = "finishes"
"""
_FLAWED = """import asyncio


async def work():
    await asyncio.sleep(1)
    print("done")


async def main():
    asyncio.create_task(work())


asyncio.run(main())
"""
_CORRECTED = _FLAWED.replace(
    "    asyncio.create_task(work())", "    task = asyncio.create_task(work())\n    await task"
)


def new(place: str) -> list[str]:
    """Make ``snippets/TOPIC/NAME`` and say what to do next, a list of lines.

    Raises CatalogueError, before anything is written, for a name that cannot be an id and for a topic without a page;
    FileExistsError for a folder that is there.
    """
    topic, _, name = place.partition("/")
    if not (TOPIC.fullmatch(topic) and NAME.fullmatch(name)):
        raise CatalogueError(f"{place!r} is not TOPIC/NAME in small letters, digits and _, and - in a topic")
    if name in {folder.name for folder in folders()} | set(ids()):
        raise CatalogueError(f"{name} is or was an example's id, and ids are never used twice")
    page = ROOT / "docs" / f"{topic}.md"
    if not page.exists():
        topics = sorted({folder.parent.name for folder in folders()})
        near = nearest(topic, topics)
        raise CatalogueError(
            f"there is no page {relative(page)} for the topic {topic!r}{near}; a new topic begins with it"
        )
    return list(_write(SNIPPETS / topic / name, page))


def _write(folder: Path, page: Path) -> Iterator[str]:
    folder.mkdir(parents=True)
    for file, text in (("example.toml", _LABEL), ("flawed.py", _FLAWED), ("corrected.py", _CORRECTED)):
        (folder / file).write_text(text, encoding="utf-8")
        yield f"{relative(folder / file)}: written"
    IDS.write_text("\n".join(sorted([*_lines(), folder.name])) + "\n", encoding="utf-8")
    yield f"next: edit them, then python -m snippets record {folder.name}"
    yield f'then put a block with show("{folder.name}") on {relative(page)}; see CONTRIBUTING.md'


def ids() -> list[str]:
    """Every id that was ever published, also of examples that are gone."""
    return [line.split()[0] for line in _lines()]


def moved() -> dict[str, str]:
    """The ids that were renamed, each with the one that took its place: a line ``old -> new`` in the list."""
    return {words[0]: words[2] for words in map(str.split, _lines()) if words[1:2] == ["->"]}


def _lines() -> list[str]:
    text = IDS.read_text(encoding="utf-8") if IDS.exists() else ""
    return [line for line in text.splitlines() if line.strip()]

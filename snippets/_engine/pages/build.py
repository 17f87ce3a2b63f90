"""The runs that a page shows: starts them, waits for them, and says each problem with them once in a build.

Nothing here raises for what an author can get wrong. A problem is one line, logged as a warning (so that
``mkdocs build --strict`` fails) and handed on with the run (so that ``mkdocs serve`` shows it on the page).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from snippets._engine.examples import catalogue
from snippets._engine.examples.catalogue import CatalogueError, Example, Variant
from snippets._engine.record.outcome import Outcome
from snippets._engine.record.record import Piece, Record
from snippets._engine.run import golden, runner

log = logging.getLogger("mkdocs.plugins.snippets")

#: What this build has already said, run again and made, and whether it has started its runs. ``begin`` clears all.
_said: set[str] = set()
_repeated: set[str] = set()
_started: list[bool] = []
_made: dict[tuple[Any, ...], tuple[Record, str]] = {}


@dataclass(frozen=True, slots=True)
class Run:
    """A variant, the record of its run in this build, and what is not as declared, a line each.

    Where it could not be run the record's outcome is ``not run``: its text is the golden's if only a newer Python was
    missing, and empty otherwise.
    """

    variant: Variant
    record: Record
    problems: tuple[str, ...] = ()


def begin() -> None:
    """Forget what an earlier build of this process has said and started. The hook calls it before each build."""
    _said.clear()
    _repeated.clear()
    _started.clear()
    _made.clear()


def once(record: Record, make: Callable[[], str], *key: object) -> str:
    """What ``make`` returns for this record and key, made once in a build: an example stands on more than one page."""
    name = (id(record), *key)
    if name not in _made or _made[name][0] is not record:
        _made[name] = record, make()
    return _made[name][1]


def complain(line: str) -> str:
    """Log the line as a warning, the first time in this build only; returns it."""
    if line not in _said:
        _said.add(line)
        log.warning(line)
    return line


def readable() -> list[Example]:
    """Every example whose label can be read, in the order of ``catalogue.load``; for each other a line is logged."""
    examples: dict[str, Example] = {}
    for folder in catalogue.folders():
        try:
            example = catalogue.read(folder)
        except CatalogueError as error:
            complain(str(error))
            continue
        if example.id in examples:
            both = " and ".join(catalogue.relative(e.folder) for e in (examples[example.id], example))
            complain(f"two examples are called {example.id}: {both}; ids are unique over all topics")
            continue
        examples[example.id] = example
    return sorted(examples.values(), key=lambda e: (e.post is None, e.post or 0, e.topic, e.id))


def start() -> None:
    """Start every run of every example in the background, once in a build, so that no page waits for the one before."""
    if not _started:
        _started.append(True)
        runner.start([variant for example in readable() for variant in example.variants])


def take(variant: Variant) -> Run:
    """The variant's run, compared with what is declared of it. Waits for it; never raises for what it finds."""
    start()
    try:
        record = runner.result(variant)
        differences = golden.differences(variant, record)
        if differences and variant.clock == "real" and variant.id not in _repeated:
            _repeated.add(variant.id)
            log.info("%s is not as recorded; it is run once more, alone: %s", variant.id, differences[0])
            record = runner.again(variant)
            differences = golden.differences(variant, record)
    except runner.NoPython:
        return _remembered(variant)
    except runner.RunnerError as error:
        return Run(variant, _nothing(variant), (complain(str(error)),))
    return Run(variant, record, tuple(complain(line) for line in differences))


def _remembered(variant: Variant) -> Run:
    """What was recorded of a variant that no Python of this machine can run."""
    for python in variant.pythons():
        kept = golden.of(variant, python)
        if kept is not None:
            output = (Piece(0.0, "stdout", None, kept.text),) if kept.text else ()
            return Run(variant, Record(Outcome("not run"), output, None, variant.clock, python, 0.0))
    line = f"{variant.id}: no Python here can run it ({variant.python}), and there is no golden of it"
    return Run(variant, _nothing(variant), (complain(line),))


def _nothing(variant: Variant) -> Record:
    return Record(Outcome("not run"), (), None, variant.clock, "", 0.0)

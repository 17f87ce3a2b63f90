"""One build of the site: its examples, their runs, and what it has complained of.

Nothing here raises for what an author can get wrong. A problem is one line, logged as a warning (so that
``mkdocs build --strict`` fails) and handed on with the run (so that ``mkdocs serve`` shows it on the page).
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from functools import cached_property

from snippets._engine.examples import catalogue, git, golden
from snippets._engine.examples.catalogue import Example, Target, Variant
from snippets._engine.pages.result import ExampleResult, Result
from snippets._engine.record.outcome import Outcome
from snippets._engine.record.record import Piece, Record
from snippets._engine.run.job import NoPython, RunnerError
from snippets._engine.run.pool import Pool
from snippets._engine.story.story import Story

log = logging.getLogger("mkdocs.plugins.snippets")


class Build:
    """What one build of the site knows and has said. Two of them in one process know nothing of each other."""

    def __init__(self) -> None:
        self.pool = Pool()
        self._said: set[str] = set()
        self._results: dict[str, ExampleResult] = {}
        self._started = False

    def after(self, changed: Collection[str]) -> Build:
        """One that takes over the runs of this one, and what was made of them but for the examples of these ids."""
        build = Build()
        build.pool = self.pool
        build._results = {key: kept for key, kept in self._results.items() if key not in changed}
        return build

    def complain(self, line: str) -> str:
        """Log the line as a warning, the first time only; returns it."""
        if line not in self._said:
            self._said.add(line)
            log.warning(line)
        return line

    @cached_property
    def examples(self) -> list[Example]:
        """Every example whose label can be read, in the order of ``catalogue.load``; each other is complained of."""
        return catalogue.load(complain=self.complain)

    def find(self, example_id: str) -> Example:
        """The example of that id. Raises CatalogueError."""
        known = next((example for example in self.examples if example.id == example_id), None)
        return known or catalogue.find(example_id)

    def variant(self, target: str) -> Variant:
        """The variant that ``ID/VARIANT`` names; ``ID`` alone as ``Example.variant``. Raises CatalogueError."""
        named = Target.parse(target)
        return self.find(named.example).variant(named.key)

    def example(self, example_id: str) -> ExampleResult:
        """The example of that id with the results of its variants; waits for their runs. Raises CatalogueError."""
        if example_id not in self._results:
            example = self.find(example_id)
            self._start_all()
            self._results[example_id] = ExampleResult.of(example, lambda variant: self._run(example, variant))
        return self._results[example_id]

    def result(self, target: str) -> Result:
        """The result of the variant that ``ID/VARIANT`` names. Raises CatalogueError."""
        variant = self.variant(target)
        return self.example(variant.example).of_key(variant.key)

    @property
    def results(self) -> list[ExampleResult]:
        """Every example with the results of its variants, the post's blocks first and in order."""
        return [self.example(example.id) for example in self.examples]

    def _start_all(self) -> None:
        """Start every run of every example in the background, so that no page waits for the one before."""
        if not self._started:
            self._started = True
            self.pool.start([variant for example in self.examples for variant in example.variants])

    def _run(self, example: Example, variant: Variant) -> Result:
        """The variant's run, compared with what is declared of it.

        Where it could not be run the record's outcome is ``not run``: its text is the golden's if only a newer Python
        was missing, and empty otherwise.
        """
        try:
            run = self.pool.result(variant)
            differences = golden.differences(variant, run.record)
            if differences and variant.clock == "real":
                log.info("%s is not as recorded; it is run once more, alone: %s", variant.id, differences[0])
                run = self.pool.again(variant)
                differences = golden.differences(variant, run.record)
        except NoPython:
            return self._remembered(example, variant)
        except RunnerError as error:
            return Result(example, variant, _not_run(variant), (self.complain(str(error)),))
        story = Story(run.record, variant.source)
        return Result(example, variant, story, tuple(map(self.complain, differences)), run.day)

    def _remembered(self, example: Example, variant: Variant) -> Result:
        """What was recorded of a variant that no Python of this machine can run."""
        for python in variant.pythons():
            kept = golden.of(variant, python)
            if kept is not None:
                return Result(example, variant, _not_run(variant, kept.text, python))
        line = f"{variant.id}: no Python here can run it ({variant.python}), and there is no golden of it"
        return Result(example, variant, _not_run(variant), (self.complain(line),))


def _not_run(variant: Variant, text: str = "", python: str = "") -> Story:
    """The story of a run that was not made, with the text that another left on this Python, if one did."""
    output = (Piece(0.0, "stdout", None, text),) if text else ()
    return Story(Record(Outcome("not run"), output, None, variant.clock, python, 0.0), variant.source)


_builds: list[Build] = []


def begin() -> Build:
    """A new build, which pages get from now on: whoever builds the site calls it before each build."""
    git.forget()
    for build in _builds:
        build.pool.close()
    _builds[:] = [Build()]
    return _builds[0]


def go_on(changed: Collection[str]) -> Build:
    """A build like the last one, where of the examples none but those of these ids have changed."""
    git.forget()
    _builds[:] = [current().after(changed)]
    return _builds[0]


def current() -> Build:
    """The build that was begun last; pages, whose calls name none, are of that one."""
    return _builds[0] if _builds else begin()

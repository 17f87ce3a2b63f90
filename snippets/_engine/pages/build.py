"""One build of the site: its examples, their runs, and what it has complained of.

Nothing here raises for what an author can get wrong. A problem is one line, logged as a warning (so that
``mkdocs build --strict`` fails) and handed on with the run (so that ``mkdocs serve`` shows it on the page).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping
from functools import cached_property
from typing import cast

from snippets._engine.examples import asked, catalogue, git, golden
from snippets._engine.examples.asked import Question
from snippets._engine.examples.catalogue import CatalogueError, Example, Target, Variant
from snippets._engine.examples.folders import Folders
from snippets._engine.pages import kept
from snippets._engine.pages.result import ExampleResult, Result
from snippets._engine.record.outcome import Outcome
from snippets._engine.record.record import Clock, Piece, Record
from snippets._engine.run.job import NoPython, RunnerError
from snippets._engine.run.pool import Pool
from snippets._engine.story.story import Story

log = logging.getLogger("mkdocs.plugins.snippets")

#: How complaints begin that name a file.
_NAMED = ("docs/", "snippets/")
#: How long a run is waited for before it is seen whether there is something else to do, in seconds.
_WAIT_S = 0.02
#: What pieces of the site are made from, as questions: an example's folder, its runs as labels say, and one on a clock.
FOLDER, RUNS, RUN = "folder", "runs", "run"
ALL_FOLDERS, ALL_RUNS = "all folders", "all runs"


class Build:
    """What one build of the site knows and has said. Two of them in one process know nothing of each other.

    What pages are made of is asked for here, and noted: the folders of examples, and their runs.
    """

    def __init__(self) -> None:
        self.pool = Pool()
        self._said: set[str] = set()
        self._results: dict[str, ExampleResult] = {}
        #: What was answered so far in this build, by digests.
        self._answers: dict[Question, str] = {}
        self._started = False
        #: Makes what will be asked for of an example once its runs are over: while this thread would only wait for one.
        self.ahead: Callable[[str], object] | None = None
        self._made_ahead: set[str] = set()
        #: The source in ``docs/`` of the page whose blocks are being executed.
        self.page = ""
        #: The places of the sources in the order of whoever builds the site, while pages are made in another.
        self.order: list[str] = []
        self._folders = Folders()
        kept.look()

    def after(self, changed: Collection[str]) -> Build:
        """One that takes over the runs of this one, and what was made of them but for the examples of these ids."""
        build = Build()
        build.pool, build._folders = self.pool, Folders(self._folders)
        build._results = {key: known for key, known in self._results.items() if key not in changed}
        return build

    def piece(self, name: str, make: Callable[[], Mapping[str, bytes]]) -> Mapping[str, bytes]:
        """The contents of a piece of the site, as they are kept or as ``make`` makes them. Raises what ``make`` raises.

        ``name`` is the piece's own, whatever it is made from: that is noted while it is made.
        """
        contents = kept.take(name, self.answer)
        if contents is None:
            with asked.noted() as notes:
                kept.made_by()
                contents = make()
            if notes.lasting and self._unchanged(notes.answers):
                kept.keep(name, contents, notes)
        return contents

    def _unchanged(self, asked: Collection[Question]) -> bool:
        """Whether the folders that a piece was made from are what they were: else it may have been made from either."""
        return all(
            self._folders.all_unchanged() if name == ALL_FOLDERS else self._folders.unchanged(args[0])
            for name, args in asked
            if name in (ALL_FOLDERS, FOLDER)
        )

    def answer(self, question: Question) -> str | None:
        """The digest of the answer to what was asked when a piece was made; None where it cannot be told."""
        if question not in self._answers:
            answer = self._digest(*question)
            if answer is None:
                return None
            self._answers[question] = answer
        return self._answers[question]

    def pages_changed(self) -> None:
        """Ask anew what is asked of files: pages of ``docs/`` were saved, and nothing of examples."""
        of_examples = (ALL_FOLDERS, FOLDER, ALL_RUNS, RUNS, RUN)
        self._answers = {asked: digest for asked, digest in self._answers.items() if asked[0] in of_examples}

    def _digest(self, name: str, args: tuple[str, ...]) -> str | None:
        if name == ALL_FOLDERS:
            return self._folders.of_all()
        if name == FOLDER:
            return self._folders.digest(*args)
        if name == ALL_RUNS:
            runs = [self.answer((RUNS, (example.id,))) for example in self._examples]
            return None if None in runs else asked.digest(runs)
        if name not in (RUNS, RUN):
            return asked.answer((name, args))
        try:
            if name == RUN:
                return self.pool.digest(self._variant(args[0]), cast("Clock", args[1]))
            runs = [self._known(variant) for variant in self._find(*args).variants]
        except (CatalogueError, NoPython):
            return None
        return None if None in runs else asked.digest(runs)

    def _known(self, variant: Variant) -> str | None:
        """What tells a variant's run from any other; None while it is not known."""
        try:
            return self.pool.digest(variant)
        except NoPython:
            return "no Python"

    def _note(self, name: str, *args: str) -> None:
        asked.note((name, args), self.answer((name, args)))

    def complain(self, line: str) -> str:
        """Log the line as a warning, the first time only; returns it. What is being made is not kept.

        Where it names no file it is of the page that is being made.
        """
        asked.spoil()
        if line not in self._said:
            self._said.add(line)
            log.warning(f"docs/{self.page}: {line}" if self.page and not line.startswith(_NAMED) else line)
        return line

    @property
    def examples(self) -> list[Example]:
        """Every example whose label can be read, in the order of ``catalogue.load``; each other is complained of."""
        self._note(ALL_FOLDERS)
        return self._examples

    @cached_property
    def _examples(self) -> list[Example]:
        with asked.unnoted():
            return catalogue.load(complain=self.complain)

    @cached_property
    def _by_id(self) -> dict[str, Example]:
        return {example.id: example for example in self._examples}

    def find(self, example_id: str) -> Example:
        """The example of that id. Raises CatalogueError."""
        self._note(FOLDER, example_id)
        return self._find(example_id)

    def _find(self, example_id: str) -> Example:
        return self._by_id.get(example_id) or catalogue.find(example_id)

    def variant(self, target: str) -> Variant:
        """The variant that ``ID/VARIANT`` names; ``ID`` alone as ``Example.variant``. Raises CatalogueError."""
        self._note(FOLDER, Target.parse(target).example)
        return self._variant(target)

    def _variant(self, target: str) -> Variant:
        named = Target.parse(target)
        return self._find(named.example).variant(named.key)

    def example(self, example_id: str) -> ExampleResult:
        """The example of that id with the results of its variants; waits for their runs. Raises CatalogueError."""
        found = self._example(example_id)
        self._note(FOLDER, example_id)
        self._note(RUNS, example_id)
        return found

    def _example(self, example_id: str) -> ExampleResult:
        if example_id not in self._results:
            with asked.unnoted():
                example = self._find(example_id)
                self.start()
                self._results[example_id] = ExampleResult.of(example, lambda variant: self._run(example, variant))
            # A run that was made anew may have left something else than the one that was kept.
            self._answers.pop((RUNS, (example_id,)), None)
            self._answers.pop((ALL_RUNS, ()), None)
        found = self._results[example_id]
        if any(one.problems for one in found.results):
            asked.spoil()
        return found

    def result(self, target: str) -> Result:
        """The result of the variant that ``ID/VARIANT`` names. Raises CatalogueError."""
        variant = self.variant(target)
        return self.example(variant.example).of_key(variant.key)

    def run(self, variant: Variant, clock: Clock) -> Record:
        """The run of a variant on this clock, whatever its label says. Raises RunnerError."""
        found = self.pool.result(variant, clock)
        asked.note((RUN, (variant.id, clock)), found.digest)
        return found.record

    @property
    def results(self) -> list[ExampleResult]:
        """Every example with the results of its variants, the post's blocks first and in order."""
        found = [self._example(example.id) for example in self._examples]
        self._note(ALL_FOLDERS)
        self._note(ALL_RUNS)
        return found

    def start(self) -> None:
        """Start every run of every example in the background, so that no page waits for the one before."""
        if not self._started:
            self._started = True
            self.pool.start([variant for example in self._examples for variant in example.variants])

    def _run(self, example: Example, variant: Variant) -> Result:
        """The variant's run, compared with what is declared of it.

        Where it could not be run the record's outcome is ``not run``: its text is the golden's if only a newer Python
        was missing, and empty otherwise.
        """
        self._work_ahead(variant)
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

    def _work_ahead(self, variant: Variant) -> None:
        """While a variant runs, make what will be asked for of examples whose runs are over, one after the other."""
        make, self.ahead = self.ahead, None  # what is made now does not wait for anything
        if make is None:
            return
        page, self.page = self.page, ""
        try:
            with asked.unnoted():
                while not self.pool.over(variant, _WAIT_S):
                    others = (example.id for example in self._examples if example.id != variant.example)
                    ready = next(filter(self._is_ready, others), None)
                    if ready is not None:
                        self._made_ahead.add(ready)
                        make(ready)
        finally:
            self.ahead, self.page = make, page

    def _is_ready(self, example_id: str) -> bool:
        return example_id not in self._made_ahead and all(map(self.pool.over, self._by_id[example_id].variants))

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

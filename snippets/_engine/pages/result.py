"""A program with its run in this build and what is to be said of it; and all programs of an example together.

Cards, slides and lists read attributes of these. Each is worked out when it is first asked for, and then kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property, wraps
from typing import Any, TypeVar

from snippets._engine.examples.catalogue import Example, Variant
from snippets._engine.examples.measured import pythons_of
from snippets._engine.pages import verdict as verdicts
from snippets._engine.pages.code import Change, change
from snippets._engine.pages.markup import Markup, Verdict, fragment, words
from snippets._engine.picture import timeline
from snippets._engine.picture.axis import length
from snippets._engine.picture.thumbnail import thumbnail
from snippets._engine.picture.timeline import Drawing
from snippets._engine.record.printed import Line
from snippets._engine.record.record import Record
from snippets._engine.record.transcript import Check, compare
from snippets._engine.story.story import Story
from snippets._engine.words import ending as endings
from snippets._engine.words import findings
from snippets._engine.words.described import described
from snippets._engine.words.ending import Meant
from snippets._engine.words.english import capital
from snippets._engine.words.findings import Finding
from snippets._engine.words.summary import sentences
from snippets._engine.words.teller import Telling, tell

#: What the first variant of an example is called.
ROLES = {"published": "As published", "flawed": "The mistake"}

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Result:
    """A variant of an example, what its run in this build tells, and what is not as declared of that, a line each.

    ``day`` is that of the run (UTC, like ``2025-01-31``), None where it is not known. ``axis_s`` is how long the axis
    of its picture must be, so that the pictures of one example can be compared; 0 where it has an axis of its own.
    ``above`` are those of the example that a reader has seen before it, ``mended`` is what its corrections print.
    """

    example: Example
    variant: Variant
    story: Story
    problems: tuple[str, ...] = ()
    day: str | None = None
    axis_s: float = 0.0
    above: tuple[Result, ...] = ()
    mended: tuple[str, ...] = ()
    _kept: dict[object, Any] = field(init=False, repr=False, default_factory=dict)

    @property
    def record(self) -> Record:
        """What the run left."""
        return self.story.record

    @property
    def ran(self) -> bool:
        """Whether the variant ran in this build; else its text is the recorded one, if there is any."""
        return self.record.outcome.kind != "not run"

    @property
    def clock(self) -> str | None:
        """The clock of the times of its lines; None where they have none, as those of a golden."""
        return self.record.clock if self.ran else None

    @cached_property
    def base(self) -> Variant | None:
        """What the variant was made from: the first one, where that is the post's or flawed; None for the first."""
        first = self.example.variants[0]
        return first if self.variant.key != first.key and (first.key == "published" or first.flaw) else None

    @cached_property
    def role(self) -> Markup:
        """What the variant is, in one or two words."""
        key, variants = self.variant.key, self.example.variants
        if self.variant.title:
            return words(self.variant.title)
        if key in ROLES:
            return fragment(ROLES[key])
        alone = len(variants) == 2 and variants[0].key in ROLES
        return fragment("Corrected" if alone else capital(key.replace("_", " ")))

    @property
    def mends(self) -> bool:
        """Whether it is a correction; else it is another way to do the same, or the first itself."""
        return bool(self.base and self.base.flaw)

    @cached_property
    def change(self) -> Change | None:
        """What was changed to make it from its base."""
        return change(self.base.source, self.variant.source) if self.base else None

    @property
    def lines(self) -> list[Line]:
        """What the run printed."""
        return self.story.lines

    @cached_property
    def check(self) -> Check | None:
        """The post's claim held against what was printed; None where there is no claim, or no output to hold it to."""
        claimed = self.variant.claimed
        return compare(claimed, self.record.text) if claimed is not None and self.record.python else None

    @cached_property
    def restores(self) -> bool:
        """Whether it prints what the post says that the first one does; else it mends something else."""
        claimed = self.example.variants[0].claimed
        return claimed is not None and compare(claimed, self.record.text).right

    @cached_property
    def verdict(self) -> Verdict:
        """What is said of the run in a few words."""
        return verdicts.verdict(self.variant, self.record, self.check, self.seen)

    @property
    def seen(self) -> str | None:
        """What is seen of the example's mistake, as its label calls that: of the first program, which has it."""
        return self.example.seen if self.variant is self.example.variants[0] else None

    @cached_property
    def signs(self) -> list[str]:
        """The verdict's sign, and another where the verdict does not hold on every Python."""
        return [self.verdict.sign] + (["pythons"] if verdicts.differs_by_python(self.variant) else [])

    @cached_property
    def meant(self) -> Meant:
        """What words on the run need to know of its label."""
        variant = self.variant
        wrong = endings.wrong(self.record.text, self.mended, variant.shows, variant.hides) if variant.flaw else ""
        return verdicts.meant(variant, self.seen, wrong)

    @cached_property
    def ending(self) -> tuple[str, str]:
        """How the run ended: a few words for the start of the sentence, and the sentences that follow, in marks."""
        return endings.ending(self.record, self.meant)

    @cached_property
    def flaws(self) -> list[str]:
        """What is wrong with a flawed program, in the words for its title line; nothing for one without a flaw."""
        return endings.flaws(self.record, self.meant)

    @cached_property
    def measured(self) -> str:
        """The run in numbers, very short: ``20 lines, stuck since 11 s``."""
        return endings.measured(self.record, self.variant.stop)

    @property
    def as_it_says(self) -> bool:
        """Whether the program did what it was meant to, here at least."""
        return self.record.outcome.kind == "finishes" and self.meant.finish in ("as meant", "not everywhere")

    @cached_property
    def elsewhere(self) -> str:
        """On which Pythons it ends or prints otherwise than in this run, in a sentence; empty where on none."""
        return verdicts.on_other_pythons(self.variant, self.record)

    @cached_property
    def ends_elsewhere(self) -> str:
        """On which Pythons it ends otherwise than in this run, in a sentence; empty where it does on none."""
        return verdicts.on_other_pythons(self.variant, self.record, texts=False)

    @cached_property
    def held(self) -> list[str]:
        """The Pythons, like ``3.12``, on which outcome and text were measured to hold; empty while unknown."""
        return pythons_of(self.variant)

    @cached_property
    def findings(self) -> list[Finding]:
        """What the run shows to be wrong."""
        return findings.findings(self.story, self.variant.file.name)

    @cached_property
    def telling(self) -> Telling:
        """The run told moment by moment."""
        return tell(self.story)

    @cached_property
    def sentences(self) -> list[str]:
        """The run in plain sentences."""
        return sentences(self.telling)

    @cached_property
    def described(self) -> str:
        """The picture of the run in words."""
        return described(self.story)

    @cached_property
    def drawing(self) -> Drawing | None:
        """The run as a picture; None where no task was ever created, or it did not run."""
        uid, largest = f"tl_{self.variant.example}_{self.variant.key}", timeline.LARGEST - len(self.described)
        return timeline.draw(self.story, uid, self.axis_s, largest) if self.ran else None

    @property
    def figure(self) -> Markup:
        """The same as SVG for a page; empty where there is none."""
        title = f"{self.variant.example}, {self.variant.key}: {self.record.outcome}"
        return Markup(timeline.inline(self.drawing, title, self.described)) if self.drawing else Markup()

    @cached_property
    def thumbnail(self) -> Markup:
        """The run as a small SVG without words; empty where there is no picture of it."""
        return Markup(thumbnail(self.story, self.axis_s)) if self.ran else Markup()


def kept(make: Callable[[Result], T]) -> Callable[[Result], T]:
    """The function, which makes something of a result once, and has it kept there: as an attribute would be."""

    @wraps(make)
    def get(result: Result) -> T:
        if make not in result._kept:
            result._kept[make] = make(result)
        return result._kept[make]  # type: ignore[no-any-return]

    return get


@dataclass(frozen=True, eq=False)
class ExampleResult:
    """An example with the results of its variants, in their order."""

    example: Example
    results: tuple[Result, ...]

    @classmethod
    def of(cls, example: Example, run: Callable[[Variant], Result]) -> ExampleResult:
        """The example with what ``run`` gives for each variant; those on the virtual clock get the longest's axis."""
        results = [run(variant) for variant in example.variants]
        axis_s = max((length(one.story.lanes) for one in results if one.record.clock == "virtual"), default=0.0)
        mended = tuple(one.record.text for one in results[1:] if not one.variant.flaw and one.record.python)
        made: list[Result] = []
        for one in results:
            # Corrections stand beside each other, so that none of them is above another.
            above = tuple(other for other in made if other.variant.flaw or other is made[0])
            own_s = axis_s if one.record.clock == "virtual" else one.axis_s
            made.append(replace(one, axis_s=own_s, above=above, mended=mended))
        return cls(example, tuple(made))

    @property
    def first(self) -> Result:
        """What is shown first, and what the others are held against."""
        return self.results[0]

    @property
    def others(self) -> tuple[Result, ...]:
        """All but the first."""
        return self.results[1:]

    @cached_property
    def corrections(self) -> list[Result]:
        """The others that have no flaw of their own. Where the first has none, they are other ways to do the same."""
        return [one for one in self.others if not one.variant.flaw]

    def of_key(self, key: str | None = None) -> Result:
        """The result of the variant of that name; as ``Example.variant``. Raises CatalogueError."""
        key = self.example.variant(key).key
        return next(one for one in self.results if one.variant.key == key)

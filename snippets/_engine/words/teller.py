"""A run told moment by moment: a sentence each, why, notes beside the lines, and how everything stands then.

The sentences' parts are in ``templates.py``; who tells of which moment stands in a table here.
"""

from __future__ import annotations

from dataclasses import dataclass

from snippets._engine.story.moments import Moment
from snippets._engine.story.story import Story
from snippets._engine.words import stands
from snippets._engine.words import templates as w
from snippets._engine.words.callbacks import callback
from snippets._engine.words.english import capital
from snippets._engine.words.final import final
from snippets._engine.words.outside import outside, start
from snippets._engine.words.speaker import Notes, Speaker
from snippets._engine.words.steps import step

#: Who tells of a moment, by its kind; the others are last moments.
_TELLS = {"step": step, "callback": callback, "start": start, "outside": outside}


@dataclass(frozen=True, slots=True)
class Told:
    """A moment in words, all in the marks of ``marks.py``.

    ``seconds`` is its time as it is told. ``notes`` are a line, what stands beside it, and how often it ran, in the
    order in which they ran. ``states`` is how each task stands, ``ready`` and ``timers`` are as ``stands.py`` has them.
    """

    moment: Moment
    seconds: float
    sentence: str
    why: str
    notes: list[tuple[int, str, int]]
    states: dict[int, str]
    ready: list[int | str]
    timers: list[tuple[float | None, int | str]]
    things: list[str]


@dataclass(frozen=True, slots=True)
class Telling:
    """A story with all its moments in words."""

    story: Story
    moments: list[Told]


def tell(story: Story) -> Telling:
    """The words for each moment, in order: what is explained once is explained where it comes first."""
    say = Speaker(story)
    return Telling(story, [_told(say, moment) for moment in story.moments])


def _told(say: Speaker, moment: Moment) -> Told:
    say.notes = Notes()
    if moment.kind in ("step", "callback"):
        say.callbacks += 1
    sentence, why = _TELLS.get(moment.kind, final)(say, moment)
    if moment.jumped and moment.name != "timer":
        sentence = w.CALLBACKS["sleeps"].format(at=say.at(moment.seconds)) + sentence
    say.ended |= {number: state.ended for number, state in moment.states.items() if state.ended}
    return Told(
        moment,
        say.round_s(moment.seconds),
        capital(sentence),
        why,
        _noted(say, moment),
        {number: stands.stands(say, moment, number, state) for number, state in moment.states.items()},
        stands.ready(say, moment),
        stands.timers(say, moment),
        stands.things(say, moment),
    )


def _noted(say: Speaker, moment: Moment) -> list[tuple[int, str, int]]:
    counts: dict[int, int] = {}
    previous = None
    for line in moment.lines:
        statement = say.program.statement(line)
        if previous is None or statement is None or statement is not previous or line == statement.first:
            counts[line] = counts.get(line, 0) + 1
        counts.setdefault(line, 1)
        previous = statement
    for line in say.notes.lines:
        counts.setdefault(line, 1)
    counts.update(say.notes.times)
    return [(line, "; ".join(dict.fromkeys(say.notes.lines.get(line, []))), count) for line, count in counts.items()]

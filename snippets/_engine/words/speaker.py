"""What every sentence about a run needs: names, times, lists of tasks, notes, and what was explained already."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from snippets._engine.record.outcome import Ended
from snippets._engine.record.times import rounded
from snippets._engine.story.history import Waiting
from snippets._engine.story.moments import Deed, Moment
from snippets._engine.story.primitives import Thing, family_of
from snippets._engine.story.story import Story
from snippets._engine.words import templates as w
from snippets._engine.words.english import listed
from snippets._engine.words.marks import brief, quoted, ref, refs

#: A callback costs the virtual clock so much, and its lines a little more: so far a time may be from a round one.
_COST_S = 1.4e-5


@dataclass(slots=True)
class Notes:
    """Short notes beside the lines of one moment, and how often lines ran that ran over and over."""

    lines: dict[int, list[str]] = field(default_factory=dict)
    times: dict[int, int] = field(default_factory=dict)


class Speaker:
    """How names, times and lists of one run are said; while its moments are told in order, what was said so far."""

    def __init__(self, story: Story) -> None:
        self.record, self.program, self.names = story.record, story.program, story.names
        self.history = story.history
        #: Explanations that were given, by their keys; each is given once.
        self.explained: set[str] = set()
        #: How tasks ended, as far as it was told.
        self.ended: dict[int, Ended] = {}
        #: Tasks whose end has stopped a loop.
        self.stopped: set[int | None] = set()
        #: How many callbacks were told of.
        self.callbacks = 0
        #: Those of the moment that is being told.
        self.notes = Notes()

    def who(self, number: int | None) -> str:
        """A task that pictures show, or that it is one of asyncio's own."""
        return ref(number) if number in self.names else "a task of asyncio's own"

    def them(self, numbers: Collection[int], count: int = 0) -> str:
        """Several tasks, the first of ``count`` or all; asyncio's own are left out where there are others."""
        shown = [number for number in numbers if number in self.names]
        return refs(shown, unnamed=max(0, count - len(numbers))) if shown else "a task of asyncio's own"

    def round_s(self, seconds: float) -> float:
        """A time as it is told: whole milliseconds on the real clock, on the virtual one as pages write times."""
        if self.record.clock == "virtual":
            return rounded(seconds, digits=3, spent=(self.callbacks + 2) * _COST_S)
        return round(seconds, 3)

    def at(self, seconds: float) -> str:
        """A time in words, `1.5 s`."""
        return f"{self.round_s(seconds):g} s"

    def once(self, key: str, **fields: str) -> list[str]:
        """An explanation, where it was not given yet."""
        if key in self.explained:
            return []
        self.explained.add(key)
        return [w.ONCE[key].format(**fields)]

    def note(self, line: int | None, key: str, **fields: str) -> None:
        """Put a note beside a line, if it is known."""
        if line:
            self.notes.lines.setdefault(line, []).append(w.NOTES[key].format(**fields))

    def is_main(self, number: int) -> bool:
        """Whether a loop was started with this task."""
        return any(task.id == number and task.parent is None and task.line for task in self.record.tasks)

    def unseen(self, text: str) -> list[int]:
        """The tasks of which asyncio says that nobody looked at their exception."""
        names = {task.name: task.id for task in self.record.tasks}
        said = re.findall(r"Task exception was never retrieved\nfuture: <Task finished name='([^']*)'", text)
        return [names[name] for name in said if names.get(name) in self.names]


def has_ended(moment: Moment, number: int) -> bool:
    """Whether the task has ended when the moment is over."""
    state = moment.states.get(number)
    return state is not None and state.ended is not None


def thing_of(moment: Moment, wait: Waiting) -> str:
    """The primitive that is waited for, as the program calls it."""
    thing = moment.things.get(wait.thing or 0)
    return brief(thing.name if thing else wait.on.rpartition(".")[0] or wait.on)


def levels_of(thing: Thing | None, wait: Waiting | None) -> set[str]:
    """What is known of a primitive that somebody waits for, by its state."""
    notified = {"notified"} if wait and wait.through[-1:] == ("Condition.wait",) else set()
    notified |= {"draining"} if wait and wait.draining else set()
    if thing is None or thing.state is None:
        return notified
    facts = {"thing": True, "holder": thing.holder is not None}
    facts |= family_of(thing.family).known(thing, thing.state[0], thing.state[-1])
    return notified | {name for name, holds in facts.items() if holds}


def lines_printed(run: Sequence[Deed]) -> str:
    """What was printed; of many lines only the first and the last."""
    texts = [deed.what for deed in run if deed.what.strip()]
    if not texts:
        return "an empty line"
    if len(texts) > 3:
        return f"{len(texts)} lines, from {quoted(texts[0])} to {quoted(texts[-1])}"
    return listed([quoted(text) for text in texts])


def last_words(printed: Sequence[Deed]) -> str:
    """What was printed outside of tasks; a traceback only as that."""
    whole = "".join(deed.what for deed in printed)
    first = whole.split("\n", 1)[0]
    return "a traceback" if "Traceback (most recent call last)" in first else lines_printed(printed)

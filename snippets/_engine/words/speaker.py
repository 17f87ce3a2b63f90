"""What every sentence about a run needs: names, times, lists of tasks, notes, and what was explained already."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from snippets._engine.record.names import shown_names
from snippets._engine.record.record import Record
from snippets._engine.record.times import rounded
from snippets._engine.story.moments import Deed, Moment, Thing, Waiting
from snippets._engine.story.program import ProgramText
from snippets._engine.words import templates as w
from snippets._engine.words.english import listed
from snippets._engine.words.marks import brief, quoted, ref, refs

#: A callback costs the virtual clock so much, and its lines a little more: so far a time may be from a round one.
_COST_S = 1.4e-5


class Voice:
    """How names, times and lists of one run are said, and what has been said already."""

    def __init__(self, record: Record, program: ProgramText) -> None:
        self.record, self.program = record, program
        self.names = shown_names(record)
        self.explained: set[str] = set()
        self.ended: dict[int, str] = {}
        self.callbacks = 0
        #: Tasks whose end has stopped a loop.
        self.stopped: set[int | None] = set()
        self.moment = Moment("start", 0.0)
        self.notes: dict[int, list[str]] = {}
        self.counts: dict[int, int] = {}

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

    def _note(self, line: int | None, key: str, **fields: str) -> None:
        if line:
            self.notes.setdefault(line, []).append(w.NOTES[key].format(**fields))

    def _over(self, moment: Moment, number: int) -> bool:
        state = moment.states.get(number)
        return state is not None and state.ended is not None

    def _thing(self, wait: Waiting) -> str:
        thing = self.moment.things.get(wait.thing or 0)
        return brief(thing.name if thing else wait.on.rpartition(".")[0] or wait.on)

    @staticmethod
    def _levels(thing: Thing | None, wait: Waiting | None) -> set[str]:
        """What is known of a primitive that somebody waits for, by its state."""
        notified = {"notified"} if wait and wait.through[-1:] == ("Condition.wait",) else set()
        notified |= {"draining"} if wait and wait.draining else set()
        if thing is None or thing.state is None:
            return notified
        first, last = thing.state[0], thing.state[-1]
        facts = {
            "thing": True,
            "held": thing.family in ("lock", "condition") and bool(first),
            "holder": thing.holder is not None,
            "no place": thing.family == "semaphore" and first == 0,
            "not set": thing.family == "event" and not first,
            "empty": thing.family == "queue" and first == 0,
            "stored": thing.family == "queue" and first > 0,
            "full": thing.family == "queue" and bool(thing.limit) and first >= (thing.limit or 0),
            "room": thing.family == "queue" and (not thing.limit or first < thing.limit),
            "unfinished": thing.family == "queue" and last > 0,
        }
        return notified | {name for name, holds in facts.items() if holds}

    def _is_main(self, number: int) -> bool:
        return any(task.id == number and task.parent is None and task.line for task in self.record.tasks)

    @staticmethod
    def _printed(run: Sequence[Deed]) -> str:
        texts = [deed.what for deed in run if deed.what.strip()]
        if not texts:
            return "an empty line"
        if len(texts) > 3:
            return f"{len(texts)} lines, from {quoted(texts[0])} to {quoted(texts[-1])}"
        return listed([quoted(text) for text in texts])

    def _last_words(self, printed: Sequence[Deed]) -> str:
        whole = "".join(deed.what for deed in printed)
        first = whole.split("\n", 1)[0]
        return "a traceback" if "Traceback (most recent call last)" in first else self._printed(printed)

    def _unseen(self, text: str) -> list[int]:
        """The tasks of which asyncio says that nobody looked at their exception."""
        names = {task.name: task.id for task in self.record.tasks}
        said = re.findall(r"Task exception was never retrieved\nfuture: <Task finished name='([^']*)'", text)
        return [names[name] for name in said if names.get(name) in self.names]

"""What a step did to the program's locks, semaphores, events, conditions, barriers and queues.

The record gives the state of each before and after a step. By which call it came there is read from the program's
text, statement by statement, and believed where it leads to the state that was measured.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from snippets._engine.record.outcome import Ended
from snippets._engine.story.history import History, ThingHistory, Waiting
from snippets._engine.story.moments import Deed, Open
from snippets._engine.story.primitives import Thing, family_of
from snippets._engine.story.program import ProgramText, Statement, Use

#: One statement that ran, with the lines of it that did.
Visit = tuple[Statement | None, list[int]]


class Primitives:
    """The primitives of one run as they stand while its record is walked over."""

    def __init__(self, history: History, program: ProgramText) -> None:
        self.program = program
        self.things = {number: self._introduced(thing) for number, thing in history.things.items()}
        #: How often each task is inside of each `with`, by the statement's line.
        self._entered: dict[int, Counter[int]] = {}

    def _introduced(self, thing: ThingHistory) -> Thing:
        at_first = family_of(thing.family).at_first(thing.line, self.program)
        return Thing(thing.number, thing.cls, thing.family, thing.name, thing.limit, at_first, line=thing.line)

    def stand(self, number: int, state: tuple[int, ...]) -> None:
        """A state that no task of the program has brought about: who holds it then is not known."""
        if number in self.things:
            self.things[number] = replace(self.things[number], state=state, holder=None)

    def wait_for(self, thing: int | None, number: int) -> None:
        """A task stands in line for a primitive now."""
        if thing in self.things:
            self.things[thing] = replace(self.things[thing], waiting=(*self.things[thing].waiting, number))

    def unline(self, number: int) -> None:
        """The task no longer stands in line for anything."""
        for thing in self.things.values():
            if number in thing.waiting:
                left = tuple(waiting for waiting in thing.waiting if waiting != number)
                self.things[thing.number] = replace(thing, waiting=left)

    def make(self, lines: set[int], changed: set[int]) -> None:
        """Primitives exist from where the line that makes them has run, or where they first play a part."""
        for number, thing in self.things.items():
            if not thing.made and (thing.line in lines or thing.line is None or number in changed or thing.waiting):
                self.things[number] = replace(thing, made=True)

    def uses(self, opened: Open, visits: list[Visit]) -> list[tuple[int, Deed]]:
        """What the calls in these statements did to primitives, by the number of the statement.

        It is read from the text, step by step, and believed where the states that were measured agree.
        """
        found: list[tuple[int, Deed]] = []
        number = opened.moment.task or 0
        model = {key: replace(t, waiting=opened.before.get(key, t).waiting) for key, t in self.things.items()}
        resumed = opened.moment.resumed
        for index, (statement, _) in enumerate(visits):
            if statement is None or self._raised(opened, visits, index):
                continue
            first = index == 0 and resumed is not None
            last = index == len(visits) - 1 and isinstance(opened.moment.after, Waiting)
            for use in self._in_order(statement, number, first):
                thing = self._meant(use, opened, model, first, last)
                if thing is None:
                    continue
                waits = isinstance(opened.moment.after, Waiting) and last and opened.moment.after.thing == thing.number
                waited = first and resumed is not None and resumed.wait.thing == thing.number
                if waits and use.method in ("with", *_awaited_as(opened.moment.after)):
                    model[thing.number] = family_of(thing.family).suspended(thing, use)
                    continue
                deed = _applied(thing, use, number, waited)
                if deed is not None and deed.thing is not None:
                    model[thing.number] = deed.thing
                    found.append((index, deed))
        agreed = {n for n in model if self._agrees(n, model, opened)}
        self._learn(opened, model, agreed)
        good = [(index, deed) for index, deed in found if deed.thing and deed.thing.number in agreed]
        return (
            good
            + self.changes(opened, number, agreed, len(visits) if len(visits) > 1 else 0)
            + self._passed(opened, visits)
        )

    def _raised(self, opened: Open, visits: list[Visit], index: int) -> bool:
        """Whether what this statement did has failed: an `except` clause comes next, or the end of the task by that."""
        if index == 0 and any(where == "await" for _, _, where in opened.raised):
            return True
        after = opened.moment.after
        if index == len(visits) - 1 and isinstance(after, Ended) and after.how != "returned":
            return True
        following = visits[index + 1][1] if index + 1 < len(visits) else []
        return any(line in self.program.handlers for line in following)

    def _in_order(self, statement: Statement, number: int, first: bool) -> list[Use]:
        """The calls of a statement, as often as it runs; a `with` is entered and left in turn."""
        if not statement.is_with:
            return list(statement.uses)
        entered, key = self._entered.setdefault(number, Counter()), statement.first
        leaving = entered[key] > 0 and not first
        if not first:
            entered[key] += -1 if leaving else 1
        uses = [use for use in statement.uses if use.method == "with"]
        return [replace(use, method="leave") for use in reversed(uses)] if leaving else uses

    def _meant(self, use: Use, opened: Open, model: dict[int, Thing], first: bool, last: bool) -> Thing | None:
        """The primitive on which something is called: the one of that name, and of several the one that changed.

        The one that the task waited for counts in the first statement only, the one that it waits for now in the last.
        """
        method = "with" if use.method == "leave" else use.method
        fitting = [t for t in model.values() if _can_do(t, method, use.awaited)]
        named = [t for t in fitting if use.name and t.name.rpartition(".")[2] == use.name]
        if len(named) > 1 or not named:
            waits = {opened.moment.after.thing} if last and isinstance(opened.moment.after, Waiting) else set()
            resumed = {opened.moment.resumed.wait.thing} if first and opened.moment.resumed else set()
            playing = {*opened.changes} | waits | resumed
            others = {t.name.rpartition(".")[2] for t in model.values()}
            here = self.program.called_on(self.program.function(use.line)) - {use.name}
            found = named or [t for t in fitting if use.name not in others and t.name.rpartition(".")[2] not in here]
            named = [t for t in found if t.number in playing]
        return named[0] if len(named) == 1 else None

    def _agrees(self, number: int, model: dict[int, Thing], opened: Open) -> bool:
        """Whether what was read from the text leads to the state that was measured, or to none where none changed."""
        if not family_of(model[number].family).foreseen:
            return True
        if number in opened.changes:
            return model[number].state == opened.changes[number]
        return model[number].state == self.things[number].state or self.things[number].state is None

    def _learn(self, opened: Open, model: dict[int, Thing], agreed: set[int]) -> None:
        number = opened.moment.task
        for key, thing in self.things.items():
            known = model[key] if key in agreed else thing
            if key in opened.changes:
                known = replace(known, state=opened.changes[key])
            self.things[key] = replace(known, holder=_holder(known, thing, number), waiting=thing.waiting)

    def changes(
        self, opened: Open, number: int | None, agreed: set[int] | None = None, index: int = 0
    ) -> list[tuple[int, Deed]]:
        """Changes of state for which the text gives no reason; then only what was measured is told."""
        found = []
        for key, state in opened.changes.items():
            if key in (agreed or set()) or key not in self.things:
                continue
            before = opened.before.get(key, self.things[key])
            after = replace(self.things[key], state=state)
            after = replace(after, holder=_holder(after, before, number))
            self.things[key] = after
            waited = opened.moment.resumed is not None and opened.moment.resumed.wait.thing == key
            found.append((index, Deed("changed", None, thing=after, before=before, resumed=waited)))
        return found

    def _passed(self, opened: Open, visits: list[Visit]) -> list[tuple[int, Deed]]:
        """Awaits of tasks and futures that were done already, and so did not suspend."""
        found: list[tuple[int, Deed]] = []
        suspended = isinstance(opened.moment.after, Waiting)
        for index, (statement, _) in enumerate(visits):
            first = index == 0 and opened.moment.resumed is not None
            last = index == len(visits) - 1
            if statement is None or first or (last and (suspended or opened.moment.after != "returned")):
                continue
            if not last and self._elsewhere(statement, visits[index + 1][0]):
                continue  # a coroutine, whose first line is the next that ran
            for name in statement.awaited_names:
                found.append((index, Deed("passed", statement.first, what=name, paused=False)))
        return found

    def _elsewhere(self, one: Statement, other: Statement | None) -> bool:
        """Whether two statements stand in different functions."""
        return other is not None and self.program.function(one.first) != self.program.function(other.first)


def _can_do(thing: Thing, method: str, awaited: bool) -> bool:
    """Whether this call does something to such a primitive; one that is not awaited may only make a coroutine."""
    family = family_of(thing.family)
    return method in family.methods and (awaited or method not in family.coroutines)


def _awaited_as(after: Waiting | Ended | None) -> tuple[str, ...]:
    """The methods that this wait may be one of."""
    method = after.kind.rpartition(".")[2] if isinstance(after, Waiting) else ""
    return ("wait", "wait_for") if method == "wait" else (method,)


def _holder(thing: Thing, before: Thing, number: int | None) -> int | None:
    if not family_of(thing.family).held or not thing.state or not thing.state[0]:
        return None
    return before.holder if before.state and before.state[0] and before.holder else number


def _applied(thing: Thing, use: Use, number: int, waited: bool) -> Deed | None:
    """What this call does to a primitive that stands like this, None where it does nothing that could be told.

    ``waited``: it is the call in which the task had been suspended, and which is over now.
    """
    after = family_of(thing.family).use(thing, use, number, waited)
    if after is None:
        return None
    paused = waited if use.awaited else None
    entering = "wait" if thing.family == "barrier" else "acquire"
    what = {"with": entering, "leave": "release"}.get(use.method, use.method)
    return Deed("used", use.line, None, what, after, thing, paused=paused, resumed=waited)

"""The families of primitives: what can be called on one, what that does to its state, and what a picture shows of it.

A primitive's family is what its class is derived from, as the record tells, whatever the class is called. To follow
one more, enter it in ``KINDS`` of `recorder/objects.py`, add its class here, and its templates in `words/templates.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from snippets._engine.story.program import ProgramText, Use


@dataclass(frozen=True, slots=True)
class Thing:
    """A primitive of the program's as it stands: a lock's holder, who waits for it and for what, in order."""

    number: int
    cls: str
    family: str
    name: str
    limit: int | None
    state: tuple[int, ...] | None = None
    holder: int | None = None
    waiting: tuple[int, ...] = ()
    puts: int = 0
    dones: int = 0
    #: The line that makes it, and whether that has run.
    line: int | None = None
    made: bool = False


class Family:
    """A sort of primitive, and what is common to all of them; this one is of those of which nothing is known."""

    #: As the record calls it, and whose templates it may share.
    names: tuple[str, ...] = ("other",)
    #: What can be called on it; ``with`` is its block. ``coroutines`` do what they do only where they are awaited.
    methods: frozenset[str] = frozenset()
    coroutines: frozenset[str] = frozenset()
    #: Whether one task has it, from when it is taken on: its state is `(taken,)`.
    held = False
    #: Whether its state is one of two, so that a change of it says what was done.
    switch = False
    #: Whether tasks acquire and release it, so that whoever waited for it has taken it.
    acquired = False
    #: Whether its state follows from the calls that the text tells; else what the text says is believed.
    foreseen = True

    def at_first(self, line: int | None, program: ProgramText) -> tuple[int, ...] | None:
        """Its state when it is made in this line, where that is known."""
        return (0,)

    def use(self, thing: Thing, use: Use, task: int, waited: bool) -> Thing | None:
        """How it stands after a call of a task's, None where that does nothing that could be told.

        ``waited``: it is the call in which the task had been suspended, and which is over now.
        """
        return thing

    def suspended(self, thing: Thing, use: Use) -> Thing:
        """How it stands when a task has been suspended in this call."""
        return thing

    def known(self, thing: Thing, first: int, last: int) -> dict[str, bool]:
        """What its state says, by names in ``NEEDS`` of `words/needs.py`; the first and last number of the state."""
        return {}

    def level(self, joined: bool) -> tuple[str, int] | None:
        """What a picture counts of it, a key of ``templates.LEVELS``, and which number of its state that is.

        None where there is nothing to count. ``joined``: some task waits in its `join()`.
        """
        return None


class _Other(Family):
    def at_first(self, line: int | None, program: ProgramText) -> tuple[int, ...] | None:
        return None


class _Lock(Family):
    names: tuple[str, ...] = ("lock",)
    methods = frozenset({"acquire", "release", "with"})
    coroutines = frozenset({"acquire"})
    held = switch = acquired = True

    def use(self, thing: Thing, use: Use, task: int, waited: bool) -> Thing | None:
        if use.method in ("acquire", "with"):
            return replace(thing, state=(1,), holder=task)
        return replace(thing, state=(0,), holder=None)

    def known(self, thing: Thing, first: int, last: int) -> dict[str, bool]:
        return {"held": bool(first)}


class _Condition(_Lock):
    names: tuple[str, ...] = ("condition", "lock")
    methods = _Lock.methods | {"wait", "wait_for", "notify", "notify_all"}
    coroutines = _Lock.coroutines | {"wait", "wait_for"}

    def use(self, thing: Thing, use: Use, task: int, waited: bool) -> Thing | None:
        if use.method in ("wait", "wait_for"):
            return replace(thing, state=(1,), holder=task)
        return thing if use.method in ("notify", "notify_all") else super().use(thing, use, task, waited)

    def suspended(self, thing: Thing, use: Use) -> Thing:
        return replace(thing, state=(0,), holder=None) if use.method in ("wait", "wait_for") else thing


class _Semaphore(Family):
    names: tuple[str, ...] = ("semaphore",)
    methods = frozenset({"acquire", "release", "with"})
    coroutines = frozenset({"acquire"})
    acquired = True

    def at_first(self, line: int | None, program: ProgramText) -> tuple[int, ...] | None:
        statement = program.statement(line)
        uses = [use for use in statement.uses if "Semaphore" in use.method] if statement else []
        places = re.fullmatch(r"[^(]*\((?:value=)?(\d*)\)", uses[0].text) if len(uses) == 1 else None
        return (int(places[1] or 1),) if places else None

    def use(self, thing: Thing, use: Use, task: int, waited: bool) -> Thing | None:
        left = thing.state[0] if thing.state else 0
        if use.method in ("acquire", "with"):
            return replace(thing, state=(left if waited else left - 1,))
        return replace(thing, state=(left if thing.waiting else left + 1,), waiting=thing.waiting[1:])

    def known(self, thing: Thing, first: int, last: int) -> dict[str, bool]:
        return {"no place": first == 0}

    def level(self, joined: bool) -> tuple[str, int] | None:
        return "left", 0


class _Event(Family):
    names: tuple[str, ...] = ("event",)
    methods = frozenset({"set", "clear", "wait"})
    coroutines = frozenset({"wait"})
    switch = True

    def use(self, thing: Thing, use: Use, task: int, waited: bool) -> Thing | None:
        return thing if use.method == "wait" else replace(thing, state=(int(use.method == "set"),))

    def known(self, thing: Thing, first: int, last: int) -> dict[str, bool]:
        return {"not set": not first}


class _Barrier(Family):
    names: tuple[str, ...] = ("barrier",)
    methods = frozenset({"wait", "with", "abort", "reset"})
    coroutines = frozenset({"wait"})
    foreseen = False

    def use(self, thing: Thing, use: Use, task: int, waited: bool) -> Thing | None:
        return thing if use.method in ("wait", "with") and not waited else None


class _Queue(Family):
    names: tuple[str, ...] = ("queue",)
    methods = frozenset({"put", "put_nowait", "get", "get_nowait", "task_done", "join", "shutdown"})
    coroutines = frozenset({"put", "get", "join"})

    def at_first(self, line: int | None, program: ProgramText) -> tuple[int, ...] | None:
        return (0, 0)

    def use(self, thing: Thing, use: Use, task: int, waited: bool) -> Thing | None:
        items, unfinished = thing.state or (0, 0)
        if use.method.startswith("put"):
            return replace(thing, state=(items + 1, unfinished + 1), puts=thing.puts + 1)
        if use.method.startswith("get"):
            return replace(thing, state=(items - 1, unfinished))
        if use.method == "task_done":
            return replace(thing, state=(items, unfinished - 1), dones=thing.dones + 1)
        return thing

    def known(self, thing: Thing, first: int, last: int) -> dict[str, bool]:
        limit = thing.limit or 0
        full = bool(limit) and first >= limit
        return {"empty": first == 0, "stored": first > 0, "full": full, "room": not full, "unfinished": last > 0}

    def level(self, joined: bool) -> tuple[str, int] | None:
        return ("undone", 1) if joined else ("inside", 0)


FAMILIES: dict[str, Family] = {
    family.names[0]: family for family in (_Lock(), _Condition(), _Semaphore(), _Event(), _Barrier(), _Queue())
}
_OTHER = _Other()


def family_of(name: str) -> Family:
    """The family of this name; one of which nothing is known for any other."""
    return FAMILIES.get(name, _OTHER)

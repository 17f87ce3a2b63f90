"""How everything stands when a moment is over, in words: tasks, ready queue, timers and the program's primitives."""

from __future__ import annotations

from snippets._engine.story.callbacks import known
from snippets._engine.story.moments import Moment, TaskState
from snippets._engine.story.primitives import Thing, family_of
from snippets._engine.words import templates as w
from snippets._engine.words.english import amount
from snippets._engine.words.marks import brief, refs
from snippets._engine.words.needs import choose
from snippets._engine.words.speaker import Speaker, levels_of
from snippets._engine.words.waits import waiting

#: No more primitives are told of at once.
MOST_THINGS = 12

#: What a callback is called in the ready queue and among the timers, by its role.
_CHIPS = {
    "stops": "stop the loop",
    "tells": "notify `{of}()`",
    "shields": "notify `{of}()`",
    "time-out": "timeout",
    "timer": "a cancelled timer",
    "result": "a result from an executor",
}


def stands(say: Speaker, moment: Moment, number: int, state: TaskState) -> str:
    """How a task stands: that it runs, is ready or has ended, or what it waits for."""
    if state.ended is not None:
        return f"failed: `{state.ended.error}`" if state.ended.error else state.ended.how
    asked = ", will be cancelled" if state.asked is not None else ""
    if state.how == "running":
        return "running, blocks the loop"
    if state.how == "ready" and (state.wait is None or state.wait.kind != "yield"):
        return ("ready" if state.wait else "ready, not started") + asked
    return waiting(say, moment, number, state) + asked


def ready(say: Speaker, moment: Moment) -> list[int | str]:
    """The ready queue: tasks by their numbers, and what else is in it."""
    chips: list[int | str] = []
    for entry in moment.ready:
        if isinstance(entry, int):
            chips.append(entry if entry in say.names else "a task of asyncio's own")
        elif isinstance(entry, tuple):
            chips.append(f"timer of {say.who(entry[1])}")
        else:
            chips.append(_chip(entry))
    return chips


def _chip(name: str) -> str:
    callback = known(name)
    if callback.of == "TaskGroup":
        return "notify the TaskGroup"
    chip = _CHIPS.get(callback.role) if callback.of != "wait_for" else None  # that may be a timer too
    return chip.format(of=callback.of) if chip else brief(name.replace(".<locals>", "").rpartition(".")[2] + "()")


def timers(say: Speaker, moment: Moment) -> list[tuple[float | None, int | str]]:
    """The timers: when each is due, in seconds as they are told, where that is known; and whose it is."""
    found: list[tuple[float | None, int | str]] = []
    for at, who in moment.timers:
        whose = (who if who in say.names else "asyncio's own") if isinstance(who, int) else _chip(who)
        found.append((say.round_s(at) if at is not None else None, whose))
    return found


def things(say: Speaker, moment: Moment) -> list[str]:
    """The primitives that the program has made by then."""
    shown = [thing for thing in moment.things.values() if thing.state is not None and thing.made]
    return [_thing(say, moment, thing) for thing in shown[:MOST_THINGS]]


def _thing(say: Speaker, moment: Moment, thing: Thing) -> str:
    state = thing.state or (0,)
    waits = [s.wait for number in thing.waiting if (s := moment.states.get(number)) and s.wait]
    known = levels_of(thing, None).union(*(levels_of(None, wait) for wait in waits))
    key = next((name for name in family_of(thing.family).names if name in w.THINGS), "")
    words = choose(w.THINGS, key, known).format(
        holder=say.who(thing.holder),
        places=amount(state[0], "place"),
        items=amount(state[0], "item"),
        first=state[0],
        last=state[-1],
        limit=thing.limit or "?",
    )
    waiting = f"; waiting: {refs(thing.waiting)}" if thing.waiting else ""
    return f"{brief(thing.name)}: {words}{waiting}" if words else brief(thing.name)

"""What a task waits for, in words: as the end of a step, and as how the task stands."""

from __future__ import annotations

import re

from snippets._engine.story.history import Waiting
from snippets._engine.story.moments import Moment, Resumed, TaskState
from snippets._engine.story.primitives import Thing
from snippets._engine.words import templates as w
from snippets._engine.words.english import amount, nth
from snippets._engine.words.marks import brief, refs, unlined
from snippets._engine.words.needs import choose
from snippets._engine.words.speaker import Speaker, has_ended, levels_of, thing_of

#: What comes back from a thread or process.
_THREADS = ("to_thread()", "run_in_executor()", "BaseEventLoop.run_in_executor()")


def closing(say: Speaker, moment: Moment) -> str:
    """The last clause of a step: for what the task waits then, or how it ended."""
    after = moment.after
    if isinstance(after, Waiting):
        return _waits(say, moment, after)
    if after is None or (moment.stopped and after == "cancelled"):
        return ""
    resumed = moment.resumed
    arrived = resumed.asked if resumed is not None and resumed.raises == "CancelledError" else None
    swallowed = after == "returned" and arrived is not None and arrived.source not in ("timeout", "group")
    key = "swallowed" if swallowed else after.how
    woken = [d.task for d in moment.deeds if d.kind == "woke" and d.line is None and d.task in say.names]
    wakes = f" (that wakes {refs(n for n in woken if n)}, which waits for it)" if woken else ""
    return w.ENDS[key].format(error=after.error, wakes=wakes)


def _waits(say: Speaker, moment: Moment, wait: Waiting) -> str:
    thing = moment.things.get(wait.thing or 0)
    n = str(wait.line or "?")
    if wait.again:
        say.note(wait.line, "again")
        raised = moment.resumed is not None and moment.resumed.inside and not by_own_group(moment.resumed)
        return unlined(w.WAITS["again"].format(n=n)) if raised else ""
    _note_wait(say, wait, thing)
    # Only of sleep(0) it is known why a task is ready again at once: it may have got an error for what it waited for.
    kind = "ready" if wait.on == "ready" else kind_of(say, wait)
    template = choose(w.WAITS, kind if kind in w.WAITS else "library", levels_of(thing, wait))
    return unlined(template.format(me=say.who(moment.task), n=n, **_wait_fields(say, moment, wait, moment.task)))


def waiting(say: Speaker, moment: Moment, number: int, state: TaskState) -> str:
    """What a suspended task waits for, in a few words."""
    assert state.wait is not None
    kind, thing = kind_of(say, state.wait), moment.things.get(state.wait.thing or 0)
    template = choose(w.STANDS, kind if kind in w.STANDS else "library", levels_of(thing, state.wait))
    n = str(state.wait.line or "?")
    return unlined(template.format(me=say.who(number), n=n, **_wait_fields(say, moment, state.wait, number)))


def _note_wait(say: Speaker, wait: Waiting, thing: Thing | None) -> None:
    virtual = say.record.clock == "virtual"
    if wait.kind == "sleep" and wait.due is not None and virtual:
        say.note(wait.line, "until", at=say.at(wait.due))
    elif thing is not None and thing.holder:
        say.note(wait.line, "held", holder=say.who(thing.holder))
    else:
        say.note(wait.line, "suspends")


def _wait_fields(say: Speaker, moment: Moment, wait: Waiting, me: int | None) -> dict[str, str]:
    thing = moment.things.get(wait.thing or 0)
    holder = thing.holder if thing else None
    place = thing.waiting.index(me) if thing and me in thing.waiting else None
    until = wait.due is not None and say.record.clock == "virtual"
    unfinished = (thing.state or (0, 0))[-1] if thing and thing.family == "queue" else 0
    left = [t for t in wait.tasks if not has_ended(moment, t)]
    told = ", not resumed yet" if wait.tasks and not left else ""
    made = {d.task for d in moment.deeds if d.kind == "created"}
    them = (
        "what it was given"
        if not wait.tasks
        else "them"
        if set(wait.tasks) == made and len(made) > 1
        else say.them(wait.tasks, wait.count)
    )
    return {
        "on": brief(wait.on),
        "work": work_of(say, wait),
        "thing": thing_of(moment, wait),
        "until": f" until {say.at(wait.due or 0)}" if until else "",
        "holder": f"{say.who(holder)} holds it" if holder else "It is taken",
        "held": f", held by {say.who(holder)}" if holder else "",
        "place": f": {say.who(me)} is {nth(place)} in line" if place is not None else "",
        "here": f" ({(thing.state or (0,))[0]} of {thing.limit} there)" if thing and thing.limit else "",
        "they": "they" if them == "them" else them if wait.tasks else "its tasks",
        "have": "has" if them != "them" and len(wait.tasks) == 1 else "have",
        "next": them if len(wait.tasks) == 1 else f"the next of {them}",
        "open": f"{amount(unfinished, 'more `task_done()`').replace(')`s', ')`')}",
        "them": them,
        "one": say.them(wait.tasks, wait.count),
        "left": f": {say.them(left, wait.count - len(wait.tasks) + len(left))}" if left else told,
    }


def by_own_group(resumed: Resumed) -> bool:
    """Whether a task at the end of a group's block was woken by that group itself."""
    return resumed.wait.kind == "TaskGroup" and resumed.asked is not None and resumed.asked.source == "group"


def kind_of(say: Speaker, wait: Waiting) -> str:
    """The kind of a wait, by which templates are called: that of an executor is read out of the text."""
    if wait.kind in ("future", "library") and (wait.on in _THREADS or "run_in_executor" in _text(say, wait)):
        return "thread"
    return wait.kind


def _text(say: Speaker, wait: Waiting) -> str:
    statement = say.program.statement(wait.line)
    return " ".join(say.program.lines[statement.first - 1 : statement.last]) if statement else ""


def work_of(say: Speaker, wait: Waiting) -> str:
    """What an executor is to do, as the program names it."""
    statement = say.program.statement(wait.line)
    for use in statement.uses if statement else ():
        if use.method in ("run_in_executor", "to_thread"):
            found = re.search(
                r"\((?:[^,()]*, *)?([\w.]+)" if use.method == "run_in_executor" else r"\(([\w.]+)", use.text
            )
            return brief(f"{found[1]}()") if found else "the work"
    return "the work"

"""Why a step begins, in words: what the task waited for, what came of that, and which exception arrives."""

from __future__ import annotations

from collections.abc import Sequence

from snippets._engine.story.history import Waiting
from snippets._engine.story.moments import Moment, Resumed
from snippets._engine.words import templates as w
from snippets._engine.words.english import capital, lines
from snippets._engine.words.marks import brief, unlined
from snippets._engine.words.needs import choose
from snippets._engine.words.speaker import Speaker, has_ended, levels_of, thing_of
from snippets._engine.words.waits import by_own_group, kind_of, work_of

#: What a cancellation tears a task out of.
_AWAITED = {
    "gather": "`gather()`",
    "wait": "`wait()`",
    "wait_for": "`wait_for()`",
    "TaskGroup": "its TaskGroup",
    "shield": "`shield()`",
    "as_completed": "`as_completed()`",
}
#: Exceptions of primitives that cannot be used any more.
_BROKEN = {"BrokenBarrierError": "broken", "QueueShutDown": "shut"}


def opening(say: Speaker, moment: Moment, me: str) -> str:
    """How a step begins: that the task starts, or why it goes on."""
    if moment.resumed is None:
        never = moment.stopped is not None and moment.after == "cancelled"
        return w.GOES_ON["never starts" if never else "start"].format(me=me)
    resumed, wait = moment.resumed, moment.resumed.wait
    own = by_own_group(resumed)
    if resumed.raises or (resumed.inside and not own):
        return _raising(say, moment, resumed, me)
    say.note(wait.line, "goes on")
    kind = kind_of(say, wait)
    if isinstance(moment.after, Waiting) and moment.after.again:
        kind = "own group" if own else f"again {kind}" if f"again {kind}" in w.GOES_ON else "again"
    by = ""
    if resumed.by is not None and resumed.by != moment.task:
        by = f" by {say.who(resumed.by)}" + (f" in line {resumed.by_line}" if resumed.by_line else "")
    who = wait.tasks[0] if wait.tasks else None
    template = choose(w.GOES_ON, kind if kind in w.GOES_ON else "library", _known(say, moment, resumed))
    fields = {"me": me, "n": str(wait.line or "?"), "on": brief(wait.on), "by": by, "work": work_of(say, wait)}
    awaited = _awaited(say, wait)
    fields["past"] = awaited if awaited.startswith("its wait") else f"its wait in {awaited}"
    fields |= {"who": say.who(who), "how": how_ended(say, moment, who) if who else "", "thing": thing_of(moment, wait)}
    return unlined(template.format(**fields))


def _known(say: Speaker, moment: Moment, resumed: Resumed) -> set[str]:
    """What the record tells of an await in which a task stood: names in ``needs.NEEDS``."""
    wait, after = resumed.wait, moment.after
    same = isinstance(after, Waiting) and after.again
    known = levels_of(moment.things.get(wait.thing or 0), wait)
    facts = {
        "same": same,
        "over": resumed.over and not same,
        "raised": resumed.raises is not None,
        "inside": resumed.inside is not None,
        "kept": resumed.over and not same and bool(wait.function),
        "due": resumed.due,
        "asked": resumed.asked is not None,
        "unmet": isinstance(after, Waiting) and same and after.through[-1:] == ("Condition.wait",),
        "who": bool(wait.tasks) and has_ended(moment, wait.tasks[0]),
        "failed": bool(_failing(say, moment, resumed)),
        "emptied": wait.draining and not (isinstance(after, Waiting) and same and after.draining),
    }
    return known | {name for name, holds in facts.items() if holds}


def _failing(say: Speaker, moment: Moment, resumed: Resumed) -> list[int]:
    """The tasks that were waited for and ended with what the await raises; of a group, all that failed."""
    group = resumed.wait.kind == "TaskGroup"
    error = "cancelled" if resumed.raises == "CancelledError" else f"raised {resumed.raises}"
    ends = {t: s.ended or say.ended.get(t) for t, s in moment.states.items()}
    return [t for t in resumed.failed if group or ends.get(t, say.ended.get(t)) == error]


def how_ended(say: Speaker, moment: Moment, number: int | None) -> str:
    """How a task ended, as the end of a sentence about it: ``has returned``."""
    state = moment.states.get(number or 0)
    ended = (state.ended if state else None) or say.ended.get(number or 0)
    if ended is not None and ended.error:
        return f"has failed with `{ended.error}`"
    return {"returned": "has returned", "cancelled": "was cancelled"}.get(ended or "", "has ended")


def _raising(say: Speaker, moment: Moment, resumed: Resumed, me: str) -> str:
    wait, asked = resumed.wait, resumed.asked
    n = str(wait.line or "?")
    error = resumed.raises or resumed.inside or ""
    if resumed.raises:
        say.note(wait.line, "raises", error=error)
        at = f" at line {n}, out of {_awaited(say, wait)}"
    elif wait.function:
        at = f", inside {_awaited(say, wait)}, which it awaits in line {n}"
    else:
        at = ""
    fields = {"me": me, "n": n, "at": at, "error": error, "thing": thing_of(moment, wait), "work": work_of(say, wait)}
    fields["by"] = f" by {say.who(resumed.by)}" if resumed.by else ""
    fields["who"] = say.them(_failing(say, moment, resumed)[: None if wait.kind == "TaskGroup" else 1])
    key = _cause(say, resumed, error)
    if asked is not None and key in w.REQUESTS:
        fields |= {"by": say.who(asked.by), "line": str(asked.line or "?"), "through": say.who(asked.through)}
        key = "self" if asked.by == moment.task and key == "task" else key
    known = _known(say, moment, resumed)
    text = choose(w.RAISES, key, known).format(**fields)
    text = text.replace(" in line ?", "").replace(" at line ?,", ",")
    late = asked is not None and key in w.REQUESTS and asked.late and not asked.put_off
    text += w.ALSO["late"] if late and wait.kind != "yield" else ""
    text += choose(w.ALSO, "kept", known)
    return unlined(text) + _caught(say, resumed)


def _cause(say: Speaker, resumed: Resumed, error: str) -> str:
    """The key of what is said of an exception that arrives."""
    wait, asked = resumed.wait, resumed.asked
    if asked is not None and asked.put_off and error == "CancelledError":
        return "put off"
    if asked is not None and (error == "CancelledError" or (error == "TimeoutError" and asked.source == "timeout")):
        return "through" if asked.through else {"group": "own group"}.get(asked.source, asked.source)
    if kind_of(say, wait) == "thread":
        return "thread"
    if wait.kind == "TaskGroup" and error.endswith("ExceptionGroup"):
        return "group failed"
    if error == "TimeoutError" and wait.kind == "wait_for" and resumed.due:
        return "due"
    return _BROKEN.get(error, "was cancelled" if error == "CancelledError" else "failed")


def _awaited(say: Speaker, wait: Waiting) -> str:
    """What a cancellation tears a task out of."""
    kind = "wait_for" if wait.through[:1] == ("wait_for",) else wait.kind
    if kind in _AWAITED:
        return _AWAITED[kind]
    if kind == "task" and wait.tasks:
        return f"its wait for {say.who(wait.tasks[0])}"
    return "its wait for a future" if kind == "future" else brief(wait.on)


def _caught(say: Speaker, resumed: Resumed) -> str:
    """Which lines looked at it, and which caught it; whether a timeout made another of it on the way."""
    line, block = resumed.caught, resumed.turned if resumed.raises == "CancelledError" else None
    text = ""
    for missed in resumed.in_vain:
        say.note(missed, "in vain")
        text += w.ALSO["in vain"].format(line=missed, clause=say.program.line(missed).rstrip(":"))
    if line is None:
        return text + (w.ALSO["turned"].format(block=block) if block is not None else "")
    turned = block is not None and block in say.program.guarded(line)
    if resumed.parts:
        return text + (w.ALSO["turned"].format(block=block) if turned else "") + _parts(say, resumed.parts)
    say.note(line, "catches")
    return text + w.ALSO["turned and caught" if turned else "caught"].format(block=block, line=line)


def _parts(say: Speaker, clauses: Sequence[int]) -> str:
    """What `except*` clauses took: of a group only what each names."""
    for line in clauses:
        say.note(line, "part")
    if len(clauses) > 1:
        return w.ALSO["parts"].format(lines=capital(lines(clauses)))
    return w.ALSO["part"].format(line=clauses[0], clause=say.program.line(clauses[0]).partition(":")[0])

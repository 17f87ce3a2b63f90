"""The last moment of a run in words: how each task ended, and in a deadlock who waits for what that cannot come."""

from __future__ import annotations

from collections.abc import Sequence

from snippets._engine.record.outcome import Ended
from snippets._engine.record.record import Stuck
from snippets._engine.record.ring import ring
from snippets._engine.story.moments import Moment
from snippets._engine.story.primitives import Thing
from snippets._engine.words import templates as w
from snippets._engine.words.english import amount, lines, listed, times
from snippets._engine.words.marks import brief, ref, refs, unlined
from snippets._engine.words.needs import choose
from snippets._engine.words.speaker import Speaker, has_ended, last_words, levels_of

#: What would end these waits.
_ENDING = {"queue.put": ("get", "get_nowait"), "queue.get": ("put", "put_nowait")}


def final(say: Speaker, moment: Moment) -> tuple[str, str]:
    """The last moment, and why what stands still does."""
    if moment.kind == "cut":
        return w.FINAL["cut"].format(n=say.callbacks), ""
    outcome = say.record.outcome
    dropped = w.FINAL["dropped"].format(n=f"{say.record.dropped:,}") + " " if say.record.dropped else ""
    if outcome.proved:
        return _deadlock(say, moment)
    if outcome.endless:
        text = w.FINAL[outcome].format(at=say.at(moment.seconds))
        return dropped + text, _stuck(say, moment) if outcome.still else ""
    if outcome.kind in ("stopped", "refused"):
        why = say.record.verdict[0] if say.record.verdict else "stopped"
        return dropped + w.FINAL[outcome].format(why=why.removeprefix(outcome).lstrip(": ")), ""
    text = dropped + _how_all_ended(say, moment)
    printed = [deed for deed in moment.deeds if deed.kind == "printed"]
    text += w.FINAL["after"].format(what=last_words(printed)) if printed else ""
    unseen = say.unseen("".join(deed.what for deed in printed))
    text += w.FINAL["unseen"].format(whom=refs(unseen)) if unseen else ""
    return text + (
        w.FINAL[outcome.kind].format(error=outcome.name) if outcome.kind in w.FINAL and outcome.name else ""
    ), ""


def _how_all_ended(say: Speaker, moment: Moment) -> str:
    if not say.names:
        return w.FINAL["none"]
    left = [n for n in say.names if not has_ended(moment, n) and n in moment.states]
    if left and all(not moment.states[n].wait and moment.states[n].how == "ready" for n in left):
        return w.FINAL["never ran"].format(whom=refs(left))
    if left:
        return w.FINAL["left"].format(whom=refs(left))
    ends: dict[Ended, list[int]] = {}
    for number, state in moment.states.items():
        ends.setdefault(state.ended or Ended(), []).append(number)
    if set(ends) == {"returned"}:
        return w.FINAL["one" if len(moment.states) == 1 else "returned"]
    hows = []
    for ended, numbers in ends.items():
        was = "was" if len(numbers) == 1 else "were"
        how = f"{was} cancelled" if ended == "cancelled" else f"failed with `{ended.error}`" if ended.error else ended
        hows.append(f"{refs(numbers)} {how}")
    return w.FINAL["ended"].format(how=listed(hows))


def _deadlock(say: Speaker, moment: Moment) -> tuple[str, str]:
    key = "thread" if any(stuck.on == "running" for stuck in say.record.stuck) else "deadlocks"
    return w.FINAL[key], _stuck(say, moment)


def _stuck(say: Speaker, moment: Moment) -> str:
    groups: dict[tuple[object, ...], list[Stuck]] = {}
    for stuck in say.record.stuck:
        if stuck.task in say.names and stuck.on not in ("running", "ready"):
            state = moment.states.get(stuck.task)
            thing = state.wait.thing if state and state.wait else None
            groups.setdefault((stuck.on, stuck.line, thing), []).append(stuck)
    told = [_stuck_alike(say, moment, alike) for alike in list(groups.values())[:6]]
    circle = ring(say.record.stuck)
    if circle:
        told.append(w.STUCK["circle"].format(ring=" → ".join(ref(n) for n in circle)).strip())
    return " ".join(told)


def _stuck_alike(say: Speaker, moment: Moment, alike: Sequence[Stuck]) -> str:
    stuck, state = alike[0], moment.states.get(alike[0].task)
    wait = state.wait if state else None
    thing = moment.things.get(wait.thing or 0) if wait else None
    fields = {
        "whom": refs(s.task for s in alike),
        "wait": "waits" if len(alike) == 1 else "wait",
        "n": str(stuck.line or "?"),
        "on": brief(stuck.on),
        "thing": brief(thing.name) if thing else "",
    }
    kind = wait.kind if wait else ""
    if thing is not None and kind == "queue.join":
        return unlined(_join(say, moment, thing, fields))
    if thing is not None and thing.state and kind == "event.wait":
        said = choose(w.STUCK, "event", levels_of(thing, wait))
        return unlined(said.format(**fields)) + (_setters(say, moment, thing) if not thing.state[0] else "")
    if thing is not None and kind in ("lock.acquire", "condition.acquire"):
        known = levels_of(thing, wait) | _left(say, moment, thing, "release")
        known -= {"holder"} if thing.holder and has_ended(moment, thing.holder) else set()
        return unlined(choose(w.STUCK, "held", known).format(holder=say.who(thing.holder), **fields))
    if kind in ("queue.put", "queue.get") and thing is not None:
        known = levels_of(thing, wait) | _left(say, moment, thing, *_ENDING[kind])
        fields |= {"are": _are(thing), "it": "it" if len(alike) == 1 else "them"}
        return unlined(choose(w.STUCK, "full" if kind == "queue.put" else "empty", known).format(**fields))
    if kind == "sleep":
        return unlined(w.STUCK["sleep"].format(**fields))
    if stuck.waits_for and thing is None:
        return unlined(w.STUCK["tasks"].format(them=say.them(stuck.waits_for, stuck.awaited), **fields))
    return unlined(w.STUCK["other"].format(**fields))


def _left(say: Speaker, moment: Moment, thing: Thing, *methods: str) -> set[str]:
    """What is known of who could still do this to a primitive."""
    functions = {say.program.function(line) for line in say.program.calls(_last(thing.name), *methods)}
    doers = [[task.id for task in say.record.tasks if _function(task.label) == name] for name in functions]
    over = all(tasks and all(has_ended(moment, task) for task in tasks) for tasks in doers)
    left = thing.holder is not None and has_ended(moment, thing.holder) and bool(thing.state and thing.state[0])
    nobody = over and not _unclear(say, moment, thing, *methods)
    facts = {"deadlock": say.record.outcome.proved, "nobody": nobody, "left taken": left}
    return {name for name, holds in facts.items() if holds}


def _unclear(say: Speaker, moment: Moment, thing: Thing, *methods: str) -> bool:
    """Whether the text does not tell who can do this to a primitive: the method is handed over, say."""
    others = {_last(other.name) for other in moment.things.values()} - {_last(thing.name)}
    return say.program.unclear(_last(thing.name), others, *methods)


def _join(say: Speaker, moment: Moment, thing: Thing, fields: dict[str, str]) -> str:
    """How many items went in and how many were reported, where that was seen in full."""
    unfinished = (thing.state or (0, 0))[-1]
    need = f"{unfinished} more `task_done()`"
    if thing.puts - thing.dones != unfinished:
        return f"{fields['whom']} waits in line {fields['n']} for {fields['on']}, which needs {need}."
    where = say.program.calls(thing.name.rpartition(".")[2], "task_done")
    puts = f"{thing.puts} items were" if thing.puts != 1 else "1 item was"
    by = f" in {lines(where)}" if where else ""
    text = w.STUCK["queue.join"].format(**fields, open=need, puts=puts, dones=times(thing.dones), by=by)
    over = [n for n, s in moment.states.items() if s.ended]
    if over and where:
        text += f" {refs(over)} {'has' if len(over) == 1 else 'have'} ended and will not call it any more."
    return text


def _setters(say: Speaker, moment: Moment, thing: Thing) -> str:
    if _unclear(say, moment, thing, "set"):
        return ""
    found = say.program.calls(_last(thing.name), "set")
    if not found:
        return w.STUCK["never set"]
    functions = {say.program.function(line) for line in found}
    able = [stuck for stuck in say.record.stuck if stuck.line and _last(stuck.function or "") in functions - {""}]
    if len(functions) == len(able) == 1:  # nobody else would do
        stuck = able[0]
        for_ = f", waiting for {say.them(stuck.waits_for, stuck.awaited)}" if stuck.waits_for else ""
        ring = ": a circle" if set(stuck.waits_for) & set(thing.waiting) else ""
        return w.STUCK["setter"].format(by=say.who(stuck.task), line=found[0], at=stuck.line, for_=for_, ring=ring)
    return w.STUCK["setters"].format(lines=lines(found)) if _never_reached(say, thing, found) else ""


def _never_reached(say: Speaker, thing: Thing, lines: Sequence[int]) -> bool:
    """Whether none of these lines, which would set an event, has run; not, where that is not known."""
    ran = {line for task in say.history.tasks.values() for step in task.steps for line in step.ran}
    was_set = any(state[0] for _, _, state in say.history.things[thing.number].states)
    return bool(ran) and not ran & set(lines) and not was_set


def _last(name: str) -> str:
    """`lock` of `self.lock`."""
    return name.rpartition(".")[2]


def _function(label: str) -> str:
    """`put` of `Worker.put(1)`: the function of a task."""
    return _last(label.partition("(")[0])


def _are(thing: Thing) -> str:
    count = (thing.state or (0,))[0]
    return f"{'is' if count == 1 else 'are'} {amount(count, 'item')}"

"""What a step did, clause by clause: what it made, printed, took, gave back, put in, asked for."""

from __future__ import annotations

from collections.abc import Sequence

from snippets._engine.story.history import Waiting
from snippets._engine.story.moments import Deed, Moment
from snippets._engine.story.primitives import Family, Thing, family_of
from snippets._engine.words import templates as w
from snippets._engine.words.english import amount, lines, listed
from snippets._engine.words.marks import brief, quoted, ref, refs
from snippets._engine.words.needs import choose
from snippets._engine.words.speaker import Speaker, lines_printed
from snippets._engine.words.waits import closing


def done(say: Speaker, moment: Moment) -> tuple[list[str], list[str]]:
    """What was done in a moment, a clause each, and what is to be explained of that."""
    clauses: list[str] = []
    why: list[str] = []
    deeds = moment.deeds
    index = 0
    while index < len(deeds):
        deed = deeds[index]
        same = 1
        while index + same < len(deeds) and _alike(deed, deeds[index + same]):
            same += 1
        run = deeds[index : index + same]
        tell = _beside if deed.beside else _KINDS[deed.kind]
        clauses += filter(None, tell(say, moment, run, why))
        index += same
    return clauses, why


def _alike(deed: Deed, other: Deed) -> bool:
    if deed.kind != other.kind or deed.beside != other.beside or deed.inner or other.inner:
        return False
    if deed.kind == "printed":
        return (deed.task is None) == (other.task is None)
    return deed.kind in ("created", "woke") or (deed.kind == "asked" and _route(deed) == _route(other))


def _beside(say: Speaker, moment: Moment, run: Sequence[Deed], why: list[str]) -> list[str]:
    """What another thread did meanwhile."""
    whom = [deed.task for deed in run if deed.task in say.names]
    return [w.DEEDS[f"thread {run[0].kind}"].format(whom=refs(n for n in whom if n))] if whom else []


def _created(say: Speaker, moment: Moment, run: Sequence[Deed], why: list[str]) -> list[str]:
    numbers = [deed.task for deed in run if deed.task in say.names]
    if not numbers:
        return []
    for deed in run:
        if deed.task in say.names:
            say.note(deed.line, "creates", whom=ref(deed.task or 0))
    inner = run[0].inner
    if inner is not None:
        clauses, more = done(say, inner)
        tail = closing(say, inner)
        why += [*more, *say.once("eager")]
        told = _in_sentences([*clauses, *([tail] if tail else [])])
        return [w.DEEDS["created eagerly"].format(whom=ref(numbers[0] or 0), inner=told or "it has not suspended yet")]
    key = "made" if len(numbers) == 1 else "made many"
    if isinstance(moment.after, Waiting):
        why += say.once("made", whom=refs(n for n in numbers if n)) if key == "made" else []
        why += say.once("made many") if key == "made many" and "made" not in say.explained else []
        say.explained.add("made")
    return [w.DEEDS["created"].format(whom=refs(n for n in numbers if n))]


def _printed(say: Speaker, moment: Moment, run: Sequence[Deed], why: list[str]) -> list[str]:
    for deed in run:
        say.note(deed.line, "prints", what=quoted(deed.what, 28))
    what = lines_printed(run)
    if run[0].task is None and moment.task is not None:
        key = "process" if run[0].past else "thread"
        return [w.DEEDS[key].format(what=what)] if say.record.clock == "real" else []
    return [w.DEEDS["printed"].format(what=what)]


def _woke(say: Speaker, moment: Moment, run: Sequence[Deed], why: list[str]) -> list[str]:
    woken = [deed.task for deed in run if deed.task in say.names and deed.task != moment.task]
    if not woken or (moment.after is not None and not isinstance(moment.after, Waiting) and run[-1].line is None):
        return []  # by its end: told there
    return [w.DEEDS["woke"].format(whom=refs(n for n in woken if n))]


def _asked(say: Speaker, moment: Moment, run: Sequence[Deed], why: list[str]) -> list[str]:
    deed, numbers = run[0], list(dict.fromkeys(d.task for d in run if d.task in say.names))
    asked = deed.asked
    if not numbers or asked is None:
        return []
    known = _asked_in(say, run, moment)
    line = min(known, default=None)
    where = f" in {lines(known)}" if known else ""
    whom = refs(n for n in numbers if n)
    if asked.source == "group":
        late = " (their waits have just ended)" if all(d.asked and d.asked.late for d in run) else ""
        return [w.DEEDS["asked by group"].format(whom=whom, late=late)]
    if asked.through is not None:
        return [w.DEEDS["passed on"].format(through=say.who(asked.through), whom=whom)]
    say.note(line, "asks", whom=whom)
    if numbers == [moment.task]:
        return [w.DEEDS["asked itself"].format(where=where)]
    wait = moment.states[numbers[0] or 0].wait if (numbers[0] or 0) in moment.states else None
    at = f" at line {asked.arrives_in}" if asked.arrives_in and len(numbers) == 1 else ""
    one = len(numbers) == 1
    key = "asks late" if asked.late else "asks"
    if key in say.explained:
        return [f"calls `cancel()` on {whom}{where}"]
    say.explained |= {key, "asks"}
    it, its = (whom, "its") if one else ("them", "their")
    met = ["arrives"] if all(d.asked and d.asked.arrives for d in run) else []
    text = choose(w.DEEDS, "asked", met).format(whom=whom, where=where, it=it, at=at, its=its)
    if asked.late and one:
        text += f", although its {brief(wait.on)} is over and it is in the ready queue already" if wait else ""
    elif asked.late:
        text += ", although their waits are over and they are in the ready queue already"
    return [text]


def _asked_in(say: Speaker, run: Sequence[Deed], moment: Moment) -> set[int]:
    """The lines of these calls of `cancel()`; where the record tells of one, also others on the same name."""
    known, calls = {d.line for d in run if d.line}, _lines_of(say, "cancel", moment)
    if not known or all(d.line for d in run):
        return known or calls
    names = {line: _cancelled_in(say, line) for line in calls}
    return known | {line for line in calls if any(names[line] & names.get(told, set()) for told in known)}


def _cancelled_in(say: Speaker, line: int) -> set[str]:
    """The names on which `cancel()` is called in the statement of this line."""
    statement = say.program.statement(line)
    return {use.on for use in statement.uses if use.method == "cancel" and use.on} if statement else set()


def _lines_of(say: Speaker, method: str, moment: Moment) -> set[int]:
    """The lines of this step in which such a call stands, for what the record gives no line."""
    return {
        use.line
        for line in moment.lines
        if (statement := say.program.statement(line))
        for use in statement.uses
        if use.method == method
    }


def _passed(say: Speaker, moment: Moment, run: Sequence[Deed], why: list[str]) -> list[str]:
    say.note(run[0].line, "no pause")
    return [w.DEEDS["passed"].format(what=run[0].what, n=run[0].line)]


def _changed(say: Speaker, moment: Moment, run: Sequence[Deed], why: list[str]) -> list[str]:
    deed = run[0]
    thing = deed.thing
    if thing is None or not thing.state:
        return []
    family = family_of(thing.family)
    if deed.resumed and family.acquired:
        return []
    if thing.family == "condition" and isinstance(moment.after, Waiting) and moment.after.thing == thing.number:
        return []
    first = thing.state[0]
    kind = family.names[-1] + (("+" if first else "-") if family.switch else "")
    if kind not in w.CHANGES or _told_by_its_wait(moment, deed):
        return []
    items = amount(first, "item")
    fields = {"free": _free(thing), "items": items}
    text = w.CHANGES[kind].format(thing=brief(thing.name), **fields)
    others = any(d.kind in ("printed", "created", "asked", "used") and not d.beside for d in moment.deeds)
    if deed.line is None and not deed.woke and others:
        text = w.CHANGES["some time"].format(change=text)
    return [text + (f" (that wakes {say.them(deed.woke)})" if deed.woke else "")]


def _told_by_its_wait(moment: Moment, deed: Deed) -> bool:
    """Whether a queue has lost, or got, only the item for which the task waited: that it goes on tells so."""
    resumed, thing, before = moment.resumed, deed.thing, deed.before
    again = isinstance(moment.after, Waiting) and moment.after.again
    if not (deed.resumed and resumed and resumed.over) or again or not (thing and before):
        return False
    if thing.state is None or before.state is None:
        return False
    return {"queue.get": -1, "queue.put": 1}.get(resumed.wait.kind) == thing.state[0] - before.state[0]


def _used(say: Speaker, moment: Moment, run: Sequence[Deed], why: list[str]) -> list[str]:
    deed = run[0]
    thing = deed.thing
    if thing is None or (deed.resumed and deed.what in (*family_of(thing.family).coroutines, "acquire", "wait")):
        return []
    method = {"put_nowait": "put", "get_nowait": "get", "notify_all": "notify"}.get(deed.what, deed.what)
    method = "set again" if method == "set" and deed.before and deed.before.state == (1,) else method
    woken = [number for number in deed.woke if number in say.names]
    if method == "release" and thing.waiting and not woken:
        method = "release soon"
    at_once = deed.paused is False and "release" not in method
    key = _use(family_of(thing.family), f"{method}{'!' * at_once}", bool(woken))
    if not key:
        return []
    template = w.USES[key]
    me = say.who(moment.task)
    _note_use(say, deed, key)
    if key.endswith("acquire!") or key.rstrip(">") in ("queue put!", "queue get!", "event wait!"):
        ready = [x for x in moment.ready if isinstance(x, int) and x not in (*woken, moment.task)]
        why += say.once("no pause", me=me, ready=say.them(ready)) if ready else []
    if key == "lock release>":
        why += say.once("fair", first=refs(woken[:1]))
    elif woken and not key.startswith("semaphore"):
        why += say.once("wakes", me=me, woken=refs(woken), has="has" if len(woken) == 1 else "have")
    return [template.format(me=me, n=deed.line, thing=brief(thing.name), **_amounts(thing, woken))]


def _use(family: Family, what: str, wakes: bool) -> str:
    """The key of a template for this use, of this family or of one that it shares templates with; empty without one."""
    keys = [f"{name} {what}{end}" for end in (">" * wakes, "") for name in family.names]
    return next((key for key in keys if key in w.USES), "")


def _note_use(say: Speaker, deed: Deed, key: str) -> None:
    if key.endswith("acquire!"):
        say.note(deed.line, "free")
    elif key.rstrip(">").endswith("!"):
        say.note(deed.line, "no pause")
    elif deed.what in ("release", "set"):
        say.note(deed.line, deed.what)


def _amounts(thing: Thing, woken: Sequence[int]) -> dict[str, str]:
    state = thing.state or (0,)
    unfinished = state[1] if len(state) > 1 else 0
    without = f" ({amount(unfinished, 'item')} unfinished)" if unfinished else " (none unfinished now)"
    return {
        "woken": refs(woken),
        "first": refs(woken[:1]),
        "left": f" ({amount(state[0], 'place')} left)" if thing.family == "semaphore" else "",
        "items": f" ({amount(state[0], 'item')} left)",
        "room": f" ({amount(state[0], 'item')} in it now)",
        "open": without,
    }


def _free(thing: Thing) -> str:
    return amount((thing.state or (0,))[0], "place") + " free"


#: Who tells of a deed, by its kind.
_KINDS = {
    "created": _created,
    "printed": _printed,
    "woke": _woke,
    "asked": _asked,
    "passed": _passed,
    "changed": _changed,
    "used": _used,
}


def _in_sentences(clauses: Sequence[str]) -> str:
    """Clauses of one subject; one that holds a full stop ends its sentence."""
    groups: list[list[str]] = [[]]
    for clause in clauses:
        groups[-1].append(clause)
        if ". " in clause:
            groups.append([])
    return ". Then it ".join(listed(group) for group in groups if group)


def _route(deed: Deed) -> tuple[int | None, bool, bool]:
    """By whom it was passed on, whether a group did it, and whether it came late."""
    asked = deed.asked
    return (asked.through, asked.source == "group", asked.late) if asked is not None else (None, False, False)

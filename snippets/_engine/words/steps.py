"""A task's step in words: why it goes on, what it did, for what it waits then or how it ended."""

from __future__ import annotations

from snippets._engine.record.times import seconds
from snippets._engine.story.history import Waiting
from snippets._engine.story.moments import Moment
from snippets._engine.words import templates as w
from snippets._engine.words.deeds import done
from snippets._engine.words.english import capital, lines, listed
from snippets._engine.words.marks import brief, refs, unlined
from snippets._engine.words.speaker import Speaker, lines_printed
from snippets._engine.words.waits import closing
from snippets._engine.words.why import opening

#: Longer steps than this are said to hold the loop.
HELD_S = 0.1

#: Clauses of whom the step is not, which stand in a sentence of their own.
_OTHERS = ("{", "A thread", "Another process")


def step(say: Speaker, moment: Moment) -> tuple[str, str]:
    """A step, and what is to be explained of it."""
    me = moment.task or 0
    if me not in say.names:
        woken = [d.task or 0 for d in moment.deeds if d.kind == "woke" and d.task in say.names]
        label = next((task.label for task in say.record.tasks if task.id == me), "")
        told = w.OWN["pipes" if "_connect_pipes" in label else "runs"]
        return told + (w.TOLD["woken"].format(woken=refs(woken)) if woken else ""), ""
    if moment.after is None:
        return _busy(say, moment)
    head = opening(say, moment, say.who(me))
    clauses, why = done(say, moment)
    tail = closing(say, moment)
    sentence = _composed(say.who(me), head, clauses, tail, moment.first and not moment.stopped)
    sentence += held_up(say, moment)
    return sentence, " ".join([*why, *_timer(say, moment), *_whys(say, moment)])


def _timer(say: Speaker, moment: Moment) -> list[str]:
    """What a sleep is, where the record has its timer: for those who see one for the first time."""
    wait = moment.after
    if not isinstance(wait, Waiting) or wait.kind != "sleep" or wait.due is None or say.record.clock != "virtual":
        return []
    mine = any(who == moment.task for _, who in moment.timers)
    return say.once("sleep", at=say.at(wait.due)) if mine else []


def held_up(say: Speaker, moment: Moment) -> str:
    """What is to be said of a step that took long: which lines did, where that is known."""
    long = [(took, line) for took, line in moment.slow if took >= HELD_S]
    if long and all(line for _, line in long):
        held = listed([f"line {line} for {seconds(took, say.record.clock)}" for took, line in long])
        return w.HELD_BY.format(lines=capital(held.replace(" for ", " blocked the loop for ", 1)))
    took_s = max([moment.until - moment.seconds, *(took for took, _ in long)])
    return w.HELD.format(time=seconds(took_s, say.record.clock)) if took_s > HELD_S else ""


def _whys(say: Speaker, moment: Moment) -> list[str]:
    first = min(say.names, default=None)
    if moment.task != first or isinstance(moment.after, Waiting) or moment.after is None:
        return []
    left = [x for x in moment.ready if isinstance(x, int) and x in say.names and _steps_after(say, moment, x)]
    return say.once("last turn", whom=refs(left), has="has" if len(left) == 1 else "have") if left else []


def _steps_after(say: Speaker, moment: Moment, number: int) -> bool:
    """Whether a task has a step after this moment."""
    return any(step.start.place > moment.place for step in say.history.tasks[number].steps)


def _busy(say: Speaker, moment: Moment) -> tuple[str, str]:
    """A step that never ended."""
    me = say.who(moment.task)
    head = opening(say, moment, me) if moment.resumed or moment.first else f"{me} runs"
    stuck = next((s for s in say.record.stuck if s.task == moment.task), None)
    if say.record.outcome.kind not in ("never yields", "deadlocks", "stopped", "hangs"):
        return f"{head}{_clauses(say, moment)}. The program ends in the middle of this step.", ""
    if say.record.outcome.kind == "hangs":
        stands = w.ENDLESS["in"].format(n=stuck.line) if stuck and stuck.line else w.ENDLESS["somewhere"]
        return f"{head}{_clauses(say, moment)}. {stands}", ""
    if say.record.outcome.proved:
        blocked = unlined(w.BLOCKED.format(n=stuck.line if stuck and stuck.line else "?"))
        return f"{head}{_clauses(say, moment)}. {blocked}", ""
    line = stuck.line if stuck else max(moment.lines, default=None)
    again = sorted({ln for ln in moment.lines if ln in say.program.loop_around(line)})
    dropped = {ln: t for ln, t in say.program.dropped.items() if ln in say.program.loop_around(line)}
    if not again and not dropped:
        stands = w.ENDLESS["in"].format(n=stuck.line) if stuck and stuck.line else w.ENDLESS["somewhere"]
        return f"{head}{_clauses(say, moment)}. {stands}", _starved(say, moment, goes_on=False)
    done(say, moment)  # for the notes
    for ln in sorted({*again, *dropped}):
        say.notes.times[ln] = 99
    text = f"{head}. It never suspends" if ": " in head else f"{head} and never suspends"
    printed = [deed for deed in moment.deeds if deed.kind == "printed" and deed.line in again]
    if again:
        text += w.ENDLESS["again"].format(lines=lines({*again, *dropped}))
        text += w.ENDLESS["prints"].format(what=lines_printed(printed)) if printed else ""
    text += "."
    for ln, call in dropped.items():
        say.notes.lines[ln] = []
        say.note(ln, "dropped")
        text += w.ENDLESS["dropped"].format(n=ln, call=brief(call))
    return text, _starved(say, moment, goes_on=True)


def _clauses(say: Speaker, moment: Moment) -> str:
    clauses, _ = done(say, moment)
    return ": it " + listed(clauses) if clauses else ""


def _starved(say: Speaker, moment: Moment, goes_on: bool) -> str:
    idle = [number for number, state in moment.states.items() if state.how == "ready" and number != moment.task]
    never = [number for number in idle if moment.states[number].wait is None]
    due = [x for _, x in moment.timers if isinstance(x, int) and x in say.names]
    parts = [
        f"{refs(idle)} {'stays' if len(idle) == 1 else 'stay'} ready" + (" and never starts" if never == idle else "")
    ]
    parts = parts if idle else []
    parts += [f"nobody looks at the timer of {refs(due)}"] if due else []
    said = say.once("busy", idle=", and ".join(parts)) if parts else []
    return " ".join([*said, w.ENDLESS["goes on" if goes_on else "cut"]])


def _composed(me: str, head: str, clauses: list[str], tail: str, fresh: bool) -> str:
    """Clauses of one subject as sentences; one that holds a full stop ends its sentence."""
    groups: list[list[str]] = [[]]
    for clause in [*clauses, *([tail] if tail else [])]:
        alone = clause.startswith(_OTHERS)
        if alone and groups[-1]:
            groups.append([])
        groups[-1].append(clause)
        if ". " in clause or alone:
            groups.append([])
    text = head
    for index, group in enumerate(group for group in groups if group):
        both = len(group) > 1 and " and " in group[-1]
        body = ", ".join(group[:-1]) + ", then " + group[-1] if both else listed(group)
        if group[0].startswith(_OTHERS):
            text += f". {body}"
        elif index:
            text += f". Then {me} {body}"
        elif fresh:
            text += f" and {body}" if len(group) == 1 and ". " not in body and " and " not in body else f": it {body}"
        else:
            text += f". {me if '. ' in head else 'It'} {body}"
    return text + "."

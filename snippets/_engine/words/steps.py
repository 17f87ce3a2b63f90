"""A task's step in words: why it goes on, what it did, for what it waits then or how it ended."""

from __future__ import annotations

from snippets._engine.record.times import seconds
from snippets._engine.story.moments import Moment, TaskState, Thing, Waiting
from snippets._engine.words import templates as w
from snippets._engine.words.english import amount, capital, lines, listed, nth
from snippets._engine.words.marks import brief, refs, unlined
from snippets._engine.words.needs import choose
from snippets._engine.words.why import Why

#: Longer steps than this are said to hold the loop.
HELD_S = 0.1

#: Clauses of whom the step is not, which stand in a sentence of their own.
_OTHERS = ("{", "A thread", "Another process")


class Steps(Why):
    """Tells the steps of tasks."""

    def _step(self, moment: Moment) -> tuple[str, str]:
        me = moment.task or 0
        if me not in self.names:
            woken = [d.task or 0 for d in moment.deeds if d.kind == "woke" and d.task in self.names]
            label = next((task.label for task in self.record.tasks if task.id == me), "")
            told = w.OWN["pipes" if "_connect_pipes" in label else "runs"]
            return told + (w.TOLD["woken"].format(woken=refs(woken)) if woken else ""), ""
        if moment.after is None:
            return self._busy(moment)
        head = self._head(moment, self.who(me))
        clauses, why = self._deeds(moment)
        tail = self._tail(moment)
        sentence = _composed(self.who(me), head, clauses, tail, moment.first and not moment.stopped)
        sentence += self._held(moment)
        return sentence, " ".join([*why, *self._whys(moment)])

    def _held(self, moment: Moment) -> str:
        """What is to be said of a step that took long: which lines did, where that is known."""
        long = [(took, line) for took, line in moment.slow if took >= HELD_S]
        if long and all(line for _, line in long):
            held = listed([f"line {line} for {seconds(took, self.record.clock)}" for took, line in long])
            return w.HELD_BY.format(lines=capital(held.replace(" for ", " held the loop for ", 1)))
        took_s = max([moment.until - moment.seconds, *(took for took, _ in long)])
        return w.HELD.format(time=seconds(took_s, self.record.clock)) if took_s > HELD_S else ""

    # How it ended

    def _tail(self, moment: Moment) -> str:
        after = moment.after
        if isinstance(after, Waiting):
            return self._waits(moment, after)
        if after is None or (moment.stopped and after == "cancelled"):
            return ""
        error = after.removeprefix("raised ")
        resumed = moment.resumed
        arrived = resumed.asked if resumed is not None and resumed.raises == "CancelledError" else None
        swallowed = after == "returned" and arrived is not None and arrived.source not in ("timeout", "group")
        key = "swallowed" if swallowed else after.partition(" ")[0]
        woken = [d.task for d in moment.deeds if d.kind == "woke" and d.line is None and d.task in self.names]
        wakes = f" (that wakes {refs(n for n in woken if n)}, which waits for it)" if woken else ""
        return w.ENDS[key].format(error=error, wakes=wakes)

    def _waits(self, moment: Moment, wait: Waiting) -> str:
        thing = moment.things.get(wait.thing or 0)
        n = str(wait.line or "?")
        if wait.again:
            self._note(wait.line, "again")
            raised = moment.resumed is not None and moment.resumed.inside and not self._by_own_group(moment.resumed)
            return unlined(w.WAITS["again"].format(n=n)) if raised else ""
        self._note_wait(wait, thing)
        kind = self._kind(wait)
        template = choose(w.WAITS, kind if kind in w.WAITS else "library", self._levels(thing, wait))
        return unlined(template.format(me=self.who(moment.task), n=n, **self._wait_fields(moment, wait, moment.task)))

    def waiting(self, moment: Moment, number: int, state: TaskState) -> str:
        """What a suspended task waits for, in a few words."""
        assert state.wait is not None
        self.moment = moment
        kind, thing = self._kind(state.wait), moment.things.get(state.wait.thing or 0)
        template = choose(w.STANDS, kind if kind in w.STANDS else "library", self._levels(thing, state.wait))
        n = str(state.wait.line or "?")
        return unlined(template.format(me=self.who(number), n=n, **self._wait_fields(moment, state.wait, number)))

    def _note_wait(self, wait: Waiting, thing: Thing | None) -> None:
        virtual = self.record.clock == "virtual"
        if wait.kind == "sleep" and wait.due is not None and virtual:
            self._note(wait.line, "until", at=self.at(wait.due))
        elif thing is not None and thing.holder:
            self._note(wait.line, "held", holder=self.who(thing.holder))
        else:
            self._note(wait.line, "pauses")

    def _wait_fields(self, moment: Moment, wait: Waiting, me: int | None) -> dict[str, str]:
        thing = moment.things.get(wait.thing or 0)
        holder = thing.holder if thing else None
        place = thing.waiting.index(me) if thing and me in thing.waiting else None
        until = wait.due is not None and self.record.clock == "virtual"
        unfinished = (thing.state or (0, 0))[-1] if thing and thing.family == "queue" else 0
        left = [t for t in wait.tasks if not self._over(moment, t)]
        told = ", not told yet of the end" if wait.tasks and not left else ""
        made = {d.task for d in moment.deeds if d.kind == "created"}
        them = (
            "what it was given"
            if not wait.tasks
            else "them"
            if set(wait.tasks) == made and len(made) > 1
            else self.them(wait.tasks, wait.count)
        )
        return {
            "on": brief(wait.on),
            "work": self._work(wait),
            "thing": self._thing(wait),
            "until": f" until {self.at(wait.due or 0)}" if until else "",
            "holder": f"{self.who(holder)} holds it" if holder else "It is taken",
            "held": f", held by {self.who(holder)}" if holder else "",
            "place": f": {self.who(me)} is {nth(place)} in line" if place is not None else "",
            "here": f" ({(thing.state or (0,))[0]} of {thing.limit} there)" if thing and thing.limit else "",
            "they": "they" if them == "them" else them if wait.tasks else "its tasks",
            "have": "has" if them != "them" and len(wait.tasks) == 1 else "have",
            "next": them if len(wait.tasks) == 1 else f"the next of {them}",
            "open": f"{amount(unfinished, 'more `task_done()`').replace(')`s', ')`')}",
            "them": them,
            "one": self.them(wait.tasks, wait.count),
            "left": f": {self.them(left, wait.count - len(wait.tasks) + len(left))}" if left else told,
        }

    def _whys(self, moment: Moment) -> list[str]:
        first = min(self.names, default=None)
        if moment.task != first or isinstance(moment.after, Waiting) or moment.after is None:
            return []
        left = [x for x in moment.ready if isinstance(x, int) and x in self.names and self._steps_after(moment, x)]
        return self.once("last turn", whom=refs(left), its="its" if len(left) == 1 else "their") if left else []

    def _steps_after(self, moment: Moment, number: int) -> bool:
        """Whether a task has a step after this moment."""
        later = self.record.events[moment.place + 1 :]
        return any(event.kind == "step" and event.task == number for event in later)

    def _busy(self, moment: Moment) -> tuple[str, str]:
        """A step that never ended."""
        me = self.who(moment.task)
        head = self._head(moment, me) if moment.resumed or moment.first else f"{me} runs"
        stuck = next((s for s in self.record.stuck if s.task == moment.task), None)
        if self.record.outcome.kind not in ("never yields", "deadlocks", "stopped", "hangs"):
            return f"{head}{self._clauses(moment)}. The program ends in the middle of this step.", ""
        if self.record.outcome.kind == "hangs":
            stands = w.ENDLESS["in"].format(n=stuck.line) if stuck and stuck.line else w.ENDLESS["somewhere"]
            return f"{head}{self._clauses(moment)}. {stands}", ""
        if self.record.outcome.proved:
            blocked = unlined(w.BLOCKED.format(n=stuck.line if stuck and stuck.line else "?"))
            return f"{head}{self._clauses(moment)}. {blocked}", ""
        line = stuck.line if stuck else max(moment.lines, default=None)
        again = sorted({ln for ln in moment.lines if ln in self.program.loop_around(line)})
        dropped = {ln: t for ln, t in self.program.dropped.items() if ln in self.program.loop_around(line)}
        if not again and not dropped:
            stands = w.ENDLESS["in"].format(n=stuck.line) if stuck and stuck.line else w.ENDLESS["somewhere"]
            return f"{head}{self._clauses(moment)}. {stands}", self._starved(moment, goes_on=False)
        self._deeds(moment)  # for the notes
        for ln in sorted({*again, *dropped}):
            self.counts[ln] = 99
        text = f"{head}. It never pauses" if ": " in head else f"{head} and never pauses"
        printed = [deed for deed in moment.deeds if deed.kind == "printed" and deed.line in again]
        if again:
            text += w.ENDLESS["again"].format(lines=lines({*again, *dropped}))
            text += w.ENDLESS["prints"].format(what=self._printed(printed)) if printed else ""
        text += "."
        for ln, call in dropped.items():
            self.notes[ln] = []
            self._note(ln, "dropped")
            text += w.ENDLESS["dropped"].format(n=ln, call=brief(call))
        return text, self._starved(moment, goes_on=True)

    def _clauses(self, moment: Moment) -> str:
        clauses, _ = self._deeds(moment)
        return ": it " + listed(clauses) if clauses else ""

    def _starved(self, moment: Moment, goes_on: bool) -> str:
        idle = [number for number, state in moment.states.items() if state.how == "ready" and number != moment.task]
        never = [number for number in idle if moment.states[number].wait is None]
        due = [x for _, x in moment.timers if isinstance(x, int) and x in self.names]
        parts = [
            f"{refs(idle)} {'stays' if len(idle) == 1 else 'stay'} ready"
            + (" and never starts" if never == idle else "")
        ]
        parts = parts if idle else []
        parts += [f"nobody will look at the timer of {refs(due)}"] if due else []
        said = self.once("busy", idle=", and ".join(parts)) if parts else []
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

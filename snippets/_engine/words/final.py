"""How a run ended in words: how each task did, and in a deadlock who waits for what that cannot come."""

from __future__ import annotations

from collections.abc import Sequence

from snippets._engine.record.events import End, State, Wait
from snippets._engine.record.record import Stuck
from snippets._engine.record.ring import ring
from snippets._engine.story.moments import Moment, Thing
from snippets._engine.words import templates as w
from snippets._engine.words.english import amount, lines, listed, times
from snippets._engine.words.marks import brief, ref, refs, unlined
from snippets._engine.words.needs import choose
from snippets._engine.words.speaker import Voice

#: What would end these waits.
_ENDING = {"queue.put": ("get", "get_nowait"), "queue.get": ("put", "put_nowait")}


class Ends(Voice):
    """Tells the last moment of a run."""

    def _final(self, moment: Moment) -> tuple[str, str]:
        if moment.kind == "cut":
            return w.FINAL["cut"].format(n=self.callbacks), ""
        outcome = self.record.outcome
        dropped = w.FINAL["dropped"].format(n=f"{self.record.dropped:,}") + " " if self.record.dropped else ""
        if outcome.proved:
            return self._deadlock(moment)
        if outcome.endless:
            text = w.FINAL[outcome].format(at=self.at(moment.seconds))
            return dropped + text, self._stuck(moment) if outcome.still else ""
        if outcome.kind in ("stopped", "refused"):
            why = self.record.verdict[0] if self.record.verdict else "stopped"
            return dropped + w.FINAL[outcome].format(why=why.removeprefix(outcome).lstrip(": ")), ""
        text = dropped + self._how_all_ended(moment)
        printed = [deed for deed in moment.deeds if deed.kind == "printed"]
        text += w.FINAL["after"].format(what=self._last_words(printed)) if printed else ""
        unseen = self._unseen("".join(deed.what for deed in printed))
        text += w.FINAL["unseen"].format(whom=refs(unseen)) if unseen else ""
        return text + (
            w.FINAL[outcome.kind].format(error=outcome.name) if outcome.kind in w.FINAL and outcome.name else ""
        ), ""

    def _how_all_ended(self, moment: Moment) -> str:
        if not self.names:
            return w.FINAL["none"]
        left = [n for n in self.names if not self._over(moment, n) and n in moment.states]
        if left and all(not moment.states[n].wait and moment.states[n].how == "ready" for n in left):
            return w.FINAL["never ran"].format(whom=refs(left))
        if left:
            return w.FINAL["left"].format(whom=refs(left))
        ends: dict[str, list[int]] = {}
        for number, state in moment.states.items():
            ends.setdefault(state.ended or "", []).append(number)
        if set(ends) == {"returned"}:
            return w.FINAL["one" if len(moment.states) == 1 else "returned"]
        hows = []
        for ended, numbers in ends.items():
            was = "was" if len(numbers) == 1 else "were"
            how = f"{was} cancelled" if ended == "cancelled" else ended.replace("raised ", "failed with `") + (
                "`" if ended.startswith("raised") else "")  # fmt: skip
            hows.append(f"{refs(numbers)} {how}")
        return w.FINAL["ended"].format(how=listed(hows))

    def _deadlock(self, moment: Moment) -> tuple[str, str]:
        key = "thread" if any(stuck.on == "running" for stuck in self.record.stuck) else "deadlocks"
        return w.FINAL[key], self._stuck(moment)

    def _stuck(self, moment: Moment) -> str:
        groups: dict[tuple[object, ...], list[Stuck]] = {}
        for stuck in self.record.stuck:
            if stuck.task in self.names and stuck.on not in ("running", "ready"):
                state = moment.states.get(stuck.task)
                thing = state.wait.thing if state and state.wait else None
                groups.setdefault((stuck.on, stuck.line, thing), []).append(stuck)
        told = [self._stuck_alike(moment, alike) for alike in list(groups.values())[:6]]
        circle = ring(self.record.stuck)
        if circle:
            told.append(w.STUCK["circle"].format(ring=" → ".join(ref(n) for n in circle)).strip())
        return " ".join(told)

    def _stuck_alike(self, moment: Moment, alike: Sequence[Stuck]) -> str:
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
            return unlined(self._join(moment, thing, fields))
        if thing is not None and thing.state and kind == "event.wait":
            said = choose(w.STUCK, "event", self._levels(thing, wait))
            return unlined(said.format(**fields)) + (self._setters(moment, thing) if not thing.state[0] else "")
        if thing is not None and kind in ("lock.acquire", "condition.acquire"):
            known = self._levels(thing, wait) | self._left(moment, thing, "release")
            known -= {"holder"} if thing.holder and self._over(moment, thing.holder) else set()
            return unlined(choose(w.STUCK, "held", known).format(holder=self.who(thing.holder), **fields))
        if kind in ("queue.put", "queue.get") and thing is not None:
            known = self._levels(thing, wait) | self._left(moment, thing, *_ENDING[kind])
            fields |= {"are": _are(thing), "it": "it" if len(alike) == 1 else "them"}
            return unlined(choose(w.STUCK, "full" if kind == "queue.put" else "empty", known).format(**fields))
        if kind == "sleep":
            return unlined(w.STUCK["sleep"].format(**fields))
        if stuck.waits_for and thing is None:
            return unlined(w.STUCK["tasks"].format(them=self.them(stuck.waits_for, stuck.awaited), **fields))
        return unlined(w.STUCK["other"].format(**fields))

    def _left(self, moment: Moment, thing: Thing, *methods: str) -> set[str]:
        """What is known of who could still do this to a primitive."""
        functions = {self.program.function(line) for line in self.program.calls(_last(thing.name), *methods)}
        doers = [[task.id for task in self.record.tasks if _function(task.label) == name] for name in functions]
        over = all(tasks and all(self._over(moment, task) for task in tasks) for tasks in doers)
        left = thing.holder is not None and self._over(moment, thing.holder) and bool(thing.state and thing.state[0])
        nobody = over and not self._unclear(moment, thing, *methods)
        facts = {"deadlock": self.record.outcome.proved, "nobody": nobody, "left taken": left}
        return {name for name, holds in facts.items() if holds}

    def _unclear(self, moment: Moment, thing: Thing, *methods: str) -> bool:
        """Whether the text does not tell who can do this to a primitive: the method is handed over, say."""
        others = {_last(other.name) for other in moment.things.values()} - {_last(thing.name)}
        return self.program.unclear(_last(thing.name), others, *methods)

    def _join(self, moment: Moment, thing: Thing, fields: dict[str, str]) -> str:
        """How many items went in and how many were reported, where that was seen in full."""
        unfinished = (thing.state or (0, 0))[-1]
        need = f"{unfinished} more `task_done()`"
        if thing.puts - thing.dones != unfinished:
            return f"{fields['whom']} waits in line {fields['n']} for {fields['on']}, which needs {need}."
        where = self.program.calls(thing.name.rpartition(".")[2], "task_done")
        puts = f"{thing.puts} items were" if thing.puts != 1 else "1 item was"
        by = f" in {lines(where)}" if where else ""
        text = w.STUCK["queue.join"].format(**fields, open=need, puts=puts, dones=times(thing.dones), by=by)
        over = [n for n, s in moment.states.items() if s.ended]
        if over and where:
            text += f" {refs(over)} {'has' if len(over) == 1 else 'have'} ended and will not call it any more."
        return text

    def _setters(self, moment: Moment, thing: Thing) -> str:
        if self._unclear(moment, thing, "set"):
            return ""
        found = self.program.calls(_last(thing.name), "set")
        if not found:
            return w.STUCK["never set"]
        functions = {self.program.function(line) for line in found}
        able = [stuck for stuck in self.record.stuck if stuck.line and _last(stuck.function or "") in functions - {""}]
        if len(functions) == len(able) == 1:  # nobody else would do
            stuck = able[0]
            for_ = f", waiting for {self.them(stuck.waits_for, stuck.awaited)}" if stuck.waits_for else ""
            ring = ": a circle" if set(stuck.waits_for) & set(thing.waiting) else ""
            return w.STUCK["setter"].format(by=self.who(stuck.task), line=found[0], at=stuck.line, for_=for_, ring=ring)
        return w.STUCK["setters"].format(lines=lines(found)) if self._never_reached(thing, found) else ""

    def _never_reached(self, thing: Thing, lines: Sequence[int]) -> bool:
        """Whether none of these lines, which would set an event, has run; not, where that is not known."""
        events = self.record.events
        ran = {line for event in events if isinstance(event, Wait | End) for line in event.ran}
        states = [event for event in events if isinstance(event, State) and event.primitive == thing.number]
        return bool(ran) and not ran & set(lines) and not any(event.state[0] for event in states)


def _last(name: str) -> str:
    """`lock` of `self.lock`."""
    return name.rpartition(".")[2]


def _function(label: str) -> str:
    """`put` of `Worker.put(1)`: the function of a task."""
    return _last(label.partition("(")[0])


def _are(thing: Thing) -> str:
    count = (thing.state or (0,))[0]
    return f"{'is' if count == 1 else 'are'} {amount(count, 'item')}"

"""The loop's other callbacks in words: timers, who is told of an end, timeouts, sockets, the program's own."""

from __future__ import annotations

import builtins
from collections.abc import Sequence

from snippets._engine.story.callbacks import network
from snippets._engine.story.moments import Moment
from snippets._engine.words import templates as w
from snippets._engine.words.deeds import done
from snippets._engine.words.english import listed
from snippets._engine.words.marks import brief, refs
from snippets._engine.words.needs import choose
from snippets._engine.words.speaker import Speaker, lines_printed
from snippets._engine.words.steps import held_up
from snippets._engine.words.why import how_ended

_BUILTINS = frozenset(dir(builtins))


def callback(say: Speaker, moment: Moment) -> tuple[str, str]:
    """A callback, and what is to be explained of it."""
    if moment.name == "timer":
        return _timer(say, moment)
    role = moment.callback.role
    if role == "tells":
        return _told(say, moment, moment.callback.of)
    woken = [d.task for d in moment.deeds if d.kind == "woke" and d.task in say.names]
    asked = [d.task for d in moment.deeds if d.kind == "asked" and d.task in say.names]
    if role == "time-out":
        return _timeout(say, moment, asked, woken)
    if role == "stops":
        ended = [n for n, s in moment.states.items() if s.ended and say.is_main(n)]
        main = next((n for n in ended if n not in say.stopped), None)
        key = "stop()" if moment.callback.of != "run" else "stop" if main else "stop again" if ended else "stop()"
        say.stopped.add(main)
        return w.CALLBACKS[key].format(whom=say.who(main)), ""
    return _other(say, moment, woken)


def _other(say: Speaker, moment: Moment, woken: Sequence[int | None]) -> tuple[str, str]:
    name, role, why = moment.name, moment.callback.role, []
    plain = name.replace(".<locals>", "")
    last = plain.rpartition(".")[2]
    if role == "timer":
        return w.CALLBACKS["cancelled timer"], ""
    made = [d.task for d in moment.deeds if d.kind == "created" and d.task in say.names]
    if role == "cleans up" and made:
        return w.CALLBACKS["abandoned"].format(whom=refs(n for n in made if n)), ""
    meaning = network(name)
    if role in ("result", "to thread"):
        key = "thread" if role == "result" else "to thread"
        why = say.once("executor") if key == "thread" else []
    else:
        own = last in say.program.definitions or last == "<lambda>" or plain in _BUILTINS
        key = "own" if own else "network" if meaning is not None else "other"
    shown = "a `lambda`" if last == "<lambda>" else brief(f"{plain}()")
    defined = f", defined in line {say.program.definitions[last]}" if last in say.program.definitions else ""
    text = w.CALLBACKS[key].format(name=shown if key != "network" else plain, defined=defined)
    text = w.NETWORK.get(meaning or "", text) if key == "network" else text
    if key == "to thread":
        printed = [deed for deed in moment.deeds if deed.kind == "printed"]
        return text + (" " + w.OUTSIDE["prints"].format(what=lines_printed(printed)) if printed else ""), ""
    clauses, more = done(say, moment)
    clauses = [clause for clause in clauses if not clause.startswith("wakes")]
    text += f" It {listed(clauses)}." if clauses else ""
    text += held_up(say, moment)
    if woken:
        text += w.TOLD["woken"].format(woken=refs(n for n in woken if n))
    return text, " ".join([*why, *more])


def _timer(say: Speaker, moment: Moment) -> tuple[str, str]:
    number = moment.about or 0
    woken = any(deed.kind == "woke" for deed in moment.deeds)
    state = moment.states.get(number)
    on = brief(state.wait.on) if state and state.wait else "a wait"
    if number not in say.names:
        return w.CALLBACKS["own task"], ""
    behind = [x for x in moment.ready if isinstance(x, int) and x != number]
    if not woken:
        return w.CALLBACKS["cancelled timer"], ""
    if state and state.wait and state.wait.kind not in ("sleep", "yield"):
        own = state.wait.kind in ("wait", "wait_for")
        text = w.CALLBACKS["sleeps"].format(at=say.at(moment.seconds)) if moment.jumped else ""
        said = w.CALLBACKS["time up" if own else "arrived"]
        return text + said.format(whom=say.who(number), what=brief(f"{state.wait.kind}()")), ""
    key = "timer jumped" if moment.jumped and say.record.clock == "virtual" else "timer"
    where = f", behind {say.them(behind)}" if behind else ""
    text = w.CALLBACKS[key].format(at=say.at(moment.seconds), on=on, whom=say.who(number), behind=where)
    more = any(isinstance(x, tuple) for x in moment.ready)
    return text, " ".join(say.once("pass")) if more and say.record.clock == "virtual" else ""


def _timeout(say: Speaker, moment: Moment, asked: Sequence[int | None], woken: Sequence[int | None]) -> tuple[str, str]:
    direct = [d.task for d in moment.deeds if d.kind == "asked" and d.asked and not d.asked.through and d.task]
    if not direct:
        return w.CALLBACKS["timeout nothing"] + (
            w.TOLD["woken"].format(woken=refs(n for n in woken if n)) if woken else ""
        ), ""
    text: str = w.CALLBACKS["timeout"].format(asked=say.them(direct))
    passed = [n for n in asked if n not in direct]
    if passed:
        text += f" {say.them(direct)} passes that on to {refs(n for n in passed if n)}, which it waits for."
    return text, " ".join(say.once("asks"))


def _told(say: Speaker, moment: Moment, kind: str) -> tuple[str, str]:
    about = moment.about
    if kind == "gather" and moment.for_the_loop and say.stopped:
        ended = f"{say.who(about)} {how_ended(say, moment, about)}" if about else "a task has ended"
        return w.CALLBACKS["gather of run"].format(ended=ended), ""
    if kind == "wait_for" and about is None:
        return _timeout(say, moment, [], [d.task for d in moment.deeds if d.kind == "woke"])
    if about is not None and about not in say.names and moment.awaiting not in say.names:
        return w.CALLBACKS["other"].format(name=brief(moment.name)), ""
    count = ""
    if kind == "gather" and about in moment.of and len(moment.of) > 1:  # what was done before is not among them
        count = w.CALLBACKS["gather count"].format(told=len(moment.told), of=len(moment.of))
    whom = say.who(about) if about else "a task"
    text = w.CALLBACKS[kind].format(whom=whom, how=how_ended(say, moment, about), count=count)
    woken = [d.task for d in moment.deeds if d.kind == "woke" and d.task in say.names]
    asked = [d.task for d in moment.deeds if d.kind == "asked" and d.task]
    if kind == "TaskGroup":
        return text + _group(say, moment, asked, woken), ""
    whole = len(moment.told) == len(moment.of)
    if woken and kind == "gather":
        said = choose(w.TOLD, "all" if whole else "at once", {"all told"} if moment.of and whole else set())
        return text + said.format(woken=refs(n for n in woken if n)), ""
    if woken:
        return text + w.TOLD["woken"].format(woken=refs(n for n in woken if n)), ""
    waiting = moment.states.get(moment.awaiting or 0)
    if waiting is not None and waiting.how == "waiting" and moment.of:
        text += w.TOLD["some"].format(waiter=say.who(moment.awaiting))
    return text, ""


def _group(say: Speaker, moment: Moment, asked: Sequence[int], woken: Sequence[int | None]) -> str:
    parent = moment.awaiting
    kids = [number for number in asked if number != parent]
    if asked:
        text = w.TOLD["stops"].format(kids=say.them(kids)) if kids else w.TOLD["stops nobody"]
        return text + (_parent(say, moment, parent) if parent in asked else ".")
    if woken:
        return w.TOLD["all"].format(woken=refs(n for n in woken if n))
    state = moment.states.get(moment.about or 0)
    return w.TOLD["keeps"] if state is not None and state.how == "failed" else ""


def _parent(say: Speaker, moment: Moment, parent: int | None) -> str:
    """What becomes of the task that has the group: it waits for it, or is still inside its block."""
    state = moment.states.get(parent or 0)
    waits = state is not None and state.wait is not None and state.wait.kind == "TaskGroup"
    return w.TOLD["wakes parent" if waits else "cancels parent"].format(parent=say.who(parent))

"""Record -> the player's frames: one for each callback of the loop, with a sentence; and the same story as plain text.

``frames`` makes the object that the player reads, ``to_js`` the text of its file, ``told`` the story in sentences. What
happened is found out in ``story/walk.py``, worded in ``teller.py``. The keys of a frame, empty ones left out:

- `t` milliseconds, `k` the task that ran (0: the loop itself), `s` a sentence, `y` why
- `l` lines that ran: `[line, note, times?]`; `c` changed states: `{task: [letter, [lines, innermost first], text]}`
- `r` ready queue after the step: tasks and callbacks in words; `m` timers: `[milliseconds or null, task or words]`
- `o` new output: `[text, task, "e" for stderr, "x" for a mark of ours]`; `q` shared objects in words
- `x` `bad`, `end` or `cut`
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from snippets._engine.record.record import Record
from snippets._engine.story.callbacks import known
from snippets._engine.story.moments import Deed, Moment, TaskState, Thing
from snippets._engine.story.program import ProgramText
from snippets._engine.story.walk import facts
from snippets._engine.words.english import amount, listed
from snippets._engine.words.marks import brief, refs, to_plain
from snippets._engine.words.teller import Teller

#: Of the output that one frame adds, more pieces or letters than these are cut out of its middle.
MOST_PIECES = 60
MOST_LETTERS = 6000

#: The text form has about so many sentences.
MOST_SENTENCES = 40
#: Where it is longer and nothing repeats, so many at the end are kept.
_LAST = 10
#: Cycles that make fewer sentences than these are told in full.
_WORTH_IT = 6
#: A cycle of steps that repeats is at most so long.
_LONGEST_CYCLE = 16

#: How a task stands, as the player's data has it.
_LETTERS = {
    "running": "k",
    "ready": "r",
    "sleeping": "z",
    "waiting": "w",
    "returned": "d",
    "cancelled": "c",
    "failed": "x",
}

#: What a callback is called in the ready queue and among the timers, by its role.
_CHIPS = {
    "stops": "stop the loop",
    "tells": "tell `{of}()`",
    "shields": "tell `{of}()`",
    "time-out": "timeout",
    "timer": "a cancelled timer",
    "result": "a result from an executor",
}


def frames(record: Record, source: str, title: str, key: str) -> dict[str, Any]:
    """The player's data for one run: ``key`` is `{example}/{variant}`."""
    program = ProgramText(source)
    teller = Teller(record, program)
    made, states = [], dict[int, Any]()
    moments = facts(record, program)
    for moment in moments:
        told = teller.tell(moment)
        frame: dict[str, Any] = {"t": round(teller.round_s(moment.seconds) * 1000), "k": _acting(moment, teller)}
        frame |= {"s": told.sentence, "y": told.why, "l": [[n, note] + [x] * (x > 1) for n, note, x in told.notes]}
        now = {number: _state(teller, moment, number, state) for number, state in moment.states.items()}
        frame["c"] = {str(number): state for number, state in now.items() if states.get(number) != state}
        states.update(now)
        frame |= {"r": _ready(teller, moment), "m": _timers(teller, moment)}
        frame |= {"o": _output(record, moment, teller), "q": _objects(teller, moment), "x": _mark(record, moment)}
        made.append({name: value for name, value in frame.items() if value not in ("", [], {}, None)})
    _rest(record, made, moments)
    return {
        "v": 1,
        "id": key,
        "title": title,
        "us": round(record.seconds * 1e6),
        "src": program.lines,
        "aw": sorted(program.awaits),
        "tasks": [[number, name] for number, name in teller.names.items()],
        "f": made,
    }


def to_js(data: dict[str, Any]) -> str:
    """The text of the file that a page loads by a script element, from disk too: one statement."""
    key, text = (json.dumps(part, ensure_ascii=False, separators=(",", ":")) for part in (data["id"], data))
    safe = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("</", "<\\/")
    return f"(window.aioSteps=window.aioSteps||{{}})[{key}]={safe};\n".encode("utf-8", "backslashreplace").decode()


def told(record: Record, source: str) -> list[str]:
    """The story of a run in plain sentences, in order; what repeats is summed up."""
    program = ProgramText(source)
    teller = Teller(record, program)
    story: list[_Sentence] = []
    time = 0.0
    for moment in facts(record, program):
        words = teller.tell(moment)
        if _carries_nothing(moment):
            continue
        text = to_plain(words.sentence, teller.names)
        now = teller.round_s(moment.seconds)
        if words.why and (moment.kind == "end" or (moment.kind == "step" and moment.after is None)):
            text += " " + to_plain(words.why, teller.names)
        if now != time and moment.kind not in ("end", "cut"):
            text = f"At {now:g} s: {text[0].lower() if text[0] == words.sentence[0] else text[0]}{text[1:]}"
        story.append(_Sentence(text, words.sentence, teller.names.get(moment.task or 0, "")))
        time = now
    return _shortened(story)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """One sentence of the story, with its marks, and who acts in it."""

    text: str
    marked: str
    who: str

    @property
    def shape(self) -> str:
        """What sentences of a cycle share, whatever is printed, and when."""
        return re.sub(r"\b\d+(\.\d+)?(?!\})", "#", re.sub(r"“[^”]*”", "#", self.marked))

    @property
    def kind(self) -> str:
        """What it says, of whomever."""
        return re.sub(r"\{\d+\}", "#", self.marked)


def _carries_nothing(moment: Moment) -> bool:
    """Whether the next step says all of it again: a timer that wakes a task, a callback that wakes nobody."""
    if moment.kind != "callback":
        return False
    acts = any(deed.kind in ("printed", "asked", "created", "used", "changed") for deed in moment.deeds)
    return not acts and not (moment.callback.of in ("gather", "shield") and any(d.kind == "woke" for d in moment.deeds))


def _shortened(story: Sequence[_Sentence]) -> list[str]:
    """Cycles are told once, and what several tasks do alike is told of one; what is still too long loses its middle."""
    short: list[str] = []
    shapes = [sentence.shape for sentence in story]
    at = 0
    while at < len(story):
        length, times = _cycle(shapes, at)
        if times > 2 and length * times >= _WORTH_IT:
            short += [sentence.text for sentence in story[at : at + length]]
            short.append(_repeated(story[at + length * (times - 1)].text, length, times - 1))
            at += length * times
            continue
        alike = _alike(story, at)
        short.append(story[at].text)
        if len(alike) > 2:
            short.append(f"The same goes for {listed(alike[1:] if len(alike) < 8 else [f'{len(alike) - 1} more'])}.")
        at += len(alike) if len(alike) > 2 else 1
    if len(short) > MOST_SENTENCES + 5:
        left = len(short) - MOST_SENTENCES
        short[MOST_SENTENCES - _LAST : -_LAST] = [f"{left} more steps are not told here."]
    return short


def _repeated(last: str, length: int, times: int) -> str:
    what = "This step repeats" if length == 1 else f"These {length} steps repeat"
    time = re.match(r"At ([\d.e+-]+ s)", last)
    how_often = "once more" if times == 1 else f"{times} more times"
    return f"{what} {how_often}{f', the last time at {time[1]}' if time else ''}."


def _alike(story: Sequence[_Sentence], at: int) -> list[str]:
    """The tasks of whom the very same is said from here on, each once."""
    names: list[str] = []
    for sentence in story[at:]:
        if sentence.kind != story[at].kind or not sentence.who or sentence.who in names:
            break
        names.append(sentence.who)
    return names or [""]


def _cycle(shapes: Sequence[str], at: int) -> tuple[int, int]:
    """The cycle that begins here and saves most: its length, and how often it comes."""
    best, saved = (1, 1), 1
    for length in range(1, _LONGEST_CYCLE + 1):
        times = 1
        while shapes[at + times * length : at + (times + 1) * length] == shapes[at : at + length]:
            times += 1
        if length * (times - 1) > saved:
            best, saved = (length, times), length * (times - 1)
    return best


# The parts of a frame


def _acting(moment: Moment, teller: Teller) -> int:
    return moment.task if moment.task in teller.names and moment.task is not None else 0


def _state(teller: Teller, moment: Moment, number: int, state: TaskState) -> list[Any]:
    return [_LETTERS[state.how], list(state.lines), _stands(teller, moment, number, state)]


def _stands(teller: Teller, moment: Moment, number: int, state: TaskState) -> str:
    if state.ended is not None:
        ended, _, error = state.ended.partition(" ")
        return f"failed: `{error}`" if error else {"returned": "returned", "cancelled": "cancelled"}[ended]
    asked = ", will be cancelled" if state.asked is not None else ""
    if state.how == "running":
        return "running, does not let go"
    if state.how == "ready" and (state.wait is None or state.wait.kind != "yield"):
        return ("ready" if state.wait else "ready, not started") + asked
    return teller.waiting(moment, number, state) + asked


def _ready(teller: Teller, moment: Moment) -> list[int | str]:
    chips: list[int | str] = []
    for entry in moment.ready:
        if isinstance(entry, int):
            chips.append(entry if entry in teller.names else "a task of asyncio's own")
        elif isinstance(entry, tuple):
            chips.append(f"timer of {teller.who(entry[1])}")
        else:
            chips.append(_chip(entry))
    return chips


def _chip(name: str) -> str:
    callback = known(name)
    if callback.of == "TaskGroup":
        return "tell the TaskGroup"
    chip = _CHIPS.get(callback.role) if callback.of != "wait_for" else None  # that may be a timer too
    return chip.format(of=callback.of) if chip else brief(name.replace(".<locals>", "").rpartition(".")[2] + "()")


def _timers(teller: Teller, moment: Moment) -> list[list[Any]]:
    found = []
    for at, who in moment.timers:
        shown = (who if who in teller.names else "asyncio's own") if isinstance(who, int) else _chip(who)
        found.append([round(teller.round_s(at) * 1000) if at is not None else None, shown])
    return found


def _output(record: Record, moment: Moment, teller: Teller) -> list[list[Any]]:
    """What a moment printed, in order; a flood without its middle."""
    deeds = sorted((deed for deed in _printed(moment)), key=lambda deed: deed.index or 0)
    return _pieces(record, [(deed.index or 0, deed.task if deed.task in teller.names else 0) for deed in deeds])


def _printed(moment: Moment) -> list[Deed]:
    inner = [deed for outer in moment.deeds if outer.inner for deed in _printed(outer.inner)]
    return [deed for deed in moment.deeds if deed.kind == "printed"] + inner


def _pieces(record: Record, printed: Sequence[tuple[int, int | None]]) -> list[list[Any]]:
    pieces: list[list[Any]] = []
    for index, task in printed:
        piece = record.output[index]
        pieces.append([piece.text, task or 0, *["e"] * (piece.stream == "stderr")])
    letters = sum(len(piece[0]) for piece in pieces)
    if len(pieces) <= MOST_PIECES and letters <= MOST_LETTERS:
        return pieces
    keep, size = 0, 0
    while keep < MOST_PIECES and size + len(pieces[keep][0]) <= MOST_LETTERS:
        size, keep = size + len(pieces[keep][0]), keep + 1
    lines = sum(piece[0].count("\n") for piece in pieces[keep:])
    return [*pieces[:keep], [f"… {amount(lines, 'more line')}\n", 0, "x"]]


def _rest(record: Record, made: list[dict[str, Any]], moments: Sequence[Moment]) -> None:
    """What was printed after the moments that are told, or by nobody who is told of, comes with the last frame."""
    told = {deed.index for moment in moments for deed in _printed(moment)}
    left = [(index, 0) for index in range(len(record.output)) if index not in told]
    if left and made:
        made[-1]["o"] = [*made[-1].get("o", []), *_pieces(record, left)]


def _objects(teller: Teller, moment: Moment) -> list[str]:
    shown = [thing for thing in moment.things.values() if thing.state is not None and thing.made]
    return [_object(teller, moment, thing) for thing in shown[:12]]


def _object(teller: Teller, moment: Moment, thing: Thing) -> str:
    state = thing.state or (0,)
    first = state[0]
    waits = [s.wait for number in thing.waiting if (s := moment.states.get(number)) and s.wait]
    draining = any(wait.draining for wait in waits)
    stands = {
        "lock": f"held by {teller.who(thing.holder)}" if first and thing.holder else "taken" if first else "free",
        "event": "set" if first else "not set",
        "semaphore": amount(first, "place") + " free",
        "barrier": f"{first} still to leave" if draining else f"{first} of {thing.limit or '?'} there",
        "queue": amount(first, "item") + (f", {state[1]} without `task_done()`" if len(state) > 1 and state[1] else ""),
    }
    words = stands.get("lock" if thing.family == "condition" else thing.family, "")
    waiting = f"; waiting: {refs(thing.waiting)}" if thing.waiting else ""
    return f"{brief(thing.name)}: {words}{waiting}" if words else brief(thing.name)


def _mark(record: Record, moment: Moment) -> str:
    if moment.kind == "cut":
        return "cut"
    if moment.kind == "step" and moment.after is None and record.outcome.kind in ("never yields", "deadlocks"):
        return "bad"
    if moment.kind != "end":
        return ""
    if record.outcome.kind in ("deadlocks", "hangs", "never yields"):
        return "bad"
    return "cut" if record.outcome.kind in ("runs forever", "stopped", "refused") or record.dropped else "end"

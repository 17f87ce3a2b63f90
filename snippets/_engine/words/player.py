"""The data of the player: a frame for each moment of a run, with its sentence.

``frames`` makes the object that the player reads, ``to_js`` the text of its file. What happened is found out in
``story/walk.py``, and told in ``teller.py``. The keys of a frame, empty ones left out:

- `t` milliseconds, `k` the task that ran (0: the loop itself), `s` a sentence, `y` why
- `l` lines that ran: `[line, note, times?]`; `c` changed states: `{task: [letter, [lines, innermost first], text]}`
- `r` ready queue after the step: tasks and callbacks in words; `m` timers: `[milliseconds or null, task or words]`
- `o` new output: `[text, task, "e" for stderr, "x" for a mark of ours]`; `q` shared objects in words
- `x` `bad`, `end` or `cut`
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

from snippets._engine.record.record import Record
from snippets._engine.story.moments import Deed, Moment
from snippets._engine.words.english import amount
from snippets._engine.words.teller import Telling, Told

#: Of the output that one frame adds, more pieces or letters than these are cut out of its middle.
MOST_PIECES = 60
MOST_LETTERS = 6000

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
#: The keys of a frame in their order.
_KEYS = ("t", "k", "s", "y", "l", "c", "r", "m", "o", "q", "x")


def frames(telling: Telling, title: str, key: str) -> dict[str, Any]:
    """The player's data for one run: ``key`` is `{example}/{variant}`."""
    story = telling.story
    made, states = [], dict[int, Any]()
    for told in telling.moments:
        now = {number: _state(told, number) for number in told.states}
        changed = {str(number): state for number, state in now.items() if states.get(number) != state}
        states.update(now)
        frame = _frame(told, story.record, story.names) | {"c": changed}
        made.append({name: frame[name] for name in _KEYS if frame[name] not in ("", [], {}, None)})
    _rest(story.record, made, [told.moment for told in telling.moments])
    return {
        "v": 1,
        "id": key,
        "title": title,
        "us": round(story.record.seconds * 1e6),
        "src": story.program.lines,
        "aw": sorted(story.program.awaits),
        "tasks": [[number, name] for number, name in story.names.items()],
        "f": made,
    }


def to_js(data: dict[str, Any]) -> str:
    """The text of the file that a page loads by a script element, from disk too: one statement."""
    key, text = (json.dumps(part, ensure_ascii=False, separators=(",", ":")) for part in (data["id"], data))
    safe = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("</", "<\\/")
    return f"(window.aioSteps=window.aioSteps||{{}})[{key}]={safe};\n".encode("utf-8", "backslashreplace").decode()


def _frame(told: Told, record: Record, names: Collection[int]) -> dict[str, Any]:
    moment = told.moment
    return {
        "t": _ms(told.seconds),
        "k": moment.task if moment.task in names else 0,
        "s": told.sentence,
        "y": told.why,
        "l": [[line, note] + [times] * (times > 1) for line, note, times in told.notes],
        "r": told.ready,
        "m": [[_ms(at), whose] for at, whose in told.timers],
        "o": _output(record, moment, names),
        "q": told.things,
        "x": _mark(record, moment),
    }


def _ms(seconds: float | None) -> int | None:
    return round(seconds * 1000) if seconds is not None else None


def _state(told: Told, number: int) -> list[Any]:
    state = told.moment.states[number]
    return [_LETTERS[state.how], list(state.lines), told.states[number]]


def _output(record: Record, moment: Moment, names: Collection[int]) -> list[list[Any]]:
    """What a moment printed, in order; a flood without its middle."""
    deeds = sorted((deed for deed in _printed(moment)), key=lambda deed: deed.index or 0)
    return _pieces(record, [(deed.index or 0, deed.task if deed.task in names else 0) for deed in deeds])


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

"""From the reports of one run to all that a page shows of it, as JSON: in a process that runs no program.

Texts with marks are lists of pieces, each ``[kind, words]`` (``words/marks.py``): the page makes text nodes of them.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

from snippets._engine.browser.colours import coloured
from snippets._engine.picture import marks, svg_file, timeline
from snippets._engine.picture.signs import BY_OUTCOME, SIGNS
from snippets._engine.record.assemble import assemble
from snippets._engine.record.heard import Heard
from snippets._engine.record.printed import Line
from snippets._engine.record.record import Record, Stop
from snippets._engine.record.times import seconds
from snippets._engine.story.story import Story
from snippets._engine.words import player
from snippets._engine.words.described import described
from snippets._engine.words.ending import Meant, briefly, ending, luck, never_ran, raised_in
from snippets._engine.words.findings import findings
from snippets._engine.words.marks import parts
from snippets._engine.words.summary import sentences
from snippets._engine.words.teller import tell
from snippets._engine.words.verdict import IN_BROWSER, verdict
from snippets._engine.words.wishes import Wishes, done, missing

#: So many lines of an output are told apart; what follows is one piece.
NUMBERED = 400
#: What the recorder says of a limit and is not so here, and what instead: there is no other clock, and the processor's
#: time is what this page's clock tells.
NOT_HERE = {", a limit that --clock real does not have": "", " of processor time": " of computing"}
#: What programs do not find in the browser, by what they raise then.
EDGES = {
    "EOFError": "There is no keyboard to read from here: input() finds the end of its input at once.",
    "ModuleNotFoundError": "Only Python's standard library is here.",
    "MemoryError": "The memory of a program is limited here.",
}
#: The last line of a traceback that tells of one, also inside that of a group.
_EDGE = re.compile(rf"^[ |]*(?P<name>{'|'.join(EDGES)})\b(?:: No module named '(?P<module>\w+))?", re.MULTILINE)
#: The last line of a traceback, and what Python says of coroutines and exceptions that nobody looked at.
_COMPLAINT = re.compile(
    r"^[ |]*(?:\S+:\d+: \w*Warning: )?"
    r"((?:[\w.]+(?:Error|Exception|Group|Interrupt|Exit)\b|coroutine '|\w+ exception was never).*)$",
    re.MULTILINE,
)
#: What is looked for where Python complained of nothing.
_STOOD_STILL = {"deadlocks": "deadlock", "hangs": "hangs", "never yields": "blocks the event loop"}
#: A run that computes for so many seconds is told from one that is watched, which takes so many for each event.
COMPUTES_S, EVENT_S = 0.5, 0.001
#: Where a program's own folder is.
HOME = "/home/pyodide"


class _Path(type(Path())):  # type: ignore[misc]
    """A file of a process that has ended: nothing on the disk is asked for it."""

    def resolve(self, strict: bool = False) -> _Path:
        return self


def drawn(text: str) -> str:
    """All that a page shows of a run.

    ``text`` is JSON: ``reports`` as they came, ``name`` and ``source`` of the program, ``status`` (null where we ended
    it; ``why`` then says when), ``stop`` and ``mask`` of its label, ``wants`` of its exercise, ``uid`` for the ids
    in the picture, ``axis`` for its length in seconds.
    """
    job = json.loads(text)
    record, why = _record(job)
    source, name = job["source"], job["name"]
    story = Story(record, source)
    telling = tell(story)
    found = findings(story, name)
    said = described(story)
    meant = Meant(file=name, finish="something" if found else "as meant", stop=_stop(job))
    lead, rest = ending(record, meant)
    drawing = timeline.draw(story, job.get("uid", "tl_own"), job.get("axis", 0.0))
    key = job.get("key", name)
    steps = player.frames(telling, name, key)
    kind, sign = BY_OUTCOME.get(record.outcome.kind, ("grey", "grey"))
    if record.outcome.kind == "finishes":
        kind = sign = "differs" if found else "ok"
    return json.dumps(
        {
            "record": json.loads(record.to_json()),
            "outcome": str(record.outcome),
            "brief": _pieces(briefly(record, meant)),
            "ended": [_pieces(lead), _pieces(rest)],
            "here": _here(record, why, job.get("computed", 0.0)),
            "symptom": _symptom(record),
            "kind": kind,
            "sign": SIGNS[sign],
            "why": why,
            "line": _line(record, name),
            "luck": _pieces(luck(record)),
            "lines": _lines(story),
            "moments": [line.seconds for line in story.lines[:NUMBERED]],
            "exercise": _exercise(story, job),
            "findings": [_pieces(one.words, story) for one in found],
            "told": sentences(telling),
            "svg": timeline.inline(drawing, f"{key}: {record.outcome}", said) if drawing else "",
            "key": [_key(one) for one in drawing.key if marks.words(one)] if drawing else [],
            "file": svg_file.alone(story, f"{key}: {record.outcome}", said),
            "steps": None if never_ran(record) else steps | {"colours": coloured(steps["src"])},
        }
    )


def _record(job: dict[str, Any]) -> tuple[Record, str]:
    """The record, and why it was ended where it was."""
    heard = Heard()
    heard.reports(job["reports"].encode("utf-8", "surrogatepass"))
    heard.let_go()
    file, mask = _Path(HOME, job["name"]), tuple(job.get("mask", ()))
    record, why = assemble(heard, file, "virtual", _stop(job), mask, job["status"])
    why = job.get("why", why)
    for words, instead in NOT_HERE.items():
        why = why.replace(words, instead)
    return replace(record, verdict=verdict(record, why, IN_BROWSER)), why


def _here(record: Record, why: str, computed: float) -> str:
    """What a reader has to know of this place where the program met an edge of it; mostly nothing."""
    if record.outcome.by_itself and computed > COMPUTES_S + len(record.events) * EVENT_S:
        return (
            f"To compute it took {computed:.1f} s in this browser, which the virtual clock does not count. On the real "
            "clock, whatever is due meanwhile comes late."
        )
    if record.outcome.kind == "stopped" and why.startswith("after"):
        return "That is a limit of this page."
    met = _EDGE.search(record.text) if record.outcome.broke else None
    if met and met["module"] in sys.stdlib_module_names:
        return f"This page's Python comes without {met['module']}."
    return EDGES[met["name"]] if met else ""


def _symptom(record: Record) -> str:
    """What one would look for in a list of mistakes: what Python complained of last, or how the program stood still."""
    complaints: list[str] = _COMPLAINT.findall(record.stderr)
    ended = [one for one in complaints if record.raised and record.raised in one.partition(":")[0]]
    return (ended or complaints or [_STOOD_STILL.get(record.outcome.kind, "")])[-1]


def _stop(job: dict[str, Any]) -> Stop | None:
    stop = job.get("stop") or {}
    return Stop(stop.get("lines"), stop.get("seconds")) if stop else None


def _pieces(text: str, story: Story | None = None) -> list[tuple[str, str]]:
    return [(kind, said) for kind, said in parts(text, story.names if story else None) if said]


def _lines(story: Story) -> list[tuple[str, bool, str, list[tuple[bool, str]]]]:
    """Each line with its time and whether it went to stderr; where only parts of it did, these.

    From ``NUMBERED`` on all are one.
    """
    clock, shown, rest = story.record.clock, story.lines[:NUMBERED], story.lines[NUMBERED:]
    lines = [(seconds(line.seconds, clock), line.stderr, line.text, _parts([line])) for line in shown]
    return [*lines, ("", False, "".join(line.text for line in rest), _parts(rest))] if rest else lines


def _parts(lines: Sequence[Line]) -> list[tuple[bool, str]]:
    """What of these lines went to stderr and what did not, where there is both."""
    pieces = (piece for line in lines for piece in line.pieces)
    told = [(err, "".join(text for _, text in some)) for err, some in groupby(pieces, lambda one: one[0] == "stderr")]
    return told if len(told) > 1 else []


def _exercise(story: Story, job: dict[str, Any]) -> dict[str, Any] | None:
    """Whether the run has what an exercise asks of it, and what is said of that; None where nothing is asked."""
    if not job.get("wants"):
        return None
    wishes = Wishes(tuple(job["wants"]["prints"]), job["wants"]["seconds"])
    lacks = missing(story, wishes, job["name"])
    said = [_pieces(one) for one in lacks or [done(story, wishes)]]
    return {"done": not lacks, "said": said, "sign": SIGNS["differs" if lacks else "ok"]}


def _line(record: Record, name: str) -> int | None:
    """The line of the program in which what ended it was raised, or that could not be compiled."""
    line, _ = raised_in(record, name) if record.raised else (None, None)
    if line is None and record.outcome.kind == "raises":
        found = re.search(rf'^  File "(?:[^"\n]*/)?{re.escape(name)}", line (\d+)$', record.text, re.MULTILINE)
        line = found[1] if found else None
    return int(line) if line else None


def _key(name: str) -> tuple[str, str, int, int, str]:
    """What a kind of bar or a mark means: its drawing, the box around that, width and height, and words."""
    return (*marks.sample(name), marks.words(name))

"""What the sentences about a run claim, and whether a plain run bears it out.

A sentence is read as a reader reads it, by its words; nothing is taken from how it was made. A claim that is known is
held against the trace of the plain run and is true or false; the other words claim nothing that this can see.
"""

from __future__ import annotations

import ast
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, takewhile
from typing import Any

from snippets._engine.record.record import Record
from snippets._engine.words.findings import Finding
from snippets._engine.words.marks import to_plain
from tests.oracle.plain import Event, Plain, Step

_TASK = r"\{(\d+)\}"
_TASKS = r"((?:\{\d+\}|a task of asyncio's own)(?:(?:, | and )(?:\{\d+\}|\d+ more))*)"
_LINES = r"(lines? \d+(?:(?:, | and | to )\d+)*)"
_THING = r"`[^`]+`"


class FalseClaimError(Exception):
    """What a sentence claims is not so; the message says what was."""


@dataclass(frozen=True)
class Claim:
    """One claim that was held against the plain run: its kind, where it stands, what was otherwise if it is false."""

    kind: str
    frame: int
    sentence: str
    wrong: str | None = None


@dataclass
class Heard:
    """A moment as the plain run knows it: the step, or between which steps."""

    number: int
    place: int
    me: int | None = None
    step: Step | None = None
    inner: list[Step] = field(default_factory=list)


def must(holds: object, otherwise: str) -> None:
    """Raise FalseClaimError where this does not hold."""
    if not holds:
        raise FalseClaimError(otherwise)


def numbers(text: str) -> list[int]:
    """The lines of `line 4`, `lines 4, 5 and 9`, `lines 4 to 6`."""
    found: list[int] = []
    for first, last in re.findall(r"(\d+)(?: to (\d+))?", text):
        found += range(int(first), int(last or first) + 1)
    return found


def without(text: str) -> tuple[str, list[str]]:
    """The text with its quotations replaced by “#”, and the quotations."""
    return re.sub(r"“[^”]*”", "“#”", text), re.findall(r"“([^”]*)”", text)


class Oracle:
    """Holds all that is said of one run against what plain Python did."""

    def __init__(self, source: str, plain: Plain, frames: dict[str, Any], ids: dict[int, int]) -> None:
        """``frames`` is the player's data, ``ids`` the plain run's number of each of its tasks."""
        self.source, self.plain, self.data, self.ids = source, plain, frames, ids
        self.claims: list[Claim] = []
        self.here = Heard(0, 0)
        self.words = ""
        self.quotes: list[str] = []
        self._own: dict[int, list[Step]] = {}
        #: Where something is said in the sentence that is judged, and the number of its event.
        self.matched: list[tuple[int, int]] = []

    # The tree of the program

    @cached_property
    def _nodes(self) -> list[ast.AST]:
        return list(ast.walk(ast.parse(self.source.lstrip("\ufeff"))))

    @cached_property
    def _recursive(self) -> set[int]:
        """The lines of functions that name themselves: the recorder leaves those alone."""
        found: set[int] = set()
        for node in self._nodes:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                names = {getattr(n, "id", getattr(n, "attr", "")) for n in ast.walk(node)}
                found |= {*range(node.lineno, (node.end_lineno or 0) + 1)} if node.name in names else set()
        return found

    def block(self, line: int) -> range | None:
        """The block of the `except` clause in a line."""
        for node in self._nodes:
            if isinstance(node, ast.ExceptHandler) and node.lineno == line:
                return range(node.body[0].lineno, (node.body[-1].end_lineno or line) + 1)
        return None

    @cached_property
    def _statements(self) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {}
        for node in self._nodes:  # the outer ones first
            if isinstance(node, ast.stmt):
                body = getattr(node, "body", None)
                last = body[0].lineno - 1 if isinstance(body, list) and body else node.end_lineno or 0
                lines = {*range(node.lineno, max(last, node.lineno) + 1)}
                found.update(dict.fromkeys(lines, lines))
        return found

    def statement(self, line: int) -> set[int]:
        """The lines of the innermost statement around a line, without its block."""
        return self._statements.get(line, {line})

    # All that is said

    def hear(self) -> list[Claim]:
        """All claims of the player's sentences, judged."""
        met: Counter[int] = Counter()
        place = 0
        for number, frame in enumerate(self.data["f"]):
            task = frame.get("k", 0)
            self.here = Heard(number, place)
            if task:
                step = self._step_of(task, met)
                met[task] += 1
                if step is None:
                    self._judge("steps", f"a step of {{{task}}}", lambda: must(False, "there is no such step"))
                    break
                place = max(place, step.place)
                inner = list(takewhile(lambda s: s.eager, self.plain.steps[step.place :]))
                self.here = Heard(number, step.place, step.task, step, inner)
                place = max(place, *(s.place for s in inner)) if inner else place
            self._frame(frame)
        return self.claims

    def _step_of(self, task: int, met: Counter[int]) -> Step | None:
        number = self.ids.get(task, 0)
        if number not in self._own:
            self._own[number] = [step for step in self.plain.of[number] if not step.eager]
        mine = self._own[number]
        return mine[met[task]] if met[task] < len(mine) else None

    def _frame(self, frame: dict[str, Any]) -> None:
        self._sentence(frame.get("s", ""))
        self._sentence(frame.get("y", ""), why=True)
        if self.here.step is not None:
            self._lines(frame.get("l", []))
        for task, (letter, lines, text) in frame.get("c", {}).items():
            self._state(int(task), letter, lines, text)

    def _judge(self, kind: str, sentence: str, check: Callable[[], None]) -> None:
        try:
            check()
        except FalseClaimError as wrong:
            self.claims.append(Claim(kind, self.here.number, sentence, str(wrong)))
        else:
            self.claims.append(Claim(kind, self.here.number, sentence))

    def _sentence(self, text: str, why: bool = False) -> None:
        if not text:
            return
        self.words, self.quotes = without(text)
        self.matched = []
        spans: list[tuple[int, int]] = []
        for kind, pattern, check in CLAIMS:
            for match in re.finditer(pattern, self.words):
                if any(a < match.end() and match.start() < b for a, b in spans) and kind not in _TOGETHER:
                    continue
                if kind not in _TOGETHER:
                    spans.append(match.span())
                self._judge(kind, text, lambda check=check, match=match: check(self, match))  # type: ignore[misc]
        if self.here.step is not None and not why:
            self._left(text, spans)
            self._judge("printed", text, self._printed)
            if len(self.matched) > 1:
                self._judge("order", text, self._in_order)

    def _left(self, text: str, spans: list[tuple[int, int]]) -> None:
        """Any other line that is named in the sentence on a step has run in it, or is where the task stood."""
        for match in re.finditer(_LINES, self.words):
            if not any(a <= match.start() < b for a, b in spans):
                self._judge("line", text, lambda match=match: self.ran_in_it(numbers(match[1])))  # type: ignore[misc]

    def ran_in_it(self, lines: Iterable[int]) -> None:
        step = self.mine()
        known = {*step.lines, *(line for _, line, _ in step.before if line)}
        known |= {line for s in self.here.inner for line in s.lines}
        missing = [line for line in lines if not self.statement(line) & known]
        must(not missing, f"ran: {sorted(known)}")

    def mine(self) -> Step:
        if self.here.step is None:
            raise FalseClaimError("no step of a task")
        return self.here.step

    def events(self, *kinds: str) -> list[Event]:
        """The events of this step, and of eager ones in it; between steps, of what came since the last."""
        step = self.here.step
        if step is not None:
            return [event for s in (step, *self.here.inner) for event in s.of(*kinds)]
        return [event for place, task, event in self.plain.everything(*kinds) if place == self.here.place and not task]

    # Lines and states

    def _lines(self, notes: list[list[Any]]) -> None:
        step = self.mine()
        said, ran = {note[0] for note in notes}, {*step.lines, *(s for i in self.here.inner for s in i.lines)}
        known = ran | {line for _, line, _ in step.before if line}
        if not step.over:
            return

        def check() -> None:
            extra = sorted(line for line in said if not self.statement(line) & known)
            must(not extra, f"lines {extra} did not run; ran: {sorted(known)}")
            passed = {line for _, line, _ in step.before}  # an exception on its way out goes through these
            left = sorted(line for line in {*step.lines} - self._recursive - passed if not self.statement(line) & said)
            must(not left or len(step.lines) > 150, f"lines {left} ran too")

        self._judge("lines", str(notes), check)
        for line, note, *_ in notes:
            for error in re.findall(r"raises (\w+)", note):
                self._judge("error", f"line {line}: {note}", lambda e=error, n=line: self.arrived(e, n))  # type: ignore[misc]

    def _state(self, task: int, letter: str, lines: list[int], text: str) -> None:
        mine = self.plain.of[self.ids.get(task, 0)]
        last = next((step for step in reversed(mine) if step.place <= self.here.place), None)
        said = f"{{{task}}} {text}, lines {lines}"
        if letter in "dcx" and last is not None:
            ended = {"returned": "returned", "cancelled": "cancelled"}.get(
                text, "raised " + "".join(re.findall("`(.+)`", text))
            )
            if self.known_end(task):
                self._judge("ended", said, lambda: must(last.end == ended, f"it {last.end}"))
        elif letter in "wzr" and last is not None and last.over and lines:
            stack = [line for _, line, _ in last.after if line]
            self._judge("stack", said, lambda: must(stack[:20] == lines[:20], f"it stands in {stack}"))
            self._judge("waits for", said, lambda: self._waits_for(last, text))

    def known_end(self, task: int) -> bool:
        return self.knows_end(self.ids.get(task, 0))

    def knows_end(self, number: int) -> bool:
        """Whether the coroutine of this task is the program's, so that its end was seen."""
        function = self.plain.coroutines.get(number, "").rpartition(".")[2]
        return any(e[0] == "start" and e[3] == function for s in self.plain.of[number] for e in s.events)

    def _waits_for(self, step: Step, text: str) -> None:
        functions = [function for function, line, _ in step.after if not line]
        for words, method in WAITED.items():
            if re.match(words, text):
                must(method in functions, f"it waits in {functions}")

    # Parts of claims

    def task(self, said: str) -> int:
        """The plain run's number for `{2}`, or `2`."""
        return self.ids.get(int(said.strip("{}")), 0)

    def tasks(self, said: str) -> list[int]:
        """The same for `{2}, {3} and {4}`."""
        return [self.task(number) for number in re.findall(_TASK, said)]

    def arrived(self, error: str, line: int | None, step: Step | None = None) -> None:
        step = step or self.mine()
        if step.stood is None and not step.first:  # none of the program's frames is there to see it
            return
        must(step.arrival is not None, "nothing was raised there")
        assert step.arrival is not None
        must(step.arrival[0] == error, f"{step.arrival[0]} was raised, in line {step.arrival[1]}")
        must(line is None or self.statement(line) & {step.arrival[1]}, f"it was raised in line {step.arrival[1]}")

    def runs_later(self, said: str) -> None:
        if not self.plain.ended:  # it was stopped, and may have been to come
            return
        for task in self.tasks(said):
            later = self.plain.next(task, self.here.place) or any(s.task == task for s in self.here.inner)
            must(later, f"{self.plain.names.get(task)} has no step after this")

    def called(self, method: str, line: int | None, what: str = "out") -> list[Event]:
        """Calls of a primitive's method in this step, at this line; `whole`: those that began in it, too."""
        step = self.here.step
        if what == "whole" and step is not None:
            events = [e for s in (step, *self.here.inner) for e in s.calls if e[2] == method]
        else:
            events = [e for e in self.events("out" if what == "whole" else what) if e[2] == method]
        return [e for e in events if line is None or e[1] in self.statement(line)]

    def _prints(self) -> list[Event]:
        """What was printed in this step, and in eager ones within it, in order."""
        own = self.mine()
        last = max((step.place for step in self.here.inner), default=own.place)
        tasks = {own.task, *(step.task for step in self.here.inner)}
        return [e for p, task, e in self.plain.everything("print") if own.place <= p <= last and task in tasks]

    def _printed(self) -> None:
        """All that is quoted as printed was, in this order; and where something was printed, something is quoted."""
        prints = self._prints()
        written = "".join(event[2] for event in prints).replace("“", '"').replace("”", '"')
        ends = list(accumulate(len(event[2]) for event in prints))
        at = 0
        for place, quote in self._quoted():
            for part in re.split(r"…|�|\\x..|\d\d\d+|/\S*/|asyncio/", quote):  # what differs from run to run, and cuts
                found = written.find(part, at)
                must(found >= 0, f"printed was {written[:200]!r}; “{part}” is not there, or not in this place")
                at = found + len(part)
            if at:
                self.matched.append((place, prints[bisect_left(ends, at)][-1]))
        shown = "".join(event[2] for event in prints if event[3] == 1)
        told = "“" in self.words or "an empty line" in self.words or "over and over" in self.words
        must(told or not shown.strip(), f"{shown[:80]!r} is not told")

    def _in_order(self) -> None:
        """What is said first was done first."""
        numbers = [number for _, number in sorted(self.matched)]
        must(numbers == sorted(numbers), f"the order was {numbers}")

    def _quoted(self) -> list[tuple[int, str]]:
        """What is quoted as printed by the program, and where in the sentence."""
        other = {m.start() for m in re.finditer(r"(?<=prints )“#”(?= meanwhile)", self.words)}
        at = [m.start() for m in re.finditer("“#”", self.words)]
        return [(place, quote) for place, quote in zip(at, self.quotes, strict=True) if place not in other]

    # The run in words, and what it shows

    def hear_story(self, story: Iterable[str]) -> list[Claim]:
        """Each sentence of the story is one of the player's, which were judged; or says how often what repeats."""
        names = dict(self.data["tasks"])
        said = {to_plain(f.get("s", ""), names) for f in self.data["f"]}
        whole = {to_plain(f.get("s", "") + " " + f.get("y", ""), names).strip() for f in self.data["f"]}
        same = {text[:1].lower() + text[1:] for text in said | whole} | said | whole
        self.here = Heard(-1, len(self.plain.steps))
        for sentence in story:
            text = re.sub(r"^At [\d.e+-]+ s: ", "", sentence)
            if re.match(r"The same goes for|Th(is|ese)( \d+)? steps? repeats?|\d+ more steps", text):
                continue
            self._judge("told", sentence, lambda t=text: must(t in same, "the player does not say this"))  # type: ignore[misc]
        return self.claims

    def hear_findings(self, found: Iterable[Finding]) -> list[Claim]:
        """What the run is said to show: its lines ran, and what is cancelled there was."""
        self.here = Heard(-2, len(self.plain.steps))
        for finding in found:
            for line in [finding.line] if finding.line else []:
                ran = self.statement(line) & (self.plain.lines | self._standing())
                self._judge("finding", finding.words, lambda r=ran: must(r, "the line never ran"))  # type: ignore[misc]
            for match in re.finditer(r"cancelled in line (\d+)", finding.words):
                calls = [e for _, _, e in self.plain.everything("cancel") if e[1] in self.statement(int(match[1]))]
                self._judge("finding", finding.words, lambda c=calls: must(c, "nothing is cancelled there"))  # type: ignore[misc]
        return self.claims

    def _standing(self) -> set[int]:
        return {line for mine in self.plain.of.values() for _, line, _ in (mine[-1].after if mine else [])}


def matched(record: Record, plain: Plain) -> dict[int, int]:
    """The record's tasks as the plain run numbers them: by name, and by turns where several have the same."""
    named: dict[str, list[int]] = {}
    for number, name in plain.names.items():
        named.setdefault(name, []).append(number)
    found = {}
    for event in record.events:
        if event.kind == "task" and named.get(event.name):
            found[event.task] = named[event.name].pop(0)
    return found


# What sentences claim, and how that is checked. A check raises FalseClaimError.

Check = Callable[[Oracle, "re.Match[str]"], None]
CLAIMS: list[tuple[str, str, Check]] = []
#: Kinds whose words may overlap with those of other claims.
_TOGETHER = ("no error", "runs later", "order")

#: How the player says what a task waits for, and the coroutine of asyncio that must be suspended then.
WAITED = {
    r"sleeps": "sleep",
    r"waits for an item in": "Queue.get",
    r"waits for room in": "Queue.put",
    r"waits for `.*` to be set": "Event.wait",
    r"waits for a place in": "Semaphore.acquire",
    r"waits to be notified": "Condition.wait",
    r"waits for `[^`]*\.join\(\)`": "Queue.join",
    r"waits in `wait_for\(\)`": "wait_for",
    r"waits in `wait\(\)`": "_wait",
}


def claims(kind: str, *patterns: str) -> Callable[[Check], Check]:
    """The check of a claim that is made in these words."""

    def known(check: Check) -> Check:
        for pattern in patterns:
            CLAIMS.append((kind, pattern, check))
        return check

    return known


@claims("starts", rf"^{_TASK} starts\b")
def _starts(oracle: Oracle, match: re.Match[str]) -> None:
    must(oracle.mine().first, "it had started before")


@claims("never starts", r"was cancelled before it could start: none of its lines runs")
def _never_starts(oracle: Oracle, match: re.Match[str]) -> None:
    must(not oracle.mine().lines, f"lines {oracle.mine().lines} ran")


@claims("no error", rf"^{_TASK} resumes (?:in|after) line \d+: (?!.*(?:raises `|is raised))")
def _no_error(oracle: Oracle, match: re.Match[str]) -> None:
    arrival = oracle.mine().arrival
    must(arrival is None, f"{arrival and arrival[0]} was raised in line {arrival and arrival[1]}")


@claims(
    "again",
    r"is woken in line (\d+), but[^.]* (?:keeps? waiting|has to keep waiting|it keeps waiting)\b[^.]*",
    r"is woken in line (\d+) by its own TaskGroup",
)
def _again(oracle: Oracle, match: re.Match[str]) -> None:
    step, line = oracle.mine(), int(match[1])
    must(step.stood in oracle.statement(line), f"it stood in line {step.stood}")
    if "TaskGroup, which" in match[0]:
        return
    other = [ran for ran in step.lines if ran not in oracle.statement(line)]
    must(not other and not step.printed, f"lines {other} ran in this step, and it printed {step.printed!r}")
    must(step.arrival is None, f"{step.arrival and step.arrival[0]} was raised")
    must(step.stands in oracle.statement(line), f"it stands in line {step.stands} then")


@claims("goes on", r"(?:resumes|is woken) (?:in|after) line (\d+)")
def _goes_on(oracle: Oracle, match: re.Match[str]) -> None:
    step = oracle.mine()
    must(not step.first, "it had not started before")
    if step.stood is None:
        return
    must(step.stood in oracle.statement(int(match[1])), f"it stood in line {step.stood}")


@claims("cause", r"its `sleep\([^)`]*\)` is over")
def _sleep_over(oracle: Oracle, match: re.Match[str]) -> None:
    if oracle.here.step is not None and oracle.here.step.before:
        must(oracle.here.step.before[:1] == [("sleep", 0, 0)], f"it was suspended in {oracle.here.step.before[:1]}")


@claims("cause", rf"{_THING} is free now, and it takes it")
def _free_now(oracle: Oracle, match: re.Match[str]) -> None:
    must(oracle.called("Lock.acquire", None), "no lock was taken")


@claims("cause", rf"there is an item in {_THING} now, and it takes it")
def _item_now(oracle: Oracle, match: re.Match[str]) -> None:
    must(oracle.called("Queue.get_nowait", None), "no item was taken")


@claims("cause", rf"there is room in {_THING} now, and it puts its item in")
def _room_now(oracle: Oracle, match: re.Match[str]) -> None:
    must(oracle.called("Queue.put_nowait", None), "no item was put in")


@claims("cause", rf"`task_done\(\)` was called for every item of {_THING}")
def _joined(oracle: Oracle, match: re.Match[str]) -> None:
    left = oracle.called("Queue.join", None)
    must(left and not (left[0][4] or [0, 1])[-1], f"join() did not end with nothing unfinished: {left}")


@claims(
    "by whom",
    rf"(notified|freed for it|was set|shut down|broken or reset) by {_TASK}(?: in line (\d+))?",
)
def _by_whom(oracle: Oracle, match: re.Match[str]) -> None:
    methods = {
        "notified": ["Condition.notify", "Condition._notify"],
        "freed for it": ["Semaphore.release", "Semaphore.acquire"],
        "was set": ["Event.set"],
        "shut down": ["Queue.shutdown"],
        "broken or reset": [],
    }[match[1]]
    by, line = oracle.task(match[2]), int(match[3] or 0)
    if not methods:
        return
    calls = [
        e
        for place, task, e in oracle.plain.everything("in")
        if place <= oracle.here.place
        and task == by
        and e[2] in methods
        and (not line or e[1] in oracle.statement(line))
    ]
    must(calls, "it had not done so by then")


@claims("ended", rf"{_TASK} (has returned|was cancelled|has failed with `(\w+)`)(?! before it| in line)")
def _has_ended(oracle: Oracle, match: re.Match[str]) -> None:
    if not oracle.known_end(int(match[1])):
        return
    ended = {"has returned": "returned", "was cancelled": "cancelled"}.get(match[2], f"raised {match[3]}")
    now = oracle.plain.ended_by(oracle.task(match[1]), oracle.here.place)
    must(now == ended, f"it {now or 'had not ended'}")


# Errors


@claims("error", rf"`(\w+)` is raised in {_TASK}(?!, inside)(?: at line (\d+))?")
def _raised_in(oracle: Oracle, match: re.Match[str]) -> None:
    must(oracle.task(match[2]) == oracle.here.me, "that is another task")
    oracle.arrived(match[1], int(match[3]) if match[3] else None)


@claims("error", r"`(\w+)` is raised at line (\d+)")
def _raised_at(oracle: Oracle, match: re.Match[str]) -> None:
    oracle.arrived(match[1], int(match[2]))


@claims("error", r"raises `(\w+)` in \{\d+\} at line (\d+)")
def _raises_in(oracle: Oracle, match: re.Match[str]) -> None:
    oracle.arrived(match[1], int(match[2]))


@claims("error", r"its await raises `(\w+)`(?: here| there)?")
def _raises_here(oracle: Oracle, match: re.Match[str]) -> None:
    line = re.search(r"resumes in line (\d+)", oracle.words[: match.start()])
    oracle.arrived(match[1], int(line[1]) if line else None)


@claims("error", r"the block in line (\d+) raises an `(\w+)`")
def _group_raises(oracle: Oracle, match: re.Match[str]) -> None:
    step = oracle.mine()
    found = [(e[3], e[2]) for e in step.of("raise", "throw")]
    must(any(match[2] in error and line == int(match[1]) for error, line in found), f"raised was {found}")


@claims("error", r"has failed, and its exception is raised here")
def _thread_raises(oracle: Oracle, match: re.Match[str]) -> None:
    must(oracle.mine().arrival, "nothing was raised")


@claims("error to come", rf"`(\w+)` will be raised in {_TASK}(?: at line (\d+))?, in its next step")
def _will_be_raised(oracle: Oracle, match: re.Match[str]) -> None:
    later = oracle.plain.next(oracle.task(match[2]), oracle.here.place)
    if later is None:
        must(not oracle.plain.ended, "it has no turn any more")
        return
    if later.first:
        must(not later.lines, "it started")
        return
    oracle.arrived(match[1], int(match[3]) if match[3] else None, later)


def _cancelled_by(oracle: Oracle, who: Callable[[int | None, Event], bool]) -> None:
    """Somebody like this has called `cancel()` on the task of this step."""
    calls = [(p, t, e) for p, t, e in oracle.plain.everything("cancel") if p <= oracle.here.place]
    mine = [(t, e) for _, t, e in calls if e[3] == oracle.here.me]
    must(any(who(t, e) for t, e in mine), f"cancel() on it was called by: {mine}")


@claims("asked by", rf"The cancellation that {_TASK} (itself )?requested (?:in line (\d+) )?arrives")
def _asked_by(oracle: Oracle, match: re.Match[str]) -> None:
    by, line = oracle.task(match[1]), int(match[3] or 0)
    _cancelled_by(oracle, lambda task, event: task == by and (not line or event[1] in oracle.statement(line)))


@claims("asked by", r"`asyncio\.run\(\)` is cleaning up, so")
def _asked_by_run(oracle: Oracle, match: re.Match[str]) -> None:
    _cancelled_by(oracle, lambda task, event: event[2] == "_cancel_all_tasks")


@claims("asked by", r"Time is up, so")
def _asked_by_time(oracle: Oracle, match: re.Match[str]) -> None:
    _cancelled_by(oracle, lambda task, event: "_on_timeout" in event[2])


@claims("asked by", r"Its TaskGroup has to stop, so")
def _asked_by_group(oracle: Oracle, match: re.Match[str]) -> None:
    _cancelled_by(oracle, lambda task, event: event[2].startswith("TaskGroup."))


@claims("catches", r"[Ll]ine (\d+) catches (?:it|that)")
def _catches(oracle: Oracle, match: re.Match[str]) -> None:
    line, ran = int(match[1]), oracle.mine().lines
    block = oracle.block(line)
    must(block is not None, "there is no except clause")
    must(line in ran, f"it did not run: {ran}")
    must(any(n in (block or ()) for n in ran[ran.index(line) :]), f"its block did not run: {ran}")


@claims("in vain", r"Line (\d+), `[^`]*`, does not catch it")
def _in_vain(oracle: Oracle, match: re.Match[str]) -> None:
    line, ran = int(match[1]), oracle.mine().lines
    must(line in ran, f"it did not run: {ran}")
    after = ran[ran.index(line) + 1 :][:1]
    must(not after or after[0] not in (oracle.block(line) or ()), f"its block ran: {ran}")


@claims("turned", r"turns it into `(\w+)`")
def _turned(oracle: Oracle, match: re.Match[str]) -> None:
    raised = [event[3] for event in oracle.mine().of("raise", "throw")]
    must(match[1] in raised, f"raised was {raised}")


# What a step did


@claims("creates", rf"\bcreates {_TASKS}")
def _creates(oracle: Oracle, match: re.Match[str]) -> None:
    made = [event[1] for event in oracle.events("made")]
    missing = [task for task in oracle.tasks(match[1]) if task not in made]
    must(not missing, f"it created {made}")


@claims("cancels", rf"calls `cancel\(\)` on {_TASKS}(?: in {_LINES})?")
def _cancels(oracle: Oracle, match: re.Match[str]) -> None:
    lines = {n for line in numbers(match[2] or "") for n in oracle.statement(line)}
    calls = [e for e in oracle.events("cancel") if not lines or e[1] in lines]
    missing = [task for task in oracle.tasks(match[1]) if task not in [e[3] for e in calls]]
    must(not missing, f"not on {missing} there: {oracle.events('cancel')}")


@claims("cancels", r"cancels itself(?: in line (\d+))?")
def _cancels_itself(oracle: Oracle, match: re.Match[str]) -> None:
    calls = [e for e in oracle.events("cancel") if e[3] == oracle.here.me]
    must(any(not match[1] or e[1] in oracle.statement(int(match[1])) for e in calls), f"{calls}")


@claims("cancels", rf"lets its group cancel {_TASKS}")
def _group_cancels(oracle: Oracle, match: re.Match[str]) -> None:
    calls = [e[3] for e in oracle.events("cancel") if e[2].startswith("TaskGroup.")]
    must({*oracle.tasks(match[1])} <= {*calls}, f"cancelled were {calls}")


#: The words of a deed, the methods of which one must have been left (or entered) then, in that line.
DEEDS: list[tuple[str, str, tuple[str, ...]]] = [
    (rf"asks for {_THING} in line (\d+)\. The lock is free, so {_TASK} takes it at once", "!", ("Lock.acquire",)),
    (rf"takes {_THING} in line (\d+)", "", ("Lock.acquire",)),
    (rf"releases {_THING} in line (\d+)\b(?! and suspends)", "", ("Lock.release",)),
    (rf"takes a place in {_THING} in line (\d+)( at once)?", "", ("Semaphore.acquire",)),
    (rf"gives back its place in {_THING} in line (\d+)", "", ("Semaphore.release",)),
    (rf"sets {_THING} in line (\d+)", "", ("Event.set",)),
    (rf"clears {_THING} in line (\d+)", "", ("Event.clear",)),
    (rf"finds {_THING} set in line (\d+), so `wait\(\)` does not suspend", "!", ("Event.wait",)),
    (rf"notifies {_THING} in line (\d+)", "", ("Condition.notify",)),
    (rf"is the last to arrive at {_THING} in line (\d+), so it does not suspend", "!", ("Barrier.wait",)),
    (rf"puts an item into {_THING} in line (\d+)( without suspending)?", "", ("Queue.put_nowait",)),
    (rf"takes an item out of {_THING} in line (\d+)( without suspending)?", "", ("Queue.get_nowait",)),
    (rf"calls `task_done\(\)` on {_THING} in line (\d+)", "", ("Queue.task_done",)),
    (
        rf"finds in line (\d+) that {_THING} has nothing unfinished, so `join\(\)` does not suspend",
        "!",
        ("Queue.join",),
    ),
    (rf"shuts {_THING} down in line (\d+)", "", ("Queue.shutdown",)),
]


def _deed(pattern: str, mark: str, methods: tuple[str, ...]) -> Check:
    def check(oracle: Oracle, match: re.Match[str]) -> None:
        line = int(match[1])
        calls = [e for method in methods for e in oracle.called(method, line, "whole")]
        said = [m for m in re.finditer(pattern, oracle.words) if m[1] == match[1]]
        must(len(calls) >= len(said), f"{methods[0]} was left {len(calls)} times there, it is said {len(said)} times")
        call = calls[[m.start() for m in said].index(match.start())]
        oracle.matched.append((match.start(), call[-1]))
        if mark == "!" or (match.re.groups > 1 and match[2]):
            rested = [e for method in methods for e in oracle.called(method, line, "rest")]
            must(len(rested) < len(calls) or not rested, "it paused there")
        _amount(oracle.words[match.end() :], call)

    return check


def _amount(behind: str, call: Event) -> None:
    """The number in brackets behind a deed is how much there was when the call had ended."""
    state = call[4]
    found = re.match(
        r"( without suspending| at once)?(, without suspending)? \((no|\d+) (?:item|place)s? "
        r"(left|in it now|unfinished)",
        behind,
    )
    if found and state:
        count = 0 if found[3] == "no" else int(found[3])
        now = state[-1] if found[4] == "unfinished" else state[0]
        must(count == now, f"there were {now}")
    if re.match(r"( without suspending)? \(none unfinished now\)", behind) and state:
        must(not state[-1], f"{state[-1]} are unfinished")
    if re.match(r" \(nobody waits for it\)|, but nobody waits for it", behind):
        must(not call[5], f"{call[5]} wait for it")


for _pattern, _mark, _methods in DEEDS:
    CLAIMS.append(("deed", _pattern, _deed(_pattern, _mark, _methods)))


@claims(
    "runs later",
    rf"(?:wakes|puts|kept for|stop the loop, but only after) {_TASKS}",
    rf"{_TASKS} (?:goes|go) to the ready queue",
)
def _later(oracle: Oracle, match: re.Match[str]) -> None:
    oracle.runs_later(match[1])


@claims("awaits", r"awaits `[^`]*` in line (\d+) \(already done, so it does not suspend\)")
def _passed(oracle: Oracle, match: re.Match[str]) -> None:
    oracle.ran_in_it([int(match[1])])


# How it suspends

#: The words, the coroutine of asyncio that must be suspended then, and a state that must hold.
PAUSES: list[tuple[str, str, Callable[[list[int]], bool] | None]] = [
    (rf"finds {_THING} empty in line (\d+) and suspends", "Queue.get", lambda state: not state[0]),
    (rf"finds {_THING} full in line (\d+) and suspends", "Queue.put", lambda state: bool(state[0])),
    (rf"finds no place left in {_THING} in line (\d+) and suspends", "Semaphore.acquire", lambda state: not state[0]),
    (rf"suspends in line (\d+), because {_THING} is not set", "Event.wait", lambda state: not state[0]),
    (rf"releases {_THING} in line (\d+) and suspends until it is notified", "Condition.wait", None),
    (rf"waits at {_THING} in line (\d+) for the others", "Barrier.wait", None),
    (rf"asks for {_THING} in line (\d+)\. [^.]*, so {_TASK} suspends", "Lock.acquire", lambda state: bool(state[0])),
    (r"suspends in line (\d+): `[^`]*\.join\(\)` needs", "Queue.join", lambda state: bool(state[-1])),
    (r"suspends in line (\d+) for `sleep\([^`]*\)`", "sleep", None),
    (r"suspends in line (\d+): `wait\(\)` waits", "_wait", None),
    (r"suspends in line (\d+): `wait_for\(\)` waits", "wait_for", None),
    (r"suspends in line (\d+), at the end of the block", "TaskGroup.__aexit__", None),
    (r"hands [^.]* to an executor in line (\d+) and suspends", "", None),
    (r"(?:suspends|sleeps) in line (\d+)", "", None),
    (r"[Kk]eeps waiting in line (\d+)", "", None),
]


def _pause(method: str, holds: Callable[[list[int]], bool] | None) -> Check:
    def check(oracle: Oracle, match: re.Match[str]) -> None:
        player = [oracle.mine(), *oracle.here.inner]
        if not player[0].over:  # the program was stopped in it
            return
        stands = [step for step in player if step.stands in oracle.statement(int(match[1]))]
        must(stands, f"it stands in line {player[0].stands}")
        functions = [function for function, line, _ in stands[0].after if not line]
        must(
            not method or any(f.rpartition(".<locals>.")[2].startswith(method) for f in functions),
            f"it is suspended in {functions}",
        )
        rests = [e for e in stands[0].of("rest") if e[2] == method]
        must(not (holds and rests) or holds(rests[-1][4]), f"its state was {rests and rests[-1][4]}")

    return check


for _pattern, _method, _holds in PAUSES:
    CLAIMS.append(("suspends", _pattern, _pause(_method, _holds)))


# How it ends


def _ends(oracle: Oracle, ended: str) -> None:
    """This step, or an eager one in it, is the last of a task whose coroutine is the program's."""
    step = oracle.mine()
    if not all(oracle.knows_end(s.task) for s in (step, *oracle.here.inner)):
        return
    ends = [step.end for step in (oracle.mine(), *oracle.here.inner)]
    must(ended in ends, f"it {ends[0] or 'did not end'}")


@claims("ends", r"(?<!`)\breturns(?=[ .](?!to\b))(?: \(that wakes [^)]*\))?( It kept the cancellation)?")
def _returns(oracle: Oracle, match: re.Match[str]) -> None:
    _ends(oracle, "returned")


@claims("ends", r"ends as cancelled")
def _cancelled(oracle: Oracle, match: re.Match[str]) -> None:
    _ends(oracle, "cancelled")


@claims("ends", r"ends with `(\w+)`")
def _fails(oracle: Oracle, match: re.Match[str]) -> None:
    if oracle.here.step is not None:
        _ends(oracle, f"raised {match[1]}")


@claims("kept", r"It kept the cancellation to itself")
def _kept(oracle: Oracle, match: re.Match[str]) -> None:
    raised = [event[3] for step in oracle.plain.of[oracle.here.me or 0] for event in step.of("raise", "throw")]
    must("CancelledError" in raised, f"raised was {raised}")


# A step that never ends, and the last frame


@claims("busy", rf"never suspends: {_LINES} run over and over", rf"{_LINES} runs? over and over")
def _over_and_over(oracle: Oracle, match: re.Match[str]) -> None:
    step = oracle.mine()
    must(not step.over, "the step came to its end")
    oracle.ran_in_it(numbers(match[1]))


@claims("busy", r"never suspends(?!:)")
def _never_pauses(oracle: Oracle, match: re.Match[str]) -> None:
    must(not oracle.mine().over, "the step came to its end")


@claims(
    "stuck",
    rf"{_TASKS} waits? in line (\d+)"
    rf"( for an item in {_THING}, and nobody is left to put one in| for {_THING} to be set)?",
)
def _stuck(oracle: Oracle, match: re.Match[str]) -> None:
    for task in oracle.tasks(match[1]):
        last = oracle.plain.of[task][-1] if oracle.plain.of[task] else None
        if last is None or not last.over:
            continue
        must(last.stands in oracle.statement(int(match[2])), f"it stands in line {last.stands}")
        if match[3]:
            method = "Queue.get" if "item" in match[3] else "Event.wait"
            rests = [e for e in last.of("rest") if e[2] == method]
            must(rests, f"it waits in {last.after}")
            states = [e[4] for _, _, e in oracle.plain.everything("in", "rest", "out") if e[3] == rests[-1][3]]
            must(not states[-1][0], f"its state is {states[-1]}")


@claims("held by", rf"for {_THING}, held by {_TASK}")
def _held_by(oracle: Oracle, match: re.Match[str]) -> None:
    holder = oracle.task(match[2]) if match.re.groups > 1 else oracle.task(match[1])
    taken = [t for _, t, e in oracle.plain.everything("out") if e[2] == "Lock.acquire"]
    must(holder in taken, "it never took a lock")


@claims("starts the loop", r"Line (\d+), `[^`]*`, creates the event loop")
def _starter(oracle: Oracle, match: re.Match[str]) -> None:
    must(oracle.statement(int(match[1])) & oracle.plain.lines, "it never ran")


@claims("slow", r"[Ll]ine (\d+) (?:blocked the loop )?for [\d.]+ s")
def _slow(oracle: Oracle, match: re.Match[str]) -> None:
    if oracle.here.step is not None:
        oracle.ran_in_it([int(match[1])])


def false(found: Iterable[Claim]) -> Iterator[Claim]:
    """The claims that are not so."""
    return (claim for claim in found if claim.wrong is not None)

"""What a reader may guess before looking: what an example's first program prints and how it ends, with choices.

All choices are computed: what the run did, and what it did not, be it the post's claim, what another variant does, or
the run with one thing changed. Where the order is a matter of luck there are none: then one thinks, and has it shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise

from snippets._engine.pages.markup import Markup, el, plain
from snippets._engine.pages.result import ExampleResult, Result
from snippets._engine.record.printed import Line
from snippets._engine.record.times import seconds
from snippets._engine.words.english import counted

#: So many choices at most, so many lines of each, and so many letters of a line; of outputs no more is looked at.
MOST, LINES, LETTERS, LOOKED_AT = 4, 6, 58, 400
#: Of two times that are nearer than this, as a ratio, nobody can guess which.
NEAR = 1.2
#: A line on stderr that names a warning or an error; the rest of a traceback is not asked for.
_NAMES = re.compile(r"(?![ |+]|Traceback |RuntimeWarning: Enable tracemalloc)\S")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a program may be thought to do: the lines that count, and its end; ``why`` it is not so, for a wrong one."""

    lines: tuple[str, ...]
    end: str
    why: str = ""


def quiz(shown: ExampleResult) -> Markup | None:
    """The choices, in a template that the page's script takes; nothing where the first program was not run to an end.

    An empty list says that there is nothing to choose from.
    """
    first = shown.first
    if not first.ran or first.record.outcome.kind in ("stopped", "refused"):
        return None
    found = choices(shown)
    items = (
        el("li", el("span", text), el("b", choice.end), data_why=choice.why or None)
        for text, choice in zip(displayed([one.lines for one in found]), found, strict=True)
    )
    return el("template", *items, class_="quiz", data_search_exclude=True)


def choices(shown: ExampleResult) -> list[Choice]:
    """The true one and up to three others, shuffled, always alike; none where there is nothing to choose from."""
    first = shown.first
    if not certain(first):
        return []
    found = [Choice(_lines(first), _end(first))]
    for make in (_claimed, _others, _other_time, _exchanged, _other_end, _quiet, _cut):
        for choice in make(shown):
            if len(found) < MOST and _told_apart([*found, choice]):
                found.append(choice)
    return sorted(found, key=lambda one: _shuffled(first, one)) if len(found) > 1 else []


def certain(result: Result) -> bool:
    """Whether the order of what it prints is the program's, and not luck."""
    return not result.record.near_ties and not result.variant.unordered


def _shuffled(first: Result, choice: Choice) -> bytes:
    return blake2b("\n".join((first.variant.id, choice.end, *choice.lines)).encode("utf-8", "replace")).digest()


def _told_apart(found: Sequence[Choice]) -> bool:
    """Whether each of these looks another than the rest, as they are shown."""
    texts = displayed([one.lines for one in found])
    return len({(text, one.end) for text, one in zip(texts, found, strict=True)}) == len(found)


def displayed(outputs: Sequence[tuple[str, ...]]) -> list[str]:
    """Outputs in short: lines in which all are alike, at the start and the end, are counted."""
    start = _alike(outputs)
    end = _alike([lines[start:][::-1] for lines in outputs])
    start, end = (start if start > 2 else 0), (end if end > 2 else 0)
    return [_short(lines, start, end) for lines in outputs]


def _alike(outputs: Sequence[tuple[str, ...]]) -> int:
    count = 0
    for lines in zip(*outputs, strict=False):
        if len({*lines}) > 1:
            break
        count += 1
    return count


def _short(lines: tuple[str, ...], start: int, end: int) -> str:
    middle = lines[start : len(lines) - end]
    shown = [line if len(line) <= LETTERS else line[: LETTERS - 1] + "…" for line in middle[:LINES]]
    before = [f"… {counted(start, 'line')}"] if start else []
    rest = len(middle) - len(shown) + end
    after = [f"… {counted(rest, 'more line')}"] if rest else []
    return "\n".join([*before, *shown, *after]) or "(nothing)"


def _counts(line: Line) -> bool:
    return not line.stderr or bool(_NAMES.match(line.text))


def _lines(result: Result, counts: Callable[[Line], bool] = _counts) -> tuple[str, ...]:
    return tuple(line.text.rstrip() for line in result.lines[:LOOKED_AT] if counts(line))


def _end(result: Result) -> str:
    """How a run ended, as the end of a choice."""
    outcome = result.record.outcome
    if outcome.endless:
        return "and never ends"
    if outcome.broke:
        return f"and ends with {outcome.name}" if outcome.kind == "raises" else f"and {outcome}"
    return _ends_after(result.record.seconds) if result.record.clock == "virtual" else "and ends"


def _ends_after(time: float) -> str:
    said = seconds(time)
    return "and ends at once" if said == "0 s" else f"and ends after {said}"


# ------------------------------------------------------------------------------------------------ what is not so


def _claimed(shown: ExampleResult) -> Iterator[Choice]:
    """What the post says that it prints, where that is not so."""
    check = shown.first.check
    if check is not None and not check.right and check.claimed:
        yield Choice(check.claimed, _end(shown.first), "That is what the post says.")


def _others(shown: ExampleResult) -> Iterator[Choice]:
    """What other variants do."""
    for one in shown.others:
        if one.ran and certain(one) and not _near_in_time(one, shown.first):
            yield Choice(_lines(one), _end(one), f"That is what “{plain(one.role)}” does.")


def _near_in_time(one: Result, first: Result) -> bool:
    """Whether two runs differ in how long they took alone, and that hardly."""
    if _lines(one) != _lines(first) or one.record.outcome != first.record.outcome:
        return False
    short, long = sorted((one.record.seconds, first.record.seconds))
    return long <= short * NEAR


def _other_time(shown: ExampleResult) -> Iterator[Choice]:
    """All waits one after the other, or all at once, where it was not so."""
    first = shown.first
    took, finishes = first.record.seconds, first.record.outcome.kind == "finishes"
    if not finishes or first.record.clock != "virtual":
        return
    lanes = first.story.lanes.lanes
    sleeps = [span.stop.seconds - span.start.seconds for lane in lanes for span in lane.spans if span.doing == "sleep"]
    for time in (sum(sleeps), max(sleeps, default=0.0)):
        if time and (time > took * NEAR or took > time * NEAR):
            yield Choice(_lines(first), _ends_after(time), f"It takes {seconds(took)}.")


def _exchanged(shown: ExampleResult) -> Iterator[Choice]:
    """Two lines of different tasks, one below the other, in the other order: at the same moment, if there are such."""
    first = shown.first
    pieces = first.record.output
    lines = [line for line in first.lines[:LOOKED_AT] if _counts(line)]
    pairs = [
        (at, one.seconds != two.seconds)
        for at, (one, two) in enumerate(pairwise(lines))
        if one.text != two.text and not one.stderr and not two.stderr
        if None not in (tasks := {pieces[one.first].task, pieces[two.first].task}) and len(tasks) == 2
    ]
    if pairs:
        at = min(pairs, key=lambda pair: pair[1])[0]
        texts = list(_lines(first))
        texts[at], texts[at + 1] = texts[at + 1], texts[at]
        yield Choice(tuple(texts), _end(first), "Two lines come the other way round.")


def _other_end(shown: ExampleResult) -> Iterator[Choice]:
    """The same lines, and another end; without what Python said of an exception, where there was one."""
    first, outcome = shown.first, shown.first.record.outcome
    if outcome.endless:
        yield Choice(_lines(first), "and ends", "It never ends.")
    elif outcome.broke:
        yield Choice(_lines(first, _on_stdout), "and ends without an error", f"It {_end(first).removeprefix('and ')}.")
    else:
        yield Choice(_lines(first), "and never ends", f"It {_end(first).removeprefix('and ')}.")


def _on_stdout(line: Line) -> bool:
    return not line.stderr


def _quiet(shown: ExampleResult) -> Iterator[Choice]:
    """The same without what Python complains of on the way."""
    first = shown.first
    if _lines(first) != _lines(first, _on_stdout) and not first.record.outcome.broke:
        yield Choice(_lines(first, _on_stdout), _end(first), "Python also prints a warning or an error.")


def _cut(shown: ExampleResult) -> Iterator[Choice]:
    """The same without the last line."""
    lines = _lines(shown.first)
    if len(lines) > 1:
        yield Choice(lines[:-1], _end(shown.first), "One more line is printed.")

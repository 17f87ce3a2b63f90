"""A standstill in words: on what a silent program waits, and what could still wake it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from snippets._engine.record.record import Held, Standstill, Stuck, Task
from snippets._engine.words.english import listed

#: What a thread or process waits for, as the end of a sentence that begins with it.
_WAITS = {
    "lock": "waits for a lock, or for another thread,",
    "child": "waits for the end of a child process",
    "pipe": "waits for something to come through a pipe",
    "socket": "waits for something to come through a connection",
    "full pipe": "writes to a pipe that is full, and nobody reads it",
    "full socket": "writes to a connection that is full, and nobody reads it",
    "timer": "sleeps",
    "signal": "waits for a signal",
    "input": "waits for standard input",
    "listening": "waits for a connection",
    "outside": "waits for what comes from outside",
}
#: No more reasons than this are told of one wait.
MOST_REASONS = 4
#: What can wake a program from outside, or by itself.
_WAKERS = {
    "timer": "a timer",
    "signal": "a signal",
    "input": "standard input",
    "listening": "a connection",
    "outside": "what comes from outside",
}
#: What is missing where another thread acts on a loop.
_UNSAFE = ", without call_soon_threadsafe()"
_CLOSING = {
    "executor": "asyncio.run waits for the threads of the executor",
    "generators": "asyncio.run waits for asynchronous generators to be closed",
    "tasks": "asyncio.run waits for tasks that it has cancelled",
    "exit": "Python waits for threads or processes that are left, before it can end",
}


def reason(task: Stuck, known: Mapping[int, Task], names: Mapping[int, str] | None = None) -> str:
    """What is known of why this wait does not end, to stand behind it.

    ``known`` are the record's tasks by their numbers, ``names`` are others than Python's for them.
    """
    said = []
    if task.came:
        said.append(f"{task.came[0]} of {task.came[1]} have come")
    if task.holders:
        said.append(_held_by(task.holders, known, names))
    for number in task.given:
        ended = known[number].ended if number in known else None
        if ended is not None and ended != "returned":
            who = _called(number, known, names)
            said.append(f"{who}, which was given it, {ended.replace('cancelled', 'was cancelled')}")
    for name, error, line in task.failed:
        said.append(f"{name}(), which refers to it, raised {error}" + (f" in line {line}" if line else ""))
    return "".join(f"; {one}" for one in said[:MOST_REASONS])


def _called(number: int, known: Mapping[int, Task], names: Mapping[int, str] | None) -> str:
    name = names.get(number) if names else None
    return name if name is not None else known[number].name if number in known else "a task"


def _held_by(holders: Sequence[int], known: Mapping[int, Task], names: Mapping[int, str] | None) -> str:
    each = []
    for number in dict.fromkeys(holders):
        often = holders.count(number)
        over = ", which has ended" if number in known and known[number].ended is not None else ""
        each.append(f"{_called(number, known, names)}{f' ({often})' if often > 1 else ''}{over}")
    return f"its {'place is' if len(holders) == 1 else f'{len(holders)} places are'} held by {listed(each)}"


def stood(still: Standstill, stuck: Sequence[Stuck], tasks: Sequence[Task]) -> list[str]:
    """Lines on what a program waited for beside its tasks, the most telling first."""
    labels = {task.task: task.label or task.name for task in stuck}
    lines = [closing(still, tasks)] if still.closing else []
    lines += [unwoken(labels.get(who, who) if isinstance(who, int) else who, line) for who, line in still.unwoken]
    for name in still.unseen:
        who = labels.get(name, name) if isinstance(name, int) else name
        lines.append(f"the loop sleeps without the timer of {who}, which was set from outside the loop{_UNSAFE}")
    if still.unstopped:
        lines.append(f"the loop sleeps, although it was asked to stop, from outside the loop{_UNSAFE}")
    lines += [held(one) for one in still.held if not (still.closing and one.what == "main thread")]
    if still.closed_circle:
        lines.append("the other ends of the connections that are waited for are in this program too")
    wakers = list(dict.fromkeys(waker(pair) for pair in still.wakers if pair[0] in _WAKERS))
    if wakers:
        lines.append(f"it could still be woken by {', or by '.join(wakers)}")
    return lines


def closing(still: Standstill, tasks: Sequence[Task]) -> str:
    """What Python waits for at the program's end; the one thread that it is, where it is one."""
    main = next((task for task in tasks if task.parent is None), None)
    ended = f"{main.label} {ended_words(main.ended)}; " if main is not None and main.ended is not None else ""
    jobs = [one for one in still.held if one.what == "executor thread"]
    if still.closing == "executor" and len(jobs) == 1 and jobs[0].begun:
        return f"{ended}asyncio.run waits for a thread of the executor, begun in line {jobs[0].begun}"
    return f"{ended}{_CLOSING[still.closing or 'exit']}"


def ended_words(how: str) -> str:
    """``has returned``, ``was cancelled``, ``has raised NAME``."""
    return "was cancelled" if how == "cancelled" else f"has {how}"


def unwoken(who: object, line: int | None) -> str:
    """Somebody was made ready from outside the loop."""
    where = f"line {line} made it so" if line else "it was made so"
    return f"the loop sleeps, although {who} is ready: {where} from outside the loop{_UNSAFE}"


def held(one: Held) -> str:
    """A thread or process: what it is, where it was begun, and what it waits for."""
    begun = f", begun in line {one.begun}," if one.begun else ""
    if one.what == "ended process":
        return f"a child process ({one.name}){begun} has ended, and nobody has waited for it"
    what = {
        "main thread": "the main thread",
        "thread": f"thread {one.name}",
        "executor thread": "a thread of the executor",
        "process": f"a child process ({one.name})",
    }[one.what]
    kinds = [kind for kind in one.waits if kind in _WAITS and (kind != "timer" or len(one.waits) == 1)]
    told = " or ".join(_WAITS[kind] for kind in kinds) or "is alive and silent"
    # Of several threads of a process it is not known which has the time-out; that one of them has is said elsewhere.
    limited = " for some time at most" if "timer" in one.waits and kinds != ["timer"] and one.what != "process" else ""
    on = f" in {one.on}" if one.on else ""
    told = told if on or limited else told.removesuffix(",")
    line = f", line {one.line}" if one.line else ""
    return f"{what}{begun} {told}{limited}{on}{line}"


def waker(pair: tuple[str, str]) -> str:
    """What could wake the program, with its name where it has one."""
    kind, name = pair
    return f"{_WAKERS[kind]}{f' ({name})' if name else ''}"

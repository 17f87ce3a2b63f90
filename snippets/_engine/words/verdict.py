"""The lines that a record holds, and the command line prints, on a program that did not end by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from snippets._engine.record.record import Record, Stuck
from snippets._engine.record.ring import ring
from snippets._engine.record.times import seconds
from snippets._engine.words.needs import Template, choose, fact, given
from snippets._engine.words.standstill import reason, stood

#: So many unfinished tasks are told of one by one, and of the others so many lines in which most of them wait.
MOST_TOLD, MOST_PLACES = 30, 5

#: The first line, by the outcome.
HEADS = {
    "deadlocks": given("deadlock, proved, {at}: {why}", "deadlock"),
    "hangs": fact("hangs, {at}: {why}"),
    "never yields": fact("never yields, stopped {at}: {why}"),
    "runs forever": fact("runs forever, stopped {at}"),
    "stopped": fact("stopped {at} {why}"),
    "refused": fact("refused: {why}, which the virtual clock cannot do faithfully: use --clock real"),
    "killed": fact("{outcome} {at}"),
}
#: In a reader's browser there is no other clock to use.
IN_BROWSER = {
    **HEADS,
    "refused": fact("refused: {why}; Python in a browser has no threads, processes, sockets or signals"),
}


def verdict(record: Record, why: str, heads: Mapping[str, Template] = HEADS) -> tuple[str, ...]:
    """Why the program did not end by itself; nothing where it did.

    ``why`` is in the words of whoever ended it, as ``record.assemble`` returns them; ``heads`` are the first lines.
    """
    outcome, at = record.outcome, f"at {seconds(record.seconds, record.clock)} on the {record.clock} clock"
    if outcome.kind not in heads:
        return ()
    proved = {"deadlock"} if outcome.proved else set[str]()
    head = choose(heads, outcome.kind, proved).format(at=at, why=why, outcome=outcome).rstrip()
    if outcome.kind in ("refused", "killed"):
        return (head,)
    still = record.standstill
    lines = stood(still, record.stuck, record.tasks) if still and outcome.kind in ("hangs", "stopped") else []
    known = {task.id: task for task in record.tasks}
    lines += [where(task) + reason(task, known) for task in record.stuck[:MOST_TOLD]]
    lines += [_more(record.stuck[MOST_TOLD:])] if len(record.stuck) > MOST_TOLD else []
    names = {task.task: task.name for task in record.stuck}
    circle = " waits for ".join(names[number] for number in ring(record.stuck))
    return (head, *(f"  {line}" for line in lines), *((f"  in a circle: {circle}",) if circle else ()))


def _more(stuck: Sequence[Stuck]) -> str:
    """How many more tasks are unfinished, and where most of them stand."""
    count = Counter(_place(task) for task in stuck)
    told = [f"{number:,} {place}" for place, number in count.most_common(MOST_PLACES)]
    rest = len(stuck) - sum(number for _, number in count.most_common(MOST_PLACES))
    told += [f"{rest:,} elsewhere"] if rest else []
    where = f"all {next(iter(count))}" if len(count) == 1 < len(stuck) else ", ".join(told)
    return f"and {len(stuck):,} more task{'s' * (len(stuck) != 1)}: {where}"


def _place(task: Stuck) -> str:
    if task.on in ("ready", "running"):
        return "ready to run" if task.on == "ready" else "running"
    return f"waiting in line {task.line}" if task.line else "waiting"


def where(task: Stuck) -> str:
    """One unfinished task in words, like ``Task-1 main() waits for queue.join(), line 43``."""
    line = f", line {task.line}" if task.line else ""
    if task.thing and task.on == "a future":
        return f"{task.name} {task.label} waits for the future {task.thing}{line}"
    states = {"ready": "is ready to run", "running": "is running"}
    state = states.get(task.on, f"waits for {task.on}")
    return f"{task.name} {task.label} {state}{line}"

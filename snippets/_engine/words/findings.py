"""What a run shows to be wrong with its program, a sentence each with its line: only what the record proves.

Two things are read: the record, with what Python itself complains of on stderr, and the text of the program. Where
they leave a doubt, nothing is said: the trace may miss a mistake, but it accuses nobody falsely.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Literal

from snippets._engine.record.record import Task
from snippets._engine.record.times import seconds
from snippets._engine.story.proofs import Proofs, Request
from snippets._engine.story.story import Story
from snippets._engine.words.ending import waiting
from snippets._engine.words.english import capital, counted, listed, number
from snippets._engine.words.marks import code

#: No more than these are shown of one run.
MOST = 5
#: A step that takes so many seconds holds the loop. A busy machine can delay a step on the real clock by a tenth of a
#: second, so there it must be clear that it was not the machine.
HELD_S = {"virtual": 0.1, "real": 0.25}
#: A line of the program is quoted up to so many letters.
QUOTED = 48
#: Up to so many tasks are named one by one.
NAMED = 3

#: The sorts of findings, the gravest first.
Kind = Literal[
    "held",
    "never awaited",
    "never looked at",
    "failed",
    "went on",
    "not waited for",
    "abandoned",
    "destroyed",
    "never ended",
]
KINDS: tuple[Kind, ...] = Kind.__args__  # type: ignore[attr-defined]

#: What Python writes on stderr. A program's own format for logs may put something before it.
_NEVER_AWAITED = re.compile(r"(?m)^(.*):(\d+): RuntimeWarning: coroutine '(.+)' was never awaited$")
_NEVER_RETRIEVED = re.compile(
    r"(?m)^.*?\b(?:(\w+) exception was never retrieved\nfuture: "
    r"|unhandled exception during asyncio\.run\(\) shutdown\ntask: )(<.*>)$"
)
#: Exceptions that end the program, whoever looks at the task.
_ENDS_ALL = ("SystemExit", "KeyboardInterrupt")
#: Where Python says that a coroutine was thrown away which went with a task, or when Python took itself apart.
_NOWHERE = re.compile(r"<sys>|sys|asyncio/\w+\.py")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: its sort, the line of the program that it is about if known, a sentence."""

    kind: Kind
    line: int | None
    words: str


def findings(story: Story, file: str) -> list[Finding]:
    """What the run shows to be wrong with the program, called ``file`` in tracebacks; at most ``MOST`` findings."""
    if story.record.faults:
        return []
    run = story.proofs
    found = [
        *_held(run),
        *_never_awaited(run, file),
        *_never_looked_at(run, file),
        *_failed(run),
        *_went_on(run),
        *_not_waited_for(run),
        *_abandoned(run),
        *_destroyed(run),
        *_never_ended(run),
    ]
    met: dict[Kind, int] = defaultdict(int)
    ranks = []
    for finding in found:  # one of each sort comes before the second of any
        ranks.append((met[finding.kind], KINDS.index(finding.kind)))
        met[finding.kind] += 1
    chosen = sorted(range(len(found)), key=lambda index: ranks[index])[:MOST]
    return [found[index] for index in sorted(chosen)]


def _held(run: Proofs) -> list[Finding]:
    """Steps and callbacks that took long, by the line that took the time, or else by where they began."""
    times: dict[tuple[int | None, int | None], list[tuple[int, float]]] = defaultdict(list)
    for at, slow in run.history.slow:
        if slow.took >= HELD_S[run.record.clock]:
            key = (None, slow.line) if slow.line is not None else (slow.task, None)
            times[key].append((at.place, slow.took))
    found = []
    for (task, line), steps in times.items():
        whole = seconds(sum(took for _, took in steps), run.record.clock)
        for_long = f"for {whole}" if len(steps) == 1 else f"{number(len(steps))} times, for {whole} in all,"
        if line is None:
            line = _began(run, task, steps[0][0])
            by = _steps_of(run, task, len(steps), line)
        else:
            by = f"line {line}: {_quoted(run, line)}"
        found.append(Finding("held", line, f"The loop was blocked {for_long} by {by}."))
    return found


def _quoted(run: Proofs, line: int) -> str:
    """A line of the program, as code; a long one is cut."""
    text = run.program.line(line)
    return code(text if len(text) <= QUOTED else text[: QUOTED - 1] + "…") if text else ""


def _steps_of(run: Proofs, task: int | None, count: int, line: int | None) -> str:
    if task not in run.names:
        return "a callback" if count == 1 else "callbacks"
    began = f" that began in line {line}" if line and count == 1 else ""
    return f"{'one step' if count == 1 else 'steps'} of {code(run.names[task])}{began}"


def _began(run: Proofs, task: int | None, place: int) -> int | None:
    """The first line of a task's step that was just over at this event: of those it ran, or where it had stood."""
    known = run.history.tasks.get(task or 0)
    step = known.step_at(place) if known is not None else None
    if step is not None and step.ran:
        return step.ran[0]
    return known.stood_in(place) if known is not None else None


def _never_awaited(run: Proofs, file: str) -> list[Finding]:
    """Coroutines of which Python says so, where the program can have made them in one place only."""
    places: dict[tuple[int | None, str], int] = defaultdict(int)
    unborn = {_function(run.tasks[task].label) for task in _pending(run) if task not in run.begun}
    for match in _NEVER_AWAITED.finditer(run.record.stderr):
        place, line, name = match[1], int(match[2]), match[3]
        nowhere = _NOWHERE.fullmatch(place)
        if not (nowhere or place == file) or (nowhere and name.rpartition(".")[2] in unborn):
            continue
        made = run.program.made(name, None if nowhere else line)
        if made is not None:
            text = ast.unparse(made)
            text = text if len(text) <= QUOTED else f"{ast.unparse(made.func)}(…)"
            places[made.lineno, f"{code(text)} in line {made.lineno} made a coroutine that was never awaited"] += 1
        elif not nowhere:
            called = code(name.replace(".<locals>", "") + "()")
            places[line, f"A coroutine {called} was never awaited; it was thrown away in line {line}"] += 1
    return [
        Finding("never awaited", line, f"{words}{f', {number(count)} times' if count > 1 else ''}.")
        for (line, words), count in places.items()
    ]


def _function(label: str) -> str:
    """`foo` of `Worker.foo(1)`."""
    return label.partition("(")[0].rpartition(".")[2]


def _never_looked_at(run: Proofs, file: str) -> list[Finding]:
    """Exceptions that Python complains of when the task or future goes that held them."""
    alike: dict[tuple[str, int | None], list[str]] = defaultdict(list)
    text = run.record.stderr
    for match in _NEVER_RETRIEVED.finditer(text):
        line = _raised_in(text[match.end() :], file)
        task = _task_shown(run, match[2])
        named = re.search(r" exception=(\w+)", match[2])
        if match[1] is None and (task is None or task.id in run.awaited):
            continue  # what went wrong while asyncio.run cancelled it, somebody may have seen
        if task is not None and task.ended is not None:
            error, holder = task.ended.error or task.ended, code(run.names.get(task.id, task.label))
            line = line or task.line
        elif named is None:
            continue
        else:
            kinds = {"Task": "a task", "_GatheringFuture": f"a {code('gather()')}"}
            error, holder = named[1], kinds.get(match[1], "a future")
        if error not in _ENDS_ALL:
            alike[error, line].append(holder)
    found = []
    for (error, line), holders in alike.items():
        whose = listed(list(dict.fromkeys(holders))) if len(holders) <= NAMED else counted(len(holders), "task")
        where = f", from line {line}," if line else ""
        found.append(Finding("never looked at", line, f"The {code(error)} of {whose}{where} was never retrieved."))
    return found


def _failed(run: Proofs) -> list[Finding]:
    """Of a program that did not end by itself: tasks that failed and that nobody awaits, of which Python says nothing.

    Python would complain of them at the end, which such a program never comes to.
    """
    if run.record.outcome.by_itself or not run.complete:
        return []
    shown = {task.id for match in _NEVER_RETRIEVED.finditer(run.record.stderr) if (task := _task_shown(run, match[2]))}
    found = []
    for task in run.record.tasks:
        error = task.ended.error if task.ended is not None else ""
        if not error or error in _ENDS_ALL or task.id in run.awaited | shown:
            continue
        ran = run.history.tasks[task.id].steps[-1].ran
        last = f" after line {ran[-1]}" if ran else ""
        words = f"{code(run.names.get(task.id, task.label))} ended with {code(error)}{last}, and nobody awaits it."
        found.append(Finding("failed", ran[-1] if ran else task.line, words))
    return found


def _task_shown(run: Proofs, shown: str) -> Task | None:
    """The task that failed and that Python shows like this, `<Task finished name=...>`, if only one can be meant."""
    match = re.match(r"<\w+ \w+ name='([^']*)' ", shown)
    if match is None:
        return None
    found = [one for one in run.record.tasks if one.name == match[1] and one.ended is not None and one.ended.error]
    return found[0] if len(found) == 1 else None


def _raised_in(text: str, file: str) -> int | None:
    """The program's innermost line in the traceback that stands at the start of this text, the last one if chained."""
    line, inside, chained = None, False, True
    for row in text.split("\n")[1:]:
        if row.startswith("Traceback ") and chained:
            line, inside, chained = None, True, False
        elif row.startswith(("During handling of the above", "The above exception was")):
            chained = True
        elif row.startswith(" ") or not row:
            frame = re.match(r'  File "(.*)", line (\d+)', row)
            if frame and inside and frame[1] == file:
                line = int(frame[2])
        elif inside:  # the exception itself, and perhaps another behind it
            inside = False
        elif not row.startswith("source_traceback: "):
            break
    return line


def _went_on(run: Proofs) -> list[Finding]:
    """Tasks that were asked to end, and returned, or are still there."""
    found = []
    standing = {stuck.task: stuck for stuck in run.stuck}
    for request in (run.requests[task] for task in sorted(run.requests)):
        task = run.tasks.get(request.task)
        if task is None or task.id not in run.names or request.taken_back:
            continue
        name, line = code(run.names[task.id]), request.line
        if task.ended == "returned" and not (request.by_run or run.record.dropped or _lost_below(run, request)):
            later = run.ends[task.id].seconds - request.time
            after = f" {seconds(later, run.record.clock)} later" if request.heard and later >= 0.1 else ""
            how = f"the {code('CancelledError')} was caught and not raised again"
            words = f"{name} was cancelled {_asked(request)}, but returned{after}: {how}."
            found.append(Finding("went on", line, words))
        elif task.id in standing and request.heard and (request.by_run or not run.record.dropped):
            at = standing[task.id].line
            now = f"; it stands in line {at}" if at else ""
            words = f"{name} was cancelled {_asked(request)}, and did not end{now}."
            found.append(Finding("went on", at or line, words))
    return found


def _asked(request: Request) -> str:
    """Who asked: `in line 14`."""
    return f"by {code('asyncio.run()')}" if request.by_run else f"in line {request.line}"


def _lost_below(run: Proofs, request: Request) -> bool:
    """Whether the request was passed on to a task that was waited for, and that caught it: that one is told of."""
    asked = (run.requests[task] for task in request.passed_to if task in run.requests)
    return any(run.tasks[other.task].ended == "returned" for other in asked)


def _not_waited_for(run: Proofs) -> list[Finding]:
    """Tasks that the program asked to end, and that had not ended when the program's own coroutine had."""
    alike: dict[tuple[int, int, int | None], list[int]] = defaultdict(list)
    for request in run.asked(by_run=False) if run.complete else ():
        root = run.outlived(request.task)
        if root is not None and request.line and request.task in run.ends and not request.awaited:
            alike[request.line, root, request.cut_in].append(request.task)
    found = []
    for (line, root, cut_in), tasks in alike.items():
        them = "it" if len(tasks) == 1 else "them"
        words = f"{_named(run, tasks)} cancelled in line {line}, but {_root(run, root)} did not wait for {them} to end"
        again = f": {code('asyncio.run()')} cancelled {them} a second time, in line {cut_in}" if cut_in else ""
        found.append(Finding("not waited for", line, f"{words}{again}."))
    return found


def _abandoned(run: Proofs) -> list[Finding]:
    """Tasks that nobody is known to have waited for, and that `asyncio.run` had to cancel at its end."""
    alike: dict[tuple[int, int], list[int]] = defaultdict(list)
    for request in run.asked(by_run=True) if run.complete else ():
        root, line = run.outlived(request.task), run.tasks[request.task].line
        returned = root is not None and run.tasks[root].ended == "returned"
        waited = request.task in run.awaited or request.task not in run.ends  # or it is told that it went on
        if root is not None and returned and line and not waited:
            alike[line, root].append(request.task)
    found = []
    for (line, root), tasks in alike.items():
        them = "it" if len(tasks) == 1 else "them"
        words = f"{_named(run, tasks)} created in line {line}, and had not ended when {_root(run, root)} had"
        found.append(Finding("abandoned", line, f"{words}: {code('asyncio.run()')} cancelled {them}."))
    return found


def _root(run: Proofs, root: int) -> str:
    return code(run.names.get(root, run.tasks[root].label))


def _named(run: Proofs, tasks: list[int]) -> str:
    """The tasks as the subject of a sentence, with its verb."""
    names = [code(run.names[task]) for task in tasks if task in run.names]
    said = listed(names) if len(names) <= NAMED else capital(counted(len(names), "task"))
    return f"{said} {'was' if len(names) == 1 else 'were'}"


def _pending(run: Proofs) -> list[int]:
    """The tasks of which Python says that they were thrown away before they had ended."""
    pending = ((task.destroyed, task.id) for task in run.history.tasks.values() if task.destroyed is not None)
    return [number for _, number in sorted(pending)]


def _destroyed(run: Proofs) -> list[Finding]:
    found = []
    for task in _pending(run):
        line = run.tasks[task].line
        made = f", created in line {line}," if line else ""
        turn = "" if task in run.begun else "; it never ran"
        words = f"{code(run.names.get(task, run.tasks[task].label))}{made} was destroyed while it was pending{turn}."
        found.append(Finding("destroyed", line, words))
    return found


def _never_ended(run: Proofs) -> list[Finding]:
    """Tasks that a program which came to its end left behind; of one that did not, the card tells where all stood."""
    if not run.record.outcome.by_itself:
        return []
    said = {*_pending(run), *(request.task for request in run.requests.values() if request.heard)}
    left = [stuck for stuck in run.stuck if stuck.task not in said and stuck.on != "running"]
    return [Finding("never ended", stuck.line, f"Never ended: {waiting(run.record, [stuck])}") for stuck in left]

"""How a run ended, said of the whole of it: in a few words for its verdict, and in sentences for the box below it.

Whether a program does as it should, its label tells: ``Meant`` is what the words here need to know of that.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from snippets._engine.record.names import shown_tasks, told_names
from snippets._engine.record.outcome import Ended, Outcome
from snippets._engine.record.record import Record, Stop, Stuck
from snippets._engine.record.times import seconds
from snippets._engine.words.english import capital, counted, listed, number
from snippets._engine.words.marks import brief, code, literal
from snippets._engine.words.needs import choose, fact, given
from snippets._engine.words.standstill import reason, stood

#: So many near ties are named one by one.
MOST_TIES = 5
#: So many tasks are named one by one; of more only the number is told.
NAMED = 4

#: What Python raises before a program begins, where it was not the program that compiled something.
NOT_COMPILED = ("SyntaxError", "IndentationError", "TabError")

#: What a program does that finishes, held against what its label says of it.
Finish = Literal["as meant", "not everywhere", "with a warning", "other lines", "not as meant", "something"]

#: Verdicts on a run in a few words, whose subject is the program; of one that finishes by its ``Finish``.
BRIEFLY = {
    "not run": fact("{recorded}not run in this build"),
    "deadlocks": given("deadlocks {when}", "deadlock"),
    "hangs": fact("hangs"),
    "endless": fact("{does}{floods}"),
    "breaks": fact("{does}{meant}"),
    "stopped": fact("was stopped"),
    "refused": fact("refused"),
    "as meant": fact("finishes {when}"),
    "not everywhere": fact("finishes here, but not on every Python"),
    "with a warning": fact("finishes, with a warning"),
    "other lines": fact("finishes, but its output is wrong"),
    "not as meant": fact("finishes, but its output is wrong"),
    "something": fact("finishes, but something is wrong"),
    "missing": fact("finishes, but something is missing"),
    "late": fact("finishes, but something is late"),
    "more": fact("finishes, but does too much"),
}
#: How the sentences on the end begin.
LEADS = {
    "not run": fact("Not run in this build."),
    "deadlocks": given("Deadlock, proved.", "deadlock"),
    "hangs": fact("Hangs."),
    "never yields": fact("Never yields."),
    "runs forever": fact("Runs forever."),
    "other": fact("{does}."),
    "as meant": fact("Finishes."),
    "not everywhere": fact("Finishes here, but not on every Python."),
    "with a warning": fact("Finishes, with a warning."),
    "other lines": fact("Finishes, but does not print what the post says."),
    "not as meant": fact("Finishes, but its output is wrong."),
    "something": fact("Finishes, but something is wrong."),
    "missing": fact("Finishes, but something is missing."),
    "late": fact("Finishes, but something is late."),
    "more": fact("Finishes, but does too much."),
}
#: What is wrong with what a flawed program printed, held against what its correction printed.
WRONG = {
    "instead": fact("Prints {line}, where the correction prints {other}."),
    "extra": fact("Prints {lines}, which the correction does not."),
    "missing": fact("{lines} {verb} missing."),
    "order": fact("The lines come in a different order from those of the correction."),
}
#: The sentences that follow.
ENDINGS = {
    "nothing left": given("Nothing is ready, no timer is set, and nothing but Ctrl-C could wake it.", "deadlock"),
    "thread's lock": given(
        "{who} waits{where} for a lock of a thread, and nobody else can run who could release it.", "deadlock"
    ),
    "alive": fact("It was alive and silent until we stopped it. That was watched on the real clock, not proved."),
    "busy": fact("{who}{past} without an `await` that suspends. We stopped it there: that was watched, not proved."),
    "going": fact("It was still going{after}, and gave control back to the loop. That was watched, not proved."),
    "no Python": fact("It needs Python {needs}, and none was found. The output above was recorded on Python {python}."),
    "not compiled": given("Python could not compile the program: no line of it ran.", "no line"),
    "nobody catches": given("{where}; nothing in the program catches it.", "traceback", weaker="somewhere"),
    "somewhere": fact("Nothing in the program catches it."),
    "no task": fact("No task was ever created."),
    "never": fact("{tasks} never ended."),
    "only task": fact("Its only task, {who}, {how}."),
    "all": fact("Every task has ended: {how}."),
}


@dataclass(frozen=True, slots=True)
class Meant:
    """What the label says of a program, as far as the words on its run depend on it.

    ``finish`` is what is to be said where it finishes. ``breaks``: it is meant to break, where it does. ``flaw``
    is what is wrong with it, as labels call that; ``stop`` is where it was to be stopped, ``file`` its name, ``needs``
    the Pythons that it is for. ``seen`` is what is seen of it where it finishes, as labels call that, and ``wrong`` are
    sentences on what is wrong with its output.
    """

    finish: Finish = "as meant"
    breaks: bool = False
    flaw: tuple[str, ...] = ()
    stop: Stop | None = None
    file: str = ""
    needs: str = ""
    seen: str = ""
    wrong: str = ""

    @property
    def key(self) -> str:
        """What is to be said where it finishes, as keys of ``BRIEFLY`` and ``LEADS``."""
        return self.seen if self.finish == "not as meant" and self.seen in BRIEFLY else self.finish


def does(outcome: Outcome) -> str:
    """An outcome as the end of a sentence whose subject is the program; the machine's word in it is set as code."""
    verb = {"exits": "exits with", "killed": "is killed by", "runs forever": "runs forever"}
    said = verb.get(outcome.kind, outcome.kind)
    return f"{said} {code(outcome.name)}" if outcome.name else said


def briefly(record: Record, meant: Meant) -> str:
    """A run in the few words of a verdict."""
    outcome = record.outcome
    key: str = outcome.kind
    if outcome.kind == "finishes":
        key = meant.key
    elif outcome.broke:
        key = "breaks"
    elif outcome.kind in ("never yields", "runs forever"):
        key = "endless"
    floods = outcome.kind == "never yields" and meant.stop is not None and meant.stop.lines
    return choose(BRIEFLY, key, _known(record)).format(
        recorded=f"recorded on {record.python}; " if record.python else "",
        when=_when(record, "in" if outcome.kind == "finishes" else "after"),
        does=does(outcome),
        floods="; floods" if floods else "",
        meant=", as it should" if meant.breaks else "",
    )


def _known(record: Record) -> set[str]:
    """What the record tells of the end: names in ``needs.NEEDS``."""
    return {"deadlock"} if record.outcome.proved else set()


def _when(record: Record, word: str) -> str:
    time = seconds(record.seconds, record.clock)
    return "at once" if time == "0 s" else f"{word} {time}"


def ending(record: Record, meant: Meant) -> tuple[str, str]:
    """How the run ended: a few words for the start, and the sentences that follow."""
    outcome = record.outcome
    key = meant.key if outcome.kind == "finishes" else outcome.kind if outcome.kind in LEADS else "other"
    lead = choose(LEADS, key, _known(record)).format(does=capital(does(outcome)))
    if meant.wrong and key not in ("as meant", "not everywhere", "other lines") and outcome.kind == "finishes":
        lead = meant.wrong
    told = _SENTENCES.get(outcome.kind, _why)(record, meant)
    return lead, " ".join(filter(None, told))


def wrong(text: str, mended: Sequence[str], shows: Sequence[str], hides: Sequence[str]) -> str:
    """What is wrong with a flawed program's output, in sentences: ``shows`` and ``hides`` tell what to look for.

    ``mended`` are the outputs of its corrections. Nothing is said but what is in the one and not in the others.
    """
    if not mended:
        return ""
    said: list[str] = []
    extra: list[str] = []
    others = [line for line in mended[0].splitlines() if line not in text.splitlines()]
    for part in shows:
        line = next((line for line in text.splitlines() if part in line), None)
        if line is None or any(part in one for one in mended):
            continue
        near = difflib.get_close_matches(line, others, 1)
        others = [one for one in others if one not in near]
        if near:
            said.append(choose(WRONG, "instead", ()).format(line=brief(line), other=brief(near[0])))
        else:
            extra.append(brief(line))
    if extra:
        said.append(choose(WRONG, "extra", ()).format(lines=listed(extra)))
    gone = [brief(line) for part in hides if part not in text for line in others if part in line]
    if gone:
        verb = "is" if len(gone) == 1 else "are"
        said.append(choose(WRONG, "missing", ()).format(lines=listed(list(dict.fromkeys(gone))), verb=verb))
    if not said and any(_reordered(part, text, mended) for part in (*shows, *hides)):
        said.append(choose(WRONG, "order", ()))
    return " ".join(said)


def _reordered(part: str, text: str, mended: Sequence[str]) -> bool:
    """Whether several lines stand together in the one output and not in the others, which have them all the same."""
    both = [text, *mended]
    return (
        "\n" in part
        and (part in text) != (part in mended[0])
        and all(line in one for line in part.splitlines() for one in both)
    )


def flaws(record: Record, meant: Meant) -> list[str]:
    """What is wrong with a flawed program, a few words each; nothing for one without a flaw."""
    broke, other = record.outcome.broke, "not everywhere" if meant.finish == "not everywhere" else "flawed"
    words = {
        "outcome": other if record.outcome.kind in ("finishes", "not run") else "fails" if broke else "never ends",
        "transcript": "its transcript is wrong",
        "warning": "warns",
        "design": "flawed",
        "fragment": "a fragment",
    }
    return list(dict.fromkeys(words[kind] for kind in meant.flaw))


def luck(record: Record) -> str:
    """Which timers met so nearly that it is luck which comes first, as a sentence; empty where none did."""
    if not record.near_ties:
        return ""
    shown = record.near_ties[:MOST_TIES]
    times = [f"at {seconds(when, record.clock)} {code(one)} and {code(two)}" for when, one, two in shown]
    more = len(record.near_ties) - len(shown)
    lead = "these two could" if len(record.near_ties) == 1 else "of each of these pairs the two could"
    rest = f"; and {number(more)} more" if more else ""
    return f"{lead} change places, or come in one pass of the loop: {'; '.join(times)}{rest}."


def facts(record: Record, stop: Stop | None) -> list[tuple[str, str]]:
    """What was measured, as pairs of a name and a value; ``stop`` is where the label has the run stopped."""
    if record.outcome.kind == "not run":
        return [("ended", "not run"), ("recorded on" if record.python else "Python", record.python or "none")]
    ended, time = "we stopped it", seconds(record.seconds, record.clock)
    if record.outcome.proved:
        ended = "never"
    elif record.outcome.kind == "killed":
        ended = record.outcome.name
    elif record.exit is not None:
        ended = f"exit {record.exit}"
    name = {"never": "stuck since", "we stopped it": "after"}.get(ended, "took")
    if name == "after" and stop and record.outcome.kind != "stopped":
        time = _stop(stop)
    return [("ended", ended), (name, time), ("Python", record.python), ("clock", record.clock)]


def measured(record: Record, stop: Stop | None) -> str:
    """The run in numbers, very short: ``20 lines, stuck since 11 s``."""
    if record.outcome.kind == "not run":
        return ""
    lines = len(record.text.splitlines())
    printed = f"{lines:,} line{'' if lines == 1 else 's'}"
    (_, end), (name, time), *_ = facts(record, stop)
    if name == "stuck since":
        return f"{printed}, stuck since {time}"
    if name == "after":
        return f"{printed}, then stopped" if stop and stop.lines else f"{printed}, stopped after {time}"
    return f"{printed}, {time}" if end == "exit 0" else f"{printed}, {end}"


def _stop(stop: Stop) -> str:
    return f"{stop.lines:,} lines" if stop.lines is not None else f"{stop.seconds:g} s"


def _finished(record: Record, meant: Meant) -> list[str]:
    """How the tasks of a program that finished came to their ends; those that ended alike are told together."""
    tasks = shown_tasks(record)
    if not tasks:
        return [ENDINGS["no task"]]
    never = [task for task in tasks if task.ended is None]
    if never:
        return [ENDINGS["never"].format(tasks=capital(counted(len(never), "task")))]
    if len(tasks) == 1:
        return [ENDINGS["only task"].format(who=code(tasks[0].label), how=_how(tasks[0].ended, 1))]
    clauses, called = [], told_names(record)
    for ended in dict.fromkeys(task.ended for task in tasks):
        alike = [called[task.id] for task in tasks if task.ended == ended]
        clauses.append(f"{_names(alike)} {_how(ended, len(alike))}")
    return [ENDINGS["all"].format(how="; ".join(clauses))]


def _names(labels: list[str]) -> str:
    """Tasks by name, ``main() and three waiter(event)``; where they are many, only how many."""
    found = dict.fromkeys(labels)
    if len(found) > NAMED:
        return counted(len(labels), "task")
    many = {label: labels.count(label) for label in found}
    return listed([code(label) if count == 1 else f"{number(count)} {code(label)}" for label, count in many.items()])


def _how(ended: Ended | None, count: int) -> str:
    """``returned``, ``was cancelled`` or ``raised NAME``, said of one task or of several."""
    if ended == "cancelled":
        return f"{'was' if count == 1 else 'were'} cancelled"
    return "" if ended is None else f"{ended.how} {code(ended.error)}" if ended.error else ended


def _broke(record: Record, meant: Meant) -> list[str]:
    """The program's own innermost line in the traceback that ended it, which is where a reader looks."""
    if not record.raised:
        return []
    if never_ran(record):
        return [choose(ENDINGS, "not compiled", {"no line"})]
    line, function = raised_in(record, meant.file)
    inside = function if function and function.isidentifier() else None
    where = f"In {code(inside + '()')}, line {line}" if inside else f"Line {line}"
    return [choose(ENDINGS, "nobody catches", {"traceback"} if line else ()).format(where=where)]


def never_ran(record: Record) -> bool:
    """Whether Python could not compile the program, so that no line of it ran."""
    return record.raised in NOT_COMPILED and "Traceback " not in record.text


def raised_in(record: Record, file: str) -> tuple[str | None, str | None]:
    """The innermost line of this file, and its function, in the traceback that ended the program; None if not there."""
    frame = rf'  File "(?:[^"\n]*/)?{re.escape(file)}", line (\d+)(?:, in (\S+))?'
    end = re.compile(rf"(?:\w+\.)*{re.escape(record.raised or '')}(?::|$)")
    place: tuple[str, str | None] | None = None
    inside, whole = None, False
    for line in record.text.split("\n"):
        if line.startswith("Traceback "):
            inside, whole = None, False
        elif found := re.match(frame, line):
            inside = (found[1], found[2])
            # Python prints the program's last traceback from the module down; what a task left begins in the task.
            whole = whole or found[2] in ("<module>", None)
        elif end.match(line) and inside and whole:
            place = inside
    return place or (None, None)


def _deadlocked(record: Record, meant: Meant) -> list[str]:
    """Where everybody waits; in one step of one task if that waits for a lock of ``threading``."""
    running = next((stuck for stuck in record.stuck if stuck.on == "running"), None)
    others = waiting(record, [stuck for stuck in record.stuck if stuck is not running])
    if running:
        who = code(running.label or running.name) if running.line else "The program"
        where = f" in line {running.line}" if running.line else ""
        return [choose(ENDINGS, "thread's lock", _known(record)).format(who=who, where=where), others]
    if not record.stuck and record.verdict:
        return [capital(literal(record.verdict[0].rpartition(": ")[2])) + "."]
    return [choose(ENDINGS, "nothing left", _known(record)), others]


def _hung(record: Record, meant: Meant) -> list[str]:
    return [ENDINGS["alive"], _still(record), waiting(record, record.stuck)]


def _busy(record: Record, meant: Meant) -> list[str]:
    """What the task did that never let go, then where the others stood meanwhile."""
    running = next((stuck for stuck in record.stuck if stuck.on == "running"), None)
    who = f"One step of {code(running.label or running.name)}" if running else "One step of one task"
    past = f" went on past {_stop(meant.stop)}" if meant.stop else " did not end"
    others = waiting(record, [stuck for stuck in record.stuck if stuck is not running])
    return [ENDINGS["busy"].format(who=who, past=past), others]


def _went_on(record: Record, meant: Meant) -> list[str]:
    return [ENDINGS["going"].format(after=f" after {_stop(meant.stop)}" if meant.stop else "")]


def _not_run(record: Record, meant: Meant) -> list[str]:
    needs, python = code(meant.needs), record.python
    return [ENDINGS["no Python"].format(needs=needs, python=python)] if python else []


def _why(record: Record, meant: Meant) -> list[str]:
    """Of what was stopped or refused: the recorder's own words, which begin with the outcome."""
    why = record.verdict[0].removeprefix(record.outcome).lstrip(": ") if record.verdict else ""
    return [f"{capital(literal(why))}." if why else "", _still(record), waiting(record, record.stuck)]


#: Who tells what follows on the lead, by the outcome.
_SENTENCES = {
    "finishes": _finished,
    "raises": _broke,
    "exits": _broke,
    "killed": _broke,
    "deadlocks": _deadlocked,
    "hangs": _hung,
    "never yields": _busy,
    "runs forever": _went_on,
    "not run": _not_run,
}


def _still(record: Record) -> str:
    """On what a silent program waited beside its tasks, and what could still have woken it; empty where not known."""
    if record.standstill is None:
        return ""
    return " ".join(f"{capital(literal(line))}." for line in stood(record.standstill, record.stuck, record.tasks))


def waiting(record: Record, stuck: Sequence[Stuck]) -> str:
    """Where tasks that never ended stood, a clause each; those that wait alike are told together."""
    clauses, called, known = [], told_names(record), {task.id: task for task in record.tasks}
    alike = sorted(stuck, key=lambda s: (s.on, s.line or 0))
    groups = [list(group) for _, group in groupby(alike, key=lambda s: (s.on, s.line))]
    for group in sorted(groups, key=lambda group: group[0].task):
        names = list(dict.fromkeys(code(called.get(task.task) or task.label or task.name) for task in group))
        who = names[0] if len(group) == 1 else f"{counted(len(group), 'task')}, {_short(names)},"
        whys = {reason(task, known, called) for task in group}
        why = literal(whys.pop()) if len(whys) == 1 else ""
        clauses.append(capital(f"{who} {_stands(group[0], len(group))}{why}."))
    return " ".join(clauses[:NAMED])


def _short(names: list[str]) -> str:
    return "all " + names[0] if len(names) == 1 else listed(names) if len(names) <= NAMED else f"{names[0]} and others"


def _stands(task: Stuck, count: int) -> str:
    """``waits in queue.join(), line 43``, for one task or several."""
    line = f", line {task.line}" if task.line else ""
    waits = "waits" if count == 1 else "wait"
    if task.on == "running":
        return f"was running{line}"
    if task.on == "ready":
        return "was ready to run and never ran" if count == 1 else "were ready to run and never ran"
    method, colon, names = task.on.partition(": ")
    if colon:
        where, whom = code(method + "()" if method.islower() else method), _awaited(task.awaited, names)
        return f"{waits} in {where} for {whom}{line}"
    if task.thing and task.on == "a future":
        return f"{waits} for the future {code(task.thing)}{line}"
    if task.on.endswith(")"):
        return f"{waits} in {code(task.on)}{line}"
    return f"{waits} for {literal(task.on)}{line}"


def _awaited(count: int, names: str) -> str:
    """One task by its name, several by their number: of many not all are named."""
    return code(names) if count == 1 else counted(count, "task")

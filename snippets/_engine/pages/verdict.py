"""What a page says of a run in words: the verdict, the facts, and how it ended.

Every word here is computed from the record, the label and the comparison with the post; nothing is typed per example.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from snippets._engine.examples.catalogue import Variant
from snippets._engine.pages.markup import Kind, Verdict, code, escape
from snippets._engine.pages.transcript import Check
from snippets._engine.record.names import shown_tasks, told_names
from snippets._engine.record.outcome import Outcome
from snippets._engine.record.record import Record, Stop, Stuck
from snippets._engine.record.times import seconds
from snippets._engine.words.english import capital, counted, listed, number
from snippets._engine.words.standstill import reason, stood

#: So many near ties are named one by one.
MOST_TIES = 5
#: So many tasks are named one by one; of more only the number is told.
NAMED = 4

#: What each sign of a verdict stands for; ``markup.ICONS`` draws them.
SIGNS = {
    "ok": "does as it says",
    "differs": "prints or means something else",
    "endless": "goes on for ever",
    "stuck": "waits for ever",
    "raises": "breaks",
    "pythons": "not so on every Python",
    "grey": "not run, or stopped",
}
KINDS: dict[str, Kind] = {"ok": "ok", "stuck": "stuck", "endless": "stuck", "raises": "raises", "grey": "grey"}

#: What Python raises before a program begins, where it was not the program that compiled something.
NOT_COMPILED = ("SyntaxError", "IndentationError", "TabError")

VERBS = {"exits": "exits with", "killed": "is killed by", "runs forever": "runs for ever"}


def verdict(variant: Variant, record: Record, check: Check | None = None) -> Verdict:
    """The verdict on a run: by how it ended, and where it finishes by what the label and the comparison say of that."""
    outcome = record.outcome
    if outcome.kind == "not run":
        said = f"recorded on {record.python}; not run in this build" if record.python else "not run in this build"
        return Verdict("grey", "grey", said)
    if outcome.proved:
        return Verdict("stuck", "stuck", "deadlocks " + _when(record))
    if outcome.kind == "hangs":
        return Verdict("stuck", "stuck", "hangs")
    if outcome.endless:
        flood = "; floods" if variant.stop and variant.stop.lines and outcome.kind == "never yields" else ""
        return Verdict("stuck", "endless", outcome_words(outcome) + flood)
    if outcome.kind == "finishes":
        return _finishes(variant, record, check)
    if outcome.broke:
        meant = "" if variant.flaw or variant.key == "published" else ", as it should"
        return Verdict("raises", "raises", outcome_words(outcome) + meant)
    return Verdict("grey", "grey", "was stopped" if outcome.kind == "stopped" else escape(outcome))


def sign(name: str) -> Verdict:
    """A sign of ``SIGNS`` with what it stands for, to be shown in a list of signs."""
    return Verdict(KINDS.get(name, "differs"), name, SIGNS[name])


def _finishes(variant: Variant, record: Record, check: Check | None) -> Verdict:
    if _unblamed(variant):
        return Verdict("ok", "ok", "finishes " + _when(record, "in"))
    if "transcript" in variant.flaw and check and not check.right:
        return Verdict("differs", "differs", check.words)
    if _elsewhere(variant):
        return Verdict("differs", "differs", "finishes here, but not everywhere")
    only = "with a warning" if variant.flaw == ("warning",) else "but not as meant"
    return Verdict("differs", "differs", f"finishes, {only}")


def _unblamed(variant: Variant) -> bool:
    """Whether nothing is wrong with the variant, a fragment or not."""
    return set(variant.flaw) <= {"fragment"}


def _elsewhere(variant: Variant) -> bool:
    """Whether all that is wrong with the variant is how it ends on other Pythons."""
    ends = {variant.outcome(python) for python in variant.pythons()}
    return set(variant.flaw) - {"fragment"} == {"outcome"} and len(ends) > 1


def as_it_says(variant: Variant, record: Record) -> bool:
    """Whether the program did what it was meant to, here at least."""
    return record.outcome.kind == "finishes" and (_unblamed(variant) or _elsewhere(variant))


def _when(record: Record, word: str = "after") -> str:
    time = seconds(record.seconds, record.clock)
    return "at once" if time == "0 s" else f"{word} {time}"


def outcome_words(outcome: Outcome) -> str:
    """An outcome as the end of a sentence whose subject is the program; the machine's word in it is set as code."""
    verb = VERBS.get(outcome.kind, outcome.kind)
    return f"{verb} {code(outcome.name)}" if outcome.name else verb


def flaws(variant: Variant, record: Record) -> list[str]:
    """What is wrong with a flawed program, in the words for its title line; nothing for one without a flaw."""
    other = "not everywhere" if _elsewhere(variant) else "not as meant"
    ends = "breaks" if record.outcome.broke else "never ends"
    words = {
        "outcome": ends if record.outcome.kind not in ("finishes", "not run") else other,
        "transcript": "its transcript is wrong",
        "warning": "warns",
        "design": "not as meant",
        "fragment": "a fragment",
    }
    return list(dict.fromkeys(words[kind] for kind in variant.flaw))


def luck(record: Record) -> str:
    """Which timers met so nearly that it is luck which comes first, as a sentence in HTML; empty where none did."""
    if not record.near_ties:
        return ""
    shown = record.near_ties[:MOST_TIES]
    times = [f"at {seconds(when, record.clock)} {code(one)} and {code(two)}" for when, one, two in shown]
    more = len(record.near_ties) - len(shown)
    lead = "these two could" if len(record.near_ties) == 1 else "of each of these pairs the two could"
    rest = f"; and {number(more)} more" if more else ""
    return f"{lead} change places, or come in one turn of the loop: {'; '.join(times)}{rest}."


def facts(variant: Variant, record: Record) -> list[tuple[str, str]]:
    """What was measured, as pairs of a name and a value."""
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
    if name == "after" and variant.stop and record.outcome.kind != "stopped":
        time = _stop(variant.stop)
    return [("ended", ended), (name, time), ("Python", record.python), ("clock", record.clock)]


def measured(variant: Variant, record: Record) -> str:
    """The run in numbers, very short: ``20 lines, stuck since 11 s``."""
    if record.outcome.kind == "not run":
        return ""
    lines = len(record.text.splitlines())
    printed = f"{lines:,} line{'' if lines == 1 else 's'}"
    (_, end), (name, time), *_ = facts(variant, record)
    if name == "stuck since":
        return f"{printed}, stuck since {time}"
    if name == "after":
        return f"{printed}, then stopped" if variant.stop and variant.stop.lines else f"{printed}, stopped after {time}"
    return f"{printed}, {time}" if end == "exit 0" else f"{printed}, {end}"


def _stop(stop: Stop) -> str:
    return f"{stop.lines:,} lines" if stop.lines is not None else f"{stop.seconds:g} s"


def ending(variant: Variant, record: Record) -> tuple[str, str]:
    """How the run ended: a few words for the start of the sentence, and the rest of it, as HTML."""
    outcome, unfinished = record.outcome, waiting(record, record.stuck)
    if outcome.kind == "finishes":
        return _finishes_how(variant), _tasks(record)
    if outcome.proved:
        return "Deadlock, proved.", _deadlock(record)
    if outcome.kind == "hangs":
        watched = "It was alive and silent until we stopped it. That was watched on the real clock, not proved."
        return "Hangs.", _joined(watched, _still(record), unfinished)
    if outcome.kind == "never yields":
        return "Never yields.", _busy(variant, record)
    if outcome.kind == "runs forever":
        after = f" after {_stop(variant.stop)}" if variant.stop else ""
        said = f"It was still going{after}, and gave the loop its turns. That was watched, not proved."
        return "Runs for ever.", said
    if outcome.kind == "not run":
        return "Not run in this build.", _not_run(variant, record)
    if outcome.broke:
        return capital(outcome_words(outcome)) + ".", _raised_where(variant, record) if record.raised else ""
    # Stopped or refused: the recorder's own words, which begin with the outcome.
    why = record.verdict[0].removeprefix(outcome).lstrip(": ") if record.verdict else ""
    return capital(escape(outcome)) + ".", _joined(
        f"{capital(escape(why))}." if why else "", _still(record), unfinished
    )


def _still(record: Record) -> str:
    """On what a silent program waited beside its tasks, and what could still have woken it; empty where not known."""
    if record.standstill is None:
        return ""
    return " ".join(f"{capital(escape(line))}." for line in stood(record.standstill, record.stuck, record.tasks))


def _deadlock(record: Record) -> str:
    """Where everybody waits; in one step of one task if that waits for a lock of ``threading``."""
    running = next((stuck for stuck in record.stuck if stuck.on == "running"), None)
    others = waiting(record, [stuck for stuck in record.stuck if stuck is not running])
    if running:
        who = (
            f"{code(running.label or running.name)} waits in line {running.line}"
            if running.line
            else "The program waits"
        )
        return _joined(f"{who} for a lock of a thread, and nobody else can run who could release it.", others)
    if not record.stuck and record.verdict:
        return capital(escape(record.verdict[0].rpartition(": ")[2])) + "."
    return _joined("Nothing is ready, no timer is set, and nothing but Ctrl-C could wake it.", others)


def _finishes_how(variant: Variant) -> str:
    if _unblamed(variant):
        return "Finishes."
    if _elsewhere(variant):
        return "Finishes here, but not everywhere."
    if variant.flaw == ("warning",):
        return "Finishes, with a warning."
    only = "transcript" in variant.flaw and "design" not in variant.flaw
    return "Finishes, but does not print what the post says." if only else "Finishes, but not as meant."


def _not_run(variant: Variant, record: Record) -> str:
    if not record.python:
        return ""
    newer = f"It needs Python {code(str(variant.python))}, and none was found."
    return f"{newer} What stands above was recorded on Python {record.python}."


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


def _tasks(record: Record) -> str:
    """How the tasks of a program that finished came to their ends; those that ended alike are told together."""
    tasks = shown_tasks(record)
    if not tasks:
        return "No task was ever created."
    never = [task for task in tasks if task.ended is None]
    if never:
        return f"{capital(counted(len(never), 'task'))} never came to an end."
    if len(tasks) == 1:
        return f"Its only task, {code(tasks[0].label)}, {_how(tasks[0].ended, 1)}."
    clauses, called = [], told_names(record)
    for ended in dict.fromkeys(task.ended for task in tasks):
        alike = [called[task.id] for task in tasks if task.ended == ended]
        clauses.append(f"{_names(alike)} {_how(ended, len(alike))}")
    return f"Every task has ended: {'; '.join(clauses)}."


def _names(labels: list[str]) -> str:
    """Tasks by name, ``main() and three waiter(event)``; where they are many, only how many."""
    found = dict.fromkeys(labels)
    if len(found) > NAMED:
        return counted(len(labels), "task")
    many = {label: labels.count(label) for label in found}
    return listed([code(label) if count == 1 else f"{number(count)} {code(label)}" for label, count in many.items()])


def _how(ended: str | None, count: int) -> str:
    """``returned``, ``was cancelled`` or ``raised NAME``, said of one task or of several."""
    if ended == "cancelled":
        return f"{'was' if count == 1 else 'were'} cancelled"
    verb, _, name = (ended or "").partition(" ")
    return f"{verb} {code(name)}" if name else verb


def waiting(record: Record, stuck: Sequence[Stuck]) -> str:
    """Where tasks that never ended stood, a clause each; those that wait alike are told together."""
    clauses, called = [], told_names(record)
    alike = sorted(stuck, key=lambda s: (s.on, s.line or 0))
    groups = [list(group) for _, group in groupby(alike, key=lambda s: (s.on, s.line))]
    for group in sorted(groups, key=lambda group: group[0].task):
        names = list(dict.fromkeys(code(called.get(task.task) or task.label or task.name) for task in group))
        who = names[0] if len(group) == 1 else f"{counted(len(group), 'task')}, {_short(names)},"
        whys = {reason(task, record.tasks, called) for task in group}
        why = escape(whys.pop()) if len(whys) == 1 else ""
        clauses.append(capital(f"{who} {_stands(group[0], len(group))}{why}."))
    return " ".join(clauses[:NAMED])


def _short(names: list[str]) -> str:
    return "all " + names[0] if len(names) == 1 else listed(names) if len(names) <= NAMED else f"{names[0]} and others"


def _stands(task: Stuck, count: int) -> str:
    """``waits in queue.join(), line 43``, for one task or several."""
    line = f", line {task.line}" if task.line else ""
    waits = "waits" if count == 1 else "wait"
    if task.on == "ready":
        return "was ready to run and never had a turn" if count == 1 else "were ready to run and never had a turn"
    method, colon, names = task.on.partition(": ")
    if colon:
        where, whom = code(method + "()" if method.islower() else method), _awaited(task.awaited, names)
        return f"{waits} in {where} for {whom}{line}"
    if task.thing and task.on == "a future":
        return f"{waits} for the future {code(task.thing)}{line}"
    if task.on.endswith(")"):
        return f"{waits} in {code(task.on)}{line}"
    return f"{waits} for {escape(task.on)}{line}"


def _awaited(count: int, names: str) -> str:
    """One task by its name, several by their number: of many not all are named."""
    return code(names) if count == 1 else counted(count, "task")


def _busy(variant: Variant, record: Record) -> str:
    """What the task did that never let go, then where the others stood meanwhile."""
    running = next((stuck for stuck in record.stuck if stuck.on == "running"), None)
    who = f"One step of {code(running.label or running.name)}" if running else "One step of one task"
    past = f" went on past {_stop(variant.stop)}" if variant.stop else " did not end"
    watched = "We stopped it there: that was watched, not proved."
    others = waiting(record, [stuck for stuck in record.stuck if stuck is not running])
    return _joined(f"{who}{past} without an {code('await')} that suspends.", watched, others)


def _raised_where(variant: Variant, record: Record) -> str:
    """The program's own innermost line in the traceback that ended it, which is where a reader looks."""
    if record.raised in NOT_COMPILED and "Traceback " not in record.text:
        return "Python could not compile the program: no line of it ran."
    frame = rf'  File "(?:[^"\n]*/)?{re.escape(variant.file.name)}", line (\d+)(?:, in (\S+))?'
    end = re.compile(rf"(?:\w+\.)*{re.escape(record.raised or '')}(?::|$)")
    place, inside, whole = None, None, False
    for line in record.text.split("\n"):
        if line.startswith("Traceback "):
            inside, whole = None, False
        elif found := re.match(frame, line):
            inside = (found[1], found[2])
            # Python prints the program's last traceback from the module down; what a task left begins in the task.
            whole = whole or found[2] in ("<module>", None)
        elif end.match(line) and inside and whole:
            place = inside
    if place is None:
        return "Nothing in the program catches it."
    line, function = place
    where = f"In {code(function + '()')}, line {line}" if function and function.isidentifier() else f"Line {line}"
    return f"{where}; nothing in the program catches it."

"""What an exercise asks of a program's run, whether the run has it, and what is still missing: from its record alone.

The program's text is not looked at, so that every way to do it counts.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from snippets._engine.record.names import shown_tasks
from snippets._engine.record.times import rounded, seconds
from snippets._engine.story.story import Story
from snippets._engine.words.ending import Meant, briefly
from snippets._engine.words.english import capital, counted, listed, number, times
from snippets._engine.words.findings import findings
from snippets._engine.words.marks import brief
from snippets._engine.words.needs import choose, fact

#: So many missing lines are named.
NAMED = 3

SAID = {
    "done": fact("it finishes {when}, and nothing is left waiting."),
    "all printed": fact("it prints every line that was asked for, finishes {when}, and nothing is left waiting."),
    "does not finish": fact("It does not finish: it {does}."),
    "too long": fact("It takes {took}, and may take {most} at most."),
    "not printed": fact("{lines} {verb} not printed."),
    "not ended": fact("{tasks} never ended."),
    "found": fact("The run shows {count} to be wrong."),
}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is asked of a run, besides what is asked of each: to finish, with all tasks ended and no mistake shown.

    ``prints`` are lines that it must print on stdout, in any order; ``seconds`` is what it may take, on its own clock.
    """

    prints: tuple[str, ...] = ()
    seconds: float | None = None


def done(story: Story, wishes: Wishes) -> str:
    """What is said of a run that has all that is asked of it: the end of a sentence."""
    took = seconds(story.record.seconds, story.record.clock)
    when = "at once" if took == "0 s" else f"after {took}"
    return choose(SAID, "all printed" if wishes.prints else "done", ()).format(when=when)


def missing(story: Story, wishes: Wishes, file: str) -> list[str]:
    """What a run of the program called ``file`` lacks, a sentence each; nothing where it has all that is asked."""
    record, found = story.record, findings(story, file)
    said = []
    if record.outcome.kind != "finishes":
        does = briefly(record, Meant(file=file))
        said.append(choose(SAID, "does not finish", ()).format(does=does))
    elif wishes.seconds is not None and rounded(record.seconds, record.clock) > wishes.seconds:
        took, most = (seconds(time, record.clock) for time in (record.seconds, wishes.seconds))
        said.append(choose(SAID, "too long", ()).format(took=took, most=most))
    lines = _not_printed(story, wishes)
    if lines:
        verb = "is" if len(set(lines)) == 1 else "are"
        said.append(choose(SAID, "not printed", ()).format(lines=_named(lines), verb=verb))
    left = [task for task in shown_tasks(record) if task.ended is None]
    if left and record.outcome.kind == "finishes":
        said.append(choose(SAID, "not ended", ()).format(tasks=capital(counted(len(left), "task"))))
    if found:
        said.append(choose(SAID, "found", ()).format(count=counted(len(found), "thing")))
    return said


def _not_printed(story: Story, wishes: Wishes) -> list[str]:
    """The lines that are asked for and were not printed, each as often as it is missing."""
    printed = Counter(line.text.rstrip("\n") for line in story.lines if not line.stderr)
    return [*(Counter(wishes.prints) - printed).elements()]


def _named(lines: list[str]) -> str:
    counts = Counter(lines)
    named = [brief(line) + (f" ({times(count)})" if count > 1 else "") for line, count in counts.items()][:NAMED]
    more = len(counts) - len(named)
    return listed([*named, f"{number(more)} more"] if more else named)

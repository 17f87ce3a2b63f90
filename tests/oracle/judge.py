"""One program, recorded and watched plainly, and what of its sentences is not so; or why it is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from snippets._engine.record.record import Piece, Record
from snippets._engine.run.job import Job
from snippets._engine.story.story import Story
from snippets._engine.words import findings, player
from snippets._engine.words.summary import sentences
from snippets._engine.words.teller import tell
from tests.oracle import plain
from tests.oracle.claims import Claim, Oracle, false, matched
from tests.oracle.plain import Plain
from tests.programs import recorded

#: Runs that end themselves: those of any other outcome are stopped.
ENDS = ("finishes", "exits", "raises", "killed")
#: A program that takes longer on the real clock is left out.
LONGEST_S = 12.0

#: So often a plain run is tried again where it went another way.
TRIES = 2


@dataclass(frozen=True)
class Judged:
    """What became of one program: the claims of its sentences, or why there are none."""

    claims: tuple[Claim, ...]
    left_out: str | None = None

    @property
    def false(self) -> list[Claim]:
        """The claims that are not so."""
        return list(false(self.claims))


def judge(job: Job) -> Judged:
    """Run a program plainly, and hold what is said of its recorded run against what was done."""
    run = recorded(job)
    reason = _unfit(run)
    if reason:
        return Judged((), reason)
    for _ in range(TRIES):
        watched = watch(job, run)
        if watched.full:
            return Judged((), "it does too much to be watched")
        if "None" in watched.names.values():
            return Judged((), "its eager tasks have no names")
        if not _alike(_shown(run.output), _normal(watched.stdout), watched.ended):
            reason = "watched it prints something else"
            continue
        reason = "plain Python ran the tasks in another order"
        ids = matched(run, watched)
        if same_order(run, watched, ids):
            return Judged(tuple(claims(run, job.file.read_text(encoding="utf-8-sig"), watched, ids)))
    return Judged((), reason)


def claims(run: Record, source: str, watched: Plain, ids: dict[int, int]) -> list[Claim]:
    """All that the player, the story and the findings claim of a run, held against the plain one."""
    story = Story(run, source)
    telling = tell(story)
    oracle = Oracle(source, watched, player.frames(telling, "", ""), ids)
    oracle.hear()
    oracle.hear_story(sentences(telling))
    return oracle.hear_findings(findings.findings(story, "program.py"))


def watch(job: Job, run: Record) -> Plain:
    """The plain run of a program; one that does not end is stopped where the recorded one was."""
    ends = run.outcome.startswith(ENDS)
    lines = 0 if ends or run.outcome in ("deadlocks", "hangs") else run.text.count("\n")
    return plain.run(job.file, job.python, lines, None if ends else run.seconds)


def _shown(output: tuple[Piece, ...]) -> list[str]:
    return _normal("".join(piece.text for piece in output if piece.stream == "stdout"))


def _normal(text: str) -> list[str]:
    """The lines of a text without numbers, folders and the last line, which may have been cut."""
    without = re.sub(r"\S+", lambda word: "#" if "/" in word[0] else word[0], text)
    return re.sub(r"0x\S+|[\d.]+|[^\x00-\x7f]+|\\x..", "#", without).split("\n")[:-1]


def _alike(recorded: list[str], watched: list[str], ended: bool) -> bool:
    """Whether the same was printed, as far as a program went that was stopped."""
    most = max(len(recorded), len(watched)) if ended else min(len(recorded), len(watched))
    return recorded[:most] == watched[:most]


def _unfit(run: Record) -> str | None:
    if run.faults:
        return "the recorder failed"
    if run.outcome in ("refused", "stopped"):
        return f"it is {run.outcome}"
    if run.seconds > LONGEST_S:
        return f"it takes more than {LONGEST_S:g} s"
    if run.dropped:
        return "its record is not complete"
    if getattr(run, "near_ties", ()):
        return "timers meet"
    if not run.tasks:
        return "it has no task"
    return None


def same_order(run: Record, watched: Plain, ids: dict[int, int]) -> bool:
    """Whether plain Python let the same tasks have their steps in the same order, as far as both went."""
    known = {*ids.values()}
    told = [ids[event.task] for event in run.events if event.kind == "step" and event.task in ids]
    done = [step.task for step in watched.steps if step.task in known and not step.eager]
    if run.outcome.startswith(ENDS) and watched.ended:
        return told == done
    most = min(len(told), len(done))
    return told[:most] == done[:most]

"""From what was heard of a run to its record: the pieces in order, the text, the outcome."""

from __future__ import annotations

import signal
from dataclasses import replace
from pathlib import Path

from snippets._engine.record.events import Created, Eager, End, Ready, Step, Wait
from snippets._engine.record.heard import Heard, legible, signal_name
from snippets._engine.record.names import shown_names
from snippets._engine.record.outcome import Outcome
from snippets._engine.record.record import Clock, Piece, Record, Stop, Stuck, Task, frozen
from snippets._engine.record.reports import Unfinished
from snippets._engine.record.text import CUT, Places, decode, normalise

#: A program on the real clock counts as silent, or as stuck in one step, after so many seconds.
SILENT_S = 1.0

SILENT = "alive and silent: watched, not proved"


def assemble(
    heard: Heard, file: Path, clock: Clock, stop: Stop | None, mask: tuple[str, ...], status: int | None
) -> tuple[Record, str]:
    """The record of a run that is over, but for the verdict's lines; and why it was ended, in a few words or none.

    ``file`` is the program as its own frames name it; ``status`` is the process's own, None where we stopped it from
    outside. The words are the recorder's where it ended the program.
    """
    assert heard.version is not None
    digits = 6 if clock == "virtual" else 3
    names = heard.names()
    outcome, why = _outcome(heard, clock, stop, status)
    record = Record(
        outcome=outcome,
        output=_output(heard, Places(str(file.parent), heard.library), names, digits, mask),
        exit=None if heard.over or status is None else status if status >= 0 else 128 - status,
        clock=clock,
        python=heard.version,
        seconds=round(heard.time, digits),
        tasks=_tasks(heard, names),
        events=tuple(event._replace(seconds=round(event.seconds, digits)) for event in heard.events),
        dropped=heard.end.dropped if heard.end else 0,
        faults=heard.end.faults if heard.end else 0,
        raised=heard.exit.raised if heard.exit else None,
        stuck=_stuck(heard, names),
        standstill=heard.standstill,
    )
    return replace(record, near_ties=_near_ties(heard, record)), why


def _output(
    heard: Heard, places: Places, names: dict[int | None, str], digits: int, mask: tuple[str, ...]
) -> tuple[Piece, ...]:
    """What was written, a piece a write, normalised."""
    texts = normalise(decode((write.stream, write.data) for write in heard.writes), places, mask)
    output = []
    for write, text in zip(heard.writes, texts, strict=True):
        name = names[write.task] if write.task in names else write.name and legible(write.name)
        output.append(Piece(round(write.seconds, digits), write.stream, name, text))
    if heard.too_much or (heard.over and heard.over.printed_too_much):
        broken = "\n" if output and not output[-1].text.endswith("\n") else ""
        output.append(Piece(round(heard.time, digits), "stderr", None, broken + CUT.format("too much output")))
    return tuple(output)


def _near_ties(heard: Heard, record: Record) -> tuple[tuple[float, str, str], ...]:
    """Which timers met by luck, each by the name that pictures show."""
    names = shown_names(record)

    def name(sort: str, what: int | str | None) -> str:
        shown = names.get(what, "a task") if isinstance(what, int) else legible(what or "the program")
        return f"time-out of {shown}" if sort == "timeout" else shown

    return tuple((round(tie.seconds, 6), name(*tie.one), name(*tie.two)) for tie in heard.ties)


def _outcome(heard: Heard, clock: Clock, stop: Stop | None, status: int | None) -> tuple[Outcome, str]:
    """What was measured, and why it was ended, where it was."""
    if heard.over:
        return heard.over.outcome, heard.over.words
    if status is None:
        return _watched(heard, clock, stop)
    raised = heard.exit.raised if heard.exit else None
    if status == -signal.SIGXCPU:
        return Outcome("stopped"), "after all its processor time"
    if raised is not None and status == (-signal.SIGINT if raised == "KeyboardInterrupt" else 1):
        return Outcome(f"raises {raised}"), ""
    if status < 0:
        return Outcome(f"killed {signal_name(-status)}"), ""
    return Outcome("finishes" if status == 0 else f"exits {status}"), ""


def _watched(heard: Heard, clock: Clock, stop: Stop | None) -> tuple[Outcome, str]:
    """The outcome of a program that we stopped from outside, from what it did last."""
    if heard.too_much:
        return Outcome("stopped"), f"after {heard.most_unstamped:,} bytes of output"
    if clock == "virtual":
        return Outcome("stopped"), "because it neither ended nor computed: it waits for something outside this clock"
    still = heard.standstill
    if stop is None or stop.seconds is None:
        idle = still is not None and not still.wakers
        return (Outcome("hangs"), SILENT) if idle else (Outcome("stopped"), "")
    last = next((event for event in reversed(heard.events) if isinstance(event, Step | Wait | End)), None)
    if isinstance(last, Step) and stop.seconds - last.seconds > SILENT_S:
        return Outcome("never yields"), "its last step had not ended"
    # Whoever declares a stop has watched it: that it handles a signal too is nothing to wait for.
    waits = all(kind == "signal" for kind, _ in still.wakers) if still is not None else not heard.timer
    if waits and stop.seconds - (heard.writes[-1].seconds if heard.writes else 0) > SILENT_S:
        return Outcome("hangs"), SILENT
    return Outcome("runs forever"), ""


def _tasks(heard: Heard, names: dict[int | None, str]) -> tuple[Task, ...]:
    ended = {event.task: event.how for event in heard.events if isinstance(event, End)}
    created = (event for event in heard.events if isinstance(event, Created))
    return tuple(
        Task(one.task, names[one.task], one.label, names.get(one.creator), one.line, ended.get(one.task))
        for one in created
    )


def _stuck(heard: Heard, names: dict[int | None, str]) -> tuple[Stuck, ...]:
    """Where each unfinished task stood: as the recorder told at the end, or where it had no say, by the last events."""
    if heard.standing is not None:
        ready = {who for who, _ in heard.standstill.unwoken} if heard.standstill is not None else set()
        return tuple(_stood(one, names, ready) for one in heard.standing)
    found: dict[int, Stuck] = {}
    for event in heard.events:
        if isinstance(event, Created):
            found[event.task] = Stuck(event.task, names[event.task], event.label, "ready", None, None)
        elif isinstance(event, Step | Eager | Ready | Wait | End) and event.task in found:
            before = found[event.task]
            if isinstance(event, Step | Eager):
                found[event.task] = replace(before, on="running", function=None, line=None, waits_for=(), awaited=0)
            elif isinstance(event, Ready):
                found[event.task] = replace(before, on="ready", waits_for=(), awaited=0)
            elif isinstance(event, Wait):
                found[event.task] = replace(
                    before, on=event.on, function=event.function, line=event.line, waits_for=tuple(event.tasks),
                    awaited=event.awaited,
                )  # fmt: skip
            else:
                del found[event.task]
    return tuple(found.values())


def _stood(one: Unfinished, names: dict[int | None, str], ready: set[int | str]) -> Stuck:
    """One unfinished task, as the recorder tells of it."""
    known = {key: frozen(value) for key, value in one.clues.items()}
    on = "ready" if one.task in ready else one.on
    return Stuck(
        one.task, names[one.task], one.label, on, one.function, one.line, tuple(one.waits_for), one.awaited, **known
    )

"""The deeds of a step in the order of its lines, and the statements that ran in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from snippets._engine.story.moments import Deed, Open
from snippets._engine.story.primitives import family_of
from snippets._engine.story.program import ProgramText
from snippets._engine.story.uses import Visit


def visits_of(program: ProgramText, lines: list[int]) -> list[Visit]:
    """The lines of a step as the statements that ran, in order; a statement of several lines is one."""
    visits: list[Visit] = []
    for line in lines:
        statement = program.statement(line)
        if visits and statement is not None and visits[-1][0] is statement:
            visits[-1][1].append(line)
        else:
            visits.append((statement, [line]))
    return visits


def placed(
    opened: Open,
    visits: list[Visit],
    uses: list[tuple[int, Deed]],
) -> list[Deed]:
    """All that a step did, in the order of its lines; who was woken by a call is told with that call."""
    if len(visits) < 2 and not any(deed.kind == "used" for _, deed in uses):  # no line is known but the first
        return _joined(_as_heard([deed for _, deed in opened.heard], [deed for _, deed in uses]))
    # What stands in one statement with a print is its argument: that comes first.
    ranked: list[tuple[int, int, Deed]] = [(index, -1 if deed.kind == "used" else 1, deed) for index, deed in uses]
    at = 0
    before: tuple[str, int | None] = ("", None)
    for line, deed in opened.heard:
        again = deed.kind in ("printed", "created") and (deed.kind, line) == before
        before = (deed.kind, line)
        spans = [i for i in range(at, len(visits)) if line in _span(visits[i])]
        found = next((i for i in spans if i > at or not again), spans[0] if spans else None)
        if deed.kind == "asked" and line is None:  # no line was told: the next call of `cancel()` that ran
            found = next((i for i in range(at, len(visits)) if _cancels(visits[i])), None)
        at = found if found is not None else at
        late = line is None and deed.kind in ("woke", "printed")
        rank = {"woke": 2, "asked": 1 if found is not None else 3}.get(deed.kind, 0)
        ranked.append((len(visits) if late else at, rank, deed))
    deeds = [deed for _, _, deed in sorted(ranked, key=lambda p: p[:2])]
    gave = [deed for deed in deeds if _gives_way(deed) and any(_wakes_for(deed, other) for other in deeds)]
    return _joined(_as_heard([deed for deed in deeds if deed not in gave], gave), visits)


def _as_heard(heard: list[Deed], uses: list[Deed]) -> list[Deed]:
    """Without lines the order is that of the events; a change of state stands before whom it woke, or else last."""
    deeds = list(heard)
    for use in uses:
        number = use.thing.number if use.thing is not None else None
        woken = (i for i, deed in enumerate(deeds) if deed.kind == "woke" and deed.waited == number)
        deeds.insert(next(woken, len(deeds)), use)
    return deeds


def _joined(deeds: list[Deed], visits: Sequence[Visit] = ()) -> list[Deed]:
    """Who was woken by a call belongs to that call, in whichever line of its statement that stands."""
    joined: list[Deed] = []
    for deed in deeds:
        span = next((_span(visit) for visit in visits if deed.line in _span(visit)), [deed.line])
        if deed.kind != "woke" or not (_joins(joined, deed, [deed.line]) or _joins(joined, deed, span)):
            joined.append(deed)
    return joined


def _gives_way(deed: Deed) -> bool:
    """Whether a lock was let go of, or an event set, in a line that is not known: who was woken for it came next."""
    if deed.kind != "changed" or deed.line is not None or deed.thing is None or deed.thing.state is None:
        return False
    family = family_of(deed.thing.family)
    return family.switch and bool(deed.thing.state[0]) != family.held


def _wakes_for(deed: Deed, woke: Deed) -> bool:
    return woke.kind == "woke" and deed.thing is not None and woke.waited == deed.thing.number


def _cancels(visit: Visit) -> bool:
    statement, _ = visit
    return statement is not None and any(use.method == "cancel" for use in statement.uses)


def _span(visit: Visit) -> Sequence[int]:
    statement, lines = visit
    return range(statement.first, statement.last + 1) if statement else lines


def _takes(deed: Deed) -> bool:
    """Whether it only takes something, by which nobody can be woken: a lock, or an event that is cleared."""
    if deed.kind == "changed" and deed.thing is not None and deed.thing.state is not None:
        return family_of(deed.thing.family).held and bool(deed.thing.state[0])
    return deed.what == "acquire"


def _joins(deeds: list[Deed], woke: Deed, span: Sequence[int | None]) -> bool:
    """Let a wake belong to the call in these lines that caused it: on a primitive, or a cancellation of that task.

    A cancellation that came late found the task awake, so another call had woken it.
    """
    for index in range(len(deeds) - 1, -1, -1):
        deed = deeds[index]
        if woke.beside != deed.beside:
            continue
        mine = deed.kind in ("used", "changed") and (deed.line in span or deed.line is None)
        mine = mine and deed.thing is not None and deed.thing.number == woke.waited and not _takes(deed)
        asked = deed.kind == "asked" and deed.task == woke.task and not (deed.asked and deed.asked.late)
        if (mine and woke.line) or asked:
            deeds[index] = replace(deed, woke=(*deed.woke, woke.task or 0))
            return True
    return False

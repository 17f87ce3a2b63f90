"""What happens outside of the loop in words: before it, between two runs of it, and behind it."""

from __future__ import annotations

from collections.abc import Sequence

from snippets._engine.story.moments import Deed, Moment
from snippets._engine.words import templates as w
from snippets._engine.words.english import capital, lines, listed
from snippets._engine.words.marks import quoted, refs
from snippets._engine.words.speaker import Speaker, has_ended, last_words

#: Calls that start a loop with a task.
_STARTERS = ("asyncio.run(", ".run_until_complete(", ".run(")


def start(say: Speaker, moment: Moment) -> tuple[str, str]:
    """What comes before the loop; there is nothing to be explained of it."""
    created = [d for d in moment.deeds if d.kind == "created" and d.task in say.names]
    heads = [line for line in moment.lines if line in say.program.heads]
    for line in heads:
        say.note(line, "defines")
    text = w.OUTSIDE["lines"] if not heads else w.OUTSIDE["defines"].format(
        lines=capital(lines(heads)), define="defines" if len(heads) == 1 else "define", what=_defined(say, heads)
    )  # fmt: skip
    run = created[0].line if len(created) == 1 else None
    called = _starter(say, run)
    whom = refs(d.task or 0 for d in created)
    if run is not None and called:
        say.note(run, "starts")
        text += " " + w.OUTSIDE["starts"].format(line=called, whom=whom)
    elif run is not None:
        text += " " + w.OUTSIDE["made"].format(n=run, whom=whom)
    elif created:
        text += " " + _made(say, created)
    elif not (say.history.tasks or say.history.begun):
        text += " " + w.OUTSIDE["nothing"]
    printed = [deed for deed in moment.deeds if deed.kind == "printed"]
    for deed in printed:
        say.note(deed.line, "prints", what=quoted(deed.what, 28))
    text += f" It prints {last_words(printed)}." if printed else ""
    return text, ""


def _starter(say: Speaker, line: int | None) -> str | None:
    """A line that starts a loop with a task, as the subject of a sentence."""
    called = next((name for name in _STARTERS if name in say.program.line(line)), None)
    return f"Line {line}, `{called.lstrip('.')})`," if called and line else None


def _defined(say: Speaker, heads: Sequence[int]) -> str:
    functions = sum(line in say.program.definitions.values() for line in heads)
    classes = sum(say.program.line(line).startswith("class ") for line in heads)
    names = [("a function", "functions", functions), ("a class", "classes", classes)]
    return listed([one if count == 1 else many for one, many, count in names if count]) or "things"


def _made(say: Speaker, created: Sequence[Deed]) -> str:
    whom = refs(d.task or 0 for d in created)
    return w.OUTSIDE["created"].format(whom=whom, is_="is" if len(created) == 1 else "are")


def outside(say: Speaker, moment: Moment) -> tuple[str, str]:
    """What happens behind a loop, or between two."""
    parts = []
    asked = [d.task for d in moment.deeds if d.kind == "asked" and d.task in say.names]
    main = next((n for n in say.names if has_ended(moment, n) and say.is_main(n)), None)
    if asked and main:
        fields = {"ended": say.who(main), "whom": refs(n for n in asked if n)}
        parts.append(w.OUTSIDE["tidies"].format(**fields, has="has" if len(asked) == 1 else "have"))
    elif asked:
        whom = refs(n for n in asked if n)
        parts.append(w.OUTSIDE["asked"].format(whom=whom, is_="is" if len(asked) == 1 else "are"))
    created = [d for d in moment.deeds if d.kind == "created" and d.task in say.names]
    called = _starter(say, created[0].line) if len(created) == 1 else None
    if called:
        parts.append(w.OUTSIDE["again"].format(line=called, whom=refs([created[0].task or 0])))
    else:
        parts += [_made(say, created)] if created else []
    printed = [deed for deed in moment.deeds if deed.kind == "printed"]
    for deed in printed:
        say.note(deed.line, "prints", what=quoted(deed.what, 28))
    parts += _reports(say, moment, printed)
    return " ".join(parts) or "The program goes on outside the loop.", ""


def _goes_on(moment: Moment) -> bool:
    """Whether a task is left: what came past Python after the last is Python's own, as it ends."""
    return any(state.ended is None for state in moment.states.values())


def _reports(say: Speaker, moment: Moment, printed: Sequence[Deed]) -> list[str]:
    """What was printed outside the loop; asyncio's own words of an exception that nobody looked at are told."""
    unseen = say.unseen("".join(deed.what for deed in printed))
    if unseen:
        return [w.OUTSIDE["unseen"].format(whom=refs(unseen))]
    if not printed:
        return []
    key = "process" if all(deed.past for deed in printed) and _goes_on(moment) else "prints"
    key = "logs" if printed[0].what.startswith("Executing <") else key
    return [w.OUTSIDE[key].format(what=last_words(printed))]

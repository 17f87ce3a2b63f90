"""From the facts of a moment to its sentences and the notes beside the lines; every word is in ``templates.py``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from snippets._engine.story.moments import Deed, Moment
from snippets._engine.words import templates as w
from snippets._engine.words.callbacks import Callbacks
from snippets._engine.words.english import capital, lines, listed
from snippets._engine.words.final import Ends
from snippets._engine.words.marks import quoted, refs

#: Calls that start a loop with a task.
_STARTERS = ("asyncio.run(", ".run_until_complete(", ".run(")


@dataclass(slots=True)
class Told:
    """One moment in words: what happened, why, and short notes beside the lines, in the order in which they ran."""

    sentence: str
    why: str = ""
    notes: list[tuple[int, str, int]] = field(default_factory=list)


class Teller(Callbacks, Ends):
    """Tells the moments of one run, in order: what is explained once is explained where it comes first."""

    def tell(self, moment: Moment) -> Told:
        """The words for this moment."""
        self.moment, self.notes, self.counts = moment, {}, {}
        if moment.kind in ("step", "callback"):
            self.callbacks += 1
        tells = {"step": self._step, "callback": self._callback, "start": self._start, "outside": self._outside}
        sentence, why = tells.get(moment.kind, self._final)(moment)
        if moment.jumped and moment.name != "timer":
            sentence = w.CALLBACKS["sleeps"].format(at=self.at(moment.seconds)) + sentence
        for number, state in moment.states.items():
            if state.ended:
                self.ended[number] = state.ended
        return Told(capital(sentence), why, self._noted(moment))

    def _noted(self, moment: Moment) -> list[tuple[int, str, int]]:
        counts: dict[int, int] = {}
        previous = None
        for line in moment.lines:
            statement = self.program.statement(line)
            if previous is None or statement is None or statement is not previous or line == statement.first:
                counts[line] = counts.get(line, 0) + 1
            counts.setdefault(line, 1)
            previous = statement
        for line in self.notes:
            counts.setdefault(line, 1)
        counts.update(self.counts)
        return [(line, "; ".join(dict.fromkeys(self.notes.get(line, []))), count) for line, count in counts.items()]

    # Outside of the loop

    def _start(self, moment: Moment) -> tuple[str, str]:
        created = [d for d in moment.deeds if d.kind == "created" and d.task in self.names]
        heads = [line for line in moment.lines if line in self.program.heads]
        for line in heads:
            self._note(line, "defines")
        text = w.OUTSIDE["lines"] if not heads else w.OUTSIDE["defines"].format(
            lines=capital(lines(heads)), define="defines" if len(heads) == 1 else "define", what=self._defined(heads)
        )  # fmt: skip
        run = created[0].line if len(created) == 1 else None
        called = self._starter(run)
        whom = refs(d.task or 0 for d in created)
        if run is not None and called:
            self._note(run, "starts")
            text += " " + w.OUTSIDE["starts"].format(line=called, whom=whom)
        elif run is not None:
            text += " " + w.OUTSIDE["made"].format(n=run, whom=whom)
        elif created:
            text += " " + self._made(created)
        elif not any(event.kind in ("step", "call", "task") for event in self.record.events):
            text += " " + w.OUTSIDE["nothing"]
        printed = [deed for deed in moment.deeds if deed.kind == "printed"]
        for deed in printed:
            self._note(deed.line, "prints", what=quoted(deed.what, 28))
        text += f" It prints {self._last_words(printed)}." if printed else ""
        return text, ""

    def _starter(self, line: int | None) -> str | None:
        """A line that starts a loop with a task, as the subject of a sentence."""
        called = next((name for name in _STARTERS if name in self.program.line(line)), None)
        return f"Line {line}, `{called.lstrip('.')})`," if called and line else None

    def _defined(self, heads: Sequence[int]) -> str:
        functions = sum(line in self.program.definitions.values() for line in heads)
        classes = sum(self.program.line(line).startswith("class ") for line in heads)
        names = [("a function", "functions", functions), ("a class", "classes", classes)]
        return listed([one if count == 1 else many for one, many, count in names if count]) or "things"

    def _made(self, created: Sequence[Deed]) -> str:
        whom = refs(d.task or 0 for d in created)
        return w.OUTSIDE["created"].format(whom=whom, is_="is" if len(created) == 1 else "are")

    def _outside(self, moment: Moment) -> tuple[str, str]:
        parts = []
        asked = [d.task for d in moment.deeds if d.kind == "asked" and d.task in self.names]
        main = next((n for n in self.names if self._over(moment, n) and self._is_main(n)), None)
        if asked and main:
            fields = {"ended": self.who(main), "whom": refs(n for n in asked if n)}
            parts.append(w.OUTSIDE["tidies"].format(**fields, has="has" if len(asked) == 1 else "have"))
        elif asked:
            whom = refs(n for n in asked if n)
            parts.append(w.OUTSIDE["asked"].format(whom=whom, is_="is" if len(asked) == 1 else "are"))
        created = [d for d in moment.deeds if d.kind == "created" and d.task in self.names]
        called = self._starter(created[0].line) if len(created) == 1 else None
        if called:
            parts.append(w.OUTSIDE["again"].format(line=called, whom=refs([created[0].task or 0])))
        else:
            parts += [self._made(created)] if created else []
        printed = [deed for deed in moment.deeds if deed.kind == "printed"]
        for deed in printed:
            self._note(deed.line, "prints", what=quoted(deed.what, 28))
        parts += self._reports(moment, printed)
        return " ".join(parts) or "The program goes on outside the loop.", ""

    def _goes_on(self, moment: Moment) -> bool:
        """Whether a task is left: what came past Python after the last is Python's own, as it ends."""
        return any(state.ended is None for state in moment.states.values())

    def _reports(self, moment: Moment, printed: Sequence[Deed]) -> list[str]:
        """What was printed outside the loop; asyncio's own words of an exception that nobody looked at are told."""
        unseen = self._unseen("".join(deed.what for deed in printed))
        if unseen:
            return [w.OUTSIDE["unseen"].format(whom=refs(unseen))]
        if not printed:
            return []
        key = "process" if all(deed.past for deed in printed) and self._goes_on(moment) else "prints"
        key = "logs" if printed[0].what.startswith("Executing <") else key
        return [w.OUTSIDE[key].format(what=self._last_words(printed))]

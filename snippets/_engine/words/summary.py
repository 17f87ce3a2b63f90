"""A run told in plain sentences, in order: what repeats is summed up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from snippets._engine.story.moments import Moment
from snippets._engine.words.english import listed
from snippets._engine.words.marks import to_plain
from snippets._engine.words.teller import Telling

#: It has about so many sentences.
MOST_SENTENCES = 40
#: Where it is longer and nothing repeats, so many at the end are kept.
_LAST = 10
#: Cycles that make fewer sentences than these are told in full.
_WORTH_IT = 6
#: A cycle of steps that repeats is at most so long.
_LONGEST_CYCLE = 16


def sentences(telling: Telling) -> list[str]:
    """The story of a run in plain sentences."""
    story: list[_Sentence] = []
    names, time = telling.story.names, 0.0
    for told in telling.moments:
        moment = told.moment
        if _carries_nothing(moment):
            continue
        text = to_plain(told.sentence, names)
        if told.why and (moment.kind == "end" or (moment.kind == "step" and moment.after is None)):
            text += " " + to_plain(told.why, names)
        if told.seconds != time and moment.kind not in ("end", "cut"):
            text = f"At {told.seconds:g} s: {text[0].lower() if text[0] == told.sentence[0] else text[0]}{text[1:]}"
        story.append(_Sentence(text, told.sentence, names.get(moment.task or 0, "")))
        time = told.seconds
    return _shortened(story)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """One sentence of the story, with its marks, and who acts in it."""

    text: str
    marked: str
    who: str

    @property
    def shape(self) -> str:
        """What sentences of a cycle share, whatever is printed, and when."""
        return re.sub(r"\b\d+(\.\d+)?(?!\})", "#", re.sub(r"“[^”]*”", "#", self.marked))

    @property
    def kind(self) -> str:
        """What it says, of whomever."""
        return re.sub(r"\{\d+\}", "#", self.marked)


def _carries_nothing(moment: Moment) -> bool:
    """Whether the next step says all of it again: a timer that wakes a task, a callback that wakes nobody."""
    if moment.kind != "callback":
        return False
    acts = any(deed.kind in ("printed", "asked", "created", "used", "changed") for deed in moment.deeds)
    return not acts and not (moment.callback.of in ("gather", "shield") and any(d.kind == "woke" for d in moment.deeds))


def _shortened(story: Sequence[_Sentence]) -> list[str]:
    """Cycles are told once, and what several tasks do alike is told of one; what is still too long loses its middle."""
    short: list[str] = []
    shapes = [sentence.shape for sentence in story]
    at = 0
    while at < len(story):
        length, times = _cycle(shapes, at)
        if times > 2 and length * times >= _WORTH_IT:
            short += [sentence.text for sentence in story[at : at + length]]
            short.append(_repeated(story[at + length * (times - 1)].text, length, times - 1))
            at += length * times
            continue
        alike = _alike(story, at)
        short.append(story[at].text)
        if len(alike) > 2:
            short.append(f"The same goes for {listed(alike[1:] if len(alike) < 8 else [f'{len(alike) - 1} more'])}.")
        at += len(alike) if len(alike) > 2 else 1
    if len(short) > MOST_SENTENCES + 5:
        left = len(short) - MOST_SENTENCES
        short[MOST_SENTENCES - _LAST : -_LAST] = [f"{left} more steps are not told here."]
    return short


def _repeated(last: str, length: int, times: int) -> str:
    what = "This step repeats" if length == 1 else f"These {length} steps repeat"
    time = re.match(r"At ([\d.e+-]+ s)", last)
    how_often = "once more" if times == 1 else f"{times} more times"
    return f"{what} {how_often}{f', the last time at {time[1]}' if time else ''}."


def _alike(story: Sequence[_Sentence], at: int) -> list[str]:
    """The tasks of whom the very same is said from here on, each once."""
    names: list[str] = []
    for sentence in story[at:]:
        if sentence.kind != story[at].kind or not sentence.who or sentence.who in names:
            break
        names.append(sentence.who)
    return names or [""]


def _cycle(shapes: Sequence[str], at: int) -> tuple[int, int]:
    """The cycle that begins here and saves most: its length, and how often it comes."""
    best, saved = (1, 1), 1
    for length in range(1, _LONGEST_CYCLE + 1):
        times = 1
        while shapes[at + times * length : at + (times + 1) * length] == shapes[at : at + length]:
            times += 1
        if length * (times - 1) > saved:
            best, saved = (length, times), length * (times - 1)
    return best

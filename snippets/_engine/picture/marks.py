"""The marks of a picture other than bars, each with its words for the key beside it, and drawn there as it is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from snippets._engine.picture.kinds import KINDS, swatch
from snippets._engine.picture.shapes import Canvas, CreationLine, Cross, Dot, EndSign, Shape, Turns, WakeArrow

_CANVAS = Canvas("")


@dataclass(frozen=True, slots=True)
class MarkLook:
    """A mark: its words in a key, which of the shapes it is, and how it looks around its middle, in 18 by 18.

    ``short`` are its words on a slide; none where it has no room there, as most have words beside them.
    """

    words: str
    stands_for: Callable[[Shape], bool]
    sample: str
    short: str = ""


def _end(how: str, words: str, *, still: bool = False) -> MarkLook:
    def there(shape: Shape) -> bool:
        return isinstance(shape, EndSign) and shape.how == how and shape.still == still

    return MarkLook(words, there, EndSign(0, 0, how, still).inner(_CANVAS))


def _line(words: str, form: str, *, err: bool) -> MarkLook:
    sample = f'<g class="n{" err" if err else ""}">{form}<text y="3.4">n</text></g>'
    return MarkLook(words, lambda shape: isinstance(shape, Dot) and shape.err == err, sample)


def _is(kind: type[Shape]) -> Callable[[Shape], bool]:
    return lambda shape: isinstance(shape, kind)


MARKS: dict[str, MarkLook] = {
    "step": MarkLook(  # where no time passes
        "running", lambda _: False, '<rect class="run" x="-9" y="-5" width="18" height="10"/>', "running"
    ),
    "turn": MarkLook("running", _is(Turns), '<path class="tick" d="M0-9V9"/>'),
    "created": MarkLook("creates a task", _is(CreationLine), '<path class="made" d="M-5-9V5H8"/>'),
    "woken": MarkLook("wakes a task", _is(WakeArrow), WakeArrow(0, -9, end=9).inner(_CANVAS)),
    "asked": MarkLook("cancel() called", _is(Cross), Cross(0, 0, "", left=False).inner(_CANVAS)),
    "returned": _end("returned", "returned"),
    "raised": _end("raised", "raised"),
    "cancelled": _end("cancelled", "cancelled"),
    "destroyed": _end("destroyed", "destroyed"),
    "still": _end("never", "stands still", still=True),
    "goes on": _end("never", "goes on"),
    "out": _line("output, line n", '<circle r="7.5"/>', err=False),
    "err": _line("stderr, line n", '<rect x="-7.5" y="-7.5" width="15" height="15" rx="2"/>', err=True),
}


def found(drawn: Iterable[Shape]) -> set[str]:
    """The names of the marks that are among these shapes."""
    return {name for shape in drawn for name, look in MARKS.items() if look.stands_for(shape)}


def ordered(names: Collection[str]) -> tuple[str, ...]:
    """These kinds of bars and these marks in the order of a key, each once."""
    return tuple(name for name in (*KINDS, *MARKS) if name in names)


def words(name: str, *, short: bool = False) -> str:
    """What a kind of bar or a mark is called in a key; nothing where it is not in the ``short`` one."""
    look = KINDS.get(name) or MARKS[name]
    return look.short if short else look.words


def sample(name: str) -> tuple[str, str, int, int]:
    """How it looks there, the box around that, and in how many pixels across and down it is shown."""
    return (swatch(name), "0 0 26 12", 26, 12) if name in KINDS else (MARKS[name].sample, "-9 -9 18 18", 14, 14)

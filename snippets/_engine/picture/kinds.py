"""The kinds of bars: what each is called, and how it looks on a page, in a file, in a thumbnail, on a slide and a card.

A new kind is a row here and rules for its class in ``docs/assets/timeline.css``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

#: How high a bar is, in pixels.
BAR = 22

_UNITS = 'patternUnits="userSpaceOnUse"'
#: A question mark that no font is needed for.
_ASKS = "M-2-2.6c.6-1.5 4-1.5 4 .8 0 1.6-2 1.4-2 3.1M0 3.9v.1"

#: The forms that a bar can have: in the picture, where it is as wide as its span, and in the legend, in 26 by 12.
_FORMS = {
    "box": (
        '<rect class="{kind}" {fill} x=".5" y=".5" width="100%" height="21" rx="2"/>',
        '<rect class="{css}" x=".5" y=".5" width="25" height="11" rx="2"/>',
    ),
    "low": (
        '<rect class="{kind}" x=".5" y="6.5" width="100%" height="9" rx="2"/>',
        '<rect class="{css}" x=".5" y="2.5" width="25" height="7" rx="2"/>',
    ),
    "line": (
        '<line class="{kind}" x1="4" x2="100%" y1="11" y2="11"/>',
        '<line class="{css}" x1="2" x2="25" y1="6" y2="6"/>',
    ),
    "foot": ("", '<rect class="{css}" y="4" width="26" height="5"/>'),
}


@dataclass(frozen=True, slots=True)
class Look:
    """How a kind of bar looks, and what it is called."""

    #: What a task does in spans that are drawn so, see ``story/lanes.py``: waits by their sort, which for primitives is
    #: family and method, like ``queue.get`` or ``barrier.wait``; ``record/events.py`` lists them all.
    of: tuple[str, ...]
    #: Its words in the legend of a page or a file, and in that of a slide, where all stands in one row.
    words: str
    short: str
    #: Its colour on the picture that a pasted link shows, a ``--tl-…`` of the sheet, and how it is drawn there.
    colour: str
    card: Literal["filled", "outlined", "dashed", "sparse"] = "filled"
    #: Its form, and that in a thumbnail.
    form: Literal["box", "low", "line", "foot"] = "box"
    small: Literal["rect", "line"] = "rect"
    #: The class of words on it: ``on`` a dark bar, ``h`` where nothing is under them but lines or signs.
    text: Literal["", "on", "h"] = ""
    #: The inside of an SVG pattern that fills it, a letter that tells the pattern's id from others', the class of what
    #: the pattern is drawn on, and a piece of it for the legend.
    pattern: str = ""
    letter: str = ""
    paper: str = ""
    sample: str = ""


KINDS: dict[str, Look] = {
    "run": Look(("run",), "running, and blocking the loop", "running", "run", text="on"),
    "sleep": Look(("sleep",), "sleeping", "sleeping", "sleep-e"),
    "wait": Look(
        (),  # all waits for something that another task may do, but for those below
        "waiting for another task",
        "waiting for another task",
        "wait-e",
        card="outlined",
        letter="w",
        pattern=f'width="7" height="7" {_UNITS} patternTransform="rotate(45)"><rect class="wp" width="7" height="7"/>'
        '<line class="wl" y2="7"/>',
        paper="wp",
        sample='<path class="wl" d="M3 11 13 1M10 11 20 1M17 11 25 3"/>',
    ),
    "tasks": Look(
        ("task", "gather", "wait", "TaskGroup", "as_completed", "shield", "wait_for"),
        "waiting for tasks to end",
        "waiting for tasks to end",
        "dim",
        card="dashed",
        form="line",
        small="line",
        text="h",
    ),
    "else": Look(
        (),  # all other waits
        "waiting for a future",
        "waiting for a future",
        "else-e",
        letter="e",
        pattern=f'width="6" height="6" {_UNITS}><rect class="ep" width="6" height="6"/>'
        '<circle class="ed" cx="3" cy="3" r=".9"/>',
        paper="ep",
        sample='<path class="else" d="M5 4v1M10 7v1M15 4v1M20 7v1"/>',
    ),
    "late": Look(("late",), "ready, not running", "ready", "dim", card="dashed", form="low", text="h"),
    "unknown": Look(
        ("unknown",),
        "not recorded",
        "not recorded",
        "dim",
        card="sparse",
        small="line",
        text="h",
        letter="u",
        pattern=f'width="22" height="22" {_UNITS}><rect class="up" width="22" height="22"/>'
        f'<path class="uq" transform="translate(11 11)" d="{_ASKS}"/>',
        paper="up",
        sample=f'<path class="uq" transform="translate(13 6)" d="{_ASKS}"/>',
    ),
    "hold": Look((), "holding the lock", "holding the lock", "hold", form="foot"),
}


def kind_of(doing: str) -> str:
    """The kind of bar for a span in which a task does this."""
    found = next((kind for kind, look in KINDS.items() if doing in look.of), None)
    return found or ("wait" if "." in doing else "else")


def bar(kind: str, uid: str) -> str:
    """A bar in a box of its own, as wide as that; ``uid`` is the picture's."""
    fill = f'fill="url(#{uid}_{KINDS[kind].letter})"' if KINDS[kind].letter else ""
    return _FORMS[KINDS[kind].form][0].format(kind=kind, fill=fill)


def swatch(kind: str) -> str:
    """A small bar of this kind for a legend, in a box of 26 by 12."""
    look = KINDS[kind]
    return _FORMS[look.form][1].format(css=f"{kind} {look.paper}".strip()) + look.sample


def patterns(kinds: Collection[str], uid: str) -> str:
    """The patterns that fill bars of these kinds, to stand before them in the picture of this ``uid``."""
    looks = [look for kind, look in KINDS.items() if look.letter and kind in kinds]
    used = "".join(f'<pattern id="{uid}_{look.letter}" {look.pattern}</pattern>' for look in looks)
    return f"<defs>{used}</defs>" if used else ""

"""The signs of verdicts and the like, drawn in a square of 16: each stands beside words, and never alone."""

from __future__ import annotations

from typing import Literal

#: The five verdicts; ``extra.css`` gives each its colour, ``SIGNS`` a sign, and whoever makes one gives it words.
Kind = Literal["ok", "differs", "stuck", "raises", "grey"]

SIGNS = {
    "ok": '<path d="M3 8.5 6.5 12 13 4.5"/>',
    "differs": '<path d="M3 5.7h10M3 10.3h10M10.5 2.5l-5 11"/>',
    "pythons": '<path d="M8 2.5a5.5 5.5 0 1 0 0 11z" fill="currentColor"/><circle cx="8" cy="8" r="5.5"/>',
    "stuck": '<path d="M5.5 3.5v9M10.5 3.5v9"/>',
    "endless": (
        '<path d="M8 8C6.6 5.6 5.4 4.9 4.2 4.9a3.1 3.1 0 0 0 0 6.2C5.4 11.1 6.6 10.4 8 8s2.6-3.1 3.8-3.1'
        'a3.1 3.1 0 0 1 0 6.2C10.6 11.1 9.4 10.4 8 8z"/>'
    ),
    "raises": '<path d="M3.5 3.5l9 9M12.5 3.5l-9 9"/>',
    "grey": '<circle cx="8" cy="8" r="5.5" stroke-dasharray="2.2 2.4"/>',
    "play": '<path d="M4.5 2.5 13 8l-8.5 5.5z"/>',
    "warning": '<path d="M8 2 14.5 13.5h-13zM8 6.5v3.2M8 11.6v.4"/>',
}
#: The verdict and the sign of a run by its outcome; of one that finishes they depend on what was wanted of it.
BY_OUTCOME: dict[str, tuple[Kind, str]] = {
    "deadlocks": ("stuck", "stuck"),
    "hangs": ("stuck", "stuck"),
    "never yields": ("stuck", "endless"),
    "runs forever": ("stuck", "endless"),
    "raises": ("raises", "raises"),
    "exits": ("raises", "raises"),
    "killed": ("raises", "raises"),
}

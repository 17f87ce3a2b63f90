"""Calls of ``create_task`` under way, and tasks that begin at once, inside the step of their creator (Python 3.12+).

Nothing of asyncio's own passes a hook when an eager step begins. It is noticed by what comes next: a line, a write, a
task made ready, at the latest when ``create_task`` returns.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field


@dataclass
class Creation:
    """One call of ``create_task``: the coroutine as it was called, who creates, in which line.

    ``task`` is the number of the task once its eager step was noticed, ``lines`` what its creator had run by then.
    """

    shown: str = ""
    creator: int | None = None
    line: int | None = None
    task: int | None = None
    lines: list[int] = field(default_factory=list)


class Creations:
    """The calls under way in each thread: an eager task may create others, so they nest."""

    def __init__(self) -> None:
        self._under_way: dict[int, list[Creation]] = {}
        #: How many there are, in whatever thread.
        self.open = 0

    def begin(self, creation: Creation) -> None:
        """``create_task`` was called."""
        self.open += 1
        self._under_way.setdefault(threading.get_ident(), []).append(creation)

    def end(self) -> None:
        """The innermost call is over, however it ended."""
        self.open -= 1
        self._under_way[threading.get_ident()].pop()

    def innermost(self) -> Creation | None:
        """The call under way in this thread that began last."""
        under_way = self._under_way.get(threading.get_ident())
        return under_way[-1] if under_way else None

"""How a run ended, and how a task did, as types: the strings that records hold, and what follows from them."""

from __future__ import annotations

import re
import signal
from typing import Literal, Self, cast

Kind = Literal[
    "finishes", "exits", "raises", "killed", "deadlocks", "hangs", "never yields", "runs forever", "stopped", "refused",
    "not run",
]  # fmt: skip

_NAMED = re.compile(r"exits \d+|(?:raises|killed) .*", re.DOTALL)
_ALONE = ("finishes", "deadlocks", "hangs", "never yields", "runs forever", "stopped", "refused", "not run")
_GOLDEN = {"finishes": "exit 0", "deadlocks": "deadlock", "hangs": "hang"}
_COMMAND = {"deadlocks": 86, "hangs": 86, "never yields": 87, "runs forever": 88, "stopped": 88, "refused": 89}


class Outcome(str):
    """A documented string, like ``finishes``, ``exits 3``, ``raises KeyError`` or ``killed SIGTERM``, with its parts.

    ``record/record.py`` lists them; besides, ``not run`` stands where a build could not run a program. Raises
    ValueError for any other text.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        if text not in _ALONE and not _NAMED.fullmatch(text):
            raise ValueError(f"{text!r} is no outcome")
        return super().__new__(cls, text)

    @property
    def kind(self) -> Kind:
        """The outcome without what is particular of this run."""
        return cast(Kind, str(self) if self in _ALONE else self.partition(" ")[0])

    @property
    def name(self) -> str:
        """The exit status, or the name of the exception or signal; empty for the other kinds."""
        return "" if self in _ALONE else self.partition(" ")[2]

    @property
    def broke(self) -> bool:
        """Whether it ended otherwise than well: by an exception, an exit status or a signal."""
        return self.kind in ("raises", "exits", "killed")

    @property
    def by_itself(self) -> bool:
        """Whether the program came to its own end. One that was killed has ended, and its tasks have not."""
        return self.kind in ("finishes", "raises", "exits")

    @property
    def endless(self) -> bool:
        """Whether the program would go on, or stand still, for ever. One that was killed would not: it has ended."""
        return self.kind in ("deadlocks", "hangs", "never yields", "runs forever")

    @property
    def still(self) -> bool:
        """Whether nothing moved any more in a program that had not ended."""
        return self.kind in ("deadlocks", "hangs")

    @property
    def proved(self) -> bool:
        """Whether an endless program is proved to be so; else it was watched for as long as its label says."""
        return self.kind == "deadlocks"

    @property
    def exit_status(self) -> int | None:
        """The status of plain Python, as a shell has it, 128 + N for signal N; None for what never ends by itself."""
        if self.kind == "exits":
            return int(self.name)
        if self.kind == "killed":
            return 128 + (int(self.name[3:]) if self.name[3:].isdigit() else signal.Signals[self.name])
        if self.kind == "raises":
            return 128 + signal.SIGINT if self.name == "KeyboardInterrupt" else 1
        return 0 if self.kind == "finishes" else None

    @property
    def command_status(self) -> int:
        """What ``python -m snippets run`` exits with where we ended the program: 86 to 89."""
        return _COMMAND[self.kind]

    @property
    def golden_line(self) -> str:
        """The last line of a golden."""
        said = f"exit {self.name}" if self.kind == "exits" else _GOLDEN.get(self.kind, self)
        return f"[{said}]"


class Ended(str):
    """How a task ended: ``returned``, ``cancelled`` or ``raised NAME``, as records hold it, with its parts.

    Besides, ``destroyed``: thrown away by Python before it had ended.
    """

    __slots__ = ()

    @property
    def how(self) -> Literal["returned", "cancelled", "raised", "destroyed"]:
        """The same without the name of the exception."""
        return cast(Literal["returned", "cancelled", "raised", "destroyed"], self.partition(" ")[0])

    @property
    def error(self) -> str:
        """The class of the exception that ended it; empty where none did, or where it was cancelled."""
        return self.partition(" ")[2]

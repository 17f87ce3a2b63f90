"""The terminal that the program's output leads to in the end: it writes into a pipe, and is told what is behind it.

So a program keeps its colours and its width. What it starts itself meets the pipe.
"""

from __future__ import annotations

import os
from typing import Any

from .clock import Function
from .streams import NUMBERS, Pipes


class Terminals:
    """Which of the two outputs lead to a terminal, as long as they are the pipes that the program was given."""

    def __init__(self, sizes: list[list[int]]) -> None:
        """``sizes``: descriptor, columns, lines."""
        self.sizes = {descriptor: os.terminal_size(size) for descriptor, *size in sizes}
        self.pipes = Pipes()

    def size(self, descriptor: Any) -> os.terminal_size | None:
        """The size of the terminal that this descriptor leads to, None where it leads to none that we know."""
        if not self.sizes:
            return None
        stream = {number: name for name, number in NUMBERS.items()}.get(descriptor)
        return self.sizes.get(descriptor) if stream is not None and self.pipes.ours(stream) else None

    def behind(self, stream: str) -> bool:
        """Whether ``stdout`` or ``stderr`` leads to a terminal."""
        return self.size(NUMBERS[stream]) is not None

    def install(self) -> None:
        """Answer for these descriptors in place of the system, if there are any."""
        if not self.sizes:
            return
        isatty, get_terminal_size = os.isatty, os.get_terminal_size

        def is_terminal(fd: Any, /) -> bool:
            return self.size(fd) is not None or isatty(fd)

        def terminal_size(*descriptor: Any) -> os.terminal_size:
            known = self.size(*descriptor or (1,)) if len(descriptor) < 2 else None
            return known if known is not None else get_terminal_size(*descriptor)

        os.isatty = Function(isatty, is_terminal)
        os.get_terminal_size = Function(get_terminal_size, terminal_size)

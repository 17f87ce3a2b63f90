"""Counts, lists, capitals and numbers of lines as English has them: what sentences are put together from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

NUMBERS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
)  # fmt: skip


def capital(text: str) -> str:
    """The text with its first letter made large, and nothing else changed."""
    return text[:1].upper() + text[1:]


def listed(parts: Sequence[str], last: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``; nothing for none."""
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}" if len(parts) > 1 else "".join(parts)


def number(count: int) -> str:
    """A count as prose has it: in words up to thirteen, then in digits."""
    return NUMBERS[count] if 0 <= count < len(NUMBERS) else f"{count:,}"


def counted(count: int, noun: str) -> str:
    """``one line``, ``two lines``; ``no lines`` for none."""
    return f"{number(count)} {noun}" if count == 1 else f"{number(count)} {noun}s"


def amount(count: int, noun: str) -> str:
    """A count as a measured state has it, in digits: ``1 item``, ``2 items``, ``no items``."""
    return f"{count or 'no'} {noun}{'s' if count != 1 else ''}"


def times(count: int) -> str:
    """How often: ``never``, ``once``, ``10 times``."""
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{count} times")


def nth(index: int) -> str:
    """``first``, ``second``, ... for 0, 1, ..."""
    return ("first", "second", "third", "fourth", "fifth", "sixth")[index] if index < 6 else f"number {index + 1}"


def lines(numbers: Iterable[int]) -> str:
    """``line 4``, ``lines 4 to 6``, ``lines 4 and 9``."""
    found = sorted(set(numbers))
    if len(found) == 1:
        return f"line {found[0]}"
    if len(found) > 2 and found == list(range(found[0], found[-1] + 1)):
        return f"lines {found[0]} to {found[-1]}"
    more = [f"{len(found) - 4} more"] if len(found) > 6 else []
    return "lines " + listed([str(n) for n in (found[:4] if more else found)] + more)

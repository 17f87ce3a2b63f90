"""What is claimed that a program prints, held line by line against what it prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

#: A claim whose last line is this goes on like that; what is printed beyond it is not held against it.
AND_SO_ON = "..."


@dataclass(frozen=True, slots=True)
class Check:
    """A claimed transcript held against the printed lines; the pairs are indices into ``claimed`` and ``real``.

    ``kept`` pairs stand in one common order, the longest there is. ``moved`` pairs are printed, but elsewhere;
    ``gone`` lines are claimed and not printed; ``new`` lines are printed and not claimed.
    """

    claimed: tuple[str, ...]
    real: tuple[str, ...]
    open_end: bool
    kept: tuple[tuple[int, int], ...]
    moved: tuple[tuple[int, int], ...]
    gone: tuple[int, ...]
    new: tuple[int, ...]

    @property
    def right(self) -> bool:
        """Whether the claim holds."""
        return not (self.moved or self.gone or self.new)

    @property
    def shown(self) -> int:
        """How many printed lines the picture needs: all, or to where an open claim has been matched."""
        if not self.open_end:
            return len(self.real)
        last = max((j for _, j in (*self.kept, *self.moved)), default=len(self.claimed) - 1)
        return min(len(self.real), last + 1)


def compare(claimed: str, text: str) -> Check:
    """Hold what the post says against a run's text, line by line, spaces at the ends of lines left out."""
    said = [line.rstrip() for line in claimed.rstrip("\n").split("\n")] if claimed.strip() else []
    real = [line.rstrip() for line in text.removesuffix("\n").split("\n")] if text else []
    open_end = bool(said) and said[-1] == AND_SO_ON
    said = said[:-1] if open_end else said
    kept = common(said, real)
    left = [i for i in range(len(said)) if i not in {i for i, _ in kept}]
    free = [j for j in range(len(real)) if j not in {j for _, j in kept}]
    moved = []
    for i in left:
        j = next((j for j in free if real[j] == said[i]), None)
        if j is not None:
            free.remove(j)
            moved.append((i, j))
    gone = tuple(i for i in left if i not in {i for i, _ in moved})
    new = () if open_end else tuple(free)
    return Check(tuple(said), tuple(real), open_end, tuple(kept), tuple(moved), gone, new)


def common(one: Sequence[str], two: Sequence[str]) -> list[tuple[int, int]]:
    """The longest common subsequence as pairs of indices; of several the one that matches earliest."""
    longest = [[0] * (len(two) + 1) for _ in range(len(one) + 1)]
    for i in reversed(range(len(one))):
        for j in reversed(range(len(two))):
            same = one[i] == two[j]
            longest[i][j] = longest[i + 1][j + 1] + 1 if same else max(longest[i + 1][j], longest[i][j + 1])
    pairs, i, j = [], 0, 0
    while i < len(one) and j < len(two):
        if one[i] == two[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif longest[i + 1][j] >= longest[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs

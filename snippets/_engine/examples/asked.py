"""What was asked while something was made, so that it can be kept for as long as the answers are the same.

Whatever a piece of the site shows that stands neither in an example's folder nor in its runs comes from a function that
is ``asked``, or from ``text``.
"""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")

#: What was asked: the name of a function, and what it was given.
Question = tuple[str, tuple[str, ...]]


class Notes:
    """What was asked while something was made, with the digest of each answer.

    ``lasting`` is whether it may be kept: not where something was complained of, nor where an answer has changed
    meanwhile or cannot be told another time.
    """

    def __init__(self) -> None:
        self.answers: dict[Question, str] = {}
        self.lasting = True

    def add(self, question: Question, digest: str | None) -> None:
        """Note an answer by its digest; None where there is none that will be the same another time."""
        if digest is None or self.answers.setdefault(question, digest) != digest:
            self.lasting = False


_ROOT = Path(__file__).resolve().parents[3]
_open: ContextVar[tuple[Notes, ...]] = ContextVar("open", default=())


@contextmanager
def noted() -> Iterator[Notes]:
    """Notes of all that is asked from here on; one may stand within another, which then has its answers too."""
    notes = Notes()
    before = _open.set((*_open.get(), notes))
    try:
        yield notes
    finally:
        _open.reset(before)


@contextmanager
def unnoted() -> Iterator[None]:
    """What is asked here stands for something that is noted as a whole."""
    before = _open.set(())
    try:
        yield
    finally:
        _open.reset(before)


def note(question: Question, digest: str | None) -> None:
    """Tell all open notes of an answer."""
    for notes in _open.get():
        notes.add(question, digest)


def spoil() -> None:
    """Tell all open notes that what is being made may not be kept."""
    for notes in _open.get():
        notes.lasting = False


def asked(ask: Callable[P, T]) -> Callable[P, T]:
    """The function, whose answers are noted. It takes strings alone, and what its answer's ``repr`` tells is all."""
    name = f"{ask.__module__}:{ask.__qualname__}"

    @wraps(ask)
    def answering(*args: P.args, **options: P.kwargs) -> T:
        answer = ask(*args, **options)
        if _open.get():
            note((name, cast("tuple[str, ...]", args)), digest(answer))
        return answer

    answering.asks = name  # type: ignore[attr-defined]
    return answering


def answer(question: Question) -> str | None:
    """The digest of what the function of that name would answer now; None where there is no such function."""
    name, args = question
    module, _, function = name.partition(":")
    if not module.startswith("snippets._engine."):
        return None
    try:
        ask = getattr(importlib.import_module(module), function)
        return digest(ask(*args)) if getattr(ask, "asks", None) == name else None
    except Exception:  # an error is no answer
        return None


def digest(value: object) -> str:
    """What tells a value from another."""
    return hashlib.sha256(repr(value).encode("utf-8", "surrogatepass")).hexdigest()


def text(file: Path) -> str:
    """What a file of the repository holds that is no example's. Raises OSError and ValueError."""
    return data(file).decode("utf-8")


def data(file: Path) -> bytes:
    """The same as bytes. Raises OSError."""
    return _data(file.relative_to(_ROOT).as_posix() if file.is_relative_to(_ROOT) else str(file))


@asked
def _data(place: str) -> bytes:
    return (_ROOT / place).read_bytes()

"""Looks into frames and objects of the program without running any of its code and without keeping anything alive."""

from __future__ import annotations

import contextlib
import inspect
import os
import sys
from types import CodeType, CoroutineType, FrameType, FunctionType, MemberDescriptorType
from typing import Any

_PLAIN = (int, float, str, bool, type(None))


def scope(frame: FrameType) -> dict[str, Any]:
    """The local variables of a frame, as a copy.

    Before Python 3.13 reading them leaves a dictionary on the frame, which would keep them alive after ``del``: it is
    emptied again, unless the program holds it too, from a call of ``locals()``. The frames of modules and classes have
    no such copy: there it is the variables themselves.
    """
    variables = frame.f_locals
    copy = dict(variables)
    ours = sys.getrefcount(variables) <= 3  # the frame's, this variable's, and the call's own
    if sys.version_info < (3, 13) and ours and frame.f_code.co_flags & inspect.CO_OPTIMIZED:
        variables.clear()
    return copy


def attributes(thing: Any) -> dict[str, Any]:
    """An object's own attributes, past any ``__getattr__`` or property of its class."""
    try:
        found = object.__getattribute__(thing, "__dict__")
    except (AttributeError, TypeError):
        return {}
    return dict(found) if type(found) is dict else {}


def is_a(thing: Any, kinds: tuple[type, ...]) -> bool:
    """``isinstance`` that does not ask the object."""
    return issubclass(type(thing), kinds)


def shown(value: Any) -> str | None:
    """A small plain value as it would be written, None for anything else."""
    if type(value) not in _PLAIN:
        return None
    try:
        text = repr(value)
    except ValueError:  # a number of more digits than Python likes to print
        return None
    return text if len(text) <= 24 else text[:23] + "…"


def _defaults(frame: FrameType, qualname: str) -> dict[str, str | None]:
    """The default values of the frame's function, as they would be written, by parameter: where it can be found."""
    names, thing = frame.f_globals, None
    for part in qualname.split("."):
        thing = names.get(part)
        # A class without a metaclass of the program's: looking into it runs none of the program's code.
        names = dict(vars(thing)) if type(thing) is type else {}
    if type(thing) is not FunctionType or thing.__code__ is not frame.f_code:
        return {}
    values, code = thing.__defaults__ or (), frame.f_code
    last = code.co_varnames[code.co_argcount - len(values) : code.co_argcount]
    defaults = dict(zip(last, values, strict=True)) | (thing.__kwdefaults__ or {})
    return {name: shown(value) for name, value in defaults.items()}


def of_a_library(code: CodeType) -> bool:
    """Whether this code is of a package that was installed, neither the program's nor Python's own."""
    return any(f"{os.sep}{folder}{os.sep}" in code.co_filename for folder in ("site-packages", "dist-packages"))


def slots(thing: Any) -> dict[str, Any]:
    """An object's own attributes, in its dictionary and in the slots of its classes, past any ``__getattr__``."""
    found = attributes(thing)
    for kind in type.__dict__["__mro__"].__get__(type(thing)):
        for name, member in dict(vars(kind)).items():
            if type(member) is MemberDescriptorType:
                with contextlib.suppress(AttributeError):
                    found[name] = member.__get__(thing)
    return found


def _wrapped(coroutine: Any) -> Any:
    """The program's coroutine in one that a library has put around it, as AnyIO does: where there is one only."""
    if type(coroutine) is not CoroutineType or not of_a_library(coroutine.cr_code) or coroutine.cr_frame is None:
        return coroutine
    variables = scope(coroutine.cr_frame)
    within = [*variables.values(), *slots(variables.get("self")).values()]
    found = [value for value in within if type(value) is CoroutineType]
    return found[0] if len(found) == 1 and not of_a_library(found[0].cr_code) else coroutine


def label(coroutine: Any) -> str:
    """How a coroutine was called, like ``worker_with(lock, 0)``: small values as they are, others by name.

    Parameters at the end that have their default values are left out, as the call most likely did.
    """
    coroutine = _wrapped(coroutine)
    if type(coroutine) is not CoroutineType:
        kind = type(coroutine)
        name = getattr(coroutine, "__qualname__", None) if kind.__module__ == "builtins" else None
        return f"{name if type(name) is str else kind.__qualname__}()"
    frame = coroutine.cr_frame
    if frame is None:
        return f"{coroutine.__qualname__}()"
    code, variables = frame.f_code, scope(frame)
    defaults = _defaults(frame, coroutine.__qualname__)
    parts: list[str] = []
    for parameter in reversed(code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]):
        value = shown(variables[parameter]) if parameter in variables else None
        if parameter != "self" and (parts or value is None or value != defaults.get(parameter)):
            parts.insert(0, parameter if value is None else value)
    return f"{coroutine.__qualname__}({', '.join(parts)})"

"""Looks into frames and objects of the program without running any of its code and without keeping anything alive."""

from __future__ import annotations

import inspect
import sys
from types import CoroutineType, FrameType, FunctionType
from typing import Any

_PLAIN = (int, float, str, bool, type(None))


def scope(frame: FrameType) -> "dict[str, Any]":
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


def attributes(thing: Any) -> "dict[str, Any]":
    """An object's own attributes, past any ``__getattr__`` or property of its class."""
    try:
        found = object.__getattribute__(thing, "__dict__")
    except (AttributeError, TypeError):
        return {}
    return dict(found) if type(found) is dict else {}


def is_a(thing: Any, kinds: "tuple[type, ...]") -> bool:
    """``isinstance`` that does not ask the object."""
    return issubclass(type(thing), kinds)


def shown(value: Any) -> "str | None":
    """A small plain value as it would be written, None for anything else."""
    if type(value) not in _PLAIN:
        return None
    try:
        text = repr(value)
    except ValueError:  # a number of more digits than Python likes to print
        return None
    return text if len(text) <= 24 else text[:23] + "…"


def _defaults(frame: FrameType, qualname: str) -> "dict[str, str | None]":
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


def label(coroutine: Any) -> str:
    """How a coroutine was called, like ``worker_with(lock, 0)``: small values as they are, others by name.

    Parameters at the end that have their default values are left out, as the call most likely did.
    """
    if type(coroutine) is not CoroutineType:
        kind = type(coroutine)
        name = getattr(coroutine, "__qualname__", None) if kind.__module__ == "builtins" else None
        return f"{name if type(name) is str else kind.__qualname__}()"
    frame = coroutine.cr_frame
    if frame is None:
        return f"{coroutine.__qualname__}()"
    code, variables = frame.f_code, scope(frame)
    defaults = _defaults(frame, coroutine.__qualname__)
    parts: "list[str]" = []
    for parameter in reversed(code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]):
        value = shown(variables[parameter]) if parameter in variables else None
        if parameter != "self" and (parts or value is None or value != defaults.get(parameter)):
            parts.insert(0, parameter if value is None else value)
    return f"{coroutine.__qualname__}({', '.join(parts)})"

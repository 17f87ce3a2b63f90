"""Which private names of asyncio's callbacks, as `story/callbacks.py` has them, the Python that runs this has moved.

Run with the path of that file, on any Python. Only the standard library is imported here.
"""

from __future__ import annotations

import asyncio
import importlib
import runpy
import sys
from types import CodeType
from typing import Any

_MODULES = (
    *("base_events", "futures", "tasks", "taskgroups", "timeouts", "selector_events", "unix_events"),
    *("base_subprocess", "protocols", "streams"),
)


def moved(callbacks: list[Any], network: list[str]) -> list[str]:
    """The names that this Python's asyncio lacks, or has although they are said to be gone."""
    modules = [importlib.import_module(f"asyncio.{name}") for name in _MODULES]
    version = sys.version_info[:2]
    wakes = asyncio.run(_wakeup())
    wrong = []
    for name, _, _, since, until in callbacks:
        found = name == wakes or any(_resolved(module, name) for module in modules)
        if found != (since <= version <= until):
            wrong.append(name)
    named = [f"{cls}.{method}" for module in modules for cls, method in _methods(module)]
    return wrong + [end for end in network if not any(name.endswith(end) for name in named)]


def _methods(module: Any) -> list[tuple[str, str]]:
    classes = [thing for thing in vars(module).values() if isinstance(thing, type)]
    return [(cls.__qualname__, method) for cls in classes for method in vars(cls)]


def _resolved(module: Any, name: str) -> bool:
    """Whether a module has a function of this qualified name, one that is defined in another included."""
    outer, *inner = name.split(".<locals>.")
    found: Any = module
    for part in outer.split("."):
        found = getattr(found, part, None)
    for part in inner:
        constants = found.__code__.co_consts if hasattr(found, "__code__") else ()
        found = next((code for code in constants if isinstance(code, CodeType) and code.co_name == part), None)
    return found is not None


async def _wakeup() -> str:
    """What the callback that wakes a task is called, which no module has."""
    future: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def waits() -> None:
        await future

    task = asyncio.create_task(waits())
    await asyncio.sleep(0)
    callbacks: Any = getattr(future, "_callbacks", None)
    future.set_result(None)
    await task
    return str(callbacks[0][0].__qualname__)


if __name__ == "__main__":
    table = runpy.run_path(sys.argv[1])
    print(moved(list(table["CALLBACKS"].values()), list(table["NETWORK"])))

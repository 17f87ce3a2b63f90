"""Every private name of asyncio that the recorder leans on. A new Python that moves one is told so in one line.

What is read from frames of asyncio (``waits.py``) is not needed for a run: a wait is then called by another name.
"""

from __future__ import annotations

import asyncio
from asyncio import base_events, events, futures, locks, queues, selector_events, taskgroups, tasks, timeouts
from typing import Any

#: (where, name, what for). Checked each time a program starts.
_FUNCTIONS: tuple[tuple[Any, str, str], ...] = (
    (events.Handle, "_run", "when a callback begins and ends"),
    (base_events.BaseEventLoop, "_call_soon", "who makes which task ready"),
    (base_events.BaseEventLoop, "create_task", "which tasks there are"),
    (base_events.BaseEventLoop, "run_forever", "when a loop begins to run"),
    (base_events.BaseEventLoop, "call_later", "since when a timer runs"),
    (base_events.BaseEventLoop, "call_at", "the same"),
    (taskgroups.TaskGroup, "_abort", "which tasks a group asks to end"),
    (timeouts.Timeout, "_on_timeout", "whose time-out it is"),
    (selector_events.BaseSelectorEventLoop, "_make_self_pipe", "the loop's own socket pair"),
    (selector_events.BaseSelectorEventLoop, "_add_reader", "refusing to watch descriptors on the virtual clock"),
    (selector_events.BaseSelectorEventLoop, "_add_writer", "the same"),
    (base_events.BaseEventLoop, "call_exception_handler", "which callbacks fail"),
    (locks.Semaphore, "acquire", "who takes a place"),
    (locks.Semaphore, "release", "who gives it back"),
    (futures, "_set_result_unless_cancelled", "whom a timer will wake"),
    (tasks, "_release_waiter", "the same, for wait() with a time-out"),
    *((kind, "__init__", "which primitives there are") for kind in (locks.Lock, locks.Semaphore, locks.Event)),
    *((queues.Queue, name, "which exceptions it raises") for name in ("get", "put", "join")),
    (locks._ContextManagerMixin, "__aenter__", "the same"),
    *((kind, "__init__", "the same") for kind in (locks.Condition, locks.Barrier, queues.Queue)),
)
#: Attributes that are read from instances; ``missing_attributes`` makes one of each.
ATTRIBUTES = {
    "Handle": ("_callback", "_args", "_cancelled", "_loop"),
    "TimerHandle": ("_when",),
    "Timeout": ("_task",),
    "loop": ("_ready", "_scheduled", "_selector", "_ssock"),
    "Task": ("_fut_waiter", "_exception", "_callbacks"),
    "gather": ("_children",),
    "TaskGroup": ("_tasks",),
    "events": ("_get_running_loop",),
    "Lock": ("_locked",),
    "Semaphore": ("_value",),
    "Event": ("_value",),
    "Condition": ("_lock",),
    "Barrier": ("_count", "_parties"),
    "Queue": ("_queue", "_unfinished_tasks", "_maxsize"),
}


def missing() -> list[str]:
    """The names that this Python's asyncio lacks, each with what it is needed for."""
    return [
        f"{owner.__module__}.{owner.__qualname__}.{name} ({why})"
        for owner, name, why in _FUNCTIONS
        if not hasattr(getattr(owner, name, None), "__code__")
    ]


async def missing_attributes() -> list[str]:
    """The attributes that instances lack; for the recorder's own tests, as it needs a running loop."""
    loop = asyncio.get_running_loop()
    task = asyncio.ensure_future(asyncio.sleep(0.001))
    await asyncio.sleep(0)
    timer = loop.call_later(1, print)
    timer.cancel()
    handle = loop.call_soon(print)
    handle.cancel()
    gathered = asyncio.gather(task)
    found: dict[str, Any] = {"Handle": handle, "TimerHandle": timer, "loop": loop, "Task": task, "gather": gathered}
    found |= {
        name: getattr(asyncio, name)() for name in ("TaskGroup", "Lock", "Semaphore", "Event", "Condition", "Queue")
    }
    found["events"] = events
    found["Timeout"] = asyncio.timeout(1)
    found["Barrier"] = asyncio.Barrier(2)
    lacking = [
        f"{kind}.{name}" for kind, names in ATTRIBUTES.items() for name in names if not hasattr(found[kind], name)
    ]
    await gathered
    return lacking

"""Callbacks of asyncio's own, by the private names that a record has, each with its part in a run.

Where a new Python moves one, sentences would go wrong silently: a test looks for each name on every Python at hand.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

#: What a callback does.
#: `stops`: it only stops the loop, so that what follows happens outside of it. `tells`: it is told of a task's end.
#: `shields`: it is told that the waiting side of a shield has ended. `time-out`: the time of a block or call is up.
#: `timer`: it completes a future, if nobody has cancelled that. `result`: it brings what a thread or process has left.
#: `to thread`: it takes a result to a thread. `carries`: it only carries something on, which would tell a reader
#: nothing. `closes`: asyncio.run waits with it for its executor, when all tasks are over. `cleans up`: it creates the
#: task that closes an async generator.
Role = Literal[
    "stops", "tells", "shields", "time-out", "timer", "result", "to thread", "carries", "closes", "cleans up", "other"
]  # fmt: skip


class Callback(NamedTuple):
    """One callback: its name, its role, of what it is a part, and the first and last Python that has it.

    ``of`` is the sort of wait that is told of an end, and `run` where it is `asyncio.run` that stops the loop.
    """

    name: str
    role: Role
    of: str = ""
    since: tuple[int, int] = (3, 11)
    until: tuple[int, int] = (4, 0)

    @property
    def silent(self) -> bool:
        """Whether no code of the program runs in it: it prints nothing, and asks nobody to end."""
        return self.role in ("carries", "result")

    @property
    def closing(self) -> bool:
        """Whether `asyncio.run` may wait with it for its executor when all tasks are over."""
        return self.role in ("closes", "timer")

    @property
    def asks(self) -> str:
        """On whose behalf it asks tasks to end: `timeout`, `group` or `callback`."""
        return "timeout" if self.role == "time-out" else "group" if self.of == "TaskGroup" else "callback"


CALLBACKS = {
    callback.name: callback
    for callback in (
        Callback("_run_until_complete_cb", "stops", "run"),
        Callback("BaseEventLoop.stop", "stops"),
        Callback("gather.<locals>._done_callback", "tells", "gather"),
        Callback("TaskGroup._on_task_done", "tells", "TaskGroup"),
        Callback("_wait.<locals>._on_completion", "tells", "wait"),
        Callback("_AsCompletedIterator._handle_completion", "tells", "as_completed", since=(3, 13)),
        Callback("as_completed.<locals>._on_completion", "tells", "as_completed", until=(3, 12)),
        Callback("shield.<locals>._inner_done_callback", "tells", "shield"),
        Callback("_release_waiter", "tells", "wait_for"),  # from 3.12 on only the timer of `wait()`
        Callback("shield.<locals>._outer_done_callback", "shields", "shield"),
        Callback("Timeout._on_timeout", "time-out", "timeout"),
        Callback("_AsCompletedIterator._handle_timeout", "time-out", "as_completed", since=(3, 13)),
        Callback("as_completed.<locals>._on_timeout", "time-out", "as_completed", until=(3, 12)),
        Callback("_set_result_unless_cancelled", "timer"),
        Callback("_chain_future.<locals>._set_state", "result"),
        Callback("_chain_future.<locals>._call_set_state", "to thread"),
        Callback("_chain_future.<locals>._call_check_cancel", "carries"),
        Callback("BaseSelectorEventLoop._read_from_self", "carries"),
        Callback("Future.set_result", "closes"),
        Callback("Task.task_wakeup", "closes"),
        Callback("BaseEventLoop.create_task", "cleans up"),
    )
}

#: What callbacks for sockets, pipes and child processes mean, by the end of their name.
NETWORK = {
    "._accept_connection": "accepted",
    "._sock_connect_cb": "connected",
    "SocketTransport._read_ready": "read",
    "PipeTransport._read_ready": "read pipe",
    "._call_connection_lost": "closed",
    ".connection_made": "made",
    "._add_reader": "watches",
    "._sock_recv": "received",
    "._process_exited": "exited",
    "ChildWatcher._do_wait": "exited",
}
_NETWORK = re.compile(
    r"_(Selector|Unix)|\bsock_|_sock_|Protocol|Transport|Process|ChildWatcher|_accept_conn|_add_reader"
)


def known(name: str) -> Callback:
    """The callback of this name; one that is not asyncio's, or of no account, has the role `other`."""
    return CALLBACKS.get(name) or Callback(name, "other")


def network(name: str) -> str | None:
    """What a callback for sockets, pipes or processes means, empty if unknown; None if it is for something else."""
    if not _NETWORK.search(name):
        return None
    return next((meaning for end, meaning in NETWORK.items() if name.endswith(end)), "")

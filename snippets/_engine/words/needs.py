"""Templates of sentences, each with what the record must tell before it may be said, and what is said otherwise.

A sentence that gives a cause is right only where the cause is known. So a template is a text with its needs, by the
names in ``NEEDS``; where one of them is not met, the weaker template stands in, which needs less.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

#: What a template may need, and what in the record meets it.
NEEDS = {
    "over": "the task stands in its await no more, and no exception came out of it: the wait tells of each that does",
    "same": "the next wait is still the same await",
    "raised": "an exception came out of the await: a `raise` says so",
    "inside": "an exception was raised inside of what is awaited: a `raise` says so",
    "kept": "it did not come out of that, though the wait would have told",
    "due": "a timer of the wait's own has made the task ready",
    "failed": "a task that was waited for ended with this very exception, or was cancelled",
    "asked": "a request to end was made of the task, and who made it is known",
    "arrives": "the request to end arrives later, and is not taken back before: a `raise` or the task's end says so",
    "turn": "each task that is named has a step later in the record",
    "who": "the task that was waited for has ended, and how is known",
    "thing": "the primitive is one of the program's, so that its states are in the record",
    "held": "the state of the lock: taken",
    "holder": "the task that took the lock, and has not let go of it",
    "notified": "the task waited to be notified up to its last wake, and not for the lock already",
    "unmet": "it waits to be notified again, in the same await",
    "empty": "the number of items in the queue: none",
    "stored": "the number of items in the queue: some; and nobody made the waiting task ready",
    "full": "the number of items in the queue: as many as there is room for",
    "room": "the number of items in the queue: fewer than there is room for; and nobody made the waiting task ready",
    "unfinished": "the number of items in the queue without their `task_done()`: some",
    "all told": "of all tasks that are waited for it is known that they have ended, and been told of",
    "no place": "the number of places in the semaphore: none",
    "not set": "the state of the event: not set",
    "draining": "the task stands in the part of `wait()` that lets those who came before leave the barrier first",
    "emptied": "it stood in that part before its last wake, and does not any more",
    "agreed": "what the text says leads to the states that were measured",
    "nobody": "no task is left of those whose function could do what is missing",
    "left taken": "the task that took the lock ended without letting go of it",
    "no line": "Python refused the text of the program, and printed no traceback",
    "traceback": "the traceback that ended the program, with a line of its own file",
    "deadlock": "it is proved that nothing can wake a task again",
}


class Template(str):
    """A text with fields. ``needs`` are names in ``NEEDS``; ``weaker`` is the key of what is said without them.

    An empty ``weaker`` where there are needs: then nothing is said.
    """

    needs: tuple[str, ...]
    weaker: str

    def __new__(cls, text: str, needs: tuple[str, ...] = (), weaker: str = "") -> Template:
        made = super().__new__(cls, text)
        made.needs, made.weaker = needs, weaker
        return made


def fact(text: str) -> Template:
    """A template that says no more than the event does of which it tells."""
    return Template(text)


def given(text: str, *needs: str, weaker: str = "") -> Template:
    """A template that may be said where the record meets all these needs."""
    return Template(text, needs, weaker)


def choose(table: Mapping[str, Template], key: str, known: Collection[str]) -> Template:
    """The template of this key, or the first weaker one whose needs are among those ``known``; else an empty one."""
    while key:
        template = table[key]
        if all(need in known for need in template.needs):
            return template
        key = template.weaker
    return Template("")

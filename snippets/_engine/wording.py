"""The words of the player: every sentence's parts as a table of templates, and how times, names and lists are written.

A template's fields are filled with texts that are made here: `{2}` stands for task 2, backticks for code, “…” for what
was printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

#: How a step begins: with the task's first line, or with why its await is over. {n} is the line, {on} what it awaited.
GOES_ON = {
    "start": "{me} starts",
    "never starts": "{me} was cancelled before it could start: none of its lines runs",
    "sleep": "{me} goes on after line {n}: its {on} is over",
    "yield": "{me} goes on after line {n}: its turn has come round again",
    "lock.acquire": "{me} goes on in line {n}: {thing} is free now, and it takes it",
    "condition.acquire": "{me} goes on in line {n}: {thing} is free now, and it takes it",
    "condition.wait": "{me} goes on after line {n}: it was notified{by} and holds {thing} again",
    "semaphore.acquire": "{me} goes on in line {n}: a place in {thing} was freed for it{by}",
    "event.wait": "{me} goes on after line {n}: {thing} was set{by}",
    "barrier.wait": "{me} goes on after line {n}: all parties have arrived at {thing}",
    "barrier.acquire": "{me} goes on after line {n}: all parties have arrived at {thing}",
    "queue.get": "{me} goes on in line {n}: there is an item in {thing} now, and it takes it",
    "queue.put": "{me} goes on in line {n}: there is room in {thing} now, and it puts its item in",
    "queue.join": "{me} goes on after line {n}: every item of {thing} has had its `task_done()`",
    "gather": "{me} goes on in line {n}: `gather()` is complete",
    "TaskGroup": "{me} goes on in line {n}: all tasks of its group have ended",
    "wait": "{me} goes on in line {n}: `wait()` is over",
    "wait_for": "{me} goes on in line {n}: `wait_for()` is over",
    "as_completed": "{me} goes on in line {n}: `as_completed()` has something for it",
    "shield": "{me} goes on in line {n}: what `shield()` protects has ended",
    "task": "{me} goes on in line {n}: {who} {how}",
    "future": "{me} goes on in line {n}: the result that it waited for is there",
    "library": "{me} goes on in line {n}: {on} has what it waited for",
    "again": "{me} is woken in line {n}, but has to wait on",
    "again condition.wait": "{me} is woken in line {n}, but what it waits for does not hold: it waits on",
    "again lock.acquire": "{me} is woken in line {n}, but {thing} is taken again: it waits on",
    "again TaskGroup": "{me} is woken in line {n}, but waits on: not all tasks of its group have ended yet, or the "
    "group has not been told",
    "thread": "{me} goes on in line {n}: {work} is done, and its result is there",
    "thread failed": "{me} goes on in line {n}: {work} has failed, and its exception is raised here",
    "own group": "{me} is woken in line {n} by its own TaskGroup, which has to stop",
}

#: Where the await that is over raises. {error} is the class, {what} what was awaited.
RAISES = {
    "task": "The cancellation that {by} asked for in line {line} arrives: `CancelledError` is raised in {me}{at}",
    "self": "The cancellation that {me} asked for itself arrives: `CancelledError` is raised{at}",
    "run": "`asyncio.run()` is cleaning up, so `CancelledError` is raised in {me}{at}",
    "timeout": "Time is up, so `CancelledError` is raised in {me}{at}",
    "group": "Its TaskGroup has to stop, so `CancelledError` is raised in {me}{at}",
    "put off": "{me} goes on in line {n}: all tasks of its group have ended, and the cancellation that had to wait for "
    "that is raised now",
    "callback": "A callback asked for it, so `CancelledError` is raised in {me}{at}",
    "through": "The cancellation that {through} passed on arrives: `CancelledError` is raised in {me}{at}",
    "failed": "{me} goes on in line {n}: {who} failed, so its await raises `{error}` here",
    "was cancelled": "{me} goes on in line {n}: {who} was cancelled, so its await raises `CancelledError` here",
    "shut": "{thing} was shut down{by}, so waiting for it raises `{error}` in {me} at line {n}",
    "broken": "{thing} was broken or reset{by}, so its `wait()` raises `{error}` in {me} at line {n}",
    "ExceptionGroup": "{me} goes on: all tasks of its group have ended, but {who} failed. So the block in line {n} "
    "raises an `ExceptionGroup`",
}
LATE = ", although that wait had just ended"
CAUGHT = ". Line {line} catches it"
IN_VAIN = ". Line {line}, `{clause}`, does not catch it"
TURNED = ". The timeout{block} turns it into `TimeoutError`, and line {line} catches that"

#: What a step does to a primitive: by family and call; `!` the await did not suspend, `>` somebody is woken.
USES = {
    "lock acquire!": "asks for {thing} in line {n}. The lock is free, so {me} takes it at once: no pause here",
    "lock acquire": "takes {thing} in line {n}",
    "lock release": "lets go of {thing} in line {n} (nobody waits for it)",
    "lock release soon": "lets go of {thing} in line {n}",
    "lock release>": "lets go of {thing} in line {n}. The lock is free now, and {first} is only put into the ready "
    "queue",
    "semaphore acquire!": "takes a place in {thing} in line {n} at once, without a pause{left}",
    "semaphore acquire": "takes a place in {thing} in line {n}{left}",
    "semaphore release": "gives back its place in {thing} in line {n}{left}",
    "semaphore release>": "gives back its place in {thing} in line {n}. The place is kept for {first}, which is only "
    "put into the ready queue",
    "event set": "sets {thing} in line {n} (nobody waits for it)",
    "event set again": "sets {thing} in line {n} (it was set already)",
    "event set>": "sets {thing} in line {n}. That only puts {woken} into the ready queue",
    "event clear": "clears {thing} in line {n}",
    "event wait!": "finds {thing} set in line {n}, so `wait()` does not pause",
    "condition notify": "notifies {thing} in line {n}, but nobody waits for it",
    "condition notify>": "notifies {thing} in line {n}. That puts {woken} into the ready queue; nobody can go on "
    "before the lock of {thing} is free",
    "barrier wait!": "is the last to arrive at {thing} in line {n}, so it does not pause",
    "barrier wait!>": "is the last to arrive at {thing} in line {n}, so it does not pause (that wakes {woken})",
    "queue put!": "puts an item into {thing} in line {n} without a pause{room}",
    "queue put!>": "puts an item into {thing} in line {n} without a pause (that wakes {woken})",
    "queue put": "puts an item into {thing} in line {n}{room}",
    "queue put>": "puts an item into {thing} in line {n} (that wakes {woken})",
    "queue get!": "takes an item out of {thing} in line {n} without a pause{items}",
    "queue get!>": "takes an item out of {thing} in line {n} without a pause (that makes room and wakes {woken})",
    "queue get": "takes an item out of {thing} in line {n}{items}",
    "queue get>": "takes an item out of {thing} in line {n} (that makes room and wakes {woken})",
    "queue task_done": "calls `task_done()` on {thing} in line {n}{open}",
    "queue task_done>": "calls `task_done()` on {thing} in line {n}. That was the last one, so {woken} goes to the "
    "ready queue",
    "queue join!": "finds in line {n} that {thing} has nothing unfinished, so `join()` does not pause",
    "queue shutdown": "shuts {thing} down in line {n}",
    "queue shutdown>": "shuts {thing} down in line {n} (that wakes {woken})",
}

#: Changes that were measured where the text does not say by which call.
CHANGES = {
    "lock+": "takes {thing}",
    "lock-": "lets go of {thing}",
    "semaphore": "leaves {thing} with {free}",
    "event+": "sets {thing}",
    "event-": "clears {thing}",
    "queue": "leaves {thing} with {items}",
    "other": "changes {thing}",
}

#: Other deeds.
DEEDS = {
    "created": "creates {whom}",
    "created eagerly": "creates {whom}, which is eager and starts at once, inside this step. {whom} {inner}",
    "printed": "prints {what}",
    "thread": "A thread prints {what} meanwhile",
    "process": "Another process prints {what} meanwhile",
    "asked": "calls `cancel()` on {whom}{where}. That only asks: `CancelledError` will be raised in {it}{at} when "
    "{its} turn comes",
    "asked by group": "lets its group cancel {whom}{late}",
    "asked itself": "asks for its own cancellation{where}",
    "passed on": "{through} passes that on to {whom}, for which it waits",
    "woke": "wakes {whom}",
    "passed": "awaits `{what}` in line {n} (it is done already: no pause)",
}

#: What a task waits for when its step is over: said of the step, then of the state.
WAITS = {
    "sleep": ("pauses in line {n} for {on}{until}", "sleeps{until}"),
    "yield": ("pauses in line {n} with {on}, which only lets the others have a turn", "gave way, is ready again"),
    "lock.acquire": ("asks for {thing} in line {n}. {holder}, so {me} pauses{place}", "waits for {thing}{held}"),
    "condition.acquire": ("asks for {thing} in line {n}. {holder}, so {me} pauses{place}", "waits for {thing}{held}"),
    "condition.wait": (
        "lets go of {thing} in line {n} and pauses until it is notified",
        "waits to be notified through {thing}",
    ),
    "semaphore.acquire": (
        "finds no place left in {thing} in line {n} and pauses{place}",
        "waits for a place in {thing}",
    ),
    "event.wait": ("pauses in line {n}, because {thing} is not set", "waits for {thing} to be set"),
    "barrier.wait": ("waits at {thing} in line {n} for the others{here}", "waits at {thing} for the others"),
    "barrier.acquire": ("waits at {thing} in line {n} for the others{here}", "waits at {thing} for the others"),
    "queue.get": (
        "finds {thing} empty in line {n} and pauses until somebody puts an item in",
        "waits for an item in {thing}",
    ),
    "queue.put": (
        "finds {thing} full in line {n} and pauses until somebody takes an item",
        "waits for room in {thing}",
    ),
    "queue.join": ("pauses in line {n}: {on} needs {open}", "waits for {on}"),
    "gather": ("pauses in line {n} until `gather()` has seen {them} end", "waits in `gather()`{left}"),
    "TaskGroup": (
        "pauses in line {n}, at the end of the block, until {they} {have} ended",
        "waits for its group{left}",
    ),
    "wait": ("pauses in line {n}: `wait()` waits for {them}", "waits in `wait()`{left}"),
    "wait_for": ("pauses in line {n}: `wait_for()` waits for {them}", "waits in `wait_for()`{left}"),
    "as_completed": ("pauses in line {n} until {next} has ended", "waits for the next to end{left}"),
    "shield": ("pauses in line {n} for {them}, behind a `shield()`", "waits behind a `shield()`{left}"),
    "task": ("pauses in line {n} until {them} has ended", "waits for {one}"),
    "future": ("pauses in line {n} until a result is there", "waits for a result"),
    "thread": (
        "hands {work} to an executor in line {n} and pauses: the work is done in a thread or process, and the loop "
        "stays free",
        "waits for {work} in an executor",
    ),
    "library": ("pauses in line {n} in {on}", "waits in {on}"),
    "again": ("waits on in line {n}", "waits on"),
}

#: How a step ends that is the task's last.
ENDS = {
    "returned": "returns{wakes}",
    "cancelled": "ends as cancelled{wakes}",
    "raised": "ends with `{error}`{wakes}",
    "swallowed": "returns{wakes}. It kept the cancellation to itself, so it counts as finished, not as cancelled",
}

#: A step in which the program's thread waited or computed.
HELD = " This one step took {time}, and all that time the loop stood still."

HELD_BY = " {lines}: nothing else could run."

#: Callbacks of the loop that are no task's step.
CALLBACKS = {
    "timer jumped": "Nothing is ready, so the loop sleeps until its next timer, at {at}: {on} of {whom} is over, and "
    "{whom} goes to the ready queue.",
    "timer": "The timer of {whom} is due: {on} is over, and {whom} goes to the ready queue{behind}.",
    "cancelled timer": "A timer is due whose task was cancelled meanwhile: nothing happens.",
    "gather": "`gather()` is told that {whom} {how}{count}.",
    "wait": "`wait()` is told that {whom} {how}.",
    "as_completed": "`as_completed()` is told that {whom} {how}.",
    "shield": "`shield()` is told that {whom} {how}.",
    "TaskGroup": "The TaskGroup is told that {whom} {how}.",
    "timeout": "The time of a timeout is up: it cancels {asked}, which is inside its block.",
    "timeout nothing": "A timeout's time is up.",
    "stop": "{whom} has ended, so the loop is stopped.",
    "stop()": "The loop is stopped.",
    "abandoned": "An async generator that was left early has to be closed. The loop creates {whom} for that.",
    "thread": "A result from an executor has arrived.",
    "to thread": "The result is handed to the thread that waits for it.",
    "arrived": "What {whom} waits for has arrived, so {whom} goes to the ready queue.",
    "own task": "A task of asyncio's own goes to the ready queue.",
    "gather of run": "`asyncio.run()`, which waits for what it cancelled, is told that a task has ended.",
    "stop again": "What `asyncio.run()` still had to do is done, so the loop is stopped.",
    "sleeps": "Nothing is ready, so the loop sleeps until its next timer, at {at}. ",
    "network": "The loop goes on with a connection or a pipe (`{name}`).",
    "own": "The loop calls {name}{defined}.",
    "other": "The loop runs the callback {name}.",
}
#: Callbacks for sockets and pipes, by the end of their name.
NETWORK = {
    "._accept_connection": "Somebody connects to the server.",
    "._sock_connect_cb": "The connection is made.",
    "SocketTransport._read_ready": "Bytes have arrived on a connection, or its other side has closed it.",
    "PipeTransport._read_ready": "Bytes have arrived in a pipe.",
    "._call_connection_lost": "A connection is closed.",
    ".connection_made": "A connection is ready for use.",
    "._add_reader": "The loop begins to watch for what arrives.",
    "._sock_recv": "Bytes have arrived on a socket.",
    "._process_exited": "A child process has ended.",
    "ChildWatcher._do_wait": "A child process has ended.",
}
TOLD = {
    "all": " That completes it: {woken} goes to the ready queue.",
    "at once": " It passes that on at once, without waiting for the others: {woken} goes to the ready queue.",
    "some": " {waiter} keeps waiting.",
    "woken": " {woken} goes to the ready queue.",
    "stops": " One failure stops the whole group: it cancels {kids}",
    "stops nobody": " One failure stops the whole group. No other task is left in it",
    "wakes parent": "; {parent}, which waits at the end of the block, is woken.",
    "cancels parent": "; {parent}, which is still inside the block, is cancelled there.",
    "keeps": " The group is stopping already and only keeps the exception.",
}

#: Steps of tasks that asyncio makes for itself.
OWN = {
    "runs": "A task of asyncio's own runs.",
    "pipes": "A task of asyncio's own connects the pipes of the new process.",
}

#: What happens outside of the loop's callbacks.
OUTSIDE = {
    "defines": "Before the loop: Python reads the file from top to bottom. {lines} only {define} {what}.",
    "starts": "{line} makes the event loop and one task, {whom}. It is in the ready queue; none of its lines has run.",
    "created": "Outside the loop, {whom} {is_} created: ready, but not started.",
    "again": "{line} starts a loop again, with one task, {whom}.",
    "made": "Line {n} makes a task, {whom}. It is ready, but no loop runs yet.",
    "prints": "Outside the loop, the program prints {what}.",
    "process": "Another process prints {what}.",
    "logs": "The loop logs {what}.",
    "unseen": "asyncio reports that nobody looked at the exception of {whom}.",
    "tidies": "{ended} has ended, so `asyncio.run()` cleans up: it cancels {whom}, which {has} not ended yet.",
    "asked": "From outside the loop, {whom} {is_} asked to end.",
    "lines": "Before the loop: Python reads the file from top to bottom.",
    "nothing": "No event loop runs in this program.",
}

#: The last frame, by outcome.
FINAL = {
    "returned": "Every task has ended: all returned.",
    "one": "The only task has returned.",
    "ended": "Every task has ended: {how}.",
    "left": "The program is over; {whom} never came to an end.",
    "none": "The program is over. No task was ever created.",
    "never ran": "The program is over; {whom} never ran a line.",
    "unseen": " Nobody ever looked at the exception of {whom}.",
    "raises": " The program ends with `{error}`, which nothing catches.",
    "exits": " The program ends with exit status {error}.",
    "killed": " The program is killed by `{error}`.",
    "after": " After the loop it prints {what}.",
    "deadlocks": "Deadlock: nothing is ready and no timer is set, so nothing can ever wake a task again.",
    "thread": "Deadlock: the only thread waits for a lock that nobody is left to release.",
    "hangs": "Nothing more happens: the program stays alive and silent until it is stopped.",
    "runs forever": "The recording ends here, at {at}; the program goes on like this for ever.",
    "never yields": "The recording ends here.",
    "stopped": "The program was stopped here: {why}.",
    "refused": "The recording ends here: {why}.",
    "cut": "What is shown ends here, after {n} steps; the run goes on.",
    "dropped": "The recorder's limit was met here; {n} more callbacks of the loop followed.",
}

#: Why nobody ends a deadlock, by what is waited for.
STUCK = {
    "queue.join": "{whom} waits in line {n} for {on}, which needs {open}: {puts} put in, `task_done()` was called "
    "{dones}{by}.",
    "event": "{whom} {wait} in line {n} for {thing} to be set.",
    "never set": " No line of the program sets it.",
    "setter": " Only {by} would set it, in line {line}, but it stands in line {at}{for_}{ring}.",
    "setters": " It would be set in {lines}, which is never reached.",
    "held": "{whom} {wait} in line {n} for {thing}, held by {holder}.",
    "gone": "{whom} {wait} in line {n} for {thing}, and nobody is left who could let go of it.",
    "full": "{whom} {wait} in line {n} for room in {thing}, and nobody is left to take an item.",
    "empty": "{whom} {wait} in line {n} for an item in {thing}, and nobody is left to put one in.",
    "tasks": "{whom} waits in line {n} for {them}.",
    "other": "{whom} {wait} in line {n} in {on}.",
    "sleep": "{whom} would go on after {on} in line {n}, if the loop were free.",
    "circle": " Each waits for the next: {ring}: a circle.",
}

#: Explanations, each given once in a run, below the sentence that needs it first.
ONCE = {
    "made": "{whom} has not run a line yet: creating a task only puts it into the ready queue.",
    "made many": "None of them has run a line yet: creating a task only puts it into the ready queue.",
    "no pause": "An `await` may pause, it need not. Here there was nothing to wait for, so {me} kept the loop, and "
    "{ready} stayed in the ready queue all the time.",
    "fair": "Letting go does not hand it over. {first} takes it when its own turn comes, and nobody who asks meanwhile "
    "can get in front of it.",
    "wakes": "To be woken is not to run: {woken} {has} to wait until {me} pauses or ends.",
    "pass": "In each pass the loop first collects every timer that is due; only then it runs what is ready.",
    "asks": "A task that is cancelled is not stopped: an exception is raised at the `await` where it stands, in its "
    "own next step.",
    "last turn": "`asyncio.run()` will stop the loop, but only after {whom}, already in the ready queue, had {its} "
    "turn.",
    "busy": "A task that does not pause keeps the loop for itself: {idle}.",
    "eager": "An eager task does not wait for its turn: it runs inside its creator's step until it has to pause.",
    "executor": "The function runs in another thread or process. Its result comes back through the loop.",
}

#: A step that never ended because its thread waits.
BLOCKED = "It waits in line {n} for a lock of `threading`, which holds up the whole thread, and the loop with it."

#: Short notes beside the lines of the source.
NOTES = {
    "free": "free: no pause",
    "pauses": "pauses",
    "until": "pauses until {at}",
    "held": "pauses: {holder} holds it",
    "goes on": "goes on here",
    "raises": "raises {error}",
    "catches": "catches it",
    "in vain": "does not catch it",
    "creates": "creates {whom}",
    "prints": "prints {what}",
    "asks": "asks {whom} to end",
    "release": "lets go",
    "set": "sets it",
    "no pause": "no pause",
    "dropped": "no await: nothing waits here",
    "again": "waits again",
    "starts": "starts the loop",
    "defines": "defines",
}


def ref(number: int) -> str:
    """A task, as the player's texts write it."""
    return f"{{{number}}}"


def refs(numbers: Iterable[int], last: str = "and", most: int = 6) -> str:
    """Several tasks; of many only how many more."""
    found = list(dict.fromkeys(numbers))
    more = [f"{len(found) - most + 1} more"] if len(found) > most else []
    return listed([ref(n) for n in (found[: most - 1] if more else found)] + more, last)


def listed(parts: Sequence[str], last: str = "and") -> str:
    """`a, b and c`."""
    return ", ".join(parts[:-1]) + f" {last} {parts[-1]}" if len(parts) > 1 else "".join(parts)


def lines(numbers: Iterable[int]) -> str:
    """`line 4`, `lines 4 to 6`, `lines 4 and 9`."""
    found = sorted(set(numbers))
    if len(found) == 1:
        return f"line {found[0]}"
    if len(found) > 2 and found == list(range(found[0], found[-1] + 1)):
        return f"lines {found[0]} to {found[-1]}"
    more = [f"{len(found) - 4} more"] if len(found) > 6 else []
    return "lines " + listed([str(n) for n in (found[:4] if more else found)] + more)


def code(text: str) -> str:
    """A piece of the program; its own backticks and braces must not be taken for ours."""
    plain = re.sub(r"\{(\d+)\}", "{\u2060\\1}", " ".join(text.split()).replace("`", "'"))
    return f"`{plain if len(plain) <= 60 else plain[:59] + '…'}`"


def quoted(text: str, most: int = 60) -> str:
    """The first line of what was printed, in quotation marks."""
    first = next((line for line in text.split("\n") if line.strip()), "").replace("“", '"').replace("”", '"')
    return f"“{first if len(first) <= most else first[: most - 1] + '…'}”"


def counted(count: int, what: str) -> str:
    """`1 item`, `2 items`, `no item`."""
    return f"{count or 'no'} {what}{'s' if count > 1 else ''}"


def times(count: int) -> str:
    """How often: `never`, `once`, `10 times`."""
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{count} times")


def nth(index: int) -> str:
    """`first`, `second`, ... for 0, 1, ..."""
    return ("first", "second", "third", "fourth", "fifth", "sixth")[index] if index < 6 else f"number {index + 1}"

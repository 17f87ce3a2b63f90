"""The words of the player: every sentence's parts as a table of templates, in the marks of ``marks.py``."""

from __future__ import annotations

from snippets._engine.words.needs import fact, given

#: How a step begins: with the task's first line, or with why its await is over. {n} is the line, {on} what it awaited.
GOES_ON = {
    "start": fact("{me} starts"),
    "never starts": fact("{me} was cancelled before it could start: none of its lines runs"),
    "sleep": given("{me} resumes after line {n}: its {on} is over", "over", weaker="past"),
    "yield": given("{me} resumes after line {n}: it runs again", "over", weaker="past"),
    "lock.acquire": given("{me} resumes in line {n}: {thing} is free now, and it takes it", "over", weaker="past"),
    "condition.acquire": given("{me} resumes in line {n}: {thing} is free now, and it takes it", "over", weaker="past"),
    "condition.wait": given(
        "{me} resumes after line {n}: it was notified{by} and holds {thing} again",
        *("over", "notified"),
        weaker="condition.lock",
    ),
    "condition.lock": given(
        "{me} resumes after line {n}: it had been notified; {thing} is free now, and it holds it again",
        *("over", "thing"),
        weaker="past",
    ),
    "semaphore.acquire": given(
        "{me} resumes in line {n}: a place in {thing} was freed for it{by}", "over", weaker="past"
    ),
    "event.wait": given("{me} resumes after line {n}: {thing} was set{by}", "over", weaker="past"),
    "barrier.wait": given(
        "{me} resumes in line {n}: {thing} has emptied, and {me} is the last to arrive",
        *("over", "emptied"),
        weaker="barrier.arrived",
    ),
    "barrier.arrived": given("{me} resumes after line {n}: all parties have arrived at {thing}", "over", weaker="past"),
    "queue.get": given(
        "{me} resumes in line {n}: there is an item in {thing} now, and it takes it", "over", weaker="past"
    ),
    "queue.put": given(
        "{me} resumes in line {n}: there is room in {thing} now, and it puts its item in", "over", weaker="past"
    ),
    "queue.join": given(
        "{me} resumes after line {n}: `task_done()` was called for every item of {thing}", "over", weaker="past"
    ),
    "gather": given("{me} resumes in line {n}: `gather()` is complete", "over", weaker="past"),
    "TaskGroup": given("{me} resumes in line {n}: all tasks of its group have ended", "over", weaker="past"),
    "wait": given("{me} resumes in line {n}: `wait()` is over", "over", weaker="past"),
    "wait_for": given("{me} resumes in line {n}: `wait_for()` is over", "over", weaker="past"),
    "as_completed": given("{me} resumes in line {n}: `as_completed()` has something for it", "over", weaker="past"),
    "shield": given("{me} resumes in line {n}: what `shield()` protects has ended", "over", weaker="past"),
    "task": given("{me} resumes in line {n}: {who} {how}", *("over", "who"), weaker="past"),
    "future": given("{me} resumes in line {n}: the result that it waited for is there", "over", weaker="past"),
    "library": given("{me} resumes in line {n}: what {on} waited for is there", "over", weaker="past"),
    "thread": given("{me} resumes in line {n}: {work} is done, and its result is there", "over", weaker="past"),
    "past": fact("{me} resumes in line {n}: {past} is over"),
    "again": given("{me} is woken in line {n}, but has to keep waiting", "same"),
    "again condition.wait": given(
        "{me} is woken in line {n}, but what it waits for is still not true: it keeps waiting",
        *("same", "notified", "unmet"),
        weaker="again condition.lock",
    ),
    "again condition.lock": given(
        "{me} has been notified in line {n}, but {thing} is taken: it keeps waiting, for {thing}",
        *("same", "thing", "held"),
        weaker="again",
    ),
    "again lock.acquire": given(
        "{me} is woken in line {n}, but {thing} is taken again: it keeps waiting", *("same", "held"), weaker="again"
    ),
    "again queue.get": given(
        "{me} is woken in line {n}, but {thing} is empty again: it keeps waiting", *("same", "empty"), weaker="again"
    ),
    "again queue.put": given(
        "{me} is woken in line {n}, but {thing} is full again: it keeps waiting", *("same", "full"), weaker="again"
    ),
    "again barrier.wait": given(
        "{me} is woken in line {n}: {thing} has emptied, and now {me} waits there for the others",
        *("same", "emptied"),
        weaker="again",
    ),
    "again TaskGroup": given(
        "{me} is woken in line {n}, but keeps waiting: not all tasks of its group have ended yet, or the "
        "group has not noticed",
        "same",
    ),
    "again wait_for": given(
        "{me} is woken in line {n}: the timeout of `wait_for()` has expired, but what it waits for has to end first",
        *("same", "due"),
        weaker="again",
    ),
    "own group": given("{me} is woken in line {n} by its own TaskGroup, which has to stop", "asked"),
}

#: Where something is raised at an await: {at} is the place. {error} is the class, {what} what was awaited.
RAISES = {
    "task": given(
        "The cancellation that {by} requested in line {line} arrives: `CancelledError` is raised in {me}{at}",
        "asked",
        weaker="raises",
    ),
    "self": given(
        "The cancellation that {me} itself requested arrives: `CancelledError` is raised{at}", "asked", weaker="raises"
    ),
    "run": given("`asyncio.run()` is cleaning up, so `CancelledError` is raised in {me}{at}", "asked", weaker="raises"),
    "timeout": given("Time is up, so `{error}` is raised in {me}{at}", "asked", weaker="raises"),
    "own group": given(
        "Its TaskGroup has to stop, so `CancelledError` is raised in {me}{at}", "asked", weaker="raises"
    ),
    "put off": given(
        "{me} resumes in line {n}: all tasks of its group have ended, and the cancellation that had to wait for "
        "that is raised now",
        *("asked", "raised"),
        weaker="raises",
    ),
    "callback": given(
        "A callback requested cancellation, so `CancelledError` is raised in {me}{at}", "asked", weaker="raises"
    ),
    "through": given(
        "The cancellation that {through} passed on arrives: `CancelledError` is raised in {me}{at}",
        "asked",
        weaker="raises",
    ),
    "due": given(
        "{me} resumes in line {n}: the timeout of `wait_for()` has expired, so it raises `{error}` here",
        *("raised", "due"),
        weaker="raises",
    ),
    "failed": given(
        "{me} resumes in line {n}: {who} failed, so its await raises `{error}` here",
        *("raised", "failed"),
        weaker="raises",
    ),
    "was cancelled": given(
        "{me} resumes in line {n}: {who} was cancelled, so its await raises `CancelledError` here",
        *("raised", "failed"),
        weaker="raises",
    ),
    "thread": given(
        "{me} resumes in line {n}: instead of a result of {work}, `{error}` comes back, and is raised here",
        "raised",
        weaker="raises",
    ),
    "shut": given(
        "{thing} was shut down{by}, so waiting for it raises `{error}` in {me} at line {n}",
        *("raised", "thing"),
        weaker="raises",
    ),
    "broken": given(
        "{thing} was broken or reset{by}, so its `wait()` raises `{error}` in {me} at line {n}",
        *("raised", "thing"),
        weaker="raises",
    ),
    "group failed": given(
        "{me} resumes: all tasks of its group have ended, but {who} failed. So the block in line {n} raises an "
        "`{error}`",
        *("raised", "failed"),
        weaker="group",
    ),
    "group": given(
        "{me} resumes: all tasks of its group have ended, and the block in line {n} raises an `{error}`",
        "raised",
        weaker="raises",
    ),
    "raises": given("{me} resumes in line {n}: its await raises `{error}` here", "raised", weaker="inside"),
    "inside": given("`{error}` is raised in {me}{at}", "inside"),
}
#: Those of them that tell of a request to end, by where it came from.
REQUESTS = ("task", "self", "run", "timeout", "own group", "put off", "callback", "through")

#: What is added to that.
ALSO = {
    "late": fact(", although that wait had just ended"),
    "kept": given(", and does not propagate from there", "kept"),
    "caught": fact(". Line {line} catches it"),
    "part": fact(". Line {line}, `{clause}`, handles its part"),
    "parts": fact(". {lines}, `except*`, handle their parts"),
    "in vain": fact(". Line {line}, `{clause}`, does not catch it"),
    "turned": fact(". The timeout in line {block} turns it into `TimeoutError`"),
    "turned and caught": fact(
        ". The timeout in line {block} turns it into `TimeoutError`, and line {line} catches that"
    ),
}

#: What a step does to a primitive: by family and call; `!` the await did not suspend, `>` somebody is woken.
USES = {
    "lock acquire!": given(
        "asks for {thing} in line {n}. The lock is free, so {me} takes it at once, without suspending", "agreed"
    ),
    "lock acquire": given("takes {thing} in line {n}", "agreed"),
    "lock release": given("releases {thing} in line {n} (nobody waits for it)", "agreed"),
    "lock release soon": given("releases {thing} in line {n}", "agreed"),
    "lock release>": given(
        "releases {thing} in line {n}. The lock is free now, and {first} is only put into the ready queue",
        "agreed",
    ),
    "semaphore acquire!": given("takes a place in {thing} in line {n} at once, without suspending{left}", "agreed"),
    "semaphore acquire": given("takes a place in {thing} in line {n}{left}", "agreed"),
    "semaphore release": given("gives back its place in {thing} in line {n}{left}", "agreed"),
    "semaphore release>": given(
        "gives back its place in {thing} in line {n}. The place is kept for {first}, which is only "
        "put into the ready queue",
        "agreed",
    ),
    "event set": given("sets {thing} in line {n} (nobody waits for it)", "agreed"),
    "event set again": given("sets {thing} in line {n} (it was set already)", "agreed"),
    "event set>": given("sets {thing} in line {n}. That only puts {woken} into the ready queue", "agreed"),
    "event clear": given("clears {thing} in line {n}", "agreed"),
    "event wait!": given("finds {thing} set in line {n}, so `wait()` does not suspend", "agreed"),
    "condition notify": given("notifies {thing} in line {n}, but nobody waits for it", "agreed"),
    "condition notify>": given(
        "notifies {thing} in line {n}. That puts {woken} into the ready queue; nobody can go on "
        "before the lock of {thing} is free",
        "agreed",
    ),
    "barrier wait!": given("is the last to arrive at {thing} in line {n}, so it does not suspend", "agreed"),
    "barrier wait!>": given(
        "is the last to arrive at {thing} in line {n}, so it does not suspend (that wakes {woken})", "agreed"
    ),
    "queue put!": given("puts an item into {thing} in line {n} without suspending{room}", "agreed"),
    "queue put!>": given("puts an item into {thing} in line {n} without suspending (that wakes {woken})", "agreed"),
    "queue put": given("puts an item into {thing} in line {n}{room}", "agreed"),
    "queue put>": given("puts an item into {thing} in line {n} (that wakes {woken})", "agreed"),
    "queue get!": given("takes an item out of {thing} in line {n} without suspending{items}", "agreed"),
    "queue get!>": given(
        "takes an item out of {thing} in line {n} without suspending (that makes room and wakes {woken})", "agreed"
    ),
    "queue get": given("takes an item out of {thing} in line {n}{items}", "agreed"),
    "queue get>": given("takes an item out of {thing} in line {n} (that makes room and wakes {woken})", "agreed"),
    "queue task_done": given("calls `task_done()` on {thing} in line {n}{open}", "agreed"),
    "queue task_done>": given(
        "calls `task_done()` on {thing} in line {n}. That was the last one: {woken} goes to the ready queue",
        "agreed",
    ),
    "queue join!": given(
        "finds in line {n} that {thing} has nothing unfinished, so `join()` does not suspend", "agreed"
    ),
    "queue shutdown": given("shuts {thing} down in line {n}", "agreed"),
    "queue shutdown>": given("shuts {thing} down in line {n} (that wakes {woken})", "agreed"),
}

#: Changes that were measured where the text does not say by which call.
CHANGES = {
    "lock+": fact("takes {thing}"),
    "lock-": fact("releases {thing}"),
    "semaphore": fact("leaves {thing} with {free}"),
    "event+": fact("sets {thing}"),
    "event-": fact("clears {thing}"),
    "queue": fact("leaves {thing} with {items}"),
    "other": fact("changes {thing}"),
    # In which line is not known, so not whether before or after what else is told.
    "some time": fact("in the same step {change}"),
}

#: Other deeds.
DEEDS = {
    "created": fact("creates {whom}"),
    "created eagerly": fact("creates {whom}, which is eager and starts at once, inside this step. {whom} {inner}"),
    "printed": fact("prints {what}"),
    "thread": fact("A thread prints {what} meanwhile"),
    "process": fact("Another process prints {what} meanwhile"),
    "thread created": fact("A thread creates {whom} meanwhile"),
    "thread woke": fact("A thread puts {whom} into the ready queue meanwhile"),
    "thread asked": fact("A thread cancels {whom} meanwhile"),
    "asked": given(
        "calls `cancel()` on {whom}{where}. That is only a request: `CancelledError` will be raised in {it}{at}, in "
        "{its} next step",
        "arrives",
        weaker="only asked",
    ),
    "only asked": fact("calls `cancel()` on {whom}{where}. That is only a request"),
    "asked by group": fact("lets its group cancel {whom}{late}"),
    "asked itself": fact("cancels itself{where}"),
    "passed on": fact("{through} passes that on to {whom}, which it waits for"),
    "woke": fact("wakes {whom}"),
    "passed": fact("awaits `{what}` in line {n} (already done, so it does not suspend)"),
}

#: What a task waits for when its step is over, said of the step.
WAITS = {
    "sleep": fact("sleeps in line {n}: {on} suspends it{until}"),
    "yield": fact("suspends in line {n} with {on}, which only lets other tasks run"),
    "ready": fact("suspends in line {n} and is ready again at once"),
    "lock.acquire": given("asks for {thing} in line {n}. {holder}, so {me} suspends{place}", "held", weaker="asks"),
    "condition.acquire": given(
        "asks for {thing} in line {n}. {holder}, so {me} suspends{place}", "held", weaker="asks"
    ),
    "asks": fact("asks for {thing} in line {n} and suspends{place}"),
    "condition.wait": given(
        "releases {thing} in line {n} and suspends until it is notified", "notified", weaker="library"
    ),
    "semaphore.acquire": given(
        "finds no place left in {thing} in line {n} and suspends{place}", "no place", weaker="place"
    ),
    "place": fact("asks for a place in {thing} in line {n} and suspends{place}"),
    "event.wait": given("suspends in line {n}, because {thing} is not set", "not set", weaker="library"),
    "barrier.wait": given(
        "finds in line {n} that not all who came to {thing} before have left it, and suspends until they have",
        "draining",
        weaker="barrier.others",
    ),
    "barrier.others": fact("waits at {thing} in line {n} for the others{here}"),
    "queue.get": given(
        "finds {thing} empty in line {n} and suspends until somebody puts an item in", "empty", weaker="item"
    ),
    "item": fact("suspends in line {n} for an item in {thing}"),
    "queue.put": given(
        "finds {thing} full in line {n} and suspends until somebody takes an item", "full", weaker="room"
    ),
    "room": fact("suspends in line {n} for room in {thing}"),
    "queue.join": given("suspends in line {n}: {on} needs {open}", "unfinished", weaker="library"),
    "gather": fact("suspends in line {n} until `gather()` has seen {them} end"),
    "TaskGroup": fact("suspends in line {n}, at the end of the block, until {they} {have} ended"),
    "wait": fact("suspends in line {n}: `wait()` waits for {them}"),
    "wait_for": fact("suspends in line {n}: `wait_for()` waits for {them}"),
    "as_completed": fact("suspends in line {n} until {next} has ended"),
    "shield": fact("suspends in line {n} for {them}, behind a `shield()`"),
    "task": fact("suspends in line {n} until {them} has ended"),
    "future": fact("suspends in line {n} until a result is there"),
    "thread": fact(
        "hands {work} to an executor in line {n} and suspends: the work is done in a thread or process, and the loop "
        "stays free"
    ),
    "library": fact("suspends in line {n} in {on}"),
    "again": fact("keeps waiting in line {n}"),
}

#: The same, said of how the task stands.
STANDS = {
    "sleep": fact("sleeps{until}"),
    "yield": fact("ready again, let others run"),
    "lock.acquire": fact("waits for {thing}{held}"),
    "condition.acquire": fact("waits for {thing}{held}"),
    "condition.wait": given("waits to be notified through {thing}", "notified", weaker="lock.acquire"),
    "semaphore.acquire": fact("waits for a place in {thing}"),
    "event.wait": fact("waits for {thing} to be set"),
    "barrier.wait": given("waits until those who came before have left {thing}", "draining", weaker="barrier.others"),
    "barrier.others": fact("waits at {thing} for the others"),
    "queue.get": fact("waits for an item in {thing}"),
    "queue.put": fact("waits for room in {thing}"),
    "queue.join": fact("waits for {on}"),
    "gather": fact("waits in `gather()`{left}"),
    "TaskGroup": fact("waits for its group{left}"),
    "wait": fact("waits in `wait()`{left}"),
    "wait_for": fact("waits in `wait_for()`{left}"),
    "as_completed": fact("waits for the next to end{left}"),
    "shield": fact("waits behind a `shield()`{left}"),
    "task": fact("waits for {one}"),
    "future": fact("waits for a result"),
    "thread": fact("waits for {work} in an executor"),
    "library": fact("waits in {on}"),
}

#: What stands on a bar of the picture that is no wait, by ``story.lanes.How``.
BARS = {
    "runs": fact("running"),
    "prints on": fact("keeps running"),
    "holds up": fact("blocks the loop"),
    "waits in step": fact("waits, and blocks the loop"),
    "others run": fact("ready, but the loop is busy"),
    "no turn": fact("ready, but does not run"),
    "never a turn": fact("never runs"),
    "unheard": fact("ready, but the loop sleeps on"),
    "cut": fact("not recorded"),
}

#: What the levels below a picture count, by what the family of the primitive says is counted.
LEVELS = {
    "left": fact("places left"),
    "inside": fact("items inside"),
    "undone": fact("unfinished items"),
}

#: How a primitive stands, by its family.
THINGS = {
    "lock": given("held by {holder}", "held", "holder", weaker="taken"),
    "taken": given("taken", "held", weaker="free"),
    "free": fact("free"),
    "event": given("not set", "not set", weaker="set"),
    "set": fact("set"),
    "semaphore": fact("{places} free"),
    "barrier": given("{first} still to leave", "draining", weaker="there"),
    "there": fact("{first} of {limit} there"),
    "queue": given("{items}; unfinished: {last}", "unfinished", weaker="items"),
    "items": fact("{items}"),
}

#: How a step ends that is the task's last.
ENDS = {
    "returned": fact("returns{wakes}"),
    "cancelled": fact("ends as cancelled{wakes}"),
    "raised": fact("ends with `{error}`{wakes}"),
    "swallowed": fact("returns{wakes}. It kept the cancellation to itself, so it counts as finished, not as cancelled"),
}

#: A step in which the program's thread waited or computed.
HELD = fact(" This one step took {time}, and for all that time the loop stood still.")

HELD_BY = fact(" {lines}: nothing else could run.")

#: Callbacks of the loop that are no task's step.
CALLBACKS = {
    "timer jumped": fact(
        "Nothing was ready, so the loop slept until its next timer, at {at}: {on} of {whom} is over, and "
        "{whom} goes to the ready queue."
    ),
    "timer": fact("The timer of {whom} is due: {on} is over, and {whom} goes to the ready queue{behind}."),
    "cancelled timer": fact("A timer is due whose task was cancelled meanwhile: nothing happens."),
    "gather": fact("`gather()` sees that {whom} {how}{count}."),
    "gather count": fact(": {told} of the {of} that it waited for"),
    "wait_for": fact("`wait_for()` sees that {whom} {how}."),
    "wait": fact("`wait()` sees that {whom} {how}."),
    "as_completed": fact("`as_completed()` sees that {whom} {how}."),
    "shield": fact("`shield()` sees that {whom} {how}."),
    "TaskGroup": fact("The TaskGroup sees that {whom} {how}."),
    "timeout": fact("A timeout has expired: it cancels {asked}, which is inside its block."),
    "timeout nothing": fact("A timeout has expired."),
    "stop": fact("{whom} has ended, so the loop stops."),
    "stop()": fact("The loop stops."),
    "abandoned": fact("An async generator that was left early has to be closed. The loop creates {whom} for that."),
    "thread": fact("A result from an executor has arrived."),
    "to thread": fact("The result is handed to the thread that waits for it."),
    "time up": fact("The timeout of {what} has expired, so {whom} goes to the ready queue."),
    "arrived": fact("What {whom} waits for has arrived, so {whom} goes to the ready queue."),
    "own task": fact("A task of asyncio's own goes to the ready queue."),
    "gather of run": fact("`asyncio.run()`, which waits for what it cancelled, sees that {ended}."),
    "stop again": fact("What `asyncio.run()` still had to do is done, so the loop stops."),
    "sleeps": fact("Nothing was ready, so the loop slept until its next timer, at {at}. "),
    "network": fact("The loop goes on with a connection or a pipe (`{name}`)."),
    "own": fact("The loop calls {name}{defined}."),
    "other": fact("The loop runs the callback {name}."),
}
#: Callbacks for sockets, pipes and child processes, by what they mean.
NETWORK = {
    "accepted": fact("A client connects to the server."),
    "connected": fact("The connection is established."),
    "read": fact("Bytes have arrived on a connection, or its other side has closed it."),
    "read pipe": fact("Bytes have arrived in a pipe."),
    "closed": fact("A connection is closed."),
    "made": fact("A connection is ready for use."),
    "watches": fact("The loop begins to watch for what arrives."),
    "received": fact("Bytes have arrived on a socket."),
    "exited": fact("A child process has ended."),
}
TOLD = {
    "all": given(" That completes it: {woken} goes to the ready queue.", "all told", weaker="woken"),
    "at once": fact(" It passes that on at once, without waiting for the others: {woken} goes to the ready queue."),
    "some": fact(" {waiter} keeps waiting."),
    "woken": fact(" {woken} goes to the ready queue."),
    "stops": fact(" One failure stops the whole group: it cancels {kids}"),
    "stops nobody": fact(" One failure stops the whole group. No other task is left in it"),
    "wakes parent": fact("; {parent}, which waits at the end of the block, is woken."),
    "cancels parent": fact("; {parent}, which is still inside the block, is cancelled there."),
    "keeps": fact(" The group is stopping already and only keeps the exception."),
}

#: Steps of tasks that asyncio makes for itself.
OWN = {
    "runs": fact("A task of asyncio's own runs."),
    "pipes": fact("A task of asyncio's own connects the pipes of the new process."),
}

#: What happens outside of the loop's callbacks.
OUTSIDE = {
    "defines": fact("Python runs the file from top to bottom. {lines} only {define} {what}."),
    "starts": fact(
        "{line} creates the event loop and a task, {whom}. The task is in the ready queue; none of its lines has run."
    ),
    "created": fact("Outside the loop, {whom} {is_} created: ready, but not started."),
    "again": fact("{line} starts a loop again, with one task, {whom}."),
    "made": fact("Line {n} makes a task, {whom}. It is ready, but no loop runs yet."),
    "prints": fact("Outside the loop, the program prints {what}."),
    "process": fact("Another process prints {what}."),
    "logs": fact("The loop logs {what}."),
    "unseen": fact("asyncio reports that the exception of {whom} was never retrieved."),
    "tidies": fact("{ended} has ended, so `asyncio.run()` cleans up: it cancels {whom}, which {has} not ended yet."),
    "asked": fact("From outside the loop, cancellation of {whom} is requested."),
    "lines": fact("Python runs the file from top to bottom."),
    "nothing": fact("No event loop runs in this program."),
}

#: The last frame, by outcome.
FINAL = {
    "returned": fact("Every task has ended: all returned."),
    "one": fact("The only task has returned."),
    "ended": fact("Every task has ended: {how}."),
    "left": fact("The program has ended, but {whom} never did."),
    "none": fact("The program has ended. No task was ever created."),
    "never ran": fact("The program has ended; {whom} never ran a line."),
    "unseen": fact(" The exception of {whom} was never retrieved."),
    "raises": fact(" The program ends with `{error}`, which nothing catches."),
    "exits": fact(" The program ends with exit status {error}."),
    "killed": fact(" The program is killed by `{error}`."),
    "after": fact(" After the loop it prints {what}."),
    "deadlocks": fact("Deadlock: nothing is ready and no timer is set, so nothing can ever wake a task again."),
    "thread": fact("Deadlock: the only thread waits for a lock that nobody is left to release."),
    "hangs": fact("Nothing more happens: the program stays alive and silent until it is stopped."),
    "runs forever": fact("The recording ends here, at {at}; the program goes on like this forever."),
    "never yields": fact("The recording ends here."),
    "stopped": fact("The program was stopped here: {why}."),
    "refused": fact("The recording ends here: {why}."),
    "cut": fact("What is shown ends here, after {n} steps; the run goes on."),
    "dropped": fact("The recorder's limit was met here; {n} more callbacks of the loop followed."),
}

#: Why nobody ends a deadlock, by what is waited for.
STUCK = {
    "queue.join": fact(
        "{whom} waits in line {n} for {on}, which needs {open}: {puts} put in, `task_done()` was called {dones}{by}."
    ),
    "event": given("{whom} {wait} in line {n} for {thing} to be set.", "not set", weaker="other"),
    "never set": fact(" No line of the program sets it."),
    "setter": fact(" Only {by} would set it, in line {line}, but it stands in line {at}{for_}{ring}."),
    "setters": fact(" It would be set in {lines}, which is never reached."),
    "held": given("{whom} {wait} in line {n} for {thing}, held by {holder}.", "holder", weaker="left"),
    "left": given(
        "{whom} {wait} in line {n} for {thing}, which {holder} took and did not release before it ended.",
        "left taken",
        weaker="gone",
    ),
    "gone": given(
        "{whom} {wait} in line {n} for {thing}, and nobody is left who could release it.",
        *("held", "deadlock", "nobody"),
        weaker="lock",
    ),
    "lock": fact("{whom} {wait} in line {n} for {thing}."),
    "full": given(
        "{whom} {wait} in line {n} for room in {thing}, and nobody is left to take an item.",
        *("full", "deadlock", "nobody"),
        weaker="only full",
    ),
    "only full": given("{whom} {wait} in line {n} for room in {thing}, which is full.", "full", weaker="room"),
    "room": given(
        "{whom} {wait} in line {n} in {on}, although there is room in {thing}: nothing has put {it} into the ready "
        "queue.",
        *("thing", "room"),
        weaker="other",
    ),
    "empty": given(
        "{whom} {wait} in line {n} for an item in {thing}, and nobody is left to put one in.",
        *("empty", "deadlock", "nobody"),
        weaker="only empty",
    ),
    "only empty": given("{whom} {wait} in line {n} for an item in {thing}, which is empty.", "empty", weaker="stored"),
    "stored": given(
        "{whom} {wait} in line {n} in {on}, although there {are} in {thing}: nothing has put {it} into the ready "
        "queue.",
        *("thing", "stored"),
        weaker="other",
    ),
    "tasks": fact("{whom} waits in line {n} for {them}."),
    "other": fact("{whom} {wait} in line {n} in {on}."),
    "sleep": fact("{whom} would go on after {on} in line {n}, if the loop were free."),
    "circle": fact(" Each waits for the next, in a circle: {ring}."),
}

#: Explanations, each given once in a run, below the sentence that needs it first.
ONCE = {
    "made": fact("{whom} has not run a line yet: creating a task only puts it into the ready queue."),
    "made many": fact("None of them has run a line yet: creating a task only puts it into the ready queue."),
    "sleep": fact(
        "A timer is set for {at}. A sleeping task does not block the loop, which can run other tasks meanwhile."
    ),
    "no pause": fact(
        "An `await` can suspend a task, but need not. Here there was nothing to wait for, so {me} kept running, and "
        "{ready} stayed in the ready queue all the time."
    ),
    "fair": fact(
        "Releasing a lock does not hand it over. {first} takes it in its own next step, and no task that asks "
        "meanwhile can overtake it."
    ),
    "wakes": fact("To be woken is not to run: {woken} {has} to wait until {me} suspends or ends."),
    "pass": fact("In each pass the loop first collects every timer that is due; only then does it run what is ready."),
    "asks": fact(
        "Cancelling a task does not stop it there and then: an exception is raised at the `await` where it stands, in "
        "its "
        "own next step."
    ),
    "last turn": given(
        "`asyncio.run()` will stop the loop, but only after {whom}, already in the ready queue, {has} run.", "turn"
    ),
    "busy": fact("A task that does not suspend keeps the loop to itself: {idle}."),
    "eager": fact(
        "An eager task does not wait in the ready queue: it runs inside its creator's step until it has to suspend."
    ),
    "executor": fact("The function runs in another thread or process. Its result comes back through the loop."),
}

#: A step that never ended because its thread waits.
BLOCKED = fact("It waits in line {n} for a lock of `threading`, which blocks the whole thread, and the loop with it.")

#: A step that had not ended when the program was stopped.
ENDLESS = {
    "in": fact("Then it stays in line {n}: this step does not end."),
    "somewhere": fact("After that it does not suspend: this step does not end."),
    "again": fact(": {lines} run over and over, all in this one step"),
    "prints": fact(", and print {what}"),
    "dropped": fact(" Line {n} calls {call} but does not await it: that only makes a coroutine and drops it."),
    "goes on": fact("The recording is cut here; the program goes on like this."),
    "cut": fact("The recording is cut here."),
}

#: Short notes beside the lines of the source.
NOTES = {
    "free": fact("free: taken at once"),
    "suspends": fact("suspends"),
    "until": fact("sleeps until {at}"),
    "held": fact("suspends: {holder} holds it"),
    "goes on": fact("resumes here"),
    "raises": fact("raises {error}"),
    "catches": fact("catches it"),
    "part": fact("handles its part"),
    "in vain": fact("does not catch it"),
    "creates": fact("creates {whom}"),
    "prints": fact("prints {what}"),
    "asks": fact("cancels {whom}"),
    "release": fact("releases it"),
    "set": fact("sets it"),
    "no pause": fact("at once"),
    "dropped": fact("no await: nothing waits here"),
    "again": fact("waits again"),
    "starts": fact("starts the loop"),
    "defines": fact("defines"),
}

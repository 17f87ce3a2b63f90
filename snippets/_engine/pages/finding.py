"""What people call things: words that mean the same to who looks for a mistake, and words that tell nothing.

The script of the lists (``assets/index.js``) finds by these. They stand in the form, so that who knows another word
for it adds it here.
"""

from __future__ import annotations

#: In each line a word of this site, and what others say for it. Endings (-s, -ing, -ed) and hyphens make no difference.
SAME = """
hangs: stuck, freezes, frozen, froze, blocked, hung, deadlock, stalls, stands still, never ends, never finishes, \
never returns, never exits, never stops, not respond, not responding, does not end, does not exit, does not finish, \
does not stop, does not return, doesn't end, doesn't exit, doesn't finish, doesn't stop, doesn't return, won't exit, \
won't stop, won't end, waits forever, waits for ever, sits there, hangt, blockiert
timeout: time limit, deadline, wait_for
late: slow, delayed, lag, freezes, frozen, blocked, takes too long, langsam
everything freezes: loop is blocked, blocks the event loop, blocks the loop, blocking the event loop, blocking call, \
unresponsive
nothing happens: never prints, prints nothing, no output, does nothing
never starts: never prints, never runs, does not run, doesn't run, does not start, doesn't start, never executed, \
not executed, never called, not called
missing: lost, skipped, gone, disappears, dropped, vanishes, never printed, never prints, not printed, \
does not print, doesn't print
clean-up: cleanup, clean up, teardown, finally, finally block, aufraumen
order: sequence, ordering, swapped, shuffled, out of order, mixed up
memory grows: memory leak, leaks, out of memory, oom, ram, memory usage, speicher
no effect: ignored, ignores, does not cancel, doesn't cancel, does not fire, never fires
running event loop: event loop is already running, loop is already running
cancel: abort, kill, stop
ctrl-c: keyboardinterrupt, control c, sigint, ctrl c
notebook: jupyter, ipython, colab, ipynb, nest_asyncio
test: unittest, pytest, testcase, tests
exception: error, raises
thread: to_thread, run_in_executor, executor, threading
process: subprocess, multiprocessing, child
flood: spams, endless output, infinite loop, endless loop
"""
#: What is said around a symptom, and found in nearly every one.
COMMON = (
    "a an the my our your this that these those it its i me we you he is are was were be been am do does did has have "
    "had will would can could should of in on at to for from by with without and or but if as so when while where why "
    "how what which who there here then than into out up just only even still also always any some all no not work "
    "works dont doesnt isnt cant wont program script code python asyncio async app application function please help "
    "get gets got getting too many much file module most recent call problem wrong issue someone using use"
)


def words() -> dict[str, str]:
    """Both, as the form has them for the script: groups by ``;``, in each the words by ``,``."""
    groups = (line.replace(": ", ", ").split(", ") for line in SAME.strip().splitlines())
    return {"data_same": ";".join(",".join(group) for group in groups), "data_common": COMMON}

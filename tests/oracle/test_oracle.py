"""What is said of runs, held against plain Python: nothing of the recorder takes part in what is believed here."""

from __future__ import annotations

import json
import zlib
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from snippets._engine.examples import catalogue
from snippets._engine.run.job import Job
from snippets._engine.run.pythons import Python
from snippets._engine.words.findings import Finding
from tests import programs
from tests.oracle import judge, plain
from tests.oracle.claims import Oracle

TESTS = Path(__file__).parents[1]
#: Programs that are held against plain Python beside all variants.
FOLDERS = ("recorder/scripts", "bugs/programs")
#: ``sys.monitoring`` is there from 3.12 on.
PYTHONS = [python for python in programs.PYTHONS if python.minor != "3.11"]
#: Runs at once: they wait more than they compute.
SIDE_BY_SIDE = 6

#: Programs that look at how they are run, and so see that they are watched.
SELF_AWARE = {
    "traces_its_own_functions": "it traces itself",
    "patches_the_clock": "its own clock is asked more often",
}

#: These compute for long before they are stopped, and so are left out anyway.
TOO_LONG = {"spin_long"}

#: What is said and is not so, by program and kind of claim, and is still to be mended.
NOT_YET: dict[str, set[str]] = {}

#: Fewer claims than these mean that the sentences are worded in another way, and are not read any more.
LEAST = 15_000
#: Of each of these kinds there must be so many at least.
LEAST_OF = {
    "lines": 1_000,
    "stack": 1_000,
    "told": 1_000,
    "printed": 1_000,
    "suspends": 700,
    "goes on": 500,
    "no error": 500,
    "cause": 400,
    "ended": 400,
    "ends": 400,
    "starts": 400,
    "runs later": 300,
    "deed": 200,
    "order": 200,
    "error": 100,
    "creates": 100,
    "asked by": 50,
    "catches": 50,
    "cancels": 30,
    "by whom": 20,
    "finding": 20,
    "stuck": 15,
    "error to come": 10,
    "turned": 10,
    "line": 5,
    "again": 1,
    "held by": 1,
    "kept": 1,
    "busy": 1,
}


def jobs(others: bool = True) -> dict[str, Job]:
    """The runs, each program on one of the Pythons, by turns."""
    found: dict[str, Job] = {}
    for example in catalogue.load():
        for variant in example.variants:
            fit = [python for python in PYTHONS if variant.runs_on(python.version)]
            if fit and variant.clock == "virtual" and not variant.unordered:
                found[variant.id] = Job.of(variant, _turn(variant.id, fit))
    for folder in FOLDERS if others else ():
        for file in sorted((TESTS / folder).glob("*.py")):
            if file.stem not in SELF_AWARE and file.stem not in TOO_LONG:
                found[f"{folder.partition('/')[0]}/{file.stem}"] = Job(file, _turn(file.stem, PYTHONS))
    return found


def _turn(name: str, fit: list[Python]) -> Python:
    return fit[zlib.crc32(name.encode()) % len(fit)]


@pytest.mark.thorough
@pytest.mark.skipif(not PYTHONS, reason="sys.monitoring needs Python 3.12 or later")
def test_what_is_said_of_runs_is_so(record_property: Callable[[str, object], None]) -> None:
    asked = jobs()
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        judged = dict(zip(asked, pool.map(judge.judge, asked.values()), strict=True))
    kinds = Counter(claim.kind for one in judged.values() for claim in one.claims)
    for line in _summary(judged, kinds):
        record_property("said", line)
    wrong = [
        f"{name} on {asked[name].python.minor}, step {claim.frame}: {claim.kind}: {claim.sentence}\n  but {claim.wrong}"
        for name, one in judged.items()
        for claim in one.false
        if claim.kind not in NOT_YET.get(name.rpartition("/")[2], ())
    ]
    assert wrong == []
    assert sum(kinds.values()) >= LEAST
    assert {kind: kinds[kind] for kind, least in LEAST_OF.items() if kinds[kind] < least} == {}


def _summary(judged: dict[str, judge.Judged], kinds: Counter[str]) -> list[str]:
    """How much was held against plain Python, and what was left out and why."""
    out = Counter(one.left_out for one in judged.values() if one.left_out)
    held = [one for one in judged.values() if not one.left_out]
    sentences = {(name, claim.sentence) for name, one in judged.items() for claim in one.claims}
    lines = [
        f"{sum(kinds.values()):,} claims of {len(sentences):,} sentences on {len(held)} runs held against plain Python"
    ]
    not_so = sum(len(one.false) for one in held)
    lines.append(f"  {not_so} of them are not so, and are still to be mended (NOT_YET in test_oracle.py)")
    lines.append("  " + ", ".join(f"{kind} {count:,}" for kind, count in kinds.most_common()))
    return lines + [f"  left out: {count} ({reason})" for reason, count in out.most_common()]


# The oracle itself: each sort of claim, right and wrong, held against one trace.

SOURCE = """\
async def child(queue, lock):
    try:
        item = await queue.get()
        print("got", item)
        async with lock:
            await asyncio.sleep(1)
    except CancelledError:
        print("called off")
        raise

async def main():
    queue = asyncio.Queue()
    task = asyncio.create_task(child(queue, lock))
    await asyncio.sleep(0)
    queue.put_nowait(1)
    await asyncio.sleep(0.1)
    task.cancel()
    try:
        await task
    except CancelledError:
        print("over")
asyncio.run(main())
"""

#: What is seen of it, an event a line; ``watch.py`` tells what they mean.
TRACE = r"""
["line", null, 1, 22]
["task", 1, "Task-1", "main"]
["made", 1, 22, null]
["begin", 1, "step"]
["start", 1, 2, 11, "main"]
["line", 1, 2, 12]
["line", 1, 2, 13]
["task", 2, "Task-2", "child"]
["made", 2, 13, 1]
["line", 1, 2, 14]
["yield", 1, 0, 0, "sleep"]
["yield", 1, 2, 14, "main"]
["over"]
["begin", 2, "step"]
["start", 2, 3, 1, "child"]
["line", 2, 3, 2]
["line", 2, 3, 3]
["in", 2, 3, "Queue.get", 7, [0, 0], 0]
["rest", 2, 3, "Queue.get", 7, [0, 0], 1]
["yield", 2, 0, 0, "Queue.get"]
["yield", 2, 3, 3, "child"]
["over"]
["begin", 1, "step"]
["resume", 1, 2, 14, "main"]
["line", 1, 2, 15]
["in", 1, 15, "Queue.put_nowait", 7, [0, 0], 1]
["out", 1, 15, "Queue.put_nowait", 7, [1, 1], 0]
["line", 1, 2, 16]
["yield", 1, 0, 0, "sleep"]
["yield", 1, 2, 16, "main"]
["over"]
["begin", 2, "step"]
["resume", 2, 3, 3, "child"]
["in", 2, 3, "Queue.get_nowait", 7, [1, 1], 0]
["out", 2, 3, "Queue.get_nowait", 7, [0, 1], 0]
["out", 2, 3, "Queue.get", 7, [0, 1], 0]
["line", 2, 3, 4]
["print", 2, 4, "got 1\n", 1]
["line", 2, 3, 5]
["in", 2, 5, "Lock.acquire", 8, [0], 0]
["out", 2, 5, "Lock.acquire", 8, [1], 0]
["line", 2, 3, 6]
["yield", 2, 0, 0, "sleep"]
["yield", 2, 3, 6, "child"]
["over"]
["begin", 1, "step"]
["resume", 1, 2, 16, "main"]
["line", 1, 2, 17]
["cancel", 1, 17, "main", 2]
["line", 1, 2, 18]
["line", 1, 2, 19]
["yield", 1, 2, 19, "main"]
["over"]
["begin", 2, "step"]
["throw", 2, 3, 6, "CancelledError", "RESUME"]
["raise", 2, 3, 6, "CancelledError", "SEND"]
["line", 2, 3, 5]
["in", 2, 5, "Lock.release", 8, [1], 0]
["out", 2, 5, "Lock.release", 8, [0], 0]
["line", 2, 3, 7]
["line", 2, 3, 8]
["print", 2, 8, "called off\n", 1]
["line", 2, 3, 9]
["raise", 2, 3, 9, "CancelledError", "RAISE_VARARGS"]
["unwind", 2, 3, 9, "CancelledError", "RERAISE"]
["over"]
["begin", 1, "step"]
["throw", 1, 2, 19, "CancelledError", "RESUME"]
["line", 1, 2, 20]
["line", 1, 2, 21]
["print", 1, 21, "over\n", 1]
["return", 1, 2, 21, "main"]
["over"]
["end", null]
"""

#: The steps of the trace as frames of the player: whose step each is, and what is truly said of it.
STEPS: list[tuple[int, str]] = [
    (1, "{1} starts: it creates {2} and sleeps in line 14: `sleep(0)` suspends it."),
    (2, "{2} starts and finds `queue` empty in line 3 and suspends until somebody puts an item in."),
    (1, "{1} resumes after line 14: its `sleep(0)` is over. It puts an item into `queue` in line 15 (1 item in it now) "
        "(that wakes {2}) and sleeps in line 16: `sleep(0.1)` suspends it."),
    (2, "{2} resumes in line 3: there is an item in `queue` now, and it takes it. It prints “got 1”, then asks for "
        "`lock` in line 5. The lock is free, so {2} takes it at once, without suspending. Then {2} sleeps in "
        "line 6: `sleep(1)` suspends it."),
    (1, "{1} resumes after line 16: its `sleep(0.1)` is over. It calls `cancel()` on {2} in line 17. That is only a "
        "request: `CancelledError` will be raised in {2} at line 6, in its next step. Then {1} suspends in line 19 "
        "until {2} has ended."),
    (2, "The cancellation that {1} requested in line 17 arrives: `CancelledError` is raised in {2} at line 6, out of "
        "`sleep(1)`. Line 7 catches it. {2} releases `lock` in line 5 (nobody waits for it), prints “called off” and "
        "ends as cancelled."),
    (1, "{1} resumes in line 19: {2} was cancelled, so its await raises `CancelledError` here. Line 20 catches it. "
        "{1} prints “over” and returns."),
]  # fmt: skip


def _oracle(step: int | None = None, **more: Any) -> Oracle:
    """The oracle over this run, of which one step is told in another way."""
    run = plain.read(json.loads(row) for row in TRACE.strip().splitlines())
    met: Counter[int] = Counter()
    frames: list[dict[str, Any]] = []
    for task, truth in STEPS:
        frames.append({"k": task, "s": truth, "l": [[line, "", 1] for line in run.of[task][met[task]].lines]})
        met[task] += 1
    if step is not None:
        frames[step] |= more
    return Oracle(SOURCE, run, {"f": frames, "tasks": [[1, "main()"], [2, "child()"]]}, {1: 1, 2: 2})


def _false(step: int, **more: Any) -> set[str]:
    """The kinds of what is found false where one step is told in another way."""
    return {claim.kind for claim in _oracle(step, **more).hear() if claim.wrong is not None}


def test_the_oracle_believes_what_is_so() -> None:
    assert [claim for claim in _oracle().hear() if claim.wrong is not None] == []


@pytest.mark.parametrize(
    ("step", "true", "false", "kind"),
    [
        (1, "{2} starts", "{2} resumes in line 3: its `sleep(1)` is over", "goes on"),
        (0, "creates {2}", "creates {1}", "creates"),
        (0, "line 14", "line 13", "suspends"),
        (1, "finds `queue` empty in line 3 and suspends", "suspends in line 3, because `event` is not set", "suspends"),
        (1, "finds `queue` empty in line 3 and suspends", "asks for `lock` in line 3. It is taken, so {2} suspends",
         "suspends"),
        (1, "and finds `queue` empty in line 3 and suspends", "and returns", "ends"),
        (2, "line 14", "line 12", "goes on"),
        (2, "line 15", "line 16", "deed"),
        (2, "(1 item in it now)", "(2 items in it now)", "deed"),
        (2, "puts an item into `queue`", "sets `event`", "deed"),
        (2, "It puts", "It prints “nothing”, then puts", "printed"),
        (3, "“got 1”", "“got 2”", "printed"),
        (3, "prints “got 1”, then ", "", "printed"),
        (3, "It prints “got 1”, then asks for `lock` in line 5. The lock is free, so {2} takes it at once, without",
         "It asks for `lock` in line 5. The lock is free, so {2} takes it at once. It prints “got 1”, without",
         "order"),
        (3, "there is an item in `queue` now, and it takes it", "`task_done()` was called for every item of `queue`",
         "cause"),
        (3, "resumes in line 3: there is an item in `queue` now, and it takes it.",
         "is woken in line 3, but has to keep waiting.", "again"),
        (4, "on {2} in line 17", "on {1} in line 17", "cancels"),
        (4, "in line 17", "in line 18", "cancels"),
        (4, "at line 6, in its", "at line 3, in its", "error to come"),
        (4, "`CancelledError` will", "`TimeoutError` will", "error to come"),
        (5, "{1} requested in line 17", "{1} requested in line 16", "asked by"),
        (5, "The cancellation that {1} requested in line 17 arrives:", "Time is up, so", "asked by"),
        (5, "`CancelledError` is raised", "`TimeoutError` is raised", "error"),
        (5, "at line 6", "at line 5", "error"),
        (5, "Line 7 catches", "Line 20 catches", "catches"),
        (5, "Line 7 catches it", "Line 7, `except CancelledError`, does not catch it", "in vain"),
        (5, "Line 7 catches it", "The timeout in line 5 turns it into `TimeoutError`", "turned"),
        (5, "ends as cancelled", "ends with `ValueError`", "ends"),
        (6, "raises `CancelledError` here", "raises `TimeoutError` here", "error"),
        (6, "{2} was cancelled, so its await raises `CancelledError` here", "{2} has returned", "ended"),
        (6, "{2} was cancelled, so its await raises `CancelledError` here", "{2} was cancelled", "no error"),
        (6, "and returns", "and wakes {2}", "runs later"),
        (6, "prints “over” and returns", "awaits `task` in line 13 (already done, so it does not suspend)", "awaits"),
        (6, "{1} prints", "It never suspends: lines 18 and 19 run over and over. It prints", "busy"),
    ],
)  # fmt: skip
def test_the_oracle_hears_what_is_not_so(step: int, true: str, false: str, kind: str) -> None:
    truth = STEPS[step][1]
    assert true in truth
    assert kind in _false(step, s=truth.replace(true, false, 1))


@pytest.mark.parametrize(
    ("step", "more", "kind"),
    [
        (3, {"l": [[3, "goes on", 1], [4, "", 1], [5, "", 1]]}, "lines"),
        (3, {"l": [[3, "goes on", 1], [4, "", 1], [5, "", 1], [6, "", 1], [8, "", 1]]}, "lines"),
        (5, {"l": [[6, "raises TimeoutError", 1], [5, "", 1], [7, "", 1], [8, "", 1], [9, "", 1]]}, "error"),
        (3, {"c": {"2": ["z", [5], "sleeps"]}}, "stack"),
        (1, {"c": {"2": ["w", [3], "waits for `event` to be set"]}}, "waits for"),
        (6, {"c": {"2": ["d", [], "returned"]}}, "ended"),
    ],
)
def test_the_oracle_looks_at_lines_and_states(step: int, more: dict[str, Any], kind: str) -> None:
    assert _false(step, **more) == {kind}


def test_the_oracle_hears_the_story_and_the_findings() -> None:
    oracle = _oracle()
    oracle.hear_story(["child() starts and returns.", "The same goes for main()."])
    oracle.hear_findings(
        [
            Finding("not waited for", 17, "It was cancelled in line 17."),
            Finding("not waited for", 16, "It was cancelled in line 16."),
            Finding("held", 10, "The loop was blocked by line 10."),
        ]
    )
    assert [claim.kind for claim in oracle.claims if claim.wrong] == ["told", "finding", "finding"]

"""What the recorder sends, field by field, is what ``record/events.py`` and ``record/reports.py`` say."""

from __future__ import annotations

import json
import types
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest

from snippets._engine.record import events, heard, reports
from snippets._engine.record.record import Stop
from snippets._engine.run import pythons
from snippets._engine.run.job import Job
from snippets._engine.run.runner import record

#: Every kind of event happens in one of these.
BUSY = """
import asyncio, os, time

class Late:
    def __del__(self):
        print("late")

async def child(lock):
    async with lock:
        await asyncio.sleep(0.01)

async def fails():
    await asyncio.sleep(0.02)
    raise KeyError(1)

async def twice():
    await asyncio.sleep(0.5)
    await asyncio.sleep(0.5)

async def main():
    lock, queue = asyncio.Lock(), asyncio.Queue(2)
    asyncio.get_running_loop().call_later(0.001, queue.put_nowait, 1)
    asyncio.get_running_loop().call_soon(print, "called")
    tasks = [asyncio.create_task(child(lock)) for _ in range(3)]
    tasks[2].cancel()
    time.sleep(0.1)
    await queue.get()
    await asyncio.gather(*tasks[:2], fails(), return_exceptions=True)
    try:
        await asyncio.wait_for(asyncio.Event().wait(), 1)
    except TimeoutError:
        asyncio.current_task().uncancel()
    try:
        async with asyncio.timeout(1):
            await asyncio.sleep(2)
    except TimeoutError:
        print("late")
    await asyncio.gather(asyncio.sleep(1), twice())
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    await asyncio.create_task(child(lock))

late = Late()
os.system("echo from a child")
print("before")
asyncio.run(main())
"""
LONG = "import asyncio\nasync def main():\n    for _ in range(30_000): await asyncio.sleep(0)\nasyncio.run(main())"
STUCK = "import asyncio\nasync def main(): await asyncio.Event().wait()\nasyncio.run(main())"
HANDLES = """import asyncio, signal
async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, print)
    asyncio.get_running_loop().remove_signal_handler(signal.SIGUSR1)
asyncio.run(main())"""

FLOOD = """import asyncio
async def main():
    while True: print()
asyncio.run(main())"""
SILENT = """import asyncio, threading
async def main():
    lock = threading.Lock()
    lock.acquire()
    await asyncio.to_thread(lock.acquire)
asyncio.run(main())"""

#: What is no event, by kind: the type that it becomes, or its fields; and whether a time comes first.
OTHERS: dict[str, tuple[list[Any], bool]] = {
    "python": ([str, str], False),
    "out": ([Literal["stdout", "stderr"], int | None, str | None, int | None, str], True),
    "late": ([Literal["stdout", "stderr"], str], False),
    "handles": ([int, bool], False),
    "stop": ([], True),
    "idle": ([bool], True),
    "sync": ([], False),
}
for kind, made in (("over", reports.Over), ("exit", reports.Exit), ("tie", reports.Tie), ("asked", reports.Asked)):
    OTHERS[kind] = (list(get_type_hints(made).values())[1:], True)


def fits(value: object, wanted: Any) -> bool:
    """Whether what JSON gave is of the type that is declared."""
    origin, inner = get_origin(wanted), get_args(wanted)
    if wanted is Any:
        return True
    if origin in (Union, types.UnionType):
        return any(fits(value, one) for one in inner)
    if origin is Literal:
        return value in inner
    if origin is list:
        return isinstance(value, list) and all(fits(one, inner[0]) for one in value)
    if origin is tuple:
        return isinstance(value, list) and len(value) == len(inner) and all(map(fits, value, inner))
    if hasattr(wanted, "_fields"):
        hints = list(get_type_hints(wanted).values())
        return isinstance(value, list) and len(value) == len(hints) and all(map(fits, value, hints))
    if origin is dict:
        return isinstance(value, dict)
    if wanted in (int, float):
        return isinstance(value, (int, wanted)) and not isinstance(value, bool)
    if isinstance(wanted, type) and issubclass(wanted, str):  # the type that is made of it here: ``Ended``
        return isinstance(value, str)
    return isinstance(value, wanted or type(None))


def sent(monkeypatch: pytest.MonkeyPatch, folder: Path, source: str, **how: Any) -> list[list[Any]]:
    """Every report of a run on the newest Python at hand, as it came."""
    data = bytearray()
    original = heard.Heard.reports

    def listened(self: heard.Heard, came: bytes) -> int:
        data.extend(came)
        return original(self, came)

    with monkeypatch.context() as patch:
        patch.setattr(heard.Heard, "reports", listened)
        (folder / "program.py").write_text(source)
        record(Job(folder / "program.py", list(pythons.at_hand().values())[-1], **how))
    return [json.loads(line) for line in data.splitlines()]


def problem(report: list[Any]) -> str | None:
    """What is not as declared in a report."""
    kind, *values = report
    if kind in events.TYPES and kind != "out":
        made = events.TYPES[kind]
        hints, least = list(get_type_hints(made).values())[1:], len(made._fields) - 1 - len(made._field_defaults)
    else:
        hints, timed = OTHERS[kind]
        hints = [int, *hints] if timed else hints
        least = len(hints)
    if not least <= len(values) <= len(hints):
        return f"{report} has {len(values)} fields"
    wrong = [value for value, wanted in zip(values, hints, strict=False) if not fits(value, wanted)]
    return f"{report}: {wrong}" if wrong else None


@pytest.mark.thorough
def test_every_report_has_the_fields_of_its_type(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = [
        *sent(monkeypatch, tmp_path, BUSY), *sent(monkeypatch, tmp_path, LONG), *sent(monkeypatch, tmp_path, STUCK),
        *sent(monkeypatch, tmp_path, BUSY, clock="real"), *sent(monkeypatch, tmp_path, HANDLES, clock="real"),
        *sent(monkeypatch, tmp_path, FLOOD, stop=Stop(lines=3)),
        *sent(monkeypatch, tmp_path, (Path(__file__).parent / "ties" / "blocked.py").read_text()),
    ]  # fmt: skip
    for kind, source, clock in (("asked", SILENT, "real"), ("sync", BUSY, "virtual")):
        for _ in range(5):  # on a busy machine it may not answer in time, or have taken what the child wrote
            if not any(report[0] == kind for report in found):
                found += sent(monkeypatch, tmp_path, source, clock=clock)
    assert [said for report in found if (said := problem(report))] == []
    assert {report[0] for report in found} == set(events.TYPES) | set(OTHERS)

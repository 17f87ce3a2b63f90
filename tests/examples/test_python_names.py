"""Which names of asyncio a program uses: what its code says plainly, and nothing that would be a guess."""

from __future__ import annotations

import re

import pytest

from snippets._engine.examples import catalogue, pydocs, python_names

TYPED = "import asyncio\nasync def main():\n    "


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import asyncio\nasyncio.run(asyncio.sleep(1))", {"asyncio.run", "asyncio.sleep"}),
        ("import asyncio as a\na.gather", {"asyncio.gather"}),
        ("from asyncio import TaskGroup, sleep as nap\nnap(TaskGroup)", {"asyncio.TaskGroup", "asyncio.sleep"}),
        ("from asyncio import *\nsleep(1)", {"asyncio.sleep"}),
        ("from asyncio import TaskGroup", set()),
        ("import asyncio.queues\nasyncio.queues.Queue", {"asyncio.Queue"}),
        ("from asyncio.queues import Queue\nQueue()", {"asyncio.Queue"}),
        ("import asyncio.subprocess as s\ns.PIPE", {"asyncio.subprocess.PIPE"}),
        ("asyncio.sleep(1)", {"asyncio.sleep"}),
        ("await asyncio.sleep(1)", {"asyncio.sleep"}),
        ("import asyncio\nasyncio.no_such_name", set()),
        ("from somewhere import asyncio\nasyncio.sleep", set()),
        ("from .asyncio import sleep\nsleep()", set()),
        ("sleep(1)\nmine.asyncio.sleep", set()),
        (
            "import concurrent.futures, contextlib, threading, time\nconcurrent.futures.wait\nthreading.Lock\n"
            "time.sleep\n@contextlib.asynccontextmanager\nasync def f(): ...",
            {"concurrent.futures.wait", "contextlib.asynccontextmanager", "threading.Lock"},
        ),
        ("async def (:", set()),
    ],
)
def test_names_are_found_however_they_were_imported(source: str, found: set[str]) -> None:
    assert python_names.names(source) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("queue = asyncio.Queue()\n    await queue.join()", "asyncio.Queue.join"),
        ("async with asyncio.TaskGroup() as group: group.create_task(f())", "asyncio.TaskGroup.create_task"),
        (
            "async with asyncio.TaskGroup() as g:\n        (t := g.create_task(f())).cancel()",
            "asyncio.Task.cancel",
        ),
        ("asyncio.get_running_loop().call_later(1, f)", "asyncio.loop.call_later"),
        ("self.lock = asyncio.Lock()\n    self.lock.release()", "asyncio.Lock.release"),
        ("if loop := asyncio.new_event_loop(): loop.close()", "asyncio.loop.close"),
        ("pass\ndef f(queue: asyncio.Queue[int]): queue.put_nowait(1)", "asyncio.Queue.put_nowait"),
        ("queue = asyncio.Queue()\nasync def f(queue): await queue.get()", "asyncio.Queue.get"),
    ],
)
def test_a_method_counts_where_the_program_says_whose_it_is(body: str, found: str) -> None:
    assert found in python_names.names(TYPED + body)


@pytest.mark.parametrize(
    "body",
    [
        "queue.join()",
        "queue = []\n    queue = asyncio.Queue()\n    queue.join()",
        "queue = asyncio.Queue() if x else []\n    queue.join()",
        "queue = mine.Queue()\n    queue.join()",
        "queue = asyncio.Queue()\n    for queue in x: queue.join()",
        "queue = asyncio.Queue()\n    queue.no_such_method()",
        "queue = asyncio.Queue()\n    queue = asyncio.Lock()\n    queue.join()",
    ],
)
def test_a_method_that_would_be_a_guess_does_not_count(body: str) -> None:
    assert not {name for name in python_names.names(TYPED + body) if name.count(".") > 1}


def test_what_is_counted_of_the_examples_stands_in_their_code_and_in_pythons_documentation() -> None:
    variants = [variant for example in catalogue.load() for variant in example.variants]
    found = python_names.users(variants)
    assert set(found) <= pydocs.known()
    for name, users in found.items():
        for variant in users:
            assert re.search(rf"\b{name.rpartition('.')[2]}\b", variant.source), f"{name} in {variant.id}"
    for name in ("asyncio.TaskGroup", "asyncio.gather", "asyncio.timeout"):
        assert [v.id for v in found[name]] == [v.id for v in variants if re.search(rf"\b{name}\(", v.source)]


def test_names_are_in_the_order_of_a_dictionary_asyncio_first() -> None:
    names = ["threading.Lock", "asyncio.sleep", "asyncio.Queue.get", "asyncio.gather", "asyncio.Queue"]
    assert sorted(names, key=python_names.order) == [
        "asyncio.gather", "asyncio.Queue", "asyncio.Queue.get", "asyncio.sleep", "threading.Lock",
    ]  # fmt: skip

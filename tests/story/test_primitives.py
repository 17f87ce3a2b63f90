"""A primitive is known by what its class is derived from; and one more of them takes three additions."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from snippets._engine import recorder
from snippets._engine.run import start
from snippets._engine.run.pythons import Python
from snippets._engine.run.runner import record
from snippets._engine.story import primitives
from snippets._engine.story.primitives import Family, Thing
from snippets._engine.story.program import Use
from snippets._engine.story.story import Story
from snippets._engine.words import templates
from snippets._engine.words.bars import label
from snippets._engine.words.bars import level as words_of
from snippets._engine.words.marks import to_plain
from snippets._engine.words.needs import fact, given
from snippets._engine.words.player import frames
from snippets._engine.words.teller import tell
from tests.programs import each_python, job, run, with_main

MAILBOX = """class Mailbox(asyncio.Queue):
    pass
async def main():
    box = Mailbox(3)
    box.put_nowait("a")
    await asyncio.sleep(1)
    box.put_nowait("b")
    await asyncio.sleep(1)"""


def test_a_class_of_the_programs_own_is_what_it_is_derived_from(tmp_path: Path) -> None:
    story = Story(run(tmp_path, with_main(MAILBOX)), with_main(MAILBOX))
    (level,) = story.lanes.levels
    assert (level.name, words_of(level)) == ("box", "items inside, room for 3")
    assert [count for _, count in level.points] == [1, 2]
    shown = frames(tell(story), "a mailbox", "own/mailbox")["f"][-1]["q"]
    assert shown == ["`box`: 2 items; unfinished: 2"]


#: A primitive that a Python to come may have: `wait()` is over once `count_down()` was called often enough.
LATCH = """
class Latch:
    def __init__(self, count):
        self._left, self._first, self._waiter = count, count, None
    def count_down(self):
        self._left -= 1
        if not self._left and self._waiter:
            self._waiter.set_result(None)
    async def wait(self):
        self._waiter = asyncio.get_running_loop().create_future()
        await self._waiter
"""
#: Puts it among asyncio's own, with a source that can be read.
DEFINES = """
import asyncio, linecache
file = locks.__file__.replace("locks", "latches")
linecache.cache[file] = (len(LATCH), None, LATCH.splitlines(True), file)
exec(compile(LATCH, file, "exec"), vars(locks) | {"asyncio": asyncio}, vars(locks))
asyncio.Latch = locks.Latch
"""
STARTS_TOGETHER = """async def arrives(latch):
    await asyncio.sleep(1)
    latch.count_down()
async def main():
    latch = asyncio.Latch(2)
    both = [asyncio.create_task(arrives(latch)) for _ in range(2)]
    await latch.wait()"""


class Latch(Family):
    """What `story/primitives.py` would say of it."""

    names = ("latch",)
    methods = frozenset({"count_down", "wait"})
    coroutines = frozenset({"wait"})

    def use(self, thing: Thing, use: Use, task: int, waited: bool) -> Thing | None:
        left = (thing.state or (0,))[0]
        return replace(thing, state=(left - 1,)) if use.method == "count_down" else thing

    def level(self, joined: bool) -> tuple[str, int] | None:
        return "to come", 0


@pytest.fixture
def latches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Python with latches, a recorder with one more row in its table, one more family, and its templates."""
    folder = Path(shutil.copytree(Path(recorder.__file__).parent, tmp_path / "recorder"))
    objects = folder / "objects.py"
    text = objects.read_text(encoding="utf-8")
    row = 'KINDS = (\n    Kind(locks.Latch, lambda latch: [latch._left], ("wait",), "_first"),\n'
    defined = f"LATCH = {LATCH!r}\n{DEFINES}"
    objects.write_text(text.replace("KINDS = (\n", defined + row), encoding="utf-8")
    monkeypatch.setattr(start, "_START", folder / "start")
    monkeypatch.setitem(primitives.FAMILIES, "latch", Latch())
    for table, key, template in (
        (templates.WAITS, "latch.wait", "waits in line {n} until {thing} is down"),
        (templates.STANDS, "latch.wait", "waits until {thing} is down"),
        (templates.USES, "latch count_down", "counts {thing} down in line {n}"),
        (templates.CHANGES, "latch", "counts {thing} down"),
        (templates.THINGS, "latch", "{first} of {limit} to come"),
        (templates.LEVELS, "to come", "still to come"),
    ):
        monkeypatch.setitem(table, key, fact(template))
    is_down = given("{me} resumes after line {n}: {thing} is down{by}", "over", weaker="past")
    monkeypatch.setitem(templates.GOES_ON, "latch.wait", is_down)


@pytest.mark.usefixtures("latches")
@each_python
def test_a_new_primitive_is_a_row_of_the_recorder_a_family_and_templates(tmp_path: Path, python: Python) -> None:
    source = with_main(STARTS_TOGETHER)
    # Started for itself, as who has been started for many has the recorder as it is.
    story = Story(record(job(tmp_path, source, python)), source)
    (level,) = story.lanes.levels
    assert (level.name, level.counts, [count for _, count in level.points]) == ("latch", "to come", [1, 0])
    assert [(span.doing, label(span)) for span in story.lanes.lanes[0].spans] == [("latch.wait", "latch.wait()")]
    told = tell(story).moments
    said = " ".join(to_plain(moment.sentence, story.names) for moment in told)
    assert "waits in line 8 until latch is down" in said
    assert said.count("counts latch down") == 2
    assert "resumes after line 8: latch is down" in said
    assert told[-1].things == ["`latch`: 0 of 2 to come"]

"""Pictures, measured in a browser: nothing lies on anything else, and nothing leaves them; and what is drawn is known.

The small programs here are made to provoke each fault; the thorough run measures every picture of the site as well, and
those of the programs made after published bugs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from snippets._engine.examples import catalogue
from snippets._engine.pages import build, social_card
from snippets._engine.picture import kinds, marks, svg_file, thumbnail
from snippets._engine.record.record import Record, Stop
from snippets._engine.run import pythons
from snippets._engine.story import lanes
from snippets._engine.story.story import Story
from snippets._engine.words.bars import label
from snippets._engine.words.bars import level as words_of
from snippets._engine.words.described import described
from tests import programs
from tests.bugs.test_bugs import CASES, PYTHONS
from tests.conftest import PHONE, WIDE
from tests.picture.measure import FAULTS, alone, inline, page_of, without_ids

#: How wide pictures are, in pixels: in a frame and on a page of the site on a telephone, and on a large screen.
WIDTHS = (326, 358, 1078)

MANY = """
async def fetch(sem, number):
    async with sem:
        await asyncio.sleep(0.05)
        if number == 1500:
            raise ValueError
async def main():
    sem = asyncio.Semaphore(50)
    await asyncio.gather(*(fetch(sem, number) for number in range(2000)), return_exceptions=True)
"""
PRINTS = """
import sys
async def both():
    for number in range(30):
        print("out", number)
    await asyncio.sleep(0.5)
    for number in range(90):
        print("out", number)
        if number % 3 == 0:
            print("err", number, file=sys.stderr)
async def other(number):
    await asyncio.sleep(0.6 + number / 30)
    print("alone", number)
    await asyncio.sleep(0.4 - number / 30)
    print("out")
    print("err", file=sys.stderr)
    print("out")
async def main():
    await asyncio.gather(both(), *(other(number) for number in range(5)))
"""
CANCELS = """
class Inbox(asyncio.Queue):
    pass
async def stubborn():
    for _ in range(8):
        try:
            await asyncio.sleep(0.2)
        except asyncio.CancelledError:
            pass
async def takes(inbox):
    for _ in range(60):
        await asyncio.sleep(0.012)
        await inbox.get()
async def main():
    inbox = Inbox()
    tasks = [asyncio.create_task(stubborn(), name="the stubborn one, with a long name")]
    tasks += [asyncio.create_task(takes(inbox))]
    for number in range(70):
        inbox.put_nowait(number)
        await asyncio.sleep(0.004)
    for seconds in (0.3, 0.2, 0.06, 0.04, 0.001):
        tasks[0].cancel()
        await asyncio.sleep(seconds)
    async with asyncio.timeout(0.1):
        await asyncio.wait(tasks)
"""
KINDS = """
import time
async def holds(lock):
    async with lock:
        await asyncio.sleep(0.2)
async def waits(future):
    await future
async def busy(event):
    await asyncio.sleep(0.21)
    event.set()
    time.sleep(0.2)
async def comes(event):
    await event.wait()
async def beats():
    for _ in range(4):
        await asyncio.sleep(0.075)
async def main():
    lock, event, future = asyncio.Lock(), asyncio.Event(), asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_later(0.5, future.set_result, None)
    await asyncio.gather(holds(lock), holds(lock), waits(future), busy(event), comes(event), beats())
"""
GROUPED = """
async def child(name, seconds):
    await asyncio.sleep(seconds)
    raise ValueError(name)
async def waits(event):
    await event.wait()
async def main():
    event = asyncio.Event()
    async with asyncio.TaskGroup() as outer:
        outer.create_task(child("outer", 1), name="outer child")
        outer.create_task(waits(event))
        async with asyncio.TaskGroup() as inner:
            inner.create_task(child("inner", 1), name="inner child")
            inner.create_task(waits(event))
"""
LONG = """
class AVeryLongNameOfAnExceptionThatSaysAllOfItself(Exception):
    pass
async def fails(number):
    await asyncio.sleep(0.5)
    raise AVeryLongNameOfAnExceptionThatSaysAllOfItself
async def spins():
    while True:
        await asyncio.sleep(0.001)
async def main():
    a_queue_with_a_very_long_name_of_its_own = asyncio.Queue(1_000)
    tasks = [asyncio.create_task(spins())]
    name = "\\u540d\\u524d a task with a name that is as long as it gets, and longer"
    tasks += [asyncio.create_task(fails(number), name=name if number < 9 else None) for number in range(30)]
    a_queue_with_a_very_long_name_of_its_own.put_nowait(tasks)
    await asyncio.sleep(40)
    await a_queue_with_a_very_long_name_of_its_own.join()
"""
THREAD = """
import threading
async def main():
    came = asyncio.Event()
    threading.Timer(0.1, came.set).start()
    print("waits")
    await came.wait()
"""
BLOCKS = """
import threading
async def main():
    print("takes it")
    await asyncio.sleep(0.1)
    print("and waits for ever")
    threading.Event().wait()
"""
IN_A_THREAD = """
import time
async def main():
    await asyncio.sleep(0.1)
    asyncio.get_running_loop().run_in_executor(None, time.sleep, 10)
"""
TURNS = """
async def main():
    for number in range(3):
        print(number)
        await asyncio.sleep(0)
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Record]:
    """A record of each program here, by the name of its text."""
    folder, stop = tmp_path_factory.mktemp("programs"), Stop(seconds=2.0)
    how = dict.fromkeys(("THREAD", "IN_A_THREAD", "BLOCKS"), ("real", stop)) | {"LONG": ("virtual", Stop(seconds=18.0))}
    names = ("MANY", "PRINTS", "CANCELS", "KINDS", "GROUPED", "LONG", "THREAD", "IN_A_THREAD", "BLOCKS", "TURNS")

    def run(name: str) -> Record:
        clock, until = how.get(name, ("virtual", None))
        return programs.run(folder, programs.with_main(globals()[name]), name=name.lower(), clock=clock, stop=until)

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(names, pool.map(run, names), strict=True))


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": WIDE, "height": 900})
    yield context.new_page()
    context.close()


def faults(page: Page, records: dict[str, Record], folder: Path, widths: tuple[int, ...] = WIDTHS) -> list[str]:
    """What is wrong with the pictures of these runs, at all widths, and with each as a file of its own."""
    found = []
    drawn = {name: inline(one, f"u{at}", name)[0] for at, (name, one) in enumerate(records.items())}
    files = {name: without_ids(alone(one, name)) for name, one in records.items()}
    for width, pictures in (*((width, drawn) for width in widths), (960, files)):
        file = folder / f"pictures-{width}.html"
        file.write_text(page_of(pictures, width), encoding="utf-8")
        page.goto(file.as_uri())
        page.evaluate("document.fonts.ready")
        found += [f"{width}: {fault}" for fault in page.evaluate(FAULTS, None)]
    return found


@pytest.mark.thorough
def test_nothing_lies_on_anything_else_and_nothing_leaves_the_picture(
    made: dict[str, Record], page: Page, tmp_path: Path
) -> None:
    assert faults(page, made, tmp_path) == []


@pytest.mark.thorough
def test_no_picture_of_the_bugs_has_a_fault(page: Page, tmp_path: Path) -> None:
    cases = [case for case in CASES if not case.packages]
    jobs = [case.job(next(PYTHONS[on] for on in case.on.split() if on in PYTHONS)) for case in cases]
    with ThreadPoolExecutor(2) as pool:
        runs = pool.map(programs.recorded, jobs)
        records = {f"{case.program} {case.clock}": one for case, one in zip(cases, runs, strict=True)}
    assert len(records) > 50
    assert faults(page, records, tmp_path) == []


@pytest.mark.thorough
def test_no_picture_of_the_site_has_a_fault_as_a_file_of_its_own(page: Page, tmp_path: Path) -> None:
    variants = [variant for example in catalogue.load() for variant in example.variants]
    records = {one.id: programs.as_known(one) for one in variants if pythons.suitable(one) is not None}
    assert len(records) > 150
    assert faults(page, records, tmp_path, widths=()) == []


@pytest.mark.thorough
@pytest.mark.parametrize("width", [PHONE, WIDE])
def test_no_picture_on_a_page_has_a_fault(browser: Browser, address: str, site: Path, width: int) -> None:
    # Permanent pages have what topics have, in the same width; an example in a frame may have less room.
    paths = [*site.glob("*/index.html"), *site.glob("s/*/embed/index.html")]
    pages = [path for path in paths if 'class="timeline"' in path.read_text(encoding="utf-8")]
    assert len(pages) > 70
    found, page = [], browser.new_page(viewport={"width": width, "height": 900})
    for path in pages:
        page.goto(address + path.relative_to(site).as_posix())
        page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
        page.evaluate("document.fonts.ready")
        found += [f"{path.relative_to(site).parent}, {fault}" for fault in page.evaluate(FAULTS, None)]
    page.close()
    assert found == []


def test_the_last_mark_of_the_axis_stays_inside_where_a_run_ends_just_behind_it(page: Page, tmp_path: Path) -> None:
    body = "async def main():\n    await asyncio.sleep({})\n"
    records = {
        f"ends after {seconds} s": programs.run(tmp_path, programs.with_main(body.format(seconds)))
        for seconds in (0.061, 0.6065, 1.213, 1.218, 12.15, 60_640)
    }
    assert faults(page, records, tmp_path) == []


# ------------------------------------------------------------------------------------------------- what is drawn


def lane(seen: lanes.Picture, name: str) -> lanes.Lane:
    return next(lane for lane in seen.lanes if lane.name == name)


def test_what_a_cut_record_does_not_hold_is_drawn_as_unknown(made: dict[str, Record]) -> None:
    one = made["MANY"]
    seen = Story(one, "").lanes
    (cut,) = [event.seconds for event in one.events if event.kind == "cut"]
    assert seen.cut is not None and seen.cut.seconds == cut < one.seconds
    for each in seen.lanes:
        known = [span for span in each.spans if span.doing != "unknown"]
        assert all(span.stop <= seen.cut for span in known), each.name
        assert each.end is not None and each.end == max(span.stop for span in each.spans)
    svg, used = inline(one, "u", "t")
    assert "unknown" in used and "url(#u_u)" in svg and "the record was cut at" in svg


def test_the_gathered_are_counted_and_not_their_commas(made: dict[str, Record]) -> None:
    assert label(lane(Story(made["MANY"], "").lanes, "main()").spans[0]) == "gather: 2,000 tasks"


def test_of_many_lanes_some_are_drawn_and_the_rest_is_counted(made: dict[str, Record]) -> None:
    svg, _ = inline(made["MANY"], "u", "t")
    assert len(svg.encode()) < 20_000
    drawn = re.findall(r'<tspan class="b">(fetch[^<]*)</tspan>', svg)
    assert "fetch(sem, 1500)" in drawn, "the only one that ended otherwise"
    assert f"and {2000 - len(drawn):,} more tasks: all returned" in svg


def test_a_task_made_ready_from_a_thread_is_ready_and_never_run(made: dict[str, Record]) -> None:
    seen = Story(made["THREAD"], "").lanes
    *_, wait, ready = lane(seen, "main()").spans  # on a busy machine its first turn is late as well
    assert (wait.doing, ready.doing, ready.open) == ("event.wait", "late", True)
    assert label(ready) == "ready, but the loop sleeps on"
    assert 0.05 < ready.start.seconds < 1.5 and wait.stop == ready.start


def test_who_never_yields_is_not_said_to_run_where_nobody_knows(made: dict[str, Record]) -> None:
    assert made["BLOCKS"].outcome in ("never yields", "hangs")
    assert label(lane(Story(made["BLOCKS"], "").lanes, "main()").spans[-1]) == "blocks the loop"


@pytest.mark.parametrize("name", ["THREAD", "IN_A_THREAD", "BLOCKS"])
def test_a_run_that_was_stopped_says_so_where_it_was(made: dict[str, Record], name: str) -> None:
    svg, _ = inline(made[name], "u", "t")
    assert len(re.findall(r'<line class="stop"', svg)) == 1
    assert re.search(r"stopped at 2(\.\d+)? s<", svg)
    assert "Stopped at 2" in described(Story(made[name], ""))


def test_a_run_that_ended_by_itself_has_no_such_mark(made: dict[str, Record]) -> None:
    assert 'class="stop"' not in inline(made["GROUPED"], "u", "t")[0]


def test_each_cancellation_is_told(made: dict[str, Record]) -> None:
    svg, _ = inline(made["GROUPED"], "u", "t")
    asked = sum(event.kind == "cancel" and event.task == 1 for event in made["GROUPED"].events)
    assert asked == 2 and "2 \N{MULTIPLICATION SIGN} cancel()" in svg


def test_a_queue_of_a_class_of_the_programs_own_has_its_level(made: dict[str, Record]) -> None:
    (level,) = Story(made["CANCELS"], "").lanes.levels
    assert (level.name, words_of(level), max(count for _, count in level.points) > 9) == ("inbox", "items inside", True)


#: What is drawn, and what the key beside it then explains.
EXPLAINED = {
    'class="tick"': "turn", 'class="made"': "created", 'class="w"': "woken", 'class="can"': "asked",
    '<g class="returned"': "returned", '<g class="raised"': "raised", '<g class="cancelled"': "cancelled",
    '<g class="destroyed"': "destroyed", 'class="hold"': "hold", '<rect class="run"': "run",
    '<rect class="sleep"': "sleep", '<rect class="wait"': "wait", '<line class="tasks"': "tasks",
    '<rect class="else"': "else", '<rect class="late"': "late", '<rect class="unknown"': "unknown",
}  # fmt: skip


def test_the_key_explains_each_mark_of_its_picture_and_no_other(made: dict[str, Record]) -> None:
    seen = set()
    for name, one in made.items():
        svg, key = inline(one, "u", "t")
        body = re.sub(r"<defs>.*?</defs>", "", svg)
        dots = re.findall(r'class="n( err)?[ "]', body)
        expected = {mark for drawn, mark in EXPLAINED.items() if drawn in body}
        expected |= {"out"} & {"out" if not err else "" for err in dots} | {"err" for err in dots if err}
        if "run" in expected and 'data-scale="steps"' in svg:  # a bar in which no time passes blocks nothing
            expected = expected - {"run"} | {"step"}
        ends = {"still" if "M-2-3.4V3.4M2-3.4V3.4" in body else "", "goes on" if "M-3-3.2 3 0-3 3.2" in body else ""}
        assert set(key) == expected | ends - {""}, name
        seen |= set(key)
    assert seen >= {*kinds.KINDS, *marks.MARKS} - {"destroyed"}


def test_the_legend_has_as_many_rows_as_it_needs() -> None:
    one, high = svg_file.legend_rows(list(kinds.KINDS)[:2], 960)
    all_, higher = svg_file.legend_rows(list(kinds.KINDS), 960)
    assert (high, higher) == (30, 50) and all_.startswith(one)


def test_a_card_is_another_where_its_bars_are_others_or_look_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    first = build.current().example("lock_order").first
    before = social_card.card(first)
    assert social_card.card(first) == before
    with monkeypatch.context() as patch:
        drawn = thumbnail.bars
        patch.setattr(thumbnail, "bars", lambda *how, **more: drawn(*how, **more)[:2])
        assert social_card.card(first) != before
    monkeypatch.setitem(kinds.KINDS, "sleep", replace(kinds.KINDS["sleep"], colour="stuck"))
    assert social_card.card(first) != before

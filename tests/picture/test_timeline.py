"""Pictures: which lane, which state, from when to when, written by hand; and that they are drawn so."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from snippets._engine.examples import catalogue
from snippets._engine.pages import build
from snippets._engine.picture.kinds import kind_of
from snippets._engine.picture.thumbnail import thumbnail
from snippets._engine.record import printed
from snippets._engine.record.record import Record, Stop
from snippets._engine.record.times import rounded
from snippets._engine.run import pythons
from snippets._engine.story.lanes import Lane, Picture
from snippets._engine.story.story import Story
from snippets._engine.words.bars import label
from snippets._engine.words.bars import level as words_of
from tests.picture.measure import alone, inline
from tests.programs import VARIANTS, as_known, by_id, run, with_main

HERE = [variant for variant in VARIANTS if pythons.suitable(variant) is not None]


def of(target: str) -> Record:
    return as_known(by_id(*target.split("/")))


def spans(lane: Lane) -> list[tuple[str, str, float, float, int | None]]:
    """What stands in a lane, times rounded to hundredths of a second; -1 for what goes on for good."""
    return [
        (kind_of(s.doing), label(s), rounded(s.start.seconds), -1 if s.open else rounded(s.stop.seconds), s.line)
        for s in lane.spans
        if s.open or s.stop.seconds - s.start.seconds > 0.002
    ]


def named(seen: Picture) -> dict[str, Lane]:
    return {lane.name: lane for lane in seen.lanes}


def test_the_lock_is_handed_from_lane_to_lane() -> None:
    seen = Story(of("lock_order"), "").lanes
    assert [lane.name for lane in seen.lanes] == ["main()", *(f"worker_with(lock, {n})" for n in range(3))]
    main, *workers = seen.lanes
    assert spans(main) == [("tasks", "gather: 3 tasks", 0, 3, 12)]
    assert spans(workers[0]) == [("sleep", "sleep(1)", 0, 1, 7)]
    assert spans(workers[1]) == [("wait", "lock.acquire()", 0, 1, 5), ("sleep", "sleep(1)", 1, 2, 7)]
    assert spans(workers[2]) == [("wait", "lock.acquire()", 0, 2, 5), ("sleep", "sleep(1)", 2, 3, 7)]
    held = [[(h.on, round(h.start.seconds), round(h.stop.seconds)) for h in lane.holds] for lane in workers]
    assert held == [[("lock", 0, 1)], [("lock", 1, 2)], [("lock", 2, 3)]]
    assert [[mark.number for mark in lane.prints] for lane in workers] == [[1, 2, 5], [3, 6, 7], [4, 8, 9]]
    assert [(w.by, w.task, round(w.at.seconds)) for w in seen.wakes] == [(2, 3, 1), (3, 4, 2)]
    assert {lane.parent for lane in workers} == {main.task}
    assert {lane.ended for lane in seen.lanes} == {"returned"}


def test_a_deadlock_goes_on_for_good() -> None:
    seen = Story(of("event_never_set"), "").lanes
    assert seen.endless
    main, *waiters = seen.lanes
    assert spans(main) == [("tasks", "gather: 3 tasks", 0, -1, 13)]
    assert [spans(lane) for lane in waiters] == [[("wait", "event.wait()", 0, -1, 5)]] * 3
    assert {lane.ended for lane in seen.lanes} == {None}


def test_the_join_that_nobody_ends_and_the_item_that_nobody_does() -> None:
    seen = Story(of("queue_sentinel"), "").lanes
    main, consumer = seen.lanes
    assert spans(main)[-1] == ("wait", "queue.join()", 10, -1, 42)
    assert (consumer.ended, round(consumer.end.seconds if consumer.end else 0)) == ("returned", 11)
    (level,) = seen.levels
    assert (level.name, words_of(level), level.points[-1][1]) == ("queue", "unfinished items", 1)


def test_a_flood_is_one_step_that_holds_the_loop() -> None:
    seen = named(Story(of("forgotten_await"), "").lanes)
    assert spans(seen["foo()"]) == [("run", "keeps running", 0, -1, None)]
    assert spans(seen["bar()"]) == [("late", "never runs", 0, -1, None)]
    assert spans(seen["main()"]) == [("sleep", "sleep(5)", 0, -1, 16)]
    assert len(seen["foo()"].prints) == 200


def test_a_cancellation_is_marked_where_and_by_whom() -> None:
    seen = named(Story(of("cancel_unawaited/reraise"), "").lanes)
    ((at, by, line),) = [(round(m.at.seconds), m.by, m.line) for m in seen["foo()"].cancels]
    source = catalogue.find("cancel_unawaited").variant("reraise").source.splitlines()
    assert (at, by) == (5, "main()")
    assert line is None or "cancel()" in source[line - 1]
    assert seen["foo()"].ended == "cancelled"


GROUP = """import asyncio

async def fails():
    await asyncio.sleep(1)
    raise ValueError("no")

async def works(seconds):
    await asyncio.sleep(seconds)

async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(works(9))
            group.create_task(fails())
    except* ValueError:
        await asyncio.sleep(1)

asyncio.run(main())
"""
BUSY = """import asyncio, time

async def beats():
    await asyncio.sleep(1)
    print("beat")

async def main():
    task = asyncio.create_task(beats())
    await asyncio.sleep(0)
    time.sleep(3)
    await task

asyncio.run(main())
"""


def test_a_group_that_fails_cancels_the_other(tmp_path: Path) -> None:
    seen = named(Story(run(tmp_path, GROUP), "").lanes)
    assert spans(seen["main()"]) == [
        ("tasks", "TaskGroup: works(9), fails()", 0, 1, 12),
        ("sleep", "sleep(1)", 1, 2, 16),
    ]
    assert spans(seen["works(9)"]) == [("sleep", "sleep(9)", 0, 1, 8)]
    assert (seen["works(9)"].ended, seen["fails()"].ended) == ("cancelled", "raised ValueError")
    assert [round(mark.at.seconds) for mark in seen["works(9)"].cancels] == [1]


def test_who_is_due_while_the_loop_is_busy_is_late(tmp_path: Path) -> None:
    seen = named(Story(run(tmp_path, BUSY), "").lanes)
    assert ("run", "running", 0, 3, 11) in spans(seen["main()"])
    assert [(kind, start) for kind, _, start, _, _ in spans(seen["beats()"])] == [("sleep", 0)]
    assert seen["beats()"].prints[0].at.seconds > 3


def test_a_task_that_is_thrown_away_ends_there() -> None:
    lane = {lane.name: lane for lane in Story(of("lost_to_collector/flawed"), "").lanes.lanes}["listen(sock)"]
    assert lane.ended == "destroyed"
    assert lane.end is not None and 0.25 < lane.end.seconds < 0.6
    assert not any(span.open or span.stop.seconds > lane.end.seconds for span in lane.spans)


# ------------------------------------------------------------------------------------------------- as drawn


@pytest.mark.parametrize("variant", HERE, ids=lambda variant: variant.id)
def test_every_picture_is_well_made(variant: catalogue.Variant) -> None:
    made = as_known(variant)
    svg, _ = inline(made, "uid", variant.id)
    if not [task for task in made.tasks if not task.label.startswith("Base")]:
        assert svg == ""
        return
    assert svg == inline(made, "uid", variant.id)[0]
    assert len(svg.encode()) < 20_000
    tree = ET.fromstring(svg)
    ids = [element.attrib["id"] for element in tree.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    assert all(name.startswith("uid_") for name in ids)
    references = set(re.findall(r"url\(#([^)]*)\)", svg)) | set(tree.attrib["aria-labelledby"].split())
    assert references <= set(ids)
    for name in ("wid", "nar"):
        told, more = set[int](), 0
        other = "nar" if name == "wid" else "wid"
        for element in tree.iter():
            if "data-n" in element.attrib and other not in element.attrib["class"].split():
                first = int(element.attrib["data-n"])
                told |= set(range(first, int(element.attrib.get("data-m", first)) + 1))
                more += int(element.attrib.get("data-k", 1)) - 1
        assert len(told) + more == len(printed.lines(made)), f"every printed line has its dot: {name}"


def test_a_file_of_its_own_needs_nothing_else() -> None:
    svg = alone(of("lock_order"), "lock_order/published")
    assert "var(" not in svg and ":is(" not in svg, "only browsers know these: elsewhere all is black"
    assert "svg.tl.alone { background: #fdfcfa; }" in svg
    assert "prefers-color-scheme: dark" in svg and "background: #15171b" in svg
    tree = ET.fromstring(svg)
    assert tree.tag == "{http://www.w3.org/2000/svg}svg"
    assert "<script" not in svg
    assert re.findall(r"(?:href|src)=|url\((?!#)|@import", svg) == []
    assert "prefers-color-scheme: dark" in svg
    assert set(re.findall(r"var\((--tl-[a-z-]+)", svg)) <= set(re.findall(r"(--tl-[a-z-]+):", svg))


def test_letters_that_no_xml_can_hold_break_no_picture(tmp_path: Path) -> None:
    name = "a\\x01\\x02\\x1b\\ufffe"
    odd = run(tmp_path, with_main(f'async def main():\n    print("x")\nmain.__qualname__ = "{name}"'))
    for svg in (alone(odd, "raises E\x01"), inline(odd, "odd", "raises E\x01")[0]):
        said = "".join(ET.fromstring(svg).itertext())
        assert "a␁␂␛\N{REPLACEMENT CHARACTER}" in said and "E␁" in said


def test_published_and_corrected_share_an_axis() -> None:
    axes = set()
    for key, seconds in (("published", 0.0), ("corrected", 1.0)):
        svg, _ = inline(of(f"event_never_set/{key}"), "u", "t", 1.1)
        found = re.search(r'data-scale="(\w+)" data-t0="0" data-t1="([\d.]+)"', svg)
        assert found and round(of(f"event_never_set/{key}").seconds) == seconds
        axes.add((found[1], round(float(found[2]))))
    assert axes == {("time", 1100)}


def test_a_run_without_end_and_one_that_ends_share_an_axis() -> None:
    results = [build.current().result(f"timeout_swallowed/{key}") for key in ("flawed", "corrected")]
    assert results[0].record.outcome.startswith("runs") and results[1].record.outcome == "finishes"
    first, second = (re.search(r'data-t1="([\d.]+)"', one.figure) for one in results)
    assert first and second and first[1] == second[1]


def test_each_turn_has_a_tick(tmp_path: Path) -> None:
    """Also those of no time, which no bar shows; and of many close together only some, so that bars are seen."""
    source = "async def main():\n    await asyncio.sleep(1)\n    await asyncio.sleep(2)\n    await asyncio.sleep(1)\n"
    assert ticks(run(tmp_path, with_main(source))) == [[0, 1, 3, 4]]
    often = "async def main():\n    for _ in range(1000):\n        await asyncio.sleep(.004)\n"
    (many,) = ticks(run(tmp_path, with_main(often)))
    assert 50 < len(many) < 150


def ticks(record: Record) -> list[list[float]]:
    """Of each lane with ticks, the seconds at which they stand."""
    svg, _ = inline(record, "u", "t")
    (long,) = re.findall(r'data-t1="([\d.]+)"', svg)
    paths = re.findall(r'class="tick" d="([^"]*)"', svg)
    places = [[int(x) for x in re.findall(r"M(\d+)", path)] for path in paths]
    return [[round((x - 20) / 940 * float(long) / 1000, 1) for x in row] for row in places]


def test_what_takes_no_time_is_drawn_in_order(tmp_path: Path) -> None:
    source = "import asyncio\nasync def main():\n    print('a')\n    await asyncio.sleep(0)\n    print('b')\n"
    svg, _ = inline(run(tmp_path, source + "asyncio.run(main())\n"), "u", "t")
    assert 'data-scale="steps"' in svg
    dots = [float(x) for x in re.findall(r'class="n[^"]*" data-n="\d+"[^>]* x="([\d.]+)%"', svg)]
    assert dots == sorted(dots) and len(set(dots)) == 2


@pytest.mark.thorough
def test_a_flood_is_cut_with_a_mark_and_stays_small(tmp_path: Path) -> None:
    source = """import asyncio
async def ticks(n):
    while True:
        await asyncio.sleep(0.01)
        print("tick", n)
async def main():
    await asyncio.gather(*(ticks(n) for n in range(30)))
asyncio.run(main())
"""
    svg, _ = inline(run(tmp_path, source, stop=Stop(lines=5000)), "u", "t")
    assert "and so on" in svg
    assert "more tasks" in svg
    assert len(svg.encode()) < 20_000


def test_a_thumbnail_holds_bars_and_no_words() -> None:
    svg = thumbnail(Story(of("lock_order"), ""), 3.0)
    assert svg.count("<rect") + svg.count("<line") == 6
    assert "<text" not in svg
    assert 'aria-hidden="true"' in svg


def test_a_short_axis_counts_milliseconds(tmp_path: Path) -> None:
    source = "import asyncio\nasync def main():\n    await asyncio.sleep(0.012)\nasyncio.run(main())\n"
    svg, _ = inline(run(tmp_path, source), "u", "t")
    assert re.findall(r'class="d[^"]*" x="[^"]*" y="13"[^>]*>([^<]*)<', svg) == [
        "0 s", *(f"{number} ms" for number in range(2, 13, 2))
    ]  # fmt: skip

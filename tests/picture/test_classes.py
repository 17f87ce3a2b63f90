"""What the pictures are drawn with, held against the style sheets: a class without a rule would be drawn in black."""

from __future__ import annotations

import re
from pathlib import Path

from snippets._engine.examples.catalogue import ROOT
from snippets._engine.picture import sheet, timeline
from snippets._engine.picture.thumbnail import thumbnail
from snippets._engine.slides import picture as slides
from snippets._engine.story.story import Story
from tests.picture.measure import alone
from tests.programs import run, with_main

SOURCE = """async def asked(queue, lock):
    async with lock:
        print(await queue.get())
async def main():
    queue, lock = asyncio.Queue(5), asyncio.Lock()
    tasks = [asyncio.create_task(asked(queue, lock)) for _ in range(2)]
    await asyncio.sleep(1)
    for number in range(3):
        await queue.put(number)
    tasks[1].cancel()
    await asyncio.sleep(1)
    await asyncio.gather(*tasks)"""


def test_every_class_of_a_picture_has_a_rule(tmp_path: Path) -> None:
    record = run(tmp_path, with_main(SOURCE))
    story = Story(record, "")
    drawing = timeline.draw(story, "u")
    assert drawing is not None
    page = timeline.inline(drawing, "", "") + thumbnail(story) + alone(record, "")
    slide = "".join(slides.draw(drawing, "u", width).svg for width in (slides.ACROSS, slides.BESIDE))
    rules = sheet.STYLE.read_text(encoding="utf-8")
    for drawn, known in ((page, rules), (slide, rules + (ROOT / "docs/assets/slide.css").read_text(encoding="utf-8"))):
        names = {name for names in re.findall(r' class="([^"]*)"', drawn) for name in names.split()}
        assert len(names) > 20
        # The numbers of a level look as all text does.
        assert {name for name in names if not re.search(rf"\.{name}\b", known)} <= {"count"}

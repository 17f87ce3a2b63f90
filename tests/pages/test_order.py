"""In which order pages are made while examples still run."""

from __future__ import annotations

from snippets._engine.examples.catalogue import load
from snippets._engine.pages import build, order

BLOCK = '```python exec="on" html="on"\nfrom snippets import x\n\nprint({})\n```\n'


def test_pages_are_made_as_runs_end_and_last_those_that_show_all() -> None:
    on_real = {example.id for example in load() if any(variant.clock == "real" for variant in example.variants)}
    quick = [example.id for example in load() if example.id not in on_real]
    pages = {
        "list": BLOCK.format("gallery()"),
        "clocks": BLOCK.format(f'two_clocks("{quick[0]}/published")'),
        "real": BLOCK.format(f'show("{min(on_real)}")'),
        "both": BLOCK.format(f'show("{quick[0]}")') + BLOCK.format(f'show("{quick[-2]}")'),
        "last": BLOCK.format(f'show("{quick[-1]}")'),
        "first": BLOCK.format(f'show("{quick[0]}")'),
        "prose": "# Reading\n\nNo example.\n",
        "reads": BLOCK.format("used_by()"),
    }
    now = build.begin()
    made = sorted(pages, key=lambda name: order.place(now, pages[name]))
    assert set(made[:2]) == {"prose", "reads"} and made[2:5] == ["first", "both", "last"]
    assert set(made[5:7]) == {"real", "clocks"} and made[7] == "list"

"""What a save concerns: what is told apart, and what is said of a page that shows examples."""

from __future__ import annotations

import pytest

import snippets
from snippets._engine.examples.catalogue import ROOT, SNIPPETS
from snippets._engine.pages import build as builds
from snippets._engine.pages.changes import CONFIG, DOCS, Changes, Shown, left_by_editor
from snippets._engine.pages.executed import shown
from snippets._engine.run.pool import Pool

BLOCK = '```python exec="on" html="on"\nfrom snippets import x\n\nprint({})\n```\n'
#: What pages call that waits for no run.
READS = {"archives", "at_hand", "shelf", "shelves", "used_by"}
#: What pages call that shows no example but the one that it names.
OF_ONE = {"beside", "onward", "place", "embed", "handed_out", "refusal", "share", "show", "slide", "two_clocks"}
#: What tells of the page that calls it, and of the examples shown there.
OF_PAGE = {"minutes", "moved", "remember"}
#: What tells of other pages.
OF_PAGES = {"rules", "topics"}


@pytest.mark.parametrize(
    ("place", "changes"),
    [
        (SNIPPETS / "locks" / "lock_order" / "published.py", Changes(examples=frozenset({"lock_order"}))),
        (SNIPPETS / "locks" / "lock_order" / "example.toml", Changes(examples=frozenset({"lock_order"}))),
        (SNIPPETS / "first-steps" / "two_at_once" / "demo.py", Changes(examples=frozenset({"two_at_once"}))),
        (DOCS / "talks" / "index.md", Changes(pages=frozenset({"talks/index.md"}))),
        (DOCS / "assets" / "extra.css", Changes(assets=frozenset({"assets/extra.css"}))),
        (DOCS / "assets" / "timeline.css", Changes(whole=True)),
        (DOCS / "assets" / "fonts" / "a.woff2", Changes(whole=True)),
        (DOCS / "overrides" / "main.html", Changes(whole=True)),
        (SNIPPETS / "claims.toml", Changes(whole=True)),
        (SNIPPETS / "_engine" / "pages" / "card.py", Changes(whole=True, code=frozenset({"_engine/pages/card.py"}))),
        (CONFIG, Changes(whole=True)),
    ],
    ids=lambda value: value.relative_to(ROOT).as_posix() if hasattr(value, "relative_to") else "",
)
def test_a_change_concerns(place: object, changes: Changes) -> None:
    assert Changes.of({place}, {place}) == changes  # type: ignore[arg-type]


def test_a_page_or_asset_that_comes_or_goes_concerns_the_whole() -> None:
    assert Changes.of({DOCS / "new.md"}, set()).whole
    assert Changes.of({DOCS / "assets" / "new.css"}, set()).whole


@pytest.mark.parametrize("name", [".#card.py", "#card.py#", "card.py~", ".card.py.swp", "4913"])
def test_what_an_editor_leaves_beside_a_file_is_no_source(name: str) -> None:
    assert left_by_editor(name)
    assert not left_by_editor("card.py")


@pytest.mark.parametrize("name", sorted(snippets._FROM))
def test_what_is_called_on_a_page_shows_one_example_or_may_show_all(name: str) -> None:
    there = Shown.on(BLOCK.format(f'{name}("lock_order")'))
    of_one = Shown(frozenset({"lock_order"}), False, slow=name == "two_clocks")
    if name not in OF_ONE:
        all_runs = name not in READS | OF_PAGE
        assert there == Shown(frozenset(), name not in OF_PAGE, all_runs=all_runs, pages=name in OF_PAGES)
    else:
        assert there == of_one


@pytest.mark.parametrize("name", sorted(READS - {"shelf"}))  # which wants a release
def test_what_is_said_to_wait_for_no_run_asks_for_none(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pool, "result", lambda *_: pytest.fail("a run was asked for"))
    builds.begin()
    assert "warning" not in getattr(snippets, name)()


def test_every_page_says_what_it_shows() -> None:
    for page in DOCS.rglob("*.md"):
        markdown = page.read_text(encoding="utf-8")
        there = Shown.on(markdown)
        assert there.all or set(shown(markdown)) <= there.ids, page


def test_a_page_that_shows_an_example_and_a_list_may_show_all() -> None:
    both = BLOCK.format('show("lock_order")') + BLOCK.format("strip()")
    assert Shown.on(both) == Shown(frozenset({"lock_order"}), True, all_runs=True)
    assert Shown.on("no block") == Shown(frozenset(), False)


def test_a_part_of_an_example_shows_that_example() -> None:
    parts = BLOCK.format('show("lock_order", "published")') + BLOCK.format('show("lock_order", "one", level=4)')
    assert Shown.on(parts) == Shown(frozenset({"lock_order"}), False)

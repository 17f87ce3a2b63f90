"""A build of the site: what it remembers is its own, and it works out once what more than one page shows."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

import snippets
from snippets._engine.examples import asked, catalogue
from snippets._engine.examples.catalogue import ROOT, Variant
from snippets._engine.pages import build as builds
from snippets._engine.pages.build import Build
from snippets._engine.pages.verdict import verdict
from snippets._engine.record.transcript import compare
from snippets._engine.story import lanes, walk
from snippets._engine.story.history import History
from snippets._engine.words.teller import tell
from tests.dom import read

#: What pages call that tells of all examples, or of the one that is shown.
CALLS = (
    'show("{id}")', 'hero("{id}")', 'deck("A", "B?", "{id} run")',
    "strip()", "glance()", "gallery()", "mistakes()", "messages()", "status()", "used_by()",
    'tally("{{shown}}")',
)  # fmt: skip

#: What makes a site of records.
MAKERS = tuple(f"snippets._engine.{package}." for package in ("story", "words", "picture", "pages", "slides"))


def label(folder: Path, title: str) -> None:
    (folder / "example.toml").write_text(f'title = {title}\nidea = "An idea."\n[one]\noutcome = "finishes"\n', "utf-8")


def test_two_builds_in_one_process_know_nothing_of_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "topic" / "made"
    folder.mkdir(parents=True)
    (folder / "one.py").write_text("print(1)\n", encoding="utf-8")
    monkeypatch.setattr(catalogue, "folders", lambda *_: [folder])
    label(folder, '"First"')
    one = Build()
    assert one.example("made").example.title == "First" and one.example("made") is one.example("made")
    one.complain("it differs")
    one.complain("it differs")
    label(folder, '"Second"')
    two = Build()
    assert two.example("made").example.title == "Second" and one.example("made").example.title == "First"
    assert two.example("made").first is not one.example("made").first
    two.complain("it differs")
    assert [record.message for record in caplog.records].count("it differs") == 2, "each has said it once"


def test_pages_get_the_build_that_was_begun_last() -> None:
    first = builds.begin()
    assert builds.current() is first
    assert builds.begin() is not first and builds.current() is not first


def test_while_a_run_is_waited_for_what_is_asked_for_later_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of examples whose runs are over, each once; it is no part of what waits, and does not itself wait for more."""
    folders = [tmp_path / "topic" / name for name in ("quick", "slow", "slower")]
    for folder in folders:
        folder.mkdir(parents=True)
        label(folder, f'"{folder.name}"')
        (folder / "one.py").write_text(f"print('{folder.name}')\n", encoding="utf-8")
    monkeypatch.setattr(catalogue, "folders", lambda *_: folders)
    build, made, looks = Build(), [], []
    over = build.pool.over

    def not_yet(variant: Variant, timeout_s: float = 0.0) -> bool:
        looks.append(variant.example)
        return over(variant) if variant.example == "quick" else looks.count(variant.example) > 6

    def make(example_id: str) -> None:
        made.append(example_id)
        build.example(example_id)
        build.example("slower")

    monkeypatch.setattr(build.pool, "over", not_yet)
    build.example("quick")
    build.ahead = make
    with asked.noted() as notes:
        build.example("slow")
    assert made == ["quick"]
    assert {question[1] for question in notes.answers} == {("slow",)}
    build.example("slower")
    assert made == ["quick"]
    assert build.ahead is make


def counted(
    monkeypatch: pytest.MonkeyPatch,
    made: Callable[..., Any],
    key: Callable[..., object],
    makers: str | tuple[str, ...] = MAKERS,
) -> Counter[object]:
    """Counts from now on how often these modules call a function, by what ``key`` makes of its arguments."""
    counts: Counter[object] = Counter()

    def count(*args: Any, **more: Any) -> Any:
        counts[key(*args)] += 1
        return made(*args, **more)

    for name, module in list(sys.modules.items()):
        for own, what in list(vars(module).items()) if name.startswith(makers) else ():
            if what is made:
                monkeypatch.setattr(module, own, count)
    return counts


def test_a_build_reads_judges_and_tells_each_run_once_and_compares_each_claim_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    shown = [catalogue.find(name) for name in ("cancel_unawaited", "lock_order", "event_never_set")]
    monkeypatch.setattr(catalogue, "folders", lambda *_: [example.folder for example in shown])
    variants = {variant.id for example in shown for variant in example.variants}
    labels = counted(monkeypatch, catalogue.read, lambda folder: folder.name, "snippets._engine.")
    folded = counted(monkeypatch, History, lambda record: id(record))
    walked = counted(monkeypatch, walk.moments, lambda record, *_: id(record))
    chosen = counted(monkeypatch, lanes.picture, lambda record, *_: id(record))
    judged = counted(monkeypatch, verdict, lambda variant, *_: variant.id)
    compared = counted(monkeypatch, compare, lambda claimed, text: (claimed, text))
    told = counted(monkeypatch, tell, lambda story: id(story.record))
    docs, site = tmp_path / "docs", tmp_path / "site"
    docs.mkdir()
    blocks = [call.format(id=example.id) for example in shown for call in CALLS]
    names = sorted({call.partition("(")[0] for call in CALLS})
    code = "\n".join([f"from snippets import {', '.join(names)}", *(f"print({block})" for block in blocks)])
    (docs / "index.md").write_text(f'# All\n\n```python exec="on" html="on"\n{code}\n```\n', encoding="utf-8")
    config = load_config(str(ROOT / "mkdocs.yml"), docs_dir=str(docs), site_dir=str(site), nav=None, watch=[])
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    assert not [record for record in caplog.records if record.name == "mkdocs.plugins.snippets"]
    assert labels == dict.fromkeys((example.id for example in shown), 1)
    assert {*judged} == variants and {*judged.values()} == {1}
    for counts in (folded, walked, chosen, told):
        assert len(counts) == len(variants) and {*counts.values()} == {1}
    assert compared and {*compared.values()} == {1}


@pytest.mark.parametrize(
    ("call", "given"),
    [
        *((name, ["lock_ordr"]) for name in ("show", "slide", "embed", "beside", "share", "hero", "two_clocks")),
        ("handed_out", ["lock_ordr", "frame"]),
        ("deck", ["A", "B?", "lock_ordr code"]),
        ("refusal", ["lock_ordr/published"]),
    ],
)
def test_what_a_page_calls_complains_once_and_leaves_a_box_where_it_fails(
    caplog: pytest.LogCaptureFixture, call: str, given: list[str]
) -> None:
    builds.begin()
    for _ in range(2):
        (box,) = read(getattr(snippets, call)(*given)).all("div", css="problems")
        assert "no example is called 'lock_ordr'; nearest: lock_order" in box.text
    assert len(caplog.messages) == 1


#: What another builder would do, where MkDocs cannot be imported: get the sources, run a block, finish its HTML.
WITHOUT_MKDOCS = """
import subprocess
import sys
sys.modules["mkdocs"] = None
from snippets._engine.examples import catalogue
folder = catalogue.find("lock_order").folder
catalogue.folders = lambda *_: [folder]
from snippets._engine.pages import build, generated, head
now = build.begin()
sources = dict(generated.sources(now))
page = sources["s/lock_order/index.md"]
block = page[page.index("from snippets import show"):].partition("```")[0]
exec(block.replace("print(", "shown = ("))
html = generated.finished(now, "s/lock_order/index.md", page, shown, lambda place: f"/{place}")
assert 'href="/s/lock_order/slide/"' in html and 'data-variant="published"' in html and "site:" not in html
assert sources["s/lock_order/published.py"].read_text() == now.result("lock_order/published").variant.source
left = dict(generated.left(now, "A site."))
assert {"s/lock_order/published.json", "s/lock_order/published.svg", "card.png"} < set(left)
assert "lock_order" in head.head(now, "s/lock_order/", "A", "B").data
"""


def test_another_builder_gets_pages_files_links_and_heads_without_mkdocs() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT_MKDOCS], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr

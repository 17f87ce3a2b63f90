"""Pieces of the site that are kept between builds: taken again while all is as it was, and never when it is not."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from snippets._engine.examples.catalogue import ROOT
from snippets._engine.pages import kept

SHOWN = ("executors_unguarded", "lock_order")
LABEL = "snippets/locks/lock_order/example.toml"

Make = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the repository that has two examples, of git's own, and with what was kept of it."""
    folder = tmp_path_factory.mktemp("kept")
    root = folder / "checkout"
    shutil.copytree(ROOT / "docs", root / "docs")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "snippets" / "_engine", root / "snippets" / "_engine", ignore=ignored)
    for name in ("mkdocs.yml", "LICENSE", "snippets/__init__.py", "snippets/suites.json"):
        shutil.copy(ROOT / name, root / name)
    for name in SHOWN:
        (found,) = ROOT.glob(f"snippets/*/{name}")
        shutil.copytree(found, root / found.relative_to(ROOT), ignore=ignored)
    (root / "snippets" / "ids.txt").write_text("".join(f"{name}\n" for name in SHOWN))
    (root / "snippets" / "anchors.txt").write_text("lesson/#remember\n")
    (root / "snippets" / "claims.toml").write_text(CLAIM)
    for page in (root / "docs").glob("*.md"):  # they show examples that are not here
        page.write_text("# Page\n")
    (root / "docs" / "lesson.md").write_text(LESSON)
    git(root, "init", "-q")
    commit(root, "First")
    for said in (make(folder), make(folder)):
        assert said["said"] == []
    assert said["made"] == []
    (folder / "made.json").write_text(json.dumps(said))
    return folder


CLAIM = """[[claim]]
quote = "It prints."
line = 1
verdict = "right"
correction = "It does."
evidence = "lock_order/published"
shows = "[exit 0]"
"""

#: A page that shows no other example.
LESSON = """```python exec="on" html="on"
from snippets import show

print(show("lock_order"))
```
"""


@pytest.fixture
def folder(first: Path, tmp_path: Path) -> Path:
    """A copy of that folder."""
    shutil.copytree(first, tmp_path / "copy", symlinks=True)
    return tmp_path / "copy"


def git(root: Path, *words: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@b")
    subprocess.run(["git", "-C", str(root), *who, *words], check=True, capture_output=True)


def commit(root: Path, said: str) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", said)


def make(folder: Path, *options: str, cache: Path | None = None, **more: str) -> dict[str, Any]:
    """Every piece of the folder's checkout, in a process of its own."""
    root = folder / "checkout"
    told = {"PYTHONPATH": str(root), "SNIPPETS_CACHE": str(cache or folder / "cache"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("everything.py")), *options],
        cwd=root, env=os.environ | told | more, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def pieces(folder: Path) -> Path:
    return folder / "cache" / "pieces"


def put(folder: Path, place: str, old: str, new: str) -> None:
    path = folder / "checkout" / place
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def program(folder: Path) -> None:
    """Another program, with its golden."""
    put(folder, "snippets/locks/lock_order/published.py", "import asyncio", "import asyncio  # seen")


def another_record(folder: Path) -> None:
    """The runs of another day, as if the cache had been deleted."""
    for path in (folder / "cache").glob("*.json"):
        entry = json.loads(path.read_text())
        entry["day"] = "2020-02-02"
        entry["sha256"] = hashlib.sha256(f"{entry['day']} {entry['record']}".encode()).hexdigest()
        path.write_text(json.dumps(entry))


def written(place: str, text: str) -> Callable[[Path], object]:
    return lambda folder: (folder / "checkout" / place).write_text(text)


def replaced(place: str, old: str, new: str) -> Callable[[Path], object]:
    return lambda folder: put(folder, place, old, new)


def released(folder: Path) -> None:
    git(folder / "checkout", "tag", "v1.0.0")


KINDS: dict[str, Callable[[Path], object]] = {
    "a program": program,
    "a label": replaced(LABEL, 'title = "', 'title = "Seen: '),
    "a golden": written("snippets/locks/lock_order/published.from-3.12.out", "$ python published.py\nseen\n[exit 0]\n"),
    "what the post claims": written("snippets/locks/lock_order/claimed.out", "seen\n"),
    "where it was measured": written("snippets/locks/lock_order/measured.json", "{}"),
    "the place of an example": lambda folder: (folder / "checkout/snippets/locks").rename(
        folder / "checkout/snippets/queues"
    ),
    "an example that is gone": lambda folder: shutil.rmtree(folder / "checkout/snippets/locks/lock_order"),
    "a statement": replaced("snippets/claims.toml", "It does.", "It is seen."),
    "tests of CPython": replaced("snippets/suites.json", '"virtual": ', '"virtual": 1'),
    "the order of topics": replaced("mkdocs.yml", "          - Event loops: loops.md\n", ""),
    "the licence": written("LICENSE", "Seen."),
    "a name that was another": written("snippets/ids.txt", "executors_unguarded\nlock_order\nolder -> lock_order\n"),
    "a commit": lambda folder: commit(folder / "checkout", "Second"),
    "a release": released,
    "a run": another_record,
    "the machinery": replaced("snippets/_engine/pages/card.py", '"Remember"', '"Keep in mind"'),
    "the style of pictures": replaced("docs/assets/timeline.css", "--tl-ink: #1c1e22", "--tl-ink: #1c1e23"),
    "SITE_URL": lambda folder: {"SITE_URL": "https://seen.example/"},
    "REPOSITORY_URL": lambda folder: {"REPOSITORY_URL": "https://seen.example/"},
    "SNIPPETS_FOLDER": lambda folder: {"SNIPPETS_FOLDER": "1"},
    "SNIPPETS_OFFLINE": lambda folder: {"SNIPPETS_OFFLINE": "1"},
}


#: What changes most; every other way in which things are asked for is tried thoroughly.
SOON = ("a program", "the machinery")
#: What concerns the pieces of one example, and lists.
OF_ONE = ("a program", "a label", "a golden", "what the post claims", "where it was measured")


@pytest.mark.parametrize(
    "kind", [name if name in SOON else pytest.param(name, marks=pytest.mark.thorough) for name in KINDS]
)
def test_when_something_is_another_what_it_shows_in_is_made_anew(folder: Path, kind: str) -> None:
    before = json.loads((folder / "made.json").read_text())
    told = KINDS[kind](folder)
    found = make(folder, "--clean", **(told if isinstance(told, dict) else {}))
    assert found["pieces"] == found["clean"]["pieces"] != before["pieces"]
    assert found["said"] == found["clean"]["said"]
    if kind in OF_ONE:
        assert not [name for name in found["made"] if SHOWN[0] in name and "refusal" not in name]


@pytest.mark.thorough
def test_a_piece_says_of_all_that_it_reads_that_it_is_made_from_it(folder: Path) -> None:
    shutil.rmtree(pieces(folder))
    found = make(folder, "--hear")
    assert found["unnoted"] == {}
    assert len(found["made"]) > 30


def damaged(entry: bytes) -> bytes:
    return entry[: len(entry) // 2]


def foreign(entry: bytes) -> bytes:
    return hashlib.sha256(b"{}").digest() + b"{}"


def empty(entry: bytes) -> bytes:
    return b""


def changed_in_its_last_byte(entry: bytes) -> bytes:
    return entry[:-1] + b"?"


@pytest.mark.parametrize(
    "make_of",
    [damaged, *(pytest.param(of, marks=pytest.mark.thorough) for of in (foreign, empty, changed_in_its_last_byte))],
)
def test_what_is_damaged_or_of_another_kind_is_made_anew(folder: Path, make_of: Callable[[bytes], bytes]) -> None:
    before = json.loads((folder / "made.json").read_text())["pieces"]
    for path in pieces(folder).iterdir():
        path.write_bytes(make_of(path.read_bytes()))
    found = make(folder)
    assert found["pieces"] == before and found["said"] == [] and found["made"]
    assert make(folder)["made"] == []


@pytest.mark.thorough
def test_a_piece_under_the_name_of_another_is_not_taken(folder: Path) -> None:
    before = json.loads((folder / "made.json").read_text())["pieces"]
    paths = sorted(pieces(folder).iterdir())
    contents = [path.read_bytes() for path in paths]
    for path, content in zip(paths, contents[1:] + contents[:1], strict=True):
        path.write_bytes(content)
    assert make(folder)["pieces"] == before


def test_where_nothing_can_be_written_all_is_made_and_nothing_said(folder: Path) -> None:
    before = json.loads((folder / "made.json").read_text())["pieces"]
    shutil.rmtree(pieces(folder))
    pieces(folder).write_text("no folder")
    found = make(folder)
    assert found["pieces"] == before and found["said"] == [] and found["made"]


@pytest.mark.thorough
def test_two_at_once_and_another_checkout_with_the_same_cache(folder: Path, tmp_path: Path) -> None:
    before = json.loads((folder / "made.json").read_text())["pieces"]
    shutil.rmtree(pieces(folder))
    with ThreadPoolExecutor() as pool:
        both = list(pool.map(lambda _: make(folder), range(2)))
    assert [found["pieces"] for found in both] == [before, before]
    other = tmp_path / "other"
    shutil.copytree(folder / "checkout", other / "checkout", symlinks=True)
    found = make(other, cache=folder / "cache")
    assert found["pieces"] == before and found["made"] == []
    assert not [path for path in pieces(folder).iterdir() if path.suffix]


@pytest.mark.thorough
def test_what_complained_complains_again(folder: Path) -> None:
    golden = "snippets/locks/lock_order/published.out"
    whole = (folder / "checkout" / golden).read_text()
    put(folder, golden, "[exit 0]", "[exit 1]")
    for _ in range(2):
        said = make(folder)["said"]
        assert len(said) == 1 and "published.out: the golden ends [exit 1]" in said[0]
    (folder / "checkout" / golden).write_text(whole)
    assert make(folder)["said"] == [] and make(folder)["made"] == []


def test_what_was_not_used_for_a_month_is_deleted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SNIPPETS_CACHE", str(tmp_path))
    kept.folder().mkdir()
    for name, days in (("old", 31), ("young", 29)):
        (kept.folder() / name).write_bytes(b"")
        when = (kept.folder() / name).stat().st_mtime - days * 86400
        os.utime(kept.folder() / name, (when, when))
    kept.clean()
    assert [path.name for path in kept.folder().iterdir()] == ["young"]

"""What a build carries for runs in the browser: what npm has installed as the lock says, or nothing, and says why."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from snippets._engine.browser import installed, pack
from snippets._engine.examples import catalogue
from snippets._engine.examples.catalogue import ROOT
from tests.conftest import Build, lacking

LOCK, FOUND = "package-lock.json", "node_modules/.package-lock.json"
PROGRAM = next(one for example in catalogue.load() for one in example.variants if one.clock == "virtual")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which it looks as if npm had installed what the lock says, so far as anybody looks."""
    lock = (ROOT / "snippets/_engine/browser" / LOCK).read_text()
    (tmp_path / "node_modules" / "pyodide").mkdir(parents=True)
    (tmp_path / "node_modules" / "pyodide" / "pyodide-lock.json").write_text('{"info": {"python": "3.14.2"}}')
    (tmp_path / LOCK).write_text(lock)
    (tmp_path / FOUND).write_text(lock)
    monkeypatch.setattr(installed, "_HERE", tmp_path)
    monkeypatch.setattr(installed, "MODULES", tmp_path / "node_modules")
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    return tmp_path


def test_nothing_is_carried_and_no_button_made_unless_what_the_lock_says_is_there(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert installed.lacking() == "" and installed.runs(PROGRAM)

    def without(why: str) -> None:
        with pytest.raises(pack.NotPackedError, match=f"^without Run buttons.*{re.escape(why)}") as told:
            pack.files()
        assert "\n" not in str(told.value) and not installed.runs(PROGRAM)

    found = json.loads((place / FOUND).read_text())
    for name, value in {"version": "314.0.6", "integrity": "sha512-other"}.items():
        other = json.loads(json.dumps(found))
        other["packages"]["node_modules/pyodide"][name] = value
        (place / FOUND).write_text(json.dumps(other))
        without(f"node_modules/pyodide is not the one in the lock: {installed.INSTALL}")
    (place / FOUND).write_text("{")
    without(installed.INSTALL)
    (place / FOUND).unlink()
    without(installed.INSTALL)
    (place / FOUND).write_text(json.dumps(found))
    monkeypatch.setattr(shutil, "which", lambda name: None)
    without("there is no node")
    assert f"`{installed.INSTALL}`" in (ROOT / "README.md").read_text()


@pytest.mark.thorough
def test_a_site_is_built_without_it_and_one_line_says_so(checkout: Path, build: Build, tmp_path: Path) -> None:
    shutil.rmtree(checkout / "snippets/_engine/browser/node_modules", ignore_errors=True)
    built = build(checkout, tmp_path / "site", tmp_path / "cache")
    assert built.returncode == 0, built.stdout
    assert re.findall("^.*Run buttons.*$", built.stdout, re.MULTILINE) == [
        f"INFO    -  Built without Run buttons, which {installed.INSTALL} brings"
    ]
    assert not (tmp_path / "site/assets/run/files.json").exists()
    pages = (tmp_path / "site").rglob("*.html")
    assert not [page for page in pages if re.search(r"<section[^>]*\bdata-runs=", page.read_text())]


@pytest.mark.thorough
def test_what_is_packed_from_nothing_is_the_same_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if installed.lacking():
        lacking(installed.lacking())

    def packed(name: str) -> dict[str, bytes]:
        monkeypatch.setattr(pack, "KEPT", tmp_path / name)
        return {place: one if isinstance(one, bytes) else one.read_bytes() for place, one in pack.files().items()}

    first, second = packed("first"), packed("second")
    assert [place for place in first if first[place] != second.get(place)] == [] and len(first) == len(second)
    assert len([*tmp_path.rglob("library.zip")]) == 2

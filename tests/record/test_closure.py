"""To make of a run's reports its record, pictures and words takes nothing but Python itself: a browser could do it."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from snippets._engine.examples.catalogue import SNIPPETS
from snippets._engine.record import heard
from snippets._engine.run.job import Job
from snippets._engine.run.pythons import Python
from snippets._engine.run.runner import record
from tests.programs import by_id
from tests.record import closure

#: All that is packed.
PACKAGES = ("record", "story", "words", "picture")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("packed") / "packed.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for folder in (f"_engine/{name}" for name in PACKAGES):
            for file in sorted((SNIPPETS / folder).rglob("*.py")):
                packed.write(file, f"snippets/{file.relative_to(SNIPPETS)}")
        for empty in ("__init__.py", "_engine/__init__.py"):
            packed.writestr(f"snippets/{empty}", "")
    return path


@pytest.mark.parametrize("target", ["lock_order", "event_never_set", "worker_dies", "wait_for_cancels"])
def test_all_that_is_told_of_a_run_comes_from_its_reports_and_python_alone(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    reports = bytearray()
    original = heard.Heard.reports

    def listened(self: heard.Heard, data: bytes) -> int:
        reports.extend(data)
        return original(self, data)

    program = tmp_path / "program.py"
    program.write_bytes(by_id(target).file.read_bytes())
    with monkeypatch.context() as patch:
        patch.setattr(heard.Heard, "reports", listened)
        run = record(Job(program, Python.running()))
    (tmp_path / "reports").write_bytes(reports)
    status = str(run.outcome.exit_status or 0)
    command = [sys.executable, "-S", "-I", closure.__file__, str(archive), str(program), "reports", status]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["foreign"] == []
    assert said["made"]["record"] == run.to_json()
    assert said["made"] == json.loads(json.dumps(closure.told(program, bytes(reports), int(status))))
    assert said["made"]["svg"].startswith("<svg") and said["made"]["sentences"]

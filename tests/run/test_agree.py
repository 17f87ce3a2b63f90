"""What is kept of a measured example: on which Pythons it holds, recorded and plain."""

from __future__ import annotations

import json
from pathlib import Path

from snippets._engine.examples import catalogue
from snippets._engine.run import agree
from snippets._engine.run.pythons import Python

#: On the virtual clock it is a day of 2022, and all files are younger.
YOUNGER = "import os, time\nprint(time.time() < os.stat(__file__).st_mtime)\n"


def test_what_prints_something_else_plainly_is_not_kept_as_measured(tmp_path: Path) -> None:
    folder = tmp_path / "topic" / "made"
    folder.mkdir(parents=True)
    (folder / "example.toml").write_text(
        'title = "T"\nidea = "I."\n[corrected]\noutcome = "finishes"\n[other]\noutcome = "finishes"\n'
    )
    for key, program, printed in (("corrected", YOUNGER, "True"), ("other", "print(1)\n", "1")):
        (folder / f"{key}.py").write_text(program)
        (folder / f"{key}.out").write_text(f"$ python {key}.py\n{printed}\n[exit 0]\n")
    (problem,) = agree.measure(catalogue.read(folder), [Python.running()])
    assert "made/corrected: plain and recorded disagree" in problem
    assert "line 1: plain Python printed 'False', the recorded run 'True'" in problem
    kept = json.loads((folder / "measured.json").read_text())
    assert {key: list(entry["held"]) for key, entry in kept.items()} == {
        "corrected": [],
        "other": [Python.running().minor],
    }

"""What a run is held against: the golden, the label, and what the post says."""

from __future__ import annotations

from pathlib import Path

import pytest

from snippets._engine.examples import catalogue, golden
from snippets._engine.record.outcome import Outcome
from snippets._engine.record.record import Piece, Record
from snippets._engine.record.transcript import compare


@pytest.mark.parametrize("claimed", ["a\nb\n", "a \nb\n", "a\n...\n", "b\na\n", "a\n"])
def test_a_claim_is_judged_as_on_the_page(tmp_path: Path, claimed: str) -> None:
    folder = tmp_path / "topic" / "made"
    folder.mkdir(parents=True)
    (folder / "published.py").write_text("print('a'); print('b')\n")
    (folder / "claimed.out").write_text(claimed)
    label = 'title = "T"\nidea = "I."\npost = 1\n[published]\noutcome = "finishes"\nflaw = ["transcript"]\n'
    (folder / "example.toml").write_text(label)
    variant = catalogue.read(folder).variants[0]
    run = Record(Outcome("finishes"), (Piece(0.0, "stdout", None, "a\nb\n"),), 0, "virtual", "3.13.0", 0.0)
    said = any("its flaw is no transcript" in line for line in golden.differences(variant, run))
    assert said == compare(claimed, run.text).right

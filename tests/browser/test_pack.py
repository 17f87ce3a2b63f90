"""What the browser is given of us: it stands alone, and nothing in it is missing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from snippets._engine.browser import pack

IMPORTED = """
import sys
sys.path.insert(0, sys.argv[1])
from snippets._engine.browser import drawn
import _snippets_recorder.install
ours = [m for m in sys.modules.values() if m.__name__.startswith(("snippets", "_snippets_recorder"))]
assert all(m.__file__.startswith(sys.argv[1]) for m in ours)
print(len(ours))
"""


def test_all_that_draws_a_run_is_in_the_archive_and_needs_nothing_but_python(tmp_path: Path) -> None:
    (tmp_path / "engine.zip").write_bytes(pack.engine())
    command = [sys.executable, "-I", "-S", "-c", IMPORTED, str(tmp_path / "engine.zip")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
    assert int(done.stdout) > 50


def test_what_is_left_out_of_it_is_there_to_be_left_out() -> None:
    named = {path.name for package in pack.PACKAGES for path in (pack.ENGINE / package).glob("*.py")}
    assert set(pack.LEFT_OUT) <= named | {path.name for path in (pack.ENGINE / "recorder").glob("*.py")}

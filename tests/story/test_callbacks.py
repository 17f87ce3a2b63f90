"""The table of asyncio's own callbacks: every name in it is there, on each Python that should have it."""

from __future__ import annotations

import subprocess

import pytest

from snippets._engine.run import pythons
from snippets._engine.run.pythons import Python
from snippets._engine.story import callbacks


@pytest.mark.parametrize("python", pythons.at_hand().values(), ids=lambda python: python.minor)
def test_every_callback_of_asyncios_own_is_there(python: Python) -> None:
    """Where this fails, a new Python has moved a callback: story/callbacks.py says which part each plays."""
    source = "import runpy, sys; print(runpy.run_path(sys.argv[1])['missing']())"
    done = subprocess.run(
        [python.path, "-c", source, callbacks.__file__],
        env=pythons.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "[]\n", done.stderr

"""The table of asyncio's own callbacks: every name in it is there, on each Python that should have it."""

from __future__ import annotations

import subprocess

from snippets._engine.run import pythons
from snippets._engine.run.pythons import Python
from snippets._engine.story import callbacks
from tests.programs import each_python
from tests.story import moved


@each_python
def test_every_callback_of_asyncios_own_is_there(python: Python) -> None:
    """Where this fails, a new Python has moved a callback: story/callbacks.py says which part each plays."""
    command = [str(python.path), moved.__file__, callbacks.__file__]
    done = subprocess.run(command, env=pythons.environment(), capture_output=True, text=True, check=False)
    assert done.stdout == "[]\n", done.stderr

"""What Python needs to find the recorder while it starts."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from snippets._engine.recorder import BYTECODE, VARIABLE, Settings
from snippets._engine.run import cache

_START = Path(__file__).parents[1] / "recorder" / "start"


def environment(given: Mapping[str, str], settings: Settings) -> dict[str, str]:
    """The environment ``given``, and in it what is there for the recorder, which takes it out again."""
    path = os.pathsep.join(filter(None, (str(_START), given.get("PYTHONPATH"))))
    return {**given, "PYTHONPATH": path, VARIABLE: settings.to_json(), BYTECODE: str(cache.bytecode())}

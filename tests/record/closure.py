"""From a run's raw reports to all that is told and drawn of it; also run by itself, on nothing but a packed archive."""

from __future__ import annotations

import importlib
import importlib.machinery
import json
import sys
import zipfile
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any


def told(program: Path, reports: bytes, status: int) -> dict[str, Any]:
    """The record of this program's run on the virtual clock, its verdict, its pictures and all its sentences."""
    from snippets._engine.picture import thumbnail, timeline
    from snippets._engine.record.assemble import assemble
    from snippets._engine.record.heard import Heard
    from snippets._engine.story.story import Story
    from snippets._engine.words.described import described
    from snippets._engine.words.ending import Meant, ending, facts, luck
    from snippets._engine.words.findings import findings
    from snippets._engine.words.player import frames
    from snippets._engine.words.summary import sentences
    from snippets._engine.words.teller import tell
    from snippets._engine.words.verdict import verdict

    heard = Heard()
    heard.reports(reports)
    left, why = assemble(heard, program, "virtual", None, (), status)
    record = replace(left, verdict=verdict(left, why))
    story = Story(record, program.read_text(encoding="utf-8"))
    telling, drawing = tell(story), timeline.draw(story, "uid")
    return {
        "record": record.to_json(),
        "ending": [ending(record, Meant()), facts(record, None), luck(record)],
        "findings": [asdict(one) for one in findings(story, program.name)],
        "frames": frames(telling, "title", "key"),
        "sentences": sentences(telling),
        "svg": timeline.inline(drawing, "title", described(story)) if drawing is not None else "",
        "thumbnail": thumbnail.thumbnail(story),
    }


def foreign(archive: str) -> list[str]:
    """The modules that were imported and are neither Python's own nor in the archive."""
    library = importlib.machinery.PathFinder.find_spec("os")
    assert library is not None and library.origin is not None
    allowed = (archive + "/", str(Path(library.origin).parent) + "/")
    found = {name: getattr(module, "__file__", None) for name, module in sys.modules.items() if name != "__main__"}
    return sorted(name for name, file in found.items() if file and not file.startswith(allowed))


if __name__ == "__main__":
    archive, program, reports, status = sys.argv[1:]
    sys.path.insert(0, archive)
    for packed in zipfile.ZipFile(archive).namelist():
        importlib.import_module(packed.removesuffix(".py").replace("/", ".").removesuffix(".__init__"))
    made = told(Path(program), Path(reports).read_bytes(), int(status))
    print(json.dumps({"made": made, "foreign": foreign(archive)}))

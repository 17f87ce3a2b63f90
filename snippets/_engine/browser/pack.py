"""What the site carries for the reader's browser: Pyodide and an editor, where npm has installed them, and our modules.

Nothing of it is loaded before a reader asks for it. Where it is not installed there are no buttons, and all else is.
"""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from snippets._engine.browser import editor
from snippets._engine.browser.installed import MODULES, about, lacking
from snippets._engine.picture import sheet

_HERE = Path(__file__).resolve().parent
ENGINE = _HERE.parent
#: Where all of it stands on the site, and the scripts that are written here.
FOLDER = "assets/run"
_SCRIPTS = _HERE.parents[2] / "docs" / FOLDER
#: Where the archives are kept, whatever cache the runs are in: nothing that is run depends on them.
KEPT = _HERE.parents[2] / ".cache" / "browser"
#: Of Pyodide's package what a browser loads, in this order, beside the two archives that are packed here.
_PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
_ARCHIVES = ("engine.zip", "library.zip")
#: The packages that a run and its drawing need. The recorder has a name of its own in the archive.
PACKAGES = ("record", "story", "words", "picture", "browser")
_RECORDER = "_snippets_recorder"
#: Modules that are of no use in the browser.
LEFT_OUT = ("pack.py", "editor.py", "installed.py", "warm.py", "thumbnail.py")
_EPOCH = (1980, 1, 1, 0, 0, 0)


class NotPackedError(Exception):
    """There is nothing to carry; the message says why, in one line."""


def files() -> dict[str, Path | bytes]:
    """What the site carries, by its places there. Raises NotPackedError."""
    if lacking():
        raise NotPackedError(lacking())
    place = archives()
    found = {name: MODULES / "pyodide" / name for name in _PYODIDE} | {name: place / name for name in _ARCHIVES}
    sizes = {name: path.stat().st_size for name, path in found.items() if not name.endswith("mjs")}
    found |= {f"editor/{name}": path for name, path in editor.files().items()}
    digest = hashlib.sha256(b"".join(hashlib.sha256(path.read_bytes()).digest() for path in found.values()))
    folder = digest.hexdigest()[:12]
    listed = {"folder": folder, "about": about(), "sizes": sizes}
    carried: dict[str, Path | bytes] = {f"{FOLDER}/{folder}/{name}": path for name, path in found.items()}
    return carried | {f"{FOLDER}/files.json": json.dumps(listed).encode()}


def archives() -> Path:
    """The folder with the two archives, packed once for these modules and this Pyodide."""
    ours = engine()
    tool = b"".join(path.read_bytes() for path in (_HERE / "library.mjs", _SCRIPTS / "core.mjs"))
    name = hashlib.sha256(ours + tool + (_HERE / "package-lock.json").read_bytes()).hexdigest()
    kept = KEPT / name
    try:
        kept.mkdir(parents=True, exist_ok=True)
        with (KEPT / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # of several builds one packs
            if not all((kept / archive).is_file() for archive in _ARCHIVES):
                _pack(ours, kept)
    except OSError as error:
        raise NotPackedError(f"without Run buttons, since what they need cannot be kept: {error}") from None
    return kept


def _pack(ours: bytes, kept: Path) -> None:
    """Pack the archives into this folder, where they stand whole or not at all."""
    with tempfile.TemporaryDirectory(dir=kept) as new:
        plain = Path(new, "plain.zip")
        plain.write_bytes(ours)
        command = ["node", str(_HERE / "library.mjs"), str(plain), new]
        done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        if done.returncode:
            said = [line for line in done.stderr.splitlines() if line.strip() and len(line) < 1_000]
            why = said[-1] if said else "it said nothing"
            raise NotPackedError(f"without Run buttons, since node could not pack what they need: {why}")
        for archive in _ARCHIVES:
            Path(new, archive).replace(kept / archive)


def engine() -> bytes:
    """The archive of our modules as they are: the same files, the same bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as kept:
        for name, text in sorted(_modules()):
            kept.writestr(zipfile.ZipInfo(name, _EPOCH), text)
    return file.getvalue()


def _modules() -> Iterator[tuple[str, bytes]]:
    yield from (("snippets/__init__.py", b""), ("snippets/_engine/__init__.py", b""))
    yield "docs/assets/timeline.css", sheet.STYLE.read_bytes()
    for package in (*PACKAGES, "recorder"):
        place = f"snippets/_engine/{package}" if package != "recorder" else _RECORDER
        for path in (ENGINE / package).glob("*.py"):
            if path.name not in LEFT_OUT:
                yield f"{place}/{path.name}", path.read_bytes()

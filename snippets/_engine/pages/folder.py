"""The whole site as a folder that works from disk: a second build without directory URLs, packed as one archive."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from snippets._engine.examples.asked import asked
from snippets._engine.pages.build import Build

ARCHIVE = "asyncio-executed.zip"
#: Asks a build to pack the folder as well; says to a build that it is the one to be packed (mkdocs.yml reads it too).
WANTED, BEING_PACKED = "SNIPPETS_FOLDER", "SNIPPETS_OFFLINE"
#: What is of no use on a disk, and holds the day of the build.
_LEFT_OUT = ("sitemap.xml", "sitemap.xml.gz")


@asked
def wanted() -> bool:
    """Whether this build packs the folder as well."""
    return bool(os.environ.get(WANTED)) and not being_packed()


@asked
def being_packed() -> bool:
    """Whether this build is the folder."""
    return bool(os.environ.get(BEING_PACKED))


def pack(build: Build, config_file: Path, site: Path) -> None:
    """Build the folder from the same runs, and put it into ``site`` as one archive; it does not hold itself."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, ARCHIVE.removesuffix(".zip"))
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(config_file), "-d", str(folder)]
        environment = {name: value for name, value in os.environ.items() if name != WANTED} | {BEING_PACKED: "true"}
        done = subprocess.run(
            command, env=environment, cwd=config_file.parent, capture_output=True, text=True, check=False
        )
        if done.returncode:
            said = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
            build.complain(f"{ARCHIVE} could not be made: {said[-1] if said else 'mkdocs said nothing'}")
            return
        with zipfile.ZipFile(site / ARCHIVE, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in _files(folder):
                entry = zipfile.ZipInfo(path.relative_to(place).as_posix(), (1980, 1, 1, 0, 0, 0))
                entry.external_attr, entry.compress_type = 0o644 << 16, zipfile.ZIP_DEFLATED
                archive.writestr(entry, path.read_bytes())


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name not in _LEFT_OUT)

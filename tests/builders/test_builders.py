"""The way out of MkDocs: what another builder makes of the very same pages, programs and hook, from the same runs.

ProperDocs goes on where MkDocs 1 ends, and makes this site with nothing changed. Zensical, by the makers of Material,
runs what the topics' pages show, and leaves out what the hook adds; CONTRIBUTING.md says what that is.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from snippets._engine.examples import catalogue
from snippets._engine.examples.catalogue import ROOT
from tests.conftest import Build, lacking

pytestmark = pytest.mark.thorough

LOCK = Path(__file__).with_name("requirements.lock")
#: Names the builder in the head of each page.
GENERATOR = re.compile(rb'<meta name="generator" content="[^"]*">')
VARIANT = re.compile(r'<section\b[^>]*\bid="([^"]+)"[^>]*\bdata-outcome="([^"]+)"')


@pytest.fixture(scope="module")
def packages() -> Path:
    """A folder with the other builders. Skips, or fails where everything must be there, if they cannot be had.

    They are found beside the packages of this environment, by the Python whose runs are kept.
    """
    name = sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()[:16]
    folder = ROOT / ".cache" / "builders" / name
    if not (folder / "made").exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes"]
        pip += ["--only-binary=:all:", "--upgrade", "--target", str(folder), "-r", str(LOCK)]
        done = subprocess.run(pip, capture_output=True, text=True, check=False)
        if done.returncode:
            lacking(f"ProperDocs and Zensical could not be installed: {done.stderr.strip()[-300:]}")
        (folder / "made").touch()
    return folder


def files(site: Path) -> dict[str, bytes]:
    """What a site holds, but for the name of its builder, and for the day, which stands in the sitemap."""
    found = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    return {
        name: GENERATOR.sub(b"", path.read_bytes()) if name.endswith(".html") else path.read_bytes()
        for name, path in found.items()
        if not name.startswith("sitemap")
    }


def variants(site: Path) -> dict[str, str]:
    """The variants on pages other than those that the hook adds, each with how it ended."""
    pages = (page for page in site.rglob("*.html") if page.relative_to(site).parts[0] != "s")
    return dict(found for page in pages for found in VARIANT.findall(page.read_text(encoding="utf-8")))


def test_properdocs_makes_the_very_same_site(site: Path, build: Build, packages: Path, tmp_path: Path) -> None:
    built = build(ROOT, tmp_path / "site", site.parent / "cache", builder="properdocs", packages=packages)
    assert built.returncode == 0, built.stdout
    ours, theirs = files(site), files(tmp_path / "site")
    assert sorted(ours) == sorted(theirs)
    assert [name for name in ours if ours[name] != theirs[name]] == []


def test_zensical_runs_all_that_the_topics_show(site: Path, packages: Path, tmp_path: Path) -> None:
    """In a copy: it can be told of no other place than ``site`` and ``.cache`` in the folder that it builds."""
    root = tmp_path / "copy"
    for name in ("docs", "snippets"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("mkdocs.yml", "LICENSE"):
        shutil.copy(ROOT / name, root / name)
    kept = {"SNIPPETS_CACHE": str(site.parent / "cache"), "PYTHONPATH": f"{root}{os.pathsep}{packages}"}
    command = [sys.executable, "-m", "zensical", "build", "-f", "mkdocs.yml"]
    built = subprocess.run(command, cwd=root, env=os.environ | kept, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    shown = variants(root / "site")
    assert shown == variants(site)
    assert len(shown) == sum(len(example.variants) for example in catalogue.load())

"""What stays: each release's programs under ``/v/{version}/``, as tagged, and all of today's in one archive."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator

from snippets._engine.examples import git
from snippets._engine.examples.catalogue import ROOT, CatalogueError, Example, relative
from snippets._engine.examples.git import Release
from snippets._engine.pages import folder
from snippets._engine.pages.build import Build
from snippets._engine.pages.call import generated_page, page_call
from snippets._engine.pages.markup import attributes, escape

FOLDER = "v"
ARCHIVE = "snippets.zip"
#: What of an example's folder is in the archive.
_SUFFIXES = {".py", ".out", ".toml", ".json"}


def sources(release: Release) -> Iterator[tuple[str, str | bytes]]:
    """A release's page, as Markdown, and its files, by their places."""
    home, said = f"{FOLDER}/{release.version}", f"The programs of release {release.version}, as they were."
    page = generated_page(f"Release {release.version}", f'shelf("{release.version}")', description=said)
    yield f"{home}/index.md", page
    for name, content in release.files.items():
        yield f"{home}/{name}", content


@page_call
def shelf(build: Build, version: str) -> str:
    """The files of a release, by example, each with its SHA-256, as HTML."""
    release = next((release for release in git.releases() if release.version == version), None)
    if release is None:
        raise CatalogueError(f"there is no release {version!r} among the tags")
    commit = f"commit <code>{release.commit.hash}</code> of {release.commit.day}"
    parts = [
        f"<h1>Release {escape(version)}</h1>",
        f"<p>The programs and recorded outputs of {commit}, byte for byte. They stay here when the pages have moved "
        "on: this is what a citation names.</p>",
    ]
    for example_id in release.examples:
        rows = " ".join(_row(name, content) for name, content in _files(release, example_id))
        head = '<th scope="col">File</th> <th scope="col">SHA-256</th>'
        parts.append(
            f"<h2{attributes(id=example_id)}>{escape(example_id)}</h2>"
            f'<div class="scrolls" tabindex="0"{attributes(role="region", aria_label=f"Files of {example_id}")}>'
            f'<table class="beside"><thead><tr>{head}</tr></thead> <tbody>{rows}</tbody></table></div>'
        )
    return "".join(parts) + "\n"


@page_call
def shelves(build: Build) -> str:
    """Links to what is kept of each release, as HTML; a sentence where nothing has been released."""
    items = "".join(
        f'<li><a href="site:{FOLDER}/{escape(release.version)}/">Release {escape(release.version)}</a>, '
        f"{release.commit.day}</li>"
        for release in git.releases()
    )
    return f"<ul>{items}</ul>\n" if items else "<p>Nothing has been released yet.</p>\n"


def _files(release: Release, example_id: str) -> Iterator[tuple[str, bytes]]:
    for name, content in release.files.items():
        if name.startswith(f"{example_id}/"):
            yield name, content


def _row(name: str, content: bytes) -> str:
    digest = hashlib.sha256(content).hexdigest()
    link = attributes(href=name)
    return f'<tr><th scope="row"><a{link}>{escape(name.partition("/")[2])}</a></th> <td>{digest}</td></tr>'


@page_call
def archives(build: Build) -> str:
    """Where all programs, and the whole site, can be had in one piece, as HTML."""
    examples = build.examples
    digest, count = hashlib.sha256(archive(examples)).hexdigest(), sum(len(example.variants) for example in examples)
    if folder.being_packed():
        whole = "This is the whole site as a folder: open any page of it from disk."
    elif folder.wanted():
        link = attributes(href=f"site:{folder.ARCHIVE}")
        whole = (
            f"<a{link}>The whole site</a> is a folder that works from disk, without server or network: unpack it, and "
            "open <code>index.html</code>."
        )
    else:
        whole = (
            "The whole site can also be built as a folder that works from disk: "
            f"<code>{folder.WANTED}=1 mkdocs build</code> packs one. This build did not."
        )
    return (
        f'<p><a href="site:{ARCHIVE}">All {count} programs</a> come as one archive, with labels and recorded outputs. '
        f"The same programs give the same bytes: SHA-256 <code>{digest}</code>.</p><p>{whole}</p>\n"
    )


def archive(examples: Iterable[Example]) -> bytes:
    """Every program with its label, its recorded output and what was measured, as a zip; the same files, same bytes."""
    paths = [path for example in examples for path in example.folder.iterdir() if path.suffix in _SUFFIXES]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as kept:  # packed, the bytes would depend on zlib's version
        for path in sorted([*paths, ROOT / "LICENSE"]):
            entry = zipfile.ZipInfo(f"asyncio-executed/{relative(path)}", (1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            kept.writestr(entry, path.read_bytes())
    return file.getvalue()

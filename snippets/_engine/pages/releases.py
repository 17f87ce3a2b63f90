"""What stays: each release's programs under ``/v/{version}/``, as tagged, and all of today's in one archive."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator

from snippets._engine.examples import asked, git
from snippets._engine.examples.catalogue import ROOT, CatalogueError, Example, relative
from snippets._engine.examples.git import Release
from snippets._engine.pages import folder
from snippets._engine.pages.build import Build
from snippets._engine.pages.call import generated_page, page_call
from snippets._engine.pages.markup import Markup, code, el, fragment
from snippets._engine.pages.pieces import row, table

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
def shelf(build: Build, version: str) -> Markup:
    """The files of a release, by example, each with its SHA-256, as HTML."""
    release = next((release for release in git.releases() if release.version == version), None)
    if release is None:
        raise CatalogueError(f"there is no release {version!r} among the tags")
    said = f" of {release.commit.day}, byte for byte. They stay here when the pages have moved on: "
    commit = "The programs and recorded outputs of commit ", code(release.commit.hash), said
    parts = [el("h1", f"Release {version}"), el("p", *commit, "this is what a citation names.")]
    for example_id in release.examples:
        found = table("beside", ("File", "SHA-256"), _rows(release, example_id))
        named = f"Files of {example_id}"
        parts.append(el("h2", example_id, id=example_id))
        parts.append(el("div", found, class_="scrolls", tabindex=0, role="region", aria_label=named))
    return fragment(*parts)


@page_call
def shelves(build: Build) -> Markup:
    """Links to what is kept of each release, as HTML; a sentence where nothing has been released."""
    items = [
        el("li", el("a", f"Release {one.version}", href=f"site:{FOLDER}/{one.version}/"), f", {one.commit.day}")
        for one in git.releases()
    ]
    return el("ul", *items) if items else el("p", "Nothing has been released yet.")


def _rows(release: Release, example_id: str) -> Iterator[Markup]:
    """The files of an example, each with its SHA-256."""
    for name, content in release.files.items():
        if name.startswith(f"{example_id}/"):
            yield row(el("a", name.partition("/")[2], href=name), hashlib.sha256(content).hexdigest())


@page_call
def archives(build: Build) -> Markup:
    """Where all programs, and the whole site, can be had in one piece, as HTML."""
    examples = build.examples
    digest, count = hashlib.sha256(archive(examples)).hexdigest(), sum(len(example.variants) for example in examples)
    if folder.being_packed():
        whole = el("p", "This is the whole site as a folder: open any page of it from disk.")
    elif folder.wanted():
        link = el("a", "The whole site", href=f"site:{folder.ARCHIVE}")
        said = " is a folder that works from disk, without server or network: unpack it, and open "
        whole = el("p", link, said, code("index.html"), ".")
    else:
        said = "The whole site can also be built as a folder that works from disk: "
        whole = el("p", said, code(f"{folder.WANTED}=1 mkdocs build"), " packs one. This build did not.")
    said = " come as one archive, with labels and recorded outputs. The same programs give the same bytes: SHA-256 "
    link = el("a", f"All {count} programs", href=f"site:{ARCHIVE}")
    return fragment(el("p", link, said, code(digest), "."), whole)


def archive(examples: Iterable[Example]) -> bytes:
    """Every program with its label, its recorded output and what was measured, as a zip; the same files, same bytes."""
    paths = [path for example in examples for path in example.folder.glob("[!.]*") if path.suffix in _SUFFIXES]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as kept:  # packed, the bytes would depend on zlib's version
        license_file = ROOT / "LICENSE"
        for path in sorted([*paths, license_file]):
            entry = zipfile.ZipInfo(f"asyncio-executed/{relative(path)}", (1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            kept.writestr(entry, asked.data(path) if path == license_file else path.read_bytes())
    return file.getvalue()

"""For speakers: what is cited is pinned, links unfurl, frames hold one program, archives are what they say they are."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import zipfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser

from snippets._engine.examples import catalogue
from snippets._engine.examples import git as git_
from snippets._engine.examples.catalogue import ROOT
from snippets._engine.pages import cite, head
from snippets._engine.pages import releases as shelves
from snippets._engine.pages.build import Build as PagesBuild
from tests.conftest import Build, Visit
from tests.dom import Element, read
from tests.test_cli import snippets

SITE = "https://docs.example.org/asyncio/"


def parsed(path: Path) -> Element:
    return read(path.read_text(encoding="utf-8"))


# Citations


@pytest.mark.parametrize("how", list(cite.FORMATS))
def test_a_citation_names_the_work_the_address_and_each_program_by_its_digest(how: str) -> None:
    done = snippets("cite", "forgotten_await", "--format", how, SITE_URL=SITE)
    assert done.returncode == 0
    for variant in catalogue.find("forgotten_await").variants:
        assert variant.sha256[:12] in done.stdout
        assert variant.file.name in done.stdout
    assert "Two missing awaits starve the event loop" in done.stdout
    assert f"{SITE}s/forgotten_await/" in done.stdout or f"{SITE}v/" in done.stdout
    assert "bolu-atx" in done.stdout, "whose code it is"


def test_a_citation_of_one_program_names_no_other() -> None:
    said = snippets("cite", "queue_sentinel/shutdown").stdout
    assert "shutdown.py" in said
    assert "join_cancel.py" not in said
    assert "bolu-atx" in said, "it was made from the post's"
    assert "bolu-atx" not in snippets("cite", "lost_update").stdout, "an example of ours"


def test_what_bibtex_would_take_for_a_command_is_written_out() -> None:
    example = catalogue.find("lock_order")
    cited = cite.Citation("a_b", "50% & #1_{x}", "release 1", "2026-01-02", "https://x/", (("a.py", "00"),), None)
    assert r"title = {{50\% \& \#1\_\{x\}}}" in cite.bibtex(cited)
    assert "@misc{asyncio-executed-lock-order," in cite.bibtex(cite.of(example))


def test_nobody_is_cited_by_mistake() -> None:
    done = snippets("cite", "lock_oder")
    assert (done.returncode, done.stdout) == (2, "")
    assert "lock_order" in done.stderr
    assert snippets("cite", "lock_order/nothing").returncode == 2


def git(root: Path, *words: str) -> str:
    who = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_AUTHOR_DATE": "2026-05-06T23:30:00-0300"}
    who |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in who.items()}
    done = subprocess.run(["git", *words], cwd=root, env=os.environ | who, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def released(checkout: Path) -> Path:
    """A repository with a release, after which one of lock_order's programs was changed."""
    (checkout / ".gitignore").write_text("__pycache__/\n")
    talks = checkout / "docs" / "talks" / "index.md"
    block = "from snippets import shelves\n\nprint(shelves())\n"
    talks.write_text(f'# Talks\n\n```python exec="on" html="on"\n{block}```\n')
    git(checkout, "init", "-q")
    git(checkout, "add", "-A")
    git(checkout, "commit", "-qm", "all")
    git(checkout, "tag", "v0.9.0")
    git(checkout, "tag", "v1.0.0")
    git(checkout, "tag", "vnothing")
    program = checkout / "snippets" / "locks" / "lock_order" / "published.py"
    program.write_text(program.read_text() + "# changed\n")
    git(checkout, "commit", "-qam", "one more")
    return checkout


@pytest.mark.thorough
def test_a_release_is_cited_and_its_files_stay(released: Path, build: Build, tmp_path: Path) -> None:
    commit = git(released, "rev-parse", "--short=10", "HEAD")
    same, other = (
        snippets("cite", name, root=released, SITE_URL=SITE).stdout for name in ("semaphore_order", "lock_order")
    )
    assert f"release 1.0.0, 2026-05-07. {SITE}v/1.0.0/#semaphore_order" in same, (
        "the newest that has it; the day in UTC"
    )
    assert f"commit {commit}, not released yet" in other, "no release has this very program"
    file = released / "snippets" / "locks" / "lock_order" / "published.py"
    file.write_text(file.read_text() + "# and again\n")
    assert f"commit {commit} and changes since" in snippets("cite", "lock_order", root=released).stdout

    build(released, tmp_path / "site", tmp_path / "cache")
    kept = tmp_path / "site" / "v" / "1.0.0"
    old = git(released, "show", "v1.0.0:snippets/locks/lock_order/published.py")
    assert (kept / "lock_order" / "published.py").read_text().strip() == old
    page = (kept / "index.html").read_text()
    assert hashlib.sha256((kept / "lock_order" / "published.py").read_bytes()).hexdigest() in page
    assert 'id="lock_order"' in page
    assert (tmp_path / "site" / "v" / "0.9.0" / "index.html").exists()
    assert not (tmp_path / "site" / "v" / "nothing").exists()
    assert 'href="../v/1.0.0/"' in (tmp_path / "site" / "talks" / "index.html").read_text()


def test_without_tags_or_git_nothing_is_missing_but_releases(checkout: Path) -> None:
    assert "not of a release" in snippets("cite", "lock_order", root=checkout).stdout
    said = snippets("cite", "lock_order", root=checkout, PATH="/nowhere", SITE_URL=SITE).stdout
    assert f"{SITE}s/lock_order/" in said


def test_an_unreleased_site_has_no_folder_of_releases(site: Path) -> None:
    assert (site / "v").exists() == bool(git_.releases())


# What a pasted link unfurls with


@pytest.mark.thorough
def test_every_page_tells_its_title_and_sentence_and_where_the_site_is_known_its_picture(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_URL", SITE)
    for path in site.rglob("index.html"):
        text = path.read_text(encoding="utf-8")
        if 'name="robots" content="noindex"' in text:
            continue
        tree = read(text)
        said = {e.attributes.get("property"): e.attributes.get("content") or "" for e in tree.all("meta")}
        where = path.parent.relative_to(site).as_posix()
        assert "og:url" not in said and "og:image" not in said
        assert said["og:title"] and said["og:description"], where
        known = head.head(PagesBuild(), "" if where == "." else f"{where}/", "Title", "Sentence.")
        with Image.open(site / (known.image or "").removeprefix(SITE)) as image:
            assert image.size == (1200, 630) == (known.width, known.height)


def test_an_examples_page_says_to_machines_what_it_is(site: Path) -> None:
    for example in catalogue.load():
        text = (site / "s" / example.id / "index.html").read_text(encoding="utf-8")
        (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
        told = json.loads(data)
        assert (told["@type"], told["identifier"]) == ("SoftwareSourceCode", example.id)
        assert ("isBasedOn" in told) == bool(example.post)
        assert told["runtimePlatform"]


def test_cards_of_different_runs_differ(site: Path) -> None:
    cards = {path.read_bytes() for path in (site / "s").glob("*/card.png")}
    assert len(cards) == len(catalogue.load())


# Taking it along


def test_the_archive_holds_every_program_and_always_the_same_bytes(site: Path) -> None:
    examples = catalogue.load()
    packed = (site / "snippets.zip").read_bytes()
    assert packed == shelves.archive(list(reversed(examples)))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        names = set(archive.namelist())
        for variant in (variant for example in examples for variant in example.variants):
            name = f"asyncio-executed/{catalogue.relative(variant.file)}"
            assert archive.read(name) == variant.file.read_bytes()
            assert name.removesuffix(".py") + ".out" in names
    assert hashlib.sha256(packed).hexdigest() in (site / "talks" / "index.html").read_text(encoding="utf-8")


def test_a_frame_shows_the_program_that_its_address_names(visit: Visit) -> None:
    shown = "[...document.querySelectorAll('section[data-variant]')].filter(e => e.checkVisibility()).map(e => e.id)"
    with visit("s/queue_sentinel/embed/?scheme=slate", 700) as page:
        assert page.evaluate(shown) == ["queue_sentinel-published"]
        assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
        page.evaluate("location.hash = 'queue_sentinel-shutdown'")
        assert page.evaluate(shown) == ["queue_sentinel-shutdown"]
        assert page.locator("#queue_sentinel-shutdown pre.output").is_visible()
        assert page.locator("#queue_sentinel-shutdown figure.timeline svg").first.is_visible()
        page.locator("#queue_sentinel-shutdown").get_by_role("button", name="Step through this run").click()
        page.locator("#queue_sentinel-shutdown .p-root").wait_for()
        assert not page.locator("header, nav").count(), "nothing of the site around it"


def test_from_home_to_a_copied_citation_and_a_full_screen_slide_by_keyboard_alone(visit: Visit) -> None:
    with visit("", permissions=["clipboard-read", "clipboard-write"]) as page:

        def go(selector: str) -> None:
            for _ in range(400):
                page.keyboard.press("Tab")
                if page.evaluate("s => document.activeElement.matches(s)", selector):
                    return
            raise AssertionError(f"the keyboard does not reach {selector}")

        go('.strip a[href*="lock_order"]')
        page.keyboard.press("Enter")
        page.wait_for_url("**/locks/#lock_order")
        go('a[href$="s/lock_order/"]')
        page.keyboard.press("Enter")
        page.wait_for_url("**/s/lock_order/")
        go('[data-clipboard-target="#lock_order_text"]')
        page.keyboard.press("Enter")
        page.wait_for_function("navigator.clipboard.readText().then(text => text.includes('SHA-256'))")
        assert page.evaluate("navigator.clipboard.readText()") == page.locator("#lock_order_text").inner_text()
        page.reload()
        go('a[href$="/slide/"], a[href="slide/"]')
        page.keyboard.press("Enter")
        page.wait_for_url("**/s/lock_order/slide/#1")
        page.keyboard.press("f")
        page.wait_for_function("document.fullscreenElement !== null")


# The whole as a folder


@pytest.fixture(scope="module")
def folder(build: Build, site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder as a reader has it, unpacked."""
    place = tmp_path_factory.mktemp("folder")
    built = build(ROOT, place / "site", site.parent / "cache", SNIPPETS_FOLDER="1")
    assert built.returncode == 0, built.stdout
    with zipfile.ZipFile(place / "site" / "asyncio-executed.zip") as archive:
        archive.extractall(place)
    return place / "asyncio-executed"


@pytest.mark.thorough
def test_every_link_in_the_folder_leads_to_a_file_in_it(folder: Path) -> None:
    assert not (folder / "asyncio-executed.zip").exists(), "it leaves itself out"
    pages = {path: parsed(path) for path in folder.rglob("*.html") if path.name != "404.html"}
    ids = {path: {e.attributes["id"] for e in tree.walk() if "id" in e.attributes} for path, tree in pages.items()}
    broken = set()
    for path, tree in pages.items():
        for element in tree.walk():
            link = element.attributes.get("href") or element.attributes.get("src") or ""
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or not link:
                continue
            to = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            anchored = not parts.fragment or to not in ids or "@" in parts.fragment or parts.fragment in ids[to]
            if not to.is_file() or not anchored:
                broken.add(f"{path.relative_to(folder)}: {link}")
    assert not broken, sorted(broken)[:10]


@pytest.mark.thorough
def test_the_folder_works_from_disk(folder: Path, browser: Browser) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((folder / "s" / "lock_order" / "index.html").as_uri())
    page.locator('article a[href$="locks.html#lock_order"]').first.click()
    page.wait_for_url("**/locks.html#lock_order")
    page.locator("#lock_order-published").get_by_role("button", name="Step through this run").click()
    page.locator("#lock_order-published .p-root").wait_for()
    page.keyboard.press("/")
    page.keyboard.type("semaphore")
    page.locator(".md-search-result__item a").first.wait_for()
    page.goto((folder / "s" / "lock_order" / "slide" / "index.html").as_uri())
    page.keyboard.press("ArrowRight")
    context.close()
    assert {urlsplit(url).scheme for url in asked} <= {"file", "data", "blob"}

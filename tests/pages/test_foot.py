"""The foot of each page, and what is left out where nobody has told us where the site and its repository are."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from snippets._engine.examples import catalogue, git
from snippets._engine.pages import cite, foot, head, share
from snippets._engine.pages.build import Build
from snippets._engine.slides import show
from tests.dom import Element, read

REPOSITORY, SITE = "https://git.example.org/someone/asyncio.git", "https://docs.example.org/asyncio/"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPOSITORY_URL", REPOSITORY)
    monkeypatch.setenv("SITE_URL", SITE)


@pytest.fixture
def untold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REPOSITORY_URL", raising=False)
    monkeypatch.delenv("SITE_URL", raising=False)


def links(source: str, title: str, place: str) -> dict[str, str]:
    made = read(str(foot.of_page(Build(), source, title, place) or ""))
    return {link.text: link.attributes["href"] or "" for link in made.all("a")}


@pytest.mark.usefixtures("told")
def test_a_page_leads_to_its_source_and_to_a_report_that_names_page_and_version() -> None:
    given = links("tasks.md", "Tasks & more", "tasks/")
    assert given["Edit this page"] == "https://git.example.org/someone/asyncio/edit/main/docs/tasks.md"
    report = urlsplit(given["Report a mistake"])
    asked = {name: values[0] for name, values in parse_qs(report.query).items()}
    assert report.path == "/someone/asyncio/issues/new" and asked["title"] == "Mistake on “Tasks & more”"
    assert f"Page: {SITE}tasks/\nVersion: {foot.version()}" in asked["body"]
    commit = git.head()
    assert commit is None or commit.short in asked["body"]


@pytest.mark.parametrize("where", ["git.example.org/x", "https://", "https://git.example.org", "https://x.org/a b"])
def test_an_address_that_nothing_can_be_cloned_from_is_said(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for right in (
        REPOSITORY,
        "git@git.example.org:x/y.git",
        "ssh://git@git.example.org:22/x",
        "file:///srv/x",
        "/srv/x",
    ):
        monkeypatch.setenv("REPOSITORY_URL", right)
        assert foot.wrong() is None
    monkeypatch.setenv("REPOSITORY_URL", where)
    assert foot.wrong() == (
        f"REPOSITORY_URL is {where!r}, which git cannot clone from; give it like https://git.example.org/asyncio"
    )


@pytest.mark.usefixtures("told")
def test_a_page_that_is_generated_leads_to_what_it_is_made_from() -> None:
    given = links("s/lock_order/index.md", "Three workers", "s/lock_order/")
    assert given["Edit this example"].endswith("/tree/main/snippets/locks/lock_order")
    assert "Edit this page" not in given
    assert list(links("v/1.0.0/index.md", "Release", "v/1.0.0/")) == ["Report a mistake"]


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    ("where", "edit"),
    [
        ("https://gitlab.com/a/b", "https://gitlab.com/a/b/-/edit/main/docs/tasks.md"),
        ("git@example.org:a/b.git", None),
        ("/srv/git/asyncio", None),
    ],
)
def test_a_repository_that_cannot_be_visited_is_no_link(
    monkeypatch: pytest.MonkeyPatch, where: str, edit: str | None
) -> None:
    monkeypatch.setenv("REPOSITORY_URL", where)
    assert links("tasks.md", "Tasks", "tasks/").get("Edit this page") == edit


@pytest.mark.usefixtures("told")
def test_where_the_site_is_known_all_that_is_taken_along_names_it() -> None:
    example = catalogue.find("lock_order")
    assert all(f"{SITE}s/lock_order/" in of(cite.of(example)) or git.releases() for of in cite.FORMATS.values())
    made = head.head(Build(), "tasks/", "Tasks", "About tasks.")
    assert made.url == f"{SITE}tasks/" and made.image == f"{SITE}card.png"
    assert json.loads(made.data)["url"] == f"{SITE}tasks/"
    assert show.short(example).startswith("docs.example.org/asyncio/") and show.qr_of(example)
    given = read(f"<p>{share.frame(example.variants[0])}</p>").one("iframe").attributes["src"]
    assert given == f"{SITE}s/lock_order/embed/#lock_order-published"


@pytest.mark.usefixtures("untold")
def test_where_nothing_is_known_nothing_is_said() -> None:
    example = catalogue.find("lock_order")
    assert not any("example/" in of(cite.of(example)) or "None" in of(cite.of(example)) for of in cite.FORMATS.values())
    made = head.head(Build(), "s/lock_order/", "Three workers", "About workers.")
    assert (made.url, made.image) == (None, None) and "asyncio-executed.example" not in made.data
    assert foot.of_page(Build(), "tasks.md", "Tasks", "tasks/") is None and "Source code" not in foot.of_site()
    assert show.qr_of(example) is None


def foot_of(page: Path) -> Element:
    return read(page.read_text(encoding="utf-8")).one("div", css="md-copyright")


@pytest.mark.parametrize("page", ["index.html", "tasks/index.html", "s/lock_order/index.html", "404.html"])
def test_every_page_says_its_version_day_pythons_and_licence(site: Path, page: str) -> None:
    said, commit = foot_of(site / page).text, git.head()
    assert f"Version {foot.version()}" in said and "Python 3.11 to 3.15" in said and "MIT licence" in said
    assert commit is None or commit.day in said


def test_no_page_names_an_address_that_was_made_up(site: Path) -> None:
    told = (path for path in site.rglob("*") if path.suffix in (".html", ".md", ".xml", ".txt", ".json", ".js"))
    made_up = re.compile(r"asyncio-executed\.example|is a placeholder")
    wrong = [path for path in told if made_up.search(path.read_text("utf-8", "replace"))]
    assert not wrong and not [*site.glob("sitemap*")], wrong[:5]

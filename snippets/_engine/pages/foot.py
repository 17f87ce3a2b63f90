"""What stands at the foot of each page: which version this is, where its source is, and how to say that it is wrong.

Links to the repository are there if this build was told where that is, and can be visited.
"""

from __future__ import annotations

import re
import tomllib
from urllib.parse import urlencode

from snippets._engine.examples import asked, git
from snippets._engine.examples.catalogue import PYTHONS, ROOT, relative
from snippets._engine.pages import address, example_page, head
from snippets._engine.pages.build import Build
from snippets._engine.pages.markup import Markup, el

#: The branch that is published.
BRANCH = "main"
#: What git can clone from.
_CLONED = re.compile(r"(?:https?|ssh|git)://[\w.@:\[\]-]+/\S+|file:///\S+|[\w.-]+@[\w.-]+:\S+|/\S+")


def version() -> str | None:
    """The version that pyproject.toml names."""
    try:
        project = tomllib.loads(asked.data(ROOT / "pyproject.toml").decode())["project"]
    except OSError:
        return None
    return str(project["version"])


def of_site() -> Markup:
    """What holds for all pages: version and day of the commit, the Pythons that are covered, licence, source."""
    known, commit, where = version(), git.head(), _visited()
    named = " of ".join([*([f"Version {known}"] if known else []), *([commit.day] if commit else [])])
    parts = (
        named or None,
        f"Python {PYTHONS[0]} to {PYTHONS[-1]}",
        el("a", "MIT licence", href=head.LICENSE),
        el("a", "Source code", href=where) if where else None,
    )
    return Markup(" · ").join(filter(None, parts))


def of_page(build: Build, source: str, title: str, place: str) -> Markup | None:
    """How to mend a page that has this source in ``docs/``, and how to report a mistake on it.

    None without a repository. A page of an example is mended in the example's folder; what else is generated, nowhere.
    """
    where = _visited()
    if where is None:
        return None
    edit = _edit(build, where, source)
    report = el("a", "Report a mistake", href=f"{where}{_infix(where)}/issues/new?{_issue(where, title, place)}")
    return Markup(" · ").join(filter(None, (edit, report)))


def wrong() -> str | None:
    """What is wrong with the address of the repository that this build was given; None where nothing is."""
    where = address.repository()
    if where is None or _CLONED.fullmatch(where):
        return None
    return f"REPOSITORY_URL is {where!r}, which git cannot clone from; give it like https://git.example.org/asyncio"


def _visited() -> str | None:
    """The repository's page, where its address is that of one."""
    where = address.repository()
    return where.removesuffix("/").removesuffix(".git") if where and where.startswith("https://") else None


def _infix(where: str) -> str:
    return "/-" if "gitlab" in where else ""


def _edit(build: Build, where: str, source: str) -> Markup | None:
    if (ROOT / "docs" / source).is_file():
        return el("a", "Edit this page", href=f"{where}{_infix(where)}/edit/{BRANCH}/docs/{source}")
    home, _, rest = source.partition("/")
    example = next((one for one in build.examples if one.id == rest.partition("/")[0]), None)
    if home != example_page.FOLDER or example is None:
        return None
    return el("a", "Edit this example", href=f"{where}{_infix(where)}/tree/{BRANCH}/{relative(example.folder)}")


def _issue(where: str, title: str, place: str) -> str:
    """The fields of a new issue: the page, and what of it was seen."""
    page = address.site() + place if address.known() else f"/{place}"
    commit = git.head()
    seen = ", ".join([version() or "unknown", *([f"commit {commit.short}"] if commit else [])])
    fields = {"title": f"Mistake on “{title}”", "body": f"Page: {page}\nVersion: {seen}\n\nWhat is wrong:\n"}
    if "gitlab" in where:
        fields = {"issue[title]": fields["title"], "issue[description]": fields["body"]}
    return urlencode(fields)

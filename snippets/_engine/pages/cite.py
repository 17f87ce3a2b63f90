"""How an example is cited: as text, BibTeX or Markdown.

A page lives, and what is cited must not: so a citation names the newest release that has these very programs, with
their SHA-256, and the address where that release's files stay. Where there is no such release it names the commit.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from snippets._engine.examples import git
from snippets._engine.examples.catalogue import Example, Variant
from snippets._engine.pages import address, post
from snippets._engine.pages.markup import plain, words

WORK = "asyncio, executed"
AUTHORS = f"{WORK} contributors"

#: What BibTeX would take for a command.
_BIBTEX = str.maketrans({c: f"\\{c}" for c in "&%$#_{}"} | {"\\": "\\textbackslash{}", "~": "\\textasciitilde{}"})


@dataclass(frozen=True, slots=True)
class Citation:
    """What a citation is made of. ``state`` says of what release or commit it is, ``day`` of when (UTC).

    ``url`` is None where nobody has told us where the site is published.
    """

    id: str
    title: str
    state: str
    day: str | None
    url: str | None
    programs: tuple[tuple[str, str], ...]
    origin: str | None

    @property
    def year(self) -> str | None:
        """The year of the release or commit."""
        return self.day and self.day[:4]


def of(example: Example, variant: Variant | None = None) -> Citation:
    """The citation of an example, or of one of its variants alone."""
    release = git.newest_with(example)
    programs = [variant] if variant else list(example.variants)
    state, day, url = _unreleased(example)
    if release:
        state, day = f"release {release.version}", release.commit.day
        url = f"{address.site()}v/{release.version}/#{example.id}" if address.known() else None
    source = f"block {example.post} of “{post.TITLE}” by {post.AUTHOR}, {post.YEAR}"
    published = any(variant.key == "published" for variant in programs)
    origin = f"{'published.py is' if published else 'after'} {source}" if example.post else None
    title = plain(words(example.title))
    return Citation(example.id, title, state, day, url, tuple((v.file.name, v.sha256) for v in programs), origin)


def _unreleased(example: Example) -> tuple[str, str | None, str | None]:
    commit, url = git.head(), address.permanent(example.id) if address.known() else None
    if commit is None:
        return "not of a release", None, url
    last = git.last_change(example)
    changed = " and changes since" if last and last.changed else ""
    return f"commit {commit.short}{changed}, not released yet", commit.day, url


def text(cited: Citation) -> str:
    """For a slide, a mail or the end of a paper."""
    state = ", ".join(filter(None, (cited.state, cited.day)))
    lines = [" ".join(filter(None, (f"“{cited.title}” ({cited.id}). {WORK}, {state}.", cited.url)))]
    lines += [f"{name}: SHA-256 {digest}" for name, digest in cited.programs]
    lines += [cited.origin] if cited.origin else []
    return "\n".join(lines)


def bibtex(cited: Citation) -> str:
    """An entry for BibTeX; biblatex takes it as well."""
    note = "; ".join([cited.state, *(f"{name}: SHA-256 {digest}" for name, digest in cited.programs)])
    values = {
        "author": f"{{{AUTHORS}}}",
        "title": f"{{{cited.title.translate(_BIBTEX)}}}",
        "howpublished": WORK,
        "year": cited.year,
        "date": cited.day,
        "url": cited.url,
        "note": "; ".join(filter(None, (note, cited.origin))).translate(_BIBTEX),
    }
    rows = "".join(f"  {name} = {{{value}}},\n" for name, value in values.items() if value)
    return f"@misc{{asyncio-executed-{cited.id.replace('_', '-')},\n{rows}}}"


def marked(text: str) -> str:
    """A text in Markdown, where nothing of it means a tag or a link."""
    return re.sub(r"([\\<\[\]`*_])", r"\\\1", text)


def markdown(cited: Citation) -> str:
    """A line for slides and pages that are written in Markdown."""
    digests = ", ".join(f"`{name}` SHA-256 `{digest[:12]}…`" for name, digest in cited.programs)
    state = ", ".join(filter(None, (cited.state, cited.day)))
    origin = f"; {cited.origin}" if cited.origin else ""
    title = f"[“{marked(cited.title)}”]({cited.url})" if cited.url else f"“{marked(cited.title)}”"
    return f"{title}, *{WORK}*, {state} ({digests}){origin}"


FORMATS: dict[str, Callable[[Citation], str]] = {"text": text, "bibtex": bibtex, "markdown": markdown}

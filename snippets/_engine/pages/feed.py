"""The changelog as an Atom feed: an entry a day, from ``docs/changelog.md``."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import date
from html import escape

from snippets._engine.pages import address, cite
from snippets._engine.pages.markup import el, words

#: What it is made from, in ``docs/``, and where it stands.
SOURCE, FILE = "changelog.md", "feed.xml"

_DAY = re.compile(r"^## (?P<title>[^{\n]+?) *\{ *#(?P<day>[\d-]+) *\}\n(?P<said>.*?)(?=^## |\Z)", re.M | re.S)
_ITEM = re.compile(r"^- (.*?)(?=^- |\Z)", re.M | re.S)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
#: Whatever address the site has, an entry is the same.
_OURS = uuid.uuid5(uuid.NAMESPACE_URL, "asyncio, executed")


def feed(markdown: str) -> str:
    """The feed of a changelog; its links lead somewhere only where we were told where the site is published."""
    days = [day for day in _DAY.finditer(markdown) if _is_day(day["day"])]
    newest = max((day["day"] for day in days), default="2026-11-22")
    root = address.site() if address.known() else ""
    return "\n".join(
        [
            '<?xml version="1.0" encoding="utf-8"?>',
            '<feed xmlns="http://www.w3.org/2005/Atom">',
            f"<title>{cite.WORK}: changelog</title>",
            f"<id>{_OURS.urn}</id>",
            f"<updated>{newest}T00:00:00Z</updated>",
            f"<author><name>{cite.AUTHORS}</name></author>",
            *([f'<link rel="self" href="{root}{FILE}"/>'] if root else []),
            f'<link href="{root}changelog/"/>',
            *(line for day in days for line in _entry(root, day)),
            "</feed>\n",
        ]
    )


def wrong(markdown: str) -> Iterator[str]:
    """A line for each heading of a changelog that is no day, of which the feed would say nothing."""
    days = [day["day"] for day in _DAY.finditer(markdown)]
    for heading in re.findall(r"^## .*", markdown, re.MULTILINE):
        found = _DAY.match(f"{heading}\n")
        if found is None or not _is_day(found["day"]):
            yield f"docs/{SOURCE}: “{heading}” is left out of the feed; a day is ## 2 May 2026 {{ #2026-05-02 }}"
        elif days.count(found["day"]) > 1:
            yield f"docs/{SOURCE}: #{found['day']} stands twice; a day has one heading"


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _entry(root: str, day: re.Match[str]) -> Iterator[str]:
    items = (" ".join(item.split()) for item in _ITEM.findall(day["said"]))
    said = el("ul", *(el("li", words(_LINK.sub(r"\1", item))) for item in items))
    yield "<entry>"
    yield f"<title>{escape(day['title'])}</title>"
    yield f"<id>{uuid.uuid5(_OURS, day['day']).urn}</id>"
    yield f"<updated>{day['day']}T00:00:00Z</updated>"
    yield f'<link href="{root}changelog/#{day["day"]}"/>'
    yield f'<content type="html">{escape(str(said))}</content>'
    yield "</entry>"

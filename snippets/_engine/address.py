"""Where the site is published: the only address of ours, which ``mkdocs.yml`` and ``SITE_URL`` name."""

from __future__ import annotations

import os
import re

from snippets._engine.catalogue import ROOT

_DEFAULT = re.compile(r'^site_url: !ENV \[SITE_URL, "([^"]+)"\]', re.MULTILINE)


def site() -> str:
    """The site's root, with a slash at its end. Raises LookupError where mkdocs.yml names none."""
    named = os.environ.get("SITE_URL") or next(iter(_DEFAULT.findall((ROOT / "mkdocs.yml").read_text("utf-8"))), None)
    if named is None:
        raise LookupError('mkdocs.yml: no line `site_url: !ENV [SITE_URL, "https://..."]`')
    return named.rstrip("/") + "/"


def permanent(example_id: str) -> str:
    """The whole address of an example's permanent page."""
    return f"{site()}s/{example_id}/"

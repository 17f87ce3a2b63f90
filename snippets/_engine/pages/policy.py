"""What a page may load and run, by its own word in its head: a Content-Security-Policy, where no host sends ours.

Nothing comes from elsewhere, and no script runs but the site's files and those that were written into the page: text
that became an element by mistake would load nothing, and run nothing. Python for the reader's browser is WebAssembly;
its workers are made from blobs, so that they have the policy of their page.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import re

_RULES = (
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'{hashes}",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "worker-src 'self' blob:",
    "connect-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
)
_META = '<meta http-equiv="Content-Security-Policy" content="{}">'
_BEFORE = re.compile(re.escape(_META).replace(r"\{\}", '[^"]*'))
#: It stands before whatever loads or runs, and behind this, which has to be among the first bytes of a page.
_CHARSET = re.compile(r'<meta charset="[^"]*">')
_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL)
#: What is no script in the page: a file, or data.
_ELSEWHERE = re.compile(r"""\bsrc=|\btype=["']?application/""")


def guarded(html: str) -> str:
    """A whole page with its policy, in place of an earlier one."""
    html = _BEFORE.sub("", html)
    written = (text for attributes, text in _SCRIPT.findall(html) if not _ELSEWHERE.search(attributes))
    hashes = "".join(f" 'sha256-{one}'" for one in dict.fromkeys(map(name_of, written)))
    meta = _META.format("; ".join(_RULES).format(hashes=hashes))
    return _CHARSET.sub(lambda charset: charset[0] + meta, html, count=1)


@functools.cache
def name_of(script: str) -> str:
    """How a policy names a script. Most stand on many pages; those that a server adds are few."""
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()

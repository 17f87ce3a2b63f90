"""How text and attributes are written in SVG, which is also how HTML has them."""

from __future__ import annotations

import re

#: What a parser of HTML would change or drop, and \x02 and \x03, which Python-Markdown uses for marks of its own.
SPECIAL = re.compile("[&<>\"'\r\x00\x02\x03\ud800-\udfff]")


def escape(text: str) -> str:
    """Markup whose text content is exactly this text, whatever it is, in an element or in a quoted attribute.

    Two things no markup can hold, NUL and half a surrogate pair; the replacement character stands for them.
    """
    return SPECIAL.sub(_reference, text)


def _reference(found: re.Match[str]) -> str:
    number = ord(found[0])
    return "\N{REPLACEMENT CHARACTER}" if number == 0 or number >= 0xD800 else f"&#{number};"


def attributes(**values: str | int | None) -> str:
    """`` name="value"`` for each value that is not None or False, `` name`` alone for True.

    ``data_x`` reads ``data-x`` and ``class_`` reads ``class``.
    """
    return "".join(
        [
            f" {name.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{escape(str(value))}"')
            for name, value in values.items()
            if value is not None and value is not False
        ]
    )

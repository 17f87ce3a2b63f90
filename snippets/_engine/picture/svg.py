"""How text and attributes are written in SVG, which is also how HTML has them."""

from __future__ import annotations

import re

#: What a parser of HTML would change or drop, and what no XML may hold, not even by its number.
SPECIAL = re.compile("[&<>\"'\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def escape(text: str) -> str:
    """Markup whose text content is exactly this text, whatever it is, in an element or in a quoted attribute.

    But some characters no markup can hold: control characters have pictures instead, as in an output, and half a
    surrogate pair, U+FFFE and U+FFFF the replacement character.
    """
    return SPECIAL.sub(_reference, text)


def _reference(found: re.Match[str]) -> str:
    number = ord(found[0])
    if number >= 0xD800:
        return "\N{REPLACEMENT CHARACTER}"
    return chr(0x2400 + number) if number < 0x20 and number != 0x0D else f"&#{number};"


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

"""How text and attributes are written in SVG, which is also how HTML has them."""

from __future__ import annotations

import re

#: What a parser of HTML would change or drop, and \x02 and \x03, which Python-Markdown uses for marks of its own.
SPECIAL = re.compile("[&<>\"'\r\x00\x02\x03\ud800-\udfff]")

#: What XML cannot hold, as it is or by its number: control characters, and two that are no characters.
NOT_IN_XML = re.compile("&#([1-8]|1[124-9]|2[0-9]|3[01]);|[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def escape(text: str) -> str:
    """Markup whose text content is exactly this text, whatever it is, in an element or in a quoted attribute.

    Two things no markup can hold, NUL and half a surrogate pair; the replacement character stands for them.
    """
    return SPECIAL.sub(_reference, text)


def _reference(found: re.Match[str]) -> str:
    number = ord(found[0])
    return "\N{REPLACEMENT CHARACTER}" if number == 0 or number >= 0xD800 else f"&#{number};"


def in_xml(markup: str) -> str:
    """The same markup as XML can hold it: control characters have pictures, as in an output."""
    return NOT_IN_XML.sub(_picture, markup)


def _picture(found: re.Match[str]) -> str:
    number = int(found[1]) if found[1] else ord(found[0])
    return chr(0x2400 + number) if number < 0x20 else "\N{REPLACEMENT CHARACTER}"


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

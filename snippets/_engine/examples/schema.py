"""The schemas of labels and of ``claims.toml``, for editors.

``python -m snippets._engine.examples.schema`` writes them.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

from snippets._engine.examples.catalogue import SNIPPETS
from snippets._engine.examples.claims import Claims
from snippets._engine.examples.label import OUTCOME, OUTCOMES, ByPython, ExampleLabel, VariantLabel

LABEL, CLAIMS = SNIPPETS / "label.schema.json", SNIPPETS / "claims.schema.json"


def label() -> dict[str, Any]:
    """What an ``example.toml`` may hold: the example's keys, and a table for each program."""
    found = _schema(ExampleLabel, VariantLabel)
    named = {"type": "string", "pattern": f"^({OUTCOME.pattern})$"}
    alone = {"enum": [one for one in OUTCOMES.split(", ") if OUTCOME.fullmatch(one)]}  # an editor offers these
    found["$defs"]["VariantLabel"]["properties"]["outcome"] |= _by_python(alone, named)
    return found | {"additionalProperties": {"$ref": "#/$defs/VariantLabel"}}


def claims() -> dict[str, Any]:
    """What ``claims.toml`` may hold."""
    return _schema(Claims)


def _schema(*kinds: Any) -> dict[str, Any]:
    """The first type's schema, with those of all that it needs."""
    (first, *_), parts = msgspec.json.schema_components(kinds, schema_hook=_own, ref_template="#/$defs/{name}")
    top = parts.pop(first["$ref"].rpartition("/")[2])
    found: dict[str, Any] = _tidy({"$schema": "http://json-schema.org/draft-07/schema#", **top, "$defs": parts})
    return found


def _own(kind: Any) -> dict[str, Any]:
    """The types that msgspec does not know."""
    text = {"type": "string"}
    return _by_python(text) if kind is ByPython else text


def _by_python(*words: dict[str, Any]) -> dict[str, Any]:
    """One of these words, or where Pythons differ a table of them."""
    return {"anyOf": [*words, {"type": "object", "additionalProperties": {"anyOf": words}}]}


def _tidy(node: Any) -> Any:
    """The same without null, of which TOML has none: what may be null may be left out."""
    if isinstance(node, list):
        return [_tidy(one) for one in node if one != {"type": "null"}]
    if not isinstance(node, dict):
        return node
    kept = {key: _tidy(one) for key, one in node.items() if (key, one) != ("default", None)}
    some = kept.get("anyOf", ())
    return {key: one for key, one in kept.items() if key != "anyOf"} | some[0] if len(some) == 1 else kept


def text(schema: dict[str, Any]) -> str:
    """The file that holds this schema."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for file, schema in ((LABEL, label()), (CLAIMS, claims())):
        file.write_text(text(schema), encoding="utf-8")

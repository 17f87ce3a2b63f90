"""What a program of ours must be like to be shown: the standard library only, lines that fit, newlines of one kind.

``published.py`` is the post's, and exempt: no byte of it is changed.
"""

from __future__ import annotations

import ast
import functools
import sys
from collections.abc import Iterator

from snippets._engine.examples import catalogue
from snippets._engine.examples.catalogue import CatalogueError, Variant, relative

#: Letters in a line that fit beside what is known of its run.
MOST_LETTERS = 68


def problems(variant: Variant) -> list[str]:
    """What must be mended before the program is recorded or shown: a line each, with the file and the line's number."""
    if variant.key == "published":
        return []
    stat = variant.file.stat()
    return list(_problems(variant, stat.st_mtime_ns, stat.st_size))


@functools.lru_cache(4096)
def _problems(variant: Variant, *stamp: int) -> tuple[str, ...]:
    name, data = relative(variant.file), variant.file.read_bytes()
    if b"\r" in data:
        number = data[: data.index(b"\r")].count(b"\n") + 1
        return (f"{name}:{number}: ends in CR and LF: write LF alone, as with `sed -i 's/\\r//' {name}`",)
    try:
        tree, lines = ast.parse(data, name), data.decode("utf-8").splitlines()
    except SyntaxError as error:
        means_it = any(outcome.kind == "raises" for _, outcome in variant.outcomes)
        where = f"{name}:{error.lineno}" if error.lineno else name
        return () if means_it or _too_new(variant) else (f"{where}: no Python: {error.msg}",)
    except ValueError as error:
        return (f"{name}: no Python: {error}",)
    long = [number for number, line in enumerate(lines, 1) if len(line) > MOST_LETTERS]
    own = _lines_of_the_first(variant) if long else frozenset()
    long = [number for number in long if lines[number - 1] not in own]
    told = [f"{name}:{n}: {len(lines[n - 1])} letters, {MOST_LETTERS} fit: make the line shorter" for n in long[:1]]
    return (*told, *_foreign(variant, name, tree))


def _foreign(variant: Variant, name: str, tree: ast.Module) -> Iterator[str]:
    """Imports of what Python does not bring along, and what does not lie beside the program either."""
    if _too_new(variant):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            modules = [node.module]
        else:
            continue
        for top in (module.partition(".")[0] for module in modules):
            if top not in sys.stdlib_module_names and not variant.file.with_name(f"{top}.py").exists():
                yield f"{name}:{node.lineno}: imports {top}, and examples import the standard library only"


def _too_new(variant: Variant) -> bool:
    """Whether the program is meant for a newer Python than ours, whose grammar and library we do not know."""
    return not variant.runs_on(sys.version.split()[0])


def _lines_of_the_first(variant: Variant) -> frozenset[str]:
    """The lines of the example's first program: a correction keeps those of the post, also where they are long."""
    try:
        first = catalogue.read(variant.file.parent).variant()
    except CatalogueError:
        return frozenset()
    return frozenset(first.source.splitlines()) if first.key == "published" else frozenset()

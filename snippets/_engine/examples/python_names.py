"""Which names of asyncio, and of what goes with it, a program uses: read from its code, not from a run.

A name counts where Python's documentation has a place for it, so what counts does not depend on the Python that reads.
A method counts where the program says plainly whose it is: ``queue.join`` is ``asyncio.Queue.join`` where everything
that the program ever calls ``queue`` is an ``asyncio.Queue``. What would take a guess is left out, as the ``cancel``
of a task that comes out of a list.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from snippets._engine.examples import pydocs
from snippets._engine.examples.catalogue import Example, Variant

#: The modules whose names are told, the most telling first.
MODULES = ("asyncio", "concurrent.futures", "contextlib", "contextvars", "signal", "threading")

#: What some functions of asyncio return: the class under which Python documents its methods. Classes return themselves.
_RETURNS = {
    "asyncio.get_running_loop": "asyncio.loop",
    "asyncio.get_event_loop": "asyncio.loop",
    "asyncio.new_event_loop": "asyncio.loop",
    "asyncio.AbstractEventLoop": "asyncio.loop",
    "asyncio.create_task": "asyncio.Task",
    "asyncio.ensure_future": "asyncio.Task",
    "asyncio.current_task": "asyncio.Task",
    "asyncio.TaskGroup.create_task": "asyncio.Task",
    "asyncio.loop.create_task": "asyncio.Task",
    "asyncio.loop.create_future": "asyncio.Future",
    "asyncio.start_server": "asyncio.Server",
    "asyncio.timeout": "asyncio.Timeout",
    "asyncio.timeout_at": "asyncio.Timeout",
}


@cache
def names(source: str) -> frozenset[str]:
    """The documented names that a program uses, like ``asyncio.gather`` and ``asyncio.Queue.join``.

    Empty for a text that is no Python at all.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    reader = _Reader(list(ast.walk(tree)))
    return frozenset(name for node in reader.nodes if (name := reader.name(node)) and name not in MODULES)


def of(example: Example) -> frozenset[str]:
    """The names that an example uses, in any of its variants."""
    return frozenset().union(*(names(variant.source) for variant in example.variants))


def users(variants: Iterable[Variant]) -> dict[str, list[Variant]]:
    """Each name that one of the variants uses, sorted, with those that do, in their order."""
    found: defaultdict[str, list[Variant]] = defaultdict(list)
    for variant in variants:
        for name in names(variant.source):
            found[name].append(variant)
    return {name: found[name] for name in sorted(found, key=order)}


def order(name: str) -> tuple[int, list[str]]:
    """What names are sorted by: their module's place in ``MODULES``, then letter by letter, small and large alike."""
    module = next(module for module in MODULES if name.startswith(module + "."))
    return MODULES.index(module), name.lower().split(".")


class _Reader:
    """A program's nodes, and what its own names stand for."""

    def __init__(self, nodes: list[ast.AST]) -> None:
        self.nodes = nodes
        self.imported = _imported(nodes)
        self.classes: Mapping[str, set[str | None]] = {}
        # Twice: what a name stands for may depend on another, as the task of a loop that has a name.
        for _ in range(2):
            self.classes = self._bound()

    def name(self, node: ast.AST) -> str | None:
        """The documented name that a node stands for, or None."""
        if isinstance(node, ast.Name):
            return _documented(self.imported.get(node.id))
        if isinstance(node, ast.Attribute):
            path = self._path(node)
            owner = None if path else self._class(node.value)
            return _documented(path or (f"{owner}.{node.attr}" if owner else None))
        return None

    def _path(self, node: ast.AST) -> str | None:
        """The dotted path of a node that begins with something imported."""
        if isinstance(node, ast.Name):
            return self.imported.get(node.id)
        if isinstance(node, ast.Attribute):
            before = self._path(node.value)
            return f"{before}.{node.attr}" if before else None
        return None

    def _class(self, node: ast.AST | None) -> str | None:
        """The documented class of what an expression yields, where the program says it plainly."""
        if isinstance(node, (ast.Await, ast.NamedExpr)):
            return self._class(node.value)
        if isinstance(node, ast.Call):
            called = self.name(node.func)
            return _RETURNS.get(called, called if _is_class(called) else None) if called else None
        if isinstance(node, (ast.Name, ast.Attribute)):
            found = self.classes.get(ast.unparse(node), set())
            return next(iter(found)) if len(found) == 1 else None
        return None

    def _bound(self) -> Mapping[str, set[str | None]]:
        """What each name and attribute of the program is ever made to stand for; None for what is not plain."""
        found: defaultdict[str, set[str | None]] = defaultdict(set)
        for node in self.nodes:
            for target, value in _bindings(node):
                found[ast.unparse(target)].add(self._class(value))
            if isinstance(node, ast.arg) and node.annotation:
                found[node.arg].add(self._annotated(node.annotation))
            elif isinstance(node, ast.AnnAssign):
                found[ast.unparse(node.target)].add(self._annotated(node.annotation))
        return found

    def _annotated(self, node: ast.expr) -> str | None:
        """The class that an annotation names: ``asyncio.Queue``, also of ``asyncio.Queue[int]``."""
        path = self.name(node.value if isinstance(node, ast.Subscript) else node)
        return _RETURNS.get(path, path) if path and _is_class(path) else None


def _bindings(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr | None]]:
    """What a node gives a name to, each with the expression that says what it is, or None where none does."""
    if isinstance(node, ast.Assign):
        yield from ((target, node.value) for target in node.targets)
    elif isinstance(node, ast.NamedExpr):
        yield node.target, node.value
    elif isinstance(node, (ast.With, ast.AsyncWith)):
        yield from ((item.optional_vars, item.context_expr) for item in node.items if item.optional_vars)
    elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension, ast.AugAssign)):
        yield node.target, None


def _imported(nodes: list[ast.AST]) -> dict[str, str]:
    """The program's names for what it imports. One that forgot to import asyncio, as a fragment may, means it still."""
    found = {"asyncio": "asyncio"}
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                first = alias.name.partition(".")[0]
                found[alias.asname or first] = alias.name if alias.asname else first
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                if alias.name == "*":
                    found |= {name: f"{node.module}.{name}" for name in _public(node.module)}
                else:
                    found[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return found


def _public(module: str) -> Iterator[str]:
    """The documented names that stand directly in a module."""
    return (name.removeprefix(f"{module}.") for name in pydocs.known() if name.rpartition(".")[0] == module)


def _documented(path: str | None) -> str | None:
    """The name under which Python documents what this path leads to; None where it does not, or in another module.

    ``asyncio.queues.Queue`` is documented as ``asyncio.Queue``.
    """
    if path is None or not path.startswith(tuple(f"{module}." for module in MODULES)):
        return None
    parts = path.split(".")
    short = ".".join((parts[0], *parts[2:]))
    return path if path in pydocs.known() else short if len(parts) > 2 and short in pydocs.known() else None


def _is_class(name: str | None) -> bool:
    """Whether a documented name is a class, by the way Python writes those of these modules."""
    return name is not None and name.rpartition(".")[2][:1].isupper()

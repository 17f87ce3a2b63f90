"""What only the text of a program can tell of its run: what each line awaits and calls, and whose it is."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

_COMPOUND = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match)
#: So many lines may run, leaving `with` and `finally`, between an exception and the clause that catches it.
_CLEANING_UP = 5
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True)
class Use:
    """One call as the program writes it, `queue.put(item)`: on what, which method, in which line, awaited or not.

    The method of a `with` or `async with` statement is `with`.
    """

    on: str
    method: str
    line: int
    awaited: bool
    text: str

    @property
    def name(self) -> str:
        """The last part of what it is called on: `lock` of `self.lock`."""
        return self.on.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement, or the head of a compound one: its lines, its calls, the names that it awaits without a call."""

    first: int
    last: int
    kind: str
    uses: tuple[Use, ...]
    awaited_names: tuple[str, ...]

    @property
    def is_with(self) -> bool:
        """Whether it is a `with` statement: it runs once more when its block is left."""
        return self.kind in ("With", "AsyncWith")


class ProgramText:
    """The text of a program, read once. One that does not compile has lines and nothing else."""

    def __init__(self, source: str) -> None:
        self.lines = source.rstrip().split("\n") if source.strip() else []
        self.lines = [line.rstrip("\r") for line in self.lines]
        try:
            self._tree: ast.Module = ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            self._tree = ast.Module([], [])
        self._nodes = list(ast.walk(self._tree))

    def line(self, number: int | None) -> str:
        """The text of a line without its indentation; nothing for a line that is not there."""
        return self.lines[number - 1].strip() if number and 0 < number <= len(self.lines) else ""

    @cached_property
    def awaits(self) -> set[int]:
        """Lines that may suspend: those with await, async for and async with."""
        found = {node.lineno for node in self._nodes if isinstance(node, (ast.Await, ast.AsyncFor, ast.AsyncWith))}
        heads = (
            item.context_expr.lineno for node in self._nodes if isinstance(node, ast.AsyncWith) for item in node.items
        )
        return found | set(heads)

    @cached_property
    def definitions(self) -> dict[str, int]:
        """The line in which each function begins, by its name without that of its class."""
        return {node.name: node.lineno for node in self._nodes if isinstance(node, _FUNCTIONS)}

    @cached_property
    def coroutines(self) -> set[str]:
        """The names of all coroutine functions."""
        return {node.name for node in self._nodes if isinstance(node, ast.AsyncFunctionDef)}

    @cached_property
    def has_groups(self) -> bool:
        """Whether it names a TaskGroup anywhere."""
        return "TaskGroup" in self._references

    @cached_property
    def cancelling(self) -> set[int]:
        """The lines in which something is asked to end."""
        return _lines_of(call for call in self._calls if last_name(call.func) == "cancel")

    @cached_property
    def starting(self) -> set[int]:
        """The lines of `asyncio.run`, where its own cancelling begins too."""
        return _lines_of(call for call in self._calls if ast.unparse(call.func) == "asyncio.run")

    @cached_property
    def _calls(self) -> list[ast.Call]:
        return [node for node in self._nodes if isinstance(node, ast.Call)]

    @cached_property
    def _references(self) -> list[str]:
        return [name for node in self._nodes if (name := last_name(node))]

    def made(self, coroutine: str, line: int | None) -> ast.Call | None:
        """The call that made a coroutine of this name which was thrown away in this line, where only one can have."""
        name = coroutine.rpartition(".")[2]
        awaited = {id(node.value) for node in self._nodes if isinstance(node, ast.Await)}
        calls = [call for call in self._calls if id(call) not in awaited and last_name(call.func) == name]
        here = [call for call in calls if line in _lines_of([call])]
        alone = {id(node.value) for node in self._nodes if isinstance(node, ast.Expr)}
        if len(here) == 1 and (id(here[0]) in alone or len(calls) == 1):
            return here[0]
        only = len(calls) == 1 and self._references.count(name) == 1 and name in self.coroutines
        return calls[0] if only else None

    @cached_property
    def heads(self) -> set[int]:
        """The lines in which functions and classes are defined, decorators included."""
        defined = [node for node in self._nodes if isinstance(node, _DEFINITIONS)]
        return {line for node in defined for line in (node.lineno, *(d.lineno for d in node.decorator_list))}

    @cached_property
    def _functions(self) -> dict[int, str]:
        found: dict[int, str] = {}
        for node in self._nodes:  # the outer ones first
            if isinstance(node, _FUNCTIONS):
                found.update(dict.fromkeys(range(node.lineno + 1, (node.end_lineno or node.lineno) + 1), node.name))
        return found

    def function(self, line: int | None) -> str:
        """The name of the innermost function around a line, empty for the module itself."""
        return self._functions.get(line or 0, "")

    @cached_property
    def handlers(self) -> dict[int, str]:
        """The lines of `except` clauses, with what each catches."""
        handlers = [node for node in self._nodes if isinstance(node, ast.ExceptHandler)]
        return {node.lineno: ast.unparse(node.type) if node.type else "" for node in handlers}

    def caught(self, lines: Sequence[int]) -> tuple[int | None, list[int]]:
        """Which `except` clause caught an exception after which these lines ran, and which looked at it in vain.

        A clause is a line that runs; only where a line of its block follows has it caught the exception.
        """
        in_vain: list[int] = []
        for index, line in enumerate(lines):
            block = self._blocks.get(line)
            if block is None and (in_vain or index > _CLEANING_UP):
                break
            if block is not None and (line in block or (index + 1 < len(lines) and lines[index + 1] in block)):
                return line, in_vain
            if block is not None:
                in_vain.append(line)
        return None, in_vain

    def parts(self, lines: Sequence[int], clause: int) -> tuple[int, ...]:
        """The `except*` clauses of one `try` whose blocks ran in these lines, from this one on; none of an `except`.

        Each takes out of a group what it names, and no more; the rest goes to the next.
        """
        node = next((n for n in self._nodes if isinstance(n, ast.TryStar) and clause in self._clauses(n)), None)
        if node is None:
            return ()
        clauses, found = self._clauses(node), [clause]
        for line, following in pairwise([*lines[lines.index(clause) :], 0]):
            if line in clauses and line > found[-1] and {line, following} & {*self._blocks[line]}:
                found.append(line)
            elif line < found[-1] or line > self._blocks[max(clauses)][-1]:
                break
        return tuple(found)

    @staticmethod
    def _clauses(node: ast.TryStar) -> set[int]:
        return {handler.lineno for handler in node.handlers}

    @cached_property
    def _blocks(self) -> dict[int, range]:
        handlers = [node for node in self._nodes if isinstance(node, ast.ExceptHandler)]
        return {h.lineno: range(h.body[0].lineno, (h.body[-1].end_lineno or h.lineno) + 1) for h in handlers}

    def guarded(self, handler: int) -> range:
        """The lines of the `try` block whose exceptions come to this `except` clause."""
        for node in self._nodes:
            if isinstance(node, (ast.Try, ast.TryStar)) and any(h.lineno == handler for h in node.handlers):
                return range(node.body[0].lineno, (node.body[-1].end_lineno or node.lineno) + 1)
        return range(0)

    @cached_property
    def groups(self) -> set[str]:
        """The names of the program's task groups."""
        items = (item for node in self._nodes if isinstance(node, ast.AsyncWith) for item in node.items)
        return {
            ast.unparse(i.optional_vars)
            for i in items
            if i.optional_vars and "TaskGroup" in ast.unparse(i.context_expr)
        }

    @cached_property
    def dropped(self) -> dict[int, str]:
        """Calls that make a coroutine and do nothing with it, by line."""
        found = {}
        for node in self._nodes:
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
                text = ast.unparse(node.value.func)
                if (
                    text in ("asyncio.sleep", "asyncio.wait", "asyncio.wait_for")
                    or text.rpartition(".")[2] in self.coroutines
                ):
                    found[node.lineno] = ast.unparse(node.value)
        return found

    def loop_around(self, line: int | None) -> range:
        """The lines of the innermost `while` or `for` around a line; empty where there is none."""
        around = [
            range(node.lineno, (node.end_lineno or node.lineno) + 1)
            for node in self._nodes
            if isinstance(node, (ast.While, ast.For, ast.AsyncFor))
        ]
        return min((lines for lines in around if line in lines), key=len, default=range(0))

    def calls(self, name: str, *methods: str) -> list[int]:
        """The lines in which one of these methods is called on something of this name."""
        uses = (use for statement in self._all for use in statement.uses)
        return sorted({use.line for use in uses if use.method in methods and use.name == name})

    def unclear(self, name: str, others: Collection[str], *methods: str) -> bool:
        """Whether others than ``calls`` finds may call such a method: it is handed over, or goes by a name not known.

        ``others`` are the names of other things: what is called on them has nothing to do with this one.
        """
        called = {id(call.func) for call in self._calls}
        for node in self._nodes:
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in methods:
                return True
            if isinstance(node, ast.Attribute) and node.attr in methods:
                on = ast.unparse(node.value).rpartition(".")[2]
                if (on == name and id(node) not in called) or (on != name and on not in others):
                    return True
        return False

    def called_on(self, function: str) -> set[str]:
        """The names of everything that something is called on in a function."""
        return self._called_on.get(function, set())

    @cached_property
    def _called_on(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for use in (use for statement in self._all for use in statement.uses):
            found.setdefault(self.function(use.line), set()).add(use.name)
        return found

    @cached_property
    def _all(self) -> list[Statement]:
        bodies = (node for node in self._nodes if isinstance(node, ast.stmt) and not isinstance(node, _DEFINITIONS))
        return [_statement(node) for node in bodies]

    @cached_property
    def _statements(self) -> dict[int, Statement]:
        found: dict[int, Statement] = {}
        for statement in self._all:  # the outer ones first; heads do not overlap bodies
            found.update(dict.fromkeys(range(statement.first, statement.last + 1), statement))
        return found

    def statement(self, line: int | None) -> Statement | None:
        """The statement, or head of one, in a line."""
        return self._statements.get(line or 0)


def last_name(node: ast.AST) -> str | None:
    """`sleep` of `asyncio.sleep`, where this is the name of something."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else None


def _lines_of(nodes: Iterable[ast.Call]) -> set[int]:
    """All lines that these calls stand in."""
    return {line for node in nodes for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)}


def _statement(node: ast.stmt) -> Statement:
    last = node.end_lineno or node.lineno
    parts: list[ast.AST] = [node]
    if isinstance(node, _COMPOUND):
        body = node.body if not isinstance(node, ast.Match) else node.cases[0].body
        last = max(node.lineno, body[0].lineno - 1)
        parts = list(_head(node))
    inside = [inner for part in parts for inner in _walk(part)]
    awaited = {id(inner.value) for inner in inside if isinstance(inner, ast.Await)}
    uses = [use for inner in inside if isinstance(inner, ast.Call) and (use := _use(inner, id(inner) in awaited))]
    if isinstance(node, (ast.With, ast.AsyncWith)):
        uses = [_entered(item, isinstance(node, ast.AsyncWith)) for item in node.items] + uses
    names = [ast.unparse(i.value) for i in inside if isinstance(i, ast.Await) and not isinstance(i.value, ast.Call)]
    return Statement(node.lineno, last, type(node).__name__, tuple(uses), tuple(names))


def _head(node: ast.stmt) -> Iterator[ast.AST]:
    """The expressions that stand before a compound statement's body."""
    for name, value in ast.iter_fields(node):
        if name in ("test", "iter", "target", "subject"):
            yield value
        elif name == "items":
            yield from value


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    """Everything inside, but not what is only defined there and runs later."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (*_FUNCTIONS, ast.Lambda)):
            yield from _walk(child)


def _use(call: ast.Call, awaited: bool) -> Use | None:
    text = ast.unparse(call)
    if isinstance(call.func, ast.Attribute):
        return Use(ast.unparse(call.func.value), call.func.attr, call.lineno, awaited, text)
    if isinstance(call.func, ast.Name):
        return Use("", call.func.id, call.lineno, awaited, text)
    return None


def _entered(item: ast.withitem, awaited: bool) -> Use:
    text = ast.unparse(item.context_expr)
    return Use(text, "with", item.context_expr.lineno, awaited, text)

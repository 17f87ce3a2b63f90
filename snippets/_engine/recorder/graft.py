"""Adds calls at the start and at the end of a Python function of the standard library, without adding a frame.

A wrapper would stand in every traceback, in debug mode's stacks and in the recursion count, so a recorded program
would print something else than a plain one. Instead the function is compiled anew from its own source, with the same
file name and the same positions, and one call more at either end.
"""

from __future__ import annotations

import ast
import linecache
from types import CodeType
from typing import Any, Callable

#: The hooks of each function, by their places.
_GRAFTED: dict[Any, dict[str, Any]] = {}


def graft(
    target: Callable[..., Any],
    before: Callable[..., None] | None = None,
    after: Callable[[], None] | None = None,
    result: Callable[[Any], Any] | None = None,
    raising: Callable[[], None] | None = None,
) -> None:
    """Change the function ``target`` in place: call ``before(*its parameters)`` first and ``after()`` at the end.

    ``result(value)`` sees each value that it returns and must give it back. ``raising()`` is called where an exception
    is about to leave it: then ``sys.exc_info()`` tells which. The function may be a coroutine function. The hooks must
    not raise. What was grafted onto it before stays, in other places. Raises OSError where the function's source is not
    at hand.
    """
    function: Any = target
    code = function.__code__
    definition, tree = _parsed(_source(code), code.co_firstlineno)
    hooks = {"before": before, "after": after, "result": result, "raising": raising}
    wanted = {role: hook for role, hook in hooks.items() if hook is not None}
    earlier = _GRAFTED.setdefault(function, {})
    assert not earlier.keys() & wanted.keys(), f"{function.__qualname__} has such a hook already"
    earlier.update(wanted)
    names = {role: f"_snippets_{function.__name__}_{role}" for role in earlier}
    for role in wanted:
        function.__globals__[names[role]] = wanted[role]
    if "result" in names:
        _Returns(names["result"]).visit(definition)
    body = definition.body
    docstring = [body[0]] if ast.get_docstring(definition) is not None else []
    body = body[len(docstring) :]
    line = body[0]
    if "raising" in names:
        handler = _handler(names["raising"])
        _place(handler, line)
        body = [ast.copy_location(ast.Try(body=body, handlers=[handler], orelse=[], finalbody=[]), line)]
    if "after" in names:
        ending = ast.Expr(_call(names["after"], [], line))
        body = [ast.copy_location(ast.Try(body=body, handlers=[], orelse=[], finalbody=[ending]), line)]
    if "before" in names:
        parameters = [argument.arg for argument in definition.args.posonlyargs + definition.args.args]
        body = [ast.copy_location(ast.Expr(_call(names["before"], parameters, line)), line), *body]
    definition.body = docstring + body
    ast.fix_missing_locations(tree)
    function.__code__ = _compiled(tree, code, function.__globals__)


def regraft(target: Callable[..., Any], **hooks: Callable[..., Any]) -> None:
    """Put other hooks in the places of those that were grafted onto a function, by the names of ``graft``."""
    function: Any = target
    for role, hook in hooks.items():
        assert role in _GRAFTED[function], f"{function.__qualname__} has no such hook"
        _GRAFTED[function][role] = function.__globals__[f"_snippets_{function.__name__}_{role}"] = hook


def _source(code: CodeType) -> str:
    """The text of a function, up to the next line that is indented as it is, or less.

    ``inspect.getsource`` reads it word by word to find the end, which takes longer than all the rest.
    """
    lines = linecache.getlines(code.co_filename)[code.co_firstlineno - 1 :]
    if not lines:
        raise OSError(f"there is no source of {code.co_filename}")
    indent = len(lines[0]) - len(lines[0].lstrip())
    begun = False
    for index, line in enumerate(lines):
        text = line.strip()
        if begun and text and len(line) - len(line.lstrip()) <= indent and text[0] not in "#)]}":
            return "".join(lines[:index])
        begun = begun or text.startswith(("def ", "async def "))
    return "".join(lines)


def _parsed(source: str, first_line: int) -> tuple[ast.FunctionDef | ast.AsyncFunctionDef, ast.Module]:
    """The function's definition, every position as it is in its file, and the module around it."""
    indented = source[0].isspace()
    tree = ast.parse(f"class _:\n{source}" if indented else source)
    outer: Any = tree.body[0]
    definition = outer.body[0] if indented else outer
    assert isinstance(definition, (ast.FunctionDef, ast.AsyncFunctionDef))
    definition.decorator_list = []
    ast.increment_lineno(tree, first_line - 1 - indented)
    if indented:
        outer.lineno = max(1, outer.lineno)
    return definition, ast.Module([definition], [])


def _compiled(tree: ast.Module, old: Any, namespace: dict[str, Any]) -> Any:
    """The code object of the only function in this module, with the old one's name and place."""
    space: dict[str, Any] = {}
    exec(compile(tree, old.co_filename, "exec", dont_inherit=True), namespace, space)
    new = space[old.co_name].__code__
    return new.replace(co_qualname=old.co_qualname, co_firstlineno=old.co_firstlineno)


def _handler(name: str) -> ast.ExceptHandler:
    """Calls the hook and lets the exception go on; where there is no stack left to call it, it goes on untold."""
    handler = ast.parse(f"try: pass\nexcept BaseException:\n try: {name}()\n except RecursionError: pass\n raise").body[
        0
    ]
    assert isinstance(handler, ast.Try)
    return handler.handlers[0]


def _place(tree: ast.AST, where: ast.stmt) -> None:
    for node in ast.walk(tree):
        if hasattr(node, "lineno"):
            ast.copy_location(node, where)


def _call(name: str, parameters: list[str], where: ast.stmt) -> ast.Call:
    arguments: list[ast.expr] = [ast.Name(parameter, ast.Load()) for parameter in parameters]
    call = ast.Call(ast.Name(name, ast.Load()), arguments, [])
    _place(call, where)
    return call


class _Returns(ast.NodeTransformer):
    """Lets a hook see what ``return`` returns."""

    def __init__(self, hook: str) -> None:
        self.hook = hook

    def visit_Return(self, node: ast.Return) -> ast.Return:
        assert node.value is not None
        call = ast.Call(ast.copy_location(ast.Name(self.hook, ast.Load()), node), [node.value], [])
        node.value = ast.copy_location(call, node)
        return node

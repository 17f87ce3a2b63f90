"""Adds calls at the start and at the end of a Python function of the standard library, without adding a frame.

A wrapper would stand in every traceback, in debug mode's stacks and in the recursion count, so a recorded program
would print something else than a plain one. Instead the function is compiled anew from its own source, with the same
file name and the same line numbers, and one call more at either end.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from typing import Any, Callable


def graft(
    target: "Callable[..., Any]",
    before: "Callable[..., None] | None" = None,
    after: "Callable[[], None] | None" = None,
    result: "Callable[[Any], Any] | None" = None,
) -> None:
    """Change the function ``target`` in place: call ``before(*its parameters)`` first and ``after()`` at the end.

    ``result(value)`` sees each value that it returns and must give it back. The hooks must not raise. Raises OSError
    where the function's source is not at hand.
    """
    function: Any = target
    code = function.__code__
    source = textwrap.dedent(inspect.getsource(code))
    tree = ast.parse(source)
    definition = tree.body[0]
    assert isinstance(definition, ast.FunctionDef)
    definition.decorator_list = []
    hooks = {"before": before, "after": after, "result": result}
    names = {role: f"_snippets_{function.__name__}_{role}" for role, hook in hooks.items() if hook is not None}
    for role, name in names.items():
        function.__globals__[name] = hooks[role]
    if result is not None:
        definition = _Returns(names["result"]).visit(definition)
    body = definition.body
    docstring = [body[0]] if ast.get_docstring(definition) is not None else []
    body = body[len(docstring) :]
    line = body[0]
    if after is not None:
        ending = ast.Expr(_call(names["after"], [], line))
        body = [ast.copy_location(ast.Try(body=body, handlers=[], orelse=[], finalbody=[ending]), line)]
    if before is not None:
        parameters = [argument.arg for argument in definition.args.posonlyargs + definition.args.args]
        body = [ast.copy_location(ast.Expr(_call(names["before"], parameters, line)), line), *body]
    definition.body = docstring + body
    ast.fix_missing_locations(tree)
    ast.increment_lineno(tree, code.co_firstlineno - 1)
    space: "dict[str, Any]" = {}
    exec(compile(tree, code.co_filename, "exec", dont_inherit=True), function.__globals__, space)
    new = space[function.__name__].__code__
    function.__code__ = new.replace(co_qualname=code.co_qualname, co_firstlineno=code.co_firstlineno)


def _call(name: str, parameters: "list[str]", where: ast.stmt) -> ast.Call:
    arguments: "list[ast.expr]" = [ast.Name(parameter, ast.Load()) for parameter in parameters]
    call = ast.Call(ast.Name(name, ast.Load()), arguments, [])
    for node in ast.walk(call):
        ast.copy_location(node, where)
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

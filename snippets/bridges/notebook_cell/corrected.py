import ast
import asyncio
import inspect

async def notebook(cells):
    # as a notebook does it: a loop runs, and runs the cells
    names = {"asyncio": asyncio}
    for cell in cells:
        print(">", cell)
        code = compile(cell, "<cell>", "eval",
                       ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        value = eval(code, names)
        if inspect.iscoroutine(value):
            value = await value
        print(value)

asyncio.run(notebook([
    "1 + 1",
    "await asyncio.sleep(1, 'the page')",
]))

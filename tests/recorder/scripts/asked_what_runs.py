import asyncio
import sys

print(sys.argv, sys.flags.unbuffered, sys.flags.interactive, __doc__, __builtins__.__name__)
print(sys.gettrace(), sys.getprofile(), sys.getrecursionlimit(), sys.getswitchinterval())
print(sys.excepthook is sys.__excepthook__, sys.displayhook is sys.__displayhook__, sys.stdin.name, sys.stdout.name)
print(sorted(name for name in globals() if not name.startswith("_")), [path for path in sys.path if "snippets" in path][1:])
print(asyncio.Task, asyncio.create_task.__module__, asyncio.Handle._run.__qualname__, asyncio.Handle._run.__code__.co_argcount)
print(hasattr(sys, "last_value"), hasattr(sys, "ps1"), "sitecustomize" in sys.modules)

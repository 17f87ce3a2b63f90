import builtins
import sys

print(sorted({"asyncio", "json", "threading", "inspect", "ast", "resource", "signal", "logging"} & set(sys.modules)))
original = builtins.__import__
loaded = []


def spy(name, *arguments):
    new = name not in sys.modules
    module = original(name, *arguments)
    if new:
        loaded.append(name)
    return module


builtins.__import__ = spy

print("asyncio" in loaded, "logging" in loaded)

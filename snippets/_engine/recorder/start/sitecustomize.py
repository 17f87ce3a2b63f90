"""Python imports this while it starts, because the runner put this folder on PYTHONPATH. It installs the recorder.

It leaves no trace that the program could trip over: neither the path, the variables nor the modules' names stay, and
a ``sitecustomize`` that it stands before is run after it.
"""

import importlib.machinery
import importlib.util
import os
import sys
from importlib.machinery import ModuleSpec, SourceFileLoader
from typing import Any

_NAME = "_snippets_recorder"


class _Kept(SourceFileLoader):
    """Keeps the recorder's bytecode, and no other, in a folder of its own: to compile it costs a fifth of a run."""

    folder = os.environ.get("SNIPPETS_BYTECODE")
    compiled = False

    def get_code(self, fullname: str) -> Any:
        before = sys.dont_write_bytecode, sys.pycache_prefix
        sys.dont_write_bytecode, sys.pycache_prefix = self.folder is None, self.folder
        try:
            return super().get_code(fullname)
        except (EOFError, ValueError, TypeError):  # what is kept is damaged
            os.unlink(importlib.util.cache_from_source(self.path))
            return super().get_code(fullname)
        finally:
            sys.dont_write_bytecode, sys.pycache_prefix = before

    def source_to_code(self, *arguments: Any, **named: Any) -> Any:  # type: ignore[override]
        type(self).compiled = True
        return super().source_to_code(*arguments, **named)

    def _cache_bytecode(self, source_path: str, cache_path: str, data: Any) -> None:
        super()._cache_bytecode(source_path, cache_path, data)  # type: ignore[misc]
        if not os.path.exists(cache_path):
            type(self).folder = None  # it cannot be kept here


class _Finder:
    """Finds the recorder's modules, while they are imported."""

    @staticmethod
    def find_spec(fullname: str, path: Any = None, target: Any = None) -> "ModuleSpec | None":
        package, _, module = fullname.partition(".")
        if package != _NAME:
            return None
        file = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), f"{module or '__init__'}.py")
        folders = None if module else [os.path.dirname(file)]
        loader = _Kept(fullname, file)
        return importlib.util.spec_from_file_location(fullname, file, loader=loader, submodule_search_locations=folders)


def _install() -> Any:
    environment = dict(os.environ)
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [entry for entry in sys.path if entry != here]
    sys.meta_path.insert(0, _Finder)
    package = importlib.import_module(_NAME)
    settings = package.Settings.from_environment()
    # The clock first: what asyncio imports, as logging, already reads the time.
    clock = importlib.import_module(_NAME + ".clock").of(settings.clock)
    clock.install()
    install, warm = (importlib.import_module(f"{_NAME}.{module}") for module in ("install", "warm"))
    if _Kept.compiled and _Kept.folder is not None:
        # Once more from the start: what was compiled has left objects behind, and with them the addresses of the
        # program's own would be others than in the next run.
        environment.pop("LC_CTYPE", None)
        environment |= {"LC_CTYPE": settings.lc_ctype} if settings.lc_ctype is not None else {}
        os.execve(sys.executable, sys.orig_argv, environment)
    recorder = install.Recorder(clock)
    recorder.begin(settings if settings.warm is None else warm.wait(settings))
    for module in [module for module in sys.modules if module.split(".")[0] == _NAME]:
        del sys.modules[module]
    sys.meta_path.remove(_Finder)
    return recorder.start


if "SNIPPETS_RECORDER" in os.environ:
    try:
        _start = _install()
    except BaseException:
        # Running on unrecorded would be worse than not running: the runner reports this traceback.
        import traceback

        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)

# The one that Python would have found without us, if any: from here on it is that one. Where there is none, Python
# takes the error for just that, and forgets this module.
_spec = importlib.machinery.PathFinder.find_spec("sitecustomize")
if "_start" in globals():
    _start()
if _spec is None or _spec.loader is None:
    raise ImportError(name="sitecustomize")
sys.modules["sitecustomize"] = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(sys.modules["sitecustomize"])

"""Python imports this while it starts, because the runner put this folder on PYTHONPATH. It installs the recorder.

It leaves no trace that the program could trip over: neither the path, the variables nor the modules' names stay.
"""

import importlib.util
import os
import sys


def _install() -> None:
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [entry for entry in sys.path if entry != here]
    os.environ.pop("PYTHONPATH", None)
    folder = os.path.dirname(here)
    name = "_snippets_recorder"
    spec = importlib.util.spec_from_file_location(
        name,
        os.path.join(folder, "__init__.py"),
        submodule_search_locations=[folder],
    )
    assert spec is not None and spec.loader is not None
    package = importlib.util.module_from_spec(spec)
    sys.modules[name] = package
    spec.loader.exec_module(package)
    settings = package.Settings.from_environment()
    # The clock first: what asyncio imports, as logging, already reads the time.
    clock = importlib.import_module(name + ".clock").of(settings.clock)
    clock.install()
    importlib.import_module(name + ".install").install(settings, clock)
    for module in [module for module in sys.modules if module.split(".")[0] == name]:
        del sys.modules[module]


if "SNIPPETS_RECORDER" in os.environ:
    try:
        _install()
    except BaseException:
        # Running on unrecorded would be worse than not running: the runner reports this traceback.
        import traceback

        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)

# Python takes this for "there is no sitecustomize", as is so for a plain run, and forgets the module.
raise ImportError(name="sitecustomize")

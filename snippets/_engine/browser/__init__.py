"""The recorder, and all that is made of a record, inside the reader's browser: CPython compiled to WebAssembly.

``emscripten``, ``program`` and ``drawn`` run in there, ``pack`` when the site is built. The scripts of the page and of
its workers are in ``docs/assets/run``; ``package.json`` names what npm installs, with its lock beside it.
"""

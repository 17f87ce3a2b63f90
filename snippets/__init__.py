"""Examples of asyncio that are run, checked and shown. Pages call these names in markdown-exec blocks.

``show`` returns an example's card; ``strip``, ``glance``, ``hero`` and ``tally`` return what the home page shows, and
``signs`` what the signs mean.
"""

from snippets._engine.home import glance, hero, signs, strip, tally
from snippets._engine.page import show

__all__ = ["glance", "hero", "show", "signs", "strip", "tally"]

"""Examples of asyncio that are run, checked and shown. Pages call these names in markdown-exec blocks.

``show`` returns an example's card; ``strip``, ``glance``, ``hero`` and ``tally`` return what the home page shows, and
``signs`` what the signs mean; ``beside`` lists the files of a permanent page,
``two_clocks`` holds a program's times on both clocks against each other, ``refusal`` says what the virtual one will
not do, and ``costs`` what moves it.
"""

from snippets._engine.clocks import costs, refusal, two_clocks
from snippets._engine.home import glance, hero, signs, strip, tally
from snippets._engine.page import show
from snippets._engine.permanent import beside

__all__ = ["beside", "costs", "glance", "hero", "refusal", "show", "signs", "strip", "tally", "two_clocks"]

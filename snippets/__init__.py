"""Examples of asyncio that are run, checked and shown. Pages call these names in markdown-exec blocks.

``show`` returns an example's card; ``strip``, ``glance``, ``hero`` and ``tally`` return what the home page shows, and
``signs`` what the signs mean; ``beside`` lists the files of a permanent page and ``share`` what a speaker takes along
from it; ``embed`` is a card for somebody else's frame, ``handed_out`` is a sample of what the talks page tells of,
``at_hand`` tells where the repository is;
``shelf`` lists a release's files, ``shelves`` the releases, ``archives`` what can be had in one piece; ``mistakes`` and
``messages`` index what goes wrong by what is seen of it; ``two_clocks`` holds a program's times on both clocks against
each other, ``refusal`` says what the virtual one will not do, and ``costs`` what moves it.
"""

from snippets._engine.claims import claims
from snippets._engine.claims import tell as claims_tell
from snippets._engine.clocks import costs, refusal, two_clocks
from snippets._engine.gallery import gallery, used_by
from snippets._engine.home import glance, hero, signs, strip, tally
from snippets._engine.mistakes import messages, mistakes
from snippets._engine.page import show
from snippets._engine.permanent import beside
from snippets._engine.share import at_hand, embed, handed_out, share
from snippets._engine.shelf import archives, shelf, shelves
from snippets._engine.slide import deck, slide
from snippets._engine.status import status

__all__ = [
    "archives",
    "at_hand",
    "beside",
    "claims",
    "claims_tell",
    "costs",
    "deck",
    "embed",
    "gallery",
    "glance",
    "handed_out",
    "hero",
    "messages",
    "mistakes",
    "refusal",
    "share",
    "shelf",
    "shelves",
    "show",
    "signs",
    "slide",
    "status",
    "strip",
    "tally",
    "two_clocks",
    "used_by",
]

"""``python -m snippets``: the command line."""

import sys

from snippets._engine.cli import main

sys.exit(main())

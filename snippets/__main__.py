"""``python -m snippets``: the command line."""

import sys

try:
    from snippets._engine.cli import main
except KeyboardInterrupt:
    print("snippets: stopped by Ctrl-C", file=sys.stderr)
    sys.exit(130)

sys.exit(main())

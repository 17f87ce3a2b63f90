import os
import sys

os.close(1)
try:
    print("nowhere")
except OSError as error:
    print(repr(error), file=sys.stderr)
try:
    os.write(1, b"nowhere either\n")
except OSError as error:
    print(repr(error), file=sys.stderr)

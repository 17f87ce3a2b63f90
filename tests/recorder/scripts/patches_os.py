import os
import sys

os.write = lambda descriptor, data: 1 / 0
os.getpid = lambda: 42
sys._getframe = lambda depth=0: None
print("still prints", os.getpid())
print("to stderr", file=sys.stderr)

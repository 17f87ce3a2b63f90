import atexit
import sys
import time

atexit.register(print, "at exit")
print("out", end="")
print("err", file=sys.stderr)
time.sleep(0.3)
sys.stdout.write("more\n")


class Last:
    def __del__(self):
        print("deleted at the very end")


last = Last()

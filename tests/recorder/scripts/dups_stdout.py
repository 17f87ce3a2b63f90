import os
import sys

copy = os.fdopen(os.dup(1), "w")
for number in range(10):
    print("print", number)
    copy.write(f"copy {number}\n")
    copy.flush()
    print("err", number, file=sys.stderr)

import os
import sys

print("one")
print("two", file=sys.stderr)
os.write(1, b"three\n")
os.write(2, b"four\n")
sys.stdout.buffer.write(b"five \xff\xfe\n")
sys.stdout.write("six")
sys.stderr.write("seven\n")
print("eight \u20ac", repr(sys.stdout), sys.stdout is sys.__stdout__, sys.argv, __name__)
print(sys.path[0] == __file__.rpartition("/")[0], sys.flags.safe_path, sys.orig_argv[1:])

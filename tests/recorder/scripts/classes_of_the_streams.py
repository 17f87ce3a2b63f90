import io
import sys

print(isinstance(sys.stdout.buffer, io.FileIO), type(sys.stdout.buffer) is type(sys.stdin.buffer))
print(sys.stdout.mode, sys.stderr.mode, sys.stdout.newlines, sys.stdout.buffer.closefd, sys.stdout.buffer.name)
print(sys.stdout is sys.__stdout__, sys.stderr is sys.__stderr__, hasattr(sys.stdout.buffer, "raw"))
for call in (sys.stdout.tell, lambda: sys.stdout.seek(0), sys.stdout.read, lambda: sys.stdout.buffer.readinto(bytearray(1))):
    try:
        call()
    except OSError as error:
        print(type(error).__name__, error)
print(vars(sys.stdout.buffer) if hasattr(sys.stdout.buffer, "__dict__") else "no attributes")

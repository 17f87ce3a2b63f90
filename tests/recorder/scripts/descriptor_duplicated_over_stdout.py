import os
import sys
import tempfile

with tempfile.TemporaryFile() as file:
    kept = os.dup(1)
    os.dup2(file.fileno(), 1)
    print("into the file")
    os.write(1, b"by os.write\n")
    os.dup2(kept, 1)
    os.close(kept)
    print("on stdout again")
    file.seek(0)
    print("the file holds", file.read())
os.dup2(1, 2)
print("to stderr, which is stdout now", file=sys.stderr)

import os
import tempfile

print("before")
os.closerange(3, 50)
print("after")
files = [tempfile.TemporaryFile() for _ in range(8)]
for file in files:
    file.write(b"mine")
    print("more")
    file.seek(0)
print([file.read() for file in files])

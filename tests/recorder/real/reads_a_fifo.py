import os
import tempfile

path = os.path.join(tempfile.mkdtemp(), "fifo")
os.mkfifo(path)
if not os.fork():
    with open(path, "w") as file:
        file.write("through a fifo")
    os._exit(0)
with open(path) as file:
    print(file.read())
os.wait()

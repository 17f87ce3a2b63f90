import os
import tempfile
import time

with tempfile.NamedTemporaryFile() as file:
    age = time.time() - os.stat(file.name).st_mtime
    print("age in whole seconds:", round(age))
print("older than an hour:", time.time() - os.path.getmtime(__file__) > -3600)

import os
import sys

print("before")
os.execv(sys.executable, [sys.executable, "-u", "-c", "print('another program')"])

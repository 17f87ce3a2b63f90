import os
import sys

for number in range(5):
    print("parent before", number)
    pid = os.fork()
    if not pid:
        print("child", number, file=sys.stderr if number % 2 else sys.stdout)
        os._exit(0)
    os.waitpid(pid, 0)
    print("parent after", number)

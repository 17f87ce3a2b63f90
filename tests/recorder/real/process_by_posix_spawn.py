import os
import sys

print("before")
pid = os.posix_spawn(sys.executable, [sys.executable, "-c", "import os; os._exit(7)"], os.environ)
print("after", os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))

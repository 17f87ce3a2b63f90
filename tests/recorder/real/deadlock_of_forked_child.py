import asyncio
import os
import signal
import time

pid = os.fork()
if not pid:
    asyncio.run(asyncio.Event().wait())
    os._exit(0)
time.sleep(0.5)
print("the child has ended by itself:", os.waitpid(pid, os.WNOHANG)[0] == pid)
os.kill(pid, signal.SIGKILL)
os.wait()

import asyncio
import os

os.system(f"(sleep 0.4; kill -TERM {os.getpid()}) &")
print("waits for what a grandchild does")
asyncio.run(asyncio.Event().wait())

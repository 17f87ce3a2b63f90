import asyncio
import sys

TOOL = """
import time
time.sleep(0.8)
print("tool: the old backup is replaced", flush=True)
"""

async def backup():
    tool = await asyncio.create_subprocess_exec(
        sys.executable, "-c", TOOL)
    await tool.wait()

async def main():
    try:
        async with asyncio.timeout(0.4):
            await backup()
    except TimeoutError:
        print("main: no backup, keep the old one")
    await asyncio.sleep(1.4)  # other work
    print("main: ended")

asyncio.run(main())

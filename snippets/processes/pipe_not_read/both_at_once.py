import asyncio
import sys
from asyncio.subprocess import PIPE

TOOL = """
import sys
for part in range(3):
    print("part", part, flush=True)
    sys.stderr.write("here is what I did\\n" * 20_000)
"""

async def main():
    tool = await asyncio.create_subprocess_exec(
        sys.executable, "-c", TOOL, stdout=PIPE, stderr=PIPE)

    try:
        async with asyncio.TaskGroup() as group:
            reading = group.create_task(tool.stderr.read())
            async for line in tool.stdout:
                print("tool:", line.decode().rstrip())
        await tool.wait()
    finally:
        if tool.returncode is None:  # cancelled, perhaps
            tool.kill()
            await tool.communicate()

    notes = reading.result()
    print("lines of notes:", notes.count(b"\n"))
    print("ended with", tool.returncode)

asyncio.run(main())

import asyncio
import sys


async def ask():
    code = "print('a date, for one')"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE)
    data = await process.stdout.readline()
    await process.wait()
    return data.decode("ascii").rstrip(), process.returncode


print("Current:", *asyncio.run(ask()))

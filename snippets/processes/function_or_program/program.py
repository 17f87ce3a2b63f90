import asyncio
import sys
from asyncio.subprocess import PIPE

async def main():
    tool = await asyncio.create_subprocess_exec(
        sys.executable, '-c', 'print(sum(range(1000)))',
        stdout=PIPE)
    output, _ = await tool.communicate()
    print('the program printed', output.decode().rstrip())
    print('and ended with', tool.returncode)

asyncio.run(main())

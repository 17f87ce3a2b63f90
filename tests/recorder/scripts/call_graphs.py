import asyncio
import re
import sys


async def inner():
    await asyncio.sleep(0.01)
    graph = asyncio.capture_call_graph(depth=1)
    print([waiter.future.get_name() for waiter in graph.awaited_by])
    print(re.sub("id=0x[0-9a-f]+", "id", asyncio.format_call_graph()))


async def middle():
    async with asyncio.TaskGroup() as group:
        group.create_task(inner(), name="inner")


async def main():
    await asyncio.create_task(middle(), name="middle")


if sys.version_info >= (3, 14):
    asyncio.run(main())

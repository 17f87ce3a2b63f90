import sys

sys.modules["_asyncio"] = None
import asyncio  # noqa: E402


async def fails():
    await asyncio.sleep(0.01)
    raise ValueError("in a task written in Python")


async def main():
    print(asyncio.Task.__module__, asyncio.Future.__module__)
    await asyncio.create_task(fails())


asyncio.run(main())

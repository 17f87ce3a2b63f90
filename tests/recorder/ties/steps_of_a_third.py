"""Delays that are no round numbers: they run since the wake-up like any other."""

import asyncio


async def thirds():
    for _ in range(3):
        await asyncio.sleep(1 / 3)
    print("thirds")


async def main():
    task = asyncio.create_task(thirds())
    await asyncio.sleep(1)
    print("one")
    await task


asyncio.run(main())

"""A step that blocks for longer than a timer waits, by far."""

import asyncio
import time


async def tick():
    while True:
        await asyncio.sleep(0.1)
        print("tick")


async def main():
    task = asyncio.create_task(tick())
    await asyncio.sleep(0.05)
    time.sleep(0.3)
    print("blocked")
    await asyncio.sleep(0.17)
    print("done")


asyncio.run(main())

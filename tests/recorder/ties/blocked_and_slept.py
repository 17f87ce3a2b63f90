import asyncio
import time


async def other():
    await asyncio.sleep(0.5)
    print("other")


async def blocks():
    time.sleep(0.1)
    await asyncio.sleep(0.4)
    print("blocked")


async def main():
    await asyncio.gather(other(), blocks())


asyncio.run(main())

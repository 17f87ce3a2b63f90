import asyncio
import time


async def tick():
    following = time.perf_counter()
    while True:
        following += 0.1
        await asyncio.sleep(following - time.perf_counter())
        print("tick")


async def main():
    task = asyncio.create_task(tick())
    await asyncio.sleep(1.045)
    print("done")


asyncio.run(main())

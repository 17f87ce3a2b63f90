import asyncio
import time


async def tick():
    following = time.time()
    while True:
        following += 0.1
        await asyncio.sleep(following - time.time())
        print("tick")


async def main():
    task = asyncio.create_task(tick())
    await asyncio.sleep(0.995)
    print("done")


asyncio.run(main())

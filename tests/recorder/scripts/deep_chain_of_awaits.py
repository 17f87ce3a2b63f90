import asyncio
import sys

sys.setrecursionlimit(5000)


async def chain(depth, lock):
    if depth:
        return await chain(depth - 1, lock) + 1
    async with lock:
        await asyncio.sleep(0.01)
    return 0


async def main():
    lock = asyncio.Lock()
    print(await asyncio.gather(chain(150, lock), chain(1500, lock)))
    try:
        async with asyncio.timeout(0.01):
            await chain(300, asyncio.Semaphore(0))
    except TimeoutError as error:
        frames, trace = 0, error.__cause__.__traceback__
        while trace:
            frames, trace = frames + 1, trace.tb_next
        print("frames of the cancelled:", frames)


asyncio.run(main())

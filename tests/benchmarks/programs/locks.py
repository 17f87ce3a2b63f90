import asyncio
import sys

SIZE = int(sys.argv[1]) if len(sys.argv) > 1 else 1


async def worker(name, lock, semaphore, count):
    for turn in range(count):
        async with lock:
            await asyncio.sleep(0)
        async with semaphore:
            await asyncio.sleep(0.0001 * (turn % 3))
        try:
            async with asyncio.timeout(1):
                await asyncio.sleep(0)
        except TimeoutError:
            print(name, "timed out")
    return name


async def main():
    lock, semaphore = asyncio.Lock(), asyncio.Semaphore(3)
    async with asyncio.TaskGroup() as group:
        for i in range(10):
            group.create_task(worker(f"w{i}", lock, semaphore, 2_500 * SIZE))
    print("done")


asyncio.run(main())

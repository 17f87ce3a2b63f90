import asyncio
import sys

SIZE = int(sys.argv[1]) if len(sys.argv) > 1 else 1


async def worker(number, queue, results):
    item = await queue.get()
    await asyncio.sleep(0.001)
    results.append(item + number)
    queue.task_done()


async def main():
    queue = asyncio.Queue(100)
    results = []
    workers = [asyncio.create_task(worker(i, queue, results)) for i in range(10_000 * SIZE)]
    for item in range(10_000 * SIZE):
        await queue.put(item)
    await queue.join()
    await asyncio.gather(*workers)
    print(len(results), sum(results))


asyncio.run(main())

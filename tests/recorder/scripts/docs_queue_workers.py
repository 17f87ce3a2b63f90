import asyncio
import time

DELAYS = [0.10, 0.35, 0.22, 0.50, 0.18, 0.41, 0.30, 0.05]


async def worker(name, queue):
    while True:
        delay = await queue.get()
        await asyncio.sleep(delay)
        queue.task_done()
        print(f"{name} has slept for {delay:.2f} seconds")


async def main():
    queue = asyncio.Queue()
    for delay in DELAYS:
        queue.put_nowait(delay)
    tasks = [asyncio.create_task(worker(f"worker-{number}", queue)) for number in range(3)]
    began = time.monotonic()
    await queue.join()
    took = time.monotonic() - began
    for task in tasks:
        task.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    print(f"3 workers slept in parallel for {took:.0f} second, in all {sum(DELAYS):.2f}", len(results))


asyncio.run(main())

import asyncio


ready = []


async def worker(number, lock, semaphore, condition, barrier, queue):
    async with lock, semaphore:
        await asyncio.sleep(0.1)
        print("locked", number)
    await barrier.wait()
    async with condition:
        if number == 0:
            ready.append(number)
            condition.notify_all()
        await condition.wait_for(lambda: ready)
    print("notified", number)
    queue.put_nowait((-number, number))


async def main():
    queue = asyncio.PriorityQueue()
    parts = asyncio.Lock(), asyncio.Semaphore(2), asyncio.Condition(), asyncio.Barrier(3), queue
    await asyncio.gather(*(worker(number, *parts) for number in reversed(range(3))))
    while not queue.empty():
        print(await queue.get())


asyncio.run(main())

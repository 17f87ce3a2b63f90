import asyncio


async def worker(number, lock):
    for turn in range(2):
        async with lock:
            print(number, "turn", turn)
            await asyncio.sleep(0.01)


async def main():
    lock = asyncio.Lock()
    tasks = [asyncio.create_task(worker(number, lock)) for number in range(3)]
    await asyncio.sleep(0.005)
    print(lock.locked(), repr(lock).partition("[")[2])
    tasks[1].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    try:
        lock.release()
    except RuntimeError as error:
        print(error)


asyncio.run(main())

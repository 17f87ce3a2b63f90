import asyncio


async def worker(lock, argument):
    kept = locals()
    async with lock:
        await asyncio.sleep(0.01)
    print(sorted(kept))
    other = locals()
    await asyncio.sleep(0.01)
    print(sorted(kept), kept is other or len(kept))


async def main():
    lock = asyncio.Lock()
    await asyncio.gather(worker(lock, 1), worker(lock, 2))


asyncio.run(main())

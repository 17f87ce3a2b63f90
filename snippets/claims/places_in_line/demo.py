import asyncio

async def worker_with(lock, worker_id, said):
    said.append('{} waits'.format(worker_id))
    async with lock:
        said.append('{} in'.format(worker_id))
        await asyncio.sleep(0.5)
    said.append('{} out'.format(worker_id))

async def main():
    for lock in asyncio.Lock(), asyncio.Semaphore(2):
        said = []
        await asyncio.gather(
            *(worker_with(lock, i, said) for i in range(3)))
        print('{}: {}'.format(type(lock).__name__, ', '.join(said)))

asyncio.run(main())

import asyncio
import threading

async def worker_with(lock, worker_id):
    print('worker {} is waiting for the lock'.format(worker_id))
    with lock:
        print('worker {} has acquired the lock'.format(worker_id))
        await asyncio.sleep(1)
    print('worker {} has released the lock'.format(worker_id))

async def main():
    lock = threading.Lock()
    await asyncio.gather(*(worker_with(lock, i) for i in range(3)))

asyncio.run(main())

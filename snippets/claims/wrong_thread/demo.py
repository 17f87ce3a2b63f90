import asyncio
import threading
import time

async def get_item(queue):
    began = time.monotonic()
    await queue.get()
    slept_on = time.monotonic() - began > 1
    print('the item is had late:', slept_on)

async def get_lock(lock):
    async with lock:
        print('the lock is had here')

def from_outside(queue, lock):
    # the loop sleeps meanwhile, and goes on doing so
    time.sleep(0.4)
    queue.put_nowait('tea')
    try:
        # with a loop of this thread
        asyncio.run(lock.acquire())
    except RuntimeError as error:
        print('the lock', str(error).partition('> ')[2])

async def main():
    queue, lock = asyncio.Queue(), asyncio.Lock()
    await lock.acquire()
    tasks = asyncio.gather(get_item(queue), get_lock(lock))
    outside = threading.Thread(
        target=from_outside, args=(queue, lock))
    outside.start()
    await asyncio.sleep(1.6)
    lock.release()
    await tasks

asyncio.run(main())

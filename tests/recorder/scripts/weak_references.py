import asyncio
import weakref


class Thing:
    pass


async def holder(thing, lock):
    reference = weakref.ref(thing)
    async with lock:
        await asyncio.sleep(0.05)
    thing = None
    print("alive:", reference() is not None)


async def main():
    lock = asyncio.Lock()
    await asyncio.gather(holder(Thing(), lock), holder(Thing(), lock))
    task = asyncio.create_task(asyncio.sleep(0))
    reference = weakref.ref(task)
    await task
    del task
    print("task alive:", reference() is not None)


asyncio.run(main())

import asyncio


class Proxy:
    def __getattribute__(self, name):
        print("looked up", name)
        raise LookupError(name)


class NoDict:
    __dict__ = property(lambda self: 1 / 0)


async def waiter(lock):
    proxy, strange = Proxy(), NoDict()
    async with lock:
        print("has it")


async def main():
    proxy = Proxy()
    lock = asyncio.Lock()
    await lock.acquire()
    task = asyncio.create_task(waiter(lock))
    await asyncio.sleep(0.01)
    lock.release()
    await task


asyncio.run(main())

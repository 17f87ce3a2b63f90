import asyncio

async def use(lock, name):
    async with lock:
        print(name, "has the lock")
        await asyncio.sleep(1)

async def main():
    lock = asyncio.Lock()
    await asyncio.gather(use(lock, "foo"), use(lock, "bar"))

asyncio.run(main())
print("once more")
asyncio.run(main())

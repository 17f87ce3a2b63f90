import asyncio

lock = asyncio.Lock()

async def use(name):
    async with lock:
        print(name, "has the lock")
        await asyncio.sleep(1)

async def main():
    await asyncio.gather(use("foo"), use("bar"))

asyncio.run(main())
print("once more")
asyncio.run(main())

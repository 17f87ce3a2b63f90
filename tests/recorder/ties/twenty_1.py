import asyncio


async def twenty():
    for _ in range(20):
        await asyncio.sleep(0.05)
    print("twenty")


async def one():
    await asyncio.sleep(1)
    print("one")


async def main():
    await asyncio.gather(twenty(), one())


asyncio.run(main())

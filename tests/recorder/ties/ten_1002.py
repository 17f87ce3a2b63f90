import asyncio


async def ten():
    for _ in range(10):
        await asyncio.sleep(0.1)
    print("ten")


async def one():
    await asyncio.sleep(1.002)
    print("one")


async def main():
    await asyncio.gather(ten(), one())


asyncio.run(main())

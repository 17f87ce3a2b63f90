import asyncio


async def a(n):
    for _ in range(5):
        await asyncio.sleep(0.3)
        print(n)


async def main():
    await asyncio.gather(a(1), a(2), a(3))


asyncio.run(main())

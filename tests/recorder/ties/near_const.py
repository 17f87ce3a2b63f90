import asyncio


async def s(d):
    await asyncio.sleep(d)
    print(d)


async def main():
    await asyncio.gather(s(0.5), s(0.501), s(0.51), s(0.5001))


asyncio.run(main())

import asyncio


def deeper(n):
    return deeper(n + 1)


async def main():
    await asyncio.sleep(0)
    deeper(0)


asyncio.run(main())

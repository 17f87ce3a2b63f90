"""Asks the clock whether the time is up, again and again."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    end = loop.time() + 0.55
    n = 0
    while loop.time() < end:
        n += 1
        await asyncio.sleep(0.1)
    print(n)


asyncio.run(main())

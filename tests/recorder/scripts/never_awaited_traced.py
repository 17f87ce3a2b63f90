import asyncio
import sys
import tracemalloc

tracemalloc.start(5)
sys.set_coroutine_origin_tracking_depth(3)


async def forgotten():
    pass


def makes_it():
    return forgotten()


async def main():
    makes_it()
    asyncio.sleep(1)
    await asyncio.sleep(0)


asyncio.run(main())

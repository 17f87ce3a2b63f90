import asyncio
import functools


@functools.cache
def memoised(number):
    return number if number < 2 else memoised(number - 1) + memoised(number - 2)


def plain(number):
    return number if number < 2 else plain(number - 1) + plain(number - 2)


async def main():
    print(plain(22), memoised(300))
    await asyncio.sleep(0)
    print(len(str(2**20_000 % 10**4000)))


asyncio.run(main())

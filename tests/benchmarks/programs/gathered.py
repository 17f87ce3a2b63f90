import asyncio
import sys

SIZE = int(sys.argv[1]) if len(sys.argv) > 1 else 1


async def fetch(number):
    await asyncio.sleep(number % 7 / 1000)
    return number


async def main():
    results = await asyncio.gather(*(fetch(i) for i in range(10_000 * SIZE)))
    print(len(results), sum(results))


asyncio.run(main())

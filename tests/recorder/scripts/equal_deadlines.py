import asyncio


async def worker(number):
    await asyncio.sleep(1)
    print(number)


async def main():
    await asyncio.gather(*(worker(number) for number in range(8)))


asyncio.run(main())

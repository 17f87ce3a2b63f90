import asyncio


async def one(number):
    await asyncio.sleep(0.1)
    if number % 50 == 0:
        print(number)


async def main():
    await asyncio.gather(*(one(number) for number in range(301)))


asyncio.run(main())

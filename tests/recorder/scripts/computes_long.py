import asyncio


async def main():
    total = 0
    for number in range(3_000_000):
        total += number
    print(total)


asyncio.run(main())

import asyncio


async def digits(number):
    await asyncio.sleep(0.01)
    return number.bit_length()


async def main():
    print(await asyncio.create_task(digits(10**5000)))


asyncio.run(main())

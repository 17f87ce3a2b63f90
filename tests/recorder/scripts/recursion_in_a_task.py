import asyncio


async def deeper(number):
    if number == 700:
        raise ValueError("at the bottom")
    await deeper(number + 1)


async def endless():
    await endless()


async def main():
    try:
        await deeper(0)
    except ValueError as error:
        print(error)
    try:
        await asyncio.create_task(endless())
    except RecursionError as error:
        print(str(error).partition(" while")[0])
    await deeper(0)


asyncio.run(main())

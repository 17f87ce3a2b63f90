import asyncio


async def main():
    try:
        async with asyncio.timeout(1):
            await asyncio.sleep(1)
            print("op")
    except TimeoutError:
        print("late")


asyncio.run(main())

import asyncio


async def op():
    await asyncio.sleep(0.3)
    await asyncio.sleep(0.7)
    print("op")


async def main():
    try:
        await asyncio.wait_for(op(), 1)
    except TimeoutError:
        print("late")


asyncio.run(main())

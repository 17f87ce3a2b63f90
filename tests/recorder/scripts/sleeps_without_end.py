import asyncio


async def forever():
    try:
        await asyncio.sleep(float("inf"))
    finally:
        print("not forever")


async def main():
    task = asyncio.create_task(forever())
    await asyncio.sleep(0.2)
    task.cancel()
    await asyncio.wait([task])
    async with asyncio.timeout(float("inf")):
        await asyncio.sleep(0.1)
    print(await asyncio.wait_for(asyncio.sleep(0.1, "in time"), 1e9))


asyncio.run(main())

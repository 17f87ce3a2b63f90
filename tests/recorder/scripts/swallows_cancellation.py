import asyncio


async def swallows():
    for turn in range(3):
        try:
            await asyncio.sleep(0.1)
        except asyncio.CancelledError:
            print("swallowed in turn", turn)
    return "ran to the end"


async def main():
    task = asyncio.create_task(swallows())
    await asyncio.sleep(0.15)
    task.cancel()
    print(await task, task.cancelled(), task.cancelling())
    try:
        async with asyncio.timeout(0.05):
            print(await swallows())
    except TimeoutError:
        print("timed out in the end")


asyncio.run(main())

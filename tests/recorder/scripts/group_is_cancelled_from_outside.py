import asyncio


async def worker(number):
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        await asyncio.sleep(number / 10)
        print("worker", number, "cancelled")
        if number == 2:
            raise ValueError("instead")
        raise


async def holds():
    async with asyncio.TaskGroup() as group:
        for number in range(3):
            group.create_task(worker(number))


async def main():
    task = asyncio.create_task(holds())
    await asyncio.sleep(0.1)
    task.cancel("from outside")
    print(await asyncio.gather(task, return_exceptions=True))
    task = asyncio.create_task(asyncio.wait_for(holds(), 0.1))
    print(await asyncio.gather(task, return_exceptions=True))


asyncio.run(main())

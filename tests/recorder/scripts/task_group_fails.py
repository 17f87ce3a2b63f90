import asyncio


async def fails(name):
    await asyncio.sleep(0.1)
    raise ValueError(name)


async def waits():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("cancelled")
        raise


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(fails("a"))
        group.create_task(fails("b"))
        group.create_task(waits())


asyncio.run(main())

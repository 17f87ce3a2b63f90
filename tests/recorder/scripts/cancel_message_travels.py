import asyncio


async def inner():
    await asyncio.get_running_loop().create_future()


async def middle():
    await asyncio.create_task(inner(), name="inner")


async def main():
    task = asyncio.create_task(middle(), name="middle")
    await asyncio.sleep(0.1)
    task.cancel(msg=("a", "tuple"))
    try:
        await task
    except asyncio.CancelledError as error:
        print(error.args, type(error.__context__).__name__)
    print(task)


asyncio.run(main())

import asyncio

async def foo():
    while True:
        await asyncio.sleep(1)
        print("foo")

async def bar():
    while True:
        await asyncio.sleep(1)
        print("bar")

async def main():
    task1 = asyncio.create_task(foo())
    task2 = asyncio.create_task(bar())
    await asyncio.sleep(5)
    task1.cancel()
    task2.cancel()
    # wait until both have ended; what one failed with is raised
    await asyncio.wait([task1, task2])
    for task in task1, task2:
        if not task.cancelled():
            task.result()

asyncio.run(main())

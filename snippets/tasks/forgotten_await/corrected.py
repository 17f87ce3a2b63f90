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
    async with asyncio.TaskGroup() as group:
        task1 = group.create_task(foo())
        task2 = group.create_task(bar())
        await asyncio.sleep(5)
        task1.cancel()
        task2.cancel()

asyncio.run(main())

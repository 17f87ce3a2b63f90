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

asyncio.run(main())

import asyncio

async def foo(id, sleep_time = 1):
    while True:
        await asyncio.sleep(sleep_time)
        print("foo with id {}".format(id))

async def main():
    tasks = [asyncio.create_task(foo(i)) for i in range(5)]
    await asyncio.sleep(5)
    for task in tasks:
        task.cancel()

asyncio.run(main())

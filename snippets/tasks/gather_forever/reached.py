import asyncio

async def foo(id, sleep_time = 1):
    while True:
        await asyncio.sleep(sleep_time)
        print("foo with id {}".format(id))

async def main():
    asyncio.gather(*[foo(i) for i in range(5)])
    await asyncio.sleep(5)

    # cancel all dispatched tasks
    for task in asyncio.all_tasks():
        task.cancel()

asyncio.run(main())

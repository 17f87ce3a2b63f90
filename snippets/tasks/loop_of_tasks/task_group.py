import asyncio

async def foo(id, sleep_time = 1):
    while True:
        await asyncio.sleep(sleep_time)
        print("foo with id {}".format(id))

async def main():
    try:
        async with asyncio.timeout(5):
            async with asyncio.TaskGroup() as tg:
                tasks = [tg.create_task(foo(i)) for i in range(5)]
    except TimeoutError:
        # the group's block has ended, so its tasks have, too
        print("ended, cancelled:", [t.cancelled() for t in tasks])

asyncio.run(main())

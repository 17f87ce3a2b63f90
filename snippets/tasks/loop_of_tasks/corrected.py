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
    # cancel() only asks: wait until all five are through with it
    await asyncio.wait(tasks)
    print("ended, cancelled:", [t.cancelled() for t in tasks])
    # wait() raises nothing: if one failed, result() does
    for task in tasks:
        if not task.cancelled():
            task.result()

asyncio.run(main())

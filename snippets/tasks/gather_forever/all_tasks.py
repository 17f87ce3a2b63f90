import asyncio

async def foo(id, sleep_time = 1):
    while True:
        await asyncio.sleep(sleep_time)
        print("foo with id {}".format(id))

async def main():
    asyncio.gather(
        *[foo(i) for i in range(5)], return_exceptions=True)
    await asyncio.sleep(5)

    # cancel all dispatched tasks, not the one that runs this
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.wait(others)
    print("ended, cancelled:", [t.cancelled() for t in others])
    # wait() raises nothing: if one failed, result() does
    for task in others:
        if not task.cancelled():
            task.result()

asyncio.run(main())

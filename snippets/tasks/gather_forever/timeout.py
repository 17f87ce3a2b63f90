import asyncio

async def foo(id, sleep_time = 1):
    while True:
        await asyncio.sleep(sleep_time)
        print("foo with id {}".format(id))

async def main():
    try:
        async with asyncio.timeout(5):
            await asyncio.gather(
                *[foo(i) for i in range(5)], return_exceptions=True)
    except TimeoutError:
        # all dispatched tasks have ended; main is left
        print("time is up, tasks left:", len(asyncio.all_tasks()))

asyncio.run(main())

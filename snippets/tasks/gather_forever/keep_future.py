import asyncio

async def foo(id, sleep_time = 1):
    while True:
        await asyncio.sleep(sleep_time)
        print("foo with id {}".format(id))

async def main():
    future = asyncio.gather(
        *[foo(i) for i in range(5)], return_exceptions=True)
    await asyncio.sleep(5)

    # cancel all dispatched tasks
    future.cancel()
    # with return_exceptions it is done when all five tasks are
    await asyncio.wait([future])
    print("future ended with", repr(future.exception()))

asyncio.run(main())

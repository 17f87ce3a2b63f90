import asyncio

async def foo():
    try:
        while True:
            await asyncio.sleep(1)
            print("foo")
    except asyncio.CancelledError:
        print("foo cancelled")
        raise

async def main():
    task1 = asyncio.create_task(foo())
    await asyncio.sleep(5)
    task1.cancel()
    # cancel() only asks: wait until foo is through with it
    await asyncio.wait([task1])
    print("task1 ended, cancelled:", task1.cancelled())
    # wait() raises nothing: if foo failed, result() does
    if not task1.cancelled():
        task1.result()


asyncio.run(main())

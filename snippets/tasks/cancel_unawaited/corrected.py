import asyncio

async def foo():
    try:
        while True:
            await asyncio.sleep(1)
            print("foo")
    except asyncio.CancelledError:
        print("foo cancelled")

async def main():
    task1 = asyncio.create_task(foo())
    await asyncio.sleep(5)
    task1.cancel()
    # waits, and raises what foo raises: nothing, here
    await task1
    print("task1 ended, cancelled:", task1.cancelled())


asyncio.run(main())

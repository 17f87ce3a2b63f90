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
    # wait() waits, and does not raise what task1 raises
    await asyncio.wait([task1])
    print("task1 ended, cancelled:", task1.cancelled())


asyncio.run(main())

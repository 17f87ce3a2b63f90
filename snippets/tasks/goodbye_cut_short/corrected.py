import asyncio

async def foo():
    try:
        while True:
            await asyncio.sleep(1)
            print("foo")
    except asyncio.CancelledError:
        print("foo closing")
        # closing takes a second
        await asyncio.sleep(1)
        print("foo closed")
        raise

async def main():
    task1 = asyncio.create_task(foo())
    await asyncio.sleep(2.5)
    task1.cancel()
    await asyncio.wait([task1])
    if not task1.cancelled():
        task1.result()  # raises what foo failed with

asyncio.run(main())

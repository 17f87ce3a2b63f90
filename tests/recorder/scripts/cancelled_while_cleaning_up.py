import asyncio


async def worker():
    try:
        await asyncio.sleep(5)
    finally:
        print("cleaning up")
        try:
            await asyncio.sleep(1)
            print("never printed")
        except asyncio.CancelledError as error:
            print("again:", error, "while handling", repr(error.__context__))
            await asyncio.sleep(0.1)
            print("the last of it")
            raise


async def main():
    task = asyncio.create_task(worker())
    await asyncio.sleep(0.1)
    task.cancel("first")
    await asyncio.sleep(0.1)
    task.cancel("second")
    await task


try:
    asyncio.run(main())
except asyncio.CancelledError as error:
    print(error)

import asyncio


async def child():
    await asyncio.sleep(0.1)
    raise KeyboardInterrupt("by the child")


async def main():
    asyncio.create_task(child())
    try:
        await asyncio.sleep(5)
    except asyncio.CancelledError:
        print("main is cancelled")
        raise


asyncio.run(main())

import asyncio


async def child(number):
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError as error:
        print("child", number, "cancelled", error.args)
        raise


async def main():
    both = asyncio.gather(child(1), child(2))
    asyncio.get_running_loop().call_later(0.1, both.cancel, "enough")
    try:
        await both
    except asyncio.CancelledError as error:
        print("gather cancelled", error.args, both.cancelled())
    one = asyncio.create_task(child(3))
    group = asyncio.gather(one, asyncio.sleep(0.2, "fine"), return_exceptions=True)
    await asyncio.sleep(0.05)
    one.cancel()
    print([type(result).__name__ for result in await group])


asyncio.run(main())

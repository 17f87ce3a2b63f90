import asyncio


async def stubborn():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        await asyncio.sleep(0.2)
        print("cleaned up at leisure")
        return "finished after all"


async def fails_when_cancelled():
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        raise ValueError("worse") from None


async def main():
    done = asyncio.get_running_loop().create_future()
    done.set_result("was done")
    for awaitable, limit in (
        (stubborn(), 0.1),
        (fails_when_cancelled(), 0.1),
        (done, 0),
        (asyncio.sleep(0.1), 0),
        (asyncio.sleep(0.1, "no limit"), None),
    ):
        try:
            print(await asyncio.wait_for(awaitable, limit))
        except (TimeoutError, ValueError) as error:
            print(repr(error), repr(error.__cause__))


asyncio.run(main())

import asyncio


async def after(seconds, value):
    await asyncio.sleep(seconds)
    if isinstance(value, Exception):
        raise value
    return value


async def main():
    results = await asyncio.gather(
        after(0.3, "slow"), after(0.1, ValueError("bad")), after(0.2, "mid"), return_exceptions=True
    )
    print(results)
    try:
        await asyncio.gather(after(0.2, "still runs"), after(0.1, KeyError("first")), after(0.15, OSError("second")))
    except KeyError as error:
        print("gather raised", repr(error))
    print(sorted(task.get_name() for task in asyncio.all_tasks()))
    await asyncio.sleep(0.3)
    print(await asyncio.gather())


asyncio.run(main())

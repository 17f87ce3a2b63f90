import asyncio


async def work(seconds, error=None):
    await asyncio.sleep(seconds)
    if error:
        raise error
    return seconds


def names(tasks):
    return sorted(task.get_name() for task in tasks)


async def main():
    for when in (asyncio.FIRST_COMPLETED, asyncio.FIRST_EXCEPTION, asyncio.ALL_COMPLETED):
        tasks = [
            asyncio.create_task(work(0.1), name="a"),
            asyncio.create_task(work(0.2, ValueError("b")), name="b"),
            asyncio.create_task(work(0.3), name="c"),
        ]
        done, pending = await asyncio.wait(tasks, return_when=when)
        print(when, names(done), names(pending))
        done, pending = await asyncio.wait(tasks, timeout=0.05)
        print("then", names(done), names(pending))
        for task in tasks:
            task.cancel()
        print(len(await asyncio.gather(*tasks, return_exceptions=True)))
    try:
        await asyncio.wait([])
    except ValueError as error:
        print(error)


asyncio.run(main())

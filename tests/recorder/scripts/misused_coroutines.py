import asyncio


async def simple():
    return "value"


async def main():
    coroutine = simple()
    print(await coroutine)
    for attempt in (
        lambda: coroutine.send(None),
        lambda: asyncio.run(simple),
        lambda: asyncio.create_task("no coroutine"),
        lambda: asyncio.get_running_loop().run_until_complete(None),
        lambda: asyncio.ensure_future(5),
    ):
        try:
            attempt()
        except (RuntimeError, TypeError, ValueError) as error:
            print(type(error).__name__, str(error).partition("<")[0])
    task = asyncio.current_task()
    try:
        await asyncio.create_task(waits_for(task))
    except RuntimeError as error:
        print(str(error).partition("<")[0])


async def waits_for(task):
    await asyncio.current_task()


asyncio.run(main())

import asyncio


async def fails(seconds, error):
    await asyncio.sleep(seconds)
    raise error


async def sleeper(name):
    try:
        await asyncio.sleep(5)
    finally:
        print(name, "stopped")


async def main():
    try:
        async with asyncio.TaskGroup() as outer:
            outer.create_task(sleeper("outer sleeper"))
            try:
                async with asyncio.TaskGroup() as inner:
                    inner.create_task(sleeper("inner sleeper"))
                    inner.create_task(fails(0.1, ValueError("inner")))
            except* ValueError as group:
                print("inner group", group.exceptions)
            outer.create_task(fails(0.1, OSError("outer")))
            await asyncio.sleep(1)
            print("never printed")
    except* OSError as group:
        print("outer group", repr(group), group.exceptions)
    except* TypeError:
        print("no")
    print(asyncio.current_task().cancelling())


asyncio.run(main())

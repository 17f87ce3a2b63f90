import asyncio


async def cancelled_by_itself():
    asyncio.current_task().cancel("my own wish")
    await asyncio.sleep(0)


async def main():
    async with asyncio.TaskGroup() as group:
        one = group.create_task(cancelled_by_itself())
        two = group.create_task(asyncio.sleep(0.1, "two"))
    print(one.cancelled(), two.result())
    try:
        group.create_task(asyncio.sleep(0))
    except RuntimeError as error:
        print(str(error).partition(" 0x")[0].partition(" at")[0])
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(asyncio.sleep(9))
            raise LookupError("from the body")
    except* LookupError as errors:
        print(errors.exceptions)


asyncio.run(main())

import asyncio
import sys


async def fails(word):
    raise ValueError(word)


async def main():
    loop = asyncio.get_running_loop()
    task = asyncio.Task(fails("eager"), loop=loop, eager_start=True, name="eager")
    print(task.done(), repr(task.exception()))
    loop.set_task_factory(asyncio.eager_task_factory)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fails("in a group"))
            print("the body goes on")
            await asyncio.sleep(1)
            print("never printed")
    except* ValueError as errors:
        print(errors.exceptions)
    await asyncio.create_task(fails("uncaught"))


if sys.version_info >= (3, 12):
    asyncio.run(main())

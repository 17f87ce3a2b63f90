import asyncio
import sys


async def leaf(number):
    if number % 2:
        await asyncio.sleep(number / 100)
    return number


async def tree(depth):
    if not depth:
        return 1
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(tree(depth - 1), name=f"{depth}.{number}") for number in range(2)]
    return sum(task.result() for task in tasks)


async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    print(await tree(4))
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(leaf(number)) for number in range(4)]
        print([task.done() for task in tasks])
    print([task.result() for task in tasks])


if sys.version_info >= (3, 12):
    asyncio.run(main())

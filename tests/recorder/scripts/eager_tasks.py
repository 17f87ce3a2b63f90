import asyncio
import sys


async def quick(number):
    print("quick", number, asyncio.current_task().get_name())
    return number


async def slow(number):
    print("slow begins", number)
    await asyncio.sleep(0.1)
    print("slow ends", number)
    return number


async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    one = asyncio.create_task(quick(1), name="one")
    print("created", one.done(), one.get_name())
    two = asyncio.create_task(slow(2))
    print("created", two.done())
    print(await asyncio.gather(quick(3), slow(4), two))
    loop.set_task_factory(None)
    if sys.version_info >= (3, 14):
        print("eager_start", asyncio.create_task(quick(5), eager_start=True).done())
    print("lazy", asyncio.create_task(quick(6)).done())


if sys.version_info >= (3, 12):
    asyncio.run(main())

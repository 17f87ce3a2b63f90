import asyncio
import contextvars
import sys

name = contextvars.ContextVar("name", default="nobody")


async def child(word):
    name.set(word)
    print("sets", word)
    await asyncio.sleep(0)
    print("still", name.get())


async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    tasks = [asyncio.create_task(child(word)) for word in ("one", "two")]
    print("main has", name.get())
    await asyncio.gather(*tasks)
    async with asyncio.TaskGroup() as group:
        group.create_task(child("three"), context=contextvars.copy_context())


if sys.version_info >= (3, 12):
    asyncio.run(main())

import asyncio

original = asyncio.current_task
asyncio.current_task = lambda loop=None: (print("asked for the current task"), original(loop))[1]
make = asyncio.create_task
asyncio.create_task = lambda coroutine, **kwargs: (print("creates", coroutine.__name__), make(coroutine, **kwargs))[1]


async def child():
    await asyncio.sleep(0.01)
    print("child", asyncio.current_task() is not None)


async def main():
    await asyncio.create_task(child())


asyncio.run(main())

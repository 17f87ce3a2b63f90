import asyncio


class Odd(asyncio.Task):
    def __eq__(self, other):
        print("compared")
        return self is other

    def __hash__(self):
        print("hashed")
        return 5


async def child():
    await asyncio.sleep(0.01)


async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(lambda loop, coroutine, **kwargs: Odd(coroutine, loop=loop, **kwargs))
    print("create")
    tasks = [asyncio.create_task(child()) for _ in range(2)]
    print("created")
    for task in tasks:
        await task


asyncio.run(main())

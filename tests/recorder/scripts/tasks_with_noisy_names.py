import asyncio


class Noisy(asyncio.Task):
    def get_name(self):
        print("the name is asked for")
        return super().get_name()

    def get_coro(self):
        print("the coroutine is asked for")
        return super().get_coro()


async def child():
    print("child")
    await asyncio.sleep(0.01)


async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(lambda loop, coroutine, **kwargs: Noisy(coroutine, loop=loop, **kwargs))
    await asyncio.create_task(child())


asyncio.run(main())

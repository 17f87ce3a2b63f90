import asyncio


class Counted(asyncio.Task):
    made = 0

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        Counted.made += 1

    def __del__(self):
        print("task", self.get_name(), "goes")
        super().__del__()


def factory(loop, coroutine, **kwargs):
    print("makes a task of", coroutine.__qualname__)
    return Counted(coroutine, loop=loop, **kwargs)


async def child():
    await asyncio.sleep(0.1)


async def main():
    asyncio.get_running_loop().set_task_factory(factory)
    await asyncio.gather(asyncio.create_task(child(), name="one"), child())
    print("made", Counted.made)


asyncio.run(main())
print("over")

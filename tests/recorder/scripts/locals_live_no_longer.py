import asyncio


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone:", self.name)


async def worker(argument, event):
    local = Loud("local")
    await asyncio.sleep(0.01)
    del argument
    print("argument deleted")
    await event.wait()
    local = None
    print("local overwritten")
    await asyncio.sleep(0.01)
    print("worker ends")


async def main():
    event = asyncio.Event()
    task = asyncio.create_task(worker(Loud("argument"), event))
    await asyncio.sleep(0.1)
    event.set()
    await task
    print("main ends")


asyncio.run(main())

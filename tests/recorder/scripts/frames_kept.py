import asyncio
import sys


class Loud:
    def __del__(self):
        print("gone")


async def worker(event):
    loud = Loud()
    frames.append(sys._getframe())
    await event.wait()
    print(sorted(frames[0].f_locals))
    frames.clear()
    del loud
    print("deleted")


async def main():
    event = asyncio.Event()
    task = asyncio.create_task(worker(event))
    await asyncio.sleep(0.01)
    print(sorted(task.get_stack()[0].f_locals))
    event.set()
    await task


frames = []
asyncio.run(main())

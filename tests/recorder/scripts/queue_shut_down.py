import asyncio
import sys


async def consumer(name, queue):
    try:
        while True:
            print(name, await queue.get())
            queue.task_done()
    except asyncio.QueueShutDown as error:
        print(name, repr(error))


async def main():
    queue = asyncio.Queue(2)
    async with asyncio.TaskGroup() as group:
        group.create_task(consumer("one", queue))
        group.create_task(consumer("two", queue))
        for number in range(4):
            await queue.put(number)
        queue.shutdown()
    try:
        queue.put_nowait(9)
    except asyncio.QueueShutDown:
        print("no more")
    stuffed = asyncio.Queue()
    stuffed.put_nowait(1)
    stuffed.shutdown(immediate=True)
    await stuffed.join()
    print(stuffed)


if sys.version_info >= (3, 13):
    asyncio.run(main())

import asyncio


async def producer(queue):
    for number in range(6):
        await queue.put(number)
        print("put", number, queue.qsize(), queue.full())
    await queue.put(None)


async def consumer(queue):
    while (item := await queue.get()) is not None:
        await asyncio.sleep(0.1)
        print("got", item)
        queue.task_done()
    queue.task_done()


async def main():
    queue = asyncio.Queue(maxsize=2)
    async with asyncio.TaskGroup() as group:
        group.create_task(producer(queue))
        group.create_task(consumer(queue))
    await queue.join()
    print(queue)
    for call in (queue.get_nowait, queue.task_done):
        try:
            call()
        except (asyncio.QueueEmpty, ValueError) as error:
            print(repr(error))


asyncio.run(main())

import asyncio

async def read(queue):
    for number in range(8):
        # the file is there: a line is read without waiting
        await queue.put(number)
        print('read line', number, '- in the queue:', queue.qsize())

async def store(queue):
    while True:
        number = await queue.get()
        # the database takes its time
        await asyncio.sleep(0.25)
        print('stored line', number)
        queue.task_done()

async def main():
    queue = asyncio.Queue(maxsize=2)
    async with asyncio.TaskGroup() as tg:
        storing = tg.create_task(store(queue))
        await read(queue)
        await queue.join()
        storing.cancel()

asyncio.run(main())

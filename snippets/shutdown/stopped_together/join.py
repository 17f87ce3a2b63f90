import asyncio

async def read(queue):
    number = 0
    try:
        while True:
            await asyncio.sleep(0.2)
            number += 1
            print('read', number)
            queue.put_nowait(number)
    finally:
        queue.put_nowait('the end')

async def store(queue):
    while True:
        line = await queue.get()
        await asyncio.sleep(0.3)
        print('stored', line)
        queue.task_done()

async def main():
    queue = asyncio.Queue()
    # the group raises what one of them fails with
    async with asyncio.TaskGroup() as group:
        reader = group.create_task(read(queue))
        writer = group.create_task(store(queue))
        await asyncio.sleep(0.7)
        print('time to stop')
        reader.cancel()
        await asyncio.wait([reader])
        await queue.join()
        writer.cancel()
    print('left in the queue:', queue.qsize())

asyncio.run(main())

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
        try:
            line = await queue.get()
        except asyncio.QueueShutDown:
            return
        await asyncio.sleep(0.3)
        print('stored', line)

async def main():
    queue = asyncio.Queue()
    # the group raises what one of them fails with
    async with asyncio.TaskGroup() as group:
        reader = group.create_task(read(queue))
        group.create_task(store(queue))
        await asyncio.sleep(0.7)
        print('time to stop')
        reader.cancel()
        await asyncio.wait([reader])
        queue.shutdown()
    print('left in the queue:', queue.qsize())

asyncio.run(main())

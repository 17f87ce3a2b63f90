import asyncio

async def eat(queue):
    while True:
        cake = await queue.get()
        await asyncio.sleep(1)
        print('eaten', cake)
        queue.task_done()

async def main():
    queue = asyncio.Queue()
    eating = asyncio.create_task(eat(queue))
    for cake in ('apple', 'plum'):
        await queue.put(cake)
    await queue.join()
    print('all are eaten')
    eating.cancel()
    await asyncio.wait([eating])

asyncio.run(main())

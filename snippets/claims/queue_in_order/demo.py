import asyncio

said = []

async def producer(queue, n):
    for x in range(n):
        said.append('producing {}'.format(x))
        await asyncio.sleep(0.5)
        await queue.put(x)
    await queue.put(None)

async def consumer(queue):
    while (item := await queue.get()) is not None:
        said.append('consuming {}'.format(item))
        await asyncio.sleep(0.5)
        queue.task_done()

async def main():
    queue = asyncio.Queue()
    consumer_task = asyncio.create_task(consumer(queue))
    await producer(queue, 3)
    print(', '.join(said))
    joining = asyncio.create_task(queue.join())
    await asyncio.sleep(1)
    print('the consumer has left:', consumer_task.done())
    print('items left:', queue.qsize())
    print('join() has returned:', joining.done())
    # one more task_done(), for the sentinel
    queue.task_done()
    await joining
    print('and now:', joining.done())

asyncio.run(main())

import asyncio

async def producer(queue, n):
    for x in range(n):
        print('producing {}/{}'.format(x, n))
        # simulate i/o operation using sleep
        await asyncio.sleep(1)
        item = str(x)
        # put the item in the queue
        await queue.put(item)

async def consumer(queue):
    while True:
        # wait for an item from the producer
        item = await queue.get()

        print('consuming item {}...'.format(item))
        # simulate i/o operation using sleep
        await asyncio.sleep(1)

        # Notify the queue that the item has been processed
        queue.task_done()

async def main():
    # Create a queue that we will use to store our messages
    queue = asyncio.Queue()

    # schedule the consumer
    consumer_task = asyncio.create_task(consumer(queue))

    # run the producer and wait for completion
    await producer(queue, 10)

    # wait until the consumer has processed all items
    await queue.join()

    # the consumer is still awaiting for an item, we can
    # cancel it now
    consumer_task.cancel()
    await asyncio.wait([consumer_task])
    if not consumer_task.cancelled():
        consumer_task.result()  # raises what it failed with

asyncio.run(main())

import asyncio

async def producer(queue, n):
    for x in range(n):
        print('producing {}/{}'.format(x, n))
        # simulate i/o operation using sleep
        await asyncio.sleep(1)
        item = str(x)
        # put the item in the queue
        await queue.put(item)

    # indicate the producer is done
    await queue.put(None)

async def consumer(queue):
    while True:
        # wait for an item from the producer
        item = await queue.get()

        if item is None:
            # the producer emits None to indicate that it is done
            queue.task_done()
            break

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

    # the consumer has read None: wait until it has left
    await consumer_task

asyncio.run(main())

import asyncio

async def consumer(condition, items, consumer_id):
    async with condition:
        if not items:
            await condition.wait()
        item = items.pop()
    print('consumer {} has {}'.format(consumer_id, item))

async def producer(condition, items):
    for item in ['tea', 'milk']:
        await asyncio.sleep(1)
        async with condition:
            print('there is {}'.format(item))
            items.append(item)
            condition.notify_all()

async def main():
    condition = asyncio.Condition()
    items = []
    await asyncio.gather(
        consumer(condition, items, 0),
        consumer(condition, items, 1),
        producer(condition, items))

asyncio.run(main())

import asyncio

async def bake(queue):
    for cake in ('apple', 'plum', 'nut'):
        await asyncio.sleep(1)
        print('baked', cake)
        await queue.put(cake)
    await queue.put(None)

async def main():
    queue = asyncio.Queue()
    async with asyncio.TaskGroup() as tg:
        tg.create_task(bake(queue))
        while (cake := await queue.get()) is not None:
            print('eaten', cake)

asyncio.run(main())

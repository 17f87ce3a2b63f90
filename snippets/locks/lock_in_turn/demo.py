import asyncio

async def copy(name, lock):
    print(name, 'asks')
    async with lock:
        print(name, 'copies')
        await asyncio.sleep(1)
        print(name, 'is done')

async def main():
    lock = asyncio.Lock()
    async with asyncio.TaskGroup() as tg:
        for name in ('ann', 'bob'):
            tg.create_task(copy(name, lock))

asyncio.run(main())

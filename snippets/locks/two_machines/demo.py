import asyncio

async def copy(name, seconds, machines):
    async with machines:
        print(name, 'copies')
        await asyncio.sleep(seconds)
        print(name, 'is done')

async def main():
    machines = asyncio.Semaphore(2)
    async with asyncio.TaskGroup() as tg:
        for name, seconds in ('ann', 1), ('bob', 3), ('cy', 1):
            tg.create_task(copy(name, seconds, machines))

asyncio.run(main())

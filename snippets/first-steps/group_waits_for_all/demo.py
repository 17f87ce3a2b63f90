import asyncio

async def make(what, seconds):
    await asyncio.sleep(seconds)
    print(what, 'is ready')

async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(make('tea', 2))
        group.create_task(make('toast', 1))
    print('breakfast is ready')

asyncio.run(main())

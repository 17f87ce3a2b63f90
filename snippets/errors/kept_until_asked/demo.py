import asyncio

async def fails():
    await asyncio.sleep(1)
    raise ValueError('no such page')

async def main():
    task = asyncio.create_task(fails())
    await asyncio.sleep(2)
    print('the task is done:', task.done())
    try:
        await task
    except ValueError as error:
        print('caught:', error)

asyncio.run(main())

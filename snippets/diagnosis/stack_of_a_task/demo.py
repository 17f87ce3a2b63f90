import asyncio

async def fetch():
    print('fetching')
    await asyncio.sleep(3)
    print('fetched')

async def main():
    task = asyncio.create_task(fetch(), name='the page')
    await asyncio.sleep(1)
    task.print_stack()
    await task

asyncio.run(main())

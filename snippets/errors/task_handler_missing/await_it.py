import asyncio

async def task_with_exception():
    raise Exception('This exception is expected')

async def main():
    task = asyncio.create_task(task_with_exception())
    try:
        await task
    except Exception as e:
        print('Caught exception: {}'.format(e))

asyncio.run(main())

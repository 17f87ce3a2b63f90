import asyncio

async def task_with_exception():
    raise Exception('This exception is expected')

async def main():
    task = asyncio.create_task(task_with_exception())
    task.set_exception_handler(lambda t, c: print('Caught exception: {}'.format(c['exception'])))
    await task

asyncio.run(main())

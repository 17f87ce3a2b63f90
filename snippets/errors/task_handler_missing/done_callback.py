import asyncio

async def task_with_exception():
    raise Exception('This exception is expected')

def report(task):
    # exception() raises CancelledError for a cancelled task
    if not task.cancelled() and task.exception() is not None:
        print('Caught exception: {}'.format(task.exception()))

async def main():
    task = asyncio.create_task(task_with_exception())
    task.add_done_callback(report)
    # await task would raise the exception here as well
    await asyncio.wait([task])

asyncio.run(main())

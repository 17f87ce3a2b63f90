import asyncio
def exception_handler(loop : asyncio.AbstractEventLoop, context : dict):
    msg = context.get('exception', context['message'])
    print('Caught exception: {}'.format(msg))
    print('Exception context: {}'.format(context))

async def task_with_exception():
    raise RuntimeError('This exception is expected')

async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(exception_handler)

    task = asyncio.create_task(task_with_exception())
    await asyncio.sleep(1)
    print('the task has failed, but main could still await it')

    # the last reference: from here on nobody can
    del task
    await asyncio.sleep(1)
    print('main goes on')

asyncio.run(main())

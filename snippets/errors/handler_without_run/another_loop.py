import asyncio
def exception_handler(loop : asyncio.AbstractEventLoop, context : dict):
    msg = context.get('exception', context['message'])
    print('Caught exception: {}'.format(msg))
    print('Exception context: {}'.format(context))
    print('Stop the event loop')
    loop.stop()

# get_event_loop() used to make one as well
loop = asyncio.new_event_loop()
loop.set_exception_handler(exception_handler)

async def task_with_exception():
    raise RuntimeError('This exception is expected')

async def main():
    asyncio.create_task(task_with_exception())
    await asyncio.sleep(1)
    print('main goes on')

# run() makes another loop, which knows of no handler
asyncio.run(main())
loop.close()
